"""Input that would take for ever, or more than all memory: a clear end, and little output."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest
from support.samples import stating
from support.strategies_measured import MEGABYTES, run_measured
from support.strategies_runs import as_toml

pytestmark = pytest.mark.slow

HEAD: Final = 'profile_version = 1\n[company]\nname = "星海示例"\n'
AT: Final = ("--as-of", "2026-11-23", "-m", "website", "--lang", "en")


def listed(markets: Iterable[str]) -> str:
    """A profile that names so many target markets."""
    return f"target_markets = {json.dumps(list(markets), ensure_ascii=False)}\n{HEAD}"


def keys(number: int, form: str) -> str:
    return "".join(form.format(count) for count in range(number))


WRONG: Final = {
    "capital of a million digits": (
        HEAD + f'registered_capital = "{"1" * 1_000_000}元"\n',
        "unrecognized registered capital",
    ),
    "capital of many digits": (HEAD + f'registered_capital = "{"9" * 5000}亿元"\n', "unrecognized registered capital"),
    "a key of 1 MB": (HEAD + f'"{"k" * 1_000_000}" = 1\n', "unknown key"),
    "a slug of 1 MB": (HEAD + f'[attestations."{"k" * 1_000_000}"]\n', "is not a requirement that can be attested"),
    "many mistakes on a line": (listed("websites" for _ in range(49_000)), 'unknown market "websites"'),
    "long mistakes on a line": (
        listed("星海" + "w" * 90 for _ in range(24_000)),
        "target_markets[0]: unknown market",
    ),
    "very many unknown keys": (HEAD + keys(24_000, "k{}=1\n"), "company.k0: unknown key k0"),
    "very many unknown tables": (HEAD + keys(16_000, "[t{}]\n"), "unknown key t0"),
    "very many tables in unknown tables": (HEAD + keys(12_000, "[t{}.a]\n"), "unknown key t0"),
    "very many unknown slugs": (
        HEAD + keys(12_000, "[attestations.t{}]\n"),
        '"t0" is not a requirement that can be attested',
    ),
    "very many cases without a customer": (HEAD + "[[cases]]\n" * 9_000, "required key customer is missing"),
    "very long headers": (
        HEAD + keys(1_500, f"[{'.'.join('a' * 30)}.t{{}}]\n"),
        "unknown key a",
    ),
    "keys below a long header": (HEAD + f"[{'.'.join('a' * 31)}]\n" + keys(24_000, "k{}=1\n"), "unknown key a"),
    "a text that is not closed": (f'{HEAD}x = "{"[a" * 20_000}', "the closing quote is probably missing"),
    "a large file full of brackets": (f"{HEAD}# {'[.' * 2_000_000}", "more than 50,000 brackets, commas"),
    "a number of 4 MB": (f"x = {'1' * 4_000_000}", "the number is too large"),
    "signs": (f"x = {'+-' * 2_000_000}", "invalid number"),
}


@pytest.mark.parametrize("output_format", ["text", "json"])
@pytest.mark.parametrize("name", WRONG)
def test_what_would_take_for_ever_is_bad_input(tmp_path: Path, name: str, output_format: str) -> None:
    text, message = WRONG[name]
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    ended = run_measured("check", "x.toml", "--lang", "en", "--format", output_format, folder=tmp_path)
    assert ended.code == 4
    assert ended.megabytes < MEGABYTES
    if output_format == "text":
        assert message in ended.complaint
        assert len(ended.complaint) < 20_000
    else:
        assert json.loads(ended.output)["errors"]


@pytest.mark.parametrize(
    ("mistakes", "told", "more"),
    [(50, 50, ""), (51, 50, "errors not shown: 1"), (24_000, 50, "errors not shown: 23,950")],
)
def test_of_very_many_mistakes_the_first_are_shown_and_all_counted(
    tmp_path: Path, mistakes: int, told: int, more: str
) -> None:
    (tmp_path / "x.toml").write_text(HEAD + keys(mistakes, "k{}=1\n"), encoding="utf-8")
    ended = run_measured("check", "x.toml", "--lang", "en", folder=tmp_path)
    assert ended.complaint.count("x.toml:") == told + bool(more)
    assert ended.complaint.splitlines()[-1].startswith(f"x.toml: {more}") is bool(more)
    assert f"x.toml:{told + 3}:1: error: company.k{told - 1}" in ended.complaint
    document = json.loads(run_measured("check", "x.toml", "-f", "json", folder=tmp_path).output)
    assert [error["line"] for error in document["errors"]] == list(range(4, mistakes + 4))


@pytest.mark.parametrize(("number", "guessed"), [(0, True), (499, True), (500, False), (600, False)])
def test_what_was_meant_is_guessed_of_the_first_mistakes(tmp_path: Path, number: int, guessed: bool) -> None:
    text = HEAD + "[team]\n" + keys(number, "x{}=1\n") + "marketplace_operator = 1\n"
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    document = json.loads(run_measured("check", "x.toml", "-f", "json", folder=tmp_path).output)
    hint = document["errors"][number]["hint"]
    assert hint.startswith("did you mean marketplace_operators?") is guessed
    assert "technical_and_service, technical_and_customer_service, marketplace_operators" in hint


def warned(number: int) -> dict[str, Any]:
    return stating(("attestations", "lawful", "evidence"), [f"file-{count}" for count in range(number)])


@pytest.mark.parametrize(("number", "more"), [(50, ""), (51, "1 more"), (20_000, "19,950 more")])
@pytest.mark.parametrize(
    "command", [("check", *AT), ("next", "--as-of", "2026-11-23", "--lang", "en")], ids=lambda c: c[0]
)
def test_of_very_many_warnings_the_first_are_shown(
    tmp_path: Path, command: tuple[str, ...], number: int, more: str
) -> None:
    (tmp_path / "x.toml").write_text(as_toml(warned(number)), encoding="utf-8")
    name, *options = command
    ended = run_measured(name, "x.toml", *options, folder=tmp_path)
    assert ended.code == (3 if name == "check" else 0)  # evidence that is not there leaves it to a reviewer
    assert ended.megabytes < MEGABYTES
    assert ended.output.count("Warning: ") == 50 + bool(more)
    assert "file-49 " in ended.output
    assert "file-50 " not in ended.output
    assert (f"Warning: {more}; --format json lists all" in ended.output) is bool(more)


def test_json_has_every_warning(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(as_toml(warned(20_000)), encoding="utf-8")
    ended = run_measured("check", "x.toml", *AT, "-f", "json", folder=tmp_path)
    warnings = json.loads(ended.output)["profiles"][0]["warnings"]
    assert [warning["message"].count(f"file-{count} ") for count, warning in enumerate(warnings)] == [1] * 20_000


def test_very_many_products_are_checked(tmp_path: Path) -> None:
    values = stating(("products",), [{"name": f"甲{number}", "markets": ["website", "api"]} for number in range(2_500)])
    (tmp_path / "x.toml").write_text(as_toml(values), encoding="utf-8")
    ended = run_measured("check", "x.toml", "--as-of", "2026-11-23", "--lang", "en", folder=tmp_path)
    assert ended.code == 0
    assert ended.megabytes < MEGABYTES
    assert len(ended.output) < 20_000
