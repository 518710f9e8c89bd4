"""The checklist of one vendor: what several targets lack alike is described once, and verdicts say what is left."""

from pathlib import Path

import pytest
from support.samples import AS_OF, Values, stating, vendor, without
from support.strategies_runs import invoke, write

from cloudmkt_cli.core.messages import Language

BOTH = {"target_markets": ["website", "image"]}
OPEN = without(
    ("agreements", "management_rules"),
    without(
        ("attestations", "market-image"),
        stating(("team", "technical_and_service"), 8, stating(("support", "days_per_week"), 5, vendor() | BOTH)),
    ),
)
"""Lacks support hours alike in both targets, people by another threshold in each, and two more things."""


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def checklist(values: Values, *arguments: str, language: Language = "en") -> list[str]:
    path = write(Path("vendor.toml"), values)
    options = ("--as-of", AS_OF.isoformat(), "--lang", language, *arguments)
    return [" ".join(line.split()) for line in invoke("check", path, *options, COLUMNS="140").stdout.splitlines()]


def after(lines: list[str], begin: str, number: int) -> list[str]:
    """Some lines, from the first that begins so."""
    first = next(index for index, line in enumerate(lines) if line.startswith(begin))
    return lines[first : first + number]


def test_what_targets_lack_alike_is_described_once() -> None:
    lines = checklist(OPEN)
    hours = [index for index, line in enumerate(lines) if "support-hours support days" in line]
    assert lines[hours[0] + 1 : hours[0] + 4] == [
        "expected: online support at least 7 days a week, 8 hours a day",
        "fix: Set up shifts for online support 7 days a week, 8 hours a day, weekends included.",
        "also in: Machine images",
    ]
    assert len(hours) == 1
    assert "✗ cl. 3 Online support hours image.support-hours see Website building" in lines
    assert sum(line.startswith("fix: Set up shifts") for line in lines) == 1


def test_another_threshold_is_described_in_each_target() -> None:
    lines = checklist(OPEN)
    assert [line for line in lines if line.startswith("expected: at least")] == [
        "expected: at least 10 technical and service staff",
        "expected: at least 15 technical and service staff",
    ]


def test_one_target_names_no_other() -> None:
    lines = checklist(OPEN, "-m", "website")
    assert not [line for line in lines if line.startswith("also in") or " see " in line]


@pytest.mark.parametrize(
    ("language", "verdicts"),
    [
        (
            "en",
            [
                "✗ not eligible: 2 to fix, 1 to fill in, 1 for review; 13 of 17 required met",
                "✗ not eligible: 2 to fix, 1 to fill in, 1 for review; 11 of 15 required met",
                "Verdict ✗ not eligible: 3 to fix, 1 to fill in, 2 for review",
            ],
        ),
        (
            "zh",
            [
                "✗ 不符合条件：待整改 2 项、待填写 1 项、待人工判断 1 项；必需 17 项，符合 13 项",
                "✗ 不符合条件：待整改 2 项、待填写 1 项、待人工判断 1 项；必需 15 项，符合 11 项",
                "结论 ✗ 不符合条件：待整改 3 项、待填写 1 项、待人工判断 2 项",
            ],
        ),
    ],
)
def test_verdicts_say_what_is_left_by_kind(language: Language, verdicts: list[str]) -> None:
    begin = ("✗ not eligible:", "Verdict ") if language == "en" else ("✗ 不符合条件：", "结论 ")
    assert [line for line in checklist(OPEN, language=language) if line.startswith(begin)] == verdicts


def test_what_is_met_leaves_nothing() -> None:
    lines = checklist(vendor() | BOTH)
    assert "✓ eligible: 17 of 17 required met" in lines
    assert "Verdict ✓ eligible" in lines


def test_the_next_step_names_what_is_shared_once() -> None:
    (blocked,) = [line for line in checklist(OPEN) if line.startswith("Open (")]
    assert blocked.startswith("Open (6): website.team-size, website.support-hours (also image), ")


def test_other_markets_say_what_is_left_in_the_same_words() -> None:
    (line,) = [line for line in checklist(OPEN) if line.startswith("✗ API services")]
    assert line.startswith(
        "✗ API services api 13/17 to fix: Technical and service staff, Online support hours; 1 to fill"
    )


def test_a_row_that_the_baseline_lets_pass_says_so() -> None:
    write(Path("vendor.toml"), OPEN)
    invoke("check", "vendor.toml", "--as-of", AS_OF.isoformat(), "-o", "then.json")
    lines = checklist(stating(("documents", "business_licence"), False, OPEN), "--baseline", "then.json")
    row = after(lines, "✗ gen. Business licence", 4)
    assert row[-1] == "also in: Machine images"
    assert "no worse than the baseline" not in row
    assert lines.count("no worse than the baseline") == 8  # all that was open, in each of the two markets
    assert after(lines, "✗ cl. 3 Online support hours image", 2)[1] == "no worse than the baseline"
