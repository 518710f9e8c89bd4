"""Packs of users as text: what they hold, and how their cases came out."""

from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from cloudmkt_cli.checking.results import Status
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.terminal.layout import Page, Row, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloudmkt_cli.packs.cases import PackTest
    from cloudmkt_cli.packs.checks import CheckedPack


def render_packs(checked: "Sequence[CheckedPack]", language: Language, target: TextIO | None) -> str:
    """The result of ``pack check``; the mistakes themselves are shown as those of any input."""
    page = Page(language, target)
    page.rows([_row(page, one) for one in checked])
    return page.text()


def _row(page: Page, one: "CheckedPack") -> Row:
    if one.pack is None:
        said = page.tr("pack.not_valid", count=len(one.errors))
        return Row([marked(Status.FAIL), Text(escape_untrusted(one.path), "bold"), Text(said)])
    catalogue = one.pack.catalogue
    values = {"markets": len(catalogue.markets), "requirements": one.own_requirements, "id": catalogue.id}
    return Row([marked(Status.PASS), Text(escape_untrusted(one.path), "bold"), Text(page.tr("pack.valid", **values))])


def render_pack_tests(tests: "Sequence[PackTest]", language: Language, target: TextIO | None) -> str:
    """The result of ``pack test``: what failed or is missing, and a summary of each pack."""
    page = Page(language, target)
    for test in tests:
        _add_test(page, test)
    return page.text()


def _add_test(page: Page, test: "PackTest") -> None:
    rows = []
    for result in test.failed:
        values = {"expected": page.tr(f"status.{result.expected}"), "found": page.tr(f"status.{result.found}")}
        place = f"{test.path}:{result.position.line}:{result.position.column}"
        said = page.tr("pack.case_failed", place=escape_untrusted(place), **values)
        rows.append(Row([marked(Status.FAIL), Text(result.requirement, "bold"), Text(said)]))
    for requirement, status in test.missing:
        said = page.tr("pack.case_missing", status=status.value, said=page.tr(f"status.{status}"))
        rows.append(Row([marked(Status.UNKNOWN), Text(requirement, "bold"), Text(said)]))
    if rows:
        page.rows(rows)
    counts = {
        "cases": len(test.results),
        "requirements": test.requirements,
        "failed": len(test.failed),
        "missing": len(test.missing),
    }
    said = page.tr("pack.tested" if test.holds else "pack.not_tested", path=escape_untrusted(test.path), **counts)
    page.line(Text.assemble(marked(Status.PASS if test.holds else Status.FAIL), " ", said))
