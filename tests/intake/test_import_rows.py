"""Rows of a table: what costs a cell, what costs the row, and which rows are the same company."""

from pathlib import Path

import pytest
from support.tables import csv_file, imported, profiles

ONE, OTHER, COOPERATIVE = "91350100M000100Y43", "91000000MA00000030", "93000000MA0000003R"
INDIVIDUAL = "92000000MA0000003W"
SHIFTED = "several cells are in the wrong columns; the row was skipped"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def problems(stderr: str, gravity: str = "error") -> list[str]:
    """The lines of errors or warnings, without the path of the table."""
    return [line.removeprefix("c.csv: ") for line in stderr.splitlines() if f": {gravity}: " in line]


def read(*rows: list[str], arguments: tuple[str, ...] = ()) -> tuple[int, list[str]]:
    """Import a table into ``out``: the exit code, and the errors."""
    result = imported(csv_file(Path("c.csv"), rows), Path("out"), *arguments)
    return result.exit_code, problems(result.stderr)


def test_a_product_without_a_market_is_offered_in_the_targets_of_its_row() -> None:
    headings = ["公司名称", "target_markets", "product.name", "product.markets"]
    code, found = read(headings, ["甲", "website、api", "云舟", ""], ["乙", "website、api", "云帆", "api"])
    assert (code, found) == (0, [])
    markets = {name: values["products"][0]["markets"] for name, values in profiles(Path("out")).items()}
    assert markets == {"甲": ["website", "api"], "乙": ["api"]}


def test_a_market_that_is_not_understood_is_not_replaced_by_the_targets() -> None:
    headings = ["公司名称", "target_markets", "product.name", "product.markets"]
    code, found = read(headings, ["甲", "website", "云舟", "无此市场"])
    assert code == 4
    assert found == [
        (
            "C2 “product.name”: error: products[0].name: the product has no market and the row has no target markets; "
            "its cells were left out"
        ),
        "D2 “product.markets”: error: products[0].markets: “无此市场” is not understood and was left out",
    ]
    assert "products" not in profiles(Path("out"))["甲"]


@pytest.mark.parametrize(
    ("cells", "place", "lacks"),
    [
        (["", "", "saas"], "D2 “product.kind”: error: products[0].kind", "no name"),
        (["", "website", "saas"], "C2 “product.markets”: error: products[0].markets", "no name"),
        (["云舟", "", "saas"], "B2 “product.name”: error: products[0].name", "no market"),
    ],
)
def test_a_product_that_lacks_a_required_key_does_not_cost_the_company(
    cells: list[str], place: str, lacks: str
) -> None:
    code, found = read(["公司名称", "product.name", "product.markets", "product.kind"], ["甲", *cells])
    assert code == 4
    (problem,) = found
    assert problem.startswith(f"{place}: the product has {lacks}")
    assert profiles(Path("out")) == {"甲": {"profile_version": 1, "company": {"name": "甲"}}}


def test_one_bad_cell_costs_the_cell_and_a_row_without_a_name_is_skipped() -> None:
    headings = ["公司名称", "team.technical_and_service", "support.days_per_week", "成立日期"]
    code, found = read(headings, ["甲", "约24", "8", "2021-03-15"], ["", "12", "7", "2021-03-15"])
    assert code == 4
    assert found == [
        "B2 “team.technical_and_service”: error: team.technical_and_service: “约24” is not understood and was left out",
        "C2 “support.days_per_week”: error: support.days_per_week: value out of range: 8",
        "A3 “公司名称”: error: company.name: no company name; the row was skipped",
    ]
    assert [values["company"]["name"] for values in profiles(Path("out")).values()] == ["甲"]
    assert set(profiles(Path("out"))["甲"]["company"]) == {"name", "established"}


def test_one_cause_is_reported_once_with_its_cells_and_each_column_for_itself() -> None:
    rows = [[f"甲{number}", "无效", "约24" if number % 2 else "24"] for number in range(6)]
    code, found = read(["公司名称", "成立日期", "team.technical_and_service"], *rows)
    assert code == 4
    assert found == [
        "B2, B3, B4 … (6 rows) “成立日期”: error: company.established: “无效” is not understood and was left out",
        (
            "C3, C5, C7 “team.technical_and_service”: error: team.technical_and_service: "
            "“约24” is not understood and was left out"
        ),
    ]


@pytest.mark.parametrize(
    ("rows", "files", "same"),
    [
        ([["甲", ONE], ["乙", ONE]], ["甲"], ["A3 “公司名称”: error: the same credit code as in the row of A2"]),
        ([["甲", ONE], ["甲", ONE]], ["甲"], ["A3 “公司名称”: error: the same credit code as in the row of A2"]),
        (
            [["甲", ONE], ["乙", f" {ONE.lower()}"]],
            ["甲"],
            ["A3 “公司名称”: error: the same credit code as in the row"],
        ),
        ([["甲", ""], ["甲 ", ""]], ["甲"], ["A3 “公司名称”: error: the same company name as in the row of A2"]),
        ([["甲(厦门)", ""], ["甲（厦门）", ONE]], ["甲(厦门)"], ["A3 “公司名称”: error: the same company name as in"]),
        ([["甲", ONE], ["甲", ""]], ["甲"], ["A3 “公司名称”: error: the same company name as in the row of A2"]),
        ([["甲", "待补"], ["乙", "待补"]], ["甲", "乙"], []),
        ([["甲", ONE], ["甲", OTHER], ["乙", ""]], ["乙", f"甲-{OTHER}", f"甲-{ONE}"], []),
    ],
)
def test_each_company_is_written_once(rows: list[list[str]], files: list[str], same: list[str]) -> None:
    code, found = read(["公司名称", "信用代码"], *rows)
    assert sorted(profiles(Path("out"))) == sorted(files)
    assert code == (4 if same else 0)
    assert [problem.startswith(expected) for problem, expected in zip(found, same, strict=True)] == [True] * len(same)


