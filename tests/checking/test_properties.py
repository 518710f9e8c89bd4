"""What holds for every valid profile, whatever it states."""

import json
import unicodedata
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from support.paths import TESTS
from support.samples import AS_OF, CATALOGUE, MARKETS, Values, check, market_of
from support.strategies import days, profiles
from support.strategies_runs import as_toml

from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.finding_cache import finding_cache
from cloudmkt_cli.checking.results import Finding, MarketResult, Status, Verdict
from cloudmkt_cli.core.formats import Format, PlanReportFormat, Subject
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.render.profile_registry import Screen, profile_writer_of
from cloudmkt_cli.render.renderer import renderer
from cloudmkt_cli.render.writer import render_document
from cloudmkt_cli.runs.batch import Batch, CheckedProfile

AGES = ("company-age", "industry-experience")
ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode categories of what acts on a screen or hides there: controls, bidirectional marks, line separators."""
SOME_TIME = st.sampled_from([0, 1, 364, 365, 366, 729, 730, 731, 732, 1095, 1500, 3650])
"""Days, of which two years are 730 or 731."""
WORST_FIRST = ("not_eligible", "incomplete", "eligible")


def batch_of(values: Values) -> Batch:
    loaded = load_profile(as_toml(values).encode(), TESTS / "no such folder", CATALOGUE)
    result = check_profile(loaded.profile, CATALOGUE, AS_OF, files=loaded.files)
    return Batch(CATALOGUE, AS_OF, (CheckedProfile("vendor.toml", loaded, result),), ())


def said(finding: Finding) -> tuple[object, ...]:
    """What a finding says of facts, wherever in the file they stand."""
    return [(observation.fact, observation.value) for observation in finding.observations], finding.notes


def statuses(result: MarketResult) -> dict[str, str]:
    return {item.requirement.id: item.status.value for item in result.findings}


@pytest.mark.parametrize("language", LANGUAGES)
@given(values=profiles())
def test_the_json_report_of_any_profile_is_whole(language: Language, values: Values) -> None:
    batch = batch_of(values)
    report: dict[str, Any] = json.loads(renderer("json").render_batch(batch, language, None))
    (profile,) = report["profiles"]
    assert profile["vendor"] == values["company"]["name"]
    assert [market["market"] for market in profile["markets"]] == list(MARKETS)
    for market, result in zip(profile["markets"], batch.profiles[0].result.markets, strict=True):
        assert {item["id"]: item["status"] for item in market["requirements"]} == statuses(result)
        assert [item["id"] for item in market["requirements"]] == [
            item.id for item in CATALOGUE.required_of(result.market)
        ]


@pytest.mark.parametrize("language", LANGUAGES)
@given(values=profiles())
def test_the_text_of_any_profile_fits_the_screen_and_is_harmless(language: Language, values: Values) -> None:
    text = renderer("text").render_batch(batch_of(values), language, None)
    assert [line for line in text.splitlines() if cell_len(line) > 100] == []
    assert {char for char in text if unicodedata.category(char) in ACTING} == {"\n"}
    aimed_at = values.get("target_markets") or []
    assert [market for market in aimed_at if market not in text] == []


@pytest.mark.parametrize("subject", ["plan", "next"])
@pytest.mark.parametrize("language", LANGUAGES)
@given(values=profiles())
def test_the_plan_and_the_steps_of_any_profile_can_be_shown(
    subject: Subject, language: Language, values: Values
) -> None:
    """In every format: the plan is made once for all of them."""
    batch = batch_of(values)
    formats: list[Format | PlanReportFormat] = ["text", "json", "html", "md"]
    for output_format, is_overview in product(formats, (False, True)):
        writer = profile_writer_of(subject, output_format, batch.context, language, Screen(None, is_overview))
        shown = render_document(writer, batch).decode()
        if output_format == "json":
            assert json.loads(shown)["errors"] == []
            continue
        assert is_overview or output_format != "text" or "vendor.toml" in shown
        assert {char for char in shown if unicodedata.category(char) in ACTING} <= {"\n"}


@given(values=profiles())
def test_the_verdict_of_a_market_follows_from_its_required_findings(values: Values) -> None:
    for market in check(values).markets:
        required = [item.status for item in market.findings if item.requirement.level == "required"]
        applicable = [status for status in required if status is not Status.NOT_APPLICABLE]
        if Status.FAIL in applicable:
            expected = "not_eligible"
        elif set(applicable) == {Status.PASS}:
            expected = "eligible"
        else:
            expected = "incomplete"
        assert market.verdict == expected
        assert market.applicable == len(applicable)
        assert market.satisfied == applicable.count(Status.PASS)
        assert market.decided == applicable.count(Status.PASS) + applicable.count(Status.FAIL)
        assert market.satisfied <= market.decided <= market.applicable


@given(values=profiles())
def test_the_verdict_of_a_profile_is_the_worst_target_or_else_the_best_market(values: Values) -> None:
    result = check(values)
    targets = set(values.get("target_markets", []))
    assert {market.market.id for market in result.markets if market.targeted} == targets
    ranks = {market.market.id: WORST_FIRST.index(market.verdict) for market in result.markets}
    expected = min(ranks[market] for market in targets) if targets else max(ranks.values())
    assert result.verdict == WORST_FIRST[expected]


@given(values=profiles(), markets=st.sets(st.sampled_from(MARKETS), min_size=1))
def test_narrowing_to_some_markets_changes_nothing_in_them(values: Values, markets: set[str]) -> None:
    narrowed = check(values, markets=tuple(markets))
    assert [market.market.id for market in narrowed.markets] == [market for market in MARKETS if market in markets]
    whole = check(values)
    for market in narrowed.markets:
        same = market_of(whole, market.market.id)
        assert (market.findings, market.verdict, market.product) == (same.findings, same.verdict, same.product)
        assert market.targeted


@given(values=profiles())
def test_the_best_product_stands_for_a_market_and_ties_go_to_the_first(values: Values) -> None:
    result = check(values)
    offered = values.get("products", [])
    alone = [check(values | {"products": [product]}) for product in offered]
    for market in result.markets:
        has_product_atoms = any(item.scope == "product" for item in market.market.requirements)
        candidates = {
            product["name"]: market_of(one, market.market.id)
            for product, one in zip(offered, alone, strict=True)
            if market.market.id in product["markets"] and has_product_atoms
        }
        best = max(
            candidates, key=lambda name: (candidates[name].verdict.rank, candidates[name].satisfied), default=None
        )
        assert market.product == best
        others = [(name, one.verdict) for name, one in candidates.items() if name != best]
        assert list(market.other_products) == others
        if best is not None:
            assert statuses(market) == statuses(candidates[best])


@given(values=profiles(), data=st.data())
def test_the_order_of_products_decides_nothing_but_ties(values: Values, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(values.get("products", [])))
    before, after = check(values), check(values | {"products": shuffled})
    assert before.verdict is after.verdict
    for one, other in zip(before.markets, after.markets, strict=True):
        assert (one.verdict, one.satisfied) == (other.verdict, other.satisfied)
        assert {(one.product, one.verdict), *one.other_products} == {
            (other.product, other.verdict),
            *other.other_products,
        }
        if one.product == other.product:
            assert statuses(one) == statuses(other)


@given(values=profiles().filter(lambda values: len(values.get("cases", [])) > 1), data=st.data())
def test_the_order_of_cases_decides_nothing(values: Values, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(values["cases"]))
    before, after = check(values), check(values | {"cases": shuffled})
    for one, other in zip(before.markets, after.markets, strict=True):
        assert statuses(one) == statuses(other)
        assert [said(item) for item in one.findings] == [said(item) for item in other.findings]
    assert before.next_step == after.next_step


@given(values=profiles(), since=days, passed=st.lists(SOME_TIME, min_size=2, max_size=2).map(sorted))
def test_time_alone_never_takes_an_age_away(values: Values, since: date, passed: list[int]) -> None:
    since = min(since, date(2190, 1, 1))
    values["company"]["established"] = since
    values["experience"] = {"application_software": since, "operations": since}
    earlier, later = (ages(values, since + timedelta(days=number)) for number in passed)
    assert earlier.keys() == later.keys()
    assert set(earlier.values()) | set(later.values()) <= {Status.PASS, Status.FAIL}
    lost = [key for key, status in earlier.items() if status is Status.PASS and later[key] is not Status.PASS]
    assert lost == []


def ages(values: Values, as_of: date) -> dict[tuple[str, str], Status]:
    return {
        (market.market.id, item.requirement.slug): item.status
        for market in check(values, as_of=as_of).markets
        for item in market.findings
        if item.requirement.slug in AGES
    }


@given(values=profiles())
def test_the_step_to_qualify_is_done_once_every_aim_is_eligible(values: Values) -> None:
    result = check(values)
    targets = [market for market in result.markets if market.targeted] or [*result.markets]
    verdicts = {market.verdict for market in targets}
    targeted = any(market.targeted for market in result.markets)
    eligible = verdicts == {Verdict.ELIGIBLE} if targeted else Verdict.ELIGIBLE in verdicts
    qualify = next(step for step in result.onboarding if step.id == "qualify")
    applied_on = values.get("onboarding", {}).get("applied_on")
    if eligible or applied_on is None or applied_on > AS_OF:
        assert qualify.done is eligible
    if result.next_step.id == "qualify":
        assert qualify.blocked_by


@settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(values=profiles(), other=profiles(), states=st.tuples(*[st.sampled_from(FileState)] * 2), day=days)
def test_what_was_checked_before_changes_nothing(
    values: Values, other: Values, states: tuple[FileState, FileState], day: date
) -> None:
    here, elsewhere = ({"licence.pdf": state} for state in states)
    values["documents"] = {"business_licence": "licence.pdf", "bank_account_permit": "licence.pdf"}
    turned = values | {name: values[name][::-1] for name in ("products", "cases") if name in values}
    finding_cache.cache_clear()
    fresh = repr(check(values, files=here))
    finding_cache.cache_clear()
    for earlier in (other, turned, values):
        check(earlier, files=elsewhere, as_of=day)
        check(earlier, files=elsewhere)
    is_same = repr(check(values, files=here)) == fresh
    assert is_same  # not the texts themselves: to show how they differ takes minutes
