"""The whole report as one HTML page for clients: it needs no network, and no script to be read."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cloudmkt_cli.batch import Batch
from cloudmkt_cli.files import is_link
from cloudmkt_cli.language import Language, Message
from cloudmkt_cli.render.report_table import (
    Faults,
    configured,
    counts,
    due,
    edition,
    faults,
    gaps,
    in_the_way,
    markets_looked_at,
    place,
    shown,
    supposed,
)
from cloudmkt_cli.render.wording import SYMBOLS, WAIVED, actual, clause, details, fix, waived
from cloudmkt_cli.report import MarketResult, Status, Step, Verdict
from cloudmkt_cli.visible import visible

_FOLDER: Final = Path(__file__).with_name("html")
_LOCALES: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}
_LABELS: Final = {
    "actual": "report.actual",
    "all": "report.all",
    "attested": "report.attested",
    "done": "report.done",
    "errors": "text.errors",
    "evidence": "report.evidence",
    "expected": "report.expected",
    "expires": "report.expires",
    "filter": "report.filter",
    "fix": "report.fix",
    "gaps": "report.gaps",
    "gate": "text.gate",
    "legend": "report.legend",
    "legend_counts": "report.legend_counts",
    "legend_waived": "text.legend_waived",
    "next_step": "text.next_step",
    "no_gaps": "report.no_gaps",
    "no_targets": "text.no_targets",
    "nothing_checked": "report.nothing_checked",
    "other_markets": "text.other_markets",
    "overview": "report.overview",
    "preferred": "text.preferred",
    "remedy": "text.fix",
    "required": "text.required",
    "sort": "report.sort",
    "supposed": "report.supposed",
    "targeted": "report.targeted",
    "title": "report.title",
    "to_do": "report.to_do",
    "to_overview": "report.to_overview",
    "unchecked": "report.errors",
    "vendor": "report.vendor",
    "verdict": "text.verdict",
    "waived": "text.waived",
    "waived_tag": "report.waived",
    "warnings": "report.warnings",
}
"""The texts of the template that need no values, each under the name it has there."""


def render_html(batch: Batch, language: Language) -> str:
    """The page. What comes from profiles is text wherever it stands, and a link only where it is http or https."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=partial(_finalized, language=language),
    )
    environment.filters.update(
        actual=lambda finding: actual(finding, batch.catalogue, language),
        clause=lambda finding: clause(finding.requirement, language),
        counts=lambda result: counts(result, language),
        details=lambda step: details(step, language),
        due=lambda step: due(step, language),
        fix=lambda finding: fix(finding, language),
        gaps=lambda result: gaps(result, batch.catalogue, language),
        href=_href,
        in_the_way=lambda result: in_the_way(result, language),
        more=_more,
        place=place,
        products=lambda result: tuple(_products(result)),
        symbol=SYMBOLS.__getitem__,
        waived=lambda finding: waived(finding, language),
        words=_words,
    )
    style, script = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    return environment.get_template("report.html.jinja").render(
        as_of=Message("text.as_of", {"day": batch.as_of}),
        batch=batch,
        configuration=configured(batch, language),
        clients=[checked.result for checked in batch.profiles],
        edition=edition(batch.catalogue, language),
        faults=faults(batch.errors),
        label={name: Message(key) for name, key in _LABELS.items()},
        locale=_LOCALES[language],
        markets=markets_looked_at(batch),
        script=Markup(script),  # noqa: S704  the package's own
        script_hash=_hash(script),
        shown_of=Message("report.shown", {"shown": "{shown}", "total": len(batch.profiles)}),
        source=Message("check.stated", {"label": Message("text.source"), "value": batch.catalogue.source}),
        supposed=supposed(batch),
        style=Markup(style),  # noqa: S704  the package's own
        style_hash=_hash(style),
        verdicts=tuple(reversed(Verdict)),
        waived_sign=WAIVED,
    )


def _finalized(value: object, language: Language) -> object:
    """Whatever the template shows, in the language of the page and safe for a screen; then it is escaped."""
    return value if isinstance(value, Markup) else shown(value, language)


def _hash(content: str) -> str:
    """What a content security policy knows a style or a script by."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def _href(evidence: str) -> str | None:
    """The address that a piece of evidence links to; None where it is to stay text."""
    whole = visible(evidence, len(evidence)) == evidence
    return evidence if is_link(evidence) and whole else None


def _products(result: MarketResult) -> Iterator[Message]:
    """Which product a market is checked with, and how the others would do."""
    if result.product is not None:
        yield Message("text.product", {"name": result.product})
    if result.other_products:
        others = (
            Message("text.other_product", {"name": name, "verdict": _words(of)}) for name, of in result.other_products
        )
        yield Message("text.other_products", {"products": tuple(others)})


def _more(of_file: Faults) -> Message:
    return Message("text.more_errors", {"path": of_file.path, "count": of_file.more})


def _words(state: Status | Verdict | Step) -> Message:
    """A status, a verdict or a step by its name."""
    match state:
        case Status():
            return Message(f"status.{state}")
        case Verdict():
            return Message(f"verdict.{state}")
        case Step():
            return Message(f"onboarding.{state.id}.title")
