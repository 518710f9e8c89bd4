"""The texts of an interview: a question with its progress, what may be typed, the earlier answer, and help."""

from typing import Any

from cloudmkt_cli.catalogue.usage import expectations_of, label_of, requirements_using
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.intake.interview.answers import AnswerReader
from cloudmkt_cli.intake.interview.next_question import Asker
from cloudmkt_cli.intake.interview.state import EQUIVALENT, Question, State, name_of
from cloudmkt_cli.profile.fields import Kind
from cloudmkt_cli.profile.json_schema import TABLES

_LONGEST = 1000


class Prompter:
    """Words questions in one language."""

    def __init__(self, asker: Asker, reader: AnswerReader, language: Language) -> None:
        self._asker, self._reader, self._language = asker, reader, language

    def ask(self, question: Question, state: State, number: int, total: int, *, again: bool) -> str:
        """The question; with ``again``, its earlier answer is shown."""
        values = {
            "number": number,
            "total": total,
            "question": self._wording(question, state),
            "key": dotted(question.field.path),
        }
        markets = self._asker.target_ids(state) if question.field.kind is Kind.MARKETS else ()
        lines = [
            Message("ask.question", values),
            Message("ask.answer", {"expected": self._reader.expected(question, markets)}),
        ]
        if again:
            lines.append(self._earlier(question, state))
        elif question.default:
            lines.append(Message("ask.default", {"default": question.default}))
        return "\n" + "\n".join(self._tr(line) for line in lines) + "\n> "

    def refusal(self, message: Message, hint: Message) -> str:
        """Say that an answer is not accepted, and what is."""
        return self._tr(Message("ask.refused", {"message": message, "hint": hint})) + "\n"

    def help(self, question: Question, state: State) -> str:
        """What an answer is for: the requirements of the target markets, why, and which evidence there is."""
        catalogue, fact, markets = self._asker.catalogue, question.fact, self._asker.target_ids(state)
        lines = [translate(f"key.about.{fact}", self._language)] if fact in TABLES else []
        lines += [self._tr(line) for line in expectations_of(fact, catalogue, markets)]
        for requirement in requirements_using(fact, catalogue, markets)[:1]:
            lines += [requirement.why.get(self._language), requirement.evidence.get(self._language)]
        lines = lines or [translate("ask.no_requirement", self._language)]
        return "".join(f"  {line}\n" for line in [*lines, translate("ask.keys", self._language)])

    def _wording(self, question: Question, state: State) -> Message:
        """The question in words; about a product or case, with its name, and about an attestation, with its title."""
        path = question.field.path
        values: dict[str, object] = {"name": name_of(path, state)}
        if question.fact == "cases":
            return Message("question.case.another" if path[1] else "question.case.customer", values)
        if path == EQUIVALENT:
            return Message("question.company.registered_capital_cny")
        if path[0] == "attestations":
            values["label"] = label_of(f"attestations.{path[1]}", self._asker.catalogue)
        if path[0] == "marketplaces":
            values = {"label": label_of(question.fact, self._asker.catalogue), "marketplace": path[1]}
            return Message("question.marketplace.key", values)
        table, _, key = question.field.fact.rpartition(".")
        return Message(f"question.{table or 'profile'}.{key}", values)

    def _earlier(self, question: Question, state: State) -> Message:
        value = state.given(question)
        if value is None and question.fact == "cases" and state.values.get("cases") == []:
            value = False
        if value is None:
            return Message("ask.skipped_before")
        return Message("ask.earlier", {"value": self._formatted(value, question)})

    def _formatted(self, value: Any, question: Question) -> object:
        """A value as it would be answered."""
        if isinstance(value, list):
            return tuple(value)
        values = self._asker.catalogue.facts[question.field.fact].values
        return values.get(value, value) if isinstance(value, str) else value

    def _tr(self, message: Message) -> str:
        return escape_untrusted(translate(message, self._language), _LONGEST)
