"""What the documents show of the program is what the program says."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from cloudmkt_cli import __version__, load_profile
from cloudmkt_cli.catalogue import load_catalogue
from cloudmkt_cli.configuration import find_configuration
from cloudmkt_cli.language import Language
from cloudmkt_cli.waiver_file import load_waivers

ROOT = Path(__file__).parents[1]
UPDATE = runpy.run_path(str(ROOT / "docs" / "update.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
OF_ONE = {"README.md", "README.zh-CN.md"}
"""Each of them links to the other."""


@pytest.mark.parametrize(("language", "readme"), [("en", README), ("zh", CHINESE)])
def test_requirements_table_of_the_readme_is_up_to_date(language: Language, readme: str) -> None:
    assert UPDATE["readme_in"](language) == readme


def test_both_readmes_have_the_same_headings_in_the_same_order() -> None:
    headings = [re.findall(r"^(#+) (.*)$", _prose(readme), re.MULTILINE) for readme in (README, CHINESE)]
    assert len(headings[0]) >= 7
    assert [level for level, _ in headings[0]] == [level for level, _ in headings[1]]
    in_chinese = [text for _, text in headings[1]]
    assert [text for text in in_chinese[1:] if not re.search(r"[\u4e00-\u9fff]", text)] == []
    assert len(set(in_chinese)) == len(in_chinese)


def test_both_readmes_have_the_same_commands_and_examples() -> None:
    english, chinese = ([_without_comments(block) for block in _blocks(readme)] for readme in (README, CHINESE))
    assert len(english) >= 8
    assert english == chinese


def test_both_readmes_name_the_same_options_files_and_links() -> None:
    for pattern in (r"`[^`]+`", r"\]\(([^)#]+)\)", r"^\| \d+ \|"):
        english, chinese = (
            {" ".join(name.split()) for name in re.findall(pattern, _prose(readme), re.MULTILINE)} - OF_ONE
            for readme in (README, CHINESE)
        )
        assert english == chinese


def test_comments_of_the_chinese_commands_are_chinese() -> None:
    comments = [comment for block in _blocks(CHINESE) for comment in re.findall(r"\s# (.+)$", block, re.MULTILINE)]
    assert len(comments) > 15
    assert [comment for comment in comments if not re.search(r"[\u4e00-\u9fff]", comment)] == [
        "cloudmkt.toml",
        "waivers.toml",
    ]


def _blocks(readme: str) -> list[str]:
    return re.findall(r"```(\w+\n.*?)```", readme, re.DOTALL)


def _prose(readme: str) -> str:
    return re.sub(r"```.*?```", "", readme, flags=re.DOTALL)


def _without_comments(block: str) -> str:
    return re.sub(r"(?:^|\s+)# .*$", "", block, flags=re.MULTILINE)


def test_requirements_table_names_every_requirement_once() -> None:
    listed = re.findall(r"^\| \d* \| `([a-z.0-9-]+)`", README, re.MULTILINE)
    assert listed == [requirement.id for requirement in load_catalogue().requirements()]


def test_picture_of_the_checklist_is_up_to_date() -> None:
    assert UPDATE["picture"]() == (ROOT / "docs" / "checklist.svg").read_text(encoding="utf-8")


def test_picture_needs_nothing_from_outside() -> None:
    picture = (ROOT / "docs" / "checklist.svg").read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\s\"'<]+", picture))
    assert addresses == {"http://www.w3.org/2000/svg", "https://cloud.tencent.com/document/product/306/11521"}
    assert not re.search(r"href|url\(|@import|<image", picture)


def test_readme_names_the_edition_of_the_catalogue() -> None:
    catalogue = load_catalogue()
    assert f"`{catalogue.id}`, checked on {catalogue.checked_on.isoformat()}" in README
    assert f"`{catalogue.id}`，核对于 {catalogue.checked_on.isoformat()}" in CHINESE
    assert catalogue.source_url in README
    assert catalogue.source_url in CHINESE


def test_examples_of_the_readme_are_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    profile, configuration, waivers = (
        (tmp_path / name) for name in ("cloudmkt.toml", "pyproject.toml", "waivers.toml")
    )
    for path, text in zip((profile, configuration, waivers), blocks, strict=True):
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_profile(profile).profile.target_markets == ("website",)
    assert find_configuration()[0].waivers == "waivers.toml"
    assert [one.waiver.requirement for one in load_waivers("waivers.toml")] == ["website.team-size"]


def test_the_script_of_the_readme_runs() -> None:
    (script,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    script = script.replace("vendor.toml", (ROOT / "profiles" / "website-eligible.toml").as_posix())
    script = script.replace("markets=", "as_of=load_catalogue().checked_on, markets=")
    script = script.replace("import ", "import load_catalogue, ")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"eligible []\n"


def test_changelog_has_the_version() -> None:
    assert f"## {__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
