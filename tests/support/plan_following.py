"""Following a plan by hand: what its JSON or its text says is done to the text of the profile, and no more."""

import re
from collections.abc import Iterable, Mapping
from itertools import takewhile
from operator import itemgetter
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
            head, header, rest = _ended(text).partition(f"\n{below}\n")
            assert header, f"no {below} in the file"
            return f"{head}{header}{toml}\n{rest}"
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


_AT_END = re.compile(r"at the end of the profile, add(?: (\d+) of these)?:")
_NEW_LINE = re.compile(r"under the new (.+), add: (.+)")
_NEW_VALUE = re.compile(r"instead of the value given above, write: ((.+?) = .+)")
_LINE = re.compile(r"under .+ \(line (\d+)\), add: (.+)")
_VALUE = re.compile(r"under .+, change line (\d+): (.+)")
_IN_BRACKETS = re.compile(r"change (.+) \(line (\d+)\); inside its brackets, add: (.+)")
_ATTESTATION = re.compile(r"\d+ .+ (\[attestations\.[\w-]+\])")


def follow_printed(text: str, plan: str) -> str:
    """The text of a profile after what a plan prints is done by hand: numbered lines from the last up, then the others.

    The plan is in English, on a page so wide that no line is broken; each value to change is on a line of its own.
    """
    printed = plan.splitlines()
    attestation = next((_block(printed, at) for at, line in enumerate(printed) if "is a table like this" in line), [])
    steps = [(line.strip(), _block(printed, at)) for at, line in enumerate(printed)]
    lines = text.splitlines()
    numbered = [(int(found[1]), found[2], 1) for step, _ in steps if (found := _LINE.fullmatch(step))]
    numbered += [(int(found[1]), found[2], 0) for step, _ in steps if (found := _VALUE.fullmatch(step))]
    in_brackets = [(int(found[2]), found[3], found[1]) for step, _ in steps if (found := _IN_BRACKETS.fullmatch(step))]
    for number, toml, where in sorted([*numbered, *in_brackets], key=itemgetter(0), reverse=True):
        if isinstance(where, str):
            lines = _added("\n".join(lines), _path(where, ""), toml, [[number, number]]).split("\n")
        else:
            lines[number - 1 : number] = [*lines[number - 1 : number][:where], toml]
    for step, block in steps:
        if found := _AT_END.fullmatch(step):
            lines += block * int(found[1] or 1)
        elif found := _NEW_LINE.fullmatch(step):
            (header,) = (at for at, line in enumerate(lines) if line == found[1])
            lines.insert(header + 1, found[2])
        elif found := _NEW_VALUE.fullmatch(step):
            (added,) = (at for at, line in enumerate(lines) if line.startswith(f"{found[2]} = "))
            lines[added] = found[1]
        elif found := _ATTESTATION.fullmatch(step):
            lines += [found[1], *attestation[1:]]
    return "\n".join(lines) + "\n"


def _block(printed: list[str], at: int) -> list[str]:
    """The lines below one line that are further in than it."""
    depth = len(printed[at]) - len(printed[at].lstrip())
    below = takewhile(lambda line: len(line) - len(line.lstrip()) > depth, printed[at + 1 :])
    return [line.strip() for line in below]
