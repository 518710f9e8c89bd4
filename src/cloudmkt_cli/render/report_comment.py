"""A comment for a merge request, and the summary of a job: how each profile stands, and what to do about it.

What comes from profiles stands in code spans. A backslash keeps text from being markup, yet GitHub and GitLab still
look for mentions, references and addresses in what is left; in code they do not.
"""

import re
from collections.abc import Iterator
from typing import Final

from cloudmkt_cli.batch import Batch, CheckedProfile
from cloudmkt_cli.language import Language, Message
from cloudmkt_cli.render.gate import Words, items_of, worded
from cloudmkt_cli.render.report_markdown import escaped, marked
from cloudmkt_cli.render.report_table import OPEN, edition, fault, faults, place, shown, supposed, totals
from cloudmkt_cli.render.wording import SYMBOLS
from cloudmkt_cli.report import Finding, Status
from cloudmkt_cli.translate import translate
from cloudmkt_cli.visible import visible

MOST_CHARACTERS: Final = 65_536
"""As long as a comment may be on GitHub; GitLab takes more, and so does the summary of a job."""
_BAR: Final = r"\|"
_ROWS: Final = 100
_NAME: Final = 80
"""Characters of a path or a name in the table."""


def render_comment(batch: Batch, language: Language) -> str:
    """The table, the files not checked, and the gaps, as much of them as a comment can hold."""
    last = f"{escaped(edition(batch.catalogue, language), language)} <{batch.catalogue.source_url}>\n"
    left_out = escaped(Message("gate.left_out"), language)
    room = MOST_CHARACTERS - len(last) - len(left_out) - 4
    text = ""
    for block in _blocks(batch, language):
        if len(text) + len(block) + 2 > room:
            text += f"{left_out}\n\n"
            break
        text += f"{block}\n\n"
    return text + last


def code(text: str) -> str:
    """A text as a span of code, in which nothing means anything."""
    content = visible(text, len(text))
    fence = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    # Of a space at both ends one is dropped, and a fence must not grow.
    padding = " " if content.strip() and {content[0], content[-1]} & {"`", " "} else ""
    return f"{fence}{padding}{content}{padding}{fence}" if content else ""


def _blocks(batch: Batch, language: Language) -> Iterator[str]:
    yield f"### {translate('report.title', language)}"
    as_of = translate(Message("text.as_of", {"day": batch.as_of}), language)
    yield escaped(translate("word.semicolon", language).join((totals(batch, language), as_of)), language)
    if batch.configuration:
        yield f"**{translate('report.configuration', language)}** {code(batch.configuration)}"
    if batch.edits:
        yield f"**{translate('report.supposed', language)}** {' '.join(map(code, supposed(batch)))}"
    if batch.profiles:
        yield _table(batch, language)
    if batch.errors:
        yield f"#### {translate('text.errors', language)}"
    for of_file in faults(batch.errors):
        lines = [
            f"- {code(place(error))} {code(shown(fault(error, language), language))}"
            f"\n  - {translate('text.fix', language)}{escaped(error.hint, language)}"
            for error in of_file.shown
        ]
        if of_file.more:
            lines.append(f"- {escaped(Message('gate.more_errors', {'count': of_file.more}), language)}")
        yield "\n".join(lines)
    for checked in batch.profiles:
        if gaps := list(_gaps(checked, batch, language)):
            yield f"#### {code(shown(checked.result.vendor, language))} ({code(shown(checked.path, language))})"
            yield "\n".join(gaps)


def _table(batch: Batch, language: Language) -> str:
    heads = [translate(key, language) for key in ("report.path", "report.vendor", "report.market", "text.verdict")]
    heads.append(translate("report.satisfied", language))
    rows = [
        [
            code(visible(checked.path, _NAME)),
            code(visible(checked.result.vendor, _NAME)),
            escaped(aim.market.name, language),
            marked(aim.verdict, language),
            f"{aim.satisfied}/{aim.applicable}",
        ]
        for checked in batch.profiles
        for aim in checked.result.aims
    ]
    lines = [heads, ["---"] * len(heads), *rows[:_ROWS]]
    # What divides cells does so in code too; a table takes the backslash away again.
    table = "\n".join(f"| {' | '.join(cell.replace('|', _BAR) for cell in line)} |" for line in lines)
    more = len(rows) - _ROWS
    return f"{table}\n\n{escaped(Message('gate.more_rows', {'count': more}), language)}" if more > 0 else table


def _gaps(checked: CheckedProfile, batch: Batch, language: Language) -> Iterator[str]:
    """What a vendor has to look at, failures first; what several markets ask for alike stands once."""
    found: dict[tuple[str, Words], list[Finding]] = {}
    for _, finding, _ in items_of(checked):
        if finding.waived or finding.blocks:
            words = worded(checked, finding, batch.catalogue, language)
            found.setdefault((finding.requirement.slug, words), []).append(finding)
    for (_, words), alike in sorted(found.items(), key=lambda item: _urgency(item[1][0])):
        finding = alike[0]
        title = escaped(finding.requirement.title, language)
        ids = ", ".join(code(item.requirement.id) for item in alike)
        state = code(words.state) if finding.waived else words.state
        values = {"label": state, "value": code(words.found)}
        said = translate(Message("check.stated", values), language) if words.found else state
        yield f"- {SYMBOLS[finding.status]} **{title}** ({ids}) {said}"
        if finding.status is not Status.MANUAL or finding.notes:
            yield from (f"  - {escaped(line, language)}" for line in words.below(language))


def _urgency(finding: Finding) -> tuple[int, bool]:
    return OPEN.index(finding.status), finding.waived is not None
