"""What holds of every entry of the shipped catalogue, whatever it says."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from typing import Any, Final, Literal, get_args, get_origin

import pytest
from pydantic import TypeAdapter
from support.samples import CATALOGUE, MARKETS

from cloudmkt_cli.catalogue.conditions import (
    AnyCase,
    CasesAtLeast,
    Condition,
    Leaf,
    ManualReview,
    leaves,
)
from cloudmkt_cli.catalogue.model import Market, Requirement
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.messages import LANGUAGES, Language, Text
from cloudmkt_cli.core.tables.types import keys_of, table_in
from cloudmkt_cli.profile.model import Case, Product, VendorProfile

PACK: Final = resources.files("cloudmkt_cli.catalogue") / "packs" / "tencent-six-market"
REQUIREMENTS: Final = tuple(CATALOGUE.requirements())
ONE_ENTRY: Final = {
    "products": "product",
    "cases": "case",
    "attestations": "attestation",
    "marketplaces": "marketplace",
}
"""What an entry of a list or a table of tables is called where its facts are named."""

every_requirement: Final = pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda item: item.id)


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((PACK / f"{name}.toml").read_text("utf-8"))


def _entry(requirement: Requirement) -> dict[str, Any]:
    entries: list[dict[str, Any]] = _data(requirement.market)["requirements"]
    return next(entry for entry in entries if entry["slug"] == requirement.slug)


def _texts_of_catalogue() -> Iterator[tuple[str, Text]]:
    yield "source", CATALOGUE.source
    yield "notice", CATALOGUE.notice
    for market in (CATALOGUE.general, *CATALOGUE.markets):
        yield from ((f"{market.id} {name}", text) for name, text in market._asdict().items() if isinstance(text, Text))
    for item in REQUIREMENTS:
        for name in ("title", "expected", "why", "how", "evidence"):
            yield f"{item.id} {name}", getattr(item, name)
        if item.section:
            yield f"{item.id} section", item.section
    for key, fact in CATALOGUE.facts.items():
        yield key, fact.label
        yield from ((f"{key} {value}", text) for value, text in fact.values.items())
        yield from ((f"{key} fixed", text) for text in [fact.fixed] if text)
        yield from ((f"{key} unit", text) for text in fact.unit or ())


def _fields(table: type, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every key below a table, tables included, under the name that facts have, and its type."""
    for name, one in keys_of(table).items():
        key = f"{prefix}{name}"
        yield key, one.type
        if inner := table_in(one.type):
            yield from _fields(inner, f"{ONE_ENTRY.get(key, key)}.")


FIELDS: Final = dict(_fields(VendorProfile))
LEAVES: Final = {key for key, annotation in FIELDS.items() if table_in(annotation) is None}


def _words(annotation: Any) -> set[str]:
    if get_origin(annotation) is Literal:
        return {word for word in get_args(annotation) if isinstance(word, str)}
    return {word for part in get_args(annotation) for word in _words(part)}


def test_ids_are_unique_and_made_of_market_and_slug() -> None:
    assert [name for name, count in Counter(item.id for item in REQUIREMENTS).items() if count > 1] == []
    assert all(item.id == f"{item.market}.{item.slug}" for item in REQUIREMENTS)


def test_the_edition_names_itself_and_its_source() -> None:
    assert CATALOGUE.id == "tencent-six-market"
    assert CATALOGUE.checked_on.isoformat() == "2026-11-23"
    assert CATALOGUE.source_url == "https://cloud.tencent.com/document/product/306/30135"
    assert MARKETS == ("miniprogram", "website", "image", "enterprise", "api", "service")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_in_both_languages_and_whole(language: Language) -> None:
    texts = {name: text.get(language) for name, text in _texts_of_catalogue()}
    assert [name for name, text in texts.items() if not text.strip() or text != text.strip()] == []
    assert [name for name, text in texts.items() if "{" in text or "}" in text] == []


def test_chinese_is_chinese_and_english_is_english() -> None:
    def has_chinese(text: str) -> bool:
        return any("\u4e00" <= char <= "\u9fff" for char in text)

    proper_names = {"SaaS", "API"}
    texts = dict(_texts_of_catalogue())
    assert [name for name, text in texts.items() if has_chinese(text.en)] == []
    assert [name for name, text in texts.items() if not has_chinese(text.zh) and text.zh not in proper_names] == []


