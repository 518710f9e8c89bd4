"""The comparison of profiles with the baseline."""

from typing import TYPE_CHECKING

from rich.text import Text

from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.history.diff import Change
from cloudmkt_cli.render.terminal.layout import Page, Row, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloudmkt_cli.history.baseline import BaselineResult, Regression

_STYLES = {Change.WORSE: "bold red", Change.BETTER: "bold green", Change.NEW: "bold yellow"}


def add_baseline_result(page: Page, baseline_result: "BaselineResult") -> None:
    """Add how a profile changed, and its regressions."""
    page.line(
        Text.assemble(
            (page.tr("baseline.title") + "  ", "bold"),
            (page.tr(f"baseline.{baseline_result.change}"), _STYLES.get(baseline_result.change, "")),
            _verdicts(page, baseline_result),
        )
    )
    _add_regressions(page, baseline_result.regressions)


def add_worse(page: Page, worse: "Sequence[tuple[str, str, BaselineResult]]") -> None:
    """Add the profiles that are worse, with their regressions."""
    if not worse:
        return
    page.line(page.tr("baseline.of_many"), "bold red")
    for vendor, path, baseline_result in worse:
        page.line(
            Text.assemble(
                (escape_untrusted(vendor), "bold"),
                _verdicts(page, baseline_result),
                "  ",
                (escape_untrusted(path), "dim"),
            )
        )
        _add_regressions(page, baseline_result.regressions)
    page.line()


def _verdicts(page: Page, baseline_result: "BaselineResult") -> Text:
    """The old and the new verdict, if they differ."""
    if baseline_result.old is None or baseline_result.new is None or baseline_result.old is baseline_result.new:
        return Text()
    return Text("  ") + Text(" → ").join(
        [marked(verdict, page.verdict(verdict)) for verdict in (baseline_result.old, baseline_result.new)]
    )


def _add_regressions(page: Page, regressions: "Sequence[Regression]") -> None:
    if regressions:
        page.rows(
            [
                Row([marked(regression.new.status), Text(regression.new.id), _statuses(page, regression)])
                for regression in regressions
            ]
        )


def _statuses(page: Page, regression: "Regression") -> Text:
    if regression.old is None:
        old = page.tr("baseline.not_in_question")
    elif regression.old.waived:
        old = page.tr("baseline.waived")
    else:
        old = page.tr(f"status.{regression.old.status}")
    return Text(f"{old} → {page.tr(f'status.{regression.new.status}')}")
