"""Input that is made to crash the parser, to take for ever, or to trip the program: a clear end, and soon."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from samples import stating
from strategies_runs import PROGRAM, as_toml, clean_environment

HEAD: Final = 'profile_version = 1\n[company]\nname = "星海示例"\n'
DEEP: Final = "[" * 30_000
DOTS: Final = ".".join(["a"] * 50)
SECONDS: Final = 10
MEGABYTES: Final = 200
MEASURED: Final = """\
import json, subprocess, sys
done = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, capture_output=True, timeout=float(sys.argv[1]))
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 ** 2 if sys.platform == "darwin" else 1024)
except ImportError:
    peak = 0
said = [stream.decode("utf-8", "backslashreplace") for stream in (done.stdout, done.stderr)]
print(json.dumps([done.returncode, *said, peak]))
"""
NOT_ON_WINDOWS: Final = pytest.mark.skipif(sys.platform == "win32", reason="names and paths of POSIX")


class Ended(NamedTuple):
    """How a run ended: exit code, output, complaints, and its peak memory in MB."""

    code: int
    output: str
    complaint: str
    megabytes: float


def run(*arguments: str | Path, folder: Path) -> Ended:
    """Run the program in a process of its own that a crash may end; one that takes too long fails the test."""
    command = [sys.executable, "-I", "-c", MEASURED, str(SECONDS), *PROGRAM, *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=clean_environment(), capture_output=True, check=True, timeout=60)
    return Ended(*json.loads(done.stdout))


# The parser takes these brackets for brackets, though they look like part of a text, a comment or a word.
NESTED: Final = {
    "a quote inside a word of a list": "x = [a'" + DEEP,
    "a double quote inside a word of a list": 'x = [a"' + DEEP,
    "a quote inside a key of a table": "x = { a' = " + DEEP,
    "tables after a quote inside a word": "x = [a'" + "{a=" * 20_000,
    "a comment that ends with a carriage return": "x = [ # \r" + DEEP,
    "a backslash at the end of a line": "x = [\"''' \\\n" + DEEP,
    "four quotes at the end of a text": "x = ['''a'''', " + DEEP,
    "four double quotes at the end of a text": 'x = ["""a"""", ' + DEEP,
    "five quotes at the end of a text": "x = ['''a''''', " + DEEP,
    "a valid file": 'x = ["""a"""", ' + "[" * 3000 + "]" * 3001,
    "closed by the other kind": "x = " + "[}" * 30_000,
    "closed by the other kind after a comma": "x = " + "[,}" * 30_000,
    "dotted keys in inline tables": "x = " + f"{{{DOTS} = " * 50 + "1" + "}" * 50,
    "dotted keys in inline tables, a line each": "x = [\n" + f"{{{DOTS} = [\n" * 45 + "1" + "]}" * 45 + "]",
}


@pytest.mark.parametrize("name", NESTED)
def test_what_nests_deep_in_disguise_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "deep.toml").write_text(NESTED[name], encoding="utf-8", newline="")
    ended = run("check", "deep.toml", "--lang", "en", folder=tmp_path)
    assert ended.code == 4
    assert "tables and arrays are nested deeper than 100" in ended.complaint
    assert ended.megabytes < MEGABYTES


def test_a_file_that_would_crash_the_parser_stops_no_batch(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(HEAD, encoding="utf-8")
    for number, text in enumerate(NESTED.values()):
        (tmp_path / f"{number}.toml").write_text(text, encoding="utf-8", newline="")
    ended = run("check", ".", "--format", "json", folder=tmp_path)
    assert ended.code == 4
    document = json.loads(ended.output)
    assert [profile["path"] for profile in document["profiles"]] == ["good.toml"]
    assert document["summary"]["errors"] == len(NESTED)


def listed(markets: Iterable[str]) -> str:
    """A profile that names so many target markets."""
    return f"target_markets = {json.dumps(list(markets), ensure_ascii=False)}\n{HEAD}"


TRIPS: Final = {
    "year 0": (HEAD + "established = 0000-01-01\n", "x.toml:4:15: error: TOML syntax: no such date or time"),
    "year 0 with a time": (HEAD + "established = 0000-12-31T00:00:00Z\n", "x.toml:4:15: error: TOML syntax: no such"),
    "second 60": (HEAD + "established = 23:59:60\n", "x.toml:4:15: error: TOML syntax: no such date or time"),
    "second 60 after others": ('x = "23:59:60"\n# 0000-01-01\ny = 23:59:60.5\n', "x.toml:3:5: error: TOML syntax: no"),
    "capital of a million digits": (HEAD + f'registered_capital = "{"1" * 1_000_000}元"\n', "not a known form"),
    "capital of many digits": (HEAD + f'registered_capital = "{"9" * 5000}亿元"\n', "x.toml:4:22: error: company.reg"),
    "a key of 1 MB": (HEAD + f'"{"k" * 1_000_000}" = 1\n', "there is no key"),
    "many mistakes on a line": (
        listed("websites" for _ in range(30_000)),
        'target_markets[0]: there is no market "websites"',
    ),
    "long mistakes on a line": (
        listed("星海" + "w" * 90 for _ in range(30_000)),
        "target_markets[0]: there is no market",
    ),
    "very many unknown tables": (HEAD + "".join(f"[t{number}]\n" for number in range(19_000)), "there is no key t0"),
    "very many unknown slugs": (
        HEAD + "".join(f"[attestations.t{number}]\n" for number in range(14_000)),
        'there is no requirement "t0" to attest',
    ),
    "numbers of 399 digits": (f"x = [{', '.join(['9' * 399] * 10_000)}]\n{HEAD}", "x.toml:1:1: error: x: there is no"),
}


@pytest.mark.parametrize("name", TRIPS)
def test_what_trips_or_takes_for_ever_is_bad_input_soon(tmp_path: Path, name: str) -> None:
    text, message = TRIPS[name]
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    ended = run("check", "x.toml", "--lang", "en", folder=tmp_path)
    assert ended.code == 4
    assert message in ended.complaint
    assert len(ended.complaint) < 100_000
    assert ended.megabytes < MEGABYTES


def test_bytes_that_are_no_text_after_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes("\ufeff甲aa".encode() + b"\xff")
    ended = run("check", "x.toml", "--lang", "en", folder=tmp_path)
    assert ended.code == 4
    assert ended.complaint.startswith("x.toml:1:4: error: byte 9 is not UTF-8")


def one_paper(stated: str) -> dict[str, Any]:
    return stating(("documents", "business_licence"), stated)


def much_evidence(*stated: str) -> dict[str, Any]:
    return stating(("attestations", "lawful", "evidence"), list(stated))


LONG: Final = {
    "a path of 500,000 folders": (one_paper("a/" * 500_000 + "b"), "file-missing"),
    "a path in and out of 200,000 folders": (one_paper("a/../" * 200_000 + "b"), "file-missing"),
    "a path out of 300,000 folders": (one_paper("../" * 300_000 + "b"), "file-outside"),
    "a name of 1 MB": (one_paper("b" * 1_000_000), "file-missing"),
    "evidence in 500 paths of 1,900 folders": (
        much_evidence(*(f"{number}{'/a' * 1900}" for number in range(500))),
        "file-missing",
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_long_paths_are_looked_at_soon(tmp_path: Path, name: str) -> None:
    values, code = LONG[name]
    (tmp_path / "x.toml").write_text(as_toml(values), encoding="utf-8")
    ended = run("check", "x.toml", "--as-of", "2026-11-23", "-m", "website", "-f", "json", folder=tmp_path)
    assert ended.code in {0, 1}
    assert ended.megabytes < MEGABYTES
    assert {warning["code"] for warning in json.loads(ended.output)["profiles"][0]["warnings"]} == {code}


def test_of_very_many_warnings_the_first_are_shown(tmp_path: Path) -> None:
    values = much_evidence(*(f"file-{number}" for number in range(20_000)))
    (tmp_path / "x.toml").write_text(as_toml(values), encoding="utf-8")
    ended = run("check", "x.toml", "--as-of", "2026-11-23", "-m", "website", "--lang", "en", folder=tmp_path)
    assert ended.code == 0
    assert "file-0" in ended.output
    assert len(ended.output) < 100_000


@NOT_ON_WINDOWS
@pytest.mark.parametrize("output_format", ["text", "json"])
@pytest.mark.parametrize("name", [b"\xff\xfe.toml", b"a\nb\x1b[31m.toml", b"{0}%s[bold].toml"])
def test_names_of_files_may_be_anything(tmp_path: Path, name: bytes, output_format: str) -> None:
    try:
        (tmp_path / os.fsdecode(name)).write_text(HEAD, encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    ended = run("check", ".", "--format", output_format, folder=tmp_path)
    assert ended.code == 3
    assert "\x1b" not in ended.output
    if output_format == "json":
        assert len(json.loads(ended.output)["profiles"]) == 1


@NOT_ON_WINDOWS
@pytest.mark.parametrize("path", ["x" * 300, "x" * 5000, "x/" * 3000, "x.toml/y"], ids=len)
def test_a_path_that_no_file_can_have_is_bad_input(tmp_path: Path, path: str) -> None:
    (tmp_path / "x.toml").write_text(HEAD, encoding="utf-8")
    ended = run("check", path, "--lang", "en", folder=tmp_path)
    assert ended.code == 4
    assert "error: it cannot be read: " in ended.complaint
