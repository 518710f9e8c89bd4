"""The gate of a profile and its reasons, the tally over a run, and the number of gaps."""

from collections.abc import Sequence

import pytest
from support.samples import AS_OF, CATALOGUE, Values, check, stating, vendor
from support.samples_waivers import CODE, stated, waiver
from support.strategies_runs import as_toml

from cloudmkt_cli.checking.gaps import blocking_gaps
from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.history.baseline import Baseline, past_profile
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.runs.batch import CheckedProfile
from cloudmkt_cli.runs.gate import GateReason, GateTally, apply_gate, gate_reasons, is_tolerated
from cloudmkt_cli.runs.waivers import StatedWaiver, active_waivers

UNSIGNED = stating(("agreements", "consignment"), value=False)
OPEN = stating(("documents", "business_licence"), False, stating(("team", "marketplace_operators"), 0, UNSIGNED))
"""Lacks something general, something that three markets ask for, and something that every market asks for alike."""


def checked(path: str, values: Values) -> CheckedProfile:
    return CheckedProfile(path, load_profile(as_toml(values).encode(), "", CATALOGUE), check(values))


def test_a_tally_counts_each_profile_by_its_gate_and_keeps_the_used_waivers() -> None:
    gate = GateTally()
    waivers = active_waivers(stated(waiver("image.agreements"), waiver("lawful"), waiver("agreements")), AS_OF)
    for name, values in (("a", OPEN), ("b", UNSIGNED), ("c", OPEN)):
        assert gate.add(apply_gate(checked(name, values), lambda one: one.path, waivers)) == name
    assert gate.verdicts == {Verdict.ELIGIBLE: 1, Verdict.NOT_ELIGIBLE: 2}
    assert gate.used == {Position(1, 1), Position(3, 1)}


def test_a_waiver_that_one_profile_used_stays_used() -> None:
    gate = GateTally()
    for waivers in (active_waivers(stated(waiver("agreements")), AS_OF), {}):
        gate.add(apply_gate(checked("a", UNSIGNED), lambda one: one.path, waivers))
    assert gate.used == {Position(1, 1)}


@pytest.mark.parametrize(("before", "gate"), [(UNSIGNED, Verdict.ELIGIBLE), (vendor(), Verdict.NOT_ELIGIBLE)])
def test_with_a_baseline_only_what_is_worse_counts(before: Values, gate: Verdict) -> None:
    baseline = Baseline({"a": past_profile("a", check(before))}, {})
    outcome = apply_gate(checked("a", UNSIGNED), lambda one: one.is_worse, {}, baseline)
    assert outcome == (gate is Verdict.NOT_ELIGIBLE, gate, frozenset())


WAIVED = stated(waiver("agreements"))


@pytest.mark.parametrize(
    ("values", "waivers", "before", "reasons"),
    [
        (vendor(), (), None, ()),
        (UNSIGNED, (), None, ()),
        (UNSIGNED, WAIVED, None, (GateReason.WAIVED,)),
        (UNSIGNED, (), UNSIGNED, (GateReason.NO_WORSE,)),
        (UNSIGNED, (), vendor(), ()),
        (UNSIGNED, WAIVED, UNSIGNED, (GateReason.WAIVED,)),
    ],
    ids=["eligible", "fails", "waived", "no-worse", "worse", "waived-and-in-the-baseline"],
)
def test_the_reasons_for_which_the_gate_is_not_the_verdict(
    values: Values, waivers: Sequence[StatedWaiver], before: Values | None, reasons: tuple[GateReason, ...]
) -> None:
    baseline = None if before is None else Baseline({"a": past_profile("a", check(before))}, {})
    outcome = apply_gate(checked("a", values), gate_reasons, active_waivers(waivers, AS_OF), baseline)
    assert outcome.transformed == reasons


def test_only_a_failure_of_the_baseline_is_tolerated() -> None:
    failed = next(item for item in check(UNSIGNED).targets[0].findings if item.requirement.slug == "agreements")
    for before, tolerated in ((UNSIGNED, True), (vendor(), False)):
        baseline = Baseline({"a": past_profile("a", check(before))}, {})
        outcome = apply_gate(checked("a", UNSIGNED), lambda one: is_tolerated(one, failed), {}, baseline)
        assert outcome.transformed is tolerated
    assert not is_tolerated(checked("a", UNSIGNED), failed)


def test_without_waivers_nothing_is_used() -> None:
    outcome = apply_gate(checked("a", UNSIGNED), lambda one: one.path, {})
    assert outcome == ("a", Verdict.NOT_ELIGIBLE, frozenset())
    assert apply_gate(
        checked("a", UNSIGNED), lambda one: one.path, active_waivers(stated(waiver(vendor=CODE)), AS_OF)
    ).used


@pytest.mark.parametrize(
    ("targets", "gaps"),
    [
        ([], 2),  # the nearest is one that asks for no operator
        (["image"], 2),
        (["website"], 3),
        (["website", "image"], 3),
        (["miniprogram", "website", "image", "enterprise", "api", "service"], 3),
    ],
)
def test_a_gap_that_markets_share_counts_once(targets: list[str], gaps: int) -> None:
    assert len(blocking_gaps(check(OPEN | {"target_markets": targets}))) == gaps
