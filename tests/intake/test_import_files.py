"""Where profiles are written: names that are safe everywhere, each once, and nothing overwritten unasked."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.tables import csv_file, imported, profiles

from cloudmkt_cli.core.filenames import FileNames, safe_stem

RESERVED = ["CON", "con", "PRN", "AUX", "NUL", "COM1", "com9", "LPT1", "COM¹", "CONIN$", "NUL.txt", "aux.示例"]


def table(path: Path, *names: str) -> Path:
    return csv_file(path / "c.csv", [["公司名称"], *([name] for name in names)])


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("云舟示例有限公司", "云舟示例有限公司"),
        ("A B & C (示例)", "A B & C (示例)"),
        ("a/b\\c", "a-b-c"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "profile"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ('<>:"/\\|?*', "profile"),
        ("C:\\x", "C--x"),
        ("trailing. . ", "trailing"),
        ("a\nb\tc\x00d", "a-b-c-d"),
        ("\x1b[2J甲", "[2J甲"),
        ("甲\u202e乙\u200b", "甲-乙"),
        ("甲\u3000乙", "甲-乙"),
        ("e\u0301", "\u00e9"),
        ("x" * 151, "x" * 150),
        ("甲" * 60, "甲" * 50),
    ],
)
def test_a_name_is_made_safe(title: str, stem: str) -> None:
    assert safe_stem(title) == stem


@pytest.mark.parametrize("title", RESERVED)
def test_names_of_devices_are_not_used(title: str) -> None:
    assert safe_stem(title) == f"_{title}"


@pytest.mark.parametrize("title", ["CONSOLE", "COM10", "LPT", "nul示例", "auxiliary.x"])
def test_names_like_those_of_devices_are(title: str) -> None:
    assert safe_stem(title) == title


@given(st.lists(st.text(max_size=200), max_size=8))
def test_names_are_safe_and_differ_whatever_the_titles(titles: list[str]) -> None:
    names = FileNames()
    taken = [names.take(title) for title in titles]
    assert len({name.casefold() for name in taken}) == len(titles)
    for name in taken:
        assert name.endswith(".toml")
        assert len(name.encode()) <= 200
        assert not set(name) & set('<>:"/\\|?*\0\n\r')
        assert name.isprintable()
        assert name[0] not in ".- "


def test_a_name_that_is_taken_gets_a_number_whatever_its_case() -> None:
    names = FileNames()
    titles = ["Acme", "acme", "ACME", "Acme-2", "acme", "Straße", "STRASSE", "/", "?"]
    assert [names.take(title) for title in titles] == [
        *("Acme.toml", "acme-2.toml", "ACME-3.toml", "Acme-2-2.toml", "acme-4.toml"),
        *("Straße.toml", "STRASSE-2.toml", "profile.toml", "profile-2.toml"),
    ]


def test_many_companies_of_one_name_take_no_longer_each() -> None:
    names = FileNames()
    assert [names.take("甲") for _ in range(50_000)][-1] == "甲-50000.toml"


def test_reserved_and_repeated_names_from_end_to_end(tmp_path: Path) -> None:
    result = imported(table(tmp_path, "CON", "甲/乙", "甲:乙", "..", "../up"), tmp_path / "out")
    assert result.exit_code == 0
    assert {stem: values["company"]["name"] for stem, values in profiles(tmp_path / "out").items()} == {
        "_CON": "CON",
        "甲-乙": "甲/乙",
        "甲-乙-2": "甲:乙",
        "profile": "..",
        "up": "../up",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.csv", "out"]


def test_what_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    mine = tmp_path / "out" / "甲.toml"
    mine.write_text("mine", encoding="utf-8")
    file = table(tmp_path, "甲", "乙")
    result = imported(file, tmp_path / "out", language="zh")
    assert result.exit_code == 4
    assert result.stdout == f"{(tmp_path / 'out' / '乙.toml').as_posix()}\n"
    assert (
        f"{file.as_posix()}: A2“公司名称”: 错误：已存在，没有覆盖：{mine.as_posix()}\n  提示：要覆盖请加 --force"
        in result.stderr
    )
    assert "写入档案 1，已存在而未覆盖 1，跳过 0" in result.stderr
    assert mine.read_text(encoding="utf-8") == "mine"


def test_force_overwrites_and_leaves_nothing_else_behind(tmp_path: Path) -> None:
    file = table(tmp_path, "甲", "乙")
    assert imported(file, tmp_path / "out").exit_code == 0
    (tmp_path / "out" / "甲.toml").write_text("mine", encoding="utf-8")
    result = imported(file, tmp_path / "out", "--force")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)
    assert profiles(tmp_path / "out")["甲"]["company"] == {"name": "甲"}
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_link_that_leads_nowhere_is_there(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "甲.toml").symlink_to(tmp_path / "elsewhere.toml")
    assert imported(table(tmp_path, "甲"), tmp_path / "out").exit_code == 4
    assert not (tmp_path / "elsewhere.toml").exists()


def test_folders_are_made_on_the_way(tmp_path: Path) -> None:
    assert imported(table(tmp_path, "甲"), tmp_path / "a" / "b").exit_code == 0
    assert list(profiles(tmp_path / "a" / "b")) == ["甲"]


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    file = table(tmp_path, "甲", "乙")
    result = imported(file, file)
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.count("cannot be written") == 1
    assert "Rows: 2 (profiles written: 0," in result.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_that_is_closed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    assert imported(table(tmp_path, "甲"), tmp_path / "out").exit_code == 4


def test_what_was_written_before_a_failure_is_still_told(tmp_path: Path) -> None:
    (tmp_path / "out" / "乙.toml").mkdir(parents=True)
    result = imported(table(tmp_path, "甲", "乙", "丙"), tmp_path / "out", "--force")
    assert result.exit_code == 4
    assert result.stdout.splitlines() == [(tmp_path / "out" / "甲.toml").as_posix()]
    assert result.stderr.count("cannot be written") == 1
    assert "Rows: 3 (profiles written: 1, kept: 0, skipped: 2)" in result.stderr


def test_a_profile_too_large_to_be_read_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloudmkt_cli.intake.row_parser.MAX_BYTES", 100)
    result = imported(table(tmp_path, "甲", "乙" * 100), tmp_path / "out")
    assert result.exit_code == 4
    assert list(profiles(tmp_path / "out")) == ["甲"]
