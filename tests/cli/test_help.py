"""Help pages and usage errors: both languages, 80 columns."""

import re
from functools import cache
from typing import Any

import pytest
import typer
from rich.cells import cell_len
from support.strategies_runs import run
from support.whole_app import app
from typer.main import get_command

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


@cache
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


USAGE_ERRORS = [
    (
        ("check", "--formt", "x"),
        "没有选项 --formt；是不是 --format、--report、--sort？",
        "no such option --formt; did you mean --format, --report, --sort?",
    ),
    (("check", "--zzzzzz"), "没有选项 --zzzzzz", "no such option --zzzzzz"),
    (("diff", "old.json"), "缺少 NEW", "NEW is missing"),
    (("markets", "--format"), "选项 --format 缺少值", "option --format needs a value"),
    (("--version=1",), "选项 --version 不带值", "option --version takes no value"),
    (("check", "--details=yes"), "选项 --details 不带值", "option --details takes no value"),
    (
        ("markets", "-f", "yaml"),
        "--format 的值无效；可选值：text、json",
        "invalid value for --format; valid values: text, json",
    ),
    (
        ("schema", "x"),
        "DOCUMENT 的值无效；可选值：profile、report、config、waivers、pack、screen",
        "invalid value for DOCUMENT; valid values: profile, report, config, waivers, pack, screen",
    ),
    (
        ("check", "--as-of", "x"),
        "--as-of：x 不是日期，应写成 2026-11-23（1900 至 2199 年）",
        "--as-of: x is not a date; write it as 2026-11-23 (1900 to 2199)",
    ),
    (("markets", "a", "b"), "多余的参数：a、b", "unexpected arguments: a, b"),
    (
        ("markets", "--config", "a", "--no-config"),
        "--config 和 --no-config 不能同时使用",
        "--config and --no-config cannot be used together",
    ),
]


@pytest.mark.parametrize(("arguments", "chinese", "english"), USAGE_ERRORS, ids=[" ".join(x[0]) for x in USAGE_ERRORS])
def test_a_usage_error_is_in_one_language(arguments: tuple[str, ...], chinese: str, english: str) -> None:
    for language, start, message in (("zh", "用法错误：", chinese), ("en", "Error: ", english)):
        done = run(*arguments, environment={"LANG": LOCALE[language]})
        assert done.returncode == 2
        assert done.stderr.decode().splitlines()[2:] == [start + message]
