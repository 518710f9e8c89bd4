"""A comment for a merge request, and the summary of a job: how each profile stands, and what to do about it.

What comes from profiles stands in code spans. A backslash keeps text from being markup, yet GitHub and GitLab still
look for mentions, references and addresses in what is left; in code they do not.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Finding, MarketResult, Status
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.ci.findings import Words, items_of, other_products, worded
from cloudmkt_cli.render.client.markdown import code, escaped, marked
from cloudmkt_cli.render.client.sections import OPEN, edition, fault, faults, place, shown, supposed, totals
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary

MOST_CHARACTERS: Final = 65_536
"""As long as a comment may be on GitHub; GitLab takes more, and so does the summary of a job."""
_BAR: Final = r"\|"
_ROWS: Final = 100
_NAME: Final = 80
"""Characters of a path or a name in the table."""


class CommentWriter(NamedTuple):
    """The table, the files not checked, and the gaps, as much of them as a comment can hold."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes, bytes]:
        """Its rows of the table, and what there is to look at."""
        rows = "".join(f"{_row(checked, aim, self.language)}\n" for aim in checked.result.targets)
        return rows.encode(), self._section(checked).encode()

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """Blocks, until one does not fit."""
        catalogue, language = self.run.catalogue, self.language
        last = f"{escaped(edition(catalogue, language), language)} <{catalogue.source_url}>\n"
        left_out = escaped(Message("gate.left_out"), language)
        room = MOST_CHARACTERS - len(last) - len(left_out) - 4
        for block in self._blocks(summary, parts):
            room -= len(block) + 2
            if room < 0:
                yield f"{left_out}\n\n".encode()
                break
            yield f"{block}\n\n".encode()
        yield last.encode()

    def _blocks(self, summary: Summary, parts: Parts) -> Iterator[str]:
        language = self.language
        yield f"### {translate('report.title', language)}"
        as_of = translate(Message("text.as_of", {"day": self.run.as_of}), language)
        yield escaped(translate("word.semicolon", language).join((totals(summary, language), as_of)), language)
        if self.run.configuration:
            yield f"**{translate('report.configuration', language)}** {code(self.run.configuration)}"
        if self.run.overrides:
            yield f"**{translate('report.supposed', language)}** {' '.join(map(code, supposed(self.run)))}"
        if summary.shown:
            yield _table(parts(0), language)
        yield from _errors(summary, language)
        yield from (part.decode() for part in parts(1) if part)

    def _section(self, checked: CheckedProfile) -> str:
        """What a vendor has to look at, and which products decided nothing; nothing where there is neither."""
        language = self.language
        lines = list(_gaps(checked, self.run.catalogue, language))
        lines += [
            f"- {escaped(aim.market.name, language)} {code(others)}"
            for aim in checked.result.targets
            if (others := other_products(aim, language))
        ]
        if not lines:
            return ""
        title = f"#### {code(shown(checked.result.vendor, language))} ({code(shown(checked.path, language))})"
        return "\n\n".join((title, "\n".join(lines)))


def _errors(summary: Summary, language: Language) -> Iterator[str]:
    if summary.errors:
        yield f"#### {translate('text.errors', language)}"
    for of_file in faults(summary.errors):
        lines = [
            f"- {code(place(error))} {code(shown(fault(error, language), language))}"
            f"\n  - {translate('text.hint', language)}{escaped(error.hint, language)}"
            for error in of_file.shown
        ]
        if of_file.more:
            lines.append(f"- {escaped(Message('gate.more_errors', {'count': of_file.more}), language)}")
        yield "\n".join(lines)


def _table(rows: Iterable[bytes], language: Language) -> str:
    heads = [translate(key, language) for key in ("report.path", "report.vendor", "report.market", "text.verdict")]
    heads.append(translate("report.satisfied", language))
    first: list[str] = []
    count = 0
    for of_profile in rows:
        count += of_profile.count(b"\n")
        if len(first) < _ROWS:
            first += of_profile.decode().splitlines()
    table = "\n".join((_line(heads), _line(["---"] * len(heads)), *first[:_ROWS]))
    more = count - _ROWS
    return f"{table}\n\n{escaped(Message('gate.more_rows', {'count': more}), language)}" if more > 0 else table


def _row(checked: CheckedProfile, aim: MarketResult, language: Language) -> str:
    return _line(
        (
            code(escape_untrusted(checked.path, _NAME)),
            code(escape_untrusted(checked.result.vendor, _NAME)),
            escaped(aim.market.name, language),
            marked(aim.verdict, language),
            f"{aim.satisfied}/{aim.applicable}",
        )
    )


def _line(cells: Iterable[str]) -> str:
    """A row; what divides cells does so in code too, and a table takes the backslash away again."""
    return f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |"


def _gaps(checked: CheckedProfile, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """What a vendor has to look at, failures first; what several markets ask for alike stands once."""
    found: dict[tuple[str, Words], list[Finding]] = {}
    for _, finding, _ in items_of(checked):
        if finding.waived or finding.blocks:
            words = worded(checked, finding, catalogue, language)
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
