"""Writes the generated parts of the documents: tables of requirements, the edition, and the pictures of the checklist.

Run ``python docs/update.py`` after a change to the catalogue or to the checklist. A test fails while it is due.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.catalogue.thresholds import Threshold, thresholds
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.messages import Text as Words
from cloudmkt_cli.render.thresholds import SIGNS, threshold_unit

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")])
PICTURES: Final[dict[Language, Path]] = {
    "en": ROOT / "docs" / "checklist.svg",
    "zh": ROOT / "docs" / "checklist.zh-CN.svg",
}

_BLOCK: Final = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_PICTURED: Final = ("check", "profiles/website-not-eligible.toml", "--market", "website", "--as-of", "2026-11-23")
_COMMA: Final[dict[Language, str]] = {"en": ", ", "zh": "，"}
_COLUMNS: Final = 100
_TOP: Final = 24  # lines of the checklist that are shown at the most
_MARKS: Final = {"✓", "✗", "?", "☐", "-"}
_CELL, _LINE, _EDGE = 8.4, 19, 12  # the size of a character cell and of the margin, in pixels
_FONTS: Final = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace"


def updated(page: Path) -> str:
    """The text of a page with its generated parts as they should be."""
    language: Language = "zh" if page.name.endswith(".zh-CN.md") else "en"
    catalogue = load_catalogue()
    return _BLOCK.sub(
        lambda block: f"{block[1]}{_GENERATED[block[2]](catalogue, language)}\n{block[3]}",
        page.read_text(encoding="utf-8"),
    )


def picture(language: Language) -> str:
    """The checklist of a shipped profile, shortened, as an SVG that needs nothing from outside."""
    colours = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(_COLUMNS), "PYTHONIOENCODING": "utf-8"}
    environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLORTERM"}}
    command = [sys.executable, "-m", "cloudmkt_cli", *_PICTURED, "--lang", language]
    run = subprocess.run(command, cwd=ROOT, env=environment | colours, capture_output=True, check=False)  # noqa: S603
    lines = _excerpt(run.stdout.decode())
    width, height = round(_COLUMNS * _CELL + 2 * _EDGE), len(lines) * _LINE + 2 * _EDGE
    texts = "\n".join(span for number, line in enumerate(lines) for span in _spans(line, number))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="{_FONTS}" font-size="14">\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#ffffff" stroke="#d0d0d0"/>\n{texts}\n</svg>\n'
    )


def _excerpt(printed: str) -> list[str]:
    """The top of a checklist, cut before a requirement, and all that follows the requirements."""
    *checklist, verdict, edition = printed.strip().split("\n\n")
    lines = "\n\n".join(checklist).split("\n")
    starts = [number for number, line in enumerate(lines) if Text.from_ansi(line).plain[2:3] in _MARKS]
    cut = max(number for number in starts if number <= _TOP)
    return [*lines[:cut], "  ⋮", "", *verdict.split("\n"), "", *edition.split("\n")]


def _spans(line: str, number: int) -> Iterator[str]:
    """The pieces of one line of a terminal, each as wide as its cells: Rich's own export squeezes Chinese."""
    column = 0
    for segment in Console(width=_COLUMNS, color_system="truecolor").render(Text.from_ansi(line, end="")):
        style = segment.style or Style.null()
        colour = style.color.get_truecolor(DEFAULT_TERMINAL_THEME).hex if style.color else "#1f2328"
        if text := segment.text.rstrip():
            x, y, length = _EDGE + column * _CELL, _EDGE + (number + 0.75) * _LINE, cell_len(text) * _CELL
            bold = " font-weight='bold'" if style.bold else ""
            dim = " opacity='0.6'" if style.dim else ""
            yield (
                f'<text xml:space="preserve" x="{x:.1f}" y="{y:.1f}" textLength="{length:.1f}" fill="{colour}"'
                f"{bold}{dim}>{escape(text)}</text>"
            )
        column += segment.cell_length


def _edition(catalogue: Catalogue, language: Language) -> str:
    """Which edition of the rules this is, and where the current one is."""
    day, url = catalogue.checked_on.isoformat(), catalogue.source_url
    if language == "zh":
        return f"cloudmkt 采用的规则版本为 `{catalogue.id}`（核对于 {day}）。申请前请与[官网现行页面]({url})核对。"
    return (
        f"cloudmkt applies the edition `{catalogue.id}`, checked on {day}. "
        f"Before applying, confirm against [the current page]({url})."
    )


def _requirements(catalogue: Catalogue, language: Language) -> str:
    """Every requirement of the catalogue, one table per market."""
    return "\n\n".join(_table(market, language) for market in (catalogue.general, *catalogue.markets))


def _table(market: Market, language: Language) -> str:
    names = {"en": f"### {market.name.en}: `{market.id}`", "zh": f"### {market.name.zh}：`{market.id}`"}
    columns = {"en": "| clause | requirement | expected |", "zh": "| 条款 | 条件 | 要求 |"}
    rows = "\n".join(
        f"| {item.clause or ''} | `{item.id}` {item.title.get(language)} | {item.expected.get(language)} |"
        for item in market.requirements
    )
    return f"{names[language]}\n\n{columns[language]}\n|---|---|---|\n{rows}"


def _markets(catalogue: Catalogue, language: Language) -> str:
    """What the markets ask for in numbers, side by side, and how much else they ask for."""
    names = [f"{market.name.get(language)} `{market.id}`" for market in catalogue.markets]
    numbers: dict[str, dict[str, str]] = {}
    for market in catalogue.markets:
        for item in market.requirements:
            if threshold := _threshold(item, catalogue, language):
                numbers.setdefault(item.title.get(language), {})[market.id] = threshold
    rows = [[title, *(cells.get(market.id, "") for market in catalogue.markets)] for title, cells in numbers.items()]
    for title, others in _WITHOUT_NUMBERS.items():
        counts = (sum(map(others, market.requirements)) for market in catalogue.markets)
        rows.append([title.get(language), *(str(count or "") for count in counts)])
    return "\n".join(f"| {' | '.join(row)} |" for row in [["", *names], ["---"] * (len(names) + 1), *rows])


def _threshold(item: Requirement, catalogue: Catalogue, language: Language) -> str:
    """The numbers that decide a requirement, with their units; empty where there are none."""
    return _COMMA[language].join(_bound(threshold, catalogue, language) for threshold in thresholds(item.condition))


def _bound(threshold: Threshold, catalogue: Catalogue, language: Language) -> str:
    unit = threshold_unit(threshold, catalogue)
    word = (unit.one if threshold.value == 1 else unit.many).get(language) if unit else ""
    return f"{SIGNS[threshold.operator]} {threshold.value:,} {word}"


def _is_plain_fact(item: Requirement) -> bool:
    return item.level == "required" and not item.manual_review and not any(thresholds(item.condition))


_WITHOUT_NUMBERS: Final[dict[Words, Callable[[Requirement], bool]]] = {
    Words(zh="其他事实（项）", en="Other facts"): _is_plain_fact,
    Words(zh="由审核人员判断（项）", en="Judged by a reviewer"): lambda item: item.manual_review,
    Words(zh="加分项（项）", en="Preferred"): lambda item: item.level == "preferred",
}
_GENERATED: Final[dict[str, Callable[[Catalogue, Language], str]]] = {
    "edition": _edition,
    "markets": _markets,
    "requirements": _requirements,
}


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(updated(page), encoding="utf-8")
    for current_language, file in PICTURES.items():
        file.write_text(picture(current_language), encoding="utf-8")
