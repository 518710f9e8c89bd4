"""What the documents say of the program is true of it, in both languages alike."""

import json
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import typer.main
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from support.paths import PROFILES, ROOT
from support.whole_app import app
from typer.core import TyperGroup

from cloudmkt_cli import __version__, load_profile
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.cli.exit_codes import ExitStatus
from cloudmkt_cli.config.discovery import find_configuration
from cloudmkt_cli.core.formats import REPORT_ENDINGS, CheckFormat, ClientFormat
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.tables.types import keys_of
from cloudmkt_cli.packs.cases import own_requirements, run_cases
from cloudmkt_cli.packs.files import Head, Requirement
from cloudmkt_cli.packs.reading import read_pack_folder
from cloudmkt_cli.packs.tables import KINDS
from cloudmkt_cli.profile.json_schema import profile_schema
from cloudmkt_cli.render.json_report.report_schema import render_report_schema
from cloudmkt_cli.runs.waiver_file import load_waivers

UPDATE = runpy.run_path(str(ROOT / "docs" / "update.py"))
PAGES: dict[str, str] = {
    page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in UPDATE["PAGES"]
}
ENGLISH = [name for name in PAGES if not name.endswith(".zh-CN.md")]
CONTRIBUTORS = ("CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md")
"""Pages that are in English alone."""
HAN = re.compile(r"[\u4e00-\u9fff]")


def chinese(name: str) -> str:
    return PAGES[name.removesuffix(".md") + ".zh-CN.md"]


def both(name: str) -> tuple[str, str]:
    return PAGES[name], chinese(name)


