"""Packs of users: what is valid becomes a catalogue, and what is not is told with its place."""

import os
from datetime import date
from pathlib import Path

import pytest
from support.user_packs import EXTENDING, TEN_LINES, mistakes, valid, write_pack

from cloudmkt_cli.catalogue import pack_files
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.pack_files import read_pack, shipped_packs
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.messages import Text
from cloudmkt_cli.packs.folder import read_head
from cloudmkt_cli.packs.reading import pack_in, read_packs

SHIPPED = Path(pack_files.__file__).parent / "packs"
REQUIREMENT = '[[market.apps.requirements]]\nslug = "{slug}"\n{rest}\n'


def with_requirement(rest: str, slug: str = "team-size") -> str:
    return TEN_LINES + REQUIREMENT.format(slug=slug, rest=rest)


@pytest.mark.parametrize("name", shipped_packs())
def test_every_shipped_pack_is_what_a_pack_of_a_user_must_be(name: str) -> None:
    head = read_head(str(SHIPPED / name))
    extends = head.values.get("extends")
    pack = pack_in(str(SHIPPED / name), head, read_pack(str(extends)) if extends else None)
    assert pack.catalogue.id == name
    assert [item.id for item in pack.catalogue.requirements()] == [
        item.id for item in load_catalogue(name).requirements()
    ]


def test_a_pack_of_ten_lines_is_a_catalogue(tmp_path: Path) -> None:
    catalogue = valid(write_pack(tmp_path)).catalogue
    (requirement,) = catalogue.requirements()
    assert requirement.id == "acme/apps.registered-capital"
    assert requirement.expected.en == "more than CNY 500,000 (exactly that amount fails)"
    assert catalogue.market_ids == ("apps",)
    assert catalogue.checked_on == date(2026, 11, 27)
    assert catalogue.source_url == "https://example.com/rules"
    assert [step.id for step in catalogue.onboarding] == ["qualify", "complete"]
    assert (catalogue.edition.grade, catalogue.edition.date_basis) == ("C", "unknown")


def test_a_pack_that_extends_an_edition_changes_only_what_it_states(tmp_path: Path) -> None:
    head = EXTENDING + (
        "[[market.website.requirements]]\n"
        'slug = "team-size"\n'
        'condition = { kind = "at_least", fact = "team.technical_and_service", minimum = 25 }\n'
        '[market.api]\ndrop = ["test-account"]\n'
    )
    stricter, shipped = valid(write_pack(tmp_path, head)).catalogue, load_catalogue()
    assert stricter.requirement("website.team-size").expected == Text(
        zh="技术与服务人员不少于 25 人", en="at least 25 technical and service staff"
    )
    kept = [item.id for item in shipped.requirements() if item.id != "api.test-account"]
    assert [item.id for item in stricter.requirements()] == kept
    assert stricter.requirement("website.lawful") == shipped.requirement("website.lawful")
    assert stricter.onboarding == shipped.onboarding


def test_a_general_requirement_can_be_dropped(tmp_path: Path) -> None:
    pack = valid(write_pack(tmp_path, EXTENDING + 'drop = ["business-licence"]\n'))
    assert "business-licence" not in {item.slug for item in pack.catalogue.general.requirements}


def test_a_pack_may_extend_one_that_is_given_before_it(tmp_path: Path) -> None:
    first = write_pack(tmp_path / "first")
    head = TEN_LINES.partition("marketplace")[0].replace("acme-2026", "stricter") + 'extends = "acme-2026"\n'
    second = write_pack(tmp_path / "second", head + 'name = { zh = "更严", en = "Stricter" }\n')
    packs = read_packs([str(first), str(second)])
    assert [*packs] == ["acme-2026", "stricter"]
    assert packs["stricter"].catalogue.market_ids == ("apps",)
    with pytest.raises(InputError):
        read_packs([str(second), str(first)])


def test_an_id_stands_for_one_edition(tmp_path: Path) -> None:
    first, second = write_pack(tmp_path / "first"), write_pack(tmp_path / "second")
    with pytest.raises(InputError) as twice:
        read_packs([str(first), str(second)])
    assert [one.message.key for one in twice.value.diagnostics] == ["error.pack_taken"]
    (taken,) = mistakes(write_pack(tmp_path / "third", TEN_LINES.replace("acme-2026", "jd")))
    assert (taken.message.key, taken.key, taken.position) == ("error.pack_taken", "id", (2, 6))


