"""What the commands take: paths, markets, days, and a place for the result."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.samples import MARKETS, Values, stating, vendor
from support.strategies_runs import as_toml, invoke, run, write

AT = ("--as-of", "2026-11-23")
JSON = (*AT, "--format", "json")


def report(*arguments: str | Path, given: str = "") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(invoke("check", *arguments, *JSON, given=given).stdout)
    return document


def checked(*arguments: str | Path, given: str = "") -> list[str]:
    return [profile["path"] for profile in report(*arguments, given=given)["profiles"]]


def named(name: str) -> Values:
    return stating(("company", "name"), name)


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for path in ("b.toml", "a.toml", "B2.toml", "c/a.toml", "c/d/a.toml"):
        write(Path(path), named(path))
    Path("notes.txt").write_text("not a profile", encoding="utf-8")
    Path("c/z.TOML.bak").write_text("not a profile", encoding="utf-8")
    return tmp_path


def test_a_file(folder: Path) -> None:
    assert checked("c/a.toml") == ["c/a.toml"]
    assert checked(folder / "b.toml") == [(folder / "b.toml").as_posix()]


def test_a_folder_with_all_below_it_sorted() -> None:
    assert checked(".") == ["B2.toml", "a.toml", "b.toml", "c/a.toml", "c/d/a.toml"]
    assert checked("c") == ["c/a.toml", "c/d/a.toml"]


def test_several_paths_each_file_once_sorted() -> None:
    assert checked("c", "b.toml", "a.toml", "c/a.toml") == ["a.toml", "b.toml", "c/a.toml", "c/d/a.toml"]


@pytest.mark.parametrize(
    ("paths", "profile"), [(("a.toml", "./a.toml"), "a.toml"), (("c/d", "./c/d/a.toml"), "c/d/a.toml")]
)
def test_a_file_written_in_two_ways_is_one_profile(paths: tuple[str, ...], profile: str) -> None:
    assert checked(*paths) == [profile]


def test_standard_input() -> None:
    assert checked("-", given=as_toml(vendor())) == ["<stdin>"]
    assert checked("-", "a.toml", given=as_toml(vendor())) == ["<stdin>", "a.toml"]


def test_no_path_is_the_profile_of_the_folder(folder: Path) -> None:
    write(folder / "cloudmkt.toml", named("default"))
    assert checked() == ["cloudmkt.toml"]
    assert json.loads(invoke("next", *JSON).stdout)["vendor"] == "default"


def test_market_may_be_repeated_and_comes_in_catalogue_order(folder: Path) -> None:
    profile = folder / "a.toml"
    (whole,) = report(profile)["profiles"]
    (one,) = report(profile, "-m", "api")["profiles"]
    (two,) = report(profile, "-m", "service", "--market", "website", "-m", "service")["profiles"]
    assert [market["market"] for market in whole["markets"]] == list(MARKETS)
    assert [market["market"] for market in one["markets"]] == ["api"]
    assert [market["market"] for market in two["markets"]] == ["website", "service"]


def test_as_of_is_the_day_of_the_check(folder: Path) -> None:
    profile = write(folder / "young.toml", stating(("company", "established"), date(2020, 2, 29)))
    for day, status in (("2022-02-27", "fail"), ("2022-02-28", "pass")):
        document = json.loads(invoke("check", profile, "-m", "website", "-f", "json", "--as-of", day).stdout)
        findings = document["profiles"][0]["markets"][0]["requirements"]
        assert document["as_of"] == day
        assert [item["status"] for item in findings if item["id"] == "website.company-age"] == [status]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_day_is_todays_in_china_by_default(tmp_path: Path, zone: str) -> None:
    profile = write(tmp_path / "vendor.toml", vendor())
    before, done, after = (
        today_in_china(),
        run("check", profile, "-f", "json", environment={"TZ": zone}),
        today_in_china(),
    )
    assert json.loads(done.stdout)["as_of"] in {before, after}


def today_in_china() -> str:
    return (datetime.now(UTC) + timedelta(hours=8)).date().isoformat()


@pytest.mark.parametrize("asked", ["--output", "-o"])
def test_output_writes_the_file_and_prints_nothing(folder: Path, asked: str) -> None:
    target = folder / "report.json"
    target.write_text("an older report " * 10_000, encoding="utf-8")
    result = invoke("check", "a.toml", *JSON, asked, target)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert target.read_bytes() == invoke("check", "a.toml", *JSON).stdout_bytes
    assert sorted(path.name for path in folder.iterdir()) == [
        "B2.toml",
        "a.toml",
        "b.toml",
        "c",
        "notes.txt",
        "report.json",
    ]


@pytest.mark.parametrize("arguments", ["check a.toml", "next", "markets", "requirements", "explain api.renown"])
def test_text_in_a_file_is_whole_and_plain(folder: Path, arguments: str) -> None:
    result = invoke(*arguments.split(), "--lang", "zh", "-o", folder / "out.txt", FORCE_COLOR="1")
    assert (result.stdout, result.stderr) == ("", "")
    text = (folder / "out.txt").read_text(encoding="utf-8")
    assert "腾讯云" in text or "市场" in text
    assert "\x1b" not in text
    assert text.endswith("\n")
