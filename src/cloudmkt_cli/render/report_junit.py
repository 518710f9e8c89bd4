"""JUnit XML: a suite for each profile and market aimed at, a case for each requirement; bad input is an error."""

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cloudmkt_cli.batch import Batch, CheckedProfile
from cloudmkt_cli.language import Language
from cloudmkt_cli.render.gate import error_lines, weight, worded
from cloudmkt_cli.render.report_table import edition, place, shown, supposed
from cloudmkt_cli.render.wording import clause
from cloudmkt_cli.report import Finding, MarketResult, Status


def render_junit(batch: Batch, language: Language) -> str:
    """The whole run. There are no times in it: the same run gives the same bytes."""
    root = Element("testsuites", name="cloudmkt")
    root.extend(_suites(batch, language))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suites(batch: Batch, language: Language) -> Iterator[Element]:
    for checked in batch.profiles:
        for aim in checked.result.aims:
            yield _market(checked, aim, batch, language)
    for path, errors in groupby(batch.errors, key=lambda error: error.path or "cloudmkt"):
        file = shown(path, language)
        suite = Element("testsuite", name=file, file=file)
        for error in errors:
            head, remedy = error_lines(error, language)
            case = SubElement(suite, "testcase", name=shown(error.key or "bad-input", language), classname=file)
            outcome = SubElement(case, "error", type="bad-input", message=head)
            outcome.text = f"{remedy}\n{shown(place(error), language)}"
        yield _counted(suite)


def _market(checked: CheckedProfile, aim: MarketResult, batch: Batch, language: Language) -> Element:
    path = shown(checked.path, language)
    suite = Element("testsuite", name=f"{path} {aim.market.id}", file=path)
    properties = SubElement(suite, "properties")
    for name, value in (
        ("vendor", checked.result.vendor),
        ("market", aim.market.name),
        ("product", aim.product or ""),
        ("verdict", aim.verdict.value),
        ("as_of", batch.as_of),
        *([("configuration", batch.configuration)] if batch.configuration else []),
        *([("hypothetical", supposed(batch))] if batch.edits else []),
        ("catalogue", batch.catalogue.id),
        ("edition", edition(batch.catalogue, language)),
    ):
        SubElement(properties, "property", name=name, value=shown(value, language))
    for finding in aim.findings:
        # Readers take what is before the last point for the package: the profile, with its markets as classes.
        case = SubElement(suite, "testcase", name=finding.requirement.id, classname=f"{path}.{aim.market.id}")
        if finding.status is not Status.PASS:
            _add_outcome(case, checked, finding, batch, language)
    return _counted(suite)


def _add_outcome(case: Element, checked: CheckedProfile, finding: Finding, batch: Batch, language: Language) -> None:
    """A failure for what fails the gate; all else that is not met is skipped, and the reason says what it is."""
    words = worded(checked, finding, batch.catalogue, language)
    kind = "failure" if weight(checked, finding) == "error" else "skipped"
    outcome = SubElement(case, kind, type=finding.status.value, message=words.head(language))
    requirement, position = finding.requirement, checked.loaded.locate(finding.decided_by)
    where = f"{checked.path}:{position.line}:{position.column}" if position else checked.path
    about = f"{shown(requirement.title, language)} ({clause(requirement, language)})"
    outcome.text = "\n".join((about, *words.below(language), shown(where, language)))


def _counted(suite: Element) -> Element:
    for count, kind in {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}.items():
        suite.set(count, str(sum(1 for _ in suite.iter(kind))))
    return suite
