"""``--edition``, and ``edition`` in the configuration: every command is about the edition that is meant."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from support.samples import AS_OF, stating, vendor
from support.samples_waivers import waiver, write_waivers
from support.strategies_runs import invoke, run, write

from cloudmkt_cli import load_catalogue
from cloudmkt_cli.catalogue.loader import DEFAULT_PACK
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.runs import pool

AT = ("--as-of", AS_OF.isoformat())
JD = ("--edition", "jd")
OPENED = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from cloudmkt_cli.__main__ import main
try:
    main()
except SystemExit:
    pass
packs = {path.split("catalogue/packs/")[1].split("/")[0] for path in opened if "catalogue/packs/" in path}
sys.stderr.write("\\n" + " ".join(sorted(packs)))
"""


@pytest.fixture(name="profile", autouse=True)
def _profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "vendor.toml", vendor() | {"target_markets": ["website"]})


def document(*arguments: str | Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(invoke(*arguments, "-f", "json").stdout)
    return made


@pytest.mark.parametrize(
    "command",
    [
        ("check", "vendor.toml"),
        ("next", "vendor.toml"),
        ("plan", "vendor.toml"),
        ("markets",),
        ("requirements",),
        ("requirements", "--compare"),
        ("explain",),
        ("explain", "jd/general.lawful"),
        ("explain", "general.lawful"),
        ("explain", "lawful"),
        ("explain", "jd-website"),
        ("config",),
    ],
    ids=" ".join,
)
def test_a_command_is_about_the_edition_that_is_named(command: tuple[str, ...]) -> None:
    head = document(*command, *JD)["catalogue"]
    assert (head["id"], head["marketplace"], head["from"], head["grade"]) == ("jd", "jd", "2018-09-12", "A")
    assert "jd" in invoke(*command, *JD).stdout


@pytest.mark.parametrize(
    ("selection", "edition"),
    [
        ("tencent-2019-03", "tencent-2019-03"),
        ("newest", "tencent-general"),
        ("tencent", "tencent-general"),
        ("aws", "aws-2022-06"),
        ("at-2018-11-28", "tencent-six-market"),
        ("at-2018-11-27", "tencent-2018-10"),
        ("at-2019-01-29", "tencent-2019-01-29"),
        ("at-2026-11-23", "tencent-2019-08"),
    ],
)
def test_an_edition_is_named_by_its_id_its_marketplace_or_a_day(selection: str, edition: str) -> None:
    assert document("markets", "--edition", selection)["catalogue"]["id"] == edition
    assert load_catalogue(selection).id == edition


@pytest.mark.parametrize("command", ["check", "next", "plan", "markets", "requirements", "explain", "config", "fill"])
def test_an_edition_that_there_is_not_is_bad_input_and_near_names_are_told(command: str) -> None:
    path = ["vendor.toml"] if command in {"check", "next", "plan", "fill"} else []
    done = invoke(command, *path, "--edition", "tencent-2019-3", "--lang", "en")
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr.startswith(
        "cloudmkt: error: unknown edition tencent-2019-3\n  hint: did you mean tencent-2019-03"
    )


@pytest.mark.parametrize("selection", ["at-20190201", "at-2019-02-30", "at-x", "at-"])
def test_a_day_is_written_in_one_way(selection: str) -> None:
    done = invoke("markets", "--edition", selection, "--lang", "en")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (4, "  hint: write it like at-2019-02-01")


def test_of_a_requirement_that_was_dropped_it_is_told_where_it_went() -> None:
    done = invoke("explain", "website.company-age", "--edition", "tencent-2019-03", "--lang", "en")
    assert (done.exit_code, done.stdout) == (4, "")
    assert "hint: The requirements on capital, age, head count" in done.stderr


def test_editors_are_told_of_the_markets_of_all_editions() -> None:
    schema = json.loads(invoke("schema", "config").stdout)
    assert {"website", "jd-website", "qingcloud"} <= set(schema["properties"]["markets"]["items"]["enum"])
    assert schema["properties"]["max-age"]["pattern"] == "^[0-9]{1,5}d$"


def test_scripts_are_told_the_same() -> None:
    with pytest.raises(InputError) as raised:
        load_catalogue("tencent-2019-3")
    assert str(raised.value).startswith("cloudmkt: error: unknown edition tencent-2019-3")


def test_without_it_the_default_is_used() -> None:
    assert document("check", "vendor.toml")["catalogue"]["id"] == DEFAULT_PACK == load_catalogue().id


def test_the_command_line_wins_over_the_configuration_which_is_named_in_what_it_changes() -> None:
    Path("cloudmkt-config.toml").write_text('edition = "jd"\nlang = "en"\n', encoding="utf-8")
    made = document("check", "vendor.toml")
    assert (made["catalogue"]["id"], made["configuration"]) == ("jd", "cloudmkt-config.toml")
    made = document("check", "vendor.toml", "--edition", "qingcloud")
    assert (made["catalogue"]["id"], made["configuration"]) == ("qingcloud", None)
    assert document("plan", "vendor.toml")["catalogue"]["id"] == "jd"
    assert document("requirements")["catalogue"]["id"] == "jd"
    assert "edition  cloudmkt-config.toml:1:11 jd" in invoke("config").stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('edition = "jdd"', "cloudmkt-config.toml:1:11: error: edition: unknown edition jdd"),
        ('edition = "at-1999-01-01"', "cloudmkt-config.toml:1:11: error: edition: no edition is known"),
        ("edition = 3", "cloudmkt-config.toml:1:11: error: edition: wrong type: 3"),
        ('edition = " "', "cloudmkt-config.toml:1:11: error: edition: "),
        ('max-age = "6 months"', 'cloudmkt-config.toml:1:11: error: max-age: "6 months" is not an age in days'),
        ("max-age = 180", "cloudmkt-config.toml:1:11: error: max-age: wrong type: 180"),
        (
            'markets = ["jd-webiste"]\nedition = "jd"',
            'cloudmkt-config.toml:1:12: error: markets[0]: unknown market "jd-we',
        ),
    ],
)
def test_what_is_not_valid_in_a_configuration_is_told_with_its_place(line: str, said: str) -> None:
    Path("cloudmkt-config.toml").write_text(line, encoding="utf-8")
    done = invoke("check", "vendor.toml", "--lang", "en")
    assert done.exit_code == 4
    assert done.stderr.startswith(said)


