"""Unknown is not no: what leaving a fact out, or stating one more, may change, and what it never may."""

from collections.abc import Iterator
from functools import cache
from itertools import product

from hypothesis import given
from support.samples import AS_OF, MARKETS, Path, Values, check, vendor, without
from support.strategies import profiles

from cloudmkt_cli.catalogue.conditions import AnyCase, CasesAtLeast, Condition, ManualReview, leaves
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.checking.results import Finding, ProfileResult, Status
from cloudmkt_cli.profile.attachments import is_link

TABLES = (
    "account",
    "agreements",
    "certificates",
    "company",
    "documents",
    "experience",
    "onboarding",
    "support",
    "team",
)
PRODUCT_STATES: dict[str, tuple[object, ...]] = {
    "kind": (None, "saas", "custom", "service"),
    "open_source_based": (None, True, False),
    "software_copyright": (None, True, False),
    "registered_users": (None, 5000, 5001),
    "on_tencent_cloud": (None, True, False),
}
NOT_FACTS = {"name", "markets", "customer"}
"""What a table must have, and the scope of a product or case."""


def stated(values: Values) -> Iterator[Path]:
    """The way to every fact that a profile states and to every whole that may be left out with all its facts.

    A list of cases is one fact: how many it has is what counts.
    """
    for name in TABLES:
        if name in values and name != "company":
            yield (name,)
        yield from ((name, key) for key in values.get(name, {}) if key not in NOT_FACTS)
    capital = values["company"].get("registered_capital")
    if isinstance(capital, dict) and "cny_equivalent" in capital:
        yield ("company", "registered_capital", "cny_equivalent")
    for name in ("products", "cases"):
        if name in values:
            yield (name,)
        for index, entry in enumerate(values.get(name, [])):
            yield from ((name, index, key) for key in entry if key not in NOT_FACTS)
    yield from (("products", index) for index, _ in enumerate(values.get("products", [])))
    if "attestations" in values:
        yield ("attestations",)
    for slug, attestation in values.get("attestations", {}).items():
        yield ("attestations", slug)
        if "expires" in attestation:
            yield ("attestations", slug, "expires")


@cache
def facts_in(condition: Condition | None, slug: str) -> tuple[str, ...]:
    """The facts that a condition looks at, by their dotted keys."""
    found: list[str] = []
    for leaf in leaves(condition) if condition else ():
        match leaf:
            case ManualReview():
                found.append(f"attestations.{slug}")
            case CasesAtLeast():
                found.append("cases")
            case AnyCase():
                found += ("cases", *(f"case.{fact}" for fact in leaf.facts))
            case _:
                found.append(leaf.fact)
    return tuple(found)


def touches(path: Path, fact: str, market: str, values: Values) -> bool:
    """Whether a fact as one market sees it is, or is part of, what stands at a path of the profile."""
    table, _, key = fact.partition(".")
    if table in {"product", "case"}:
        name = f"{table}s"
        entries = enumerate(values.get(name, []))
        seen = [index for index, entry in entries if market in (entry.get("markets") or [market])]
        return any(within((name, index, key), path) for index in seen)
    return within(tuple(fact.split(".")), path)


def within(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def said(finding: Finding) -> tuple[object, ...]:
    """All that a finding says, but for places in the file."""
    observed = [(observation.fact, observation.value) for observation in finding.observations]
    return finding.status, observed, finding.notes, finding.attested


def may_become(before: Finding, path: Path, market: str, values: Values) -> set[Status]:
    """The statuses that a finding may have once the fact that it depends on is left out."""
    requirement = before.requirement
    if requirement.manual_review:
        return {attested_without_expiry(before, path, values)} if path[-1] == "expires" else {Status.MANUAL}
    allowed = {before.status, Status.UNKNOWN}
    if before.status is Status.NOT_APPLICABLE:
        # What would be met anyway needs no answer to whether it applies; without its product nothing is met.
        allowed |= {Status.PASS} if len(path) == 3 and scoped_by(requirement, path, market, values) else set()
    return allowed


def attested_without_expiry(before: Finding, path: Path, values: Values) -> Status:
    attestation = values["attestations"][path[1]]
    if attestation["on"] > AS_OF or not all(map(is_link, attestation["evidence"])):
        return Status.MANUAL
    return Status.PASS if attestation["holds"] else Status.FAIL


def scoped_by(requirement: Requirement, path: Path, market: str, values: Values) -> bool:
    facts = facts_in(requirement.applies_when, requirement.slug)
    return any(touches(path, fact, market, values) for fact in facts)


def depends(requirement: Requirement, path: Path, market: str, values: Values) -> bool:
    of_condition = facts_in(requirement.condition, requirement.slug)
    decided = any(touches(path, fact, market, values) for fact in of_condition)
    return decided or scoped_by(requirement, path, market, values)


def compare(whole: ProfileResult, less: ProfileResult, path: Path, values: Values) -> None:
    """See that leaving out what stands at a path changed only what depends on it, and decided nothing."""
    for before, after in zip(whole.markets, less.markets, strict=True):
        market = before.market.id
        for with_fact, without_fact in zip(before.findings, after.findings, strict=True):
            requirement = with_fact.requirement
            if depends(requirement, path, market, values):
                allowed = may_become(with_fact, path, market, values)
                assert without_fact.status in allowed, (path, market, requirement.id, with_fact.status)
            else:
                assert said(with_fact) == said(without_fact), (path, market, requirement.id)


@given(values=profiles(one_product_a_market=True))
def test_a_fact_changes_only_what_depends_on_it_and_leaving_it_out_decides_nothing(values: Values) -> None:
    whole = check(values)
    for path in stated(values):
        compare(whole, check(without(path, values)), path, values)


def test_the_same_for_every_state_of_a_product() -> None:
    def profile(state: tuple[object, ...]) -> Values:
        facts = {key: value for key, value in zip(PRODUCT_STATES, state, strict=True) if value is not None}
        return vendor() | {"products": [{"name": "甲", "markets": list(MARKETS), **facts}]}

    results = {state: check(profile(state)) for state in product(*PRODUCT_STATES.values())}
    assert len(results) == 324
    for state, whole in results.items():
        for index, key in enumerate(PRODUCT_STATES):
            if state[index] is not None:
                less = results[*state[:index], None, *state[index + 1 :]]
                compare(whole, less, ("products", 0, key), profile(state))


@given(values=profiles())
def test_the_way_in_touches_no_requirement(values: Values) -> None:
    before, after = check(values), check({key: value for key, value in values.items() if key != "onboarding"})
    assert before.markets == after.markets
    assert before.verdict is after.verdict
