"""What scripts import: small, typed, with the results of the command line, and loaded only when it is asked for."""

import subprocess
import sys
import traceback
from datetime import date, timedelta
from pathlib import Path
from typing import assert_type

import pytest
from support.samples import AS_OF, CATALOGUE, stating, vendor
from support.strategies_runs import write

import cloudmkt_cli
from cloudmkt_cli import check_profile, load_catalogue, load_profile
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import ProfileResult, Verdict
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.profile.loader import LoadedProfile
from cloudmkt_cli.runs.batch import check_path


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    (tmp_path / "licence.pdf").write_bytes(b"licence")
    values = stating(("documents", "business_licence"), "licence.pdf")
    return write(tmp_path / "vendor.toml", values | {"target_markets": ["website"]})


def test_a_script_gets_what_the_command_line_gets(path: Path) -> None:
    profile = load_profile(path)
    result = check_profile(profile, as_of=AS_OF)
    assert result == check_path(str(path), CATALOGUE, AS_OF).result
    assert (result.verdict, result.verdict_with_waivers) == (Verdict.ELIGIBLE, Verdict.ELIGIBLE)
    assert load_profile(str(path)).profile == profile.profile
    assert_type(profile, LoadedProfile)
    assert_type(result, ProfileResult)
    assert_type(load_catalogue(), Catalogue)


def test_some_markets_and_a_catalogue_of_ones_own(path: Path) -> None:
    result = check_profile(load_profile(path, CATALOGUE), CATALOGUE, AS_OF, markets=["api", "website"])
    assert [market.market.id for market in result.markets] == ["website", "api"]
    assert all(market.targeted for market in result.markets)
    with pytest.raises(InputError):
        check_profile(load_profile(path), markets=["websites"])


def test_the_day_is_todays_in_china(path: Path) -> None:
    young = write(path.with_name("young.toml"), stating(("company", "established"), date.today() - timedelta(days=9)))  # noqa: DTZ011  far from a border
    assert check_profile(load_profile(young), markets=["website"]).verdict is Verdict.NOT_ELIGIBLE
    later = date.today() + timedelta(days=800)  # noqa: DTZ011  the same
    assert check_profile(load_profile(young), as_of=later, markets=["website"]).verdict is Verdict.ELIGIBLE


def test_a_profile_that_is_not_valid(tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.toml", {"profile_version": 1, "company": {"nam": "x"}})
    with pytest.raises(InputError) as raised:
        load_profile(bad)
    assert [item.key for item in raised.value.diagnostics] == ["company.name", "company.nam"]
    assert {item.path for item in raised.value.diagnostics} == {bad.as_posix()}
    shown = "".join(traceback.format_exception(raised.value))
    assert f"{bad.as_posix()}:3:1: error: company.name: required key name is missing" in shown
    assert "hint: add name" in shown
    with pytest.raises(InputError):
        load_profile(tmp_path / "nowhere.toml")


def test_importing_the_package_loads_nothing_more() -> None:
    script = (
        "import sys\nbefore = {*sys.modules}\nimport cloudmkt_cli\n"
        "print(*sorted({*sys.modules} - before))\n"
        "from cloudmkt_cli import load_profile\nprint('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().split() == ["cloudmkt_cli", "cloudmkt_cli.version", "True"]


def test_there_is_nothing_else() -> None:
    assert sorted(cloudmkt_cli.__all__) == ["check_profile", "load_catalogue", "load_profile"]
    with pytest.raises(AttributeError, match="has no attribute 'load_waivers'"):
        getattr(cloudmkt_cli, "load_waivers")  # noqa: B009  a type checker knows that it is not there


def test_a_vendor_that_is_met_needs_no_file(tmp_path: Path) -> None:
    result = check_profile(load_profile(write(tmp_path / "vendor.toml", vendor())), as_of=AS_OF)
    assert {market.verdict for market in result.markets} == {Verdict.ELIGIBLE}
