"""Kleene's logic: unknown stays unknown only where it could still matter."""

from itertools import product
from typing import Final, Literal

import pytest
from support.samples import facts_of_vendor, finding, stating, vendor

from cloudmkt_cli.catalogue.conditions import AllOf, AnyOf, IsTrue, NoneOf
from cloudmkt_cli.checking.evaluator import Truth, evaluate
from cloudmkt_cli.checking.facts import Facts

KEYS: Final = ("consignment", "marketplace", "management_rules")
PARTS: Final = tuple(IsTrue(f"agreements.{key}") for key in KEYS)
TRUTHS: Final[tuple[Truth, ...]] = (True, False, None)
LETTERS: Final[dict[str, Truth]] = {"T": True, "F": False, "U": None}
THREE: Final = list(product(TRUTHS, repeat=3))

# Left, right, and, or, neither: written out, so that no code of the program decides what is expected.
TABLE: Final = """
T T  T T F
T F  F T F
T U  U T F
F T  F T F
F F  F F T
F U  F U U
U T  U T F
U F  F U U
U U  U U U
"""
ROWS: Final = [line.split() for line in TABLE.strip().splitlines()]


def _letters(truths: tuple[Truth, ...]) -> str:
    return "".join("U" if truth is None else "FT"[truth] for truth in truths)


def _facts(*truths: Truth) -> Facts:
    stated = {key: truth for key, truth in zip(KEYS, truths, strict=False) if truth is not None}
    return facts_of_vendor(stating(("agreements",), stated)).for_market("")


@pytest.mark.parametrize(("left", "right", "both", "either", "neither"), ROWS, ids=["".join(row[:2]) for row in ROWS])
def test_two_parts(left: str, right: str, both: str, either: str, neither: str) -> None:
    facts = _facts(LETTERS[left], LETTERS[right])
    assert evaluate(AllOf(PARTS[:2]), facts).truth is LETTERS[both]
    assert evaluate(AnyOf(PARTS[:2]), facts).truth is LETTERS[either]
    assert evaluate(NoneOf(PARTS[:2]), facts).truth is LETTERS[neither]


@pytest.mark.parametrize(("truth", "opposite"), [(True, False), (False, True), (None, None)])
def test_one_part(truth: Truth, opposite: Truth) -> None:
    facts = _facts(truth)
    assert evaluate(AllOf(PARTS[:1]), facts).truth is truth
    assert evaluate(AnyOf(PARTS[:1]), facts).truth is truth
    assert evaluate(NoneOf(PARTS[:1]), facts).truth is opposite


def _settled(rule: Literal["all", "any", "none"], truths: tuple[Truth, ...]) -> Truth:
    """What every way of filling in the unknowns agrees on."""
    choices = [(True, False) if truth is None else (truth,) for truth in truths]
    results = {{"all": all(filled), "any": any(filled), "none": not any(filled)}[rule] for filled in product(*choices)}
    return results.pop() if len(results) == 1 else None


@pytest.mark.parametrize("truths", THREE, ids=_letters)
def test_three_parts(truths: tuple[Truth, Truth, Truth]) -> None:
    facts = _facts(*truths)
    assert evaluate(AllOf(PARTS), facts).truth is _settled("all", truths)
    assert evaluate(AnyOf(PARTS), facts).truth is _settled("any", truths)
    assert evaluate(NoneOf(PARTS), facts).truth is _settled("none", truths)


@pytest.mark.parametrize("truths", THREE, ids=_letters)
def test_groups_inside_groups(truths: tuple[Truth, Truth, Truth]) -> None:
    first, *rest = truths
    facts = _facts(*truths)
    inner = AllOf(PARTS[1:])
    within = _settled("all", tuple(rest))
    assert evaluate(AnyOf((PARTS[0], inner)), facts).truth is _settled("any", (first, within))
    assert evaluate(NoneOf((PARTS[0], inner)), facts).truth is _settled("none", (first, within))
    assert evaluate(AllOf((PARTS[0], NoneOf(PARTS[1:]))), facts).truth is _settled(
        "all", (first, _settled("none", tuple(rest)))
    )