def test_a_market_of_the_default_edition_stands_for_those_that_include_it() -> None:
    (made,) = document("check", "vendor.toml", *JD, "-m", "website")["profiles"]
    assert [market["market"] for market in made["markets"]] == ["jd-website"]
    done = invoke("check", "vendor.toml", "--edition", "aws", "-m", "nosuch", "--lang", "en")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (4, "cloudmkt: error: unknown market nosuch")


@pytest.mark.parametrize("processes", [1, 2])
def test_every_process_checks_the_same_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int) -> None:
    monkeypatch.setattr(pool, "PARALLEL_FROM", 2)
    monkeypatch.setattr(pool, "_CHUNK_SIZE", 1)
    monkeypatch.setattr("os.cpu_count", lambda: processes)
    for number in range(4):
        write(tmp_path / "many" / f"{number}.toml", vendor())
    made = document("check", "many", *JD)
    assert [[market["market"] for market in profile["markets"]] for profile in made["profiles"]] == [
        ["jd-base-software", "jd-enterprise-software", "jd-website", "jd-data", "jd-operations", "jd-security"]
    ] * 4


@pytest.mark.parametrize(
    ("options", "read"),
    [
        (("-f", "json"), "tencent-six-market"),
        (("-f", "text"), "tencent-general tencent-six-market"),  # the newest known, for the verdict under it
        (("--edition", "jd", "-f", "json"), "jd"),
        (("--edition", "tencent-2018-12-27", "-f", "json"), "tencent-2018-12-27 tencent-six-market"),
    ],
)
def test_packs_that_are_not_asked_for_are_not_read(options: tuple[str, ...], read: str, tmp_path: Path) -> None:
    done = run("check", "vendor.toml", *options, program=(sys.executable, "-c", OPENED), folder=tmp_path)
    assert done.stderr.decode().splitlines()[-1] == read


def test_an_age_is_warned_of_and_changes_nothing_else() -> None:
    bare = invoke("check", "vendor.toml", *AT, "-f", "json", "--lang", "en")
    Path("cloudmkt-config.toml").write_text('max-age = "180d"\n', encoding="utf-8")
    done = invoke("check", "vendor.toml", *AT, "-f", "json", "--lang", "en")
    assert (done.exit_code, done.stdout) == (bare.exit_code, bare.stdout)
    warning, hint = done.stderr.splitlines()
    assert warning.startswith(
        "cloudmkt: warning: edition tencent-six-market was last seen on 2019-03-20, more than 180 "
    )
    assert hint == "  hint: compare it with the current page: https://cloud.tencent.com/document/product/306/30135"


@pytest.mark.parametrize(("day", "warned"), [("2019-09-16", False), ("2019-09-17", True), ("2019-03-20", False)])
def test_the_last_day_of_an_age_is_not_too_old(day: str, warned: bool) -> None:
    Path("cloudmkt-config.toml").write_text('max-age = "180d"\n', encoding="utf-8")
    for command in ("check", "next", "plan"):
        assert ("warning: edition " in invoke(command, "vendor.toml", "--as-of", day, "--lang", "en").stderr) is warned


