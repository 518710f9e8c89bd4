"""Texts made to crash the parser or to keep it for ever: read in a child process that a crash would end.

The parser goes on after a mistake, and bounds brackets and keys each for itself, not keys in braces in keys.
"""

import json
import random
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies_runs import clean_environment

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.toml.document import read_document
from cloudmkt_cli.core.toml.limits import MAX_DEPTH

# In a thread, whose stack is as small as it is said to be: 2 MB, as the first thread has on Windows.
CHILD: Final = """\
import json, sys, threading
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.toml.document import read_document
def read(texts):
    for text in texts:
        try:
            document = read_document(text.encode("utf-8", "ignore"))
            document.position(("x", "a"))
            print("read", flush=True)
        except InputError as error:
            print(error.diagnostics[0].message.key, flush=True)
threading.stack_size(2 * 1024 ** 2)
thread = threading.Thread(target=read, args=[json.load(sys.stdin)])
thread.start()
thread.join()
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
    "+",
    "-",
    "+-",
    "a+",
    "{a.a.a.a.a.a.a.a.a.a.a.a=",
    '"\\"',
    "1_",
    "1.",
    "2026-01-01T",
    "]",
    "}",
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_no_random_marks_crash_the_parser() -> None:
    said = outcomes([random_text(seed) for seed in range(3000)])
    assert {"read", "error.toml_syntax", "error.nested_too_deep"} <= set(said)


def braces(parts: int, times: int) -> str:
    """A value of so many tables in braces inside each other, each behind a key of so many parts."""
    return f"{{{'.'.join(['a'] * parts)} = " * times + "1" + "}" * times


PARTS: Final = (1, 2, 6, 40, 79, 80, 81)
TABLES: Final = (1, 2, 3, 4, 6, 7, 40, 79, 80, 81)


@pytest.mark.parametrize("before", ["x = ", f"[{'.'.join(['h'] * 80)}]\n{'.'.join(['k'] * 80)} = "], ids=["x", "deep"])
@pytest.mark.parametrize("behind", ["", "=", "\n[", " }"], ids=repr)
def test_keys_of_many_parts_in_braces_do_not_crash_the_parser(before: str, behind: str) -> None:
    """The parser allows 80 of each, which makes 6,640 levels of 13 KB."""
    texts = [before + braces(parts, times) + behind for parts in PARTS for times in TABLES]
    said = outcomes(texts)
    assert "error.nested_too_deep" in said
    assert ("read" in said) is (not behind)


def test_what_is_valid_and_deep_is_refused_and_what_is_not_deep_is_read() -> None:
    words = ["'''a'''', ", '"""a"""", ', "'[', ", '"\\"[", ', "# [\n"]
    deep = [f"x = [{word}{'[' * 3000}{']' * 3001}" for word in words]
    flat = [f"x = [{word * 1000}]" for word in words]
    assert outcomes(deep) == ["error.nested_too_deep"] * len(words)
    assert outcomes(flat) == ["read"] * len(words)


marks = st.text("[]{}.,=#'\"\\\n ab", max_size=20)
plain = st.text('[]{}.,=#"\\ ab', max_size=20)


@given(st.lists(marks, max_size=5), st.lists(plain, max_size=5), st.integers(0, 80), st.booleans())
def test_texts_full_of_marks_are_read_as_the_standard_library_reads_them(
    basic: list[str], literal: list[str], depth: int, on_a_large_stack: bool
) -> None:
    text = f"# {'.{' * MAX_DEPTH * on_a_large_stack}\nx = {'[' * depth}1{']' * depth}\n"
    text += "".join(f"b{number} = {json.dumps(part)}\n" for number, part in enumerate(basic))
    text += "".join(f"l{number} = '{part}'\nm{number} = '''{part}'''\n" for number, part in enumerate(literal))
    text += "".join(f'd{number} = """{json.dumps(part)[1:-1]}"""""\n' for number, part in enumerate(basic))
    try:
        assert read_document(text.encode()).values == tomllib.loads(text)
    except InputError as error:
        pytest.fail(f"{error.diagnostics[0].message}: {text!r}")
