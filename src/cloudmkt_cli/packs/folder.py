"""The files of a folder that may be a pack: read within bounds, and none through a link that leads out."""

import os
from typing import NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, errors_in
from cloudmkt_cli.core.input import display, read_input, unreadable
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import choices_hint
from cloudmkt_cli.core.toml.document import TomlDocument, read_document
from cloudmkt_cli.packs.files import FIXED, HEAD

_ENDING = ".toml"


class PackFolder(NamedTuple):
    """A folder, and what stands in its files, by their names without the ending."""

    path: str
    documents: dict[str, TomlDocument]

    def file(self, name: str) -> str:
        """A file of the folder, as messages name it."""
        return display(_file(self.path, name))

    def values(self, name: str) -> dict[str, object]:
        """What a file says; nothing if there is none."""
        return self.documents[name].values if name in self.documents else {}


def read_head(path: str) -> TomlDocument:
    """``pack.toml`` of a folder.

    Raises:
        InputError: there is none, or it cannot be read.
    """
    if not os.path.isfile(_file(path, HEAD)):  # noqa: PTH113  a Path raises for a name that is too long
        message = Message("error.pack_none", {"file": f"{HEAD}{_ENDING}"})
        raise InputError(Diagnostic(message, Message("hint.pack_none"), path=display(path)))
    return _read(path, HEAD)


def read_folder(path: str, head: TomlDocument, markets: tuple[str, ...]) -> PackFolder:
    """All files of a pack with these markets; other TOML files in the folder are mistakes.

    Raises:
        InputError: with every file that cannot be read, or does not belong there.
    """
    expected = (*FIXED, *markets)
    documents, errors = {HEAD: head}, list[Diagnostic]()
    for name in _names(path):
        if name not in expected:
            hint = choices_hint(f"{name}{_ENDING}", tuple(f"{known}{_ENDING}" for known in expected))
            errors.append(Diagnostic(Message("error.pack_file"), hint, path=display(_file(path, name))))
        elif name != HEAD:
            try:
                documents[name] = _read(path, name)
            except InputError as error:
                errors += error.diagnostics
    if errors:
        raise InputError(*errors)
    return PackFolder(path, documents)


def _names(path: str) -> list[str]:
    try:
        with os.scandir(path) as entries:
            return sorted(entry.name.removesuffix(_ENDING) for entry in entries if entry.name.endswith(_ENDING))
    except OSError as error:
        with errors_in(display(path)):
            raise unreadable(error) from None


def _read(path: str, name: str) -> TomlDocument:
    file = _file(path, name)
    with errors_in(display(file)):
        home = os.path.realpath(path)
        if os.path.dirname(os.path.realpath(file)) != home:  # noqa: PTH120  a Path raises for a loop of links
            raise InputError(
                Diagnostic(Message("error.leads_out", {"folder": display(path)}), Message("hint.pack_link"))
            )
        return read_document(read_input(file))


def _file(path: str, name: str) -> str:
    return os.path.join(path, f"{name}{_ENDING}")  # noqa: PTH118  as above
