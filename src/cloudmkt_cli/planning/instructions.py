"""Instructions for editing the TOML file of a profile by hand, whichever TOML style it uses.

Line numbers refer to the unedited file. Following all instructions gives valid TOML with the planned values: those with
line numbers first, last lines first, then the others in their order.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.toml.document import KeyPath, TomlDocument, dotted, look_up, read_document
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.core.toml.serialize import assignment, literal
from cloudmkt_cli.profile.loader import LoadedProfile
from cloudmkt_cli.profile.registered_capital import parse_capital

Action = Literal["append", "insert", "set", "add", "replace"]
Lines = tuple[int, int]


class Instruction(NamedTuple):
    """One edit of a TOML file.

    ``append``: add ``toml`` at the end of the file.
    ``insert``: add it below the given line; without a line, below the header that an earlier instruction adds.
    ``set``: replace the key and value on the given lines; without lines, what an earlier instruction gives.
    ``add``: add it inside the brackets that close on the given line.
    ``replace``: replace the given lines.
    """

    action: Action
    toml: str
    place: str | None = None
    """The header or the key that ``toml`` belongs to; None if it contains its own header."""
    lines: tuple[Lines, ...] = ()
    """First and last line of each range, counted from 1."""


class ProfileFile(NamedTuple):
    """The file of a profile, and the keys whose values ``--set`` overrides."""

    document: TomlDocument
    overridden: tuple[KeyPath, ...] = ()

    @classmethod
    def of(cls, loaded: LoadedProfile) -> "ProfileFile":
        """The file that a profile was loaded from."""
        if not loaded.overrides:
            return cls(loaded.document)
        return cls(read_document(loaded.document.text.encode()), tuple(override.path for override in loaded.overrides))

    def states(self, path: KeyPath) -> bool:
        """Whether a key is in the file."""
        return _is_stated(self.document, path)

    def can_hold(self, path: KeyPath) -> bool:
        """Whether the table of a key is in the file or can be added; not for an entry that exists only by ``--set``."""
        *_, key = path
        table = path[:-1]
        found = look_up(self.document.values, table)
        if any(isinstance(part, int) for part in table):
            is_overridden = any(table[: len(prefix)] == prefix for prefix in self.overridden)
            if is_overridden or found is None:
                return False
        if found is None:  # a header cannot add to a table in braces
            return not any(_lines_of_value(self.document, table[:end]) for end in range(1, len(table)))
        return isinstance(found, list if isinstance(key, int) else dict)


def instructions(changes: Iterable[Sequence[Override]], file: ProfileFile) -> tuple[Instruction | None, ...]:
    """The instruction for each change, which is one override, or several new entries of one list.

    The first key of a table that is not in the file starts it. None if there is nothing to write that an earlier change
    does not, or if the file cannot hold the key.
    """
    found: list[Instruction | None] = []
    given: list[Override] = []
    started: set[str | None] = set()
    for overrides in changes:
        new = [override for override in overrides if override not in given]
        todo = _instruction(new, file)
        if todo and _is_given(new[0].path, given):
            todo = Instruction("set", todo.toml, todo.place)
        elif todo and todo.action == "insert" and not todo.lines and todo.place not in started:
            started.add(todo.place)
            todo = Instruction("append", f"{todo.place}\n{todo.toml}")
        given += new
        found.append(todo)
    return tuple(found)


def _is_given(path: KeyPath, given: Sequence[Override]) -> bool:
    """Whether an earlier change writes a key; a new entry of a list is another one."""
    return isinstance(path[-1], str) and any(override.path == path for override in given)


def _instruction(overrides: Sequence[Override], file: ProfileFile) -> Instruction | None:
    """The instruction for one change by itself."""
    if not overrides or not file.can_hold(overrides[0].path):
        return None
    document, override = file.document, overrides[0]
    *_, key = override.path
    table = override.path[:-1]
    if isinstance(key, str) and _is_stated(document, override.path):
        return _set(override, document)
    if lines := _lines_of_value(document, table):
        parts = [assignment(key, item.value) if isinstance(key, str) else literal(item.value) for item in overrides]
        return Instruction("add", ", ".join(parts), dotted(table), ((lines[1], lines[1]),))
    if isinstance(override.value, Mapping):
        header = f"[[{dotted(table)}]]" if isinstance(key, int) else f"[{dotted(override.path)}]"
        return Instruction("append", "\n\n".join(_table(header, item.value) for item in overrides))
    return _insert(table, assignment(str(key), override.value), document)


def _set(override: Override, document: TomlDocument) -> Instruction | None:
    """Replace the value of a key; None where the file has a table or a list with headers that it cannot take."""
    value, table = override.value, override.path[:-1]
    if lines := _lines_of_value(document, override.path):
        return Instruction("set", assignment(str(override.path[-1]), value), _place(table, document), (lines,))
    if isinstance(value, str) and (
        capital := parse_capital(value)
    ):  # the only text that can also be written as a table
        value = {"amount": capital.amount, "currency": capital.currency}
    if not isinstance(value, Mapping) or not isinstance(look_up(document.values, override.path), Mapping):
        return None
    if header := _line_of_header(document, override.path):
        last = max((last for _, last in _lines_of_keys(document, override.path)), default=header)
        return Instruction("replace", _table(f"[{dotted(override.path)}]", value), None, ((header, last),))
    keys = _lines_of_keys(document, override.path)
    prefix = _prefix(document, override.path)
    toml = "\n".join(prefix + assignment(key, part) for key, part in value.items())
    return Instruction("replace", toml, None, tuple(keys))


def _insert(table: KeyPath, line: str, document: TomlDocument) -> Instruction:
    """Add a key to its table; without lines if the table has no place in the file."""
    if header := _line_of_header(document, table):
        return Instruction("insert", line, _place(table, document), ((header, header),))
    if keys := _lines_of_keys(document, table):
        last = keys[-1][1]
        return Instruction("insert", _prefix(document, table) + line, dotted(table), ((last, last),))
    return Instruction("insert", line, f"[{dotted(table)}]")


def _place(table: KeyPath, document: TomlDocument) -> str:
    """What to look for in the file: the header of a table, with the name of a product; otherwise the key."""
    if _is_stated(document, table) and not _line_of_header(document, table):
        return dotted(table)
    match table:
        case ("products", int(index)):
            return f"[[products]] {look_up(document.values, (*table, 'name')) or index}"
        case _:
            return f"[{dotted(table)}]"


def _lines_of_value(document: TomlDocument, path: KeyPath) -> Lines | None:
    """The lines of a key and its value; None for a table with a header or with dotted keys only."""
    start, end = document.position(path), document.end(path)
    if start is None or end is None or _line_of_header(document, path):
        return None
    return start.line, end.line


def _lines_of_keys(document: TomlDocument, table: KeyPath) -> list[Lines]:
    """The lines of each key of a table without a header or below its header, in file order."""
    found: list[Lines] = []
    for key, value in (look_up(document.values, table) or {}).items():
        path = (*table, key)
        if lines := _lines_of_value(document, path):
            found.append(lines)
        elif isinstance(value, Mapping) and not _line_of_header(document, path):
            found += _lines_of_keys(document, path)
    return sorted(found)


def _line_of_header(document: TomlDocument, table: KeyPath) -> int | None:
    """The line of a table's header; None if the table is written inline or with dotted keys."""
    position = document.position(table)
    if position is None:
        return None
    alone: Any = {}
    for part in reversed(table):
        alone = [alone] if isinstance(part, int) else {part: alone}
    line = document.line(position.line).strip()
    try:
        is_header = line.startswith("[") and read_document(line.encode()).values == alone
    except InputError:
        return None
    return position.line if is_header else None


def _prefix(document: TomlDocument, table: KeyPath) -> str:
    """The prefix of the dotted keys of a table without a header, such as ``team.``."""
    keys = (document.position((*table, key), of_key=True) for key in look_up(document.values, table))
    key = next(key for key in keys if key)
    return document.line(key.line)[: key.column - 1].lstrip()


def _table(header: str, values: Mapping[str, Any]) -> str:
    return "\n".join((header, *(assignment(key, value) for key, value in values.items())))


def _is_stated(document: TomlDocument, path: KeyPath) -> bool:
    return look_up(document.values, path) is not None
