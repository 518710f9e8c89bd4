"""What a cell says, for every kind of key; what is not certain is not read."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from support.tables import WORDS, column

from cloudmkt_cli.intake.cell_parsers import UnreadableCellError, format_cell, read_cell
from cloudmkt_cli.intake.readers.table import EXCEL_ERRORS, NOT_CALCULATED, Value
from cloudmkt_cli.profile.fields import Kind, fields

DAY = date(2021, 3, 15)
READ: dict[str, list[tuple[Any, object]]] = {
    "company.name": [
        ("云舟", "云舟"),
        ("  云舟 \n", "云舟"),
        ("云\n舟", "云\n舟"),
        (360.0, "360"),
        ("360", "360"),
        ("=1+1", "=1+1"),
        ("+cmd|' /C calc'!A0", "+cmd|' /C calc'!A0"),
        ("\x1b[2J甲", "\x1b[2J甲"),
        ('=HYPERLINK("http://example.com")', '=HYPERLINK("http://example.com")'),
        ("x" * 30_000, "x" * 30_000),
    ],
    "company.uscc": [
        ("91350100M000100Y43", "91350100M000100Y43"),
        ("not well formed", "not well formed"),
        ("913501000000000123", "913501000000000123"),
        ("913500000000015000", "913500000000015000"),  # its check digit is right
    ],
    "team.technical_and_service": [
        (24.0, 24),
        (0.0, 0),
        (24, 24),
        ("24", 24),
        (" 24 ", 24),
        ("２４", 24),
        ("24.0", 24),
        ("6,200", 6200),
        ("-5", -5),
    ],
    "support.hours_per_day": [(8.0, 8), (7.5, 7.5), ("7.5", 7.5), ("8", 8)],
    "company.established": [
        (DAY, DAY),
        (datetime.fromisoformat("2021-03-15"), DAY),
        *((text, DAY) for text in ("2021-03-15", "2021-3-15", "2021/3/15", "2021/03/15", "2021.3.15", "20210315")),
        *((text, DAY) for text in ("2021年3月15日", "2021年03月15日", "２０２１年３月１５日", "2021-03-15 00:00:00")),
        *((text, DAY) for text in ("2021/3/15 0:00", "2021-03-15T00:00:00.000")),
        (20210315.0, DAY),
        ("2024-02-29", date(2024, 2, 29)),
    ],
    "company.external_funding": [
        *((said, True) for said in (True, "是", "有", "true", "TRUE", "True", "√", "✓", "yes", " 是 ", "ＹＥＳ")),
        *((said, False) for said in (False, "否", "无", "没有", "false", "FALSE", "×", "✗", "no")),
    ],
    "company.legal_form": [
        *((said, "enterprise") for said in ("enterprise", "企业", "Enterprise", "有限责任公司", "股份有限公司")),
        *(
            (f"有限责任公司{note}", "enterprise")
            for note in ("(自然人独资)", "（自然人投资或控股）", "(国有独资)(1150)")
        ),
        ("股份有限公司(上市、自然人投资或控股)", "enterprise"),
        *(
            (said, "enterprise")
            for said in ("个人独资企业", "合伙企业", "有限合伙企业", "普通合伙企业", "特殊普通合伙企业")
        ),
        *((said, "enterprise") for said in ("集体所有制", "集体所有制企业", "全民所有制", "国有企业", "国有独资公司")),
        *(
            (said, "enterprise")
            for said in ("股份合作制", "股份合作制企业(法人)", "农民专业合作社", "农民专业合作社联合社")
        ),
        *(
            (said, "enterprise")
            for said in ("其他有限责任公司", "外商投资有限合伙企业", "中外合资经营企业", "私营有限责任公司")
        ),
        *((said, "enterprise") for said in ("港、澳、台投资有限责任公司", "集体所有制(股份合作)", "内资合伙企业")),
        ("个体工商户", "individual-business"),
        ("个体户", "individual-business"),
        ("个人", "individual"),
    ],
    "product.kind": [("saas", "saas"), ("SaaS", "saas"), ("定制开发", "custom"), ("custom-built", "custom")],
    "onboarding.review": [("审核中", "pending"), ("approved", "approved")],
    "product.runs_on": [
        ("腾讯云", ["tencent"]),
        ("tencent、华为云，JD Cloud", ["tencent", "huawei", "jd"]),
        ("aws;AWS", ["aws"]),
    ],
    "target_markets": [
        ("website", ["website"]),
        ("网站建设市场", ["website"]),
        ("网站建设", ["website"]),
        ("Website building", ["website"]),
        ("website、enterprise", ["website", "enterprise"]),
        ("website, enterprise", ["website", "enterprise"]),
        ("网站建设市场，企业应用市场", ["website", "enterprise"]),
        ("website;api；image\nservice", ["website", "api", "image", "service"]),
        ("API 服务市场、API服务市场,api,", ["api"]),
    ],
    "company.registered_capital": [
        *(
            (said, said)
            for said in (
                "500万元",
                "6500万人民币",
                "10(万)",
                "50(万香港元)",
                "9(万元(人民币))",
                "300,000美元",
                "1.2亿元",
            )
        )
    ],
    "documents.business_licence": [
        ("有", True),
        ("无", False),
        (True, True),
        ("papers/licence.pdf", "papers/licence.pdf"),
        ("营业执照.jpg", "营业执照.jpg"),
    ],
    "product.software_copyright": [
        ("2023SR0123456", "2023SR0123456"),
        ("软著登字第1234567号", "软著登字第1234567号"),
        ("是", True),
        ("无", False),
    ],
    "certificates.high_tech_enterprise": [("有", True), ("×", False), (DAY, DAY), ("2021年3月15日", DAY)],
}
UNREADABLE: dict[str, list[Any]] = {
    "company.name": [True, DAY, 1.5, 1e15, "是", "无"],
    "company.uscc": [123.0, 350200200012345.0, DAY, True, "无"],
    "team.technical_and_service": [24.5, "24.5", "24人", "10-20", "二十四", "约24", True, DAY, "1e3", "1,2"],
    "support.hours_per_day": ["7*8", "8h", True, "24小时", timedelta(hours=8), time(8)],
    "company.established": [
        *("2021-02-29", "15/03/2021", "3/15/2021", "2021-3", "2021年", "21-03-15", "2021-03-15 16:00", "2021/3-15"),
        *(44270.0, 2021.0, datetime.fromisoformat("2021-03-14 16:00"), time(8), True),
    ],
    "company.external_funding": ["A 轮", 1.0, 0.0, "1", "对", DAY],
    "company.legal_form": ["事业单位", "民办非企业单位", "社会团体", "拟设立有限公司", "其他", "法人独资", 1.0, True],
    "product.kind": ["sas", "平台", 1.0],
    "product.runs_on": ["火星云", "腾讯云、火星云", "、", "腾讯云/华为云", 1.0, True],
    "target_markets": ["火星市场", "website、火星市场", "、", "website/api", 1.0, True],
    "company.registered_capital": ["500", 500.0, "五百万元", "约500万元", "500万比索", True, DAY],
    "documents.business_licence": ["已提供", "https://example.com/licence.pdf", "见附件", 1.0, "licence", DAY],
    "product.software_copyright": ["申请中", "待取得", "2023SR", 2023.0],
    "certificates.high_tech_enterprise": ["申请中", "2027", "长期", 1.0],
}


def cases(by_fact: dict[str, list[Any]]) -> list[Any]:
    return [pytest.param(fact, case, id=f"{fact} {case!r:.40}") for fact, listed in by_fact.items() for case in listed]


@pytest.mark.parametrize(("fact", "case"), cases(READ))
def test_what_is_certain_is_read(fact: str, case: tuple[Value, object]) -> None:
    cell, expected = case
    found = read_cell(cell, column(fact), WORDS)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(("fact", "cell"), cases(UNREADABLE))
def test_what_is_not_certain_is_not_read(fact: str, cell: Value) -> None:
    with pytest.raises(UnreadableCellError) as caught:
        read_cell(cell, column(fact), WORDS)
    assert caught.value.message.key == "import.unreadable"
    assert caught.value.message.values == {"found": format_cell(cell)}
    assert caught.value.hint.key == "import.expected"


def test_every_kind_of_key_has_cells_that_are_read_and_cells_that_are_not() -> None:
    assert {fields()[fact].kind for fact in READ} == {fields()[fact].kind for fact in UNREADABLE} == set(Kind)


@pytest.mark.parametrize(
    "cell", ["", "  ", "\u3000", "\n", "-", "—", "——", "/", "N/A", "n/a", "未填写", "暂无", "unknown", "未知"]
)
def test_a_blank_cell_is_left_out_of_every_key(cell: str) -> None:
    assert {fact: read for fact in fields() if (read := read_cell(cell, column(fact), WORDS)) is not None} == {}


@pytest.mark.parametrize("cell", [*sorted(EXCEL_ERRORS), NOT_CALCULATED])
def test_a_formula_without_a_result_is_none_of_any_key(cell: str) -> None:
    for fact in fields():
        with pytest.raises(UnreadableCellError) as caught:
            read_cell(cell, column(fact), WORDS)
        assert caught.value.message.key == "import.failed_formula", fact


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (9.135e17, "9.135E+17"),
        (913501000000000123, "9.13501E+17"),
        (913501000000000123.0, "9.13501E+17"),
        (1e15, "1E+15"),
        ("9.135E+17", "9.135E+17"),
        ("9.13501e17", "9.13501e17"),
        ("913501000000123000", "913501000000123000"),
    ],
)
def test_a_credit_code_that_became_a_number_is_named_as_such(cell: Value, said: str) -> None:
    with pytest.raises(UnreadableCellError) as caught:
        read_cell(cell, column("company.uscc"), WORDS)
    assert caught.value.message.key == "import.code_as_number"
    assert caught.value.message.values == {"found": said}
    assert caught.value.hint.key == "import.retype_code"


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        (500.0, "万元", "500万元"),
        ("500", "万元", "500万元"),
        ("1,200", "万元", "1200万元"),
        (1234.5, "万元", "1234.5万元"),
        (5_000_000.0, "元", "5000000元"),
        (60.0, "万美元", "60万美元"),
        ("500万港元", "万元", "500万港元"),
    ],
)
def test_a_heading_may_give_the_unit_of_capital(cell: Value, unit: str, expected: str) -> None:
    assert read_cell(cell, column("company.registered_capital", unit), WORDS) == expected


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "有限责任公司分公司",
            "有限责任公司(自然人独资)分公司",
            "有限责任公司(分公司)",
            "股份有限公司(代表机构)",
            "个体工商户分店",
        ),
        *("外国企业常驻代表机构", "全民所有制分支机构(非法人)", "北京办事处", "营业部", "branch of a foreign company"),
    ],
)
def test_a_branch_is_no_enterprise_and_the_reason_is_given(cell: str) -> None:
    with pytest.raises(UnreadableCellError) as caught:
        read_cell(cell, column("company.legal_form"), WORDS)
    assert caught.value.message.key == "import.branch"


@pytest.mark.parametrize("cell", [True, DAY, "约500", -500.0, float("inf")])
def test_a_unit_makes_no_sum_of_what_is_none(cell: Value) -> None:
    with pytest.raises(UnreadableCellError):
        read_cell(cell, column("company.registered_capital", "万元"), WORDS)


@pytest.mark.parametrize("cell", [float("inf"), float("nan"), 1e300])
@pytest.mark.parametrize("fact", ["company.name", "company.established", "company.registered_capital"])
def test_numbers_beyond_all_bounds(fact: str, cell: float) -> None:
    with pytest.raises(UnreadableCellError):
        read_cell(cell, column(fact), WORDS)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (24.0, "24"),
        (24.5, "24.5"),
        (True, "TRUE"),
        (DAY, "2021-03-15"),
        (datetime.fromisoformat("2021-03-14 16:00"), "2021-03-14 16:00:00"),
        (time(8), "08:00:00"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_a_cell_in_a_message(cell: Value, said: str) -> None:
    assert format_cell(cell) == said
