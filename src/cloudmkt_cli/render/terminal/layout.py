"""Page layout: headings, aligned rows, symbols and their colours."""

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from io import StringIO
from typing import Final, NamedTuple, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.core.toml.serialize import literal
from cloudmkt_cli.core.translation import word
from cloudmkt_cli.render.cjk_wrap import plain_lines, shortened, wrapped
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.render.result_phrases import edition

WIDE: Final = 110
"""Pages of at least this many columns show more."""
FILE_WIDTH: Final = 100
"""Columns of a page that is written to a file."""

_LONGEST_MESSAGE: Final = 1000
_MARGIN: Final = 2
_VENDOR: Final = 20
_WIDE_VENDOR: Final = 40
_NARROWEST = 24  # columns that a last cell needs to wrap beside the others
_NARROWEST_LINE = 12  # and to be cut there

STYLES: Final = {
    Status.PASS: "green",
    Status.FAIL: "bold red",
    Status.UNKNOWN: "yellow",
    Status.MANUAL: "cyan",
    Status.NOT_APPLICABLE: "dim",
    Verdict.ELIGIBLE: "bold green",
    Verdict.NOT_ELIGIBLE: "bold red",
    Verdict.INCOMPLETE: "bold yellow",
}


Styled = tuple[str, str]
"""A text and its style."""


class Row(NamedTuple):
    """Cells side by side, and paragraphs below them."""

    cells: Sequence[Text]
    below: Sequence[Text] = ()


class _TargetBuffer(StringIO):
    """Collects the text of a page, and tells Rich what the target supports."""

    def __init__(self, target: TextIO | None) -> None:
        super().__init__()
        self._target = target

    def isatty(self) -> bool:
        return self._target is not None and self._target.isatty()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has a plain attribute
        return (self._target and self._target.encoding) or "utf-8"