def blocks(page: str, kind: str = r"\w+") -> list[str]:
    return re.findall(rf"^```(?:{kind})\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def prose(page: str) -> str:
    return re.sub(r"^```.*?^```", "", page, flags=re.DOTALL | re.MULTILINE)


def headings(page: str) -> list[tuple[str, str]]:
    return re.findall(r"^(#+) (.*)$", prose(page), re.MULTILINE)


def links(page: str) -> set[str]:
    return set(re.findall(r"\]\(([^)]+)\)", prose(page)))


def anchor(heading: str) -> str:
    """What GitHub makes of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES)
def test_generated_parts_are_up_to_date(page: str) -> None:
    assert UPDATE["updated"](ROOT / page) == PAGES[page]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_of_the_checklist_are_up_to_date_and_need_nothing_from_outside(language: Language) -> None:
    picture = UPDATE["PICTURES"][language].read_text(encoding="utf-8")
    assert UPDATE["picture"](language) == picture
    addresses = set(re.findall(r"https?://[^\s\"'<]+", picture))
    assert addresses == {"http://www.w3.org/2000/svg", load_catalogue().source_url}
    assert not re.search(r"href|url\(|@import|<image", picture)


def test_every_page_is_in_both_languages() -> None:
    assert len(PAGES) == 2 * len(ENGLISH) >= 20
    assert [name for name in ENGLISH if name.removesuffix(".md") + ".zh-CN.md" not in PAGES] == []


@pytest.mark.parametrize("name", ENGLISH)
def test_both_languages_have_the_same_headings_in_the_same_order(name: str) -> None:
    english, in_chinese = map(headings, both(name))
    assert english
    assert [level for level, _ in english] == [level for level, _ in in_chinese]
    titles = [text for _, text in in_chinese if text not in {"cloudmkt", "JSON"}]
    assert [text for text in titles if not HAN.search(text)] == []
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", ENGLISH)
def test_both_languages_have_the_same_commands_and_examples(name: str) -> None:
    english, in_chinese = (
        [re.sub(r"(?:^|\s+)# .*$", "", block, flags=re.MULTILINE) for block in blocks(page)] for page in both(name)
    )
    assert english == in_chinese


@pytest.mark.parametrize("name", ENGLISH)
def test_both_languages_name_the_same_options_files_and_links(name: str) -> None:
    def named(page: str) -> set[str]:
        spans = {" ".join(span.split()) for span in re.findall(r"`[^`]+`", prose(page))}
        targets = {link.replace(".zh-CN.", ".").partition("#")[0] for link in links(page)}
        return spans | targets - {Path(name).name, ""}

    english, in_chinese = map(named, both(name))
    assert english == in_chinese


def test_comments_of_chinese_examples_are_chinese() -> None:
    comments = [
        comment
        for name in ENGLISH
        for block in blocks(chinese(name))
        for comment in re.findall(r"(?:^|\s)# (.+)$", block, re.MULTILINE)
    ]
    assert len(comments) > 30
    files = {"cloudmkt.toml", "cloudmkt-config.toml", "pyproject.toml", "waivers.toml", "pack.toml", "cases.toml"}
    assert [comment for comment in comments if comment not in files and not HAN.search(comment)] == []


@pytest.mark.parametrize("name", [*PAGES, *CONTRIBUTORS])
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    inside = [link for link in links(page.read_text(encoding="utf-8")) if not link.startswith("https://")]
    assert [link for link in inside if not leads_somewhere(page, link)] == []


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, place = link.partition("#")
    target = page.parent / path if path else page
    if not target.exists() or not place:
        return target.exists()
    text = target.read_text(encoding="utf-8")
    return place in {
        *re.findall(r'^<a id="([^"]+)">', text, re.MULTILINE),
        *(anchor(each) for _, each in headings(text)),
    }


@pytest.mark.parametrize("page", PAGES)
def test_emphasis_is_closed_as_markdown_has_it(page: str) -> None:
    """Before a Chinese character, asterisks after a full stop close nothing and are shown."""
    assert "**" not in re.sub(r"<code.*?</code>", "", MarkdownIt().render(PAGES[page]), flags=re.DOTALL)


def test_requirements_page_lists_every_requirement_once() -> None:
    listed = re.findall(r"^\| \d* \| \[`([a-z.0-9-]+)`\]", PAGES["docs/requirements.md"], re.MULTILINE)
    assert listed == [requirement.id for requirement in load_catalogue().requirements()]


def test_profile_page_lists_every_key_and_every_choice() -> None:
    schema = profile_schema(load_catalogue())

    def keys(table: dict[str, object]) -> Iterator[str]:
        for name, value in table.items():
            yield name
            assert isinstance(value, dict)
            inner = value.get("items", value)
            if name == "attestations":
                yield from schema["$defs"]["attestation"]["properties"]
            elif name == "marketplaces":
                of_one = value["properties"]["jd"]["properties"]
                yield from keys({name: of_one[name] for name in ("account", "agreements")})
            elif "properties" in inner:
                yield from keys(inner["properties"])

    page = PAGES["docs/profile.md"]
    tables = {"company", "account", "documents", "team", "support", "experience", "products", "cases"}
    tables |= {"certificates", "agreements", "attestations", "onboarding", "marketplaces"}
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", page, re.MULTILINE)
    assert [key for row in rows for key in re.findall(r"\w+", row)] == [
        key for key in keys(schema["properties"]) if key not in tables
    ]
    words = re.findall(r'"enum": \[(.*?)\]', json.dumps(schema["properties"]["products"]))
    assert words
    assert [word for word in re.findall(r'"([\w-]+)"', words[0]) if f'`"{word}"`' not in page] == []


def test_readme_lists_every_command() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    rows = re.findall(r"^\| (`[a-z]+`(?:, `[a-z]+`)*) \| \w", PAGES["README.md"], re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"[a-z]+", row)} == set(group.commands)


@pytest.mark.parametrize(
    "line",
    [
        line
        for name in ENGLISH
        for block in blocks(PAGES[name], "sh|yaml")
        for line in re.findall(r"cloudmkt [a-z][^#\n|<]*", block)
    ],
)
def test_every_command_shown_takes_these_options(line: str) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    arguments = shlex.split(line)[1:]
    with group.make_context("cloudmkt", arguments) as context:
        name, command, rest = group.resolve_command(context, arguments)
        assert command is not None
        command.make_context(name, rest, parent=context)


def test_ci_page_lists_every_exit_code_and_every_format() -> None:
    page = PAGES["docs/ci.md"]
    assert re.findall(r"^\| (\d+) \|", page, re.MULTILINE) == [str(status.value) for status in ExitStatus]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| `(\.[\w.]+)` \|", page, re.MULTILINE)
    formats = {name for row, _ in rows for name in re.findall(r"\w+", row)}
    assert formats == {*get_args(CheckFormat)} - {"text", *get_args(ClientFormat)}
    in_checking = re.findall(r"^\| `(\.\w+)` \|", PAGES["docs/checking.md"], re.MULTILINE)
    assert {*in_checking, *(ending for _, ending in rows)} == {*REPORT_ENDINGS} - {".sarif.json"}


def test_examples_in_toml_are_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (profile,) = blocks(PAGES["README.md"], "toml")
    settings, waivers = blocks(PAGES["docs/configuration.md"], "toml")
    elsewhere, capital, attestation = blocks(PAGES["docs/profile.md"], "toml")
    whole = profile.replace('registered_capital = "500万元"\n', capital) + elsewhere + attestation
    for name, text in {"cloudmkt.toml": whole, "pyproject.toml": settings, "waivers.toml": waivers}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    loaded = load_profile("cloudmkt.toml").profile
    assert loaded.target_markets == ("website",)
    assert loaded.company.registered_capital is not None
    assert loaded.company.registered_capital.in_cny == 4_300_000
    assert list(loaded.attestations) == ["market-image"]
    assert loaded.marketplaces["jd"].onboarding.review == "pending"
    assert find_configuration()[0].waivers == "waivers.toml"
    assert [one.waiver.requirement for one in load_waivers("waivers.toml")] == ["website.team-size"]


def test_examples_of_packs_are_valid_and_pass_their_cases(tmp_path: Path) -> None:
    _, alone, extending, cases = blocks(PAGES["docs/packs.md"], "toml")
    for name, text in {"alone/pack.toml": alone, "alone/cases.toml": cases, "extending/pack.toml": extending}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert run_cases(read_pack_folder(str(tmp_path / "alone"))).holds
    house_rules = read_pack_folder(str(tmp_path / "extending"))
    assert [item.id for item in own_requirements(house_rules)] == ["website.team-size"]


def test_page_on_packs_lists_every_key_and_every_kind_of_condition() -> None:
    page = PAGES["docs/packs.md"]
    keys = {*keys_of(Head), *keys_of(Requirement), *KINDS}
    assert {key for key in keys if f"`{key}`" not in page} <= {"market", "requirements", "drop"}
    assert {"[market.apps]", "[[market.apps.requirements]]", "drop"} <= set(
        re.findall(r"^\[.*\]$|drop", page, re.MULTILINE)
    )


def test_example_of_the_report_has_the_shape_of_one() -> None:
    (example,) = blocks(PAGES["docs/json.md"], "json")
    errors = Draft202012Validator(json.loads(render_report_schema())).iter_errors(json.loads(example))
    assert [error.message for error in errors] == []


def test_examples_of_the_library_run(tmp_path: Path) -> None:
    scripts = [script for script in blocks(PAGES["docs/library.md"], "python") if "import" in script]
    profile = (PROFILES / "website-not-eligible.toml").read_text(encoding="utf-8")
    (tmp_path / "vendor.toml").write_text(profile, encoding="utf-8")
    check, look = (
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=tmp_path).stdout.decode()
        for script in scripts
    )
    assert check.startswith("website not_eligible ['website.company-age', 'website.team-size', ")
    assert look == "2025-06-18\n"


def test_changelog_has_the_version() -> None:
    assert f"## {__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
