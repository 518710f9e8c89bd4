"""The instruction for each kind of change in each TOML style: exact text, place and lines."""

from typing import Any

import pytest
from support.plan_following import follow
from support.samples import CATALOGUE

from cloudmkt_cli.core.toml.document import read_document
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.planning.instructions import Instruction, ProfileFile, instructions
from cloudmkt_cli.profile.loader import load_profile

TEAM = ("team", "operators")
RENOWN = ("attestations", "renown")
CAPITAL = ("company", "registered_capital")
HOLDS = {"holds": True, "by": "…"}
CUSTOMER = {"customer": "…"}
PROFILE = 'profile_version = 1\ncompany.name = "示例"\nteam.marketplace_operators = 1\n'


def found(text: str, *overrides: Override) -> Instruction | None:
    return found_in_order(text, overrides)[0]


def found_in_order(text: str, *changes: tuple[Override, ...]) -> tuple[Instruction | None, ...]:
    return instructions(changes, ProfileFile(read_document(text.encode())))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Instruction("append", "[team]\noperators = 3")),
        ("[team.x]\ny = 1", Instruction("append", "[team]\noperators = 3")),
        ("\n[team]", Instruction("insert", "operators = 3", "[team]", ((2, 2),))),
        ("  [ team ]  # ours\nx = 1", Instruction("insert", "operators = 3", "[team]", ((1, 1),))),
        ("team.x = 1\nteam.y = [\n1]\na = 1", Instruction("insert", "team.operators = 3", "team", ((3, 3),))),
        ("team.x.y = 1\nteam.z = 1", Instruction("insert", "team.operators = 3", "team", ((2, 2),))),
        ("team.x.y = 1", Instruction("insert", "team.operators = 3", "team", ((1, 1),))),
        ("  team . x = 1", Instruction("insert", "team . operators = 3", "team", ((1, 1),))),
        ("\nteam = {}", Instruction("add", "operators = 3", "team", ((2, 2),))),
        ("team = { x = [\n1] }", Instruction("add", "operators = 3", "team", ((2, 2),))),
    ],
    ids=[
        "no table",
        "part of a table",
        "header",
        "header with spaces and a comment",
        "dotted keys, the last over two lines",
        "dotted keys of two depths",
        "dotted keys of a table in it",
        "dotted key with spaces",
        "empty inline table",
        "inline table over two lines",
    ],
)
def test_a_missing_key_is_added_in_the_style_of_its_table(text: str, expected: Instruction) -> None:
    assert found(text, Override(TEAM, 3)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n[team]\noperators = 1", Instruction("set", "operators = 3", "[team]", ((3, 3),))),
        ("[team]\noperators = [\n1,\n]", Instruction("set", "operators = 3", "[team]", ((2, 4),))),
        ("team.operators = 1", Instruction("set", "operators = 3", "team", ((1, 1),))),
        ("team = {\noperators = 1 }", Instruction("set", "operators = 3", "team", ((2, 2),))),
    ],
    ids=["header", "value over several lines", "dotted key", "inline table"],
)
def test_a_stated_value_is_replaced_where_it_stands(text: str, expected: Instruction) -> None:
    assert found(text, Override(TEAM, 3)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Instruction("append", '[attestations.renown]\nholds = true\nby = "…"')),
        ("[attestations]", Instruction("append", '[attestations.renown]\nholds = true\nby = "…"')),
        (
            "attestations = {}",
            Instruction("add", 'renown = { holds = true, by = "…" }', "attestations", ((1, 1),)),
        ),
        (
            "[attestations]\nrenown = {\nholds = false }",
            Instruction("set", 'renown = { holds = true, by = "…" }', "[attestations]", ((2, 3),)),
        ),
        (
            '\n[attestations.renown]\nholds = false\n\nevidence = [\n]\nby = "x"\n# end\n[team]',
            Instruction("replace", '[attestations.renown]\nholds = true\nby = "…"', None, ((2, 7),)),
        ),
        (
            "[attestations]\nrenown.holds = false\nlawful.holds = true\nrenown.evidence = [\n]",
            Instruction("replace", 'renown.holds = true\nrenown.by = "…"', None, ((2, 2), (4, 5))),
        ),
        (
            "[attestations]\nrenown.holds = false\nrenown.files.proof = 1",
            Instruction("replace", 'renown.holds = true\nrenown.by = "…"', None, ((2, 2), (3, 3))),
        ),
    ],
    ids=["no table", "header of the parent", "inline parent", "inline", "header", "dotted keys", "dotted keys in it"],
)
def test_an_attestation_is_written_in_the_style_of_its_table(text: str, expected: Instruction) -> None:
    assert found(text, Override(RENOWN, HOLDS)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Instruction("append", '[[cases]]\ncustomer = "…"\n\n[[cases]]\ncustomer = "…"\naward = "x"')),
        ("[[cases]]", Instruction("append", '[[cases]]\ncustomer = "…"\n\n[[cases]]\ncustomer = "…"\naward = "x"')),
        (
            'cases = [\n  { customer = "a" },\n]',
            Instruction("add", '{ customer = "…" }, { customer = "…", award = "x" }', "cases", ((3, 3),)),
        ),
    ],
    ids=["no list", "headers", "inline list"],
)
def test_several_entries_of_a_list_are_one_instruction(text: str, expected: Instruction) -> None:
    first = len(read_document(text.encode()).values.get("cases", []))  # type: ignore[arg-type]
    overrides = (Override(("cases", first), CUSTOMER), Override(("cases", first + 1), CUSTOMER | {"award": "x"}))
    assert found(text, *overrides) == expected


