"""``--set``: a key and a TOML value, put into the values of a profile as its schema will have them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import vendor
from support.strategies import profiles

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides, parse_override
from cloudmkt_cli.core.toml.serialize import assignment


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("team.technical_and_service=12", ("team", "technical_and_service"), 12),
        (" team.technical_and_service = 1_2 ", ("team", "technical_and_service"), 12),
        ("products[0].on_tencent_cloud=true", ("products", 0, "on_tencent_cloud"), True),
        ("support.hours_per_day=7.5", ("support", "hours_per_day"), 7.5),
        ("company.established=2025-06-18", ("company", "established"), date(2025, 6, 18)),
        ("company.legal_form=enterprise", ("company", "legal_form"), "enterprise"),
        ('company.legal_form="enterprise"', ("company", "legal_form"), "enterprise"),
        ("company.name=云舟示例 科技", ("company", "name"), "云舟示例 科技"),
        ("company.name=a=b", ("company", "name"), "a=b"),
        ("company.uscc=", ("company", "uscc"), ""),
        ('target_markets=["website"]', ("target_markets",), ["website"]),
        ("attestations.market-image.holds=true", ("attestations", "market-image", "holds"), True),
        (
            "company.registered_capital={amount=5, currency='CNY'}",
            ("company", "registered_capital"),
            {"amount": 5, "currency": "CNY"},
        ),
        ("company.name=1\ncompany.uscc=2", ("company", "name"), "1\ncompany.uscc=2"),
        ("support.hours_per_day=nan", ("support", "hours_per_day"), "nan"),
        ("team.x=" + "[" * 2000, ("team", "x"), "[" * 2000),
    ],
)
def test_a_key_and_its_value(text: str, path: tuple[str | int, ...], value: Any) -> None:
    override = parse_override(text)
    assert override == Override(path, value)
    assert override is not None
    assert type(override.value) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "team",
        "=1",
        "team.=1",
        ".team=1",
        "team..x=1",
        "products[x].kind=1",
        "products[-1].kind=1",
        "[0]=1",
        "a b=1",
        "a" + ".a" * 8 + "=1",
        "company.name=\udcff",
    ],
)
def test_what_is_no_key_with_a_value(text: str) -> None:
    assert parse_override(text) is None


@given(st.text())
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for typed in (text, f"company.name={text}"):
        override = parse_override(typed)
        assert override is None or override.path


def test_edits_are_made_in_order_and_leave_what_they_are_given_alone() -> None:
    values = vendor()
    overrides = [
        Override(("team", "technical_and_service"), 1),
        Override(("team", "technical_and_service"), 2),
        Override(("cases", 6), {"customer": "示例客户"}),
        Override(("cases", 7), {"customer": "示例客户"}),
        Override(("products", 0, "kind"), "api"),
        Override(("onboarding", "review"), "pending"),
    ]
    changed = apply_overrides(values, overrides)
    assert values == vendor()
    assert changed["team"] == vendor()["team"] | {"technical_and_service": 2}
    assert len(changed["cases"]) == 8
    assert changed["products"] == [vendor()["products"][0] | {"kind": "api"}]
    assert changed["onboarding"] == {"review": "pending"}


def test_an_index_beyond_the_end_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        apply_overrides(vendor(), [Override(("products", 2, "kind"), "api")])
    (diagnostic,) = refused.value.diagnostics
    assert (diagnostic.key, diagnostic.message.values) == ("products[2].kind", {"count": 1})


@given(profiles())
def test_what_is_written_as_toml_is_read_as_the_same(values: dict[str, Any]) -> None:
    for table, stated in values.items():
        for key, value in stated.items() if isinstance(stated, dict) else ():
            override = parse_override(assignment(f"{table}.{key}", value))
            assert override is not None
            assert override.value == value
