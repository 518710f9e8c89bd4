"""The one batch that the tests of all reports look at, the files with what each should be, and pages taken apart."""

from contextlib import chdir
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from support.paths import ROOT
from support.samples import AS_OF, CATALOGUE, Values
from support.strategies_runs import write

from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.core.formats import ReportFormat
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.render.registry import report_bytes
from cloudmkt_cli.runs.batch import Batch, check_paths

SHIPPED = ("miniprogram-eligible", "stage-await-review", "website-not-eligible")
HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    "</style></script></title><svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "&lt;b&gt; &amp; &#60;",
    "{{ 7 * 7 }} {% raw %}",
    '=HYPERLINK("https://example.com/", "x")',
    "+1+1",
    "-1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r\n=1+1",
    " =1+1",
    "＝1+1",
    "https://example.com/",
    "_x0041_",
    "00123",
    "2026-11-23",
    "a | b \\| c",
    "[x](https://example.com/) ![y](https://example.com/z.png) <https://example.com/>",
    "**bold** __under__ ~~gone~~ `code` $x$",
    "# head",
    "1. one",
    "- item\n- item",
    "> quote",
    "trailing \\",
    "\u202egnp.exe\u202c\u200b\x00",
    "名" * 3000,
)


PAGE_ADDRESSES = {
    page_address(item, CATALOGUE, language) for item in CATALOGUE.requirements() for language in LANGUAGES
}
"""The pages that describe requirements."""


@cache
def sample_batch() -> Batch:
    """Every status and verdict, attestations, a day that is due, names that mean harm, and files that are not valid."""
    with chdir(ROOT):
        paths = [f"profiles/{name}.toml" for name in SHIPPED]
        return check_paths([*paths, "tests/golden/reports/profiles"], CATALOGUE, AS_OF)


def empty_batch() -> Batch:
    """A run that found nothing to check."""
    with chdir(ROOT):
        return check_paths(["tests/golden/reports/none.toml"], CATALOGUE, AS_OF)


def batch_of(folder: Path, values: Values, as_of: date = AS_OF) -> Batch:
    """A run with one profile."""
    return check_paths([str(write(folder / "vendor.toml", values))], CATALOGUE, as_of)


def batch_named(vendor: str, clients: int = 1) -> Batch:
    """A run with clients of that name, who also name their product, their file and whoever attested."""
    checked = sample_batch().profiles[-1]
    markets = tuple(market._replace(product=vendor) for market in checked.result.markets)
    result = checked.result._replace(vendor=vendor, markets=markets)
    return sample_batch()._replace(profiles=(checked._replace(path=vendor, result=result),) * clients)


def rendered(kind: ReportFormat, batch: Batch, language: Language, *, sarif_all: bool = False) -> str:
    """A report as text."""
    return report_bytes(kind, batch, language, sarif_all=sarif_all).decode()


class Element:
    """An element of a page, with all the text in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.text = ""

    def has(self, name: str) -> bool:
        """Whether it is of a class."""
        return name in self.attributes.get("class", "").split()


class Page(HTMLParser):
    """The elements of a page in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def all(self, *tags: str) -> list[Element]:
        """The elements of these kinds."""
        return [element for element in self.elements if element.tag in tags]

    def by_id(self, identity: str) -> Element:
        """The element with that id."""
        return next(element for element in self.elements if element.attributes.get("id") == identity)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in {"meta", "link", "img", "input", "br", "hr"}:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data