@pytest.mark.parametrize(
    ("head", "key", "message"),
    [
        (TEN_LINES.replace("format = 1", "format = 2"), "format", "not_a_choice"),
        (TEN_LINES.replace('id = "acme-2026"', 'id = "Acme 2026"'), "id", "pack_slug"),
        (TEN_LINES.replace('markets = ["apps"]', 'markets = ["apps", "apps"]'), "markets[1]", "pack_twice"),
        (TEN_LINES.replace("https://", "javascript://"), "sources[0].url", "pack_address"),
        (TEN_LINES.replace(', url = "https://example.com/rules"', ""), "sources[0]", "pack_source"),
        (TEN_LINES.replace('en = "Apps"', 'en = ""'), "market.apps.name.en", "blank"),
        (TEN_LINES.replace(', en = "Apps"', ""), "market.apps.name.en", "missing_key"),
        (TEN_LINES.replace("checked_on = 2026-11-27\n", ""), "checked_on", "missing_key"),
        (TEN_LINES.replace("checked_on", "checkd_on"), "checkd_on", "unknown_key"),
        (TEN_LINES.replace('"cny"', '"cnyy"'), "market.apps.requirements[0].condition.kind", "not_a_choice"),
        (TEN_LINES.replace('">="', '"="'), "market.apps.requirements[0].condition.operator", "not_a_choice"),
        (
            TEN_LINES.replace('_capital", op', '_capitol", op'),
            "market.apps.requirements[0].condition.fact",
            "pack_fact",
        ),
        (TEN_LINES.replace("500_000", "-1"), "market.apps.requirements[0].condition.limit", "out_of_range"),
        (
            with_requirement('condition = { kind = "is_true", fact = "team.technical_and_service" }'),
            "market.apps.requirements[1].condition.kind",
            "pack_kind",
        ),
        (
            with_requirement('condition = { kind = "since", fact = "company.established" }', "company-age"),
            "market.apps.requirements[1].condition.kind",
            "pack_period",
        ),
        (
            with_requirement(
                'condition = { kind = "one_of", fact = "product.kind", values = ["sass"] }\nscope = "product"'
            ),
            "market.apps.requirements[1].condition.values[0]",
            "not_a_choice",
        ),
        (
            with_requirement('condition = { kind = "is_true", fact = "product.self_developed" }', "self-developed"),
            "market.apps.requirements[1].condition",
            "pack_scope",
        ),
        (
            with_requirement('condition = { kind = "all_of", conditions = [{ kind = "judged" }] }', "lawful"),
            "market.apps.requirements[1].condition.conditions[0].kind",
            "pack_judged_part",
        ),
        (
            with_requirement('condition = { kind = "judged" }', "registered-capital"),
            "market.apps.requirements[1].slug",
            "pack_twice",
        ),
        (
            with_requirement('condition = { kind = "judged" }\nsource = "other"', "lawful"),
            "market.apps.requirements[1].source",
            "pack_unknown",
        ),
        (with_requirement("", "lawful"), "market.apps.requirements[1].condition", "missing_key"),
        (
            TEN_LINES + 'applies_when = { kind = "is_true", fact = "company.external_funding" }\n',
            "market.apps",
            "pack_no_requirement",
        ),
        (
            TEN_LINES.replace('name = { zh = "应用"', 'drop = ["lawful"]\nmarket.apps.name = { zh = "应用"').replace(
                "market.apps.drop", "market.apps.drop"
            ),
            "market.apps.drop[0]",
            "pack_unknown",
        ),
        (EXTENDING.replace("six-market", "six-markets"), "extends", "pack_unknown"),
        (EXTENDING + '[market.website]\ndrop = ["team-sizes"]\n', "market.website.drop[0]", "pack_unknown"),
        (EXTENDING + '[market.websites]\ndrop = ["team-size"]\n', "market.websites", "pack_unknown"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, head: str, key: str, message: str) -> None:
    found = [(one.key, one.message.key) for one in mistakes(write_pack(tmp_path, head))]
    assert (key, f"error.{message}") in found
    assert all(one.path and one.position for one in mistakes(tmp_path))


def test_all_mistakes_are_told_at_once_and_each_once(tmp_path: Path) -> None:
    head = EXTENDING + (
        "[[requirements]]\n"
        'slug = "own"\nmarkets = "all"\n'
        'condition = { kind = "is_true", fact = "company.external_funding" }\n'
        'expected = { zh = "{x}", en = "y" }\n'
    )
    found = [(one.key, one.message.key) for one in mistakes(write_pack(tmp_path, head))]
    missing = [(f"requirements[0].{name}", "error.missing_key") for name in ("title", "why", "how", "evidence")]
    assert sorted(found) == sorted([*missing, ("requirements[0].expected.zh", "error.pack_placeholder")])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{0.__class__}", "{0.__class__}"),
        ("{registered_capital.__class__}", "{registered_capital.__class__}"),
        ("{registered_capital!r}", "{registered_capital!r}"),
        ("{registered_capital:>99999}", "{registered_capital:>99999}"),
        ("{registered_capital:{registered_capital}}", "{registered_capital:{registered_capital}}"),
        ("{limit}", "{limit}"),
        ("{", "{"),
        ("{}", "{}"),
    ],
)
def test_a_text_shows_the_numbers_of_its_condition_and_nothing_else(tmp_path: Path, text: str, found: str) -> None:
    words = f'expected = {{ zh = "{{registered_capital:,}} {{{{x}}}}", en = "{text}" }}\n'
    (mistake,) = mistakes(write_pack(tmp_path, TEN_LINES + words))
    assert (mistake.message.key, mistake.message.values) == ("error.pack_placeholder", {"found": found})
    assert mistake.key == "market.apps.requirements[0].expected.en"
    assert mistake.hint.values == {"choices": ("{registered_capital}",)}


