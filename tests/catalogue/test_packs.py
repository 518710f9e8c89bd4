"""What holds of every pack that ships, whatever it says."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib import resources
from typing import Any, Final, get_args

import pytest
from support.packs import CATALOGUES, PACKS, REQUIREMENTS

from cloudmkt_cli.catalogue.conditions import (
    AnyCase,
    AtLeast,
    Cny,
    Contains,
    FactCondition,
    MoreThan,
    OneOf,
    leaves,
)
from cloudmkt_cli.catalogue.editions import editions_of, marketplaces
from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.catalogue.loader import HOME
from cloudmkt_cli.catalogue.model import Catalogue, DateBasis, Grade, Requirement
from cloudmkt_cli.catalogue.onboarding import StepKind
from cloudmkt_cli.catalogue.pack_files import every_attestable_slug, read_pack, read_shared
from cloudmkt_cli.core.messages import LANGUAGES, Text
from cloudmkt_cli.core.tables.types import keys_of
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.fields import field_at
from cloudmkt_cli.profile.model import Case, VendorProfile

FOLDER: Final = resources.files("cloudmkt_cli.catalogue") / "packs"
SHARED: Final = resources.files("cloudmkt_cli.catalogue") / "shared"

every_pack: Final = pytest.mark.parametrize("pack", PACKS)
every_requirement: Final = pytest.mark.parametrize(
    ("pack", "requirement"), REQUIREMENTS, ids=[f"{pack}-{item.id}" for pack, item in REQUIREMENTS]
)


def head_of(pack: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / pack / "pack.toml").read_text("utf-8"))


def texts_of(value: Any, name: str) -> Iterator[tuple[str, Text]]:
    """Every text in a catalogue, with the way to it."""
    if isinstance(value, Text):
        yield name, value
    elif isinstance(value, str | int | date | None):
        return
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts_of(part, f"{name} {key}")
    elif hasattr(value, "_asdict"):
        yield from texts_of(value._asdict(), name)
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from texts_of(part, f"{name} {getattr(part, 'id', number)}")
    elif isinstance(value, Catalogue):
        yield from texts_of({key: part for key, part in vars(value).items() if key != "market_ids"}, name)


def facts_of(requirement: Requirement) -> Iterator[str]:
    for condition in (requirement.condition, requirement.applies_when):
        for leaf in leaves(condition) if condition else ():
            if isinstance(leaf, FactCondition):
                yield leaf.fact


@every_pack
def test_every_text_is_there_in_both_languages_and_whole(pack: str) -> None:
    texts = dict(texts_of(CATALOGUES[pack], pack))
    assert len(texts) > 100
    for language in LANGUAGES:
        said = {name: text.get(language) for name, text in texts.items()}
        assert [name for name, text in said.items() if not text.strip() or text != text.strip()] == []
        assert [name for name, text in said.items() if "{" in text or "}" in text] == []


@every_pack
def test_chinese_is_chinese_and_english_is_english(pack: str) -> None:
    names = {"SaaS", "API", "AI", "PaaS", "AWS"}
    texts = dict(texts_of(CATALOGUES[pack], pack))
    han = re.compile("[\u4e00-\u9fff]")
    assert [name for name, text in texts.items() if han.search(text.en)] == []
    assert [name for name, text in texts.items() if not han.search(text.zh) and text.zh not in names] == []
    half_width = [name for name, text in texts.items() if re.search("[\u4e00-\u9fff][,;:?!()]", text.zh)]
    assert half_width == []


@every_pack
def test_an_english_one_is_not_plural(pack: str) -> None:
    texts = [text.en for _, text in texts_of(CATALOGUES[pack], pack)]
    assert [
        text for text in texts if re.search(r"\b1 (full )?(years|months|people|cases|certificates|days)\b", text)
    ] == []


@every_pack
def test_ids_are_unique_and_made_of_market_and_slug(pack: str) -> None:
    catalogue = CATALOGUES[pack]
    prefix = "" if catalogue.edition.marketplace == HOME else f"{catalogue.edition.marketplace}/"
    items = list(catalogue.requirements())
    assert [item for item, count in Counter(item.id for item in items).items() if count > 1] == []
    assert all(item.id == f"{prefix}{item.market}.{item.slug}" for item in items)
    for market in catalogue.markets:
        slugs = [item.slug for item in catalogue.required_of(market)]
        assert sorted(set(slugs)) == sorted(slugs), market.id


def test_an_id_names_one_requirement_of_one_marketplace() -> None:
    found: dict[str, set[str]] = {}
    for pack, item in REQUIREMENTS:
        found.setdefault(item.id, set()).add(CATALOGUES[pack].edition.marketplace)
    assert [name for name, owners in found.items() if len(owners) > 1] == []


def test_a_market_id_belongs_to_one_marketplace() -> None:
    found: dict[str, set[str]] = {}
    for catalogue in CATALOGUES.values():
        for market in catalogue.market_ids:
            found.setdefault(market, set()).add(catalogue.edition.marketplace)
    assert [name for name, owners in found.items() if len(owners) > 1] == []


@every_pack
def test_what_a_market_includes_are_markets_of_the_default_edition(pack: str) -> None:
    own = set(CATALOGUES["tencent-six-market"].market_ids)
    assert all(set(market.includes) <= own for market in CATALOGUES[pack].markets)


@every_pack
def test_numbered_clauses_run_from_one_upwards(pack: str) -> None:
    for market in CATALOGUES[pack].markets:
        numbers = [item.clause for item in market.requirements if isinstance(item.clause, int)]
        assert numbers == sorted(numbers), market.id
        numbers += [item.clause for item in CATALOGUES[pack].general.requirements if isinstance(item.clause, int)]
        assert not numbers or min(numbers) == 1, market.id


@every_requirement
def test_every_fact_of_a_condition_is_a_key_of_the_profile(pack: str, requirement: Requirement) -> None:
    facts = list(facts_of(requirement))
    for fact in facts:
        table, *_ = fact.split(".")
        path: tuple[str | int, ...] = tuple(fact.split("."))
        assert field_at(("products", 0, *path[1:]) if table == "product" else path).path[-1] == path[-1]
        if table == "marketplaces":
            assert fact.split(".")[1] == CATALOGUES[pack].edition.marketplace
        assert CATALOGUES[pack].facts[fact].label
    assert (requirement.scope == "product") is any(fact.startswith("product.") for fact in facts)
    case_facts = [leaf.facts for leaf in leaves(requirement.condition) if isinstance(leaf, AnyCase)]
    assert all(set(named) <= set(keys_of(Case)) for named in case_facts)


@every_requirement
def test_words_of_conditions_are_words_of_their_keys(pack: str, requirement: Requirement) -> None:
    for condition in (requirement.condition, requirement.applies_when):
        for leaf in leaves(condition) if condition else ():
            if isinstance(leaf, OneOf | Contains):
                words = CATALOGUES[pack].facts[leaf.fact].values
                meant = leaf.values if isinstance(leaf, OneOf) else (leaf.value,)
                assert meant
                assert all(word in words or re.fullmatch("[A-Z]{2}", word) for word in meant)


@every_requirement
def test_efforts_and_phases_are_those_that_there_are(pack: str, requirement: Requirement) -> None:
    assert (requirement.effort is not None) is requirement.manual_review
    assert requirement.effort in {None, *get_args(Effort)} - {"none", "wait"}
    assert (requirement.level == "later") is (requirement.phase is not None)
    sources = [source.id for source in CATALOGUES[pack].edition.sources]
    assert requirement.source in {None, *sources}


def test_what_a_change_takes_is_said_of_all_that_requirements_look_at_and_of_nothing_else() -> None:
    looked_at = {"products", "product.markets", "cases", "product.runs_on", "product.bundled_with"}
    for _, requirement in REQUIREMENTS:
        looked_at |= {re.sub(r"^marketplaces\.\w+\.", "marketplace.", fact) for fact in facts_of(requirement)}
    for key, fact in CATALOGUES["jd"].facts.items():
        said = [fact.effort is not None, fact.fixed is not None].count(True)
        assert said == (key in looked_at), key


def test_every_number_that_requirements_bound_has_its_unit() -> None:
    bounded = {"cases"}
    for _, requirement in REQUIREMENTS:
        bounded |= {leaf.fact for leaf in leaves(requirement.condition) if isinstance(leaf, AtLeast | MoreThan | Cny)}
    assert {key for key, fact in CATALOGUES["jd"].facts.items() if fact.unit} == bounded


def test_no_wording_is_left_unused() -> None:
    assert set(read_shared("wording")) == {
        item.slug for _, item in REQUIREMENTS if "title" in read_shared("wording").get(item.slug, {})
    }
    for pack in PACKS:
        slugs = {item.slug for item in CATALOGUES[pack].requirements()}
        file = FOLDER / pack / "wording.toml"
        if file.is_file():
            assert set(tomllib.loads(file.read_text("utf-8"))) <= slugs, pack


def test_no_words_of_steps_are_left_unused() -> None:
    used = {step.id for catalogue in CATALOGUES.values() for step in catalogue.onboarding}
    assert set(read_shared("steps")) <= used


@every_pack
def test_words_over_the_shared_ones_differ_from_them(pack: str) -> None:
    shared = read_shared("wording")
    file = FOLDER / pack / "wording.toml"
    own = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    same = [(slug, key) for slug, words in own.items() for key in words if words[key] == shared.get(slug, {}).get(key)]
    assert same == []


@every_pack
def test_a_pack_says_what_it_is(pack: str) -> None:
    head, edition = head_of(pack), CATALOGUES[pack].edition
    assert (head["format"], head["id"]) == (1, pack)
    assert CATALOGUES[pack].id == pack
    assert CATALOGUES[pack].checked_on >= date(2026, 11, 23)
    assert edition.marketplace in marketplaces()
    assert edition.grade in get_args(Grade)
    assert edition.date_basis in get_args(DateBasis)
    assert (edition.since is None) is (edition.date_basis == "unknown")
    assert edition.since is not None or edition.grade == "C"


@every_pack
def test_sources_are_complete(pack: str) -> None:
    sources = CATALOGUES[pack].edition.sources
    assert sources
    assert len({source.id for source in sources}) == len(sources)
    for source in sources:
        assert source.url or (source.repository and source.path and source.commit)
        assert source.address.startswith("https://")
        if source.commit:
            assert re.fullmatch("[0-9a-f]{7,40}", source.commit), source
            assert re.fullmatch(r"[\w.-]+/[\w.-]+", source.repository or "")


def test_the_newest_edition_that_checks_name_is_the_last_of_its_marketplace() -> None:
    assert read_shared("shipped")["newest"] == editions_of("tencent")[-1].id


def test_the_index_of_the_shipped_packs_is_what_they_add_up_to() -> None:
    home, *others = read_shared("shipped")["marketplaces"]
    assert home == "tencent"
    assert others == sorted({catalogue.edition.marketplace for catalogue in CATALOGUES.values()} - {"tencent"})
    assert read_shared("shipped")["markets"] == sorted(
        {market for catalogue in CATALOGUES.values() for market in catalogue.market_ids}
    )


def test_the_editions_of_a_marketplace_follow_each_other() -> None:
    assert sorted(item.id for name in marketplaces() for item in editions_of(name)) == sorted(PACKS)
    for pack, catalogue in CATALOGUES.items():
        before = catalogue.edition.supersedes
        if before is not None:
            assert CATALOGUES[before].edition.marketplace == catalogue.edition.marketplace, pack


TWO_PAGES_DISAGREED: Final = {
    ("tencent-2018-10", "tencent-six-market"),
    ("tencent-six-market", "tencent-2018-12-27"),
    ("tencent-2019-03", "tencent-2019-04-11"),
}
"""An edition that stood in the FAQ for some weeks after the conditions page had the next one."""


def test_dates_are_in_order() -> None:
    overlapping: set[tuple[str, str]] = set()
    for pack, catalogue in CATALOGUES.items():
        since, last_seen = catalogue.edition.since, catalogue.edition.last_seen
        assert (since is None) is (last_seen is None), pack
        assert since is None or last_seen is None or since <= last_seen, pack
        before = catalogue.edition.supersedes
        earlier = CATALOGUES[before].edition if before else None
        if before and earlier and since and earlier.since and earlier.last_seen:
            assert earlier.since < since
            if earlier.last_seen >= since:
                overlapping.add((before, pack))
    assert overlapping == TWO_PAGES_DISAGREED


@pytest.mark.parametrize(
    ("pack", "since", "last_seen", "grade"),
    [
        ("tencent-2017", "2017-07-06", "2018-10-24", "A"),
        ("tencent-2018-10", "2018-10-25", "2018-12-11", "A"),
        ("tencent-six-market", "2018-11-28", "2019-03-20", "A"),
        ("tencent-2018-12-27", "2018-12-27", "2019-01-03", "A"),
        ("tencent-2019-01", "2019-01-04", "2019-01-28", "A"),
        ("tencent-2019-01-29", "2019-01-29", "2019-03-06", "A"),
        ("tencent-2019-03", "2019-03-07", "2019-05-09", "A"),
        ("tencent-2019-04-11", "2019-04-11", "2019-04-25", "A"),
        ("tencent-2019-04-26", "2019-04-26", "2019-08-21", "A"),
        ("tencent-2019-08", "2019-08-22", "2021-11-12", "A"),
        ("tencent-general", None, None, "C"),
        ("qingcloud", "2021-08-01", "2022-05-20", "B"),
        ("huawei-15", None, None, "C"),
        ("huawei-15-individual", None, None, "C"),
        ("huawei-5", None, None, "C"),
        ("jd", "2018-09-12", "2019-12-31", "A"),
        ("aws-2018-09", "2018-09-07", "2020-06-15", "A"),
        ("aws-2020-06", "2020-06-16", "2021-08-15", "A"),
        ("aws-2021-08", "2021-08-16", "2022-04-14", "A"),
        ("aws-2022-04", "2022-04-15", "2022-06-05", "A"),
        ("aws-2022-06", "2022-06-06", "2022-06-06", "A"),
    ],
)
def test_the_dates_of_each_pack(pack: str, since: str | None, last_seen: str | None, grade: str) -> None:
    edition = CATALOGUES[pack].edition
    assert (edition.since and str(edition.since), edition.last_seen and str(edition.last_seen)) == (since, last_seen)
    assert edition.grade == grade


@every_pack
def test_steps_end_with_facts_of_their_kind(pack: str) -> None:
    steps, marketplace = CATALOGUES[pack].onboarding, CATALOGUES[pack].edition.marketplace
    assert [step.id for step in steps] == list(dict.fromkeys(step.id for step in steps))
    assert [step.kind for step in steps].count("complete") == 1
    assert steps[-1].kind == "complete"
    for step in steps:
        assert step.kind in get_args(StepKind)
        assert (step.fact is None) is (step.kind in {"qualify", "complete"})
        assert (step.decided_on is not None) is (step.kind == "review")
        for fact in (step.fact, step.decided_on, *step.needs):
            if fact:
                assert fact.startswith("marketplaces.") is (marketplace != HOME)
                assert CATALOGUES[pack].facts[fact].label


@every_pack
def test_fees_are_due_before_something_and_for_markets_of_the_pack(pack: str) -> None:
    catalogue = CATALOGUES[pack]
    for fee in catalogue.fees:
        assert fee.before in {"withdrawal", *(step.id for step in catalogue.onboarding)}
        assert set(fee.markets) <= set(catalogue.market_ids)
        assert fee.amount is None or fee.amount > 0
    of_market = [(fee.id, market) for fee in catalogue.fees for market in fee.markets or catalogue.market_ids]
    assert len(of_market) == len(set(of_market))


@every_pack
def test_exceptions_and_notes_are_about_requirements_and_markets_that_there_are(pack: str) -> None:
    catalogue, every_slug = CATALOGUES[pack], {item.slug for _, item in REQUIREMENTS}
    own = {item.slug for item in catalogue.requirements()}
    for exception in catalogue.exceptions:
        assert set(exception.slugs) <= own
    for note in catalogue.notes:
        assert set(note.markets) <= set(catalogue.market_ids)
        assert set(note.slugs) <= every_slug
        if note.kind == "dropped":
            assert not {slug for slug in note.slugs if slug in own}
        elif note.kind == "reading":
            assert set(note.slugs) <= own


@every_pack
def test_every_dropped_slug_was_in_the_edition_before(pack: str) -> None:
    before = CATALOGUES[pack].edition.supersedes
    dropped = {slug for note in CATALOGUES[pack].notes if note.kind == "dropped" for slug in note.slugs}
    assert not dropped or before is not None
    if before:
        assert dropped <= {item.slug for item in CATALOGUES[before].requirements()}


def test_nothing_in_a_pack_is_left_unread() -> None:
    for pack in PACKS:
        markets = set(CATALOGUES[pack].market_ids)
        names = {entry.name.removesuffix(".toml") for entry in (FOLDER / pack).iterdir()}
        assert names <= {"pack", "general", "onboarding", "wording", *markets}, pack
        for market, data in read_pack(pack).lists.items():
            for entry in data.get("requirements", ()):
                known = {*Requirement._fields, "markets", "record"} - {"id", "market"}
                assert set(entry) <= known, (pack, market, entry["slug"])


def test_profiles_have_a_table_for_every_other_marketplace() -> None:
    values = {"profile_version": 1, "company": {"name": "甲"}}
    tables = {name: {"account": {"registered": True}} for name in marketplaces()[1:]}
    profile = validate(VendorProfile, values | {"marketplaces": tables})
    assert set(profile.marketplaces) == {"aws", "huawei", "jd", "qingcloud"}


@every_requirement
def test_what_to_record_is_said_under_the_keys_that_are_read(pack: str, requirement: Requirement) -> None:
    tables = {".".join(fact.split(".")[:-1]) for fact in facts_of(requirement)}
    own = {f"attestations.{requirement.slug}"} if requirement.manual_review else tables | {"cases"}
    for text in requirement.how:
        assert set(re.findall(r"\[+([a-z_.-]+)\]+", text)) <= own, pack


def test_an_attestation_for_any_edition_may_stand_in_every_profile() -> None:
    judged = {item.slug for _, item in REQUIREMENTS if item.manual_review}
    assert judged == every_attestable_slug()
