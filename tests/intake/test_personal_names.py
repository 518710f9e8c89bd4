"""No message about a table quotes what may be the name of a person."""

from pathlib import Path

import pytest
from support.tables import csv_file, imported

from cloudmkt_cli.intake.personal_names import may_be_name

NAMES = [
    *(
        "张三",
        "李四光",
        "欧阳娜娜",
        "司马相如",
        "张三、李四",
        "张三 13800000000",
        "王五（总经理）",
        "买买提·艾力",
        "Zhang San",
    ),
    *("ZHANG SAN", "San Zhang-Li", "Zhang San 138", "O'Brien", "Smith", '"张三"'),
]
OTHERS = [
    "500",
    "约24",
    "去年",
    "无此市场",
    "三十",
    "2021-3",
    "12-15",
    "事业单位",
    "saas",
    "biz",
    "有限责任公司分公司",
    "+1",
]


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_recognized(text: str) -> None:
    assert may_be_name(text)


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_name_may_be_quoted(text: str) -> None:
    assert not may_be_name(text)


@pytest.mark.parametrize(
    "heading", ["成立日期", "注册资本", "企业类型", "技术与服务人员", "联系邮箱", "入驻市场", "外部融资"]
)
@pytest.mark.parametrize("name", ["张三", "Zhang San", "买买提·艾力"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_name_in_any_column_is_not_quoted(heading: str, name: str, language: str, tmp_path: Path) -> None:
    table = csv_file(tmp_path / "c.csv", [["公司名称", heading], ["甲公司", name]])
    result = imported(table, tmp_path / "out", language=language)
    if heading != "外部融资":
        assert result.exit_code == 4
        assert "B2" in result.stderr
    assert name not in result.stderr


def test_of_several_values_those_that_may_be_names_are_left_out(tmp_path: Path) -> None:
    rows = [["甲公司", "张三"], ["乙公司", "约24"], ["丙公司", "李四"]]
    result = imported(csv_file(tmp_path / "c.csv", [["公司名称", "技术与服务人员"], *rows]), tmp_path / "out")
    assert "c.csv: B2, B3, B4 “技术与服务人员”: error: " in result.stderr
    assert "“约24” is not understood" in result.stderr
    assert not {"张三", "李四"} & set(result.stderr)
    assert "张三" not in result.stderr


def test_a_table_without_headings_is_refused_without_the_names_in_its_first_row(tmp_path: Path) -> None:
    result = imported(csv_file(tmp_path / "c.csv", [["云舟示例有限公司", "张三"], ["x", "y"]]), tmp_path / "out")
    assert result.exit_code == 4
    assert "columns found: 云舟示例有限公司" in result.stderr
    assert "张三" not in result.stderr
