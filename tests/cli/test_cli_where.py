"""``where``: one vendor or many against the newest known text of every marketplace."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.golden import assert_golden
from support.paths import ROOT
from support.samples import AS_OF, stating, vendor
from support.strategies_runs import invoke, run, write
from support.user_packs import EXTENDING, TEN_LINES, write_pack

from cloudmkt_cli.core.messages import LANGUAGES, Language

AT = ("--as-of", AS_OF.isoformat())
MARKETPLACES = ["tencent", "aws", "huawei", "jd", "qingcloud"]
LEFT_OPEN = "profiles/enterprise-incomplete.toml"


@pytest.fixture(name="clients")
def _clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "clients" / "a.toml", stating(("company", "name"), "甲示例公司"))
    write(tmp_path / "clients" / "b.toml", stating(("company", "name"), "乙示例公司"))
    return tmp_path


def document(*arguments: str) -> dict[str, Any]:
    done = invoke("where", *arguments, *AT, "-f", "json", "--lang", "en")
    assert done.exit_code == 0
    made: dict[str, Any] = json.loads(done.stdout)
    return made


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "path"), [("one", LEFT_OPEN), ("many", "profiles")])
def test_it_looks_as_it_should(name: str, path: str, language: Language, columns: int) -> None:
    done = run("where", path, *AT, "--lang", language, environment={"COLUMNS": str(columns)}, folder=ROOT)
    assert (done.returncode, done.stderr) == (0, b"")
    assert_golden(f"where/{name}.{language}.{columns}.txt", done.stdout)


def test_json_has_the_text_of_every_marketplace_and_a_placement_in_each(clients: Path) -> None:
    made = document("clients")
    assert "catalogue" not in made
    assert [edition["marketplace"] for edition in made["editions"]] == MARKETPLACES
    assert {edition["known_in_force"] for edition in made["editions"]} == {False}
    assert {edition["id"]: edition["last_seen"] for edition in made["editions"]}["tencent-general"] is None
    assert all(edition["notice"] for edition in made["editions"])
    assert [entry["path"] for entry in made["profiles"]] == ["clients/a.toml", "clients/b.toml"]
    for entry in made["profiles"]:
        assert sorted(found["marketplace"] for found in entry["placements"]) == sorted(MARKETPLACES)
        for found in entry["placements"]:
            assert sum(found["left"].values()) == len(found["open"])


def test_an_assumed_value_counts_for_the_marketplaces_that_ask_for_it(clients: Path) -> None:
    key = "team.technical_and_customer_service"
    made = document("clients/a.toml", "--set", f"{key}=15")
    missing = {
        found["marketplace"]
        for known in (document("clients/a.toml"), made)
        for found in known["profiles"][0]["placements"]
        if any(item["id"].endswith(".team-size") for item in found["open"]) is (known is not made)
    }
    assert {"qingcloud", "huawei"} <= missing
    assert made["hypothetical"] == [{"key": key, "value": 15}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_output_says_that_a_text_is_in_force(clients: Path, language: Language) -> None:
    """Each text is said not to be known to be in force, undated ones to be undated, fragments to be fragments."""
    said = {
        "en": ("not known to be in force on", "undated", "fragments", "confirm"),
        "zh": ("不能确认", "没有日期", "片段", "核对"),
    }[language]
    for name in ("one.md", "one.html"):
        assert invoke("where", "clients/a.toml", *AT, "--lang", language, "-o", name).exit_code == 0
        text = (clients / name).read_text(encoding="utf-8")
        assert [words for words in said if words not in text] == []
        assert text.count(said[0]) >= len(MARKETPLACES)


def test_the_exit_code_is_0_whatever_the_verdict_and_4_for_bad_input(clients: Path) -> None:
    assert invoke("where", "clients", *AT).exit_code == 0
    (clients / "broken.toml").write_text("[company\n", encoding="utf-8")
    done = invoke("where", "clients", "broken.toml", *AT, "--lang", "en")
    assert done.exit_code == 4
    assert "甲示例公司" in done.stdout


def test_check_of_one_profile_tells_the_verdict_under_the_newest_text(clients: Path) -> None:
    one = invoke("check", "clients/a.toml", *AT, "--lang", "en").stdout
    assert [line for line in one.splitlines() if line.startswith("Newest known text")] == [
        "Newest known text (tencent-general, undated)  ? incomplete: 1 to fill in"
    ]
    assert "Newest known text" not in invoke("check", "clients", *AT, "--lang", "en").stdout
    assert "Newest known text" not in invoke("check", "clients/a.toml", "--quiet", *AT, "--lang", "en").stdout


def test_json_names_it_beside_the_edition_in_use(clients: Path) -> None:
    def named(*arguments: str) -> str | None:
        made = json.loads(invoke("check", "clients/a.toml", *AT, "-f", "json", *arguments).stdout)
        newer: str | None = made["catalogue"]["newer_edition"]
        return newer

    assert named() == "tencent-general"
    assert named("--edition", "tencent-2019-03") is None


def test_a_market_asked_for_is_the_one_that_is_compared(tmp_path: Path) -> None:
    """Mini programs are enterprise applications in the newest text, which asks for no more than it does of the rest."""
    path = write(tmp_path / "a.toml", vendor() | {"target_markets": ["website"]})
    assert (
        "Newest known text (tencent-general"
        in invoke("check", str(path), "-m", "miniprogram", *AT, "--lang", "en").stdout
    )


NEWER = EXTENDING.replace("house-rules", "tencent-2026").replace("extends", 'supersedes = "tencent-general"\nextends')
ACME_TOO = """\
[marketplaces.acme.account]
registered = true
"""


@pytest.fixture(name="own")
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vendor that sells at a marketplace of its own packs, and the packs."""
    monkeypatch.chdir(tmp_path)
    values = stating(("company", "registered_capital"), "50万元") | {"target_markets": ["apps", "website"]}
    path = write(tmp_path / "vendor.toml", values)
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{ACME_TOO}", encoding="utf-8")
    write_pack(tmp_path / "acme")
    write_pack(tmp_path / "later", TEN_LINES.replace("acme-2026", "acme-2027").replace("500_000", "500_001"))
    write_pack(tmp_path / "house", EXTENDING)
    write_pack(tmp_path / "newer", NEWER)
    return tmp_path


