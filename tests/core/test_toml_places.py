"""The scan for places against the values of the parser: the same keys and entries, and each where it is written."""

import json
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest
import rtoml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.paths import ROOT

from cloudmkt_cli.core.toml.positions import Node, scan

FILES: Final = sorted(path for folder in ("profiles", "src", "tests") for path in (ROOT / folder).rglob("*.toml"))


def parsed(text: str) -> dict[str, Any] | None:
    try:
        return rtoml.loads(text)
    except rtoml.TomlParsingError:
        return None


def check(text: str, node: Node, value: Any, key: str | None = None) -> None:
    """Whether what stands at a node's places is its value and key, and the same of all its parts."""
    if key is not None:
        written = text[node.key :]
        header = written.startswith("[")
        assert header or written.startswith(key) or (part_of_key(written) == key)
    is_entry_of_tables = isinstance(value, dict) and text.startswith("[", node.start)
    if node.end is not None and not is_entry_of_tables:
        assert same(rtoml.loads(f"x = {text[node.start : node.end + 1]}")["x"], value)
    parts = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    assert set(node.parts) == {name for name, _ in parts}
    for name, part in parts:
        check(text, node.parts[name], part, name if isinstance(name, str) else None)


def part_of_key(written: str) -> str | None:
    """What a key in quotes says."""
    ends = [end for end in range(2, len(written)) if written[end - 1] == written[0]]
    return next((next(iter(values)) for end in ends if (values := parsed(f"{written[:end]} = 0"))), None)


def same(one: Any, other: Any) -> bool:
    """Equal, of the same types, and so with what is not a number."""
    return repr(one) == repr(other)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_files_of_the_repository(path: Path) -> None:
    text = path.read_bytes().decode(errors="replace").removeprefix("\ufeff")
    values = parsed(text)
    if values is not None:
        check(text, scan(text), values)


@pytest.mark.parametrize("header", ["[[a]]", "[[ a ]]", '[["a"]] # ]', "[[a]]#]"])
def test_the_header_of_an_entry_is_its_place(header: str) -> None:
    entry = scan(f"{header}\nx = 1\n").parts["a"].parts[0]
    assert (entry.key, entry.start, entry.end) == (0, 0, header.index("]") + 1)


SPACES: Final = st.sampled_from(["", "", " ", "\t ", "  "])
BREAKS: Final = st.sampled_from(["", "", " ", "\n", "\r\n", " # [ { \" ' = ,\n", "#\n\t\n"])
CHARS: Final = "ab1星\t \"'\\[]{}#=.,-\u0085\ufeff😀"
NUMBERS: Final = (
    "1",
    "-17",
    "+0",
    "0xfF",
    "0b01",
    "1_000",
    "1.5",
    "-0.0",
    "1e6",
    "6.6e-3",
    "inf",
    "9223372036854775807",
)
TIMES: Final = ("2026-11-23", "07:32:00", "07:32:00.5", "2026-11-23 07:32:00.25+08:00", "2026-11-23T07:32:00Z")
PLAIN: Final = st.sampled_from([*NUMBERS, *TIMES, "2026-11-23 07:32:00", "true", "false"])


@st.composite
def strings(draw: st.DrawFn, *, lines: bool = True) -> str:
    """A text in one of TOML's quotes."""
    text = draw(st.text(CHARS, max_size=8))
    kind = draw(st.integers(0, 3 if lines else 1))
    match kind:
        case 1 if "'" not in text:
            return f"'{text}'"
        case 2:
            return f'"""{draw(BREAKS)}{json.dumps(text)[1:-1]}{draw(st.sampled_from(["", chr(34), chr(34) * 2]))}"""'
        case 3 if "'" not in text:
            return f"'''\n{text}\n[a]\n{draw(st.sampled_from(['', chr(39), chr(39) * 2]))}'''"
    return json.dumps(text, ensure_ascii=draw(st.booleans()))


@st.composite
def keys(draw: st.DrawFn) -> str:
    parts = st.sampled_from(["a", "b", "c-1", "D_2", "3"]) | strings(lines=False).map(no_surrogates)
    dot = f"{draw(SPACES)}.{draw(SPACES)}"
    return dot.join(draw(st.lists(parts, min_size=1, max_size=3)))


def no_surrogates(text: str) -> str:
    return "a" if "\\ud8" in text else text


def bracketed(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return lists(values) | inline_tables(values)


@st.composite
def lists(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    entries = [f"{draw(BREAKS)}{entry}{draw(BREAKS)}" for entry in draw(st.lists(values, max_size=4))]
    return f"[{','.join(entries)}{',' if draw(st.booleans()) and entries else ''}{draw(BREAKS)}]"


@st.composite
def inline_tables(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    """Over lines and with a comma at the end, as TOML 1.1 has them, or as 1.0 does."""
    blanks = BREAKS if draw(st.integers(0, 3)) == 0 else SPACES
    pairs = [f"{draw(blanks)}{pair}{draw(blanks)}" for pair in draw(st.lists(assignments(values), max_size=3))]
    return f"{{{','.join(pairs)}{draw(blanks)}}}"


@st.composite
def assignments(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    return f"{draw(keys())}{draw(SPACES)}={draw(SPACES)}{draw(values)}"


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A text made of TOML's parts, most of them valid."""
    simple = PLAIN | strings().map(no_surrogates)
    pair = assignments(simple | st.recursive(simple, bracketed, max_leaves=6))
    header = (
        keys().map(lambda key: f"[{key}]")
        | st.sampled_from(["[[a]]", "[[a.b]]", "[ [a]]"])
        | keys().map("[[{}]]".format)
    )
    lines = st.lists(pair | pair | header, max_size=8)
    return "".join(f"{draw(SPACES)}{line}{draw(SPACES)}{draw(st.sampled_from(['', '# x']))}\n" for line in draw(lines))


@settings(max_examples=6 * settings().max_examples)
@given(documents())
@example("[[b.b]]\n[b]\nb.a.a = 1\n").via("the parser lets a dotted key enter an array of tables")
def test_any_text_is_read_as_the_standard_library_does_and_each_value_found(text: str) -> None:
    values = parsed(text)
    with suppress(tomllib.TOMLDecodeError):
        assert tomllib.loads(text) == values
    if values is not None:
        check(text, scan(text), values)
