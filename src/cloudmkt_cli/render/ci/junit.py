"""JUnit XML: a suite for each profile and target market, a case for each requirement. Bad input is an error."""

from collections.abc import Iterator
from itertools import chain, groupby
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.results import Finding, MarketResult, Status
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.ci.findings import describe, error_lines, other_products, severity
from cloudmkt_cli.render.error_phrases import error_position
from cloudmkt_cli.render.phrases import clause
from cloudmkt_cli.render.result_phrases import edition, finding_remarks, format_value, override_assignments
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary

_COUNTS: Final = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
"""The counts of a suite, and the elements that they count."""
_OF_THE_RUN: Final = ("tests", "failures", "errors")


class JUnitWriter(NamedTuple):
    """Writes the run without times, so that the same run gives the same bytes."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes, bytes]:
        """The counts, and the suites."""
        return _written([_market(checked, target, self) for target in checked.result.targets])

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The suites of the profiles, then those of the files that could not be checked, below the totals."""
        of_errors, suites_of_errors = _written(list(_errors(summary, self.language)))
        root = Element("testsuites", name="cloudmkt")
        totals = [sum(column) for column in zip(*map(_numbers, chain(parts(0), [of_errors])), strict=True)]
        for count, total in zip(_OF_THE_RUN, totals, strict=True):
            root.set(count, str(total))
        tag = tostring(root, encoding="unicode")
        yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
        if not (summary.shown or summary.errors):
            yield f"{tag}\n".encode()
            return
        yield tag.replace(" />", ">\n").encode()
        yield from parts(1)
        yield suites_of_errors + b"</testsuites>\n"


def _written(suites: list[Element]) -> tuple[bytes, bytes]:
    """The counts of some suites, and their XML."""
    counts = " ".join(str(sum(int(suite.get(count, "0")) for suite in suites)) for count in _OF_THE_RUN)
    for suite in suites:
        indent(suite, level=1)
    text = "".join(f"  {tostring(suite, encoding='unicode').rstrip()}\n" for suite in suites)
    return counts.encode(), text.encode()


def _numbers(counts: bytes) -> list[int]:
    return [int(count) for count in counts.split()]


def _errors(summary: Summary, language: Language) -> Iterator[Element]:
    for path, errors in groupby(summary.errors, key=lambda error: error.path or "cloudmkt"):
        file = format_value(path, language)
        suite = Element("testsuite", name=file, file=file)
        for error in errors:
            head, remedy = error_lines(error, language)
            case = SubElement(suite, "testcase", name=format_value(error.key or "bad-input", language), classname=file)
            outcome = SubElement(case, "error", type="bad-input", message=head)
            outcome.text = f"{remedy}\n{format_value(error_position(error), language)}"
        yield _counted(suite)


def _market(checked: CheckedProfile, target: MarketResult, writer: JUnitWriter) -> Element:
    run, language = writer
    path = format_value(checked.path, language)
    suite = Element("testsuite", name=f"{path} {target.market.id}", file=path)
    properties = SubElement(suite, "properties")
    for name, value in (
        ("vendor", checked.result.vendor),
        ("market", target.market.name),
        ("product", target.product or ""),
        *([("other_products", other_products(target, language))] if target.other_products else []),
        ("verdict", target.verdict.value),
        ("as_of", run.as_of),
        *([("configuration", run.configuration)] if run.configuration else []),
        *([("hypothetical", override_assignments(run))] if run.overrides else []),
        ("catalogue", run.catalogue.id),
        ("edition", edition(run.catalogue, language)),
    ):
        SubElement(properties, "property", name=name, value=format_value(value, language))
    for finding in target.findings:
        # Readers take what is before the last point for the package: the profile, with its markets as classes.
        case = SubElement(suite, "testcase", name=finding.requirement.id, classname=f"{path}.{target.market.id}")
        if finding.status is not Status.PASS:
            _add_outcome(case, checked, target, finding, writer)
    return _counted(suite)


def _add_outcome(
    case: Element, checked: CheckedProfile, target: MarketResult, finding: Finding, writer: JUnitWriter
) -> None:
    """Add a failure if the finding fails the run; else it is skipped, with the reason."""
    catalogue, language = writer.run.catalogue, writer.language
    words = describe(checked, finding, catalogue, language)
    kind = "failure" if severity(checked, finding) == "error" else "skipped"
    outcome = SubElement(case, kind, type=finding.status.value, message=words.summary(language))
    requirement, position = finding.requirement, checked.loaded.locate(finding.decided_by)
    where = f"{checked.path}:{position.line}:{position.column}" if position else checked.path
    title, place = format_value(requirement.title, language), format_value(clause(requirement, language), language)
    about = f"{title} ({place})" if place else title
    page = page_address(requirement, catalogue, language)
    said = (format_value(line, language) for line in finding_remarks(finding, target, catalogue, language))
    lines = (about, *words.remedy_lines(language), *said, page, format_value(where, language))
    outcome.text = "\n".join(filter(None, lines))


def _counted(suite: Element) -> Element:
    for count, kind in _COUNTS.items():
        suite.set(count, str(sum(1 for _ in suite.iter(kind))))
    return suite
