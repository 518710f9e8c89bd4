"""The Markdown report, read by a Markdown reader: what it says, and that text of profiles stays text."""

from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from support.golden import assert_golden
from support.samples import CATALOGUE
from support.samples_reports import HOSTILE_NAMES, PAGE_ADDRESSES, batch_named, empty_batch, rendered, sample_batch

from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import LANGUAGES, Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.client.markdown import escape_markdown
from cloudmkt_cli.render.error_phrases import ERRORS_OF_A_FILE
from cloudmkt_cli.runs.batch import Batch

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(batch: Batch | None = None, language: Language = "en") -> list[Token]:
    return READER.parse(rendered("md", batch or sample_batch(), language))


def inline(found: list[Token]) -> Iterator[Token]:
    for token in found:
        yield from token.children or ()


def kinds(found: list[Token]) -> list[str]:
    """What a document is made of, but for its texts, in code or not."""
    return [token.type for token in (*found, *inline(found)) if token.type not in {"text", "code_inline"}]


def plain(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def after(kind: str, found: list[Token]) -> list[str]:
    """The text in every element of a kind."""
    return [plain(found[index + 1]) for index, token in enumerate(found) if token.type == f"{kind}_open"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_looks_as_it_should(language: Language) -> None:
    assert_golden(f"reports/report.{language}.md", rendered("md", sample_batch(), language).encode())


def test_the_matrix_has_a_row_for_each_client_and_a_column_for_each_market() -> None:
    found = tokens()
    assert after("th", found) == [
        "Vendor",
        "Verdict",
        *(market.name.en for market in CATALOGUE.markets),
        "Next step",
    ]
    cells = after("td", found)
    profiles = sample_batch().profiles
    assert len(cells) == 9 * len(profiles)
    assert cells[::9] == [escape_untrusted(checked.result.vendor, 1000) for checked in profiles]
    assert "✗ 8/16" in cells
    assert "Wait for the review; due 2026-11-25" in cells


def test_each_client_and_the_files_not_checked_have_a_heading() -> None:
    vendors = [escape_untrusted(checked.result.vendor, 1000) for checked in sample_batch().profiles]
    assert after("heading", tokens()) == ["Tencent Cloud Marketplace: eligibility report", *vendors, "Not checked"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_is_listed_with_what_to_do(language: Language) -> None:
    text = rendered("md", sample_batch(), language)
    for checked in sample_batch().profiles:
        for aim in checked.result.targets:
            for finding in aim.blockers:
                assert f"**[{finding.requirement.title.get(language)}](https://" in text
                assert escape_markdown(finding.requirement.expected, language) in text


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: ascii(name[:20]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_stays_text(name: str, language: Language) -> None:
    hostile, harmless = tokens(batch_named(name, 2), language), tokens(batch_named("示例", 2), language)
    assert kinds(hostile) == kinds(harmless)
    shown = escape_untrusted(name, 1000).strip()
    assert after("td", hostile)[0] == after("heading", hostile)[1] == shown


def test_every_gap_leads_to_the_page_of_its_requirement() -> None:
    text = rendered("md", sample_batch(), "en")
    requirement = CATALOGUE.requirement("website.team-size")
    assert (
        f"**[{requirement.title.en}]({page_address(requirement, CATALOGUE, 'en')})** (Website building cl. 2)" in text
    )


def test_nothing_but_requirements_and_the_source_is_a_link() -> None:
    *of_requirements, last = [token.attrs["href"] for token in inline(tokens()) if token.type == "link_open"]
    assert last == CATALOGUE.source_url
    assert {*of_requirements} - PAGE_ADDRESSES == set()
    assert {"html_block", "html_inline", "image", "s_open", "em_open"} & {*kinds(tokens())} == set()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("bank_account_permit", "bank_account_permit"),
        ("_x_ a_ _b __c__", r"\_x\_ a\_ \_b \_\_c\_\_"),
        ("products[0].name", r"products\[0\].name"),
        ("a,https://example.com b", "`a,https://example.com` b"),
        ("WWW.example.com", "`WWW.example.com`"),
        ("见 example.com。x_", r"见 `example.com`。x\_"),
        ("a@example.com|b*", r"`a@example.com`\|b\*"),
        ("profiles/x.toml", "profiles/x.toml"),
        ("12. x", r"12\. x"),
        ("2026-11-23", "2026-11-23"),
        ("- x", r"\- x"),
        ("``a`@b", "``` ``a`@b ```"),
    ],
)
def test_only_what_would_mean_something_is_escaped(value: str, expected: str) -> None:
    assert escape_markdown(value, "en") == expected


@pytest.mark.parametrize(
    "address",
    [
        *("biz@example.com", "mailto:biz@example.com", "xmpp:a@example.com/b", "www.example.com", "example.com"),
        *("https://example.com/?a=1", "ftp://example.com", "//example.com", "示例.com", "a.cn/b", "xn--fiq228c.com"),
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "见{}。", "**{}**", "[{}]", "a|{}|b", "`{}`", "\\{}", "<{}>", "（{}）", "a,{}"]
)
def test_no_address_of_a_profile_becomes_a_link(address: str, around: str) -> None:
    """Neither for a reader that looks for addresses while it parses, nor for one that does in the text that is left."""
    name = around.format(address)
    (names, *_), links = cells_and_links(rendered("md", batch_named(name, 2), "en"))
    assert names == escape_untrusted(name)
    assert {*links} - PAGE_ADDRESSES == {CATALOGUE.source_url}
    text = " ".join(child.content for child in inline(tokens(batch_named(name, 2))) if child.type == "text")
    assert [part for part in ("example.com", "示例.com", "a.cn", "xn--") if part in text] == []


def cells_and_links(text: str) -> tuple[list[str], list[str | int | float]]:
    found = MarkdownIt("gfm-like").parse(text)
    links = [token.attrs["href"] for token in inline(found) if token.type == "link_open"]
    return after("td", found), links


def test_of_a_file_with_very_many_mistakes_the_first_are_shown_and_the_rest_counted() -> None:
    error = Diagnostic(Message("error.blank"), Message("hint.blank"), path="many.toml", position=Position(1, 1))
    text = rendered("md", sample_batch()._replace(errors=(error,) * 1000), "en")
    assert text.count("many.toml:1:1") == ERRORS_OF_A_FILE
    assert "errors not shown: 950" in text


def test_a_run_without_profiles_says_so() -> None:
    text = rendered("md", empty_batch(), "en")
    assert "No profiles were checked." in text
    assert "tests/golden/reports/none.toml" in text
