"""The interview: one question after the other, with help, going back, and stopping at any time."""

from collections.abc import Callable, Iterator
from typing import Final

from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.intake.interview.answers import AnswerReader, NotYet, Refusal
from cloudmkt_cli.intake.interview.next_question import NAME, Asker
from cloudmkt_cli.intake.interview.prompts import Prompter
from cloudmkt_cli.intake.interview.state import Question, State

HELP: Final = {"?", "？"}
BACK: Final = {"<", "＜", "《", "back"}
STOP: Final = {"q", "Q", "quit"}


def interview(
    state: State, asker: Asker, language: Language, read: Callable[[], str | None], tell: Callable[[str], None]
) -> Iterator[State]:
    """Ask until nothing is left, or until the answers stop. Yields the state after every answer.

    Going back never undoes anything: an earlier question is asked again, an empty answer keeps the earlier one, and
    the interview then goes on to the questions after it.

    Args:
        state: What is known before.
        asker: Chooses the questions.
        language: The language of the questions.
        read: Returns a line, or None at the end of the input.
        tell: Shows a text.
    """
    reader = AnswerReader(asker)
    prompter = Prompter(asker, reader, language)
    asked: list[Question] = []
    at = 0
    while question := asked[at] if at < len(asked) else asker.next_question(state):
        again = at < len(asked)
        total = len(asked) + asker.remaining(state)
        tell(prompter.ask(question, state, at + 1, max(total, at + 1), again=again))
        line = read()
        text = "q" if line is None else line.strip()
        if text in STOP:
            return
        if text in HELP:
            tell(prompter.help(question, state))
        elif text in BACK:
            at = max(at - 1, 0)
        elif again and not text:
            at += 1
        else:
            after = _after(text, question, state, reader)
            if isinstance(after, Refusal):
                tell(prompter.refusal(*after))
                continue
            asked += [] if again else [question]
            at = len(asked)
            state = after
            yield state


def _after(text: str, question: Question, state: State, reader: AnswerReader) -> State | Refusal:
    """The state after an answer."""
    if not text:
        if question.default:
            return state.answered(question, list(question.default))
        if question.field.path == NAME:
            return Refusal(Message("ask.needs_a_name"), reader.hint(question))
        return state.skipping(question)
    if not any(state.values.get("cases", ())) and reader.states_none(question, text):
        return state.without_cases()
    value = reader.read(text, question, state)
    match value:
        case Refusal():
            return value
        case NotYet():
            return state.skipping(question, not_yet=True)
        case None:
            return state.skipping(question)
        case _:
            return state.answered(question, value)
