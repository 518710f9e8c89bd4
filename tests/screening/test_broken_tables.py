"""Broken tables: what is no row is listed with its line and the reason, and all the rest is read."""

import csv
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from registry_table import connected, write_table
from support.strategies_runs import PROGRAM, clean_environment, invoke

from cloudmkt_cli.screening import clean_copy, encodings

HEAD = "企业名称,成立日期,注册资本\n"
NUMBER = 300
MIDDLE = 150
Listed = list[tuple[int, str]]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def line(number: int) -> str:
    return f"示例{number}有限公司,2010-01-{1 + number % 28:02},{number}万元\n"


def lines(number: int = NUMBER) -> list[bytes]:
    return [HEAD.encode(), *(line(at).encode() for at in range(1, number + 1))]


def screened(content: bytes) -> tuple[list[str], Listed]:
    """The names of the rows that were read, and the lines that were not, with the reasons."""
    Path("t.csv").write_bytes(content)
    result = invoke("screen", "t.csv", "--to", "out.csv", "--as-of", "2026-11-23", "--lang", "en")
    assert result.exit_code == 0, result.stderr
    names = [row[0] for row in table(Path("out.csv"))]
    not_read = Path("out.not-read.csv")
    listed = [(int(row[1]), row[5]) for row in table(not_read) if row[1]] if not_read.exists() else []
    return sorted(names), listed


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def names(without: Sequence[int] = (), number: int = NUMBER) -> list[str]:
    return sorted(f"示例{at}有限公司" for at in range(1, number + 1) if at not in without)


def with_line(broken: bytes, number: int = NUMBER, at: int = MIDDLE) -> bytes:
    """A table with a line in place of the row of a number, which stands on the next line."""
    content = lines(number)
    content[at] = broken
    return b"".join(content)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ('"示例有限公司,2010-01-01,1万元\n'.encode(), "quotes do not match"),
        ('示例有限公司,"2010-01-01,1万元\n'.encode(), "quotes do not match"),
        ('示例有限公司,2010-01-01,"1"万元\n'.encode(), "quotes do not match"),
        ("示例,有限公司,2010-01-01,1万元\n".encode(), "more columns than headings"),
        ("示例有限公司,1万元\n".encode(), "fewer columns than headings"),
        ("示例有限公司,2010-01-01,1\0万元\n".encode(), "not in the encoding of the file"),
        ("示例有限公司,2010-01-01,1万元\n".encode("gb18030"), "not in the encoding of the file"),
    ],
    ids=["quote at the start", "quote later", "quote closed too early", "too many", "too few", "NUL", "GB18030"],
)
def test_a_broken_line_costs_itself(broken: bytes, reason: str) -> None:
    assert screened(with_line(broken)) == (names([MIDDLE]), [(MIDDLE + 1, reason)])


def test_utf_8_in_a_table_of_gb18030_costs_its_line() -> None:
    content = b"".join(one.decode().encode("gb18030") for one in lines())
    broken = line(MIDDLE)
    content = content.replace(broken.encode("gb18030"), broken.encode())
    assert screened(content) == (names([MIDDLE]), [(MIDDLE + 1, "not in the encoding of the file")])


def test_many_broken_lines_are_all_listed() -> None:
    content = lines(3000)
    broken = range(10, 3000, 10)
    for at in broken:
        content[at] = '"示例有限公司,2010-01-01,1万元\n'.encode()
    found, listed = screened(b"".join(content))
    assert found == names(broken, 3000)
    assert listed == [(at + 1, "quotes do not match") for at in broken]


def test_a_quote_that_is_never_closed_does_not_take_the_rest_of_the_file() -> None:
    at = 200
    found, listed = screened(with_line('"示例有限公司,2010-01-01,1万元\n'.encode(), 20_000, at))
    assert (found, listed) == (names([at], 20_000), [(at + 1, "quotes do not match")])


def test_a_quote_that_one_far_below_closes_costs_its_line_alone() -> None:
    content = lines(NUMBER)
    content[MIDDLE] = '"示例有限公司,2010-01-01,1万元\n'.encode()
    content[MIDDLE + 90] = '示例有限公司,2010-01-01,"1,000万元"\n'.encode()
    found, listed = screened(b"".join(content))
    assert found == sorted([*names([MIDDLE, MIDDLE + 90]), "示例有限公司"])
    assert listed == [(MIDDLE + 1, "quotes do not match")]


def test_line_breaks_in_quotes_are_part_of_the_cell() -> None:
    found, listed = screened(with_line('"示例\n有限\n公司",2010-01-01,1万元\n'.encode()))
    assert (found, listed) == (sorted([*names([MIDDLE]), "示例\n有限\n公司"]), [])


LONG = "示例有限公司,2010-01-01,{}\n"


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_line_that_is_too_long_costs_itself(ending: bytes) -> None:
    content = with_line(LONG.format("1" * 3_000_000).encode()).replace(b"\n", ending)
    assert screened(content) == (names([MIDDLE]), [(MIDDLE + 1, "too long")])


def test_a_line_of_gb18030_that_is_too_long_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (clean_copy, encodings):
        monkeypatch.setattr(module, "MAX_RECORD", 1_000)
    content = with_line(LONG.format("1" * 9_000).encode()).decode().encode("gb18030")
    assert screened(content) == (names([MIDDLE]), [(MIDDLE + 1, "too long")])


PEAK = (
    sys.executable,
    "-c",
    (
        "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(code)"
    ),
)
"""Runs a command and says its peak of memory; a process of its own, as a command begins with the peak of its parent."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is told in other units elsewhere")
def test_a_line_of_a_gigabyte_costs_itself_and_no_memory() -> None:
    with Path("t.csv").open("wb") as file:
        file.writelines(lines()[:MIDDLE])
        file.write("示例有限公司,2010-01-01,".encode())
        file.writelines(b"1" * 1024 * 1024 for _ in range(1024))
        file.write(b"\n")
        file.writelines(lines()[MIDDLE + 1 :])
    command = [*PROGRAM, "screen", "t.csv", "--to", "out.csv", "--lang", "en"]
    done = subprocess.run([*PEAK, *command], env=clean_environment(), capture_output=True, check=False)
    assert done.returncode == 0
    assert sorted(row[0] for row in table(Path("out.csv"))) == names([MIDDLE])
    assert [row[1] for row in table(Path("out.not-read.csv"))] == [str(MIDDLE + 1)]
    assert int(done.stderr.split()[-1]) < 512 * 1024


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_registry_is_read_but_for_its_damaged_lines(encoding: str) -> None:
    rows = 20_000
    write_table(Path("t.csv"), rows, 6, encoding)
    with connected(6) as database:
        damage = database.sql(f"FROM registry(0, {rows})").aggregate("damage, count(*)").fetchall()
    damaged = dict(damage)
    found, listed = screened(Path("t.csv").read_bytes())
    reasons = [reason for _, reason in listed]
    counted = {
        "more columns than headings": damaged["comma without quotes"],
        "fewer columns than headings": damaged["one cell lost"],
        "quotes do not match": damaged["quote not closed"],
    }
    assert {reason: reasons.count(reason) for reason in counted} == counted
    assert len(found) + len(listed) == rows