class Page:
    """A page in one language, as wide as its target."""

    def __init__(self, language: Language, target: TextIO | None) -> None:
        """``target`` is the stream that the page will be printed to, for its width and colours; None for a file."""
        plain = target is None
        self._buffer = _TargetBuffer(target)
        self._console = Console(
            file=self._buffer,
            width=FILE_WIDTH if plain else None,
            color_system=None if plain else "auto",
            highlight=False,
            markup=False,
            emoji=False,
        )
        self._paints = self._console.color_system is not None
        self.language = language
        self.width = self._console.width
        self.is_wide = self.width >= WIDE

    def text(self) -> str:
        """The page so far."""
        return self._buffer.getvalue()

    def tr(self, key: str, **values: object) -> str:
        """A message in the page's language."""
        return self.word(Message(key, values))

    def word(self, value: object) -> str:
        """A message or value in the page's language, safe for a screen."""
        return escape_untrusted(word(value, self.language), longest=_LONGEST_MESSAGE)

    def verdict(self, verdict: Verdict) -> str:
        """A verdict in words."""
        return self.tr(f"verdict.{verdict}")

    def join(self, parts: Iterable[str]) -> str:
        """Several statements in one line."""
        return self.tr("word.semicolon").join(parts)

    def supposed(self, overrides: Iterable[Override]) -> None:
        """Add the values of ``--set``."""
        for override in overrides:
            self.line(labelled(self.tr("text.supposed"), f"{override.key} = {literal(override.value)}", "magenta"))

    def edition(self, catalogue: Catalogue, configuration: str | None = None) -> None:
        """Add the configuration file, if it affected the result, and the edition of the catalogue."""
        if configuration:
            self.line(self.tr("config.file", path=configuration))
        self.line(f"{self.word(edition(catalogue, self.language))} {catalogue.source_url}", "dim")

    def line(self, text: str | Text = "", style: str = "", indent: int = 0) -> None:
        """A paragraph, wrapped to the page."""
        if isinstance(text, str) and not (style and self._paints):  # a twentieth of the time
            self._buffer.writelines(
                f"{' ' * indent}{row}".rstrip() + "\n" for row in plain_lines(text, self.width - indent)
            )
            return
        content = Text(text, style) if isinstance(text, str) else text
        for row in wrapped(content, self.width - indent):
            self._print(Text(" " * indent) + row)

    def whole_line(self, text: Text) -> None:
        """A line as it is, however long: for those who read line by line."""
        self._print(text)

    def heading(self, title: Text, note: Text, right: Text) -> None:
        """A title, a note and a text at the right end, above a rule. A note that is too long gets its own line."""
        fits = title.cell_len + note.cell_len + right.cell_len + 4 <= self.width
        left = Text.assemble(title, "  ", note) if fits else title
        gap = self.width - left.cell_len - right.cell_len
        self.line(Text.assemble(left, " " * max(gap, 2), right))
        if not fits:
            self.line(note)
        self.line("-" * self.width, "dim")

    def vendor_heading(self, vendor: str, path: str, right: Text) -> None:
        """The heading of a page about one vendor: its name, its file, and a text at the right end."""
        self.heading(Text(escape_untrusted(vendor), "bold"), Text(escape_untrusted(path), "dim"), right)

    def vendor_cell(self, name: str) -> str:
        """The name of a vendor, or its path, cut to the first column of a table of many."""
        return shortened(escape_untrusted(name), _WIDE_VENDOR if self.is_wide else _VENDOR)

    def rows(self, rows: Sequence[Row], *, like: Sequence[Row] = ()) -> None:
        """Aligned rows. Columns are as wide as their cells here and in ``like`` need; the last one wraps."""
        columns = zip(*(row.cells for row in (*rows, *like)), strict=True)
        widths = [max(cell.cell_len for cell in column) for column in columns]
        margin = _MARGIN + sum(width + 1 for width in widths[:-1])
        indent = _MARGIN + widths[0] + 1
        room = self.width - margin
        for row in rows:
            head = Text(" " * _MARGIN)
            for cell, width in zip(row.cells[:-1], widths, strict=False):
                head.append_text(cell).append(" " * (width - cell.cell_len + 1))
            if room >= _NARROWEST:
                for part in wrapped(row.cells[-1], room):
                    self._print(head + part)
                    head = Text(" " * margin)
            else:
                self.line(head)
                self.line(row.cells[-1], indent=indent)
            for text in row.below:
                self.line(text, indent=indent)

    def grid(
        self,
        rows: Sequence[Sequence[Styled]],
        *,
        tight: Container[int] = (),
        below: Mapping[int, Sequence[str | Text]] = {},
    ) -> None:
        """Aligned rows of one line each, fast enough for thousands. The last cell is cut to the page.

        Args:
            rows: the cells of each row.
            tight: the indexes of columns without a blank after them.
            below: paragraphs below rows, by the index of the row.
        """
        widest = [max(map(cell_len, {text for text, _ in column})) for column in zip(*rows, strict=True)][:-1]
        widths = [width + (column not in tight) for column, width in enumerate(widest)]
        room = self.width - _MARGIN - sum(widths)
        indent = _MARGIN + widths[0]
        apart = "\n" + " " * indent if room < _NARROWEST_LINE else ""
        cell = cache(self._cell)
        for number, row in enumerate(rows):
            last, style = row[-1]
            cells = [cell(text, style, width) for (text, style), width in zip(row, widths, strict=False)]
            end = cell(last if apart else shortened(last, room), style, 0)
            self._buffer.write("".join((" " * _MARGIN, *cells, apart, end, "\n")))
            for text in below.get(number, ()):
                self.line(text, indent=indent)

    def _cell(self, text: str, style: str, width: int) -> str:
        """A styled text, padded to a width."""
        blanks = " " * (width - cell_len(text))
        if not (style and self._paints):
            return text + blanks
        with self._console.capture() as painted:
            self._console.print(Text(text, style), end="", no_wrap=True, overflow="ignore", crop=False)
        return painted.get() + blanks

    def _print(self, line: Text) -> None:
        line.rstrip()
        if not self._paints:
            self._buffer.write(line.plain + "\n")
            return
        self._console.print(line, no_wrap=True, overflow="ignore", crop=False)


def labelled(label: str, text: str, style: str = "") -> Text:
    """A text after its label."""
    return Text.assemble((label, "bold"), (escape_untrusted(text, longest=_LONGEST_MESSAGE), style))


def marked(state: Status | Verdict, text: str = "") -> Text:
    """The symbol of a status or verdict, and a text."""
    return Text(f"{SYMBOLS[state]} {text}".rstrip(), STYLES[state])
