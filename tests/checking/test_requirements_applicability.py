"""Clauses that leave some products out."""

from typing import Final

import pytest
from support.samples import Values, finding, stating, vendor

from cloudmkt_cli.core.messages import Message

SAAS_ONLY: Final = {
    "saas-users": ("registered_users", 6200, 5000),
    "self-developed": ("self_developed", True, False),
    "software-copyright": ("software_copyright", True, False),
    "runs-on-tencent-cloud": ("on_tencent_cloud", True, False),
}
"""Slug, the fact that decides it, a value that meets it and one that does not."""
KINDS: Final = ("saas", "custom", "service", "software", "api")
MAY_NOT_APPLY: Final = Message("check.may_not_apply")


def _vendor_whose_product(**facts: object) -> Values:
    """The sample vendor, its product changed; None leaves a fact out."""
    product = vendor()["products"][0] | facts
    return stating(("products", 0), {key: value for key, value in product.items() if value is not None})


@pytest.mark.parametrize("slug", SAAS_ONLY)
@pytest.mark.parametrize(
    ("kind", "met", "not_met", "not_stated"),
    [
        ("saas", "pass", "fail", "unknown"),
        *((kind, "not_applicable", "not_applicable", "not_applicable") for kind in KINDS if kind != "saas"),
        (None, "pass", "unknown", "unknown"),
    ],
)
def test_requirements_on_saas_do_not_apply_to_other_kinds(
    slug: str, kind: str | None, met: str, not_met: str, not_stated: str
) -> None:
    fact, good, bad = SAAS_ONLY[slug]
    found = [
        finding(_vendor_whose_product(kind=kind, **{fact: value}), f"miniprogram.{slug}").status.value
        for value in (good, bad, None)
    ]
    assert found == [met, not_met, not_stated]


def test_the_fact_that_makes_a_requirement_not_apply_decides_it() -> None:
    found = finding(_vendor_whose_product(kind="custom"), "miniprogram.saas-users")
    assert found.decided_by == ("products", 0, "kind")
    assert [seen.fact for seen in found.observations] == ["product.kind"]


@pytest.mark.parametrize("slug", SAAS_ONLY)
def test_an_unmet_requirement_that_may_not_apply_has_a_note_that_says_so(slug: str) -> None:
    fact, good, bad = SAAS_ONLY[slug]
    requirement = f"miniprogram.{slug}"
    assert MAY_NOT_APPLY in finding(_vendor_whose_product(kind=None, **{fact: bad}), requirement).notes
    assert finding(_vendor_whose_product(kind=None, **{fact: bad}), requirement).decided_by == ("products", 0, "kind")
    assert finding(_vendor_whose_product(kind=None, **{fact: good}), requirement).notes == ()


@pytest.mark.parametrize(
    ("kind", "open_source", "applies"),
    [
        *((kind, open_source, True) for kind in KINDS if kind != "custom" for open_source in (True, False, None)),
        ("custom", True, False),
        ("custom", False, True),
        ("custom", None, None),
        (None, True, None),
        (None, False, True),
        (None, None, None),
    ],
)
def test_the_website_copyright_does_not_apply_to_custom_work_on_open_source(
    kind: str | None, open_source: bool | None, applies: bool | None
) -> None:
    found = [
        finding(
            _vendor_whose_product(kind=kind, open_source_based=open_source, software_copyright=copyright_),
            "website.software-copyright",
        ).status.value
        for copyright_ in (True, False, None)
    ]
    assert (
        found
        == {
            True: ["pass", "fail", "unknown"],
            False: ["not_applicable"] * 3,
            None: ["pass", "unknown", "unknown"],
        }[applies]
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        *((kind, ["pass", "fail", "unknown"]) for kind in KINDS if kind != "service"),
        ("service", ["not_applicable"] * 3),
        (None, ["pass", "unknown", "unknown"]),
    ],
    ids=str,
)
def test_the_enterprise_copyright_does_not_apply_to_services(kind: str | None, expected: list[str]) -> None:
    found = [
        finding(
            _vendor_whose_product(kind=kind, software_copyright=copyright_), "enterprise.software-copyright"
        ).status.value
        for copyright_ in (True, False, None)
    ]
    assert found == expected


@pytest.mark.parametrize("market", ["website", "enterprise"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_product_of_any_kind_neither_on_nor_bundled_with_tencent_cloud_fails(market: str, kind: str) -> None:
    values = _vendor_whose_product(kind=kind, on_tencent_cloud=False, bundled_with_tencent_cloud=False)
    assert finding(values, f"{market}.runs-on-or-bundled").status == "fail"
