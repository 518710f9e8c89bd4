"""Every diagnostic that the program can give is given here, and each says where, what is wrong, and what to do."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.message_entries import MESSAGES
from support.paths import BAD_INPUT
from support.samples import AS_OF, CATALOGUE, vendor
from support.samples_waivers import waiver, write_waivers
from support.strategies_runs import as_toml, invoke

from cloudmkt_cli.cli import check_outputs
from cloudmkt_cli.cli import errors as boundary
from cloudmkt_cli.cli.commands import check
from cloudmkt_cli.cli.resolve_settings import left_out_for_its_owner
from cloudmkt_cli.config.file import read_configuration
from cloudmkt_cli.core.diagnostic_text import render_diagnostics
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import MAX_BYTES
from cloudmkt_cli.core.messages import LANGUAGES, Message
from cloudmkt_cli.core.toml.limits import MAX_MARKS, MAX_QUOTES
from cloudmkt_cli.core.toml.syntax_errors import syntax_error
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.runs.batch import check_paths
from cloudmkt_cli.runs.pool import worker_killed

FAMILIES: Final = ("error.", "syntax.", "hint.", "expected.", "found.", "encoding.")
OF_PACKS: Final = ("error.pack_", "hint.pack_", "error.too_long", "hint.too_long")
"""Those of rule packs: see ``tests/packs``."""
OF_THE_SYSTEM: Final = {"error.unreadable", "error.cannot_write"}
"""Messages that end with a reason in the words of the operating system."""
OF_ARGUMENTS: Final = {
    "error.unknown_market",
    "error.unknown_requirement",
    "error.supposed",
    "import.already_there",
} | {
    "error.unknown_edition",
    "error.unknown_marketplace",
    "error.not_a_day",
    "error.before_editions",
}
HAN: Final = re.compile(r"[\u4e00-\u9fff]")
QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"|cloudmkt [a-z]+(?: profile)?|profile_version = 1|TOML 1\.0')
ENGLISH: Final = re.compile(r"\b[a-z]{2,},? [a-z]{2,}\b")


def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Diagnostic]:
    """Those of the folder of bad files, and those that no small file can bring about."""
    yield from check_paths([str(BAD_INPUT)], CATALOGUE, AS_OF).errors
    yield from of_files(tmp_path)
    yield from of_arguments(tmp_path, monkeypatch)
    with pytest.raises(InputError) as raised:
        raise syntax_error("a new kind of mistake at line 1 column 5", "x = 1\n")
    yield from (item._replace(path="new.toml") for item in raised.value.diagnostics)


def of_files(tmp_path: Path) -> tuple[Diagnostic, ...]:
    (tmp_path / "marks.toml").write_text("\n" * MAX_MARKS + "x = 1\n", encoding="utf-8")
    (tmp_path / "quotes.toml").write_text("#" + "'" * (MAX_QUOTES + 1), encoding="utf-8")
    (tmp_path / "large.toml").write_bytes(b"#" * (MAX_BYTES + 1))
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "out.toml").symlink_to(tmp_path / "large.toml")
    (tmp_path / "hidden" / ".venv").mkdir(parents=True)
    (tmp_path / "hidden" / ".venv" / "x.toml").touch()
    names = ("hidden", "marks.toml", "quotes.toml", "large.toml", "empty", "nowhere.toml", "folder.toml", "links")
    errors = check_paths([str(tmp_path / name) for name in names], CATALOGUE, AS_OF).errors
    of_nobody = left_out_for_its_owner("cloudmkt-config.toml")
    (tmp_path / "settings.toml").write_text('exclude = ["!"]\nmax-age = "half a year"\n', encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_configuration(str(tmp_path / "settings.toml"), own=True)
    return (*errors, *raised.value.diagnostics, *worker_killed("lost.toml", 137).diagnostics, of_nobody)


def of_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Diagnostic]:
    said: list[Diagnostic] = []
    for module in (boundary, check, check_outputs):
        monkeypatch.setattr(module, "show_diagnostics", lambda told, *_: said.extend(told))
    monkeypatch.chdir(tmp_path / "empty")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "example"\n', encoding="utf-8")
    expired = AS_OF.replace(year=AS_OF.year - 1)
    idle = write_waivers(tmp_path / "idle.toml", waiver(), waiver(expires=expired), waiver("agreement"), waiver("x"))
    for arguments in (
        ("check",),
        ("check", "-", "-m", "websites"),
        ("check", "-", "--waivers", idle, "--strict-waivers", "--as-of", AS_OF.isoformat()),
        ("check", "-", "--set", "team.staff=1"),
        ("check", "-", "--set", "zzz=1"),
        ("check", "-", "--set", "products[7].kind=api"),
        ("diff", tmp_path / "empty", tmp_path / "large.toml"),
        ("editions", "--marketplace", "jdd"),
        ("check", "-", "--edition", "tencent-2019-3"),
        ("check", "-", "--edition", "nothing-of-the-kind"),
        ("check", "-", "--edition", "at-2019-2-1"),
        ("check", "-", "--edition", "at-1999-01-01"),
        ("init", tmp_path / "large.toml", "--name", "x"),
        ("next", tmp_path / "empty"),
        ("requirements", "games"),
        ("explain", "website.team-sise"),
        ("explain", "nothing-of-the-kind"),
        ("explain", "website.company-age", "--edition", "tencent-2019-03"),
        ("check", "-", "--config", tmp_path / "pyproject.toml"),
        ("markets", "--output", tmp_path / "empty"),
        ("markets", "--output", tmp_path / "links" / "out.toml"),
    ):
        assert invoke(*arguments, given=as_toml(vendor())).exit_code == 4, arguments
    return said


@pytest.fixture(name="diagnostics", scope="module")
def _diagnostics(tmp_path_factory: pytest.TempPathFactory) -> list[Diagnostic]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return list(given(tmp_path_factory.mktemp("given"), monkeypatch))


def keys(message: Any) -> Iterator[str]:
    """The key of a message, and those of the messages inside it."""
    if isinstance(message, Message):
        yield message.key
        for value in message.values.values():
            yield from keys(value)
    elif isinstance(message, tuple | list):
        for part in message:
            yield from keys(part)


def test_every_one_is_given(diagnostics: list[Diagnostic]) -> None:
    said = {key for item in diagnostics for part in (item.message, item.hint) for key in keys(part)}
    known = {key for key in MESSAGES if key.startswith(FAMILIES) and not key.startswith(OF_PACKS)}
    assert known - said == set()


def test_each_has_a_place(diagnostics: list[Diagnostic]) -> None:
    """A line and column where there is text to point at; else the file; only an argument has neither."""
    for item in diagnostics:
        assert item.path or item.message.key in OF_ARGUMENTS
        whole = {"error.too_large", "error.not_a_file", "error.unreadable", "error.cannot_write", "error.no_profiles"}
        whole |= {"error.no_default_profile", "error.leads_out", "error.output_is_link", "error.worker_ended"}
        whole |= {"error.others_configuration", "error.no_table"}
        assert item.position or not item.path or item.message.key in whole or item.path == "<stdin>"


def test_each_shows_the_line_that_it_is_about(diagnostics: list[Diagnostic]) -> None:
    """But for what is not text, what is empty, and a key that is missing from the file as a whole."""
    without = {"error.not_utf8", "error.empty", "error.missing_key"}
    assert {item.message.key for item in diagnostics if item.position and item.source is None} <= without


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_says_what_is_wrong_and_what_to_do(diagnostics: list[Diagnostic], language: str) -> None:
    for item in diagnostics:
        for part in (item.message, item.hint):
            text = translate(part, "zh" if language == "zh" else "en")
            assert len(text) >= 4, text
            assert text == text.strip(), text
            assert "{" not in QUOTED.sub("", text).replace("{ amount", "").replace("{0}", ""), text


def test_chinese_has_no_english_sentence_in_it(diagnostics: list[Diagnostic]) -> None:
    found = set()
    for item in diagnostics:
        for part in (item.message, item.hint):
            text = translate(part, "zh")
            assert HAN.search(text), text
            if part.key not in OF_THE_SYSTEM and ENGLISH.search(QUOTED.sub("", text)):
                found.add(text)
    assert found == set()


def test_english_has_no_chinese_in_it(diagnostics: list[Diagnostic]) -> None:
    texts = {translate(part, "en") for item in diagnostics for part in (item.message, item.hint)}
    full_width = "full-width or Chinese character"
    assert {text for text in texts if HAN.search(QUOTED.sub("", text)) and full_width not in text} == set()


def test_the_remedy_is_not_the_fault_again(diagnostics: list[Diagnostic]) -> None:
    for language in LANGUAGES:
        pairs = {(translate(item.message, language), translate(item.hint, language)) for item in diagnostics}
        assert [pair for pair in pairs if pair[0] == pair[1]] == []


@pytest.mark.parametrize("number", [50, 51, 53])
def test_of_very_many_the_first_fifty_are_shown(tmp_path: Path, number: int) -> None:
    profile = tmp_path / "many.toml"
    profile.write_text("".join(f"key_{index} = 1\n" for index in range(number - 2)), encoding="utf-8")
    errors = check_paths([str(profile)], CATALOGUE, AS_OF).errors
    assert len(errors) == number
    for language in LANGUAGES:
        text = render_diagnostics(errors, language)
        assert text.count(": error: " if language == "en" else ": 错误：") == 50
        last = text.splitlines()[-1]
        assert ("--format json" in last) is (number > 50)
        assert (str(number - 50) in last) is (number > 50)
