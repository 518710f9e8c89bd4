"""Questions and answers, one after the other: with help, back to the one before, and an end whenever it is wanted."""

from collections.abc import Callable, Iterator
from typing import Final

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.usage import label, purposes, requirements_using
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.intake.interview.answers import AnswerReader, Refusal
from cloudmkt_cli.intake.interview.next_question import NAME, Asker, Question, State
from cloudmkt_cli.profile.json_schema import TABLES

HELP: Final = {"?", "？"}
BACK: Final = {"<", "＜", "back"}
STOP: Final = {"q", "Q", "quit"}
_ABOUT: Final = {"cases": "ask.case", "products": "ask.product"}
"""The questions that begin an entry of a list."""


def interview(
    state: State, asker: Asker, language: Language, read: Callable[[], str | None], tell: Callable[[str], None]
) -> Iterator[State]:
    """Ask until nothing is left to ask or nobody answers; every state on the way, so that none of it is lost.

    ``read`` gives a line, or None at the end of what there is; ``tell`` shows a text as it is.
    """
    reader = AnswerReader(asker.catalogue, asker.folder)
    before: list[State] = []
    while question := asker.next_question(state):
        tell(_prompt(question, reader, asker.catalogue, language))
        line = read()
        text = line.strip() if line is not None else "q"
        if text in STOP:
            return
        if text in HELP:
            tell(_help(question, asker, language))
            continue
        if text in BACK:
            state = before.pop() if before else state
            yield state
            continue
        after = _after(text, question, state, reader)
        if isinstance(after, Refusal):
            refusal = Message("ask.refused", {"message": after.message, "hint": after.hint})
            tell(escape_untrusted(translate(refusal, language), 1000) + "\n")
            continue
        before.append(state)
        state = after
        yield state


def _after(text: str, question: Question, state: State, reader: AnswerReader) -> State | Refusal:
    if not text:
        if question.default:
            return state.answered(question, list(question.default))
        if question.field.path == NAME:
            return Refusal(Message("ask.needs_a_name"), reader.hint(question))
        return state.without_answer(question)
    if "cases" not in state.values and reader.states_none(question, text):
        return state._replace(entry=None).stating(("cases",), [])
    value = reader.read(text, question, state)
    if isinstance(value, Refusal):
        return value
    return state.without_answer(question) if value is None else state.answered(question, value)


def _prompt(question: Question, reader: AnswerReader, catalogue: Catalogue, language: Language) -> str:
    values = {
        "label": label(question.fact, catalogue) if question.fact.startswith("attestations.") else None,
        "asked": label(question.field.fact, catalogue),
        "key": dotted(question.field.path),
        "takes": reader.expected(question),
        "default": question.default,
    }
    about = "ask.attestation" if values["label"] else _ABOUT.get(question.fact, "ask.key")
    default = translate(Message("ask.default", values), language) if question.default else ""
    return "\n" + translate(Message(about, values), language) + default + "\n> "


def _help(question: Question, asker: Asker, language: Language) -> str:
    """What the answer is for: what is expected, by which clause, why, and which evidence there is."""
    catalogue, fact = asker.catalogue, question.fact
    lines = [translate(f"key.about.{fact}", language)] if fact in TABLES else []
    lines += [translate(line, language) for line in purposes(fact, catalogue, asker.markets)]
    for requirement in requirements_using(fact, catalogue, asker.markets)[:1]:
        lines += [requirement.why.get(language), requirement.evidence.get(language)]
    lines = lines or [translate("ask.no_requirement", language)]
    return "".join(f"  {line}\n" for line in [*lines, translate("ask.keys", language)])
