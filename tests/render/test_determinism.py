"""The same input, day and version give the same bytes, wherever and however the program runs."""

from pathlib import Path
from typing import get_args

import pytest
from support.samples import vendor, without
from support.samples_waivers import waiver, write_waivers
from support.strategies_runs import run, write

from cloudmkt_cli.core.formats import GateFormat

PLAIN = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
ALL_THREE = {"PYTHONHASHSEED": "1", "LC_ALL": "zh_CN.UTF-8", "TZ": "America/Los_Angeles"}
ELSEWHERE = {
    "another hash seed": PLAIN | {"PYTHONHASHSEED": "4242"},
    "a Chinese locale": PLAIN | {"LC_ALL": "zh_CN.UTF-8"},
    "another time zone": PLAIN | {"TZ": "Asia/Shanghai"},
    "all three": ALL_THREE,
}
ONE_BY_ONE = [pytest.param(name, marks=pytest.mark.slow) for name in ELSEWHERE if name != "all three"]
FORMS = {
    "json": ("--format", "json"),
    "json-zh": ("--format", "json", "--lang", "zh"),
    "json-lines-waived": ("--format", "jsonl", "--waivers", "../waivers.toml"),
    "text-zh-waived": ("--lang", "zh", "--waivers", "../waivers.toml"),
    "json-lines-since": ("--format", "jsonl", "--baseline", "../then.json"),
    "text-zh-since": ("--lang", "zh", "--baseline", "../then.json"),
    "text-zh": ("--lang", "zh"),
    "text-en": ("--lang", "en"),
    **{name: ("--format", name) for name in get_args(GateFormat)},
    "sarif-all": ("--format", "sarif", "--sarif-all"),
}


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Profiles of every outcome: eligible, with rival products and unknown facts, and invalid."""
    folder = tmp_path_factory.mktemp("run") / "vendors"
    write(folder / "admitted.toml", vendor())
    rivals = [vendor()["products"][0] | {"name": name, "cvm_image": False} for name in ("甲", "乙", "丙")]
    write(folder / "below" / "rivals.toml", without(("cases",), vendor() | {"products": rivals}))
    write_waivers(folder.parent / "waivers.toml", waiver("cvm-image"), waiver("renown"), waiver("agreement"))
    write(folder / "admitted.toml", without(("team",)))
    run("check", ".", "-f", "json", "-o", "../then.json", "--as-of", "2026-11-23", folder=folder)
    write(folder / "admitted.toml", vendor())
    write(folder / "below" / "rivals.toml", without(("cases",), vendor() | {"products": rivals, "team": {}}))
    write(folder / "invalid.toml", {"profile_version": 1, "compani": {}, "team": {"technical_and_service": "35"}})
    return folder


def outcome(folder: Path, form: str, environment: dict[str, str]) -> tuple[int, bytes, bytes]:
    arguments = ("check", ".", "--as-of", "2026-11-23", *FORMS[form])
    done = run(*arguments, folder=folder, environment=environment)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(name="expected", scope="module")
def _expected(folder: Path) -> dict[str, tuple[int, bytes, bytes]]:
    return {form: outcome(folder, form, PLAIN) for form in FORMS}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", ["all three", *ONE_BY_ONE])
def test_the_same_bytes_elsewhere(
    folder: Path, expected: dict[str, tuple[int, bytes, bytes]], form: str, place: str
) -> None:
    code, report, complaints = outcome(folder, form, ELSEWHERE[place])
    assert code == expected[form][0] == 4
    assert report == expected[form][1]
    assert report
    assert complaints == expected[form][2]


@pytest.mark.parametrize("form", ["json", "json-zh", "text-zh", "text-en"])
def test_the_same_plan_elsewhere(folder: Path, form: str) -> None:
    arguments = ("plan", "below/rivals.toml", "--as-of", "2026-11-23", *FORMS[form])
    plans = [run(*arguments, folder=folder, environment=place) for place in (PLAIN, ALL_THREE)]
    assert {plan.returncode for plan in plans} == {0}
    assert len({plan.stdout for plan in plans}) == 1


def test_the_order_of_the_paths_changes_nothing(folder: Path) -> None:
    paths = ["admitted.toml", "below/rivals.toml"]
    one, other = (
        run("check", *order, "--as-of", "2026-11-23", "-f", "json", folder=folder) for order in (paths, paths[::-1])
    )
    assert one.stdout
    assert one.stdout == other.stdout
