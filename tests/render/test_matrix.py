"""What the table of many vendors says of each: what fails, what lets it pass, whose targets are which."""

import re
from pathlib import Path

import pytest
from support.samples import AS_OF, MARKETS, Values, stating, vendor, without
from support.strategies_runs import invoke, write

STYLE = re.compile(r"\x1b\[\d*m")
AT = ("--as-of", AS_OF.isoformat(), "--lang", "en")
CLOSED = stating(("support", "days_per_week"), 5)


def named(name: str, values: Values, *targets: str) -> Values:
    return stating(("company", "name"), name, values | {"target_markets": [*targets]})


def lines(*arguments: str, columns: int = 80) -> list[str]:
    """The lines of the table, up to the blank one."""
    text = invoke("check", "clients", *AT, *arguments, COLUMNS=str(columns)).stdout
    return text.partition("\n\n")[0].splitlines()


@pytest.fixture(name="clients", autouse=True)
def _clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("clients/a.toml"), named("甲示例公司", vendor(), "website"))


def test_what_fails_stands_below_a_vendor_who_is_not_eligible() -> None:
    write(Path("clients/b.toml"), named("乙示例公司", without(("products",), CLOSED), "website", "image"))
    assert lines()[1:] == [
        "  ✓ 甲示例公司 ✓19/19[✓17/17]✓15/15 ✓18/18 ✓17/17 ✓16/16 apply",
        "  ✗ 乙示例公司 ✗14/19[✗14/17|✗13/15]✗15/18 ✗14/17 ✗15/16 qualify",
        "    to fix: website.support-hours (also image)",
    ]


def test_what_is_unknown_is_not_said_to_fail() -> None:
    write(Path("clients/b.toml"), named("乙示例公司", without(("support",)), "website"))
    assert [line.split()[:2] for line in lines()[1:]] == [["✓", "甲示例公司"], ["?", "乙示例公司"]]


def test_no_id_is_cut_however_many_fail() -> None:
    """With a product in each market that lacks all it can."""
    values = stating(("company", "legal_form"), "individual", named("乙示例公司", vendor(), *MARKETS))
    for table in ("documents", "agreements", "certificates"):
        values[table] = dict.fromkeys(values[table], False)
    values |= {"cases": [], "team": dict.fromkeys(values["team"], 0), "support": {"days_per_week": 1}}
    for attestation in values["attestations"].values():
        attestation["holds"] = False
    (product,) = values["products"]
    product |= {key: False for key, value in product.items() if value is True} | {"registered_users": 1}
    values["company"] |= {"established": AS_OF, "registered_capital": "1万元"}
    values["experience"] = dict.fromkeys(values["experience"], AS_OF)
    write(Path("clients/b.toml"), values)
    text = " ".join(line.strip() for line in lines()[3:])
    assert len(text) > 1000
    assert "…" not in text


@pytest.mark.parametrize(
    ("name", "other", "paths"),
    [
        ("乙示例公司", "乙示例公司", True),
        ("乙示例公司", "丙示例公司", False),
        ("星海示例网络科技有限公司厦门分公司", "星海示例网络科技有限公司福州分公司", True),
    ],
    ids=["equal", "different", "equal-once-cut"],
)
def test_equal_names_are_told_apart_by_their_paths(name: str, other: str, paths: bool) -> None:
    write(Path("clients/b.toml"), named(name, vendor(), "website"))
    write(Path("clients/c.toml"), named(other, vendor(), "website"))
    found = [line.strip() for line in lines() if line.strip().startswith("clients/")]
    assert found == (["clients/b.toml", "clients/c.toml"] if paths else [])


def test_a_wide_page_tells_apart_what_a_narrow_one_cuts() -> None:
    for path, branch in (("b", "厦门"), ("c", "福州")):
        write(Path(f"clients/{path}.toml"), named(f"星海示例网络科技有限公司{branch}分公司", vendor(), "website"))
    assert not [line for line in lines(columns=120) if "clients/" in line]


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1", "NO_COLOR": "1"}], ids=str)
def test_targets_have_a_sign_without_colours(environment: dict[str, str]) -> None:
    write(Path("clients/b.toml"), named("乙示例公司", vendor(), "miniprogram", "service"))
    write(Path("clients/c.toml"), named("丙示例公司", vendor()))
    text = invoke("check", "clients", *AT, **environment).stdout
    assert [STYLE.sub("", line) for line in text.splitlines()[1:4]] == [
        "  ✓ 甲示例公司 ✓19/19[✓17/17]✓15/15 ✓18/18 ✓17/17 ✓16/16  apply",
        "  ✓ 乙示例公司[✓19/19]✓17/17 ✓15/15 ✓18/18 ✓17/17[✓16/16] apply",
        "  ✓ 丙示例公司 ✓19/19 ✓17/17 ✓15/15 ✓18/18 ✓17/17 ✓16/16  apply",
    ]


def test_targets_have_a_sign_in_a_file() -> None:
    write(Path("clients/b.toml"), named("乙示例公司", vendor(), "miniprogram"))
    invoke("check", "clients", *AT, "-o", "table.txt", "-f", "text")
    text = Path("table.txt").read_text(encoding="utf-8")
    assert "✓ 乙示例公司[✓19/19]✓17/17 ✓15/15" in text
    assert "[ ] target market" in text


def test_without_targets_there_is_nothing_to_mark() -> None:
    for name in "ab":
        write(Path(f"clients/{name}.toml"), named(f"{name}示例公司", vendor()))
    text = invoke("check", "clients", *AT).stdout
    assert "[" not in text
    assert "target market" not in text
