"""The state of an interview: what the file states, the answers, what is half given, and what was skipped."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from cloudmkt_cli.core.tables.types import keys_of
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides
from cloudmkt_cli.profile.fields import Field
from cloudmkt_cli.profile.model import Attestation, Case, Product
from cloudmkt_cli.profile.registered_capital import parse_capital

CASES: Final[KeyPath] = ("cases",)
CAPITAL: Final[KeyPath] = ("company", "registered_capital")
EQUIVALENT: Final[KeyPath] = (*CAPITAL, "cny_equivalent")
ENTRY_TABLES: Final[Mapping[str, tuple[type, str]]] = {
    "products": (Product, "product"),
    "cases": (Case, "case"),
    "attestations": (Attestation, "attestation"),
}
"""By the name of the list: the table of an entry, and its name in the catalogue."""


class Entry(NamedTuple):
    """A product, a case or an attestation: several questions that are stated together."""

    path: KeyPath
    keys: tuple[str, ...]
    """The keys to ask for, in order."""

    @property
    def skipped_as(self) -> KeyPath:
        """What is skipped with the entry: the whole list, or one attestation."""
        return self.path if self.path[0] == "attestations" else self.path[:1]


class Question(NamedTuple):
    """A key to ask for."""

    field: Field
    fact: str
    """The key, or the list that the entry belongs to, as ``expectations_of`` takes it."""
    entry: Entry | None = None
    default: tuple[str, ...] = ()
    """The markets that an empty answer stands for."""

    @property
    def required(self) -> bool:
        """Whether its entry cannot be stated without the key."""
        return self.entry is not None and str(self.field.path[-1]) in required_keys(self.entry.path)


class State(NamedTuple):
    """Everything known at one moment. Each answer makes a new state."""

    file: Mapping[str, Any]
    """What the profile states on disk."""
    added: Mapping[KeyPath, Any] = {}
    """The answers, and whole entries."""
    pending: Mapping[KeyPath, Mapping[str, Any]] = {}
    """Entries that are half given."""
    skipped: frozenset[KeyPath] = frozenset()
    not_yet: frozenset[KeyPath] = frozenset()
    """Dates of what has not happened yet, by the vendor's own answer."""
    entry: Entry | None = None
    """The entry that is being asked for."""

    @property
    def values(self) -> dict[str, Any]:
        """The values of the profile with all answers."""
        return apply_overrides(self.file, [Override(path, value) for path, value in self.added.items()])

    @property
    def next_key(self) -> str | None:
        """The key of the current entry to ask for; None if there is none left."""
        if self.entry is None:
            return None
        given, path = self.pending.get(self.entry.path, {}), self.entry.path
        return next((key for key in self.entry.keys if key not in given and (*path, key) not in self.skipped), None)

    def given(self, question: Question) -> Any:
        """The answer that a question has already; None if it has none."""
        path = question.field.path
        if question.entry:
            entry = self.added.get(question.entry.path) or self.pending.get(question.entry.path, {})
            return entry.get(str(path[-1]))
        if path == EQUIVALENT:
            capital = self.added.get(CAPITAL)
            return capital.get(path[-1]) if isinstance(capital, dict) else None
        return self.added.get(path)

    def answered(self, question: Question, value: Any) -> "State":
        """The state with an answer, or with another one to the same question."""
        entry, path = question.entry, question.field.path
        if path == EQUIVALENT:
            return self._stating(CAPITAL, _in_currency(self.values["company"]["registered_capital"], value))
        if entry is None:
            return self._stating(path, value)
        if entry.path in self.added:
            return self._stating(entry.path, {**self.added[entry.path], path[-1]: value})
        given = {**self.pending.get(entry.path, {}), str(path[-1]): value}
        added = {key: other for key, other in self.added.items() if key != CASES or entry.path[:1] != CASES}
        skipped = self.skipped - {entry.skipped_as, path}
        pending = {**self.pending, entry.path: given}
        return self._replace(added=added, pending=pending, skipped=skipped, entry=entry).with_whole_entry()

    def without_cases(self) -> "State":
        """The state of a vendor that has no customer cases."""
        return self._stating(CASES, [])._replace(entry=None)

    def skipping(self, question: Question, *, not_yet: bool = False) -> "State":
        """The state when a question is not answered. What its entry has already stays pending."""
        entry, path = question.entry, question.field.path
        if not_yet:
            return self._replace(not_yet=self.not_yet | {path})
        if question.required and entry:
            ended = None if self.entry == entry else self.entry
            return self._replace(skipped=self.skipped | {entry.skipped_as}, entry=ended)
        return self._replace(skipped=self.skipped | {path}).with_whole_entry()

    def saveable(self) -> "State":
        """The state to write: a pending entry that has all it must have is stated."""
        state = self
        for path, given in self.pending.items():
            if required_keys(path) <= given.keys():
                state = state._stating(path, dict(given))._replace(pending=_without(state.pending, path))
        return state

    def _stating(self, path: KeyPath, value: Any) -> "State":
        return self._replace(
            added={**self.added, path: value}, skipped=self.skipped - {path}, not_yet=self.not_yet - {path}
        )

    def with_whole_entry(self) -> "State":
        """The state with the current entry stated, if nothing is left to ask of it."""
        if self.entry is None or self.next_key is not None:
            return self
        path = self.entry.path
        stated = self._stating(path, dict(self.pending[path]))
        return stated._replace(pending=_without(self.pending, path), entry=None)


def required_keys(path: KeyPath) -> set[str]:
    """The keys that an entry must have."""
    table, _ = ENTRY_TABLES[str(path[0])]
    return {name for name, key in keys_of(table).items() if key.required}


def name_of(path: KeyPath, state: State) -> str:
    """The name of the product, or the customer of the case, that a key belongs to; empty if there is none."""
    key = {"products": "name", "cases": "customer"}.get(str(path[0]))
    if key is None or len(path) < 2:  # noqa: PLR2004  a list and an index
        return ""
    stated = state.values.get(str(path[0]), [])
    entry = stated[path[1]] if isinstance(path[1], int) and path[1] < len(stated) else state.pending.get(path[:2], {})
    return str(entry.get(key, ""))


def new_cases(state: State) -> Iterator[KeyPath]:
    """The cases that were given in this interview."""
    return (path for path in state.added if path[0] == "cases" and len(path) == 2)  # noqa: PLR2004  list and index


def _in_currency(capital: Any, yuan: float) -> dict[str, Any]:
    """Registered capital in a foreign currency, with its value in yuan."""
    if isinstance(capital, dict):
        return {**capital, "cny_equivalent": yuan}
    parsed = parse_capital(capital)
    amount = float(parsed.amount) if parsed else 0.0
    currency = parsed.currency if parsed else ""
    return {
        "amount": int(amount) if amount.is_integer() else amount,
        "currency": currency,
        "cny_equivalent": yuan,
    }


def _without(pending: Mapping[KeyPath, Mapping[str, Any]], path: KeyPath) -> dict[KeyPath, Mapping[str, Any]]:
    return {other: given for other, given in pending.items() if other != path}