PRODUCTS = '[[products]]\nname = "甲"\nmarkets = ["api"]\n[[products]]\nmarkets = []\n'


@pytest.mark.parametrize(
    ("text", "override", "expected"),
    [
        (
            PRODUCTS,
            Override(("products", 0, "kind"), "saas"),
            Instruction("insert", 'kind = "saas"', "[[products]] 甲", ((1, 1),)),
        ),
        (
            PRODUCTS,
            Override(("products", 1, "kind"), "saas"),
            Instruction("insert", 'kind = "saas"', "[[products]] 1", ((4, 4),)),
        ),
        (
            PRODUCTS,
            Override(("products", 0, "name"), "乙"),
            Instruction("set", 'name = "乙"', "[[products]] 甲", ((2, 2),)),
        ),
        (
            PRODUCTS,
            Override(("products", 0, "markets", 1), "image"),
            Instruction("add", '"image"', "products[0].markets", ((3, 3),)),
        ),
        (
            'products = [\n{ name = "甲" },\n]',
            Override(("products", 0, "kind"), "saas"),
            Instruction("add", 'kind = "saas"', "products[0]", ((2, 2),)),
        ),
        (
            "cases = [\n[ {}, 1\n]\n]",
            Override(("cases", 0, 0, "award"), "x"),
            Instruction("add", 'award = "x"', "cases[0][0]", ((2, 2),)),
        ),
    ],
    ids=["name", "no name", "stated", "list of a product", "inline product", "line that looks like a header"],
)
def test_the_place_of_an_entry_of_a_list(text: str, override: Override, expected: Instruction) -> None:
    assert found(text, override) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[company.registered_capital]\namount = 1\ncurrency = "USD"',
            Instruction("replace", '[company.registered_capital]\namount = 70000\ncurrency = "CNY"', None, ((1, 3),)),
        ),
        (
            "company.registered_capital.amount = 1",
            Instruction(
                "replace",
                'company.registered_capital.amount = 70000\ncompany.registered_capital.currency = "CNY"',
                None,
                ((1, 1),),
            ),
        ),
        (
            "[company]\nregistered_capital = { amount = 1 }",
            Instruction("set", 'registered_capital = "7万元"', "[company]", ((2, 2),)),
        ),
    ],
    ids=["header", "dotted keys", "inline"],
)
def test_capital_that_the_file_has_as_a_table_stays_one(text: str, expected: Instruction) -> None:
    assert found(text, Override(CAPITAL, "7万元")) == expected


def test_any_other_text_cannot_replace_a_table() -> None:
    assert found("[company.registered_capital]\namount = 1", Override(CAPITAL, "enterprise")) is None


