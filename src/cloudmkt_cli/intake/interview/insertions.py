"""Add keys and entries to the text of a profile. Only commented-out keys without a value are replaced.

A profile may be written in any of TOML's ways, so every candidate is parsed, and the first one with exactly the wanted
values is used.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, TomlDocument, dotted, read_document
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides
from cloudmkt_cli.core.toml.serialize import assignment, literal
from cloudmkt_cli.intake.interview.commented import (
    bare_lines,
    commented_sections,
    end_of_template,
    is_empty_key,
    section_header,
    uncommented,
)

_HEADER: Final = re.compile(r"[ \t]*\[")


def add(text: str, path: KeyPath, value: object) -> str:
    """The text of a profile with a key, or an entry of a list of tables, that is not in it yet.

    Raises:
        InputError: there is no place for it, or the text is not TOML.
    """
    document = read_document(text.encode())
    wanted = apply_overrides(document.values, [Override(path, value)])
    for candidate in _candidates(document, path, value):
        try:
            if read_document(candidate.encode()).values == wanted:
                return candidate
        except InputError:
            continue
    values = {"line": assignment(dotted(path), value)}
    raise InputError(Diagnostic(Message("fill.no_place", values), Message("fill.write_it"), key=dotted(path)))


def _candidates(document: TomlDocument, path: KeyPath, value: object) -> Iterator[str]:
    """Texts that may be the one wanted, the best first."""
    if isinstance(value, Mapping) and len(path) > 1:
        yield from _as_block(document, path, value)
    else:
        yield from _as_line(document, path, value)
    yield from _inside_brackets(document, path, value)


def _as_line(document: TomlDocument, path: KeyPath, value: object) -> Iterator[str]:
    """A line of its own: in place of the commented-out key, else below the table's last key, or its header."""
    table, key = path[:-1], str(path[-1])
    line = assignment(key, value)
    for number in _comments_of(document, key, table):
        if is_empty_key(document.line(number), key):
            yield _put_in(document, number, line, replacing=True)
        yield _put_in(document, number, line)
    for number, before in _lines_of_keys(document, table):
        yield _put_in(document, number, before + line)
    if header := document.position(table):
        yield _put_in(document, header.line, line)
    if table:
        yield _put_in(document, None, "", f"[{dotted(table)}]", line)


def _as_block(document: TomlDocument, path: KeyPath, value: Mapping[str, Any]) -> Iterator[str]:
    """A section of its own: in place of a commented-out one, else below the last one of its kind."""
    header = section_header(path)
    sections = [*commented_sections(bare_lines(document.text), header)]
    yield from (uncommented(document.text, each, path, value) for each in sections if each.fits(value))
    lines = ["", header, *(assignment(key, part) for key, part in value.items())]
    entries = _at(document.values, path[:-1])
    before = (
        [index for index in range(path[-1]) if index < len(entries)] if isinstance(path[-1], int) else list(entries)
    )
    for name in reversed(before):
        for number, _ in _lines_of_keys(document, (*path[:-1], name)):
            yield _put_in(document, end_of_template(bare_lines(document.text), number), *lines)
    yield _put_in(document, None, *lines)


def _inside_brackets(document: TomlDocument, path: KeyPath, value: object) -> Iterator[str]:
    """A part of a table or list that is written in brackets."""
    part = assignment(str(path[-1]), value) if isinstance(path[-1], str) else literal(value)
    if end := document.end(path[:-1]):
        lines = document.text.split("\n")
        head = "\n".join([*lines[: end.line - 1], lines[end.line - 1][: end.column - 1]])
        tail = document.text[len(head) :]
        kept = head.rstrip(" \t")
        for before in (", ", " "):
            yield kept + before + part + (head[len(kept) :] or "") + tail


def _comments_of(document: TomlDocument, key: str, table: KeyPath) -> Iterator[int]:
    """The comments that stand for a key in its table's section, as a new profile has them."""
    header = document.position(table) if table else None
    inside = not table
    for number, text in enumerate(_lines(document), start=1):
        if _HEADER.match(text):
            inside = header is not None and number == header.line
        elif inside and re.fullmatch(rf"#\s*{re.escape(key)}\s*=.*", text):
            yield number


def _lines_of_keys(document: TomlDocument, table: KeyPath) -> list[tuple[int, str]]:
    """Where the keys of a table end, the last first, with what stands on the line before a key's last part."""
    found: list[tuple[int, str]] = []
    for key in _at(document.values, table):
        place, end = document.position((*table, key), of_key=True), document.end((*table, key))
        if place and end:
            found.append((end.line, document.line(place.line)[: place.column - 1]))
    return sorted(found, reverse=True)


def _at(values: Any, path: KeyPath) -> Any:
    for part in path:
        try:
            values = values[part]
        except (KeyError, IndexError):
            return {}
    return values if isinstance(values, dict | list) else {}


def _lines(document: TomlDocument) -> list[str]:
    return document.text.replace("\r\n", "\n").split("\n")


def _put_in(document: TomlDocument, after: int | None, *lines: str, replacing: bool = False) -> str:
    """The text with lines put in behind a line, or in its place, or at the end."""
    ending = "\r\n" if "\r\n" in document.text else "\n"
    old = _kept_lines(document.text)
    after = len(old) if after is None else after
    head = "".join(old[: after - replacing])
    if head and not head.endswith("\n"):
        head += ending
    return head + "".join(line + ending for line in lines) + "".join(old[after:])


def _kept_lines(text: str) -> list[str]:
    """The lines of a text with their endings; line feeds end lines, and nothing else does."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
