"""Interviews without a terminal: who answers, what was asked and shown, and what came of it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from support.samples import AS_OF, CATALOGUE, Values

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.intake.interview.dialogue import interview
from cloudmkt_cli.intake.interview.next_question import Asker
from cloudmkt_cli.intake.interview.state import State

NEW: Values = {"profile_version": 1}


class Talk:
    """A conversation: what was shown, which keys were asked for, and the state at its end."""

    def __init__(  # noqa: PLR0913  what an interview depends on
        self,
        start: Values | State,
        answer: Callable[[str], str | None],
        folder: Path = Path(),
        markets: Sequence[str] = (),
        language: Language = "en",
        *,
        catalogue: Catalogue = CATALOGUE,
    ) -> None:
        self.shown: list[str] = []
        self.asked: list[str] = []
        self.answer = answer
        self.end = start if isinstance(start, State) else State(start)
        self.asker = Asker(catalogue, AS_OF, folder, tuple(markets))
        for state in interview(self.end, self.asker, language, self.read, self.shown.append):
            self.end = state

    def read(self) -> str | None:
        found = re.search(r"[(（]([a-z_]+[\w.\[\]-]*)[)）]\n", self.shown[-1] if self.shown[-1].endswith("> ") else "")
        assert found
        self.asked.append(found[1])
        said = self.answer(found[1])
        return None if said is None else f"{said}\n"


def answers(said: Mapping[str, str]) -> Callable[[str], str | None]:
    return lambda key: said.get(key, "")


def lines(*said: str) -> Callable[[str], str | None]:
    rest: Iterator[str] = iter(said)
    return lambda _: next(rest, None)
