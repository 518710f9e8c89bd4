"""The quick copy for stray quotes leaves out the lines with quotes that the thorough one leaves out, and no other."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudmkt_cli.screening import quote_repair
from cloudmkt_cli.screening.clean_copy import LeftOut, TextForm, clean_copy
from cloudmkt_cli.screening.quote_repair import repaired_copy

FORM = TextForm("utf-8", ",", 3, 1)
PIECES = st.sampled_from(["a", "示例", ",", ",,", '"', '""', ',"', '",', "\n", "\n", "x,y,z\n", '"x",y,z\n', '"\n'])


def copies(content: bytes) -> tuple[bytes, list[LeftOut], list[LeftOut]]:
    """The quick copy, and what it and the thorough one leave out."""
    with TemporaryDirectory() as name:
        source, quick, thorough = (Path(name) / file for file in ("source", "quick", "thorough"))
        source.write_bytes(content)
        left_out = list(repaired_copy(source, quick, FORM))
        return quick.read_bytes(), left_out, list(clean_copy(source, thorough, FORM))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@given(pieces=st.lists(PIECES, max_size=60))
def test_both_copies_leave_out_the_same_lines_with_quotes(end: str, pieces: list[str]) -> None:
    lines = ["a,b,c", *"".join(pieces).split("\n")]
    quick, left_out, thorough = copies(end.join(lines).encode())
    assert left_out == [one for one in thorough if '"' in lines[one.line - 1]]
    gone = {one.line for one in left_out}
    kept = ["" if number in gone else line for number, line in enumerate(lines, 1)]
    assert quick.decode().rstrip("\r\n") == end.join(["-", *kept[1:]]).rstrip("\r\n")


def test_records_are_whole_across_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["a,b,c", *('x,y,"1\n2"' if number % 3 else '"x,y,z' for number in range(2000))]
    content = "\n".join(lines).encode()
    whole = copies(content)
    monkeypatch.setattr(quote_repair, "_PIECE", 50)
    monkeypatch.setattr(quote_repair, "MAX_RECORD", 1_500)
    assert copies(content)[:2] == whole[:2]
    assert len(whole[1]) > 600


def test_lines_without_quotes_stay_as_they_are() -> None:
    content = b"a,b,c\n\xff\xfe,\x00\n" + b"x" * 3000 + b'\n"x,y,z\n1,2,3\r\n'
    assert copies(content)[:2] == (
        b"-\n\xff\xfe,\x00\n" + b"x" * 3000 + b"\n\n1,2,3\r\n",
        [LeftOut(4, "quotes")],
    )
