"""What a profile with mistakes gets: file, line, column, key, what is wrong, and what to do, in either language."""

from pathlib import Path

import pytest
from support.strategies_runs import run

BAD = """\
profile_version = 1
target_markets = ["website", "websit"]
[company]
name = "星海示例科技有限公司"
legal_from = "enterprise"
established = "2021-03-15"
[team]
technical_and_service = "35"
marketplace_operators = -1
[support]
hours_per_day = 25
days_per_week = 8
[agreements]
consignment = "yes"
marketplace = 1
[[products]]
markets = ["website"]
kind = "sass"
[[products]]
name = "甲"
markets = ["website"]
[[products]]
name = "甲"
markets = ["website"]
[attestations.team-size]
holds = true
by = "法务部"
on = 2026-11-01
evidence = ["https://example.com"]
"""

# Line, column (of the key where the key is wrong, of the header where a table is, else of the value), key, what is
# wrong, and the remedy; in file order.
FAULTS = [
    (2, 30, "target_markets[1]", ("websit", "websit"), ("website", "website")),
    (5, 1, "company.legal_from", ("legal_from", "legal_from"), ("legal_form", "legal_form")),
    (6, 15, "company.established", ('"2021-03-15"', '"2021-03-15"'), ("日期", "date")),
    (8, 25, "team.technical_and_service", ('"35"', '"35"'), ("整数", "integer")),
    (9, 25, "team.marketplace_operators", ("-1", "-1"), ("0", "0")),
    (11, 17, "support.hours_per_day", ("25", "25"), ("24", "24")),
    (12, 17, "support.days_per_week", ("8", "8"), ("7", "7")),
    (14, 15, "agreements.consignment", ('"yes"', '"yes"'), ("true", "true")),
    (15, 15, "agreements.marketplace", ("1", "1"), ("true", "true")),
    (16, 1, "products[0].name", ("缺少", "missing"), ("name", "name")),
    (18, 8, "products[0].kind", ("sass", "sass"), ("saas", "saas")),
    (23, 8, "products[2].name", ("甲", "甲"), ("不同", "own")),
    (25, 1, "attestations.team-size", ("team-size", "team-size"), ("事实", "fact")),
]


@pytest.fixture(name="complaints", scope="module", params=["zh", "en"])
def _complaints(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, list[str]]:
    """The place of a language in the table above, and what the program says in it, a mistake an entry."""
    language: str = request.param
    folder = tmp_path_factory.mktemp("mistakes")
    (folder / "bad.toml").write_text(BAD, encoding="utf-8")
    done = run("check", "bad.toml", "--lang", language, folder=folder)
    assert done.returncode == 4
    return ["zh", "en"].index(language), [entry for entry in done.stderr.decode().split("bad.toml:") if entry]


def test_every_mistake_is_told_once_in_file_order(complaints: tuple[int, list[str]]) -> None:
    _, entries = complaints
    places = [tuple(int(number) for number in entry.replace("：", ":").split(":")[:2]) for entry in entries]
    assert places == sorted(places)
    assert [place[0] for place in places] == [fault[0] for fault in FAULTS]


@pytest.mark.parametrize("index", range(len(FAULTS)), ids=[fault[2] for fault in FAULTS])
def test_a_mistake_says_where_what_and_what_to_do(complaints: tuple[int, list[str]], index: int) -> None:
    language, entries = complaints
    line, column, key, fault, remedy = FAULTS[index]
    (entry,) = [entry for entry in entries if f"{key}: " in entry or f"{key}：" in entry]
    said, _, advice = entry.strip().partition("\n")
    assert said.replace("：", ":").startswith(f"{line}:{column}:")
    assert fault[language] in said.partition(key)[2]
    assert remedy[language] in advice


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(b"profile_version = 1\n[company\n", "bad.toml:2:", id="a table left open"),
        pytest.param(b'profile_version = 1\n[company]\nname = "\xe5\x8e"\n', "bad.toml:3:9", id="not UTF-8"),
        pytest.param(
            'company = { name = "厦门", legal_from = 1 }\n'.encode(), "bad.toml:1:26", id="after Chinese text"
        ),
        pytest.param(b'\xef\xbb\xbfcompani = "x"\n', "bad.toml:1:1", id="after a byte-order mark"),
        pytest.param(b'[company]\r\nname = "a"\r\nnam = 1\r\n', "bad.toml:3:1", id="lines of Windows"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_place_of_a_mistake(tmp_path: Path, text: bytes, place: str, language: str) -> None:
    (tmp_path / "bad.toml").write_bytes(text)
    done = run("check", "bad.toml", "--lang", language, folder=tmp_path)
    assert done.returncode == 4
    assert place in done.stderr.decode()


def test_mistakes_on_standard_input_have_its_name() -> None:
    done = run("check", "-", given=b"profile_version = 2\n")
    assert done.returncode == 4
    assert b"<stdin>:1:19: error: profile_version" in done.stderr


def test_what_a_profile_says_does_not_act_on_the_terminal() -> None:
    done = run("check", "-", given=b'profile_version = 1\n"\\u001b[2J" = 1\n[company]\nname = "\\u001b[2J"\n')
    assert done.returncode == 4
    assert b"\x1b" not in done.stderr
