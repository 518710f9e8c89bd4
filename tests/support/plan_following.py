"""Following a plan by hand: each ``write`` of its JSON is done to the text of the profile, as it says and no more."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cloudmkt_cli.core.toml.document import TomlDocument, read_document

Write = Mapping[str, Any]


def follow(text: str, writes: Iterable[Write]) -> str:
    """The text with everything done; what is on later lines comes first, so that the numbers of lines stay right."""
    for write in sorted(writes, key=lambda write: write["lines"][-1:], reverse=True):
        text = _done(text, write)
    return text


def _done(text: str, write: Write) -> str:
    toml: str = write["toml"]
    below: str = write["below"]
    runs: list[list[int]] = write["lines"]
    match write["action"]:
        case "append":
            assert not below
            assert not runs
            return _ended(text) + "\n" + toml + "\n"
        case "insert" if not runs:
            head, header, rest = _ended(text).partition(f"{below}\n")
            return head + (header or f"\n{below}\n") + f"{toml}\n" + rest
        case "insert":
            ((_, line),) = runs
            return _with_lines(text, {line: [_lines(text)[line - 1], toml]})
        case "replace":
            gone: dict[int, list[str]] = {line: [] for first, last in runs for line in range(first, last + 1)}
            return _with_lines(text, gone | {runs[0][0]: [toml]})
        case "set":
            key, _, value = toml.partition(" = ")
            return _with_value(text, (*_path(below, text), key), value, runs)
        case "add":
            return _added(text, _path(below, text), toml, runs)
        case action:
            raise AssertionError(action)


def _with_value(text: str, path: tuple[str | int, ...], value: str, runs: list[list[int]]) -> str:
    """The text with another value for a key that stands on the given lines."""
    document = read_document(text.encode())
    key, start, end = document.position(path, of_key=True), document.position(path), document.end(path)
    assert key
    assert start
    assert end
    assert runs == [[key.line, end.line]]
    return (
        text[: _offset(document, start.line, start.column)]
        + value
        + text[_offset(document, end.line, end.column) + 1 :]
    )


def _added(text: str, path: tuple[str | int, ...], toml: str, runs: list[list[int]]) -> str:
    """The text with something more inside brackets that close on the given line."""
    document = read_document(text.encode())
    start, end = document.position(path), document.end(path)
    assert start
    assert end
    assert runs == [[end.line, end.line]]
    close = _offset(document, end.line, end.column)
    inside = text[_offset(document, start.line, start.column) + 1 : close].strip()
    return text[:close] + ("" if not inside or inside.endswith(",") else ", ") + toml + text[close:]


def _path(below: str, text: str) -> tuple[str | int, ...]:
    """The table that a header or a key names."""
    if entry := re.fullmatch(r"\[\[products\]\] (.*)", below, re.DOTALL):
        products: Any = read_document(text.encode()).values["products"]
        return ("products", [product["name"] for product in products].index(entry[1]))
    parts = re.findall(r"([\w-]+)|\[(\d+)\]", below)
    return tuple(name or int(index) for name, index in parts)


def _offset(document: TomlDocument, line: int, column: int) -> int:
    return sum(len(row) + 1 for row in document.text.split("\n")[: line - 1]) + column - 1


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _with_lines(text: str, changed: Mapping[int, list[str]]) -> str:
    lines = enumerate(_lines(text), start=1)
    return "\n".join(row for number, line in lines for row in changed.get(number, [line]))


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
