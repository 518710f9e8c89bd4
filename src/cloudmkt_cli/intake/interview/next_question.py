"""What to ask next: the fact that the most requirements wait for, found anew after every answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from cloudmkt_cli.catalogue.model import AnyCase, Catalogue, leaves
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.results import Finding, MarketResult, Status, targets_or_all
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides
from cloudmkt_cli.profile.attachments import file_states
from cloudmkt_cli.profile.fields import Field, fields, fields_of
from cloudmkt_cli.profile.model import Attestation, Case, Product, VendorProfile

NAME: Final[KeyPath] = ("company", "name")
TARGETS: Final[KeyPath] = ("target_markets",)
_CASES: Final[KeyPath] = ("cases",)
_EQUIVALENT: Final[KeyPath] = ("company", "registered_capital", "cny_equivalent")
"""Not asked for: it would have to be written into a value that is stated already."""
_ENTRIES: Final[Mapping[str, tuple[type[BaseModel], str]]] = {
    "products": (Product, "product"),
    "cases": (Case, "case"),
    "attestations": (Attestation, "attestation"),
}


class Entry(NamedTuple):
    """A product, a case or an attestation that is being asked for, key by key; it is stated once it is whole."""

    path: KeyPath
    ahead: tuple[str, ...]
    """The keys to ask for: the one that is asked now, and those after it."""
    values: Mapping[str, Any] = {}

    @property
    def about(self) -> KeyPath:
        """What is passed over with it: the whole list, or one attestation."""
        return self.path if self.path[0] == "attestations" else self.path[:1]

    @property
    def optional(self) -> bool:
        """Whether the entry can do without the key that is asked now."""
        model, _ = _ENTRIES[str(self.path[0])]
        return not model.model_fields[self.ahead[0]].is_required()


class Question(NamedTuple):
    """A key to ask for, and what hangs on it."""

    field: Field
    fact: str
    """What the key, or the entry that it begins, is for; see ``purposes``."""
    entry: Entry | None = None
    default: tuple[str, ...] = ()
    """The markets that are meant where nothing is said."""


class State(NamedTuple):
    """All that is known, what of it is new, and what nobody wanted to say."""

    values: Mapping[str, Any]
    added: tuple[tuple[KeyPath, Any], ...] = ()
    passed_over: frozenset[KeyPath] = frozenset()
    entry: Entry | None = None
    more_cases: bool = False
    """Whether a case was given just now: there may be another."""

    def stating(self, path: KeyPath, value: Any) -> "State":
        """The state with one more thing stated."""
        values = apply_overrides(self.values, [Override(path, value)])
        return self._replace(values=values, added=(*self.added, (path, value)), entry=None, more_cases=False)

    def answered(self, question: Question, value: Any) -> "State":
        """The state with an answer."""
        entry = question.entry
        if entry is None:
            return self.stating(question.field.path, value)
        return self._further(entry._replace(values={**entry.values, entry.ahead[0]: value}))

    def without_answer(self, question: Question) -> "State":
        """The state when a question is passed over: an entry that cannot do without the key is given up."""
        entry = question.entry
        if entry is None:
            return self._replace(passed_over=self.passed_over | {question.field.path})
        if entry.optional:
            return self._further(entry)
        return self._replace(passed_over=self.passed_over | {entry.about}, entry=None, more_cases=False)

    def _further(self, entry: Entry) -> "State":
        entry = entry._replace(ahead=entry.ahead[1:])
        if entry.ahead:
            return self._replace(entry=entry)
        return self.stating(entry.path, dict(entry.values))._replace(more_cases=entry.path[0] == "cases")


class Asker(NamedTuple):
    """What questions depend on beside what was said."""

    catalogue: Catalogue
    as_of: date
    folder: Path
    markets: tuple[str, ...] = ()

    def next_question(self, state: State) -> Question | None:
        """What to ask now; None where nothing that matters is left to say."""
        if state.entry:
            return self._of_entry(state.entry, self._targets(state))
        if "name" not in state.values.get("company", {}):
            return _plain(NAME)
        if not self.markets and "target_markets" not in state.values and TARGETS not in state.passed_over:
            return _plain(TARGETS)
        targets = self._targets(state)
        path = ("cases",) if state.more_cases else _most_decisive(state, targets)
        match path:
            case None:
                return None
            case ("products", int(index)) if index == len(state.values.get("products", ())):
                return self._of_entry(Entry(path, ("name", "markets")), targets)
            case ("cases",):
                return self._of_entry(_case(state, targets), targets)
            case ("attestations", _):
                return self._of_entry(Entry(path, ("by", "holds", "on", "evidence", "expires")), targets)
            case _:
                return _plain(path)

    def _targets(self, state: State) -> Sequence[MarketResult]:
        """The markets that the vendor wants, as they stand; all where none is named."""
        profile = VendorProfile.model_validate(state.values)
        files = file_states(profile, self.folder)
        result = check_profile(profile, self.catalogue, self.as_of, markets=self.markets, files=files)
        return targets_or_all(result.markets)

    def _of_entry(self, entry: Entry, targets: Sequence[MarketResult]) -> Question:
        model, name = _ENTRIES[str(entry.path[0])]
        key = entry.ahead[0]
        field = next(item for item in fields_of(model, name, entry.path) if item.path[-1] == key)
        fact = f"attestations.{entry.path[-1]}" if entry.path[0] == "attestations" else str(entry.path[0])
        unserved = tuple(aim.market.id for aim in targets if aim.product is None and _asks_of_products(aim))
        is_offer = field.fact == "product.markets"
        return Question(field, field.fact if entry.values else fact, entry, unserved if is_offer else ())


def _most_decisive(state: State, targets: Sequence[MarketResult]) -> KeyPath | None:
    """What the most requirements wait for; of as many, what comes first in the catalogue."""
    waiting: dict[KeyPath, dict[str, str]] = {}
    for aim in targets:
        for finding in aim.findings:
            for path in _open(finding, state):
                waiting.setdefault(path, {})[finding.requirement.id] = finding.requirement.level

    def rank(path: KeyPath) -> tuple[bool, int, int]:
        levels = [*waiting[path].values()]
        # Attestations come last: facts are at hand, while for these somebody must have looked into the matter.
        return path[0] == "attestations", -levels.count("required"), -levels.count("preferred")

    return min(waiting, key=rank, default=None)


def _plain(path: KeyPath) -> Question:
    table, *_, key = path if len(path) > 1 else ("", *path)
    fact = f"product.{key}" if table == "products" else ".".join(map(str, path))
    field = fields()[fact]
    return Question(field._replace(path=path), fact)


def _case(state: State, targets: Sequence[MarketResult]) -> Entry:
    conditions = (finding.requirement.condition for aim in targets for finding in aim.findings)
    facts = [fact for each in conditions for leaf in leaves(each) if isinstance(leaf, AnyCase) for fact in leaf.facts]
    markets = ("markets",) if len(targets) > 1 else ()
    return Entry(("cases", len(state.values.get("cases", ()))), ("customer", *dict.fromkeys(facts), *markets))


def _open(finding: Finding, state: State) -> Iterator[KeyPath]:
    """What can be said so that a finding is decided, but for what was passed over."""
    for path in _unstated(finding, state):
        if path not in state.passed_over and path[:1] not in state.passed_over:
            yield path


def _unstated(finding: Finding, state: State) -> Iterator[KeyPath]:
    if finding.status is Status.MANUAL and not finding.notes:
        yield ("attestations", finding.requirement.slug)
    if finding.status is not Status.UNKNOWN:
        return
    if not finding.observations:
        yield ("products", len(state.values.get("products", ())))
    for observation in finding.observations:
        path = tuple(int(part) if part.isdigit() else part for part in re.findall(r"[\w-]+", observation.key))
        if observation.value is not None or path == _EQUIVALENT:
            continue
        if path[0] != "cases":
            yield path
        elif "cases" not in state.values:
            yield _CASES


def _asks_of_products(aim: MarketResult) -> bool:
    return any(finding.requirement.scope == "product" for finding in aim.findings)
