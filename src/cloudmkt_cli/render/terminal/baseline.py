"""How profiles are beside the baseline: what became of one, and what is worse, by id."""

from typing import TYPE_CHECKING

from rich.text import Text

from cloudmkt_cli.core.sanitize import visible
from cloudmkt_cli.history.diff import Change
from cloudmkt_cli.render.terminal.layout import Page, Row, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloudmkt_cli.history.baseline import Loss, Standing

_STYLES = {Change.WORSE: "bold red", Change.BETTER: "bold green", Change.NEW: "bold yellow"}


def add_standing(page: Page, standing: "Standing") -> None:
    """What became of a profile, and all that is worse."""
    page.line(
        Text.assemble(
            (page.say("baseline.title") + "  ", "bold"),
            (page.say(f"baseline.{standing.change}"), _STYLES.get(standing.change, "")),
            _verdicts(page, standing),
        )
    )
    _add_losses(page, standing.losses)


def add_worse(page: Page, worse: "Sequence[tuple[str, str, Standing]]") -> None:
    """Of many profiles, those that are worse, by name and path."""
    if not worse:
        return
    page.line(page.say("baseline.of_many"), "bold red")
    for vendor, path, standing in worse:
        page.line(Text.assemble((visible(vendor), "bold"), _verdicts(page, standing), "  ", (visible(path), "dim")))
        _add_losses(page, standing.losses)
    page.line()


def _verdicts(page: Page, standing: "Standing") -> Text:
    """What counted then and what does now, where they differ."""
    if standing.old is None or standing.new is None or standing.old is standing.new:
        return Text()
    return Text("  ") + Text(" → ").join(
        [marked(verdict, page.verdict(verdict)) for verdict in (standing.old, standing.new)]
    )


def _add_losses(page: Page, losses: "Sequence[Loss]") -> None:
    if losses:
        page.rows([Row([marked(loss.new.status), Text(loss.new.id), _statuses(page, loss)]) for loss in losses])


def _statuses(page: Page, loss: "Loss") -> Text:
    if loss.old is None:
        old = page.say("baseline.not_in_question")
    elif loss.old.waived:
        old = page.say("baseline.waived")
    else:
        old = page.say(f"status.{loss.old.status}")
    return Text(f"{old} → {page.say(f'status.{loss.new.status}')}")
