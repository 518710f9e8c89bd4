"""Commented-out keys and sections, as a new profile has them: found, filled in, and used for what is half given."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.toml.document import KeyPath, dotted, read_document
from cloudmkt_cli.core.toml.serialize import assignment
from cloudmkt_cli.intake.interview.state import required_keys

_KEY: Final = re.compile(r"#[ \t]*([A-Za-z_]+)[ \t]*=[ \t]*(.*?)[ \t]*")
_HEADER: Final = re.compile(r"#[ \t]*(\[\[?[\w.-]+\]\]?)[ \t]*")
_LISTS: Final = ("products", "cases")


class Section(NamedTuple):
    """A commented-out section: the number of its header line, and its keys with their lines and values, as text."""

    line: int
    keys: Mapping[str, tuple[int, str]]

    def fits(self, values: Mapping[str, Any]) -> bool:
        """Whether the section has room for values: its keys are empty, or have these very values."""
        said = {key: _value(key, text) for key, (_, text) in self.keys.items() if text}
        return all(key in values and values[key] == value for key, value in said.items())


def section_header(path: KeyPath) -> str:
    """The header of a section for an entry."""
    return f"[[{path[0]}]]" if isinstance(path[-1], int) else f"[{dotted(path)}]"


def commented_sections(lines: list[str], header: str) -> Iterator[Section]:
    """The commented-out sections with a header; ``lines`` have no endings, and are counted from 1."""
    for number, line in enumerate(lines, start=1):
        match = _HEADER.fullmatch(line)
        if match and match[1] == header:
            keys: dict[str, tuple[int, str]] = {}
            for below in range(number, len(lines)):
                if not lines[below].startswith("#") or _HEADER.fullmatch(lines[below]):
                    break
                if key := _KEY.fullmatch(lines[below]):
                    keys.setdefault(key[1], (below + 1, key[2]))
            yield Section(number, keys)


def end_of_template(lines: list[str], number: int) -> int:
    """The last of the commented-out keys directly below a line, or the line itself."""
    last = number
    for below in range(number, len(lines)):
        if not lines[below].startswith("#") or _HEADER.fullmatch(lines[below]):
            break
        if _KEY.fullmatch(lines[below]):
            last = below + 1
    return last


def is_empty_key(line: str, key: str) -> bool:
    """Whether a line is a commented-out key without a value."""
    match = _KEY.fullmatch(line)
    return match is not None and match[1] == key and not match[2]


def uncommented(text: str, section: Section, path: KeyPath, values: Mapping[str, Any], mark: str = "") -> str:
    """The text with a section filled in; ``mark`` keeps it a comment. All other lines stay as they are."""
    lines = text.split("\n")
    end = "\r" if "\r\n" in text else ""
    lines[section.line - 1] = mark + section_header(path) + end
    more = []
    for key, value in values.items():
        if key in section.keys:
            lines[section.keys[key][0] - 1] = mark + assignment(key, value) + end
        else:
            more.append(mark + assignment(key, value) + end)
    return "\n".join([*lines[: section.line], *more, *lines[section.line :]])


def noted(text: str, path: KeyPath, given: Mapping[str, Any]) -> str:
    """The text of a profile with a half-given entry as comments."""
    stated = read_document(text.encode()).values
    for section in commented_sections(bare_lines(text), section_header(path)):
        filled = uncommented(text, section, path, given, "#")
        if section.fits(given) and read_document(filled.encode()).values == stated:  # not within a text of many lines
            return filled
    ending = "\r\n" if "\r\n" in text else "\n"
    start = text if not text or text.endswith("\n") else text + ending
    block = ["", f"#{section_header(path)}", *(f"#{assignment(key, value)}" for key, value in given.items())]
    return start + "".join(line + ending for line in block)


def notes(text: str, values: Mapping[str, Any], slugs: Collection[str]) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """The half-given entries that a profile has as comments. A whole entry was commented out by somebody else."""
    paths: list[KeyPath] = [(name, len(values.get(name, ()))) for name in _LISTS]
    paths += [("attestations", slug) for slug in slugs if slug not in values.get("attestations", {})]
    lines = bare_lines(text)
    for path in paths:
        for section in commented_sections(lines, section_header(path)):
            given = {key: value for key, (_, said) in section.keys.items() if (value := _value(key, said)) is not None}
            if given and not required_keys(path) <= given.keys():
                yield path, given
                break


def bare_lines(text: str) -> list[str]:
    """The lines of a text without their endings."""
    return [line.removesuffix("\r") for line in text.split("\n")]


def _value(key: str, text: str) -> Any:
    if not text:
        return None
    try:
        document = read_document(f"{key} = {text}".encode())
    except InputError:
        return None
    return document.values.get(key)
