"""The summary of a screened table in every format: "still open" never stands alone, and cells are text."""

import json
import re
import unicodedata
from io import StringIO
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from markdown_it import MarkdownIt
from rich.cells import cell_len
from support.golden import assert_golden
from support.hostile_text import ACTING, BAIT
from support.samples_reports import HOSTILE_NAMES, Page
from support.samples_screening import CATALOGUE, CHANGES, SCREENING

from cloudmkt_cli.core.messages import LANGUAGES, Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.client.screening_report import MOST_ROWS, html_pieces, markdown_pieces
from cloudmkt_cli.render.json_report import render_screening as as_json
from cloudmkt_cli.render.json_report.screening_schema import render_screening_schema
from cloudmkt_cli.render.terminal import render_screening as as_text
from cloudmkt_cli.screening.model import Decision, MarketDecision, Pattern, PatternCount, RefusedCells, Screening, State
from cloudmkt_cli.screening.summary import Summary, summarize

SUMMARY = summarize(SCREENING, CATALOGUE, "out.unread.csv", CHANGES)
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OPEN: dict[Language, tuple[str, str, str]] = {
    "en": ("still open", "nothing in the table rules it out", "requirements are known"),
    "zh": ("未排除", "表中没有内容将其排除", "项条件中已知"),
}


def html(summary: Summary, language: Language = "en") -> str:
    return b"".join(html_pieces(summary, CATALOGUE, language)).decode()


def markdown(summary: Summary, language: Language = "en") -> str:
    return b"".join(markdown_pieces(summary, CATALOGUE, language)).decode()


def text(summary: Summary, language: Language = "en") -> str:
    return as_text(summary, CATALOGUE, language, StringIO())