@every_requirement
def test_the_place_in_the_source_is_named(requirement: Requirement) -> None:
    if requirement.market == "general":
        assert requirement.clause is None
        assert requirement.section is not None
    else:
        assert requirement.clause is not None


@pytest.mark.parametrize("market", CATALOGUE.markets, ids=lambda market: market.id)
def test_clauses_run_from_one_without_a_gap(market: Market) -> None:
    clauses = [item.clause for item in market.requirements if isinstance(item.clause, int)]
    assert clauses == sorted(clauses)
    assert sorted(set(clauses)) == list(range(1, clauses[-1] + 1))


@every_requirement
def test_every_fact_of_a_condition_is_a_key_of_the_profile(requirement: Requirement) -> None:
    conditions = [requirement.condition, *([requirement.applies_when] if requirement.applies_when else [])]
    for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
        for fact in _facts(leaf):
            assert fact in FIELDS
            assert fact.startswith("product.") is (requirement.scope == "product")


def _facts(leaf: Leaf) -> tuple[str, ...]:
    match leaf:
        case ManualReview():
            return ()
        case CasesAtLeast():
            return ("cases",)
        case AnyCase(facts=facts):
            assert set(facts) <= set(keys_of(Case))
            return tuple(f"case.{fact}" for fact in facts)
        case _:
            return (leaf.fact,)


def test_facts_of_products_and_cases_are_named_by_one_entry() -> None:
    assert {f"product.{name}" for name in keys_of(Product)} <= set(FIELDS)
    assert {f"case.{name}" for name in keys_of(Case)} <= set(FIELDS)


def test_every_key_of_the_profile_has_a_label_and_no_other() -> None:
    labels = set(CATALOGUE.facts)
    assert sorted(LEAVES - labels) == [], "without a label"
    assert sorted(labels - set(FIELDS)) == [], "not in the profile"


@pytest.mark.parametrize(
    "key",
    [
        "company.legal_form",
        "product.kind",
        "product.runs_on",
        "product.bundled_with",
        "onboarding.review",
        "marketplace.onboarding.review",
    ],
)
def test_every_word_of_a_closed_set_is_worded(key: str) -> None:
    assert set(CATALOGUE.facts[key].values) == _words(FIELDS[key]) != set()


def test_only_closed_sets_have_words() -> None:
    assert [key for key, fact in CATALOGUE.facts.items() if fact.values and not _words(FIELDS[key])] == []


@every_requirement
def test_conditions_are_plain_data_of_the_closed_set_of_kinds(requirement: Requirement) -> None:
    adapter: TypeAdapter[Condition] = TypeAdapter(Condition)
    entry = _entry(requirement)
    # Strict JSON: a list is a tuple there, and still nothing is turned from one type into another.
    assert adapter.validate_json(json.dumps(entry["condition"]), strict=True) == requirement.condition
    if "applies_when" in entry:
        assert adapter.validate_json(json.dumps(entry["applies_when"]), strict=True) == requirement.applies_when
    else:
        assert requirement.applies_when is None


@every_requirement
def test_a_requirement_is_found_by_its_id(requirement: Requirement) -> None:
    assert CATALOGUE.requirement(requirement.id) is requirement


@pytest.mark.parametrize("unknown", ["website.team-siz", "team-size", "nothing.like-it", "", "general"])
def test_an_id_that_is_not_there_is_bad_input(unknown: str) -> None:
    with pytest.raises(InputError):
        CATALOGUE.requirement(unknown)


@pytest.mark.parametrize("unknown", ["websites", "general", "", "WEBSITE"])
def test_a_market_that_is_not_there_is_bad_input(unknown: str) -> None:
    with pytest.raises(InputError):
        CATALOGUE.market(unknown)


def test_attestations_are_for_judged_requirements_alone() -> None:
    assert set(CATALOGUE.manual_review_slugs) == {
        "lawful",
        "independent-rd",
        "after-sales",
        "support-team",
        "case-quality",
        "renown",
        "market-image",
        "mature-software",
        "product-experience",
    }
