"""``cloudmkt next`` on the command line: the whole way in, or the next step of one vendor."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.samples import stating, vendor
from support.strategies_runs import as_toml, invoke, squeezed, write

from cloudmkt_cli.core.messages import LANGUAGES, Language

JSON = ("--as-of", "2026-11-23", "--format", "json")
STEPS = [
    "register-account",
    "verify-enterprise",
    "qualify",
    "apply",
    "await-review",
    "sign-contract",
    "pay-deposit",
    "complete",
]
TITLES = {"zh": ["申请服务商资质", "缴纳保证金"], "en": ["Apply as a vendor", "Pay the deposit"]}


def steps(*arguments: str | Path, given: str = "") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(invoke("next", *arguments, *JSON, given=given).stdout)
    return document


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_profile_the_whole_way_in(language: Language) -> None:
    result = invoke("next", "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    places = [result.stdout.index(step) for step in STEPS]
    assert places == sorted(places)
    assert [step["id"] for step in steps()["steps"]] == STEPS


@pytest.mark.parametrize("path", ["vendor.toml", "-", None], ids=["file", "standard input", "default"])
def test_with_a_profile_its_next_step(folder: Path, path: str | None) -> None:
    write(folder / (path or "cloudmkt.toml"), vendor())
    document = steps(*([path] if path else []), given=as_toml(vendor()))
    assert document["vendor"] == "星海示例科技有限公司"
    assert document["path"] == {"-": "<stdin>"}.get(str(path), path or "cloudmkt.toml")
    assert document["next_step"]["id"] == "apply"
    assert [step["id"] for step in document["steps"]] == STEPS
    assert [step["done"] for step in document["steps"]] == [True] * 3 + [False] * 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_next_step_in_words(folder: Path, language: Language) -> None:
    profile = write(folder / "vendor.toml", vendor())
    result = invoke("next", profile, "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    assert squeezed(TITLES[language][0]) in squeezed(result.stdout)


def test_what_blocks_the_way(folder: Path) -> None:
    few = stating(("team", "technical_and_service"), 9) | {"target_markets": ["website", "api"]}
    step = steps(write(folder / "vendor.toml", few))["next_step"]
    assert step["id"] == "qualify"
    assert step["blocked_by"] == ["website.team-size", "api.team-size"]


@pytest.mark.parametrize(("applied", "due"), [("2026-02-10", "2026-02-26"), ("2026-09-28", "2026-10-13")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_by_which_an_answer_is_due(folder: Path, applied: str, due: str, language: Language) -> None:
    profile = write(folder / "vendor.toml", vendor() | {"onboarding": {"applied_on": date.fromisoformat(applied)}})
    step = steps(profile)["next_step"]
    assert (step["id"], step["due"], step["due_is_estimate"]) == ("await-review", due, False)
    assert due in invoke("next", profile, "--as-of", applied, "--lang", language).stdout
