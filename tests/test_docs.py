"""What the documents show of the program is what the program says."""

import re
import runpy
from pathlib import Path

from cloudmkt_cli import __version__
from cloudmkt_cli.catalogue import load_catalogue

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


def test_changelog_has_the_version() -> None:
    assert f"## {__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
