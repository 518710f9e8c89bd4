"""The plans of many vendors as text: each target market in a line."""

from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple, TextIO

from pydantic_core import from_json, to_json
from rich.cells import cell_len
from rich.text import Text

from cloudmkt_cli.catalogue.model import Market
from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import word
from cloudmkt_cli.planning.plan import MarketPlan
from cloudmkt_cli.planning.solution import Solution
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.render.plan_phrases import efforts, left_to_do
from cloudmkt_cli.render.planned import plan_of
from cloudmkt_cli.render.result_phrases import totals
from cloudmkt_cli.render.terminal.layout import STYLES, Page, Styled
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary


class _MarketLine(NamedTuple):
    """A target market of a vendor."""

    verdict: Verdict
    name: str
    id: str
    left: str
    left_style: str
    efforts: str


class PlanOverviewWriter(NamedTuple):
    """Writes the target markets of every profile, a line each. ``target``: see ``Page``."""

    run: RunContext
    language: Language
    target: TextIO | None

    def __reduce__(self) -> tuple[type["PlanOverviewWriter"], tuple[RunContext, Language, None]]:
        """Only the document is written for the target, and not in another process."""
        return PlanOverviewWriter, (self.run, self.language, None)

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The vendor and the lines of its target markets."""
        lines = [self._line(market) for market in plan_of(checked, self.run).targets]
        return (to_json([checked.result.vendor, checked.path, lines]),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The vendors, and the totals."""
        if not summary.shown:
            return
        head = Page(self.language, self.target)
        head.supposed(self.run.overrides)
        yield head.text().encode()
        for part in parts(0):
            vendor, path, lines = from_json(part)
            page = Page(self.language, self.target)
            page.line(Text.assemble((escape_untrusted(vendor), "bold"), "  ", (escape_untrusted(path), "dim")))
            page.grid([self._cells(page, _MarketLine(Verdict(line[0]), *line[1:])) for line in lines])
            yield page.text().encode()
        page = Page(self.language, self.target)
        page.line()
        page.line(page.word(totals(summary, self.language)), "bold")
        page.line(page.tr("plan.see_details"), "dim")
        page.edition(self.run.catalogue, self.run.configuration)
        yield page.text().encode()

    def _line(self, market: MarketPlan) -> _MarketLine:
        solution, about = market.solution, market.result.market
        efforts_line = word(efforts(solution), self.language) if solution.changes else ""
        left = word(left_to_do(solution), self.language)
        name = about.name.get(self.language)
        return _MarketLine(market.result.verdict, name, about.id, left, left_style(solution), efforts_line)

    def _cells(self, page: Page, line: _MarketLine) -> list[Styled]:
        """The cells of a line; those of all vendors are equally wide."""
        name, market = (max(cell_len(get(item)) for item in self.run.markets) for get in (self._name, attrgetter("id")))
        left = f"{line.left}  {line.efforts}" if page.is_wide else line.left
        mark = SYMBOLS[line.verdict], STYLES[line.verdict]
        return [mark, (_padded(line.name, name), ""), (_padded(line.id, market), "dim"), (left, line.left_style)]

    def _name(self, market: Market) -> str:
        return market.name.get(self.language)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def left_style(solution: Solution) -> str:
    """The style of how much is left to do for a market."""
    if solution.day is None:
        return "bold red"
    if not solution.changes:
        return "bold green"
    return "bold cyan" if solution.opens_on == solution.day else "bold yellow"


def market_cells(page: Page, market: MarketPlan) -> list[Styled]:
    """The verdict of a market, its name and id."""
    verdict, about = market.result.verdict, market.result.market
    return [(SYMBOLS[verdict], STYLES[verdict]), (page.word(about.name), ""), (about.id, "dim")]
