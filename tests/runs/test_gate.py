"""What a run counts for its exit status, and how many requirements are in the way."""

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
from cloudmkt_cli.runs.gate import GateTally, apply_gate
from cloudmkt_cli.runs.waivers import active_waivers

UNSIGNED = stating(("agreements", "consignment"), value=False)
OPEN = stating(("documents", "business_licence"), False, stating(("team", "marketplace_operators"), 0, UNSIGNED))
"""Lacks something general, something that three markets ask for, and something that every market asks for alike."""


def checked(path: str, values: Values) -> CheckedProfile:
    return CheckedProfile(path, load_profile(as_toml(values).encode(), "", CATALOGUE), check(values))


def test_every_profile_counts_once_by_its_gate_and_every_waiver_that_was_used() -> None:
    gate = GateTally()
    waivers = active_waivers(stated(waiver("image.agreements"), waiver("lawful"), waiver("agreements")), AS_OF)
    for name, values in (("a", OPEN), ("b", UNSIGNED), ("c", OPEN)):
        assert gate.add(apply_gate(checked(name, values), lambda one: one.path, waivers)) == name
    assert gate.verdicts == {Verdict.ELIGIBLE: 1, Verdict.NOT_ELIGIBLE: 2}
    assert gate.used == {Position(1, 1), Position(3, 1)}


def test_every_waiver_that_was_used_is_kept() -> None:
    gate = GateTally()
    for waivers in (active_waivers(stated(waiver("agreements")), AS_OF), {}):
        gate.add(apply_gate(checked("a", UNSIGNED), lambda one: one.path, waivers))
    assert gate.used == {Position(1, 1)}


@pytest.mark.parametrize(("before", "gate"), [(UNSIGNED, Verdict.ELIGIBLE), (vendor(), Verdict.NOT_ELIGIBLE)])
def test_with_a_baseline_only_what_is_worse_counts(before: Values, gate: Verdict) -> None:
    baseline = Baseline({"a": past_profile("a", check(before))}, {})
    outcome = apply_gate(checked("a", UNSIGNED), lambda one: one.is_worse, {}, baseline)
    assert outcome == (gate is Verdict.NOT_ELIGIBLE, gate, frozenset())


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
def test_what_markets_lack_alike_is_one_gap(targets: list[str], gaps: int) -> None:
    assert len(blocking_gaps(check(OPEN | {"target_markets": targets}))) == gaps