def test_the_words_of_a_pack_go_over_the_shared_ones(tmp_path: Path) -> None:
    words = (
        '[registered-capital]\nexpected = { zh = "至少 {registered_capital:,}", en = "from {registered_capital} on" }\n'
    )
    pack = valid(write_pack(tmp_path, wording=words))
    (requirement,) = pack.catalogue.requirements()
    assert requirement.expected == Text(zh="至少 500,000", en="from 500000 on")
    assert requirement.title.en == "Registered capital"
    (mistake,) = mistakes(write_pack(tmp_path, wording=words.replace("from {registered_capital}", "from {amount}")))
    assert (mistake.path, mistake.position) == (f"{tmp_path}/wording.toml", (2, 53))


def test_a_market_may_have_a_file_of_its_own_and_only_that(tmp_path: Path) -> None:
    market = 'name = { zh = "应用", en = "Apps" }\n[[requirements]]\nslug = "lawful"\ncondition = { kind = "judged" }\n'
    alone = TEN_LINES.partition("market.apps.name")[0]
    assert [item.id for item in valid(write_pack(tmp_path, alone, apps=market)).catalogue.requirements()] == [
        "acme/apps.lawful"
    ]
    (twice,) = mistakes(write_pack(tmp_path, apps=market))
    assert (twice.key, twice.message.key) == ("market.apps", "error.pack_twice")


@pytest.mark.parametrize(
    ("steps", "key", "message"),
    [
        ('[{ id = "complete", kind = "complete" }, { id = "qualify", kind = "qualify" }]', "steps", "pack_steps"),
        ('[{ id = "apply", kind = "apply" }, { id = "complete", kind = "complete" }]', "steps[0].fact", "missing_key"),
        (
            '[{ id = "apply", kind = "apply", fact = "company.name" }, { id = "complete", kind = "complete" }]',
            "steps[0].fact",
            "pack_fact",
        ),
        ('[{ id = "own", kind = "qualify" }, { id = "complete", kind = "complete" }]', "steps[0].title", "missing_key"),
    ],
)
def test_steps_of_onboarding_are_in_order_and_end_with_a_fact(
    tmp_path: Path, steps: str, key: str, message: str
) -> None:
    found = [(one.key, one.message.key) for one in mistakes(write_pack(tmp_path, onboarding=f"steps = {steps}\n"))]
    assert (key, f"error.{message}") in found


def test_a_folder_without_pack_toml_is_no_pack(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere", tmp_path / ("x" * 5000)):
        (mistake,) = mistakes(folder)
        assert mistake.message.key == "error.pack_none"


def test_a_file_that_no_pack_has_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = mistakes(write_pack(tmp_path, wordings=""))
    assert (mistake.path, mistake.message.key) == (f"{tmp_path}/wordings.toml", "error.pack_file")
    assert mistake.hint.values["near"] == ("wording.toml",)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_no_file_is_read_through_a_link_that_leads_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret.toml"
    secret.write_text("[registered-capital]\n", encoding="utf-8")
    folder = write_pack(tmp_path / "pack")
    (folder / "wording.toml").symlink_to(secret)
    (mistake,) = mistakes(folder)
    assert (mistake.path, mistake.message.key) == (f"{folder}/wording.toml", "error.leads_out")
    (folder / "wording.toml").unlink()
    (folder / "pack.toml").rename(tmp_path / "elsewhere.toml")
    (folder / "pack.toml").symlink_to(tmp_path / "elsewhere.toml")
    assert [one.message.key for one in mistakes(folder)] == ["error.leads_out"]
