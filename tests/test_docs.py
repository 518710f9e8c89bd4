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
from cloudmkt_cli.waiver_file import load_waivers

ROOT = Path(__file__).parents[1]
UPDATE = runpy.run_path(str(ROOT / "docs" / "update.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_requirements_table_of_the_readme_is_up_to_date() -> None:
    assert UPDATE["readme_with"](UPDATE["requirements_table"]()) == README


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
    assert catalogue.source_url in README


def test_examples_of_the_readme_are_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    profile, configuration, waivers = (
        (tmp_path / name) for name in ("cloudmkt.toml", "pyproject.toml", "waivers.toml")
    )
    for path, text in zip((profile, configuration, waivers), blocks, strict=True):
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_profile(profile).profile.target_markets == ("website",)
    assert find_configuration().waivers == "waivers.toml"
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