def document(summary: Summary, language: Language = "en") -> dict[str, Any]:
    return dict(json.loads(as_json(summary, CATALOGUE, language)))


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_looks_as_it_should(language: Language, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = text(SUMMARY, language)
    assert_golden(f"screening/summary.{language}.{columns}.txt", shown)
    assert max(map(cell_len, shown.splitlines())) <= columns


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reports_look_as_they_should(language: Language) -> None:
    assert_golden(f"screening/summary.{language}.md", markdown(SUMMARY, language))
    assert_golden(f"screening/summary.{language}.html", html(SUMMARY, language).partition("<body>")[2])


def test_json_is_as_it_should_be_and_as_its_schema_says() -> None:
    assert_golden("screening/summary.json", as_json(SUMMARY, CATALOGUE, "en"))
    schema = json.loads(render_screening_schema())
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(document(SUMMARY))


def test_the_schema_describes_every_member() -> None:
    assert stated(document(SUMMARY)) == described(json.loads(render_screening_schema()))


def described(schema: Any) -> set[str]:
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    inner += [schema["items"]] if "items" in schema else []
    return {*schema.get("properties", {})}.union(*map(described, inner))


def stated(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(stated, value))
    return {*value}.union(*map(stated, value.values())) if isinstance(value, dict) else set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("render", [text, markdown, html])
def test_beside_every_market_that_is_still_open_stands_how_much_is_known(render: Any, language: Language) -> None:
    shown = re.sub(r"\s+", " ", render(SUMMARY, language))
    name, means, known = OPEN[language]
    for market in SUMMARY.markets:
        row = (
            shown.partition(f"{market.market.name.get(language)} ")[2]
            or shown.partition(f"{market.market.name.get(language)}<")[2]
        )
        beside = row.partition(f"{market.counts.still_open:,}")[2][:200]
        assert all(words in beside for words in (name, means, known))


@pytest.mark.parametrize("language", LANGUAGES)
def test_beside_every_number_of_json_that_is_still_open_stands_how_much_is_known(language: Language) -> None:
    found = document(SUMMARY, language)
    groups = [group for by in found["groupings"] for group in by["groups"]]
    counts = [*found["markets"], *(one for group in groups for one in group["markets"])]
    assert len(counts) == 2 + 3 * 2
    for one in counts:
        still_open = one["still_open"]
        assert still_open["rows"]
        assert all(words in still_open["meaning"] for words in OPEN[language])
        assert still_open["known"]["most"] < still_open["required"]["least"]


@pytest.mark.parametrize(
    ("language", "may"),
    [("en", r"(?<!not mean that the company )(?<!not mean that they )may apply"), ("zh", r"(?<!不表示)可以申请")],
)
@pytest.mark.parametrize("render", [text, markdown, html])
def test_no_format_says_that_a_row_still_open_may_apply(render: Any, language: Language, may: str) -> None:
    shown = re.sub(r"\s+", "" if language == "zh" else " ", render(SUMMARY, language))
    assert re.findall(may, shown) == []
    assert re.findall(may.rpartition(")")[2], shown)


def of_group(value: str | None, heading: str = "省") -> Summary:
    counts = (PatternCount((1, 1), (value,), 3),)
    return summarize(SCREENING._replace(counts=counts, grouped_by=(heading,)), CATALOGUE)


HOSTILE = [*BAIT.values(), *HOSTILE_NAMES, '=HYPERLINK("https://example.com","x")', "@SUM(1+1)", "| a | b |\n| --- |"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_cells_and_headings_are_text_on_a_screen(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for summary in (of_group(cell), of_group("x", cell), refused(cell)):
        shown = text(summary)
        assert {char for char in shown if unicodedata.category(char) in ACTING} == {"\n"}
        assert max(map(cell_len, shown.splitlines())) <= 80


def refused(cell: str) -> Summary:
    return summarize(SCREENING._replace(refused=(RefusedCells(cell, cell, 1),), files=(cell,)), CATALOGUE)


@pytest.mark.parametrize("cell", HOSTILE)
def test_cells_and_headings_are_text_in_the_reports(cell: str) -> None:
    for make in (of_group, lambda found: of_group("x", found), refused):
        found, plain = Page(html(make(cell))), Page(html(make("plain")))
        assert [element.tag for element in found.elements] == [element.tag for element in plain.elements]
        tokens = [[token.type for token in READER.parse(markdown(make(one)))] for one in (cell, "plain")]
        assert tokens[0] == tokens[1]
    cells = [element.text.strip() for element in Page(html(of_group(cell))).all("td")]
    assert " ".join(escape_untrusted(cell, 1000).split()) in [" ".join(shown.split()) for shown in cells]


@pytest.mark.parametrize("cell", HOSTILE)
def test_json_has_cells_and_headings_as_they_are(cell: str) -> None:
    (grouping,) = document(of_group(cell, cell))["groupings"]
    assert (grouping["heading"], grouping["groups"][0]["value"]) == (cell, cell)


def test_markets_with_the_same_reasons_share_a_table() -> None:
    markets = tuple(market.id for market in CATALOGUE.markets if market.id in {"website", "image"})
    decisions = tuple(MarketDecision(one, State.RULED_OUT, (f"{one}.company-age",), (), 2, 17) for one in markets)
    screening = SCREENING._replace(
        markets=markets, decisions={(1, 1): Decision(decisions, None)}, counts=(PatternCount((1, 1), ("x",), 3),)
    )
    shown = markdown(summarize(screening, CATALOGUE))
    assert "### Website building, Machine images\n" in shown
    assert shown.count("| 3 | 3 | Company age: at least 2 full years since the company was established |") == 1


def of_many_groups(number: int) -> Summary:
    counts = tuple(PatternCount((1, 1), (f"{one:04}",), 1) for one in range(number))
    return summarize(SCREENING._replace(counts=counts), CATALOGUE)


def test_long_tables_are_cut_where_people_read_and_whole_in_json() -> None:
    summary = of_many_groups(MOST_ROWS + 5)
    assert "93 more; --format json lists all" in text(summary)
    assert "not shown: 5" in html(summary)
    assert "not shown: 5" in markdown(summary)
    assert "0099" in html(summary)
    assert "0100" not in html(summary)
    assert len(document(summary)["groupings"][0]["groups"]) == MOST_ROWS + 5


def test_many_markets_stand_below_one_another_on_a_narrow_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    markets = tuple(market.id for market in CATALOGUE.markets)
    decision = Decision(tuple(MarketDecision(one, State.STILL_OPEN, (), (), 2, 17) for one in markets), None)
    screening = SCREENING._replace(
        markets=markets, decisions={(1, 1): decision}, counts=(PatternCount((1, 1), ("福建",), 60_000_000),)
    )
    lines = text(summarize(screening, CATALOGUE)).splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert [line.split()[0] for line in lines if line.count("60,000,000") > 1][-2:] == ["福建", "福建"]
    assert sum(line.count("60,000,000") for line in lines if line.strip().startswith("福建")) == 2 + len(markets)


def eligible_and_open(screening: Screening) -> Summary:
    open_, eligible = (MarketDecision("website", state, (), (), 2, 17) for state in (State.STILL_OPEN, State.ELIGIBLE))
    decisions: dict[Pattern, Decision] = {(1, 1): Decision((open_,), None), (0, 0): Decision((eligible,), None)}
    counts = (PatternCount((1, 1), ("福建",), 1_234), PatternCount((0, 0), ("福建",), 5))
    return summarize(screening._replace(markets=("website",), decisions=decisions, counts=counts), CATALOGUE)


def test_rows_that_are_eligible_are_told_from_those_still_open_in_groups() -> None:
    assert "1,234 ✓5" in text(eligible_and_open(SCREENING))


@pytest.mark.parametrize(("processes", "way"), [(1, "patterns"), (2, "batches")])
def test_it_says_how_the_rows_were_decided(processes: int, way: str) -> None:
    summary = summarize(SCREENING._replace(processes=processes), CATALOGUE)
    assert document(summary)["decided_by"] == {"way": way, "patterns": 6, "processes": processes}
    line = {1: "each checked once; patterns: 6", 2: "Decided in batches by 2 processes; patterns of facts: 6"}[
        processes
    ]
    assert line in text(summary)


def test_what_was_read_whole_is_said_to_be() -> None:
    shown = text(summarize(SCREENING._replace(refused=(), rejected=(), rejected_lines=0), CATALOGUE))
    assert "Every line and every cell was read" in shown
    assert "Rejected lines" not in shown


def test_many_files_are_counted() -> None:
    files = tuple(f"part-{number}.csv" for number in range(9))
    shown = text(summarize(SCREENING._replace(files=files), CATALOGUE))
    assert "Read: part-0.csv, part-1.csv, part-2.csv, other files: 6; rows: 2,552,009" in shown


def test_many_columns_that_were_not_read_are_counted_and_json_has_all() -> None:
    notes = tuple(Message("import.unknown_column", {"column": letter, "heading": letter}) for letter in "ABCDEFG")
    summary = summarize(SCREENING._replace(notes=notes), CATALOGUE)
    assert "column E “E” is unknown\nother columns that were not read: 2\n" in text(summary)
    assert len(document(summary)["table"]["notes"]) == 7
