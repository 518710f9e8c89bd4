"""Writes the generated parts of the documents: tables, the pages of requirements, and the pictures of the checklist.

Run ``python docs/update.py`` after a change to the catalogue or to the checklist. A test fails while it is due.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generate.pictures import PICTURES, picture
from generate.requirement_pages import requirement_pages
from generate.tables import GENERATED

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.pages import FOLDER

if TYPE_CHECKING:
    from cloudmkt_cli.core.messages import Language

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")])
_BLOCK: Final = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def updated(page: Path) -> str:
    """The text of a page with its generated parts as they should be."""
    language: Language = "zh" if page.name.endswith(".zh-CN.md") else "en"
    catalogue = load_catalogue()
    return _BLOCK.sub(
        lambda block: f"{block[1]}{GENERATED[block[2]](catalogue, language)}\n{block[3]}",
        page.read_text(encoding="utf-8"),
    )


def _write_requirement_pages() -> None:
    folder, pages = ROOT / FOLDER, requirement_pages()
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        if file.name not in pages:
            file.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(updated(page), encoding="utf-8")
    _write_requirement_pages()
    for current_language, file in PICTURES.items():
        file.write_text(picture(current_language), encoding="utf-8")
