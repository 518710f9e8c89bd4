"""Texts that stand where proof is meant: words that say no or not yet, and what to write instead of them."""

import pytest
from support.samples import CATALOGUE, Path, check, finding, stating, vendor

from cloudmkt_cli.checking.evidence import non_answer
from cloudmkt_cli.checking.results import Finding
from cloudmkt_cli.core.messages import Language
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
    ],
)
def test_words_that_are_no_answer(text: str, kind: str | None) -> None:
    assert non_answer(text) == kind


def _award(word: str) -> Finding:
    cases = [{"customer": f"示例客户{number}", "award": ""} for number in range(5)]
    return finding(stating(AWARD, word, stating(("cases",), cases)), "miniprogram.award")


@pytest.mark.parametrize(
    ("found", "status", "remedy"),
    [
        (
            finding(stating(COPYRIGHT, "无"), "website.software-copyright"),
            "unknown",
            "If there is none, write software_copyright = false.",
        ),
        (
            finding(stating(COPYRIGHT, "申请中"), "website.software-copyright"),
            "unknown",
            "Remove products[0].software_copyright until you have it.",
        ),
        (
            finding(stating(LICENCE, "no"), "general.business-licence", market="api"),
            "unknown",
            "If there is none, write business_licence = false.",
        ),
        (_award("无"), "unknown", 'If there is none, write award = "".'),
        (_award("pending"), "unknown", "Remove cases[0].award until you have it."),
        (
            finding(stating(EVIDENCE, ["无"]), "website.renown"),
            "manual",
            "Remove [attestations.renown] until you have evidence.",
        ),
        (
            finding(stating(EVIDENCE, ["https://example.com/news", "待补"]), "website.renown"),
            "manual",
            "Remove [attestations.renown] until you have evidence.",
        ),
    ],
    ids=["copyright", "copyright-pending", "document", "award", "award-pending", "evidence", "evidence-pending"],
)
def test_a_word_decides_nothing_and_the_fix_says_what_to_write(found: Finding, status: str, remedy: str) -> None:
    assert (found.status, fix(found, "en")) == (status, remedy)


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
def test_a_word_is_warned_of_once_in_its_place(path: Path, value: object, about: Path) -> None:
    result = check(stating(path, value), files={"无": FileState.MISSING})
    assert [(warning.code, warning.about) for warning in result.warnings] == [("no-answer", about)]


def test_another_case_with_an_award_passes_whatever_one_says() -> None:
    assert finding(stating(AWARD, "无"), "miniprogram.award").status == "pass"


def test_a_word_for_no_comes_before_a_case_that_does_not_say() -> None:
    cases = [{"customer": "甲"}, {"customer": "乙", "award": "无"}]
    found = finding(stating(("cases",), cases), "miniprogram.award")
    assert (found.status, found.decided_by) == ("unknown", ("cases", 1))


@pytest.mark.parametrize(("language", "said"), [("en", "attested by 法务部 on 2026-01-05"), ("zh", "已声明符合")])
def test_an_attestation_that_holds(language: Language, said: str) -> None:
    assert actual(finding(vendor(), "website.renown"), CATALOGUE, language).startswith(said)
