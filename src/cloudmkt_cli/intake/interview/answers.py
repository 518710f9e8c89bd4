"""Parse what people type: as table cells are parsed, with the words of conversation, and checked like a profile."""

import re
from datetime import timedelta
from typing import Any, Final, NamedTuple

from pydantic_core import ValidationError

from cloudmkt_cli.checking.evidence import non_answer
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides
from cloudmkt_cli.intake.cell_parsers import UnreadableCellError, read_cell
from cloudmkt_cli.intake.header_row import Column
from cloudmkt_cli.intake.interview.next_question import TARGETS, Asker
from cloudmkt_cli.intake.interview.state import EQUIVALENT, Question, State
from cloudmkt_cli.intake.vocabulary import accepted, load_conversation, normalize
from cloudmkt_cli.profile.attachments import FileState, file_state, is_link
from cloudmkt_cli.profile.fields import Kind
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.references import reference_issues
from cloudmkt_cli.profile.registered_capital import CNY, parse_capital
from cloudmkt_cli.profile.validation import validation_issues

EVIDENCE: Final = "attestation.evidence"
AWARD: Final = "case.award"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""What arrow keys send, and bytes that are not UTF-8."""
_SEPARATORS: Final = re.compile(r"[\s,，、;；]+")
_FINAL_MARKS: Final = "。.!！"
_WITH_MARKS: Final = {Kind.TEXT, Kind.FILE, Kind.CREDIT_CODE}
"""Kinds of answers that may end with a mark of their own."""


class Refusal(NamedTuple):
    """Why an answer is not accepted, and what would be."""

    message: Message
    hint: Message


class NotYet(NamedTuple):
    """The answer that something has not happened yet."""


class AnswerReader:
    """Reads answers in both languages."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._words, self._days, self._all = load_conversation(asker.catalogue)

    def expected(self, question: Question, markets: tuple[str, ...] = ()) -> Message:
        """Describe what may be typed; ``markets`` narrows the choice of markets."""
        field = question.field
        if field.fact == EVIDENCE:
            return Message("ask.takes_evidence")
        if _may_lie_ahead(question):
            return Message("ask.takes_day_or_not_yet")
        if field.kind is Kind.DAY:
            return Message("ask.takes_day")
        if field.kind is Kind.MARKETS and field.path != TARGETS and markets:
            labels = dict(zip(self._asker.catalogue.market_ids, self._words.labels["target_markets"], strict=True))
            return Message("import.takes_markets", {"choices": tuple(labels[market] for market in markets)})
        return accepted(field, self._words)

    def hint(self, question: Question) -> Message:
        """What to answer instead."""
        return Message("ask.answer_with", {"expected": self.expected(question)})

    def states_none(self, question: Question, text: str) -> bool:
        """Whether the answer is that there are no customer cases at all."""
        return question.fact == "cases" and normalize(text) in self._words.no | {"0"}

    def read(self, text: str, question: Question, state: State) -> Any:
        """Parse an answer: a value, a ``Refusal``, ``NotYet``, or None if it says that it is not known."""
        if _CONTROL.search(text):
            return Refusal(Message("ask.control"), self.hint(question))
        value = self._value(text, question)
        if value is None or isinstance(value, Refusal | NotYet):
            return value
        return self._issue(value, question, state) or value

    def _value(self, text: str, question: Question) -> Any:
        field = question.field
        if field.kind not in _WITH_MARKS:
            text = text.rstrip(_FINAL_MARKS) or text
        word = normalize(text)
        if field.fact == EVIDENCE:
            found = [part for part in _SEPARATORS.split(text) if part]
            return None if word in self._words.no | self._words.not_stated else found or None
        if field.fact == AWARD and (answer := non_answer(text)):
            return "" if answer == "no" else None
        if field.kind in {Kind.DAY, Kind.CERTIFICATE} and word in self._days:
            return self._asker.as_of - timedelta(days=self._days[word])
        if _may_lie_ahead(question) and word in self._words.no:
            return NotYet()
        if field.kind is Kind.COUNT and word in self._words.no:
            return 0
        if field.kind is Kind.MARKETS and word in self._all:
            return list(self._asker.catalogue.market_ids)
        if field.path == EQUIVALENT and (capital := parse_capital(text)) and capital.currency == CNY:
            return float(capital.amount)
        try:
            return read_cell(text, Column(0, "", field, ""), self._words)
        except UnreadableCellError:
            return Refusal(Message("ask.unreadable", {"found": text}), self.hint(question))

    def _issue(self, value: Any, question: Question, state: State) -> Refusal | None:
        """What the profile's schema, the catalogue or the folder has against a value."""
        path = question.field.path
        values = apply_overrides(state.values, [Override(path, value)])
        issues = [*reference_issues(values, self._asker.catalogue)]
        try:
            validate(VendorProfile, values)
        except ValidationError as error:
            issues += validation_issues(error, VendorProfile)
        for issue in issues:
            if issue.path[: len(path)] == path:
                return Refusal(issue.message, issue.hint)
        for file in _files(value, question):
            found = file_state(self._asker.folder, file)
            if found is not FileState.PRESENT:
                return Refusal(Message(f"check.file_{found}", {"file": file}), Message("ask.name_a_file"))
        return None


def _may_lie_ahead(question: Question) -> bool:
    """Whether a question is about the day of a step that may not have been taken yet."""
    return "onboarding" in question.field.path and question.field.kind is Kind.DAY


def _files(value: Any, question: Question) -> list[str]:
    if question.field.fact == EVIDENCE:
        return [item for item in value if not is_link(item)]
    return [value] if question.field.kind is Kind.FILE and isinstance(value, str) else []
