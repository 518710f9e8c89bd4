"""Packs that mean harm: refused with a place, quickly, and without an internal error."""

from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
from support.hostile_text import BAIT
from support.packs import CATALOGUES
from support.user_packs import TEN_LINES, mistakes, valid, write_pack

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.input import MAX_BYTES
from cloudmkt_cli.core.toml.serialize import literal
from cloudmkt_cli.packs.ways import most_ways

NAME = 'name = { zh = "示例云市场规则", en = "Rules of an example marketplace" }'
ACTING = ("ansi", "bell", "c1", "right-to-left", "zero width", "newlines", "tab", "endless")
"""The texts that act on a screen, hide, or are endless; the others are plain."""


@pytest.mark.parametrize("bait", ACTING)
def test_text_that_acts_on_a_screen_is_refused(tmp_path: Path, bait: str) -> None:
    head = TEN_LINES.replace(NAME, f'name = {{ zh = "示例", en = {literal(BAIT[bait])} }}')
    (mistake,) = mistakes(write_pack(tmp_path, head))
    assert mistake.message.key in {"error.pack_unsafe_text", "error.pack_long_text"}
    assert mistake.key == "name.en"


@pytest.mark.parametrize("text", ["::error::x", "x ::set-output name=a::b", "##vso[task.complete]", "##[error]"])
def test_text_that_a_ci_system_would_obey_is_refused(tmp_path: Path, text: str) -> None:
    head = TEN_LINES.replace(NAME, f'name = {{ zh = "示例", en = "{text}" }}')
    assert [one.message.key for one in mistakes(write_pack(tmp_path, head))] == ["error.pack_unsafe_text"]


@pytest.mark.parametrize("market", ["../../etc/passwd", "/etc/passwd", "apps/..", "a.b", "", "C:", "con\\x", "A"])
def test_the_id_of_a_market_is_no_path(tmp_path: Path, market: str) -> None:
    head = TEN_LINES.replace('["apps"]', f'["apps", {literal(market)}]')
    found = mistakes(write_pack(tmp_path, head))
    assert [(one.key, one.message.key) for one in found] == [("markets[1]", "error.pack_slug")]


@pytest.mark.parametrize("market", ["pack", "general", "wording", "onboarding", "cases", "all"])
def test_the_id_of_a_market_is_no_name_of_another_file(tmp_path: Path, market: str) -> None:
    head = TEN_LINES.replace('["apps"]', f'["apps", "{market}"]')
    found = {(one.key, one.message.key) for one in mistakes(write_pack(tmp_path, head))}
    assert ("markets[1]", "error.pack_reserved") in found


def test_a_condition_is_not_nested_without_end(tmp_path: Path) -> None:
    deep = '{ kind = "is_true", fact = "company.external_funding" }'
    for _ in range(20):
        deep = f'{{ kind = "all_of", conditions = [{deep}] }}'
    (mistake,) = mistakes(write_pack(tmp_path, TEN_LINES.replace("condition = { kind", f"condition = {deep}\n#")))
    assert mistake.message.key == "error.nested_too_deep"


def test_a_condition_has_no_more_parts_than_a_plan_can_weigh(tmp_path: Path) -> None:
    part = '{ kind = "is_true", fact = "company.external_funding" }'
    wide = f'{{ kind = "any_of", conditions = [{", ".join([part] * 5000)}] }}'
    (mistake,) = mistakes(write_pack(tmp_path, TEN_LINES.replace("condition = { kind", f"condition = {wide}\n#")))
    assert mistake.message.key == "error.pack_condition_size"


ANY_TWO = (
    '{ kind = "any_of", conditions = ['
    '{ kind = "is_true", fact = "account.registered" }, { kind = "is_true", fact = "company.external_funding" }] }'
)
WORDS = "".join(f'{key} = {{ zh = "甲", en = "a" }}\n' for key in ("title", "expected", "why", "how", "evidence"))


@pytest.mark.parametrize(("choices", "is_valid"), [(8, True), (9, False)])
def test_there_are_no_more_ways_to_meet_a_market_than_a_plan_can_weigh(
    tmp_path: Path, choices: int, is_valid: bool
) -> None:
    more = "".join(
        f'[[market.apps.requirements]]\nslug = "r{number}"\ncondition = {ANY_TWO}\n{WORDS}' for number in range(choices)
    )
    found = [(one.key, one.message.key) for one in mistakes(write_pack(tmp_path, TEN_LINES + more))]
    assert found == ([] if is_valid else [("market.apps", "error.pack_ways")])


