"""Profiles as files, and whole runs of the program on them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from support.samples import Values
from support.whole_app import app
from typer.testing import CliRunner, Result

_UNSAID = dict.fromkeys(
    ("CLOUDMKT_DEBUG", "GITHUB_STEP_SUMMARY", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
)
_KEPT = ("PATH", "HOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
PROGRAM = (sys.executable, "-m", "cloudmkt_cli")


def as_toml(values: Values) -> str:
    """The text of a profile with these values: headers for tables and for entries of lists of tables."""
    plain = {key: value for key, value in values.items() if not _is_tables(value)}
    lines = _lines(plain)
    for key, value in values.items():
        if isinstance(value, list) and _is_tables(value):
            for entry in value:
                lines += ["", f"[[{key}]]", *_lines(entry)]
        elif isinstance(value, dict):
            below = {name: part for name, part in value.items() if key == "attestations" and isinstance(part, dict)}
            lines += ["", f"[{key}]", *_lines({name: part for name, part in value.items() if name not in below})]
            for name, part in below.items():
                lines += ["", f"[{key}.{name}]", *_lines(part)]
    return "\n".join(lines) + "\n"


def write(path: Path, values: Values) -> Path:
    """Make a profile's file, and the folders on the way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_toml(values), encoding="utf-8")
    return path


def clean_environment(**changes: str) -> dict[str, str]:
    """An environment that says nothing of language, width, colours or the interpreter, but for ``changes``."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | changes


def invoke(*arguments: str | Path, given: str = "", **environment: str) -> Result:
    """Run the program in this process, on a page of 80 columns; its messages are in this process's language."""
    plain = _UNSAID | {"COLUMNS": "80"}
    return CliRunner().invoke(app, [*map(str, arguments)], input=given, env=plain | environment)


def squeezed(text: str) -> str:
    """A text without spaces and line ends, which depend on the width of its page."""
    return "".join(text.split())


def run(
    *arguments: str | Path,
    program: Sequence[str] = PROGRAM,
    given: bytes | None = None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own; ``given`` is its standard input."""
    return subprocess.run(
        [*program, *map(str, arguments)],
        input=given if given is not None else b"",
        cwd=folder,
        env=clean_environment(**(environment or {})),
        capture_output=True,
        check=False,
        timeout=60,
    )


def _is_tables(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _lines(table: Values) -> list[str]:
    return [f"{key} = {_literal(value)}" for key, value in table.items()]


def _literal(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case date():
            return value.isoformat()
        case list():
            return "[" + ", ".join(map(_literal, value)) + "]"
        case dict():
            return "{ " + ", ".join(_lines(value)) + " }"
        case _:
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
