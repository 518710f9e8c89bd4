"""``cloudmkt import``: from a table to profiles, what is printed where, and what the run means to a script."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.strategies_runs import invoke, run, squeezed
from support.tables import csv_file, imported, profiles, xlsx_file

TABLE: list[list[Any]] = [
    ["企业名称", "统一社会信用代码", "企业类型", "成立日期", "注册资本", "参保人数", "技术与服务人员", "传真"],
    [
        "云舟示例有限公司",
        "91350100M000100Y43",
        "有限责任公司(自然人独资)",
        date(2021, 3, 15),
        "500万元",
        31,
        24,
        "",
    ],
    ["鹭岛示例有限公司", 913501000000000123, "有限责任公司分公司", "2021年3月15日", "500", 31, 24.5, "x"],
    ["", "", "", "", "", "", 12, ""],
]
GOOD = TABLE[:2]
EXPECTED = {
    "profile_version": 1,
    "company": {
        "name": "云舟示例有限公司",
        "uscc": "91350100M000100Y43",
        "legal_form": "enterprise",
        "established": date(2021, 3, 15),
        "registered_capital": "500万元",
    },
    "team": {"technical_and_service": 24},
}


@pytest.fixture(name="home", autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_row_is_a_profile_of_what_it_says_and_nothing_else() -> None:
    result = imported(xlsx_file(Path("good.xlsx"), GOOD), Path("out"))
    assert (result.exit_code, result.stdout) == (0, "out/云舟示例有限公司.toml\n")
    assert profiles(Path("out")) == {"云舟示例有限公司": EXPECTED}


def test_the_keys_stand_in_the_order_of_the_format_whatever_that_of_the_columns() -> None:
    rows = [list(reversed(row)) for row in GOOD]
    imported(xlsx_file(Path("good.xlsx"), rows), Path("out"))
    assert Path("out/云舟示例有限公司.toml").read_bytes().decode() == (
        "profile_version = 1\n\n[company]\n"
        'name = "云舟示例有限公司"\nuscc = "91350100M000100Y43"\nlegal_form = "enterprise"\n'
        'established = 2021-03-15\nregistered_capital = "500万元"\n\n[team]\ntechnical_and_service = 24\n'
    )


def test_what_cannot_be_read_is_listed_and_left_out_in_chinese() -> None:
    result = imported(xlsx_file(Path("c.xlsx"), TABLE), Path("out"), language="zh")
    assert result.exit_code == 4
    assert result.stdout == "out/云舟示例有限公司.toml\nout/鹭岛示例有限公司.toml\n"
    assert profiles(Path("out"))["鹭岛示例有限公司"] == {
        "profile_version": 1,
        "company": {"name": "鹭岛示例有限公司", "established": date(2021, 3, 15)},
    }
    lost = "Excel 把信用代码当成了数字 9.13501E+17，末尾几位已丢失，未写入"
    assert result.stderr.splitlines() == [
        f"c.xlsx: 客户!B3“统一社会信用代码”: 错误：company.uscc: {lost}",
        "  提示：请把该列设为文本格式，对照营业执照重新输入",
        "c.xlsx: 客户!C3“企业类型”: 错误：company.legal_form: 分支机构或办事处不能单独入驻，未写入",
        "  提示：请以总公司的名义申请，填写其企业类型",
        "c.xlsx: 客户!E3“注册资本”: 错误：company.registered_capital: 无法识别单元格的内容“500”，未写入",
        "  提示：应为带单位的金额，如 500万元、300,000美元",
        "c.xlsx: 客户!G3“技术与服务人员”: 错误：team.technical_and_service: 无法识别单元格的内容“24.5”，未写入",
        "  提示：应为整数，如 24",
        "c.xlsx: 客户!A4“企业名称”: 错误：company.name: 没有公司名称，跳过这一行",
        "  提示：请填写营业执照上的公司名称",
        "c.xlsx：工作表“客户”",
        "未读取：F 列“参保人数”在档案中没有对应的键（不等于技术与服务人员，请另填 team.technical_and_service）",
        "未读取：无法识别 H 列“传真”",
        "要读取未识别的列，请加 --map 表头=键",
        "共 3 行：写入档案 2，已存在而未覆盖 0，跳过 1；无法识别的单元格 4",
    ]


def test_what_cannot_be_read_is_listed_in_english() -> None:
    left_out = "“{}” is not understood and was left out"
    no_key = "has no key in the profile (not the technical and service staff; state team.technical_and_service)"
    lost = "Excel turned the credit code into a number, 9.13501E+17, and lost digits; it was left out"
    branch = "branches and offices cannot apply on their own"
    result = imported(xlsx_file(Path("c.xlsx"), TABLE), Path("out"))
    assert result.stderr.splitlines() == [
        f"c.xlsx: 客户!B3 “统一社会信用代码”: error: company.uscc: {lost}",
        "  hint: format the column as text, and type the code again from the business licence",
        f"c.xlsx: 客户!C3 “企业类型”: error: company.legal_form: {branch}; left out",
        "  hint: apply as the head office, and state its legal form",
        f"c.xlsx: 客户!E3 “注册资本”: error: company.registered_capital: {left_out.format('500')}",
        "  hint: expected an amount with its unit, such as 500万元, 300,000美元",
        f"c.xlsx: 客户!G3 “技术与服务人员”: error: team.technical_and_service: {left_out.format('24.5')}",
        "  hint: expected an integer, such as 24",
        "c.xlsx: 客户!A4 “企业名称”: error: company.name: no company name; the row was skipped",
        "  hint: enter the company name as on the business licence",
        "c.xlsx: sheet “客户”",
        f"not read: column F “参保人数” {no_key}",
        "not read: column H “传真” is unknown",
        "to read an unknown column, add --map HEADING=KEY",
        "Rows: 3 (profiles written: 2, kept: 0, skipped: 1); cells not understood: 4",
    ]


@pytest.mark.parametrize(
    ("fact", "cell", "message"),
    [
        ("team.marketplace_operators", "-1", "value out of range: -1"),
        ("team.technical_and_service", "1000000001", "value out of range: 1000000001"),
        ("support.days_per_week", "8", "value out of range: 8"),
        ("support.hours_per_day", "25", "value out of range: 25"),
        ("company.established", "1899-12-31", "value out of range: 1899-12-31"),
        ("account.contact_email", "biz", 'not an e-mail address: "biz"'),
        ("company.registered_capital", "99999999亿元", "value out of range"),
    ],
)
def test_what_no_profile_may_say_is_left_out(fact: str, cell: str, message: str) -> None:
    result = imported(csv_file(Path("c.csv"), [["company.name", fact], ["A", cell]]), Path("out"))
    assert result.exit_code == 4
    assert f"c.csv: B2 “{fact}”: error: {fact}: {message}" in result.stderr
    assert "cells not understood: 1" in result.stderr
    assert profiles(Path("out")) == {"A": {"profile_version": 1, "company": {"name": "A"}}}


@pytest.mark.parametrize(
    ("cells", "capital", "refused"),
    [
        (["600000", "USD", ""], {"amount": 600_000, "currency": "USD"}, []),
        (["600000.5", "usd", "4300000"], {"amount": 600_000.5, "currency": "USD", "cny_equivalent": 4_300_000}, []),
        (["", "", ""], None, []),
        (["600000", "", ""], None, ["B2"]),
        (["", "USD", ""], None, ["C2"]),
        (["600000", "shells", ""], None, ["B2", "C2"]),
        (["600000", "USD", "-1"], {"amount": 600_000, "currency": "USD"}, ["D2"]),
    ],
)
def test_registered_capital_in_parts(cells: list[str], capital: object, refused: list[str]) -> None:
    parts = [f"company.registered_capital.{part}" for part in ("amount", "currency", "cny_equivalent")]
    result = imported(csv_file(Path("c.csv"), [["company.name", *parts], ["A", *cells]]), Path("out"))
    assert profiles(Path("out"))["A"]["company"].get("registered_capital") == capital
    places = [line.split()[1] for line in result.stderr.splitlines() if ": error: " in line]
    assert places == refused


def test_registered_capital_as_text_beside_its_worth_in_yuan() -> None:
    rows = [["company.name", "注册资本", "company.registered_capital.cny_equivalent"], ["A", "60万美元", "4300000"]]
    result = imported(csv_file(Path("c.csv"), rows), Path("out"))
    assert result.exit_code == 0
    stated = profiles(Path("out"))["A"]["company"]["registered_capital"]
    assert stated == {"amount": 600_000, "currency": "USD", "cny_equivalent": 4_300_000}


def test_blank_rows_are_no_rows() -> None:
    rows = [["公司名称", "备注"], ["", ""], ["甲", ""], ["  ", "see below"], ["乙", ""]]
    result = imported(csv_file(Path("c.csv"), rows), Path("out"))
    assert result.exit_code == 0
    assert result.stderr.endswith("Rows: 2 (profiles written: 2, kept: 0, skipped: 0); cells not understood: 0\n")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "the table is empty"),
        ([["", ""]], "the table is empty"),
        ([["公司名称"]], "no rows below the headings"),
        ([["公司名称"], [" "]], "no rows below the headings"),
        ([["地址", "电话"], ["x", "y"]], "no column for the company name; columns found: 地址, 电话"),
    ],
)
def test_nothing_to_import_is_bad_input(rows: list[list[str]], message: str) -> None:
    result = imported(csv_file(Path("c.csv"), rows), Path("out"))
    assert (result.exit_code, result.stdout) == (4, "")
    assert message in result.stderr
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "arguments",
    [[], ["c.csv"], ["--to", "out"], ["c.csv", "--to", "out", "--template", "t.xlsx"]],
    ids=" ".join,
)
def test_wrong_use(arguments: list[str]) -> None:
    csv_file(Path("c.csv"), GOOD)
    result = invoke("import", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sorted(path.name for path in Path().iterdir()) == ["c.csv"]


def test_wrong_use_is_explained_in_the_language() -> None:
    said = squeezed(run("import", "--lang", "zh").stderr.decode())
    assert "请指定要导入的表格，或用--template生成空表" in said.replace("│", "")
    said = squeezed(run("import", "c.csv", "--lang", "en").stderr.decode())
    assert "givethefolderfortheprofileswith--to" in said


def test_a_file_that_is_not_there(home: Path) -> None:
    result = imported(home / "none.csv", Path("out"))
    assert result.exit_code == 4
    assert ": error: cannot be read" in result.stderr


def test_a_folder_is_no_table(home: Path) -> None:
    assert "not a regular file" in imported(home, Path("out")).stderr


def test_what_was_imported_can_be_checked() -> None:
    imported(xlsx_file(Path("good.xlsx"), GOOD), Path("out"))
    report = json.loads(invoke("check", "out", "-f", "json", "--as-of", "2026-11-23").stdout)
    assert report["summary"]["errors"] == 0
    assert [profile["vendor"] for profile in report["profiles"]] == ["云舟示例有限公司"]


def test_the_same_table_gives_the_same_bytes() -> None:
    table = xlsx_file(Path("c.xlsx"), TABLE)
    first, second = imported(table, Path("one")), imported(table, Path("two"))
    assert first.stderr == second.stderr
    assert profiles(Path("one")) == profiles(Path("two"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_help_speaks_the_language_and_loads_no_validator(language: str) -> None:
    script = (
        "import sys\nfrom cloudmkt_cli.__main__ import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    program = (sys.executable, "-c", script)
    done = run("import", "--help", "--lang", language, program=program)
    assert {"zh": "每行一份", "en": "one per row"}[language] in done.stdout.decode()
    assert not {"pydantic_core", "xlsxwriter", "tomli_w"} & set(done.stderr.decode().split())
