"""The cases of a pack: every status of every requirement that it states, each as expected."""

from pathlib import Path

import pytest
from support.user_packs import EXTENDING, TEN_LINES, valid, write_pack

from cloudmkt_cli.checking.results import Status
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.packs.cases import PackTest, run_cases

CAPITAL = """\
[[cases]]
requirement = "registered-capital"
expect = "pass"
profile = { company = { registered_capital = "50万元" } }
[[cases]]
requirement = "acme/apps.registered-capital"
expect = "fail"
profile.company.registered_capital = "499,999元"
[[cases]]
requirement = "apps.registered-capital"
expect = "unknown"
"""
MANUAL = """\
[[market.apps.requirements]]
slug = "lawful"
condition = { kind = "judged" }
applies_when = { kind = "is_true", fact = "company.external_funding" }
"""
PRODUCT = """\
[[market.apps.requirements]]
slug = "self-developed"
scope = "product"
condition = { kind = "is_true", fact = "product.self_developed", when_false = "unknown" }
applies_when = { kind = "one_of", fact = "product.kind", values = ["saas"] }
"""


def outcome(folder: Path, cases: str = "", head: str = TEN_LINES) -> PackTest:
    return run_cases(valid(write_pack(folder, head, **({"cases": cases} if cases else {}))))


def missing(test: PackTest) -> list[tuple[str, str]]:
    return [(requirement.partition(".")[2], status.value) for requirement, status in test.missing]


def test_a_case_for_every_status_is_enough(tmp_path: Path) -> None:
    test = outcome(tmp_path, CAPITAL)
    assert (test.holds, test.requirements, test.missing, test.failed) == (True, 1, (), ())
    assert [(result.expected, result.found) for result in test.results] == [
        (status, status) for status in (Status.PASS, Status.FAIL, Status.UNKNOWN)
    ]


def test_a_missing_case_fails(tmp_path: Path) -> None:
    test = outcome(tmp_path, CAPITAL.rpartition("[[cases]]")[0])
    assert (test.holds, missing(test)) == (False, [("registered-capital", "unknown")])


@pytest.mark.parametrize(
    ("more", "slug", "statuses"),
    [
        (MANUAL.rpartition("applies_when")[0], "lawful", ["pass", "fail", "manual"]),
        (PRODUCT, "self-developed", ["pass", "unknown", "not_applicable"]),
        (PRODUCT.rpartition("applies_when")[0], "self-developed", ["pass", "unknown"]),
    ],
)
def test_what_a_requirement_can_be_must_be_shown(tmp_path: Path, more: str, slug: str, statuses: list[str]) -> None:
    test = outcome(tmp_path, head=TEN_LINES + more)
    assert [status for requirement, status in missing(test) if requirement == slug] == statuses


def test_a_case_that_comes_out_otherwise_fails_with_its_place(tmp_path: Path) -> None:
    (failed,) = outcome(tmp_path, CAPITAL.replace("50万元", "40万元")).failed
    assert (failed.requirement, failed.expected, failed.found) == (
        "acme/apps.registered-capital",
        Status.PASS,
        Status.FAIL,
    )
    assert failed.position == (1, 1)


def test_the_shared_profile_is_under_that_of_each_case(tmp_path: Path) -> None:
    shared = '[profile.company]\nregistered_capital = "50万元"\n'
    results = outcome(tmp_path, shared + CAPITAL.replace('"unknown"', '"pass"')).results
    assert [result.found for result in results] == [Status.PASS, Status.FAIL, Status.PASS]


def test_cases_are_checked_as_of_one_day(tmp_path: Path) -> None:
    head = TEN_LINES + (
        "[[market.apps.requirements]]\n"
        'slug = "company-age"\n'
        'condition = { kind = "since", fact = "company.established", months = 6, strict = true }\n'
    )
    case = '[[cases]]\nrequirement = "company-age"\nexpect = "pass"\nprofile.company.established = 2026-05-27\n'
    found = [outcome(tmp_path, day + case, head).results[0].found for day in ("", "as_of = 2026-11-28\n")]
    assert found == [Status.FAIL, Status.PASS]  # checked_on is the very anniversary, and more than six months is asked


def test_a_pack_that_extends_an_edition_shows_only_what_it_states_itself(tmp_path: Path) -> None:
    head = EXTENDING + (
        "[[market.website.requirements]]\n"
        'slug = "team-size"\n'
        'condition = { kind = "at_least", fact = "team.technical_and_service", minimum = 25 }\n'
    )
    test = outcome(tmp_path, head=head)
    assert [pair[0] for pair in test.missing] == ["website.team-size"] * 3
    words = '[lawful]\ntitle = { zh = "合法合规", en = "Lawful" }\n'
    assert run_cases(valid(write_pack(tmp_path, head, wording=words))).missing == test.missing


@pytest.mark.parametrize(
    ("case", "key", "message"),
    [
        ('requirement = "team-size"\nexpect = "pass"', "cases[0].requirement", "pack_unknown"),
        ('requirement = "registered-capital"\nexpect = "passed"', "cases[0].expect", "not_a_choice"),
        (
            'requirement = "registered-capital"\nexpect = "pass"\nprofile = { company = { registered_capital = "x" } }',
            "cases[0].profile.company.registered_capital",
            "capital_form",
        ),
        (
            'requirement = "registered-capital"\nexpect = "pass"\nprofile = { team = { people = 3 } }',
            "cases[0].profile.team.people",
            "unknown_key",
        ),
        (
            'requirement = "registered-capital"\nexpect = "pass"\nprofile = { target_markets = ["appz"] }',
            "cases[0].profile.target_markets[0]",
            "unknown_market",
        ),
    ],
)
def test_a_case_that_is_not_valid_is_told_with_its_place(tmp_path: Path, case: str, key: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        outcome(tmp_path, f"[[cases]]\n{case}\n")
    (mistake,) = refused.value.diagnostics
    assert (mistake.key, mistake.message.key) == (key, f"error.{message}")
    assert mistake.path == f"{tmp_path}/cases.toml"
    assert mistake.position