@pytest.mark.parametrize(
    ("truths", "all_by", "any_by"),
    [
        ((True, False, None), 1, 0),
        ((None, True, False), 2, 1),
        ((None, True, True), 0, 1),
        ((False, None, False), 0, 1),
        ((False, False, False), 0, 0),
        ((True, True, True), 0, 0),
    ],
    ids=lambda value: _letters(value) if isinstance(value, tuple) else str(value),
)
def test_the_part_that_decides_is_named(truths: tuple[Truth, ...], all_by: int, any_by: int) -> None:
    facts = _facts(*truths)
    assert evaluate(AllOf(PARTS), facts).decided_by == ("agreements", KEYS[all_by])
    assert evaluate(AnyOf(PARTS), facts).decided_by == ("agreements", KEYS[any_by])
    assert evaluate(NoneOf(PARTS), facts).decided_by == ("agreements", KEYS[any_by])


# Runs on Tencent Cloud, sold bundled with it, and how the requirement then stands.
ON_OR_BUNDLED: Final = [
    (True, True, "pass"),
    (True, False, "pass"),
    (True, None, "pass"),
    (False, True, "pass"),
    (None, True, "pass"),
    (False, False, "fail"),
    (False, None, "unknown"),
    (None, False, "unknown"),
    (None, None, "unknown"),
]


@pytest.mark.parametrize("market", ["website", "enterprise"])
@pytest.mark.parametrize(("runs_on", "bundled", "status"), ON_OR_BUNDLED)
def test_runs_on_or_bundled(market: str, runs_on: bool | None, bundled: bool | None, status: str) -> None:
    offer = vendor()["products"][0] | {"on_tencent_cloud": runs_on, "bundled_with_tencent_cloud": bundled}
    values = stating(("products", 0), {key: value for key, value in offer.items() if value is not None})
    assert finding(values, f"{market}.runs-on-or-bundled").status == status


# Legal form, account enterprise-verified, and how the requirement then stands.
ENTERPRISE: Final = [
    *(("enterprise", verified, "pass") for verified in TRUTHS),
    *(("individual", verified, "fail") for verified in TRUTHS),
    ("individual-business", True, "pass"),
    ("individual-business", False, "unknown"),
    ("individual-business", None, "unknown"),
    *((None, verified, "unknown") for verified in TRUTHS),
]


@pytest.mark.parametrize(("legal_form", "verified", "status"), ENTERPRISE)
def test_enterprise(legal_form: str | None, verified: bool | None, status: str) -> None:
    values = vendor()
    for table, key, value in (("company", "legal_form", legal_form), ("account", "enterprise_verified", verified)):
        if value is None:
            del values[table][key]
        else:
            values[table][key] = value
    for market in ("miniprogram", "service"):
        assert finding(values, "general.enterprise", market=market).status == status


@pytest.mark.parametrize("papers", THREE, ids=_letters)
def test_any_proof_of_the_bank_account_will_do(papers: tuple[Truth, Truth, Truth]) -> None:
    keys = ("bank_account_permit", "basic_account_information", "bank_account_certificate")
    stated = {key: paper for key, paper in zip(keys, papers, strict=True) if paper is not None}
    status = {True: "pass", False: "fail", None: "unknown"}[_settled("any", papers)]
    values = stating(("documents",), {"business_licence": True, **stated})
    assert finding(values, "general.bank-account-proof", market="image").status == status


@pytest.mark.parametrize("accepted", THREE, ids=_letters)
def test_all_three_agreements_are_accepted(accepted: tuple[Truth, Truth, Truth]) -> None:
    stated = {key: truth for key, truth in zip(KEYS, accepted, strict=True) if truth is not None}
    status = {True: "pass", False: "fail", None: "unknown"}[_settled("all", accepted)]
    assert finding(stating(("agreements",), stated), "api.agreements").status == status
