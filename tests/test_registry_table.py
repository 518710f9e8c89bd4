"""The made-up registry of the benchmarks: always the same rows, and as dirty as its words say."""

import csv
import re
from collections import Counter
from pathlib import Path

import duckdb
import pytest
import registry_table
from registry_table import connected, words, write_table

from cloudmkt_cli.profile.credit_code import has_right_check_digit, is_well_formed

FIRST = """\
企业名称,统一社会信用代码,企业类型,成立日期,注册资本,经营状态,所在省份,所在城市,法定代表人,经营范围
宁波示例钧棠铭文化传媒有限公司,91000000M000000015,有限责任公司(自然人投资或控股),1985-06-13,1000.000000万人民币,注销,浙江省,宁波市,示例戊41,文化艺术交流活动组织策划；五金交电、建筑材料零售；服装、鞋帽批发零售；房屋建筑工程施工；会议及展览服务；文化艺术交流活动组织策划
南京示例松禾阔农业开发有限公司,91000000M000ARLT9C,有限责任公司(自然人独资),2005-10-23,100万人民币,存续,江苏省,南京市,示例己90,会议及展览服务；物业管理；五金交电、建筑材料零售；广告设计、制作、代理、发布；农产品种植、销售；企业管理咨询、商务信息咨询
大连示例邦云舟食品有限公司,91000000M000MLAMH8,有限责任公司(自然人投资或控股),1988-06-11,,在业,辽宁省,大连市,示例丁64,会议及展览服务；服装、鞋帽批发零售；餐饮服务(凭许可证经营)；餐饮服务(凭许可证经营)；计算机系统集成；软件开发及技术服务
"""
ROWS = 40_000
COMMAS = 9


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The lines of a table; a cell may hold the end of one."""
    with connected(seed=1) as connection:
        return [line for (line,) in connection.sql(f"FROM lines(0, {ROWS})").fetchall()]


def text(path: Path, rows: int, seed: int = 1, encoding: str = "utf-8") -> str:
    write_table(path, rows, seed, encoding)
    return path.read_text(encoding=encoding)


def test_the_first_rows_are_always_these(tmp_path: Path) -> None:
    assert text(tmp_path / "table.csv", 3) == FIRST


def test_a_smaller_table_is_the_beginning_of_a_larger_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = text(tmp_path / "whole.csv", 160)
    monkeypatch.setattr(registry_table, "PORTION", 70)
    assert text(tmp_path / "portions.csv", 160) == whole
    assert whole.startswith(text(tmp_path / "few.csv", 30))


def test_another_seed_makes_other_companies(tmp_path: Path) -> None:
    one, other = (set(text(tmp_path / "table.csv", 100, seed).splitlines()[1:]) for seed in (1, 2))
    assert not one & other


def test_gb18030_holds_the_same_text(tmp_path: Path) -> None:
    assert text(tmp_path / "gb.csv", 50, encoding="gb18030") == text(tmp_path / "utf8.csv", 50)


def test_parquet_holds_the_cells_of_undamaged_lines(tmp_path: Path) -> None:
    write_table(tmp_path / "table.csv", 500)
    write_table(tmp_path / "table.parquet", 500)
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file)
    with duckdb.connect() as connection:
        table = connection.read_parquet(str(tmp_path / "table.parquet"))
        assert table.columns == headings
        assert [list(row) for row in table.fetchall()] == rows


def test_codes_are_well_formed_and_differ_and_few_have_a_wrong_check_digit(lines: list[str]) -> None:
    codes = [line.split(",")[1] for line in lines if line.count(",") == COMMAS]
    formed = [code for code in codes if is_well_formed(code)]
    assert len(set(formed)) == len(formed)
    assert (len(codes), codes.count(""), len(formed)) == (38430, 1450, 36965)
    assert sum(not has_right_check_digit(code) for code in formed) == 58


def test_lines_are_damaged_as_often_as_the_words_say(lines: list[str]) -> None:
    commas = Counter(line.count(",") for line in lines if '"' not in line)
    unclosed = sum(line.count('"') % 2 for line in lines)
    moved = sum("示例" in line.split(",")[1] for line in lines if line.count(",") == COMMAS)
    assert (commas[COMMAS + 1], commas[COMMAS - 1], unclosed, moved) == (6, 6, 1, 1)


def test_capital_is_written_in_all_its_forms(lines: list[str]) -> None:
    def form(cell: str) -> str:
        return re.sub(r"[\d.,]+", "{}", cell.replace("{}", "1"))

    cells = Counter(form(line.split(",")[4]) for line in lines if line.count(",") == COMMAS)
    forms = Counter(map(form, words()["capitals"]))
    assert set(forms) <= set(cells)
    for capital, weight in forms.items():
        expected = cells.total() * weight / forms.total()
        assert cells[capital] == pytest.approx(expected, abs=5 * expected**0.5), capital
