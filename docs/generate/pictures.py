"""The pictures of the checklist in the README."""

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

from cloudmkt_cli.core.messages import Language

_ROOT: Final = Path(__file__).parents[2]
PICTURES: Final[dict[Language, Path]] = {
    "en": _ROOT / "docs" / "checklist.svg",
    "zh": _ROOT / "docs" / "checklist.zh-CN.svg",
}

_PICTURED: Final = ("check", "profiles/website-not-eligible.toml", "--market", "website", "--as-of", "2026-11-23")
_COLUMNS: Final = 100
_TOP: Final = 24  # lines of the checklist that are shown at the most
_MARKS: Final = {"✓", "✗", "?", "☐", "-"}
_CELL, _LINE, _EDGE = 8.4, 19, 12  # the size of a character cell and of the margin, in pixels
_FONTS: Final = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace"


def picture(language: Language) -> str:
    """The checklist of a shipped profile, shortened, as an SVG that needs nothing from outside."""
    colours = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(_COLUMNS), "PYTHONIOENCODING": "utf-8"}
    environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLORTERM"}}
    command = [sys.executable, "-m", "cloudmkt_cli", *_PICTURED, "--lang", language]
    run = subprocess.run(command, cwd=_ROOT, env=environment | colours, capture_output=True, check=False)  # noqa: S603
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
