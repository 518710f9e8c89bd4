"""The comment for a merge request, read by a Markdown reader: what it says, and that text of profiles stays code."""

from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from support.samples import CATALOGUE
from support.samples_gate import HOSTILE, HOSTILE_FILE, WAIVER, gate_batch
from support.samples_reports import HOSTILE_NAMES, PAGE_ADDRESSES, batch_named, empty_batch, rendered, sample_batch

from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.ci.comment import MOST_CHARACTERS
from cloudmkt_cli.render.client.markdown import code_span
from cloudmkt_cli.runs.batch import Batch

READER = MarkdownIt("gfm-like", {"linkify": False})
NAMES = [*HOSTILE_NAMES, HOSTILE, "`", "``", " `x` ", "a`", "|", "\\|", "\\", "@team #1 !2 ~3 $4 &5 deadbeefdeadbeef"]


def tokens(batch: Batch, language: Language = "en") -> list[Token]:
    return READER.parse(rendered("markdown", batch, language))


def inline(found: list[Token]) -> Iterator[Token]:
    for token in found:
        yield from token.children or ()


def kinds(found: list[Token]) -> list[str]:
    """What a document is made of, but for its texts."""
    return [token.type for token in (*found, *inline(found)) if token.type != "text"]


def cells(found: list[Token]) -> list[str]:
    opened = (found[index + 1] for index, token in enumerate(found) if token.type == "td_open")
    return ["".join(child.content for child in cell.children or ()) for cell in opened]


def test_there_is_a_row_for_each_profile_and_market_aimed_at() -> None:
    found = cells(tokens(gate_batch()))
    targets = [(checked, aim) for checked in gate_batch().profiles for aim in checked.result.targets]
    assert found[::5] == [checked.path for checked, _ in targets]
    assert found[2::5] == [aim.market.name.en for _, aim in targets]
    assert found[-10:] == [
        f"vendors/{HOSTILE_FILE}",
        escape_untrusted(HOSTILE, 80),
        "WeChat mini programs",
        "✗ not eligible",
        "11/15",
        f"vendors/{HOSTILE_FILE}",
        escape_untrusted(HOSTILE, 80),
        "Website building",
        "✗ not eligible",
        "12/17",
    ]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name[:20]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_code_and_nothing_else(name: str, language: Language) -> None:
    hostile, harmless = tokens(batch_named(name), language), tokens(batch_named("示例"), language)
    assert kinds(hostile) == kinds(harmless)
    assert cells(hostile)[1] == escape_untrusted(name, 80)
    plain = [child.content for child in inline(hostile) if child.type == "text"]
    assert plain == [child.content for child in inline(harmless) if child.type == "text"]


@pytest.mark.parametrize("text", [*NAMES, "", "x", " ", "a\nb"], ids=lambda text: ascii(text[:20]))
def test_code_is_read_back_as_it_is_shown(text: str) -> None:
    found = [child for child in inline(READER.parse(f"x {code_span(text)} y")) if child.type == "code_inline"]
    assert [child.content for child in found] == ([escape_untrusted(text, len(text))] if text else [])


def test_nothing_but_requirements_and_the_source_is_a_link_and_nothing_is_html() -> None:
    found = tokens(gate_batch())
    *of_requirements, last = [token.attrs["href"] for token in inline(found) if token.type == "link_open"]
    assert last == CATALOGUE.source_url
    assert page_address(CATALOGUE.requirement("website.team-size"), CATALOGUE, "en") in of_requirements
    assert {*of_requirements} - PAGE_ADDRESSES == set()
    assert {"html_block", "html_inline", "image", "s_open", "em_open"} & {*kinds(found)} == set()


def test_text_of_strangers_is_nowhere_but_in_code() -> None:
    plain = " ".join(child.content for child in inline(tokens(gate_batch())) if child.type == "text")
    assert [part for part in ("@", "#", "::", WAIVER.approved_by, "evil", "{0}") if part in plain] == []


def test_what_markets_ask_for_alike_stands_once_with_all_its_ids() -> None:
    text = rendered("markdown", gate_batch(), "en")
    assert text.count("(`miniprogram.lawful`, `website.lawful`)") == 1
    assert text.count("`general.enterprise`") == 1


def test_failures_come_before_what_is_waived_and_that_before_what_is_open() -> None:
    text = rendered("markdown", gate_batch(), "en").rpartition("####")[2]
    places = [text.index(part) for part in ("`website.team-size`", "waived until", "unknown:", "for review:")]
    assert places == sorted(places)


def test_what_passes_or_is_merely_preferred_is_not_listed() -> None:
    text = rendered("markdown", gate_batch(), "en")
    assert "external-funding" not in text
    assert text.count("vendors/admitted.toml") == 2
    assert rendered("markdown", batch_of_admitted(), "en").count("####") == 0


def batch_of_admitted() -> Batch:
    return gate_batch()._replace(profiles=gate_batch().profiles[:1], errors=())


@pytest.mark.parametrize("times", [1, 30, pytest.param(1000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comment_is_never_longer_than_one_may_be(times: int, language: Language) -> None:
    batch = sample_batch()
    text = rendered("markdown", batch._replace(profiles=batch.profiles * times, errors=batch.errors * times), language)
    assert len(text) <= MOST_CHARACTERS
    assert CATALOGUE.source_url in text.splitlines()[-1]
    assert (("Truncated: a comment cannot hold more" in text) or ("其余未列出" in text)) is (times > 1)
    assert READER.parse(text)[-1].type == "paragraph_close"


def test_rows_that_are_left_out_are_counted() -> None:
    batch = batch_of_admitted()
    text = rendered("markdown", batch._replace(profiles=batch.profiles * 51), "en")
    assert text.count("`vendors/admitted.toml`") == 100
    assert "rows not shown: 2" in text


def test_a_run_without_profiles_says_what_was_not_checked() -> None:
    text = rendered("markdown", empty_batch(), "en")
    assert "| ---" not in text
    assert "`tests/golden/reports/none.toml`" in text
