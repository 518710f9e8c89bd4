"""Where a vendor could sell: the nearest market of each marketplace, by the newest known text."""

from datetime import date, timedelta

import pytest
from support.samples import AS_OF, CATALOGUE, Values, stating, vendor
from support.strategies_runs import as_toml

from cloudmkt_cli.catalogue.editions import editions_of
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.planning.placements import (
    Placement,
    is_known_in_force,
    nearest_first,
    newest_catalogues,
    placements,
    soonest,
)
from cloudmkt_cli.profile.loader import load_profile

NEWEST = {catalogue.edition.marketplace: catalogue for catalogue in newest_catalogues()}


def placed(values: Values) -> dict[str, Placement]:
    loaded = load_profile(as_toml(values).encode(), "", CATALOGUE)
    return {found.marketplace: found for found in placements(loaded, tuple(NEWEST.values()), AS_OF)}


def test_every_marketplace_is_there_once_with_the_last_of_its_editions() -> None:
    assert list(NEWEST) == ["tencent", "aws", "huawei", "jd", "qingcloud"]
    assert {marketplace: editions_of(marketplace)[-1].id for marketplace in NEWEST} == {
        marketplace: catalogue.id for marketplace, catalogue in NEWEST.items()
    }


def test_only_official_texts_decide() -> None:
    """Second-hand material has the grade D, which no edition has."""
    assert {catalogue.edition.grade for catalogue in NEWEST.values()} <= {"A", "B", "C"}


@pytest.mark.parametrize(
    ("target", "at_tencent", "at_jd"),
    [
        ("website", "sme-services", "jd-website"),
        ("api", "paas", "jd-data"),
        ("enterprise", "enterprise-apps", "jd-enterprise-software"),
    ],
)
def test_a_target_means_the_markets_that_include_it(target: str, at_tencent: str, at_jd: str) -> None:
    found = placed(vendor() | {"target_markets": [target]})
    for marketplace, market in (("tencent", at_tencent), ("jd", at_jd)):
        result = found[marketplace].result
        assert (result.market.id, result.targeted) == (market, True)


def test_without_targets_the_market_with_the_least_to_do_stands_for_the_marketplace() -> None:
    found = placed(vendor())
    assert not any(placement.result.targeted for placement in found.values())
    assert found["aws"].result.market.id == "free"  # paid products ask for more


def test_a_number_too_small_for_one_marketplace_is_enough_for_another() -> None:
    """Fifteen technical and customer-service staff at QingCloud, five in the newer text of Huawei."""
    found = placed(stating(("team", "technical_and_customer_service"), 9))
    at_qingcloud = {finding.requirement.slug for finding in found["qingcloud"].left(Status.FAIL)}
    at_huawei = {finding.requirement.slug for finding in found["huawei"].result.blockers}
    assert "team-size" in at_qingcloud
    assert "team-size" not in at_huawei


def test_what_only_time_brings_has_its_day() -> None:
    """A company founded half a year ago is a year old in half a year, which QingCloud asks for."""
    founded = AS_OF - timedelta(days=180)
    found = placed(stating(("company", "established"), founded))["qingcloud"]
    assert found.result.verdict is Verdict.NOT_ELIGIBLE
    assert found.solution.day == founded.replace(year=founded.year + 1)


def test_the_nearest_comes_first_and_the_soonest_has_the_earliest_day() -> None:
    founded = AS_OF - timedelta(days=180)
    found = tuple(placed(stating(("company", "established"), founded)).values())
    ranks = [placement.solution.rank for placement in nearest_first(found)]
    assert ranks == sorted(ranks)
    first = soonest(found)
    assert first is not None
    assert first.solution.day == min(placement.solution.day for placement in found if placement.solution.day)
    assert soonest([]) is None


def test_no_newest_text_is_known_to_be_in_force_today() -> None:
    assert [name for name, catalogue in NEWEST.items() if is_known_in_force(catalogue, AS_OF)] == []


@pytest.mark.parametrize(
    ("day", "known"),
    [("2018-11-27", False), ("2018-11-28", True), ("2019-03-20", True), ("2019-03-21", False)],
)
def test_a_text_is_known_to_be_in_force_from_its_first_day_to_the_last_on_which_it_was_seen(
    day: str, known: bool
) -> None:
    assert is_known_in_force(load_catalogue(), date.fromisoformat(day)) is known
