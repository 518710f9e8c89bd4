"""What a waiver changes: the gate, and what is said of a failure. Never a status, a verdict or a count."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import AS_OF, CATALOGUE, MARKETS, Values, check, market_of, stating, vendor, without
from support.samples_waivers import API_UNDECIDED, CODE, NAME, stated, waiver
from support.strategies import profiles
from support.strategies_runs import as_toml

from cloudmkt_cli.checking.gaps import blocking_gaps
from cloudmkt_cli.checking.results import ProfileResult, Status, Verdict
from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.render.ci.findings import gate_findings, severity
from cloudmkt_cli.runs.batch import CheckedProfile
from cloudmkt_cli.runs.waivers import WaiverState, active_waivers, apply_waivers, waiver_uses

UNSIGNED = stating(("agreements", "consignment"), value=False)
"""Fails ``agreements`` in all markets, and nothing else."""
DAY = timedelta(days=1)
IDS = [requirement.id for requirement in CATALOGUE.requirements()]
SLUGS = sorted({requirement.slug for requirement in CATALOGUE.requirements()})


def waived(values: Values, *waivers: Values, **how: Any) -> tuple[ProfileResult, list[WaiverState]]:
    """A profile checked with waivers, and what became of each."""
    company = validate(VendorProfile, values).company
    all_of_them = stated(*waivers)
    result, used = apply_waivers(check(values, **how), company, active_waivers(all_of_them, AS_OF))
    return result, [use.state for use in waiver_uses(all_of_them, CATALOGUE, AS_OF, {*used})]


def without_waivers(result: ProfileResult) -> ProfileResult:
    markets = {
        market.market.id: market._replace(
            waived=0, findings=tuple(finding._replace(waived=None) for finding in market.findings)
        )
        for market in result.markets
    }
    return result._replace(markets=tuple(markets.values()))


@pytest.mark.parametrize("by", [CODE, NAME])
def test_a_waived_failure_stays_one_and_does_not_fail_the_gate(by: str) -> None:
    result, states = waived(UNSIGNED, waiver(vendor=by))
    (failed,) = [finding for finding in market_of(result, "website").findings if finding.status is Status.FAIL]
    assert failed.requirement.id == "website.agreements"
    assert failed.waived == stated(waiver(vendor=by))[0].waiver
    assert (result.verdict, result.verdict_with_waivers) == (Verdict.NOT_ELIGIBLE, Verdict.ELIGIBLE)
    assert states == [WaiverState.USED]


def test_a_slug_is_for_every_market_and_an_id_for_one() -> None:
    slug, _ = waived(UNSIGNED, waiver("agreements"))
    one, _ = waived(UNSIGNED, waiver("website.agreements"))
    assert [market.waived for market in slug.markets] == [1] * len(MARKETS)
    assert {market.market.id: market.waived for market in one.markets} == dict.fromkeys(MARKETS, 0) | {"website": 1}
    # No target is named: what is waived in one market makes that the best.
    assert (slug.verdict_with_waivers, one.verdict_with_waivers) == (Verdict.ELIGIBLE, Verdict.ELIGIBLE)
    assert [aim.market.id for aim in one.targets] == ["website"]


@pytest.mark.parametrize(
    ("targets", "gate"),
    [(["website"], Verdict.ELIGIBLE), (["website", "api"], Verdict.NOT_ELIGIBLE), (["api"], Verdict.NOT_ELIGIBLE)],
)
def test_the_gate_is_over_the_targets(targets: list[str], gate: Verdict) -> None:
    result, _ = waived(UNSIGNED | {"target_markets": targets}, waiver("website.agreements"))
    assert (result.verdict, result.verdict_with_waivers) == (Verdict.NOT_ELIGIBLE, gate)


def test_without_a_target_the_market_is_the_nearest_once_what_is_waived_is_met() -> None:
    """More of it fails than elsewhere, and less of that counts."""
    values = stating(("team", "technical_and_service"), 9, UNSIGNED)
    result, _ = waived(values, waiver("api.agreements"), waiver("api.team-size"))
    assert ([aim.market.id for aim in result.targets], result.verdict_with_waivers) == (["api"], Verdict.ELIGIBLE)
    result, _ = waived(values, waiver("service.agreements"))
    assert ([aim.market.id for aim in result.targets], result.verdict_with_waivers) == (
        ["service"],
        Verdict.NOT_ELIGIBLE,
    )
    assert [aim.market.id for aim in check(values).targets] == ["miniprogram"]


def test_the_verdict_may_be_of_one_market_and_the_gate_of_another() -> None:
    before = check(API_UNDECIDED)
    result, _ = waived(API_UNDECIDED, waiver("website.marketplace-operator"))
    assert ([aim.market.id for aim in before.targets], before.verdict, len(blocking_gaps(before))) == (
        ["api"],
        Verdict.INCOMPLETE,
        1,
    )
    assert [aim.market.id for aim in result.targets] == ["website"]
    assert (result.verdict, result.verdict_with_waivers) == (Verdict.INCOMPLETE, Verdict.ELIGIBLE)
    assert result.next_step == before.next_step  # the marketplace knows nothing of waivers
    assert result.next_step.blocked_by == ("api.website-test",)


def test_a_general_requirement_is_waived_in_every_list() -> None:
    result, _ = waived(stating(("documents", "business_licence"), value=False), waiver("general.business-licence"))
    assert [market.waived for market in result.markets] == [1] * len(MARKETS)
    assert result.verdict_with_waivers is Verdict.ELIGIBLE


def test_a_gate_with_something_unknown_left_is_incomplete() -> None:
    result, _ = waived(without(("team",), UNSIGNED), waiver())
    assert (result.verdict, result.verdict_with_waivers) == (Verdict.NOT_ELIGIBLE, Verdict.INCOMPLETE)


def test_one_failure_that_is_not_waived_fails_the_gate() -> None:
    result, _ = waived(stating(("support", "days_per_week"), 5, UNSIGNED), waiver())
    assert (result.verdict, result.verdict_with_waivers) == (Verdict.NOT_ELIGIBLE, Verdict.NOT_ELIGIBLE)


@pytest.mark.parametrize(
    ("days", "gate", "state"),
    [(0, Verdict.ELIGIBLE, WaiverState.USED), (-1, Verdict.NOT_ELIGIBLE, WaiverState.EXPIRED)],
)
def test_the_last_day_counts(days: int, gate: Verdict, state: WaiverState) -> None:
    result, states = waived(UNSIGNED, waiver(expires=AS_OF + days * DAY))
    assert (result.verdict_with_waivers, states) == (gate, [state])


@pytest.mark.parametrize(
    ("values", "requirement"),
    [
        (vendor(), "agreements"),  # met
        (without(("agreements",)), "agreements"),  # unknown
        (without(("attestations", "renown")), "renown"),  # for review
        (stating(("products", 0, "kind"), "service"), "enterprise.software-copyright"),  # not applicable
    ],
    ids=["pass", "unknown", "manual", "not_applicable"],
)
def test_only_a_failure_can_be_waived(values: Values, requirement: str) -> None:
    result, states = waived(values, waiver(requirement))
    assert result == check(values)
    assert states == [WaiverState.UNUSED]


def test_a_preferred_requirement_changes_no_gate() -> None:
    values = stating(("company", "external_funding"), value=False)
    result, states = waived(values, waiver("external-funding"))
    assert (market_of(result, "miniprogram").waived, states) == (0, [WaiverState.USED])
    assert result.verdict_with_waivers is result.verdict is Verdict.ELIGIBLE


def test_a_waiver_is_for_the_vendor_it_names_alone() -> None:
    result, states = waived(UNSIGNED, waiver(vendor="别的公司"), waiver(vendor=CODE[:-1]))
    assert result == check(UNSIGNED)
    assert states == [WaiverState.UNUSED] * 2


def test_of_several_the_first_in_the_file_answers() -> None:
    waivers = [waiver(expires=AS_OF - DAY), waiver("website.agreements", NAME), waiver(), waiver()]
    result, states = waived(UNSIGNED, *waivers, markets=("website", "api"))
    answers = [finding.waived for market in result.markets for finding in market.findings if finding.waived]
    assert [answer.requirement for answer in answers] == ["website.agreements", "agreements"]
    assert states == [WaiverState.EXPIRED, WaiverState.USED, WaiverState.USED, WaiverState.UNUSED]


@pytest.mark.parametrize("expires", [AS_OF, AS_OF - DAY])
def test_a_requirement_that_the_catalogue_does_not_have_is_unknown(expires: Any) -> None:
    all_of_them = stated(waiver("website.agreement", expires=expires), waiver("lawfull"), waiver("甲"))
    found = waiver_uses(all_of_them, CATALOGUE, AS_OF, set())
    assert [use.state for use in found] == [WaiverState.UNKNOWN] * 3
    assert [use.closest_matches[:1] for use in found] == [("website.agreements",), ("lawful",), ()]


def test_a_market_that_is_not_looked_at_leaves_a_waiver_unused() -> None:
    _, states = waived(UNSIGNED, waiver("website.agreements"), markets=("api",))
    assert states == [WaiverState.UNUSED]


def test_every_use_says_where_it_is() -> None:
    all_of_them = stated(waiver(expires=AS_OF - DAY), waiver(), waiver("x"))
    told = [use.diagnostic for use in waiver_uses(all_of_them, CATALOGUE, AS_OF, set())]
    assert [(item.path, item.position) for item in told] == [("waivers.toml", Position(n, 1)) for n in (1, 2, 3)]
    assert [item.message.key.rpartition("_")[2] for item in told] == ["expired", "unused", "unknown"]


@given(
    values=profiles(),
    requirements=st.lists(st.sampled_from([*IDS, *SLUGS]), max_size=8),
    late=st.integers(min_value=-1, max_value=1),
)
def test_waivers_change_nothing_but_the_gate_and_only_for_the_better(
    values: Values, requirements: list[str], late: int
) -> None:
    name = values["company"]["name"]
    before = check(values)
    after, _ = waived(values, *(waiver(item, name, AS_OF + late * DAY) for item in requirements))
    assert without_waivers(after) == before
    assert before.verdict_with_waivers is before.verdict
    assert after.verdict_with_waivers.rank >= after.verdict.rank
    if late < 0 or after.verdict is not Verdict.NOT_ELIGIBLE:
        assert after.verdict_with_waivers is after.verdict
    for market in after.markets:
        blocking = {finding.status for finding in market.findings if finding.blocks and not finding.waived}
        worst = Verdict.NOT_ELIGIBLE if Status.FAIL in blocking else Verdict.INCOMPLETE
        assert market.verdict_with_waivers is (worst if blocking else Verdict.ELIGIBLE)


def worst_weight(values: Values, result: ProfileResult) -> Verdict:
    """What the formats for CI make of a profile: the verdict that their worst finding stands for."""
    loaded = load_profile(as_toml(values).encode(), "", CATALOGUE)
    checked = CheckedProfile("vendor.toml", loaded, result)
    weights = {severity(checked, item.finding) for item in gate_findings(checked)}
    if "error" in weights:
        return Verdict.NOT_ELIGIBLE
    return Verdict.INCOMPLETE if "warning" in weights else Verdict.ELIGIBLE


@given(values=profiles(), requirements=st.lists(st.sampled_from([*IDS, *SLUGS]), max_size=8))
def test_the_gate_is_the_worst_of_the_targets_and_without_any_the_best_of_each_market_alone(
    values: Values, requirements: list[str]
) -> None:
    waivers = [waiver(item, values["company"]["name"]) for item in requirements]
    result, _ = waived(values, *waivers)
    alone = {market: waived(values, *waivers, markets=(market,))[0].verdict_with_waivers for market in MARKETS}
    targets = values.get("target_markets")
    worst_or_best = min if targets else max
    assert result.verdict_with_waivers is worst_or_best(
        (alone[market] for market in targets or MARKETS), key=lambda gate: gate.rank
    )
    assert worst_weight(values, result) is result.verdict_with_waivers


@given(values=profiles())
def test_a_profile_with_every_failure_waived_fails_no_gate(values: Values) -> None:
    result, _ = waived(values, *(waiver(slug, values["company"]["name"]) for slug in SLUGS))
    assert result.verdict_with_waivers is not Verdict.NOT_ELIGIBLE
