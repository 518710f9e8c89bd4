"""A screening made by hand: a small table, two markets, and what a table can hold to the reader's harm."""

from datetime import date

from cloudmkt_cli.catalogue.conditions import Cny, Since
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.screening.changes import Changes, StateChange
from cloudmkt_cli.screening.masked import NOT_SHOWN
from cloudmkt_cli.screening.model import (
    CellClasses,
    Decision,
    EndedCompanies,
    MarketDecision,
    Pattern,
    PatternCount,
    RefusedCells,
    RejectedLine,
    Screening,
    Shortfall,
    Source,
    State,
    ValueClass,
)

CATALOGUE = load_catalogue()
AS_OF = date(2026, 11, 27)
AGE = Since("company.established", years=2)
CAPITAL = Cny("company.registered_capital", ">", 1_000_000)
MARKETS = ("website", "enterprise")
WEBSITE_AGE, ENTERPRISE_AGE = "website.company-age", "enterprise.company-age"
ENTERPRISE_CAPITAL = "enterprise.registered-capital"
WEBSITE_OPEN = ("website.team-size", "website.support-hours", "website.lawful", "general.business-licence")
ENTERPRISE_OPEN = ("enterprise.team-size", "enterprise.lawful", "general.business-licence")


def source(name: str, *classes: ValueClass) -> CellClasses:
    """A source with class 0 for what is not stated, then the given classes."""
    return CellClasses(Source(name, (), ()), (ValueClass({}), *classes), (), {})


SOURCES = (
    source(
        "company.established",
        ValueClass({("company", "name"): ""}),
        ValueClass({("company", "name"): ""}, (Shortfall(AGE, month="2027-03"),)),
        ValueClass({("company", "name"): ""}, (Shortfall(AGE, month="2026-12"),)),
    ),
    source(
        "company.registered_capital",
        ValueClass({("company", "name"): ""}),
        ValueClass({("company", "name"): ""}, (Shortfall(CAPITAL, band="at_limit"),)),
        ValueClass({("company", "name"): ""}, (Shortfall(CAPITAL, band="50"),)),
    ),
)
OLD_AND_RICH, YOUNG_AND_RICH, YOUNGER = (1, 1), (2, 1), (3, 0)
OLD_AT_LIMIT, YOUNG_AND_POOR, NOTHING = (1, 2), (2, 3), (0, 0)


def website(*ruled_out_by: str, known: int) -> MarketDecision:
    return decided("website", ruled_out_by, WEBSITE_OPEN, known, 17)


def enterprise(*ruled_out_by: str, known: int) -> MarketDecision:
    return decided("enterprise", ruled_out_by, ENTERPRISE_OPEN, known, 18)


def decided(
    market: str, ruled_out_by: tuple[str, ...], unknown: tuple[str, ...], known: int, required: int
) -> MarketDecision:
    state = State.RULED_OUT if ruled_out_by else State.STILL_OPEN
    age = AGE if ruled_out_by in {(WEBSITE_AGE,), (ENTERPRISE_AGE,)} else None
    return MarketDecision(market, state, ruled_out_by, unknown, known, required, age)


FIRST = "team.technical_and_service"
DECISIONS: dict[Pattern, Decision] = {
    OLD_AND_RICH: Decision((website(known=2), enterprise(known=3)), FIRST),
    YOUNG_AND_RICH: Decision((website(WEBSITE_AGE, known=2), enterprise(ENTERPRISE_AGE, known=3)), None),
    YOUNGER: Decision((website(WEBSITE_AGE, known=2), enterprise(ENTERPRISE_AGE, known=2)), None),
    OLD_AT_LIMIT: Decision((website(known=2), enterprise(ENTERPRISE_CAPITAL, known=3)), FIRST),
    YOUNG_AND_POOR: Decision(
        (website(WEBSITE_AGE, known=2), enterprise(ENTERPRISE_CAPITAL, ENTERPRISE_AGE, known=3)), None
    ),
    NOTHING: Decision((website(known=0), enterprise(known=0)), FIRST),
}
COUNTS = (
    PatternCount(OLD_AND_RICH, ("福建",), 1_000_000),
    PatternCount(OLD_AND_RICH, ("浙江",), 1_200_000),
    PatternCount(YOUNG_AND_RICH, ("福建",), 300_000),
    PatternCount(YOUNGER, ("浙江",), 40_000),
    PatternCount(OLD_AT_LIMIT, ("福建",), 5_000),
    PatternCount(YOUNG_AND_POOR, ("浙江",), 7_000),
    PatternCount(NOTHING, (None,), 9),
)
SCREENING = Screening(
    files=("registry.csv",),
    rows=2_552_009,
    as_of=AS_OF,
    markets=MARKETS,
    grouped_by=("所在省份",),
    notes=(Message("import.unknown_column", {"column": "F", "heading": "员工人数"}),),
    sources=SOURCES,
    counts=COUNTS,
    decisions=DECISIONS,
    refused=(RefusedCells("注册资本", "9(万元(人民币))", 4_302), RefusedCells("成立日期", NOT_SHOWN, 2)),
    rejected=(RejectedLine("registry.csv", 1_204_377, "quotes"), RejectedLine("registry.csv", 2_000_001, "too_long")),
    rejected_lines=2,
    processes=1,
    ended=(EndedCompanies("deregistered", 1_031_220), EndedCompanies("revoked", 60_311)),
)
CHANGES = Changes(
    last="last.parquet",
    before=2_400_000,
    now=2_552_009,
    new=152_100,
    gone=91,
    changed=3_000,
    states=(
        StateChange("website", State.RULED_OUT, State.STILL_OPEN, 2_500),
        StateChange("enterprise", State.STILL_OPEN, State.RULED_OUT, 501),
    ),
    listed_in="out.changes.parquet",
)
