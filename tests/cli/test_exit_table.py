"""The exit table: what comes out of every kind of profile, and of a gate that waivers pass, under both thresholds."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from support.samples import AS_OF, Values, stating, vendor, without
from support.samples_waivers import waiver, write_waivers
from support.strategies_runs import invoke, write

UNSIGNED: Final = stating(("agreements", "consignment"), value=False)
DAY: Final = timedelta(days=1)

Options = Callable[[Path], tuple[str | Path, ...]]


def nothing(_: Path) -> tuple[str | Path, ...]:
    return ()


def waived_until(expires: int, *more: str) -> Options:
    """The failure waived until some days after the day of the check."""

    def options(folder: Path) -> tuple[str | Path, ...]:
        path = write_waivers(folder / "waivers" / "waivers.toml", waiver(expires=AS_OF + expires * DAY))
        return ("--waivers", path, *more)

    return options


def since(then: Values, more: Options = nothing, waived: Options = nothing) -> Options:
    """Against a report of how it was then, elsewhere and perhaps waived; ``more`` is added to the run of now."""

    def options(folder: Path) -> tuple[str | Path, ...]:
        profile = write(folder / "then" / "vendor.toml", then)
        report = folder / "baseline.jsonl"
        invoke("check", profile, *waived(folder), "--as-of", AS_OF.isoformat(), "-f", "jsonl", "-o", report)
        return ("--baseline", report, *more(folder))

    return options


def since_none(text: str) -> Options:
    """Against something that is no report."""

    def options(folder: Path) -> tuple[str | Path, ...]:
        (folder / "baseline.json").write_text(text, encoding="utf-8")
        return ("--baseline", folder / "baseline.json")

    return options


UNSTAFFED: Final = stating(("team", "technical_and_service"), 1)
SITE: Final = vendor() | {"target_markets": ["website"]}
SOMEBODY_ELSE: Final = stating(("company", "name"), "远岸示例科技有限公司")

# Of each case: the profile, what is added to the command line, and the exit status by default and with
# ``--fail-on not-eligible``.
CASES: Final[dict[str, tuple[Values, Options, int, int]]] = {
    "eligible": (vendor(), nothing, 0, 0),
    "incomplete": (without(("team",)), nothing, 3, 0),
    "not eligible": (UNSIGNED, nothing, 1, 1),
    "bad input": ({"profile_version": 1}, nothing, 4, 4),
    "waived": (UNSIGNED, waived_until(0), 0, 0),
    "waived, strictly": (UNSIGNED, waived_until(0, "--strict-waivers"), 0, 0),
    "waived, in an audit": (UNSIGNED, waived_until(0, "--no-waivers"), 2, 2),
    "waived, and incomplete": (without(("team",), UNSIGNED), waived_until(0), 3, 0),
    "waived, and another failure": (stating(("support", "days_per_week"), 5, UNSIGNED), waived_until(0), 1, 1),
    "expired waiver": (UNSIGNED, waived_until(-1), 1, 1),
    "expired waiver, strictly": (UNSIGNED, waived_until(-1, "--strict-waivers"), 4, 4),
    "unused waiver": (vendor(), waived_until(0), 0, 0),
    "unused waiver, strictly": (vendor(), waived_until(0, "--strict-waivers"), 4, 4),
    "not eligible, as in the baseline": (UNSIGNED, since(UNSIGNED), 0, 0),
    "incomplete, as in the baseline": (without(("team",)), since(without(("team",))), 0, 0),
    "eligible, as in the baseline": (vendor(), since(vendor()), 0, 0),
    "better than in the baseline, not eligible": (
        UNSIGNED,
        since(stating(("support", "days_per_week"), 5, UNSIGNED)),
        0,
        0,
    ),
    "better than in the baseline, incomplete": (
        without(("team", "technical_and_service"), SITE),
        since(stating(("team", "technical_and_service"), 1, SITE)),
        0,
        0,
    ),
    "better than in the baseline, eligible": (vendor(), since(UNSIGNED), 0, 0),
    "worse than in the baseline, not eligible": (UNSIGNED, since(vendor()), 1, 1),
    "worse than in the baseline, incomplete": (without(("team",)), since(vendor()), 3, 0),
    "worse than in the baseline, of incomplete": (UNSTAFFED, since(without(("team",))), 1, 1),
    "worse than in the baseline, of not eligible": (
        stating(("support", "days_per_week"), 5, UNSIGNED),
        since(UNSIGNED),
        1,
        1,
    ),
    "one loss for one gain": (UNSIGNED, since(UNSTAFFED), 1, 1),
    "not in the baseline, eligible": (vendor(), since(SOMEBODY_ELSE), 0, 0),
    "not in the baseline, incomplete": (without(("team",)), since(SOMEBODY_ELSE), 3, 0),
    "not in the baseline, not eligible": (UNSIGNED, since(SOMEBODY_ELSE), 1, 1),
    "not in the baseline, and waived": (UNSIGNED, since(SOMEBODY_ELSE, waived_until(0)), 0, 0),
    "worse than in the baseline, and waived": (UNSIGNED, since(vendor(), waived_until(0)), 0, 0),
    "worse than in the baseline, waived, and incomplete": (
        without(("team",), UNSIGNED),
        since(vendor(), waived_until(0)),
        3,
        0,
    ),
    "waived in the baseline and now": (UNSIGNED, since(UNSIGNED, waived_until(0), waived_until(0)), 0, 0),
    "waived in the baseline and not now": (UNSIGNED, since(UNSIGNED, waived=waived_until(0)), 1, 1),
    "bad input, as in the baseline": ({"profile_version": 1}, since({"profile_version": 1}), 4, 4),
    "bad input, not in the baseline": ({"profile_version": 1}, since(vendor()), 4, 4),
    "not checked in the baseline": (UNSIGNED, since({"profile_version": 1}), 0, 0),
    "a baseline that is no report": (vendor(), since_none("{}"), 4, 4),
    "a baseline that is empty": (vendor(), since_none(""), 4, 4),
    "a baseline that is not there": (vendor(), lambda folder: ("--baseline", folder / "nowhere.json"), 4, 4),
}
THRESHOLDS: Final = {"by default": (), "--fail-on not-eligible": ("--fail-on", "not-eligible")}


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
@pytest.mark.parametrize(("case", "threshold"), [*product(CASES, THRESHOLDS)])
def test_a_cell(tmp_path: Path, case: str, threshold: str, output_format: str) -> None:
    values, options, *statuses = CASES[case]
    profile = write(tmp_path / "profile" / "vendor.toml", values)
    (tmp_path / "waivers").mkdir()
    arguments = (*options(tmp_path), *THRESHOLDS[threshold], "-f", output_format, "--as-of", AS_OF.isoformat())
    expected = statuses[list(THRESHOLDS).index(threshold)]
    assert invoke("check", profile, *arguments).exit_code == expected


@pytest.mark.parametrize("threshold", THRESHOLDS.values(), ids=THRESHOLDS)
def test_a_waiver_file_that_is_not_valid_is_bad_input(tmp_path: Path, threshold: tuple[str, ...]) -> None:
    profile = write(tmp_path / "vendor.toml", vendor())
    waivers = write_waivers(tmp_path / "waivers.toml", {"requirement": "agreements"})
    assert invoke("check", profile, "--waivers", waivers, *threshold).exit_code == 4
