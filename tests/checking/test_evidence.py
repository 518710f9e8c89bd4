"""Texts that mean "no" or "not yet" where evidence is expected, and the remedy for each."""

import pytest
from support.samples import CATALOGUE, Path, Values, check, finding, stating, vendor

from cloudmkt_cli.checking.evidence import non_answer
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.render.phrases import actual, fix

COPYRIGHT = ("products", 0, "software_copyright")
LICENCE = ("documents", "business_licence")
AWARD = ("cases", 0, "award")
EVIDENCE = ("attestations", "renown", "evidence")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("无", "no"),
        ("没有", "no"),
        ("no", "no"),
        ("None", "no"),
        (" N/A ", "no"),
        ("（无）", "no"),
        ("“无”", "no"),
        ("\uff2e\uff2f", "no"),
        ("-", "no"),
        ("申请中", "pending"),
        ("申请中…", "pending"),
        ("Applied for", "pending"),
        ("TBD", "pending"),
        ("2023SR0123456", None),
        ("软著登字第0123456号", None),
        ("无锡示例奖", None),
        ("Nobel", None),
        ("licence.pdf", None),
        ("", None),
        ("()", None),
        ("无" * 41, None),
        ("暂 无", "no"),
        ("无".ljust(40), "no"),
        ("无".ljust(41), None),
    ],
)
def test_which_texts_mean_no_or_not_yet(text: str, kind: str | None) -> None:
    assert non_answer(text) == kind


CASES_WITHOUT_AWARD = stating(("cases",), [{"customer": f"示例客户{number}", "award": ""} for number in range(5)])


@pytest.mark.parametrize(
    ("requirement", "values", "status", "remedy"),
    [
        (
            "website.software-copyright",
            stating(COPYRIGHT, "无"),
            "unknown",
            "If there is none, write software_copyright = false.",
        ),
        (
            "website.software-copyright",
            stating(COPYRIGHT, "申请中"),
            "unknown",
            "Remove products[0].software_copyright until you have it.",
        ),
        (
            "general.business-licence",
            stating(LICENCE, "no"),
            "unknown",
            "If there is none, write business_licence = false.",
        ),
        (
            "miniprogram.award",
            stating(AWARD, "无", CASES_WITHOUT_AWARD),
            "unknown",
            'If there is none, write award = "".',
        ),
        (
            "miniprogram.award",
            stating(AWARD, "pending", CASES_WITHOUT_AWARD),
            "unknown",
            "Remove cases[0].award until you have it.",
        ),
        (
            "website.renown",
            stating(EVIDENCE, ["无"]),
            "manual",
            "Remove [attestations.renown] until you have evidence.",
        ),
        (
            "website.renown",
            stating(EVIDENCE, ["https://example.com/news", "待补"]),
            "manual",
            "Remove [attestations.renown] until you have evidence.",
        ),
    ],
    ids=["copyright", "copyright-pending", "document", "award", "award-pending", "evidence", "evidence-pending"],
)
def test_a_non_answer_is_not_accepted_and_the_remedy_says_what_to_write(
    requirement: str, values: Values, status: str, remedy: str
) -> None:
    found = finding(values, requirement, market=requirement.partition(".")[0].replace("general", "api"))
    assert (found.status, fix(found, "en")) == (status, remedy)


@pytest.mark.parametrize(("stated", "reason"), [("无", "check.says_no"), ("待补", "check.says_pending")])
def test_the_note_on_an_attestation_names_its_non_answer(stated: str, reason: str) -> None:
    found = finding(stating(EVIDENCE, [stated]), "website.renown")
    assert found.notes == (Message(reason, {"found": stated}),)


@pytest.mark.parametrize(
    ("path", "value", "about"),
    [
        (COPYRIGHT, "申请中", COPYRIGHT),
        (LICENCE, "无", LICENCE),
        (AWARD, "无", AWARD),
        (EVIDENCE, ["https://example.com", "无"], (*EVIDENCE, 1)),
    ],
    ids=["copyright", "document", "award", "evidence"],
)
def test_a_non_answer_has_one_warning_at_its_key(path: Path, value: object, about: Path) -> None:
    result = check(stating(path, value), files={"无": FileState.MISSING})
    assert [(warning.code, warning.about) for warning in result.warnings] == [("no-answer", about)]


def test_the_warning_about_evidence_that_is_none_names_the_table_to_remove() -> None:
    (warning,) = check(stating(EVIDENCE, ["无"]), files={"无": FileState.MISSING}).warnings
    remedy = Message("remedy.no_evidence", {"table": "attestations.renown"})
    values = {"key": "attestations.renown.evidence[0]", "reason": Message("check.says_no", {"found": "无"})}
    assert warning.message == Message("warning.no-answer", values | {"remedy": remedy})


def test_one_case_with_an_award_is_enough_whatever_another_case_says() -> None:
    assert finding(stating(AWARD, "无"), "miniprogram.award").status == "pass"


def test_a_case_with_a_non_answer_decides_before_a_case_that_does_not_state_the_fact() -> None:
    cases = [{"customer": "甲"}, {"customer": "乙", "award": "无"}]
    found = finding(stating(("cases",), cases), "miniprogram.award")
    assert (found.status, found.decided_by) == ("unknown", ("cases", 1))


@pytest.mark.parametrize(("language", "said"), [("en", "attested by 法务部 on 2026-01-05"), ("zh", "已声明符合")])
def test_an_attestation_that_holds_is_shown_as_such(language: Language, said: str) -> None:
    assert actual(finding(vendor(), "website.renown"), CATALOGUE, language).startswith(said)
