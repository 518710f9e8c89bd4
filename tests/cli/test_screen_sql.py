"""``cloudmkt screen --emit-sql``: one statement on standard output, and what to know about the columns on the other."""

from pathlib import Path

import duckdb
import pytest
from support.strategies_runs import run

ARGUMENTS = ("screen", "--emit-sql", "duckdb", "--table", "企业", "--as-of", "2026-11-27")
MAPPED = (
    "--map",
    "类型=company.legal_form",
    "--map",
    "成立=company.established",
    "--map",
    "资本=company.registered_capital",
)


def test_the_statement_runs_as_it_is_printed() -> None:
    done = run(*ARGUMENTS, *MAPPED, "--lang", "en")
    assert done.returncode == 0
    assert done.stderr.decode() == "column 资本 must be in yuan, not in ten thousand yuan\n"
    with duckdb.connect() as database:
        database.execute("""CREATE TABLE "企业" ("类型" VARCHAR, "成立" DATE, "资本" DOUBLE)""")
        database.execute("""INSERT INTO "企业" VALUES ('enterprise', '2024-11-28', 1000000), (NULL, NULL, NULL)""")
        rows = database.execute(done.stdout.decode())
        names = [column[0] for column in rows.description or ()]
        rows_by_type = {row[0]: dict(zip(names, row, strict=True)) for row in rows.fetchall()}
    first, second = rows_by_type["enterprise"], rows_by_type[None]
    assert names[:8] == ["类型", "成立", "资本", "miniprogram", "miniprogram.decided", "miniprogram.required",
                         "miniprogram.ruled_out_by", "miniprogram.unknown"]  # fmt: skip
    assert first["website.ruled_out_by"] == "website.company-age"
    assert first["miniprogram.ruled_out_by"] == "miniprogram.registered-capital"
    assert (second["website"], second["website.decided"], second["website.required"]) == ("still_open", 0, 17)


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "-- still_open: nothing in these columns rules the market out. It does not mean that the company may "),
        ("zh", "-- still_open 只表示这些列中没有任何内容排除该市场，不代表可以"),
    ],
)
def test_the_comment_says_what_still_open_means(lang: str, line: str) -> None:
    comment = [one for one in run(*ARGUMENTS, "--lang", lang).stdout.decode().splitlines() if one.startswith("--")]
    assert len(comment) == 4
    assert "tencent-six-market" in comment[0]
    assert "2026-11-27" in comment[0]
    assert comment[2].startswith(line)


def test_without_a_map_the_columns_of_a_registry_have_the_names_of_their_keys() -> None:
    text = run(*ARGUMENTS).stdout.decode()
    assert {key for key in ("legal_form", "established", "registered_capital") if f't."company.{key}"' in text} == {
        "legal_form", "established", "registered_capital",
    }  # fmt: skip


def test_a_file_is_written_and_replaced_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "screen.sql"
    assert run(*ARGUMENTS, "--to", target).stdout == b""
    written = target.read_bytes()
    assert written == run(*ARGUMENTS).stdout
    target.write_text("mine", encoding="utf-8")
    assert run(*ARGUMENTS, "--to", target).returncode == 4
    assert target.read_text(encoding="utf-8") == "mine"
    assert run(*ARGUMENTS, "--to", target, "--force").returncode == 0
    assert target.read_bytes() == written


def test_too_many_patterns_are_refused_with_the_columns_to_leave_out() -> None:
    done = run(*ARGUMENTS, *MAPPED, "-m", "website", "--limit-patterns", "11", "--lang", "en")
    assert done.returncode == 4
    assert done.stdout == b""
    assert done.stderr.decode() == (
        "cloudmkt: error: these columns make 12 patterns, more than the limit of 11\n"
        "  hint: leave out 类型, or choose fewer markets with --market\n"
    )


def test_capital_in_ten_thousand_yuan_is_refused() -> None:
    done = run(*ARGUMENTS, "--map", "资本=注册资本(万元)", "--lang", "en")
    assert done.returncode == 4
    assert "column 资本 must be in yuan, not in ten thousand yuan" in done.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("screen",),
        ("screen", "--emit-sql", "spark"),
        ("screen", "t.csv", "--emit-sql", "spark", "--table", "t"),
        ("screen", "--emit-sql", "spark", "--table", "t", "--by", "省份"),
        ("screen", "t.csv", "--engine", "spark", "--since", "last.parquet", "--to", "new.parquet"),
        ("screen", "t.csv", "--table", "t"),
        ("screen", "t.csv", "--master", "local"),
    ],
    ids=" ".join,
)
def test_options_that_do_not_belong_together_are_refused(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 2
