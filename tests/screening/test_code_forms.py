"""``--legal-form-from-credit-code``: a screening derives the same legal forms as ``import`` and its rule."""

import csv
import json
import random
from pathlib import Path

import pytest
from support.strategies_runs import invoke
from support.tables import csv_file

from cloudmkt_cli.profile.credit_code import ALPHABET, has_right_check_digit, legal_form_of
from cloudmkt_cli.screening.code_forms import code_forms_column
from cloudmkt_cli.screening.columns import CodeForms

duckdb = pytest.importorskip("duckdb")

OPTION = "--legal-form-from-credit-code"
ONE, COOPERATIVE = "91350100M000100Y43", "93000000MA0000003R"
HEADINGS = ["公司名称", "信用代码", "企业类型", "成立日期"]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def with_check_digit(body: str) -> str:
    return next(code for code in (body + char for char in ALPHABET) if has_right_check_digit(code))


def codes() -> list[str]:
    """Right codes of every kind, and all that is wrong with them."""
    drawn = random.Random(1)  # noqa: S311  no secret
    right = [
        with_check_digit(drawn.choice(["91", "92", "93", "52", "A1"]) + "".join(drawn.choices(ALPHABET, k=15)))
        for _ in range(500)
    ]
    wrong = [code[:17] + drawn.choice([*ALPHABET, "I", "一"]) for code in right[:100]]
    return [
        *right,
        *wrong,
        *(code[:17] for code in right[:3]),
        right[0].lower(),
        f" {ONE}\u3000",
        f"{ONE}1",
        "",
        "代码",
    ]


def test_the_table_derives_what_the_rule_says() -> None:
    column = code_forms_column(CodeForms(9, 1, 0, ("分公司",)))
    every = codes()
    with duckdb.connect() as database:
        rows = database.execute(
            f"SELECT c1, {column} FROM (SELECT '' AS c0, code AS c1 FROM unnest(?) AS t (code))",  # noqa: S608
            [every],
        ).fetchall()
    assert sorted(rows) == sorted((code, legal_form_of(code.strip()) or "") for code in every)
    assert {form for _, form in rows} == {"enterprise", "individual-business", ""}


OF_ENTERPRISES = [with_check_digit(f"91000000MA000000{number}") for number in range(5)]
OF_INDIVIDUALS = [with_check_digit(f"92000000MA000000{number}") for number in range(4)]
ROWS = [
    ["甲", OF_ENTERPRISES[0], ""],
    ["乙", OF_INDIVIDUALS[0], "不详"],
    ["丙", OF_INDIVIDUALS[1], "有限责任公司"],
    ["丁", OF_ENTERPRISES[1], "个体工商户"],
    ["戊", OF_INDIVIDUALS[2], "事业单位"],
    ["己", COOPERATIVE, ""],
    ["庚分公司", OF_ENTERPRISES[2], ""],
    ["辛 分公司 ", OF_INDIVIDUALS[3], ""],
    ["壬", OF_ENTERPRISES[3].lower(), ""],
    ["癸", "", ""],
]


@pytest.mark.parametrize("verified", ["是", "否"])  # which decides for individual businesses alone
@pytest.mark.parametrize("options", [(), (OPTION,)])
@pytest.mark.parametrize("width", [3, 2], ids=["with legal forms", "codes alone"])
def test_a_screening_agrees_with_the_profiles_that_import_writes(
    options: tuple[str, ...], width: int, verified: str
) -> None:
    rows = [[*row[:width], verified] for row in ROWS]
    table = csv_file(Path("t.csv"), [[*HEADINGS[:width], "account.enterprise_verified"], *rows])
    invoke("import", table, "--to", "out", *options)
    lines = invoke("check", "out", "-f", "jsonl", "--market", "website", "--as-of", "2026-11-23").stdout.splitlines()
    checked = {}
    for line in map(json.loads, lines):
        (found,) = (one for one in line["markets"][0]["requirements"] if one["id"] == "general.enterprise")
        checked[line["vendor"]] = found["status"]
    result = invoke("screen", table, "--to", "o.csv", "--market", "website", "--as-of", "2026-11-23", *options)
    assert result.exit_code == 0, result.stderr
    with Path("o.csv").open(encoding="utf-8", newline="") as file:
        screened = {row["company.name"].strip(): row for row in csv.DictReader(file)}
    statuses = {
        name: "fail"
        if "general.enterprise" in row["website.ruled_out_by"]
        else "unknown"
        if "general.enterprise" in row["website.unknown"].split(";")
        else "pass"
        for name, row in screened.items()
    }
    assert statuses == checked
    assert (set(checked.values()) == {"unknown"}) is (width == 2 and not options)
    assert len(checked) == len(ROWS)


def test_it_needs_no_output_and_counts_refused_cells_once() -> None:
    table = csv_file(Path("t.csv"), [HEADINGS[:3], *ROWS])
    found = json.loads(invoke("screen", table, OPTION, "--market", "website", "-f", "json").stdout)
    assert found["table"]["refused"] == [{"heading": "企业类型", "form": "事业单位", "rows": 1}]


def test_profiles_of_a_short_list_state_the_legal_form_too() -> None:
    table = csv_file(Path("t.csv"), [HEADINGS[:2], ROWS[0][:2]])
    invoke("screen", table, OPTION, "--profiles", "out", "--where", "company.name=甲")
    (profile,) = Path("out").glob("*.toml")
    assert 'legal_form = "enterprise"' in profile.read_text(encoding="utf-8")


@pytest.mark.parametrize("other", [("--engine", "spark"), ("--emit-sql", "spark", "--table", "t")])
def test_other_engines_refuse_it(other: tuple[str, ...]) -> None:
    files = () if other[0] == "--emit-sql" else ("t.csv",)
    result = invoke("screen", *files, OPTION, *other, "--lang", "en")
    assert (result.exit_code, OPTION in result.stderr) == (2, True)
