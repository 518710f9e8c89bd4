"""``--pack`` and ``packs``: packs of users in every command that has an edition, hostile texts in every format."""

import csv
import json
import zipfile
from io import StringIO
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt
from support.hostile_text import BAIT
from support.packs import PACKS
from support.paths import PROFILES
from support.strategies_runs import invoke
from support.user_packs import EXTENDING, TEN_LINES, write_pack

from cloudmkt_cli.core.formats import CheckFormat
from cloudmkt_cli.core.toml.serialize import literal

FORMATS = get_args(CheckFormat)
PROFILE = """\
profile_version = 1
target_markets = ["apps"]
[company]
name = "示例公司"
registered_capital = "50万元"
[marketplaces.acme.account]
registered = true
"""
STRICTER = EXTENDING + (
    "[[market.website.requirements]]\n"
    'slug = "team-size"\n'
    'condition = { kind = "at_least", fact = "team.technical_and_service", minimum = 25 }\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cloudmkt.toml").write_text(PROFILE, encoding="utf-8")
    write_pack(tmp_path / "acme")
    write_pack(tmp_path / "house", STRICTER)
    return tmp_path


def checked(*arguments: str) -> tuple[int, str, str]:
    """The exit code, the edition, and the verdict."""
    done = invoke("check", *arguments, "-f", "json")
    report = json.loads(done.stdout)
    return done.exit_code, report["catalogue"]["id"], report["profiles"][0]["verdict"]


def test_a_pack_of_ten_lines_decides_a_check(folder: Path) -> None:
    assert checked("--pack", "acme") == (0, "acme-2026", "eligible")
    assert checked("--pack", "acme", "--set", "company.registered_capital=499999元") == (1, "acme-2026", "not_eligible")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("next",), "Edition acme-2026"),
        (("plan",), "Edition acme-2026"),
        (("markets",), "apps"),
        (("requirements",), "acme/apps.registered-capital"),
        (("requirements", "apps"), "acme/apps.registered-capital"),
        (("explain", "registered-capital"), "exactly that amount fails"),
        (("explain", "acme/apps.registered-capital"), "exactly that amount fails"),
        (("config",), "acme-2026"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_every_command_with_an_edition_takes_a_pack(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = invoke(*arguments, "--pack", "acme", "--lang", "en")
    assert (done.exit_code, said in done.stdout) == (0, True)


def test_the_last_pack_is_used_unless_an_edition_is_named(folder: Path) -> None:
    website = str(PROFILES / "website-eligible.toml")
    both = ("--pack", "acme", "--pack", "house")
    assert checked(website, *both)[1:] == ("house-rules", "not_eligible")
    assert checked("--pack", "house", "--pack", "acme")[1] == "acme-2026"
    assert checked(*both, "--edition", "acme-2026")[1] == "acme-2026"
    assert checked(website, *both, "--edition", "jd")[1] == "jd"


def test_packs_of_the_configuration(folder: Path) -> None:
    below = folder / "below"
    below.mkdir()
    (folder / "cloudmkt-config.toml").write_text('packs = ["house", "acme"]\nmarkets = ["apps"]\n', encoding="utf-8")
    assert checked("cloudmkt.toml") == (0, "acme-2026", "eligible")
    found = json.loads(invoke("config", "-f", "json").stdout)["settings"]
    assert (found["packs"]["value"], found["edition"]["value"]) == (["house", "acme"], "acme-2026")
    (folder / "cloudmkt-config.toml").write_text(
        'packs = ["house", "acme"]\nedition = "house-rules"\n', encoding="utf-8"
    )
    assert checked(str(PROFILES / "website-eligible.toml"))[1] == "house-rules"
    assert checked("--pack", "acme")[1] == "acme-2026"


def test_a_pack_that_is_not_valid_is_bad_input(folder: Path) -> None:
    write_pack(folder / "acme", TEN_LINES.replace("500_000", "-1"))
    for command in ("check", "plan", "next", "markets"):
        done = invoke(command, "--pack", "acme", "--lang", "en")
        assert (done.exit_code, done.stdout) == (4, "")
        assert done.stderr.startswith("acme/pack.toml:11:91: error: market.apps.requirements[0].condition.limit:")


def test_many_profiles_are_checked_with_a_pack_in_several_processes(folder: Path) -> None:
    many = folder / "many"
    many.mkdir()
    for number in range(201):
        (many / f"{number}.toml").write_text(PROFILE, encoding="utf-8")
    report = json.loads(invoke("check", "many", "--pack", "acme", "-f", "json").stdout)
    assert (report["summary"]["eligible"], report["catalogue"]["id"]) == (201, "acme-2026")


MARKUP = (
    "[bold]x[/bold] [link=https://example.com/]y[/] <b onclick=alert(1)>z</b> =1+1 @x | `y` **z** [a](javascript:b)"
)
"""Plain characters that are markup, a formula or a format string somewhere."""


def hostile_pack(folder: Path) -> None:
    text = literal(MARKUP + " " + BAIT["format string"].replace("{", "{{").replace("}", "}}"))
    formula = literal("=HYPERLINK(1)")
    words = "\n".join(
        f"{key} = {{ zh = {value}, en = {value} }}"
        for key, value in [("title", formula), *((key, text) for key in ("expected", "why", "how", "evidence"))]
    )
    head = TEN_LINES.replace('"示例云市场规则"', text).replace('"Rules of an example marketplace"', text)
    head = head.replace('"应用"', formula).replace('"Apps"', formula)
    write_pack(folder, head + words + "\n")


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_takes_the_text_of_a_pack_for_markup(folder: Path, name: str) -> None:
    hostile_pack(folder / "acme")
    (folder / "cloudmkt.toml").write_text(PROFILE.replace("50万", "40万"), encoding="utf-8")
    output = folder / f"report.{name}"
    done = invoke("check", "--pack", "acme", "--lang", "en", "-f", name, "-o", output.name)
    assert (done.exit_code, done.stderr) == (1, "")
    if name == "xlsx":
        with zipfile.ZipFile(output) as workbook:
            sheets = [workbook.read(part).decode() for part in workbook.namelist() if "worksheets/sheet" in part]
        assert sheets
        assert not any("<f>" in sheet for sheet in sheets)
        return
    text = output.read_text(encoding="utf-8")
    assert "HYPERLINK(1)" in text
    assert "\x1b" not in text
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text) if name in {"md", "markdown"} else text
    if name in {"md", "markdown", "html"}:
        assert "alert(1)" in page
        assert "<b onclick" not in page
        assert 'href="javascript' not in page
    if name == "junit":
        assert not [node for node in ET.fromstring(text).iter() if node.tag == "b"]  # noqa: S314  our own
    if name == "csv":
        assert [cell for row in csv.reader(StringIO(text)) for cell in row if cell.startswith(("=", "@", "+"))] == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_edition_can_be_extended_and_used(folder: Path, pack: str) -> None:
    write_pack(folder / "house", EXTENDING.replace("tencent-six-market", pack))
    (folder / "cloudmkt.toml").write_text('profile_version = 1\n[company]\nname = "示例公司"\n', encoding="utf-8")
    for command in ("next", "plan", "requirements", "explain"):
        done = invoke(command, "--pack", "house", "--lang", "zh")
        assert (done.exit_code, done.stderr) == (0, ""), command
