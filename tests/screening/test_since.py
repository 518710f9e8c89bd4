"""What changed since an earlier screening: companies are told apart by credit code, else by name."""

import csv
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from support.strategies_runs import invoke

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.screening import since
from cloudmkt_cli.screening.changes import Changes, StateChange
from cloudmkt_cli.screening.model import State
from cloudmkt_cli.screening.since import compare
from cloudmkt_cli.version import __version__

ONE, OTHER, THIRD = "91350100M000100Y43", "91000000MA00000030", "93000000MA0000003R"
OUT, OPEN, IN = State
HEADINGS = ("company.name", "company.uscc", "website", "website.decided", "api", "api.decided", "ask_first")
Company = tuple[str, str | None, State, State]


def screened(path: Path, companies: Sequence[Company], headings: Sequence[str] = HEADINGS) -> Path:
    """The output of a screening in two markets."""
    rows = [(name, code, website, 2, api, 3, "cases") for name, code, website, api in companies]
    with duckdb.connect() as database:
        columns = ", ".join(f'"{heading}" VARCHAR' for heading in headings)
        database.execute(f"CREATE TABLE rows ({columns})")
        database.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        kind = "FORMAT csv, HEADER" if path.suffix == ".csv" else "FORMAT parquet"
        name = str(path).replace("'", "''")
        database.execute(f"COPY rows TO '{name}' ({kind})")
    return path


