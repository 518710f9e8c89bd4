"""What is no report at all, or has no end, is refused soon and clearly."""

from io import BufferedReader, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.samples_diff import DOCUMENT, HEAD, LINES, refused

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.history.reader import read_report

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MIB = 1024 * 1024
NOT_REPORTS = {
    "nothing": (b"", "diff.not_json"),
    "a line end": (b"\n", "diff.not_json"),
    "null": (b"null", "diff.not_a_report"),
    "an object": (b"{}", "error.missing_key"),
    "brackets": (b"[" * 5000, "diff.not_json"),
    "a workbook": (b"PK\x03\x04", "diff.not_json"),
    "UTF-16": (DOCUMENT.encode("utf-16"), "error.not_utf8"),
    "GBK": (DOCUMENT.encode("gbk", "replace"), "error.not_utf8"),
    "many values": (b'{"version":1,"x":[' + b"1," * 300_000 + b"1]}\n", "diff.too_much"),
    "an entry without end": (
        HEAD.encode() + b'    {"x": [\n' + (b'"' + b"x" * 1020 + b'",\n') * 17 * 1024,
        "diff.too_much",
    ),
    "a text without end": (HEAD.encode() + b'    {"' + b"x" * (17 * MIB), "diff.too_much"),
    "an endless first line": (b"{" + b" " * (17 * MIB), "diff.too_much"),
    "endless lines": (b"{" + (b" " * 1023 + b"\n") * 17 * 1024, "diff.too_much"),
    "an endless line": (LINES.encode() + b"x" * (17 * MIB), "diff.too_much"),
}


@pytest.mark.parametrize("name", NOT_REPORTS)
def test_what_is_no_report_is_refused(tmp_path: Path, name: str) -> None:
    data, message = NOT_REPORTS[name]
    assert refused(tmp_path, data).message.key == message


class Endless(RawIOBase):
    """The head of a report and an entry without end, which nobody should read for long."""

    def __init__(self) -> None:
        super().__init__()
        self.given = -len(HEAD)

    def readable(self) -> bool:
        return True

    def readinto(self, into: "WriteableBuffer") -> int:
        assert self.given < 64 * MIB
        text = (HEAD + '    {"x":[\n').encode() if self.given < 0 else b"        1,\n" * 100
        buffer = memoryview(into)
        text = text[: len(buffer)]
        buffer[: len(text)] = text
        self.given += len(text)
        return len(text)


def test_an_entry_without_end_is_given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BufferedReader(Endless())))
    with pytest.raises(InputError) as raised:
        read_report("-")
    assert [(fault.path, fault.message.key) for fault in raised.value.diagnostics] == [("<stdin>", "diff.too_much")]
