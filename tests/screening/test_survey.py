"""The lines that are hidden from DuckDB are those that a look at each record leaves out for their quotes."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cloudmkt_cli.screening import survey
from cloudmkt_cli.screening.clean_copy import TextForm, clean_copy
from cloudmkt_cli.screening.survey import BadLine, bad_lines

FORM = TextForm("utf-8", ",", 3, 1)
PIECES = st.sampled_from(["a", "示例", ",", ",,", '"', ',"', '",', "\n", "\n", "x,y,z\n", '"x",y,z\n', '"\n', "\0"])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@given(pieces=st.lists(PIECES, max_size=60))
@example(pieces=['"', "\n", "\0", '"', ",", '"', '",'])  # a NUL within a cell of two lines
def test_quotes_that_are_not_closed_and_nul_are_found_as_by_a_look_at_each_record(end: str, pieces: list[str]) -> None:
    lines = ["a,b,c", *"".join(pieces).split("\n")]
    with TemporaryDirectory() as folder:
        source = Path(folder) / "t.csv"
        source.write_bytes(end.join(lines).encode())
        starts = {bad.start for bad in bad_lines(source, FORM, suspected=range(10_000))}
        thorough = list(clean_copy(source, Path(folder) / "copy.csv", FORM))
    places = [len(end.join([*lines[:number], ""]).encode()) for number in range(len(lines))]
    unpaired = {
        places[one.line - 1]
        for one in thorough
        if one.reason == "encoding" or (one.reason == "quotes" and lines[one.line - 1].count('"') % 2)
    }
    assert unpaired <= starts <= {places[one.line - 1] for one in thorough}


def test_records_are_whole_across_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["a,b,c", *('x,y,"1\n2"' if number % 3 else '"x,y,z' for number in range(2000))]
    source = tmp_path / "t.csv"
    source.write_text("\n".join(lines), encoding="utf-8", newline="")
    whole = bad_lines(source, FORM, suspected=range(100_000))
    monkeypatch.setattr(survey, "_PORTION", 50)
    assert bad_lines(source, FORM, suspected=range(100_000)) == whole
    assert len(whole) == 667


def test_an_endless_line_is_found_without_being_held(tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_bytes(b"a,b,c\r\n" + b"x" * 5_000_000 + b"\r\n1,2,3\r\n")
    assert bad_lines(source, FORM) == [BadLine(7, 5_000_007, "too_long")]