def compared(*arguments: str) -> dict[str, str]:
    """The text of each marketplace."""
    return {edition["marketplace"]: edition["id"] for edition in document("vendor.toml", *arguments)["editions"]}


@pytest.mark.usefixtures("own")
def test_the_marketplace_of_a_pack_is_compared_too() -> None:
    made = document("vendor.toml", "--pack", "acme")
    assert [edition["marketplace"] for edition in made["editions"]] == [*MARKETPLACES, "acme"]
    (found,) = [one for one in made["profiles"][0]["placements"] if one["marketplace"] == "acme"]
    assert (found["edition"], found["market"], found["targeted"]) == ("acme-2026", "apps", True)
    assert (found["verdict"], found["open"]) == ("eligible", [])


@pytest.mark.usefixtures("own")
def test_of_two_packs_of_a_marketplace_the_last_is_compared() -> None:
    assert compared("--pack", "acme", "--pack", "later")["acme"] == "acme-2027"
    assert compared("--pack", "later", "--pack", "acme")["acme"] == "acme-2026"
    (found,) = [
        one
        for one in document("vendor.toml", "--pack", "later")["profiles"][0]["placements"]
        if one["marketplace"] == "acme"
    ]
    assert [item["id"] for item in found["open"]] == ["acme/apps.registered-capital"]


@pytest.mark.usefixtures("own")
def test_a_newer_text_of_a_known_marketplace_takes_the_place_of_the_one_that_ships() -> None:
    texts = compared("--pack", "newer", "--pack", "acme")
    assert [*texts] == [*MARKETPLACES, "acme"]
    assert texts["tencent"] == "tencent-2026"


@pytest.mark.usefixtures("own")
def test_house_rules_are_no_text_of_a_marketplace_and_it_says_so() -> None:
    done = invoke("where", "vendor.toml", "--pack", "acme", "--pack", "house", *AT, "-f", "json", "--lang", "en")
    assert done.exit_code == 0
    ids = [edition["id"] for edition in json.loads(done.stdout)["editions"]]
    assert "acme-2026" in ids
    assert "house-rules" not in ids
    assert done.stderr.splitlines() == [
        "cloudmkt: warning: pack house-rules is not compared: it changes an edition and is no text of a marketplace",
        "  hint: check against it with cloudmkt check --pack; if it is a newer edition, say which one it supersedes",
    ]


def test_packs_of_the_configuration_are_compared_and_it_is_named(own: Path) -> None:
    (own / "cloudmkt-config.toml").write_text('packs = ["acme"]\n', encoding="utf-8")
    made = document("vendor.toml")
    assert made["configuration"] == "cloudmkt-config.toml"
    assert [edition["id"] for edition in made["editions"]][-1] == "acme-2026"


def test_every_form_has_the_marketplace_of_a_pack(own: Path) -> None:
    for name in ("w.txt", "w.html", "w.md", "w.json"):
        assert invoke("where", "vendor.toml", "--pack", "acme", *AT, "--lang", "zh", "-o", name).exit_code == 0
        assert "acme" in (own / name).read_text(encoding="utf-8")
    write(own / "two" / "b.toml", vendor())
    table = invoke("where", "vendor.toml", "two", "--pack", "acme", *AT, "--lang", "en").stdout.splitlines()
    assert table[0].split() == ["Vendor", *MARKETPLACES, "acme"]


@pytest.mark.usefixtures("own")
def test_a_pack_that_is_not_valid_is_bad_input() -> None:
    done = invoke("where", "vendor.toml", "--pack", "nowhere", *AT)
    assert (done.exit_code, done.stdout) == (4, "")


@pytest.mark.usefixtures("own")
def test_a_profile_may_name_what_any_of_the_packs_has() -> None:
    assert invoke("check", "vendor.toml", "--pack", "acme", "--edition", "jd", *AT).exit_code in {1, 3}
    assert invoke("check", "vendor.toml", "--pack", "acme", "--pack", "house", *AT).exit_code in {0, 1, 3}
    done = invoke("check", "vendor.toml", "--pack", "house", *AT, "--lang", "en")
    assert done.exit_code == 4
    assert 'unknown market "apps"' in done.stderr
    assert 'unknown marketplace "acme"' in done.stderr
