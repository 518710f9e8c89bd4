"""Texts made to crash the parser, which has no bound of its own: read in a child process that a crash would end.

The parser goes on after a mistake, and what it then takes for a text, a comment or a bracket is its own affair: the
brackets that it sees may be hidden from anybody who counts.
"""

import json
import random
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_runs import clean_environment

from cloudmkt_cli.errors import InputError
from cloudmkt_cli.toml_bounds import MAX_NESTING, MAX_UNCHECKED
from cloudmkt_cli.toml_reader import read_document

# With a stack of 2 MB, as Windows has, a crash takes a quarter of the depth.
CHILD: Final = """\
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_STACK, (2 * 1024 ** 2, resource.getrlimit(resource.RLIMIT_STACK)[1]))
except (ImportError, ValueError):
    pass
from cloudmkt_cli.errors import InputError
from cloudmkt_cli.toml_reader import read_document
for text in json.load(sys.stdin):
    try:
        document = read_document(text.encode("utf-8", "ignore"))
        document.position(("x", "a"))
        print("read", flush=True)
    except InputError as error:
        print(error.diagnostics[0].message.key, flush=True)
"""
NESTING: Final = (
    "[",
    "{a=",
    "{a.b.c=",
    "[{a=",
    "{a=[",
    "[[",
    "[\n",
    "{\na=",
    "[#\n",
    "[1,",
    "[}",
    "[,}",
    "{]",
    "[ ] [",
    "a.",
    '"a".',
    "a.'b'.",
    "[a.",
    "\n[a",
    "{a.\n",
    "=",
    "={",
    "a==",
)
CONTEXTS: Final = ("", "x = ", "x = [", "x = { y", "x = { y = ", "[", "[[", "x = 1 ", "x = [\n", "# \n")
DISGUISES: Final = {
    "none": "",
    "a quote inside a word": "a'",
    "a double quote inside a word": 'a"',
    "a quote inside a number": "1'",
    "a quote after a text": "'a''",
    "a comment that ends with a carriage return": "# \r",
    "a text that ends with a carriage return": '"a\r',
    "a backslash at the end of a line": "\"'''\\\n",
    "a backslash before the closing quotes": '"""\\""""',
    "four quotes at the end of a text": "'''a'''', ",
    "five quotes at the end of a text": "'''a''''', ",
    "six quotes at the end of a text": "'''a'''''', ",
    "seven quotes": "'''''''",
    "four double quotes at the end of a text": '"""a"""", ',
    "five double quotes at the end of a text": '"""a""""", ',
    "six double quotes": '""""""',
    "an escape that is none": '"\\',
    "a control character": "'\x00",
    "a separator of lines": "'\u2028",
    "a Chinese quote": "“",
    "a key without a value": "b = , ",
    "a value without a comma": "1 ",
}


def outcomes(texts: Sequence[str]) -> list[str]:
    """What became of every text, in a process that reads them one after the other."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps(texts).encode(),
        env=clean_environment(),
        capture_output=True,
        check=False,
        timeout=600,
    )
    said = done.stdout.decode().split()
    assert done.returncode == 0, f"{done.returncode} at {texts[len(said)][:100]!r}… {done.stderr.decode()[-500:]}"
    assert len(said) == len(texts)
    return said


@pytest.mark.parametrize("disguise", DISGUISES)
def test_nothing_nests_so_deep_that_the_parser_crashes(disguise: str) -> None:
    texts = [
        f"{context}{DISGUISES[disguise]}{nesting * times}"
        for context in CONTEXTS
        for nesting in NESTING
        for times in (500, 6000)
    ]
    assert "read" not in outcomes(texts)


PIECES: Final = (
    *("[", "]", "{", "}", "=", ".", ",", "#", "\n", "\r", "\r\n", "\t", " ", "\\", '"', "'", '"""', "'''"),
    *(
        "a",
        "1",
        "a=",
        "a = [",
        "{a=",
        "[a]\n",
        "[[a]]\n",
        "a.b",
        "-",
        "1.5",
        "2026-01-01",
        "true",
        "\x00",
        "星",
        "\ufeff",
    ),
)
TIMES: Final = (1, 1, 1, 1, 2, 3, 4, 5, 6, 40, 700, 6000)


def random_text(seed: int) -> str:
    """Marks of TOML in any order, alone or some together, a few of them very many times."""
    chance = random.Random(seed)  # noqa: S311  repeatable, not secret
    units = ("".join(chance.choices(PIECES, k=chance.choice((1, 1, 2, 3)))) for _ in range(chance.randint(1, 20)))
    return "".join(unit * chance.choice(TIMES) for unit in units)


def test_no_random_marks_crash_the_parser() -> None:
    said = outcomes([random_text(seed) for seed in range(3000)])
    assert {"read", "error.toml_syntax", "error.nested_too_deep"} <= set(said)


def closed(opened: str) -> str:
    return "".join({"[": "]", "{": "}"}.get(mark, "") for mark in reversed(opened))


def test_what_is_valid_and_deep_is_refused_and_what_is_not_deep_is_read() -> None:
    words = ["'''a'''', ", '"""a""""", ', "'[', ", '"\\"[", ', "# [\n"]
    deep = [f"x = [{word}{'[' * 3000}{']' * 3001}" for word in words]
    flat = [f"x = [{word * 1000}]" for word in words]
    assert outcomes(deep) == ["error.nested_too_deep"] * len(words)
    assert outcomes(flat) == ["read"] * len(words)


marks = st.text("[]{}.,=#'\"\\\n ab", max_size=20)
plain = st.text('[]{}.,=#"\\ ab', max_size=20)


@settings(derandomize=True, deadline=None)
@given(st.lists(marks, max_size=5), st.lists(plain, max_size=5), st.integers(0, MAX_NESTING - 1))
def test_texts_full_of_marks_are_read_as_the_standard_library_reads_them(
    basic: list[str], literal: list[str], depth: int
) -> None:
    text = f"# {'.' * MAX_UNCHECKED}\nx = {'[' * depth}1{']' * depth}\n"
    text += "".join(f"b{number} = {json.dumps(part)}\n" for number, part in enumerate(basic))
    text += "".join(f"l{number} = '{part}'\nm{number} = '''{part}'''\n" for number, part in enumerate(literal))
    text += "".join(f'd{number} = """{json.dumps(part)[1:-1]}"""""\n' for number, part in enumerate(basic))
    try:
        assert read_document(text.encode()).values == tomllib.loads(text)
    except InputError as error:
        pytest.fail(f"{error.diagnostics[0].message}: {text!r}")