def test_of_an_undated_edition_the_age_is_not_known() -> None:
    Path("cloudmkt-config.toml").write_text('max-age = "99999d"\nedition = "huawei"\n', encoding="utf-8")
    assert "edition huawei-5 is undated" in invoke("check", "vendor.toml", *AT, "--lang", "en").stderr


def test_a_waiver_for_a_requirement_of_another_edition_is_idle_and_no_mistake() -> None:
    write_waivers(Path("waivers.toml"), waiver("website.team-size"), waiver("team-size"))
    arguments = ("check", "vendor.toml", *JD, *AT, "--waivers", "waivers.toml", "--strict-waivers", "--lang", "en")
    done = invoke(*arguments)
    assert (done.exit_code, done.stderr) == (3, "")
    assert [one["state"] for one in document(*arguments)["waivers"]] == ["unused", "unused"]
    write_waivers(Path("waivers.toml"), waiver("jd/general.lawful"))
    assert "jd/general.lawful" in invoke(*arguments).stderr  # which this edition has: it is met
    write_waivers(Path("waivers.toml"), waiver("website.team-sise"))
    assert "unknown" in invoke(*arguments).stderr
    assert invoke(*arguments).exit_code == 4


def test_a_waiver_counts_under_another_edition(tmp_path: Path) -> None:
    path = write(tmp_path / "few.toml", stating(("support", "days_per_week"), 4) | {"target_markets": ["website"]})
    write_waivers(Path("waivers.toml"), waiver("support-hours"))
    (made,) = document("check", path, *JD, *AT, "--waivers", "waivers.toml")["profiles"]
    waived = [item["id"] for item in made["markets"][2]["requirements"] if item["waived"]]
    assert waived == ["jd/general.support-hours"]


def test_reports_of_two_editions_are_compared_by_market_and_requirement() -> None:
    for name, edition in (("old", "tencent-2019-01"), ("new", "tencent-2019-01-29")):
        few = ("--set", "team.technical_and_service=12", "--set", "products[0].launched_on=2020-01-01")
        invoke("check", "vendor.toml", *AT, *few, "--edition", edition, "-f", "json", "-o", f"{name}.json")
        report = json.loads(Path(f"{name}.json").read_text(encoding="utf-8"))
        report["hypothetical"] = []
        Path(f"{name}.json").write_text(json.dumps(report), encoding="utf-8")
    shown = " ".join(invoke("diff", "old.json", "new.json", "--lang", "en").stdout.split())
    assert "The editions differ" in shown
    made = document("diff", "old.json", "new.json")
    assert made["catalogue"]["id"] == "tencent-2019-01-29"
    gained = [item["id"] for market in made["profiles"][0]["markets"] for item in market["requirements"]]
    assert gained == ["miniprogram.team-size", "image.team-size"]


def test_a_baseline_of_another_edition_is_told() -> None:
    invoke("check", "vendor.toml", *AT, "-f", "json", "-o", "old.json")
    done = invoke("check", "vendor.toml", *AT, "--edition", "tencent-2019-01", "--baseline", "old.json", "--lang", "en")
    assert "warning: the edition differs" in done.stderr
    assert "tencent-six-market, checked on 2026-11-23; now tencent-2019-01" in done.stderr


def test_a_plan_holds_under_its_edition(tmp_path: Path) -> None:
    path = write(tmp_path / "short.toml", stating(("support", "days_per_week"), 4) | {"target_markets": ["website"]})
    market = next(one for one in document("plan", path, *JD, *AT)["markets"] if one["market"] == "jd-website")
    keys = [change["key"] for change in market["changes"]]
    assert "support.days_per_week" in keys
    assert "marketplaces.jd.agreements.vendor" in keys
    assert not any(key.startswith("agreements.") for key in keys)


def test_a_new_profile_has_the_keys_and_the_markets_of_its_edition(tmp_path: Path) -> None:
    assert invoke("init", "new.toml", "--name", "示例", "-m", "website", *JD).exit_code == 0
    text = (tmp_path / "new.toml").read_text(encoding="utf-8")
    assert 'target_markets = ["jd-website"]' in text
    assert "#website_building =" in text
    assert "#registered_capital =" not in text
    again = invoke("init", "new.toml", "--name", "示例", *JD, "--lang", "en")
    assert "cloudmkt fill new.toml --edition jd" in again.stderr


def test_fill_asks_what_its_edition_needs() -> None:
    Path("few.toml").write_text('profile_version = 1\n[company]\nname = "示例"\n', encoding="utf-8")
    done = invoke("fill", "few.toml", "--edition", "qingcloud", "--lang", "en", given="qingcloud\n15\nq\n")
    assert done.exit_code == 0
    assert "(QingCloud marketplace)" in done.stderr
    assert "cloudmkt fill few.toml --edition qingcloud" in done.stderr
    assert 'target_markets = ["qingcloud"]' in Path("few.toml").read_text(encoding="utf-8")
