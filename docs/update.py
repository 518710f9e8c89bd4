"""Writes what the documents show of the program: the table of requirements, and the picture of the checklist.

Run it after a change to the catalogue or to the checklist: ``python docs/update.py``. A test fails while it is due.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

from cloudmkt_cli.catalogue import load_catalogue
from cloudmkt_cli.catalogue.model import Market, Requirement
from cloudmkt_cli.language import Language

ROOT: Final = Path(__file__).parents[1]
READMES: Final[dict[Language, Path]] = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
PICTURE: Final = ROOT / "docs" / "checklist.svg"

_BEGIN: Final = "<!-- requirements: written by docs/update.py -->"
_END: Final = "<!-- end of requirements -->"
_PICTURED: Final = ("check", "profiles/website-not-eligible.toml", "--as-of", "2026-11-23", "--lang", "en")
_COLUMNS: Final = 100
_CELL, _LINE, _EDGE = 8.4, 19, 12  # the size of a character cell and of the margin, in pixels
_FONTS: Final = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace"


def requirements_table(language: Language) -> str:
    """Every requirement of the catalogue, a table a market."""
    catalogue = load_catalogue()
    return "\n".join(_table(market, language) for market in (catalogue.general, *catalogue.markets))


def readme_in(language: Language) -> str:
    """The README of a language with the table in its place."""
    table = requirements_table(language)
    before, rest = READMES[language].read_text(encoding="utf-8").split(_BEGIN)
    after = rest.split(_END)[1]
    return f"{before}{_BEGIN}\n{table}{_END}{after}"


def picture() -> str:
    """The checklist of a shipped profile as the program prints it, as an SVG that needs nothing from outside."""
    colours = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(_COLUMNS), "PYTHONIOENCODING": "utf-8"}
    environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLORTERM"}}
    command = [sys.executable, "-m", "cloudmkt_cli", *_PICTURED]
    run = subprocess.run(command, cwd=ROOT, env=environment | colours, capture_output=True, check=False)  # noqa: S603
    lines = run.stdout.decode().splitlines()
    width, height = round(_COLUMNS * _CELL + 2 * _EDGE), len(lines) * _LINE + 2 * _EDGE
    texts = "\n".join(span for number, line in enumerate(lines) for span in _spans(line, number))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="{_FONTS}" font-size="14">\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#ffffff" stroke="#d0d0d0"/>\n{texts}\n</svg>\n'
    )


def _spans(line: str, number: int) -> Iterator[str]:
    """The pieces of one line of a terminal, each as wide as its cells: Rich's own export squeezes Chinese."""
    column = 0
    for segment in Console(width=_COLUMNS, color_system="truecolor").render(Text.from_ansi(line, end="")):
        style = segment.style or Style.null()
        colour = style.color.get_truecolor(DEFAULT_TERMINAL_THEME).hex if style.color else "#1f2328"
        if text := segment.text.rstrip():
            x, y, length = _EDGE + column * _CELL, _EDGE + (number + 0.75) * _LINE, cell_len(text) * _CELL
            look = " font-weight='bold'" * bool(style.bold) + " opacity='0.6'" * bool(style.dim)
            yield (
                f'<text xml:space="preserve" x="{x:.1f}" y="{y:.1f}" textLength="{length:.1f}" fill="{colour}"'
                f"{look}>{escape(text)}</text>"
            )
        column += segment.cell_length


def _table(market: Market, language: Language) -> str:
    name = f"{market.name.en} · {market.name.zh}" if language == "en" else market.name.zh
    columns = "| | requirement | expected |" if language == "en" else "| | 条件 | 要求 |"
    head = f"**{name}** (`{market.id}`)\n\n{columns}\n|---|---|---|\n"
    return head + "".join(_row(requirement, language) for requirement in market.requirements) + "\n"


def _row(requirement: Requirement, language: Language) -> str:
    place = str(requirement.clause) if requirement.clause else ""
    return f"| {place} | `{requirement.id}` {requirement.title.zh} | {requirement.expected.get(language)} |\n"


if __name__ == "__main__":
    for spoken, readme in READMES.items():
        readme.write_text(readme_in(spoken), encoding="utf-8")
    PICTURE.write_text(picture(), encoding="utf-8")
