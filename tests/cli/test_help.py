"""Help pages and usage errors: both languages, 80 columns."""

import re
from typing import Any

import pytest
import typer
from rich.cells import cell_len
from support.strategies_runs import run
from typer.main import get_command

from cloudmkt_cli.cli.app import app
from cloudmkt_cli.core.messages import LANGUAGES, Language

PROGRAM: Any = get_command(app)
NAMED: dict[str, Any] = {"": PROGRAM, **PROGRAM.commands}
NAMED |= {
    f"{group} {name}": command
    for group, named in PROGRAM.commands.items()
    for name, command in getattr(named, "commands", {}).items()
}
COMMANDS = tuple(NAMED)
LOCALE = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}


def page(command: str, language: Language) -> str:
    done = run(*command.split(), "--help", environment={"LANG": LOCALE[language], "COLUMNS": "80"})
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_of_a_help_page_is_too_wide_or_cut(command: str, language: Language) -> None:
    text = page(command, language)
    assert [line for line in text.splitlines() if cell_len(line) > 80] == []
    assert "…" not in text


@pytest.mark.parametrize("command", COMMANDS)
def test_both_languages_name_the_same_options(command: str) -> None:
    english, chinese = (
        set(re.findall(r"(?<![\w.-])--?[a-z][a-z-]*", page(command, language))) for language in LANGUAGES
    )
    assert english == chinese


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_help_page_names_every_option_in_one_piece(command: str, language: Language) -> None:
    text = page(command, language)
    options = [option for option in NAMED[command].params if option.param_type_name == "option"]
    assert options
    for option in options:
        assert set(option.opts) <= set(re.findall(r"--?[a-z][a-z-]*", text)), option.name
        for choice in getattr(option.type, "choices", ()):
            assert re.search(rf"\b{choice}\b", text), (option.name, choice)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_usage_error_speaks_the_language_and_exits_with_2(language: Language) -> None:
    environment = {"LANG": LOCALE[language]}
    done = run("chekc", environment=environment)
    assert done.returncode == 2
    usage, hint, error = done.stderr.decode().splitlines()
    assert usage.startswith({"en": "Usage: ", "zh": "用法："}[language])
    assert hint.endswith({"en": "for help.", "zh": "-h"}[language])
    assert error.startswith({"en": "Error: No such command chekc", "zh": "用法错误：没有命令 chekc"}[language])
    assert "check" in error


def test_without_a_command_the_help_page_is_shown_as_a_usage_error() -> None:
    done = run(environment={"LANG": "C.UTF-8"})
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == page("", "en")


def test_an_error_of_the_app_does_not_depend_on_how_it_is_started() -> None:
    with pytest.raises(SystemExit) as ended:
        PROGRAM.main(["check", "--nonsense"])
    assert ended.value.code == 2
    assert isinstance(app, typer.Typer)