@pytest.mark.parametrize("override", [Override(RENOWN, HOLDS), Override(CAPITAL, "7万元"), Override(TEAM, 3)])
def test_a_list_with_headers_where_a_table_belongs_gets_no_instruction(override: Override) -> None:
    assert found(f"[[{override.key}]]\nx = 1", override) is None


def test_nothing_to_write_gets_no_instruction() -> None:
    assert found("[team]") is None


def test_the_file_of_a_profile_with_overrides_is_what_the_file_says() -> None:
    alone = load_profile(PROFILE.encode(), ".", CATALOGUE)
    assert ProfileFile.of(alone) == ProfileFile(alone.document, ())
    loaded = load_profile(PROFILE.encode(), ".", CATALOGUE, (Override(("cases", 0), {"customer": "x"}),))
    file = ProfileFile.of(loaded)
    assert file.overridden == (("cases", 0),)
    assert file.document.values == alone.document.values


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("team", "x"), True),
        (("documents", "x"), True),
        (("team", "marketplace_operators", "x"), False),
        (("cases", 0), True),
        (("team", 0), False),
        (("products", 0, "kind"), True),
        (("products", 0, "markets", 1), True),
        (("products", 1, "kind"), False),
        (("products", 2, "kind"), False),
        (("products", 2), True),
    ],
)
def test_what_a_file_can_hold(path: tuple[str | int, ...], expected: bool) -> None:
    text = PROFILE + "[[products]]\nmarkets = []\n[[products]]"
    assert ProfileFile(read_document(text.encode()), (("products", 1),)).can_hold(path) is expected


@pytest.mark.parametrize(
    ("text", "override"),
    [
        ("team = 3", Override(("team", "technical_and_service"), 10)),
        ("[team.technical_and_service]\nx = 1", Override(("team", "technical_and_service"), 10)),
        ("", Override(("products", 0, "kind"), "saas")),
        ("products = 1", Override(("products", 0, "kind"), "saas")),
        ('[[products]]\nname = "x"', Override(("products", 1, "markets", 2), "api")),
        ("cases = true", Override(("cases", 0), {"customer": "…"})),
        ("attestations = []", Override(("attestations", "renown"), {"holds": True})),
        ("marketplaces = 1", Override(("marketplaces", "jd", "agreements", "vendor"), True)),
        ("marketplaces.jd = []", Override(("marketplaces", "jd", "agreements", "vendor"), True)),
        ("[[marketplaces]]", Override(("marketplaces", "jd", "agreements", "vendor"), True)),
    ],
)
def test_a_file_that_cannot_hold_an_override_gets_no_instruction(text: str, override: Override) -> None:
    assert found(text, override) is None


def test_an_empty_table_is_replaced_by_its_header() -> None:
    override = Override(RENOWN, {"holds": True})
    expected = Instruction("replace", "[attestations.renown]\nholds = true", None, ((2, 2),))
    assert found("\n[attestations.renown]\n\n[team]", override) == expected


def test_the_first_key_of_a_missing_table_starts_it_and_the_next_are_added_below() -> None:
    team, support = Override(("team", "a"), 1), Override(("support", "b"), 2)
    later = Override(("team", "c"), 3), Override(("support", "d"), 4)
    assert found_in_order("x = 1", (team,), (support,), *((override,) for override in later)) == (
        Instruction("append", "[team]\na = 1"),
        Instruction("append", "[support]\nb = 2"),
        Instruction("insert", "c = 3", "[team]"),
        Instruction("insert", "d = 4", "[support]"),
    )


@pytest.mark.parametrize("text", ["", "[marketplaces.aws]", "marketplaces.aws.account.registered = true"])
def test_a_table_in_tables_that_are_not_in_braces_gets_a_header(text: str) -> None:
    expected = Instruction("append", "[marketplaces.jd.agreements]\nvendor = true")
    assert found(text, Override(("marketplaces", "jd", "agreements", "vendor"), True)) == expected
    read_document(f"{text}\n{expected.toml}".encode())


