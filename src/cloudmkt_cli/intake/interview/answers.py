"""What people type, as values of the profile: read as cells of tables are, and held to the profile's own schema."""

import re
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.evidence import non_answer
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides
from cloudmkt_cli.intake.cell_parsers import UnreadableCellError, read_cell
from cloudmkt_cli.intake.header_row import Column
from cloudmkt_cli.intake.interview.next_question import Question, State
from cloudmkt_cli.intake.vocabulary import accepted, load_vocabulary, normalize
from cloudmkt_cli.profile.attachments import FileState, file_state, is_link
from cloudmkt_cli.profile.fields import Kind
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.references import reference_issues
from cloudmkt_cli.profile.validation import validation_issues

EVIDENCE: Final = "attestation.evidence"
AWARD: Final = "case.award"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""What arrow keys send, and bytes that are no UTF-8."""
_SEPARATORS: Final = re.compile(r"[\s,，、;；]+")


class Refusal(NamedTuple):
    """Why an answer is not taken, and what would be."""

    message: Message
    hint: Message


class AnswerReader:
    """Reads answers in both languages; a profile's files are looked for in ``folder``."""

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self._catalogue, self._folder = catalogue, folder
        self._words = load_vocabulary(catalogue)

    def expected(self, question: Question) -> Message:
        """What may be typed."""
        if question.field.fact == EVIDENCE:
            return Message("ask.takes_evidence")
        return accepted(question.field, self._words)

    def hint(self, question: Question) -> Message:
        """What to do about an answer that is none."""
        return Message("import.expected", {"expected": self.expected(question)})

    def states_none(self, question: Question, text: str) -> bool:
        """Whether the answer is that there are no cases at all."""
        return question.fact == "cases" and normalize(text) in self._words.no | {"0"}

    def read(self, text: str, question: Question, state: State) -> Any:
        """The value of an answer, or why there is none; None for one that says that it is not known."""
        if _CONTROL.search(text):
            return Refusal(Message("ask.control"), self.hint(question))
        value = self._value(text, question)
        if value is None or isinstance(value, Refusal):
            return value
        return self._fault(value, question, state) or value

    def _value(self, text: str, question: Question) -> Any:
        field = question.field
        if field.fact == EVIDENCE:
            return [part for part in _SEPARATORS.split(text) if part] or None
        if field.fact == AWARD and (word := non_answer(text)):
            return "" if word == "no" else None
        try:
            return read_cell(text, Column(0, "", field, ""), self._words)
        except UnreadableCellError:
            return Refusal(Message("ask.unreadable", {"found": text}), self.hint(question))

    def _fault(self, value: Any, question: Question, state: State) -> Refusal | None:
        """What the profile's schema, the catalogue or the folder has against a value."""
        path = question.field.path
        values = apply_overrides(state.values, [Override(path, value)])
        faults = [*reference_issues(values, self._catalogue)]
        try:
            VendorProfile.model_validate(values)
        except ValidationError as error:
            faults += validation_issues(error, VendorProfile)
        for fault in faults:
            if fault.path[: len(path)] == path:
                return Refusal(fault.message, fault.hint)
        for stated in _files(value, question):
            found = file_state(self._folder, stated)
            if found is not FileState.PRESENT:
                return Refusal(Message(f"check.file_{found}", {"file": stated}), Message("ask.name_a_file"))
        return None


def _files(value: Any, question: Question) -> list[str]:
    if question.field.fact == EVIDENCE:
        return [item for item in value if not is_link(item)]
    return [value] if question.field.kind is Kind.FILE and isinstance(value, str) else []
