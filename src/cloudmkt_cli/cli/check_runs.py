"""The three ways that ``check`` runs: every profile in full, a row each, or a line each as they come."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from cloudmkt_cli.batch import Batch, CheckedProfile, number_of_inputs
from cloudmkt_cli.catalogue import load_catalogue
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.choices import Format, GateFormat, Only, Sort
from cloudmkt_cli.cli.output import opened, write_text
from cloudmkt_cli.edits import Edit
from cloudmkt_cli.errors import Diagnostic
from cloudmkt_cli.gate import Gate, Weighed, weigh
from cloudmkt_cli.language import Language
from cloudmkt_cli.overview import Survey, arranged, overview
from cloudmkt_cli.parallel import Rejected, Terms, digest_profiles
from cloudmkt_cli.render import renderer
from cloudmkt_cli.report import Verdict
from cloudmkt_cli.waivers import StatedWaiver, WaiverState, WaiverUse, in_force, uses

if TYPE_CHECKING:
    from cloudmkt_cli.baseline import Baseline

_WORTH_WATCHING: Final = 100
"""Profiles from which somebody at a terminal wants to see how far it is."""

Digest = TypeVar("Digest")


class Run(NamedTuple):
    """What to check and how to show it. ``errors`` and ``gate`` grow while it runs."""

    files: list[str]
    errors: list[Diagnostic]
    catalogue: Catalogue
    as_of: date
    markets: tuple[str, ...]
    language: Language
    output: Path | None
    sort: Sort | None
    only: Only | None
    waivers: tuple[StatedWaiver, ...]
    baseline: "Baseline | None"
    gate: Gate
    kept: tuple[CheckedProfile, ...] | None = None
    """Every profile, where more than one output is made of them."""
    edits: tuple[Edit, ...] = ()
    """What is supposed of every profile."""
    configuration: str | None = None
    """The configuration, where it has a say in the run."""

    def kept_in_full(self) -> "Run":
        """The same run, checked now and kept: standard input, for one, cannot be read twice."""
        return self._replace(kept=tuple(_digests(self, _itself, processes=1)))

    def batch(self, sort: Sort | None) -> Batch:
        """Every profile to show, in the order asked for, and the errors of those that could not be checked."""
        profiles = list(_digests(self, _itself, processes=1))
        shown = arranged(profiles, overview, sort, self.only)
        to_show = {*map(id, shown)}
        hidden = tuple(checked for checked in profiles if id(checked) not in to_show)
        return Batch(
            self.catalogue,
            self.as_of,
            tuple(shown),
            tuple(self.errors),
            hidden,
            self.waiver_uses(),
            self.edits,
            self.configuration,
        )

    def waiver_uses(self) -> tuple[WaiverUse, ...]:
        """What became of every waiver, once all profiles are checked."""
        return tuple(uses(self.waivers, self.catalogue, self.as_of, self.gate.used))

    def idle_waivers(self) -> list[Diagnostic]:
        """What to say of the waivers that are of no use."""
        return [use.diagnostic for use in self.waiver_uses() if use.state is not WaiverState.USED]


class _Line(NamedTuple):
    verdict: Verdict
    text: bytes


def run_in_full(run: Run, output_format: Format) -> None:
    """Keep every result, and render them together; programs get them in the order of their paths."""
    batch = run.batch(run.sort if output_format == "text" else None)
    text = renderer(output_format).render_batch(batch, run.language, None if run.output else sys.stdout)
    write_text(text, output_format, run.output)


def run_for_the_gate(run: Run, output_format: GateFormat, *, sarif_all: bool) -> None:
    """Keep every result, and write what a CI system reads; GitHub gets the summary of the job besides."""
    from cloudmkt_cli.cli.job_summary import add_job_summary
    from cloudmkt_cli.render.reports import report_bytes

    batch = run.batch(run.sort)
    with opened(run.output) as stream:
        stream.write(report_bytes(output_format, batch, run.language, sarif_all=sarif_all))
    if output_format == "github":
        add_job_summary(batch, run.language)


def run_in_rows(run: Run) -> None:
    """Keep a row of each result, and show them as a matrix."""
    from cloudmkt_cli.render.as_text.matrix import render_matrix

    rows = list(_digests(run, overview))
    totals = Counter(row.verdict for row in rows)
    shown = arranged(rows, lambda row: row, run.sort, run.only)
    waived = sum(row.is_waived for row in rows) if run.waivers else 0
    worse = sum(row.worse is not None for row in rows)
    survey = Survey(shown, totals, number_of_inputs(run.errors), waived, worse, run.edits, run.configuration)
    target = None if run.output else sys.stdout
    write_text(render_matrix(survey, run.catalogue, run.language, target), "text", run.output)


def run_in_lines(run: Run) -> None:
    """Keep nothing: write each result as it comes, a line of JSON; what became of the waivers is the last."""
    from cloudmkt_cli.render.as_json.lines import Head, error_line, waivers_line

    head = Head(run.catalogue, run.as_of, run.edits, run.configuration)
    with opened(run.output) as stream:
        for _, of_one in groupby(tuple(run.errors), key=lambda error: error.path):
            stream.write(error_line(tuple(of_one), run.language, head))
        for outcome in _outcomes(run, partial(_line, as_of=run.as_of, language=run.language)):
            if isinstance(outcome, Rejected):
                run.errors.extend(outcome.diagnostics)
                text = error_line(outcome.diagnostics, run.language, head)
            else:
                text = outcome.text if run.only in {None, outcome.verdict.replace("_", "-")} else b""
            stream.write(text)
        if run.waivers:
            stream.write(waivers_line(run.waiver_uses(), head))


def _digests(run: Run, digest: Callable[[CheckedProfile], Digest], processes: int | None = None) -> Iterator[Digest]:
    """The digest of every profile that could be checked; the errors of the others are collected."""
    for outcome in _outcomes(run, digest, processes):
        if isinstance(outcome, Rejected):
            run.errors.extend(outcome.diagnostics)
        else:
            yield outcome


def _outcomes(
    run: Run, digest: Callable[[CheckedProfile], Digest], processes: int | None = None
) -> Iterator[Digest | Rejected]:
    if run.kept is not None:
        return map(digest, run.kept)
    weighing = partial(weigh, digest=digest, waivers=in_force(run.waivers, run.as_of), baseline=run.baseline)
    outcomes = digest_profiles(
        run.files, Terms(run.as_of, run.markets, run.edits, run.configuration), weighing, processes
    )
    if len(run.files) >= _WORTH_WATCHING and sys.stderr.isatty():
        from cloudmkt_cli.render.as_text.progress import shown

        outcomes = shown(outcomes, len(run.files))
    return (run.gate.take(outcome) if isinstance(outcome, Weighed) else outcome for outcome in outcomes)


def _itself(checked: CheckedProfile) -> CheckedProfile:
    return checked


def _line(checked: CheckedProfile, as_of: date, language: Language) -> _Line:
    from cloudmkt_cli.render.as_json.lines import profile_line

    return _Line(checked.result.verdict, profile_line(checked, load_catalogue(), as_of, language))
