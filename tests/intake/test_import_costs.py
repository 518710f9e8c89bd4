"""Tables of very much that cannot be read: what is listed of it, and work that grows no faster than the table."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Final

import pytest
from support.tables import WORDS, column, csv_file, imported

import cloudmkt_cli.intake
from cloudmkt_cli.intake.cell_parsers import UnreadableCellError, read_cell
from cloudmkt_cli.intake.readers.table import MAX_TEXT
from cloudmkt_cli.intake.vocabulary import normalize
from cloudmkt_cli.profile.fields import fields

FOLDER: Final = cloudmkt_cli.intake.__path__
SCANNED: Final = {
    *("_SEPARATORS", "_ESCAPED", "_NO_PLACEHOLDER", "_OF_A_DATE"),
    *("_SHORT_RUN", "_SEVERAL_PARTS", "_CAPITALIZED", "_NO_CHARACTER"),
}
"""What is looked for all over a text; all others must fit the whole of it."""


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    yield "_LEGAL_FORM", WORDS.enterprise
    for module in walk_packages(FOLDER, "cloudmkt_cli.intake."):
        for name, value in vars(import_module(module.name)).items():
            for pattern in value if isinstance(value, tuple) else (value,):
                if isinstance(pattern, re.Pattern):
                    yield name, pattern


REPEATED: Final = [
    *("1", "1,", "1,000", "0.", "1.1", "00:", " 00:00:00.0", "-", "2021-1", "E1", "1E", "SR", "1SR"),
    *("()", "(", ")", "x(", "(x)", ".", "a.", "a.b", "/", "\\", ";", ",", "、", "_x", "_x0", "_x0041", "_x0041_"),
    *(
        '"',
        '"a',
        "[",
        "[h",
        "[hm",
        "[h]",
        "E",
        "*",
        "_",
        "General",
        "A",
        "A1",
        " ",
        "\n",
        "甲",
        "有限",
        "法人",
        "有限公司",
        "张三 ",
        "·张",
        "Aa ",
    ),
]
ROUNDS: Final = 3


def seconds(name: str, pattern: re.Pattern[str], text: str) -> float:
    """The least time that matching takes."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        if name in SCANNED:
            pattern.sub("", text)
        else:
            pattern.fullmatch(text)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize(("name", "pattern"), list(patterns()), ids=lambda value: getattr(value, "pattern", value)[:20])
def test_a_pattern_takes_no_more_than_its_share_of_a_longer_text(name: str, pattern: re.Pattern[str]) -> None:
    """Eight times the text takes a quadratic pattern 64 times as long, and seconds at the length of a cell."""
    slow = {}
    for repeated in REPEATED:
        for end in ("", "!", "\n"):
            texts = [repeated * (length // len(repeated)) + end for length in (MAX_TEXT // 8, MAX_TEXT)]
            short, long = (seconds(name, pattern, text) for text in texts)
            if long > 0.05 and long > 20 * short:
                slow[repeated, end] = (short, long)
    assert slow == {}


def test_the_patterns_are_found() -> None:
    assert SCANNED | {"_NUMBER", "_DAYS", "_FILE", "_WITH_NOTES", "_PLACE"} <= {name for name, _ in patterns()}


@pytest.mark.parametrize("fact", fields())
def test_the_longest_text_is_told_from_any_word_at_once(fact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A character that becomes eighteen: a million cells can share a text of them."""
    made = []

    def normalize(form: str, text: str) -> str:
        made.append(len(text))
        return text

    monkeypatch.setattr("cloudmkt_cli.intake.cell_parsers.unicodedata.normalize", normalize)
    with suppress(UnreadableCellError):
        read_cell("ﷺ" * MAX_TEXT, column(fact), WORDS)
    assert sum(made) <= 1000


def test_a_long_text_is_no_word() -> None:
    assert normalize("Ｘ：" + " " * 998) == "x"
    assert normalize("Ｘ：" + " " * 999) == "Ｘ：" + " " * 999


def test_of_very_many_cells_with_one_problem_the_first_are_named_and_all_counted(tmp_path: Path) -> None:
    rows = [[f"甲{number}", f"去年{number}"] for number in range(2000)]
    table = csv_file(tmp_path / "c.csv", [["公司名称", "成立日期"], *rows])
    result = imported(table, tmp_path / "out")
    assert result.exit_code == 4
    assert "cells not understood: 2,000" in result.stderr
    (problem,) = [line for line in result.stderr.splitlines() if " error: " in line]
    assert problem == (
        f"{table.as_posix()}: B2, B3, B4 … (2,000 rows) “成立日期”: error: company.established: "
        "“去年0, 去年1, 去年2, …” is not understood and was left out"
    )


def test_of_a_heading_that_stands_in_all_columns_each_is_told_once(tmp_path: Path) -> None:
    result = imported(csv_file(tmp_path / "c.csv", [["公司名称"] * 500, ["甲"] * 500]), tmp_path / "out")
    assert result.exit_code == 4
    assert result.stderr.count("both map to company.name") == 50  # of one file
    assert "errors not shown: 449" in result.stderr
