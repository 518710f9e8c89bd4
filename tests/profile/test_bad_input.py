"""A folder of files that are wrong, each in one way: what every one of them is told, word for word, in both languages.

``bad_input/expected.toml`` is the table: the exit code, and of each mistake its place, the text that stands there, the
key, and message and hint. ``UPDATE_GOLDEN=1 pytest`` writes it anew; look at every line that changed before keeping it.
"""

import json
import tomllib
from pathlib import Path
from shutil import copytree
from typing import Any, Final, NamedTuple

import pytest
from rich.cells import cell_len
from support.golden import updating
from support.paths import BAD_INPUT
from support.samples import AS_OF, CATALOGUE
from support.strategies_runs import run

from cloudmkt_cli.cli.exit_codes import exit_status
from cloudmkt_cli.core.diagnostic_text import render_diagnostics
from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.runs.batch import check_paths

TABLE: Final = BAD_INPUT / "expected.toml"
FILES: Final = sorted(path.name for path in BAD_INPUT.iterdir() if path.suffix == ".toml" and path != TABLE)
EXPECTED: Final[dict[str, dict[str, Any]]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))
WORDS: Final = {"zh": ("错误：", "提示："), "en": ("error: ", "hint: ")}


class Told(NamedTuple):
    """What is said of one mistake, as the table has it."""

    place: list[int] | None
    at: str
    key: str | None
    zh: list[str]
    en: list[str]


@pytest.fixture(autouse=True)
def _in_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are shown as they were given: the bare name."""
    monkeypatch.chdir(BAD_INPUT)


def mistakes(name: str) -> tuple[int, tuple[Diagnostic, ...]]:
    """The exit code of checking one file, and what is wrong with it."""
    batch = check_paths([name], CATALOGUE, AS_OF)
    counts = {"bad_input": len(batch.errors), "not_eligible": 0, "incomplete": len(batch.profiles)}
    return exit_status(**counts, fail_on="incomplete"), batch.errors


def told(name: str, error: Diagnostic) -> Told:
    assert error.path == name
    texts = {language: [translate(part, language) for part in (error.message, error.hint)] for language in LANGUAGES}
    return Told([*error.position] if error.position else None, at(name, error), error.key, **texts)


def at(name: str, error: Diagnostic) -> str:
    """The word of the file that a mistake points at: nothing at the end of a line, and where bytes are no text."""
    if error.position is None:
        return ""
    line, column = error.position
    text = (BAD_INPUT / name).read_bytes().decode("utf-8-sig", "ignore").split("\n")[line - 1].removesuffix("\r")
    rest = text[column - 1 :] if error.source is not None else ""
    end = rest.find(rest[0], 1) + 1 if rest[:1] in {'"', "'"} else 0
    return rest[:end] if end else rest.partition(" ")[0]


def expected(name: str) -> list[Told]:
    return [Told(error.get("place"), error["at"], error.get("key"), error["zh"], error["en"]) for error in named(name)]


def named(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = EXPECTED[name]["errors"]
    return entries


def test_the_table_and_the_folder_name_the_same_files() -> None:
    if updating():
        TABLE.write_text(as_table(), encoding="utf-8", newline="\n")
        pytest.skip("written anew: read what changed, and run again")
    others = {path.name for path in BAD_INPUT.iterdir()} - {*FILES, TABLE.name, ".gitattributes"}
    assert others == set()
    assert [*EXPECTED] == FILES
    assert len(FILES) >= 75


def test_no_two_files_are_the_same() -> None:
    assert len({(BAD_INPUT / name).read_bytes() for name in FILES}) == len(FILES)


@pytest.mark.parametrize("name", FILES)
def test_what_a_file_is_told(name: str) -> None:
    status, errors = mistakes(name)
    assert [told(name, error) for error in errors] == expected(name)
    assert status == EXPECTED[name]["exit"] == 4


@pytest.mark.parametrize("name", FILES)
def test_mistakes_are_in_file_order(name: str) -> None:
    places = [error["place"] for error in named(name) if "place" in error]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_how_it_is_shown(name: str, language: Language) -> None:
    _, errors = mistakes(name)
    lines = iter(render_diagnostics(errors, language).splitlines())
    error_word, fix_word = WORDS[language]
    for error, entry in zip(errors, named(name), strict=True):
        place = "".join(f":{number}" for number in entry.get("place", []))
        key = f"{escape_untrusted(entry['key'])}: " if "key" in entry else ""
        message, hint = (escape_untrusted(text, 1000) for text in entry[language])
        assert next(lines) == f"{name}{place}: {error_word}{key}{message}"
        if error.source is not None:
            line, caret = next(lines), next(lines)
            assert line.startswith(f"  {entry['place'][0]} | ")
            assert pointed_at(line, caret).startswith(escape_untrusted(entry["at"][:30]))
            assert cell_len(line) <= 180
        assert next(lines) == f"  {fix_word}{hint}"
    assert next(lines, None) is None


def pointed_at(line: str, caret: str) -> str:
    """What stands in a line from the cell on that a caret below it marks."""
    assert caret.rstrip("^").strip(" ") == "|"
    start = next(index for index in range(len(line) + 1) if cell_len(line[:index]) == len(caret) - 1)
    return line[start:]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["many-at-once.toml", "gbk.toml", "after-chinese-and-emoji.toml", "duplicate-key.toml"]
)
def test_the_program_says_just_that(name: str, language: Language) -> None:
    _, errors = mistakes(name)
    done = run("check", name, "--lang", language, folder=BAD_INPUT)
    assert (done.returncode, done.stdout) == (4, b"")
    assert done.stderr.decode().splitlines() == render_diagnostics(errors, language).splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_has_all_of_them(language: Language, tmp_path: Path) -> None:
    # Away from the repository, whose configuration leaves its tests out.
    done = run("check", ".", "--format", "json", "--lang", language, folder=copytree(BAD_INPUT, tmp_path / "bad"))
    assert done.returncode == 4
    document = json.loads(done.stdout)
    wanted = [
        {
            "path": name,
            "line": error["place"][0] if "place" in error else None,
            "column": error["place"][1] if "place" in error else None,
            "key": error.get("key"),
            "message": error[language][0],
            "hint": error[language][1],
        }
        for name in FILES
        for error in named(name)
    ]
    assert [error for error in document["errors"] if error["path"] != TABLE.name] == wanted
    # The table is no profile either, and counts as one more file.
    assert document["summary"]["errors"] == len(FILES) + 1


def as_table() -> str:
    lines = ["# What each file of this folder is told. `at` is what stands at the place; texts are message and hint."]
    for name in FILES:
        status, errors = mistakes(name)
        lines += ["", f"[{json.dumps(name)}]", f"exit = {status}"]
        for entry in (told(name, error) for error in errors):
            lines += ["", f"[[{json.dumps(name)}.errors]]"]
            values = {key: value for key, value in entry._asdict().items() if value is not None}
            lines += [f"{key} = {_literal(value)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    """As TOML has it, with what hides or acts in an editor spelled out."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
