"""Workflow commands for GitHub Actions: annotations of the lines of a profile, as many as a step may have."""

from collections.abc import Iterable, Iterator
from typing import Final

from cloudmkt_cli.batch import Batch
from cloudmkt_cli.errors import Position
from cloudmkt_cli.language import Language, Message
from cloudmkt_cli.render.gate import Weight, error_lines, items, named, weight, worded
from cloudmkt_cli.render.report_table import configured, edition, shown, supposition, totals
from cloudmkt_cli.translate import translate
from cloudmkt_cli.visible import visible

SHOWN_OF_A_KIND: Final = 10
"""How many errors GitHub shows of a step, and how many warnings and notices; it drops the others in silence."""
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render_github(batch: Batch, language: Language) -> str:
    """A command a line, what fails the gate first; and the totals, for who reads the log."""
    found: dict[Weight, list[str]] = {"error": [], "warning": [], "notice": []}
    for error in batch.errors:
        place = _place(error.path or "cloudmkt", error.position)
        found["error"].append(
            _command("error", place, translate("text.errors", language), error_lines(error, language))
        )
    # What is waived comes before what is merely preferred.
    for checked, finding, position in sorted(items(batch), key=lambda item: item.finding.waived is None):
        if kind := weight(checked, finding):
            words = worded(checked, finding, batch.catalogue, language)
            lines = (words.head(language), *words.below(language))
            found[kind].append(
                _command(kind, _place(checked.path, position), named(finding.requirement, language), lines)
            )
    commands = [line for kind, of_kind in found.items() for line in _first(kind, of_kind, language)]
    about = (
        configured(batch, language),
        supposition(batch, language),
        totals(batch, language),
        edition(batch.catalogue, language),
    )
    last = (shown(text, language) for text in about if text)
    return "".join(f"{line}\n" for line in (*commands, *last))


def _first(kind: Weight, commands: list[str], language: Language) -> Iterator[str]:
    """As many as are shown; where there are more, the last of them says how many."""
    if len(commands) <= SHOWN_OF_A_KIND:
        yield from commands
        return
    yield from commands[: SHOWN_OF_A_KIND - 1]
    values = {"count": len(commands) - SHOWN_OF_A_KIND + 1, "limit": SHOWN_OF_A_KIND}
    yield f"::{kind}::{translate(Message('gate.more_annotations', values), language).translate(_DATA)}"


def _place(path: str, position: Position | None) -> dict[str, object]:
    return {"file": visible(path, len(path)), **({"line": position.line, "col": position.column} if position else {})}


def _command(kind: Weight, place: dict[str, object], title: str, lines: Iterable[str]) -> str:
    properties = [f"{name}={str(value).translate(_PROPERTY)}" for name, value in (place | {"title": title}).items()]
    message = "\n".join(lines).translate(_DATA)
    return f"::{kind} {','.join(properties)}::{message}"
