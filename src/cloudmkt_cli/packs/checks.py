"""Several packs read one after the other, with the mistakes of those that are not valid."""

from collections.abc import Iterable
from typing import NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import display
from cloudmkt_cli.packs.cases import own_requirements
from cloudmkt_cli.packs.reading import Pack, read_pack_folder


class CheckedPack(NamedTuple):
    """What a folder holds; ``pack`` is None if it is no valid pack."""

    path: str
    pack: Pack | None
    errors: tuple[Diagnostic, ...] = ()

    @property
    def own_requirements(self) -> int:
        """How many requirements the pack states or changes itself."""
        return len(own_requirements(self.pack)) if self.pack else 0


def check_packs(folders: Iterable[str]) -> tuple[CheckedPack, ...]:
    """Read the packs of several folders; each may extend one before it."""
    checked: list[CheckedPack] = []
    for folder in folders:
        given = [before.pack for before in checked if before.pack]
        try:
            checked.append(CheckedPack(display(folder), read_pack_folder(folder, given)))
        except InputError as error:
            checked.append(CheckedPack(display(folder), None, error.diagnostics))
    return tuple(checked)
