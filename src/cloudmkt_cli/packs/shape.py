"""Mistakes in each file of a pack by itself: keys, types, the form of ids and texts, conditions."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, look_up
from cloudmkt_cli.packs.conditions import condition_issues, issues_in
from cloudmkt_cli.packs.files import HEAD, WORDING, Words, table_of_file
from cloudmkt_cli.packs.folder import PackFolder
from cloudmkt_cli.packs.tables import Slug, table
from cloudmkt_cli.profile.validation import ValidationIssue


class Place(NamedTuple):
    """A key of a file of a pack."""

    file: str
    path: KeyPath = ()

    def below(self, *keys: str | int) -> "Place":
        """A key within it."""
        return Place(self.file, (*self.path, *keys))


class Issue(NamedTuple):
    """A mistake in a file of a pack."""

    file: str
    issue: ValidationIssue


def issue(place: Place, message: Message, hint: Message) -> Issue:
    """A mistake at a place."""
    return Issue(place.file, ValidationIssue(place.path, message, hint))


def refuse(folder: PackFolder, issues: Iterator[Issue]) -> None:
    """Raise what was found, in the order of the files and of their lines.

    Raises:
        InputError: there is a mistake.
    """
    order = [*folder.documents]
    found: dict[tuple[int, Position, str, str], Diagnostic] = {}
    for file, one in issues:  # a text that serves several requirements is wrong once
        said = one.at(folder.documents[file])._replace(path=folder.file(file))
        found.setdefault((order.index(file), said.position or Position(1, 1), said.key or "", str(said.message)), said)
    if found:
        raise InputError(*(said for _, said in sorted(found.items(), key=itemgetter(0))))


def shape_issues(folder: PackFolder) -> Iterator[Issue]:
    """What keeps a file from being what it should be."""
    for name, document in folder.documents.items():
        found = _words(document.values) if name == WORDING else issues_in(table_of_file(name), document.values)
        yield from (Issue(name, one) for one in found)
        for place in entry_places(folder, name):
            entry = value_at(folder, place)
            for key in ("condition", "applies_when"):
                if isinstance(entry, dict) and key in entry:
                    yield from (Issue(name, one) for one in condition_issues(entry[key], (*place.path, key)))


def entry_places(folder: PackFolder, name: str) -> Iterator[Place]:
    """The requirements that stand in a file."""
    values = folder.values(name)
    lists: list[KeyPath] = [("requirements",)]
    if name == HEAD and isinstance(markets := values.get("market"), dict):
        lists += [("market", market, "requirements") for market in markets]
    for path in lists:
        entries = value_at(folder, Place(name, path))
        yield from (Place(name, (*path, index)) for index in range(len(entries) if isinstance(entries, list) else 0))


def value_at(folder: PackFolder, place: Place) -> Any:
    """What stands at a place; None where nothing does."""
    return look_up(folder.values(place.file), place.path)


def _words(values: dict[str, object]) -> Iterator[ValidationIssue]:
    for slug, words in values.items():
        yield from issues_in(Words, words, (slug,))
        for one in issues_in(_NAMED, {"slug": slug}):
            yield one._replace(path=(slug,), of_key=True)


_NAMED = table("Named", {"slug": Slug})
