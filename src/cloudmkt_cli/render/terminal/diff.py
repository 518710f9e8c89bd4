"""A comparison of two reports as text, regressions first."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.history.diff import Change, Comparison, MarketChange, ProfileChange, RequirementChange, Transition
from cloudmkt_cli.history.model import Origin, PastProfile
from cloudmkt_cli.render.phrases import clause
from cloudmkt_cli.render.terminal.layout import STYLES, Page, Row, marked

_STYLES = {Change.WORSE: "bold red", Change.BETTER: "bold green"}


def render_comparison(comparison: Comparison, catalogue: Catalogue, language: Language, target: TextIO | None) -> str:
    """The reports, the totals, and the changes of each profile."""
    page = Page(language, target)
    known = {requirement.id: requirement for requirement in catalogue.requirements()}
    names = {market.id: page.word(market.name) for market in catalogue.markets}
    _add_head(page, comparison)
    for change, profiles in groupby(comparison.profiles, key=lambda profile: profile.change):
        page.line()
        page.line(page.tr(f"diff.{change}"), _STYLES.get(change, "bold"))
        for profile in profiles:
            _add_profile(page, profile, names, known)
    return page.text()


def _add_head(page: Page, comparison: Comparison) -> None:
    old, new = comparison.old, comparison.new
    page.line(page.tr("diff.title"), "bold")
    page.rows([_origin(page, "old", old), _origin(page, "new", new)])
    page.line("-" * page.width, "dim")
    counts = {change.value: comparison.totals[change] for change in Change}
    page.line(page.tr("diff.totals", profiles=comparison.totals.total(), **counts), "bold")
    if _edition(old) == _edition(new):
        page.line(page.tr("diff.same_edition", edition=_edition(new)), "dim")
    else:
        page.line(page.tr("diff.other_edition", old=_edition(old), new=_edition(new)), "yellow")
    if new.as_of < old.as_of:
        page.line(page.tr("diff.backwards"), "yellow")
    for side, markets in (("old", comparison.only_in_old), ("new", comparison.only_in_new)):
        if markets:
            page.line(page.tr(f"diff.only_in_{side}", markets=markets), "yellow")


def _origin(page: Page, name: str, origin: Origin) -> Row:
    day = page.tr("text.as_of", day=origin.as_of)
    return Row([Text(page.tr(f"diff.{name}_report"), "bold"), Text(day), Text(escape_untrusted(origin.path))])


def _edition(origin: Origin) -> Message:
    return Message("diff.edition", {"id": origin.catalogue, "day": origin.checked_on})


def _add_profile(page: Page, profile: ProfileChange, names: dict[str, str], known: dict[str, Requirement]) -> None:
    sides = [side for side in (profile.old, profile.new) if side]
    line = Text.assemble(_arrow([_symbol(side) for side in sides]), " ", (escape_untrusted(_name(sides)), "bold"))
    if profile.renamed:
        line.append("  " + page.tr("diff.formerly", name=sides[0].vendor))
    line.append("  ").append_text(_arrow([_standing(page, side) for side in sides]))
    paths = _arrow([Text(escape_untrusted(side.path) if _name(sides) != side.path else "", "dim") for side in sides])
    if line.cell_len + 2 + paths.cell_len <= page.width:
        page.line(line.append("  ").append_text(paths))
    else:
        page.line(line)
        page.line(paths, indent=2)
    for market in profile.markets:
        if market.is_target:
            _add_market(page, market, names, known)
    if others := [market for market in profile.markets if not market.is_target]:
        page.rows([_other_market(page, market, names) for market in others])


def _name(sides: Sequence[PastProfile]) -> str:
    """The latest name of the vendor; the path if no report has one."""
    return next((side.vendor for side in reversed(sides) if side.vendor), sides[-1].path)


def _symbol(side: PastProfile) -> Text:
    return marked(side.verdict) if side.verdict else Text("!", "bold red")


def _standing(page: Page, side: PastProfile) -> Text:
    verdict = side.verdict
    return Text(page.verdict(verdict), STYLES[verdict]) if verdict else Text(page.tr("diff.not_checked"), "bold red")


def _add_market(page: Page, change: MarketChange, names: dict[str, str], known: dict[str, Requirement]) -> None:
    verdicts = [marked(verdict, page.verdict(verdict)) for verdict in (change.old.verdict, change.new.verdict)]
    page.line(Text.assemble(_market(change, names), "  ", _arrow(verdicts), _target_note(page, change)), indent=2)
    if change.requirements:
        page.rows([_row(page, requirement, known.get(requirement.id)) for requirement in change.requirements])


def _row(page: Page, change: RequirementChange, requirement: Requirement | None) -> Row:
    """A requirement that changed. One that the catalogue does not have is shown with its id only."""
    statuses = (change.old, change.new)
    symbols = _arrow([marked(status) if status else Text(" ") for status in statuses])
    place = clause(requirement, page.language) if requirement else ""
    title = page.word(requirement.title) if requirement else escape_untrusted(change.id)
    ids = [Text(change.id if requirement else "", "dim")] if page.is_wide else []
    detail = _arrow([Text(page.tr(f"status.{status}" if status else "diff.not_asked")) for status in statuses])
    if change.level == "preferred":
        detail.append(page.tr("word.semicolon") + page.tr("level.preferred"), "dim")
    return Row([Text("  ").append_text(symbols), Text(place, "dim"), Text(title), *ids, detail])


def _other_market(page: Page, change: MarketChange, names: dict[str, str]) -> Row:
    """A market that is no target: the number of its requirements by transition."""
    turns = Counter(requirement.transition for requirement in change.requirements)
    counts = page.join(
        page.tr(f"diff.{transition}", count=turns[transition]) for transition in Transition if turns[transition]
    )
    symbols = _arrow([marked(change.old.verdict), marked(change.new.verdict)])
    return Row([symbols, _market(change, names), Text(counts).append_text(_target_note(page, change))])


def _market(change: MarketChange, names: dict[str, str]) -> Text:
    """The name and id of a market; only the id if the catalogue does not have it."""
    if change.market in names:
        return Text.assemble((names[change.market], "bold" if change.is_target else ""), (f" {change.market}", "dim"))
    return Text(escape_untrusted(change.market))


def _target_note(page: Page, change: MarketChange) -> Text:
    """Whether the market became, or is no longer, a target."""
    if change.old.targeted == change.new.targeted:
        return Text()
    return Text(f"  {page.tr('diff.now_targeted' if change.new.targeted else 'diff.no_longer_targeted')}", "cyan")


def _arrow(sides: Sequence[Text]) -> Text:
    """The old and the new text, or one of them if they are the same."""
    return Text(" → ").join(sides) if len({side.plain for side in sides}) > 1 else sides[0].copy()
