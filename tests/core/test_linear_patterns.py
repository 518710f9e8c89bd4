"""Every regular expression of the program, on text made to slow it down: none takes more than linear time.

The patterns and the way each is used are read from the source, so that a new one is tried without being named here.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

import pytest
from support.paths import SOURCE

LENGTH: Final = 64 * 1024
"""Characters: a linear search takes some milliseconds of them, a quadratic one many seconds."""
SECONDS: Final = 0.5  # of processor time: only what hangs takes so long
METHODS: Final = {"match", "fullmatch", "search", "findall", "finditer", "split", "sub"}
UNITS: Final = (
    *(
        '"',
        "'",
        '"\\',
        "'\\",
        "\\",
        "\\a",
        '"""',
        '"a',
        "`",
        "[",
        "]",
        "](",
        "(",
        "()",
        "(a)",
        "{",
        "}",
        "#",
        "=",
        "=1",
    ),
    *(
        "+",
        "-",
        ".",
        "..",
        "/",
        "./",
        ",",
        " ",
        "\t",
        "\n",
        " \n",
        "\r",
        "\r\n",
        "a",
        "A1",
        "a.",
        "a-",
        "_",
        "aE",
        "con.",
    ),
    *(
        "1",
        "1.",
        "1,",
        "1,111",
        "1:",
        "2026-01-01",
        "2026SR1",
        "1 ",
        "0x1",
        "1e1",
        "年",
        "星",
        "元",
        "万",
        "亿元",
        "１",
    ),
    *(
        "（",
        "）",
        "、",
        "；",
        "\u3000",
        "\ufeff",
        "\x00",
        "😀",
        "<a",
        "&",
        "*",
        "|",
        "@a",
        "a@a.",
        "http://",
        "www.",
        "::",
    ),
)
ENDS: Final = ("", "!", "\n", "\x00")
CHILD: Final = """\
import json, re, sys, time
for pattern, flags, is_bytes, method, texts in json.load(sys.stdin):
    compiled = re.compile(pattern.encode("latin-1") if is_bytes else pattern, flags)
    for unit, length, end in texts:
        text = (unit * length)[:length] + end
        subject = text.encode("utf-8", "replace") if is_bytes else text
        start = time.process_time()
        found = compiled.sub(subject[:0], subject) if method == "sub" else getattr(compiled, method)(subject)
        found and list(found) if method == "finditer" else None
        if time.process_time() - start > float(sys.argv[1]):
            print(json.dumps([pattern, method, unit, end]), flush=True)
            break
"""


def patterns() -> Iterator[tuple[str, int, bool, str]]:
    """Every pattern with its flags, whether it is of bytes, and the method that it is used with."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = ".".join(["cloudmkt_cli", *path.relative_to(SOURCE).with_suffix("").parts])
        known = vars(import_module(name.removesuffix(".__init__"))) if path.stem != "__main__" else {}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            yield from used(call, known)


def used(call: ast.Call, known: dict[str, Any]) -> Iterator[tuple[str, int, bool, str]]:
    function = call.func
    names = [node.id for node in ast.walk(call) if isinstance(node, ast.Name)]
    if isinstance(function, ast.Attribute) and function.attr in METHODS and ast.unparse(function.value) == "re":
        value = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
        if isinstance(value, str | bytes):
            flags = re.ASCII if "re.ASCII" in ast.unparse(call) else re.NOFLAG
            yield as_text(value), int(flags), isinstance(value, bytes), function.attr
        return
    method = function.attr if isinstance(function, ast.Attribute) and function.attr in METHODS else "match"
    for compiled in (known.get(name) for name in names):
        if isinstance(compiled, re.Pattern):
            yield as_text(compiled.pattern), compiled.flags, isinstance(compiled.pattern, bytes), method


def as_text(pattern: str | bytes) -> str:
    return pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern


@pytest.mark.slow
def test_no_pattern_takes_more_than_linear_time() -> None:
    texts = [(unit, LENGTH, end) for unit in UNITS for end in ENDS]
    tried = sorted(set(patterns()))
    assert len(tried) >= 40
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(SECONDS)],
        input=json.dumps([(*pattern, texts) for pattern in tried]).encode(),
        capture_output=True,
        check=True,
        timeout=600,
    )
    assert [json.loads(line) for line in done.stdout.splitlines()] == []
