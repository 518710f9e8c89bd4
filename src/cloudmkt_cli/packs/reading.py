"""A pack that a user wrote: its files, and the catalogue that they make."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from cloudmkt_cli.catalogue.loader import catalogue_of
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.pack_files import PackFiles, Table, assemble, read_pack, read_shared, shipped_packs
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import TomlDocument
from cloudmkt_cli.packs.content import content_issues, head_issues, size_issues, unknown
from cloudmkt_cli.packs.files import HEAD, ONBOARDING
from cloudmkt_cli.packs.folder import PackFolder, read_folder, read_head
from cloudmkt_cli.packs.shape import Issue, Place, issue, refuse, shape_issues
from cloudmkt_cli.packs.steps import onboarding_issues
from cloudmkt_cli.packs.ways import ways_issues


class Pack(NamedTuple):
    """A valid pack."""

    folder: PackFolder
    files: PackFiles
    catalogue: Catalogue

    @property
    def is_edition(self) -> bool:
        """Whether it is a text of a marketplace: it stands alone or supersedes an edition, unlike house rules."""
        head = self.folder.values(HEAD)
        return "extends" not in head or "supersedes" in head


def read_packs(folders: Iterable[str]) -> dict[str, Pack]:
    """The packs of several folders by their ids; each may extend one before it, or one that ships.

    Raises:
        InputError: with every mistake of the first that has one.
    """
    packs: dict[str, Pack] = {}
    for folder in folders:
        pack = read_pack_folder(folder, tuple(packs.values()))
        packs[pack.catalogue.id] = pack
    return packs


def read_pack_folder(path: str, given: Sequence[Pack] = ()) -> Pack:
    """A pack from any folder, beside those that are given.

    Raises:
        InputError: with every mistake found.
    """
    head = read_head(path)
    alone = PackFolder(path, {HEAD: head})
    refuse(alone, shape_issues(alone))
    refuse(alone, _identity_issues(head, given))
    return pack_in(path, head, _base(head, given))


def pack_in(path: str, head: TomlDocument, base: PackFiles | None) -> Pack:
    """The pack in a folder whose ``pack.toml`` is known, over the one that it extends.

    Raises:
        InputError: with every mistake found.
    """
    markets = tuple(_values(head).get("markets") or (base.head["markets"] if base else ()))
    folder = read_folder(path, head, markets)
    refuse(folder, shape_issues(folder))
    files = _assembled(folder, base)
    refuse(folder, size_issues(files))
    refuse(folder, head_issues(folder, files.head))
    refuse(folder, chain(content_issues(folder, files, base), onboarding_issues(folder, files)))
    catalogue = catalogue_of(files)
    refuse(folder, ways_issues(folder, catalogue))
    return Pack(folder, files, catalogue)


def _values(head: TomlDocument) -> Table:
    return head.values


def _identity_issues(head: TomlDocument, given: Sequence[Pack]) -> Iterator[Issue]:
    taken = (*shipped_packs(), *(pack.catalogue.id for pack in given))
    values = _values(head)
    if values["id"] in taken:
        message = Message("error.pack_taken", {"found": values["id"]})
        yield issue(Place(HEAD, ("id",)), message, Message("hint.pack_taken"))
    for key in ("extends", "supersedes"):
        if key in values:
            yield from unknown(Place(HEAD, (key,)), values[key], taken)


def _base(head: TomlDocument, given: Sequence[Pack]) -> PackFiles | None:
    extends = _values(head).get("extends")
    if extends is None:
        return None
    return next((pack.files for pack in given if pack.catalogue.id == extends), None) or read_pack(extends)


def _assembled(folder: PackFolder, base: PackFiles | None) -> PackFiles:
    def part(name: str) -> Any:
        return folder.values(name)

    head = _values(folder.documents[HEAD])
    if base:
        return assemble(head, part, base)
    defaults = read_shared("defaults")
    files = assemble(defaults | head, part, None)
    return files._replace(onboarding=defaults[ONBOARDING] | files.onboarding)
