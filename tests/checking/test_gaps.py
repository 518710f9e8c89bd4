"""What several markets lack alike is one gap; what they ask for differently is one gap each."""

from support.samples import Values, check, stating, vendor, without

from cloudmkt_cli.checking.gaps import blocking_gaps, gaps_in
from cloudmkt_cli.checking.results import Status
from cloudmkt_cli.core.messages import Text

WEBSITE_AND_IMAGE = {"target_markets": ["website", "image"]}


def ids(values: Values) -> list[tuple[str, ...]]:
    return [gap.ids for gap in blocking_gaps(check(values))]


def test_a_general_requirement_is_one_gap_with_one_id() -> None:
    values = stating(("documents", "business_licence"), value=False, values=vendor() | WEBSITE_AND_IMAGE)
    (gap,) = blocking_gaps(check(values))
    assert gap.ids == ("general.business-licence",)
    assert [market.id for market, _ in gap.findings] == ["website", "image"]


def test_the_same_threshold_is_one_gap() -> None:
    values = stating(("support", "days_per_week"), 5, vendor() | WEBSITE_AND_IMAGE)
    assert ids(values) == [("website.support-hours", "image.support-hours")]


def test_another_threshold_is_another_gap() -> None:
    values = stating(("team", "technical_and_service"), 8, vendor() | WEBSITE_AND_IMAGE)
    assert ids(values) == [("website.team-size",), ("image.team-size",)]


def test_other_facts_are_another_gap() -> None:
    """A market may count fewer cases than another."""
    targets = {"target_markets": ["website", "enterprise"]}
    cases = [{"customer": "甲"}, {"customer": "乙", "markets": ["website"]}]
    assert ids(vendor() | targets | {"cases": cases}) == [("website.customer-cases",), ("enterprise.customer-cases",)]
    assert ids(vendor() | targets | {"cases": cases[:1]}) == [("website.customer-cases", "enterprise.customer-cases")]


def test_only_targets_have_gaps() -> None:
    values = stating(("support", "days_per_week"), 5, vendor() | {"target_markets": ["image"]})
    assert ids(values) == [("image.support-hours",)]


def test_what_is_preferred_is_a_gap_that_blocks_nothing() -> None:
    values = without(("certificates", "high_tech_enterprise"), vendor() | {"target_markets": ["miniprogram"]})
    result = check(values)
    assert [(gap.ids, gap.finding.status) for gap in gaps_in(result.targets)] == [
        (("miniprogram.high-tech-enterprise",), Status.UNKNOWN)
    ]
    assert blocking_gaps(result) == ()


def test_other_evidence_is_another_gap() -> None:
    """Reports name the evidence of a gap once for all its markets."""
    (website, image) = check(stating(("support", "days_per_week"), 5, vendor() | WEBSITE_AND_IMAGE)).targets
    slug = "support-hours"
    own = [
        finding._replace(requirement=finding.requirement._replace(evidence=Text(zh="合同", en="The contract.")))
        if finding.requirement.slug == slug
        else finding
        for finding in image.findings
    ]
    assert [gap.ids for gap in gaps_in([website, image])] == [("website.support-hours", "image.support-hours")]
    assert [gap.ids for gap in gaps_in([website, image._replace(findings=tuple(own))])] == [
        ("website.support-hours",),
        ("image.support-hours",),
    ]