@pytest.fixture(params=["parquet", "csv"])
def ending(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def changes(
    folder: Path, last: Sequence[Company], now: Sequence[Company], ending: str = "parquet"
) -> tuple[Changes, list[tuple[str | None, ...]]]:
    """The counts, and the list of the companies that changed, by name."""
    target = folder / "changes.tmp"
    found = compare(
        screened(folder / f"last.{ending}", last),
        screened(folder / f"now.{ending}", now),
        ("website", "api"),
        target,
        folder,
    )
    if ending == "csv":
        with target.open(encoding="utf-8", newline="") as file:
            rows = [tuple(cell or None for cell in row) for row in csv.reader(file)][1:]
    else:
        with duckdb.connect() as database:
            rows = database.read_parquet(str(target)).fetchall()
    return found, sorted(rows, key=str)


def test_new_and_gone_companies_and_changed_states_are_counted_and_listed(tmp_path: Path, ending: str) -> None:
    last: list[Company] = [("甲", ONE, OUT, OUT), ("乙", OTHER, OPEN, OUT), ("丙", THIRD, OPEN, OPEN)]
    now: list[Company] = [("甲", ONE, OPEN, OUT), ("乙", OTHER, OPEN, OUT), ("丁", None, IN, OUT)]
    found, listed = changes(tmp_path, last, now, ending)
    assert found == Changes(
        str(tmp_path / f"last.{ending}"),
        before=3,
        now=3,
        new=1,
        gone=1,
        changed=1,
        states=(StateChange("website", OUT, OPEN, 1),),
    )
    assert listed == [
        ("丁", None, "new", None, "eligible", None, "ruled_out"),
        ("丙", THIRD, "gone", "still_open", None, "still_open", None),
        ("甲", ONE, "changed", "ruled_out", "still_open", "ruled_out", "ruled_out"),
    ]


def test_a_company_keeps_its_code_when_its_name_changes(tmp_path: Path) -> None:
    found, listed = changes(tmp_path, [("甲", ONE, OUT, OUT)], [("新甲", f" {ONE.lower()} ", OUT, OPEN)])
    assert (found.new, found.gone, found.changed) == (0, 0, 1)
    assert listed == [("新甲", ONE, "changed", "ruled_out", "ruled_out", "ruled_out", "still_open")]


def test_companies_of_one_name_are_told_apart_by_code(tmp_path: Path) -> None:
    last: list[Company] = [("甲", ONE, OUT, OUT), ("甲", OTHER, OPEN, OPEN)]
    found, _ = changes(tmp_path, last, [("甲", OTHER, OUT, OPEN)])
    assert (found.before, found.now, found.new, found.gone) == (2, 1, 0, 1)
    assert found.states == (StateChange("website", OPEN, OUT, 1),)


@pytest.mark.parametrize("code", [None, "", "-", "91350100"])
def test_a_company_without_a_code_is_found_by_its_name(tmp_path: Path, code: str | None) -> None:
    without: list[Company] = [("甲", code, OUT, OUT)]
    coded: list[Company] = [("甲", ONE, OUT, OPEN)]
    for last, now in ((without, without), (without, coded), (coded, without)):
        found, _ = changes(tmp_path, last, now)
        assert (found.before, found.now, found.new, found.gone) == (1, 1, 0, 0)
        assert found.changed == (last is not now)


def test_a_name_that_several_companies_have_finds_none_of_them(tmp_path: Path) -> None:
    now: list[Company] = [("甲", ONE, OUT, OUT), ("甲", OTHER, OUT, OUT)]
    found, _ = changes(tmp_path, [("甲", None, OUT, OUT)], now)
    assert (found.new, found.gone, found.changed) == (2, 1, 0)


def test_rows_of_one_company_count_as_the_one_that_is_ruled_out(tmp_path: Path) -> None:
    twice: list[Company] = [("甲", ONE, OPEN, OPEN), ("甲", ONE, OUT, IN)]
    found, _ = changes(tmp_path, twice, [("甲", ONE, OPEN, OPEN)])
    assert (found.before, found.states) == (1, (StateChange("website", OUT, OPEN, 1),))


def test_markets_that_only_one_of_them_has_are_not_compared(tmp_path: Path) -> None:
    headings = ("company.name", "company.uscc", "image", "image.decided", "api", "api.decided", "ask_first")
    last = screened(tmp_path / "last.parquet", [("甲", ONE, OUT, OUT)], headings)
    now = screened(tmp_path / "now.parquet", [("甲", ONE, OPEN, IN)])
    found = compare(last, now, ("website", "api"), tmp_path / "c.parquet", tmp_path)
    assert found.states == (StateChange("api", OUT, IN, 1),)


@pytest.mark.parametrize("content", [b"", b"PAR1", "甲,乙\n1,2\n".encode(), b"\xff\xfe", b'company.name,"website\n'])
def test_a_file_that_is_no_output_is_refused(tmp_path: Path, ending: str, content: bytes) -> None:
    last = tmp_path / f"last.{ending}"
    last.write_bytes(content)
    now = screened(tmp_path / f"now.{ending}", [("甲", ONE, OPEN, IN)])
    with pytest.raises(InputError) as refused:
        compare(last, now, ("website", "api"), tmp_path / "changes", tmp_path)
    (problem,) = refused.value.diagnostics
    assert (problem.message.key, problem.path) == ("screen.not_screened", str(last))
    assert not (tmp_path / "changes").exists()


def test_hostile_headings_and_names_are_text(tmp_path: Path) -> None:
    name = """'; DROP TABLE pairs; -- " {x}"""
    folder = tmp_path / "o'clock"
    folder.mkdir()
    found, listed = changes(folder, [(name, None, OUT, OUT)], [(name, None, OPEN, OUT)])
    assert (found.new, found.gone, found.changed) == (0, 0, 1)
    assert listed[0][0] == name


def test_a_comparison_has_no_temporary_folder_besides_that_of_the_screening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    Path("temporary").mkdir()
    Path("t.csv").write_text("公司名称\n示例公司\n", encoding="utf-8")
    invoke("screen", "t.csv", "--to", "last.csv")
    seen: list[Path] = []

    def interrupted(*arguments: Path) -> Changes:
        seen.append(arguments[-1])
        assert list(Path("temporary").resolve().iterdir()) == seen
        raise KeyboardInterrupt

    monkeypatch.setattr(since, "compare", interrupted)
    assert invoke("screen", "t.csv", "--to", "now.csv", "--since", "last.csv").exit_code == 130
    assert len(seen) == 1
    assert not list(Path("temporary").iterdir())


@pytest.fixture(name="table")
def _table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("公司名称\n示例公司\n", encoding="utf-8")
    return "t.csv"


def compared(*arguments: str) -> str:
    return invoke("screen", *arguments, "--since", f"last{Path(arguments[2]).suffix}", "--lang", "en").stdout


def test_a_comparison_across_editions_says_so(table: str) -> None:
    invoke("screen", table, "--to", "last.parquet", "--edition", "tencent-2019-08", "--as-of", "2026-01-02")
    other = "The earlier screening was made under the edition tencent-2019-08, this one under tencent-six-market"
    assert other in " ".join(compared(table, "--to", "now.parquet").split())
    found = json.loads(compared(table, "--to", "again.parquet", "-f", "json"))["changes"]
    assert [found[key] for key in ("last_edition", "last_as_of")] == ["tencent-2019-08", "2026-01-02"]
    assert found["last_version"] == __version__


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_comparison_within_an_edition_says_nothing_of_editions(table: str, ending: str) -> None:
    invoke("screen", table, "--to", f"last.{ending}")
    assert "edition tencent" not in " ".join(compared(table, "--to", f"now.{ending}").split())
    found = json.loads(compared(table, "--to", f"again.{ending}", "-f", "json"))["changes"]
    assert found["last_edition"] == ("tencent-six-market" if ending == "parquet" else None)


@pytest.mark.parametrize("metadata", ["", ", KV_METADATA {'cloudmkt.edition': 'x', 'cloudmkt.as_of': 'x'}"])
def test_a_file_that_does_not_say_what_made_it_is_compared_all_the_same(table: str, metadata: str) -> None:
    invoke("screen", table, "--to", "made.parquet")
    with duckdb.connect() as database:
        database.execute(f"COPY (FROM 'made.parquet') TO 'last.parquet' (FORMAT parquet{metadata})")
    found = json.loads(compared(table, "--to", "now.parquet", "-f", "json"))["changes"]
    assert (found["last_edition"], found["before"]) == (None, 1)