def test_the_first_row_of_a_company_counts_with_its_product() -> None:
    headings = ["公司名称", "product.name", "product.markets"]
    read(headings, ["甲", "云舟", "api"], ["甲", "云帆", "website"])
    assert profiles(Path("out"))["甲"]["products"] == [{"name": "云舟", "markets": ["api"]}]


def test_a_row_that_was_skipped_is_not_the_first_of_its_company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloudmkt_cli.intake.row_parser.MAX_BYTES", 200)
    code, found = read(["公司名称", "product.name", "product.markets"], ["甲", "云" * 100, "api"], ["甲", "云", "api"])
    assert code == 4
    assert [problem.startswith("A2 ") for problem in found] == [True]
    assert profiles(Path("out"))["甲"]["products"][0]["name"] == "云"


@pytest.mark.parametrize("heading", ["经营状态", "登记状态", "企业状态"])
@pytest.mark.parametrize(
    ("status", "warned"),
    [
        ("注销", ["deregistered"]),
        ("已注销", ["deregistered"]),
        ("吊销", ["business licence was revoked"]),
        ("吊销，未注销", ["business licence was revoked"]),
        ("吊销,已注销", ["deregistered", "business licence was revoked"]),
        ("存续（在营、开业、在册）", []),
        ("正常（未注销）", []),
        ("", []),
    ],
)
def test_a_company_that_no_longer_exists_is_warned_of_and_imported(
    heading: str, status: str, warned: list[str]
) -> None:
    result = imported(csv_file(Path("c.csv"), [["公司名称", heading], ["甲", status]]), Path("out"))
    assert (result.exit_code, list(profiles(Path("out")))) == (0, ["甲"])
    found = problems(result.stderr, "warning")
    assert [line.startswith(f"B2 “{heading}”: warning: the registration status says") for line in found] == [
        True for _ in warned
    ]
    assert all(word in line for word, line in zip(warned, found, strict=True))
    assert "not read" not in result.stderr


HEADINGS = ["公司名称", "法定代表人", "信用代码", "企业类型", "成立日期", "注册资本"]


@pytest.mark.parametrize(
    "cells",
    [
        ["甲公司", "张三丰", "", ONE, "有限责任公司", "2021-03-15", "500万元"],  # one cell too many
        ["甲公司", ONE, "有限责任公司", "2021-03-15", "500万元"],  # one too few
        ["甲公司", "厦门", "思明", "张三丰", ONE, "有限责任公司", "2021-03-15", "500万元"],
        [ONE, "甲公司", "", "", "", ""],
        ["2021-03-15", "张三丰", "", "", "", ""],
        ["500万元", "", "", "", "", ""],
        ["甲公司", "", "", ONE, "", ""],
        ["张三丰", ONE, "", "", "", ""],
        ["张三丰", "", "", "", "", "", ONE],
    ],
)
def test_a_row_whose_cells_have_shifted_is_skipped_and_not_quoted(cells: list[str]) -> None:
    result = imported(csv_file(Path("c.csv"), [HEADINGS, cells, ["乙", "李四", ONE, "", "", ""]]), Path("out"))
    assert result.exit_code == 4
    assert problems(result.stderr) == [f"A2 “公司名称”: error: company.name: {SHIFTED}"]
    assert list(profiles(Path("out"))) == ["乙"]
    assert "张三丰" not in result.stderr


@pytest.mark.parametrize(
    ("cells", "unread"),
    [
        (["甲", "张三", ONE, "有限责任公司", "2021-03-15", "500万元"], 0),
        (["甲", "张三", "", "", "2021-03-15", "500"], 1),
        (["甲", "张三", "不详", "事业单位", "去年", "约500"], 3),
        (["甲", "张三", "待补", "事业单位", "2021-03-15", "500"], 2),
        (["360", "张三", ONE, "", "", ""], 0),
    ],
)
def test_a_row_with_bad_cells_has_not_shifted(cells: list[str], unread: int) -> None:
    code, found = read(HEADINGS, cells)
    assert code == (4 if unread else 0)
    assert len(found) == unread
    assert len(profiles(Path("out"))) == 1


@pytest.mark.parametrize("heading", ["纳税人识别号", "税号", "母公司信用代码", "Parent's credit code"])
def test_a_credit_code_may_stand_under_another_heading_for_codes(heading: str) -> None:
    code, found = read(["公司名称", "信用代码", heading], ["甲", "", ONE], ["乙", OTHER, ONE])
    assert (code, found) == (0, [])
    assert list(profiles(Path("out"))) == ["乙", "甲"]


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["甲", ONE, ""], "enterprise"),
        (["甲", COOPERATIVE, ""], "enterprise"),
        (["甲", INDIVIDUAL, ""], "individual-business"),
        (["甲", ONE, "个体工商户"], "individual-business"),
        (["甲", "91350100M000100Y4Z", ""], None),
        (["甲", "", ""], None),
        (["甲", ONE, "事业单位"], None),
        (["甲有限公司厦门分公司", ONE, ""], None),
    ],
)
def test_the_credit_code_gives_the_legal_form_only_where_that_is_asked_for(cells: list[str], form: str | None) -> None:
    rows = [["公司名称", "信用代码", "企业类型"], cells]
    read(*rows)
    stated = "个体工商户" in cells
    (without,) = profiles(Path("out")).values()
    assert without["company"].get("legal_form") == ("individual-business" if stated else None)
    read(*rows, arguments=("--legal-form-from-credit-code", "--force"))
    (derived,) = profiles(Path("out")).values()
    assert derived["company"].get("legal_form") == form
