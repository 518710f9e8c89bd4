"""The keys that ``--set`` offers are those that the profile has."""

import pytest
from support.samples import CATALOGUE, vendor
from support.strategies_runs import as_toml

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.profile_keys import require_known_keys, settable_keys
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.core.toml.overrides import Override, parse_override
from cloudmkt_cli.profile.fields import fields
from cloudmkt_cli.profile.loader import load_profile


def override_of(key: str) -> Override:
    override = parse_override(f"{key}=x")
    assert override is not None
    return override


@pytest.mark.parametrize("key", settable_keys(CATALOGUE))
def test_every_key_that_is_offered_is_one_of_the_profile(key: str) -> None:
    require_known_keys([override_of(key)], CATALOGUE)
    try:
        load_profile(as_toml(vendor()).encode(), ".", CATALOGUE, [override_of(key)])
    except InputError as error:
        faults = [item.message.values.get("fault") for item in error.diagnostics]
        assert [fault for fault in faults if isinstance(fault, Message) and fault.key == "error.unknown_key"] == []


@pytest.mark.parametrize(
    "key",
    [
        "marketplaces.jd.account.registered",
        "marketplaces.aws.account.tax_form",
        "marketplaces.huawei.agreements.vendor",
        "marketplaces.qingcloud.onboarding.applied_on",
    ],
)
def test_keys_of_other_marketplaces_are_offered_in_every_edition(key: str) -> None:
    for pack in ("tencent-six-market", "jd", "aws-2022-06"):
        assert key in settable_keys(load_catalogue(pack))


@pytest.mark.parametrize(
    "key", ["marketplaces.jd.account.registred", "marketplaces.jd.registered", "marketplace.account"]
)
def test_keys_that_no_marketplace_has_are_not_known(key: str) -> None:
    with pytest.raises(InputError):
        require_known_keys([override_of(key)], CATALOGUE)


def test_no_table_and_no_home_marketplace_is_offered() -> None:
    keys = [key for key in settable_keys(CATALOGUE) if key.startswith("marketplace")]
    assert len(keys) == 4 * 22
    assert not [key for key in keys if key.startswith("marketplaces.tencent") or key.count(".") != 3]


def test_every_value_of_a_profile_is_offered() -> None:
    assert {dotted(field.path) for field in fields().values()} <= set(settable_keys(CATALOGUE))


@pytest.mark.parametrize(
    "key",
    ["products[3].kind", "products[0]", "cases", "cases[1].customer", "team", "attestations.lawful", "profile_version"],
)
def test_whole_tables_and_other_entries_are_known(key: str) -> None:
    require_known_keys([override_of(key)], CATALOGUE)


def test_all_unknown_keys_are_named_at_once() -> None:
    with pytest.raises(InputError) as raised:
        require_known_keys([override_of(key) for key in ("a", "team", "product", "company.nam")], CATALOGUE)
    faults = [item.message.values["fault"] for item in raised.value.diagnostics]
    assert faults == [Message("error.unknown_key", {"key": key}) for key in ("a", "product", "company.nam")]
