"""The exit table: what comes out of every kind of profile, and of a gate that waivers pass, under both thresholds."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from samples import AS_OF, Values, stating, vendor, without
from samples_waivers import waiver, write_waivers
from strategies_runs import invoke, write

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


# Of each case: the profile, what is added to the command line, and the exit status by default and with
# ``--fail-on not-eligible``. A baseline is one more kind of option, and a line below.
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
}
THRESHOLDS: Final = {"by default": (), "--fail-on not-eligible": ("--fail-on", "not-eligible")}


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
@pytest.mark.parametrize(("case", "threshold"), [*product(CASES, THRESHOLDS)], ids=", ".join)
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