def test_no_shipped_edition_is_near_that_limit() -> None:
    most = [most_ways(catalogue, market) for catalogue in CATALOGUES.values() for market in catalogue.markets]
    assert max(most) <= 32


def test_a_pack_has_no_more_requirements_than_any_edition_could(tmp_path: Path) -> None:
    entry = '[[requirements]]\nslug = "r{}"\ncondition = {{ kind = "judged" }}\n'
    many = "".join(entry.format(number) for number in range(1000))
    (mistake,) = mistakes(write_pack(tmp_path, TEN_LINES, general=many))
    assert mistake.message.key == "error.pack_requirements"


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("pack", "x" * (MAX_BYTES + 1), "too_large"),
        ("wording", "[" * 60_000, "too_many_marks"),
        ("cases", "a = " + "[" * 700 + "]" * 700, None),
        ("general", "\x00", None),
        ("onboarding", "steps = 3", "wrong_type"),
        ("wording", "lawful = 3", "wrong_type"),
        ("cases", "cases = [{ requirement = 1, expect = 2, profile = 3 }]", "wrong_type"),
    ],
)
def test_a_file_beyond_what_a_pack_can_need_is_refused(
    tmp_path: Path, file: str, text: str, message: str | None
) -> None:
    folder = write_pack(tmp_path)
    (folder / f"{file}.toml").write_text(text, encoding="utf-8")
    found = mistakes(folder)
    assert found
    assert all(one.path == f"{folder}/{file}.toml" for one in found)
    assert message is None or found[0].message.key == f"error.{message}"


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    (folder / "wording.toml").mkdir()
    assert [one.message.key for one in mistakes(folder)] == ["error.not_a_file"]


VALUES = ("3", "true", '"x"', "[]", "{}", "[3]", '["x"]', "[{}]", '[{ id = "x" }]', "{ x = 1 }", "2026-01-01", "[[]]")
KEYS = (
    "extends",
    "supersedes",
    "marketplace",
    "checked_on",
    "from",
    "markets",
    "market",
    "market.apps",
    "name",
    "sources",
    "exceptions",
    "notes",
    "requirements",
    "drop",
    "market.apps.requirements",
    "market.apps.drop",
    "market.apps.includes",
)


@pytest.mark.parametrize(("key", "value"), [*product(KEYS, VALUES)])
def test_a_value_of_another_kind_is_never_an_internal_error(tmp_path: Path, key: str, value: str) -> None:
    lines = [line for line in TEN_LINES.splitlines() if not line.startswith((f"{key} ", f"[[{key}]]", f"{key}."))]
    keep = lines if f"[[{key}]]" not in TEN_LINES and key not in {"market", "market.apps"} else lines[:7]
    with suppress(InputError):
        valid(write_pack(tmp_path, "\n".join([f"{key} = {value}", *keep])))


CONDITIONS = (
    "3",
    "{}",
    "[]",
    "{ kind = 3 }",
    '{ kind = "all_of" }',
    '{ kind = "all_of", conditions = 3 }',
    '{ kind = "all_of", conditions = [] }',
    '{ kind = "any_of", conditions = [3, {}] }',
    '{ kind = "one_of", fact = "company.legal_form", values = [3] }',
    '{ kind = "contains", fact = "product.runs_on" }',
    '{ kind = "cny", fact = 3, operator = 3, limit = "x" }',
    '{ kind = "any_case", facts = ["markets", 3] }',
    '{ kind = "since", fact = "company.established", years = 100000 }',
    '{ kind = "at_least", fact = "company", minimum = 1 }',
    '{ kind = "is_true", fact = "company.name.__class__" }',
    '{ kind = "is_true", fact = "__class__" }',
    '{ kind = "cases_at_least", minimum = 9223372036854775807 }',
    '{ kind = "judged", fact = "x" }',
)


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("key", ["condition", "applies_when"])
def test_a_condition_of_another_form_is_a_mistake_and_no_internal_error(
    tmp_path: Path, key: str, condition: str
) -> None:
    lines = [line for line in TEN_LINES.splitlines() if not line.startswith(key)]
    assert mistakes(write_pack(tmp_path, "\n".join([*lines, f"{key} = {condition}"])))
