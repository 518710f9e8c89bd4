"""Whole valid profiles, as TOML would give them: any key may be left out, and values crowd the thresholds."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from support.samples import AS_OF, CATALOGUE, MARKETS, Values, vendor

Strategy = st.SearchStrategy[Any]

_DAY = timedelta(days=1)
_TWO_YEARS_AGO = AS_OF.replace(year=AS_OF.year - 2)
_CHARACTERS = st.characters(exclude_categories=["Cs"])
_HOSTILE = [
    "[/x]",
    "[bold red]x",
    "{found}",
    "{0}",
    "\u202emoc",
    "\x1b[31mred",
    "𠮷野家" * 80,
    "e\u0301" * 60,
    "👩‍👩‍👧",
    "a" * 300,
]

flags = st.booleans()
texts = st.text(_CHARACTERS, min_size=1, max_size=20).filter(str.strip) | st.sampled_from(_HOSTILE)
any_days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
days = any_days | st.sampled_from(
    [
        *(day + shift for day in (AS_OF, _TWO_YEARS_AGO) for shift in (-_DAY, 0 * _DAY, _DAY)),
        date(1900, 1, 1),
        date(2024, 2, 29),
        date(2199, 12, 31),
    ]
)
days_to_plan_on = (
    st.sampled_from([AS_OF, date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 28), date(2028, 2, 29)]) | days
)
plannable = days_to_plan_on.filter(lambda day: day >= date(1902, 1, 1))
"""Before that day, no day that a profile can state is two years past."""
counts = st.sampled_from([0, 1, 2, 3, 4, 9, 10, 11, 14, 15, 16, 19, 20, 21, 1_000_000_000])
sums = st.sampled_from([0, 0.01, 999_999.99, 1_000_000, 1_000_000.01, 5_000_000, 10**15])
market_lists = st.lists(st.sampled_from(MARKETS), max_size=3)


def tables(must: dict[str, Strategy] | None = None, **optional: Strategy) -> Strategy:
    """Tables with all of some keys and any of the others."""
    return st.fixed_dictionaries(must or {}, optional=optional)


capitals = st.sampled_from(
    ["100万元", "100.0001万元", "500万元", "1.2亿元", "10(万)", "50(万香港元)", "300,000美元", "1000.000000万人民币"]
) | tables(
    {"amount": sums, "currency": st.sampled_from(["CNY", "USD", "HKD"])},
    cny_equivalent=sums,
)
certificates = flags | days
documents = flags | st.sampled_from(["licence.pdf", "../outside.pdf", "/etc/hostname", "C:\\licence.pdf"]) | texts

product_facts: dict[str, Strategy] = {
    "kind": st.sampled_from(["saas", "custom", "service", "software", "api"]),
    "registered_users": st.sampled_from([0, 4999, 5000, 5001, 1_000_000_000]),
    "self_developed": flags,
    "software_copyright": flags | st.sampled_from(["2023SR0123456", "软著登字第1号", "申请中"]),
    "open_source_based": flags,
    "on_tencent_cloud": flags,
    "bundled_with_tencent_cloud": flags,
    "cvm_image": flags,
    "test_account": flags,
    "website_test_passed": flags,
}
products = tables(
    {"name": texts, "markets": st.lists(st.sampled_from(MARKETS), min_size=1, max_size=6)}, **product_facts
)
cases = tables(
    {"customer": texts},
    url=st.sampled_from(["https://example.com/case", ""]),
    markets=market_lists,
    fortune_global_500=flags,
    china_500=flags,
    award=st.sampled_from(["", "示例奖", "无"]),
)
links = st.sampled_from(["https://example.com/evidence", "HTTP://EXAMPLE.COM/[x]"])
evidence = st.lists(links | texts | st.sampled_from(["evidence.pdf", "无"]), min_size=1, max_size=2)
attestations = tables(
    {"holds": flags, "by": texts, "on": days, "evidence": st.lists(links, min_size=1, max_size=2) | evidence},
    expires=days,
)

_TABLES: dict[str, Strategy] = {
    "target_markets": market_lists,
    "account": tables(
        registered=flags,
        enterprise_verified=flags,
        contact_email=st.just("biz@example.com"),
        service_email=st.just("help@example.com"),
    ),
    "documents": tables(
        business_licence=documents,
        bank_account_permit=documents,
        basic_account_information=documents,
        bank_account_certificate=documents,
    ),
    "team": tables(technical_and_service=counts, marketplace_operators=counts, senior_ops_certified=counts),
    "support": tables(days_per_week=st.integers(0, 7), hours_per_day=st.sampled_from([0, 7, 7.5, 7.99, 8, 12.5, 24])),
    "experience": tables(application_software=days, operations=days),
    "products": st.lists(products, max_size=3, unique_by=lambda product: product["name"]),
    "cases": st.lists(cases, max_size=7),
    "certificates": tables(
        software_enterprise=certificates, software_product=certificates, high_tech_enterprise=certificates
    ),
    "agreements": tables(consignment=flags, marketplace=flags, management_rules=flags),
    "attestations": st.dictionaries(st.sampled_from(CATALOGUE.manual_review_slugs), attestations, max_size=4),
    "onboarding": tables(
        applied_on=days,
        review=st.sampled_from(["pending", "approved", "rejected"]),
        reviewed_on=days,
        contract_signed_on=days,
        deposit_paid_on=days,
    ),
}
_COMPANY = tables(
    {"name": texts},
    uscc=st.sampled_from(["91350100M000100Y43", "91350100M000100Y4Z", "92", ""]),
    legal_form=st.sampled_from(["enterprise", "individual-business", "individual"]),
    established=days,
    registered_capital=capitals,
    external_funding=flags,
)
_ANY = tables({"profile_version": st.just(1), "company": _COMPANY}, **_TABLES)


@st.composite
def profiles(draw: st.DrawFn, *, one_product_a_market: bool = False) -> Values:
    """The values of a valid profile: some of its tables at random, the others those of a vendor that is admitted."""
    values: Values = draw(_ANY)
    admitted = vendor()
    some = st.sets(st.sampled_from(sorted(admitted)))
    kept = draw(some | st.sets(st.sampled_from(sorted(admitted)), max_size=3).map(set(admitted).difference))
    values |= {name: admitted[name] for name in sorted(kept)}
    if one_product_a_market:
        values["products"] = _without_rivals(draw(_TABLES["products"]))
    return values


@st.composite
def profiles_to_plan(draw: st.DrawFn) -> Values:
    """The same, with products that fit and are not offered everywhere."""
    values: Values = draw(profiles())
    for product in values.get("products", []):
        if draw(flags):
            product["markets"] = draw(st.lists(st.sampled_from(MARKETS), min_size=1, max_size=2, unique=True))
    return values


def _without_rivals(offered: list[Values]) -> list[Values]:
    """The products with every market left to the first that names it; a product left with none is dropped."""
    taken: set[str] = set()
    kept = []
    for product in offered:
        free = [market for market in product["markets"] if market not in taken]
        taken.update(free)
        if free:
            kept.append(product | {"markets": free})
    return kept