@pytest.mark.parametrize(
    ("text", "toml", "place", "line"),
    [
        ("marketplaces = {}", "aws-global.agreements.vendor = true", "marketplaces", 1),
        ("marketplaces.aws-global = {}", "agreements.vendor = true", "marketplaces.aws-global", 1),
        ("[marketplaces]\naws-global = {}", "agreements.vendor = true", "marketplaces.aws-global", 2),
        (
            "marketplaces = { jd = {}, aws-global = { account = { registered = true } } }",
            "agreements.vendor = true",
            "marketplaces.aws-global",
            1,
        ),
        (
            "marketplaces = { aws-global = { account = {}, agreements = { other = [\n] } } }",
            "vendor = true",
            "marketplaces.aws-global.agreements",
            2,
        ),
        (
            "marketplaces = { aws-global.account.registered = true }",
            "aws-global.agreements.vendor = true",
            "marketplaces",
            1,
        ),
        (
            "marketplaces = { aws-global.agreements.other = true }",
            "aws-global.agreements.vendor = true",
            "marketplaces",
            1,
        ),
        ("marketplaces.aws-global.agreements = {}", "vendor = true", "marketplaces.aws-global.agreements", 1),
    ],
    ids=["outermost", "dotted", "header", "beside", "two lines", "dots in braces", "same dots in braces", "innermost"],
)
def test_a_table_that_is_missing_in_braces_is_written_with_dots_inside_them(
    text: str, toml: str, place: str, line: int
) -> None:
    instruction = found(text, Override(("marketplaces", "aws-global", "agreements", "vendor"), True))
    assert instruction == Instruction("add", toml, place, ((line, line),))
    followed: Any = read_document(
        follow(text, [{"action": "add", "toml": toml, "below": place, "lines": [[line, line]]}]).encode()
    ).values
    assert followed["marketplaces"]["aws-global"]["agreements"]["vendor"] is True


def test_two_keys_of_a_table_that_is_missing_in_braces_are_both_written_there() -> None:
    path = ("marketplaces", "jd", "agreements")
    changes = [(Override((*path, key), True),) for key in ("vendor", "user_service")]
    assert found_in_order("marketplaces = {}", *changes) == (
        Instruction("add", "jd.agreements.vendor = true", "marketplaces", ((1, 1),)),
        Instruction("add", "jd.agreements.user_service = true", "marketplaces", ((1, 1),)),
    )


def test_a_change_with_nothing_to_write_starts_no_table() -> None:
    assert found_in_order("", (), (Override(TEAM, 3),)) == (None, Instruction("append", "[team]\noperators = 3"))


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("", Instruction("append", "[team]\noperators = 3"), Instruction("set", "operators = 5", "[team]")),
        (
            "[team]",
            Instruction("insert", "operators = 3", "[team]", ((1, 1),)),
            Instruction("set", "operators = 5", "[team]"),
        ),
        (
            "team.x = 1",
            Instruction("insert", "team.operators = 3", "team", ((1, 1),)),
            Instruction("set", "team.operators = 5", "team"),
        ),
        (
            "team = {}",
            Instruction("add", "operators = 3", "team", ((1, 1),)),
            Instruction("set", "operators = 5", "team"),
        ),
        (
            "team.operators = 1",
            Instruction("set", "operators = 3", "team", ((1, 1),)),
            Instruction("set", "operators = 5", "team"),
        ),
    ],
    ids=["no table", "header", "dotted keys", "inline table", "stated"],
)
def test_a_key_that_must_be_more_for_a_later_market_is_given_another_value(
    text: str, first: Instruction, second: Instruction
) -> None:
    assert found_in_order(text, (Override(TEAM, 3),), (Override(TEAM, 3),), (Override(TEAM, 5),)) == (
        first,
        None,
        second,
    )


def test_entries_of_a_list_that_a_later_market_needs_too_are_added_once() -> None:
    three = tuple(Override(("cases", index), CUSTOMER) for index in range(3))
    entry = '[[cases]]\ncustomer = "…"'
    assert found_in_order("", three[:2], three) == (
        Instruction("append", f"{entry}\n\n{entry}"),
        Instruction("append", entry),
    )


def test_new_products_for_two_markets_are_two_entries() -> None:
    new = [(Override(("products", 0), {"markets": [market]}),) for market in ("api", "image")]
    assert found_in_order("", *new) == (
        Instruction("append", '[[products]]\nmarkets = ["api"]'),
        Instruction("append", '[[products]]\nmarkets = ["image"]'),
    )
