"""The JSON Schema of report version 1. It allows other members, which may be added to version 1."""

from typing import get_args

from pydantic_core import to_json

from cloudmkt_cli.catalogue.model import Level
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.json_schema import Schema, head
from cloudmkt_cli.history.diff import Change
from cloudmkt_cli.render.json_report.envelope import VERSION
from cloudmkt_cli.render.json_report.schema_parts import (
    COUNT,
    DAY,
    PLACE,
    TEXT,
    YES_OR_NO,
    document_head_schema,
    list_of,
    object_of,
    one_of,
    or_null,
)
from cloudmkt_cli.runs.waivers import WaiverState


def render_report_schema() -> str:
    """The schema of what ``check --format json`` prints, as a document of its own."""
    title = {"title": "cloudmkt JSON report, version 1"}
    return to_json(head("report", VERSION) | title | _report(), indent=2).decode() + "\n"


def _report() -> Schema:
    return object_of(
        **document_head_schema(),
        as_of=DAY,
        configuration=or_null(TEXT),
        hypothetical=list_of(object_of(key=TEXT, value={})),
        summary=object_of(
            profiles=COUNT,
            **{verdict.value: COUNT for verdict in reversed(Verdict)},
            errors=COUNT,
            waived=COUNT,
            worse=COUNT,
            left_out=COUNT,
        ),
        profiles=list_of(
            object_of(
                path=TEXT,
                vendor=TEXT,
                verdict=one_of(Verdict),
                gate=one_of(Verdict),
                baseline=or_null(one_of(change for change in Change if change is not Change.MISSING)),
                regressions=list_of(object_of(id=TEXT, old=or_null(one_of([*Status, "waived"])), new=one_of(Status))),
                markets=list_of(_market()),
                next_step=_step(),
                warnings=list_of(object_of(code=TEXT, message=TEXT, location=_location())),
            )
        ),
        errors=list_of(_error()),
        waivers=list_of(_waiver()),
    )


def _market() -> Schema:
    product = object_of(name=TEXT, verdict=one_of(Verdict))
    return object_of(
        market=TEXT,
        targeted=YES_OR_NO,
        verdict=one_of(Verdict),
        satisfied=COUNT,
        decided=COUNT,
        applicable=COUNT,
        preferred=object_of(satisfied=COUNT, of=COUNT),
        product=or_null(TEXT),
        other_products=list_of(product),
        exceptions=list_of(
            object_of(id=TEXT, slugs=list_of(TEXT), title=TEXT, about=TEXT, answer_within=or_null(COUNT))
        ),
        notes=list_of(object_of(kind=TEXT, text=TEXT, slugs=list_of(TEXT), markets=list_of(TEXT))),
        requirements=list_of(_requirement()),
    )


def _requirement() -> Schema:
    return object_of(
        id=TEXT,
        clause={"type": ["integer", "string", "null"], "minimum": 1},
        level=one_of(get_args(Level)),
        phase=or_null(object_of(when=TEXT, working_days=or_null(COUNT), months=or_null(COUNT))),
        status=one_of(Status),
        expected=TEXT,
        actual=TEXT,
        fix=or_null(TEXT),
        attested=or_null(object_of(by=TEXT, on=DAY, expires=or_null(DAY), evidence=list_of(TEXT))),
        waived=or_null(object_of(reason=TEXT, approved_by=TEXT, expires=DAY)),
        location=_location(),
    )


def _waiver() -> Schema:
    return object_of(
        path=TEXT,
        requirement=TEXT,
        vendor=TEXT,
        expires=DAY,
        state=one_of(WaiverState),
        location=_location(),
    )


def _step() -> Schema:
    return object_of(
        id=TEXT,
        title=TEXT,
        detail=TEXT,
        due=or_null(DAY),
        due_is_estimate=YES_OR_NO,
        blocked_by=list_of(TEXT),
    )


def _error() -> Schema:
    return object_of(
        path=or_null(TEXT),
        line=or_null(PLACE),
        column=or_null(PLACE),
        key=or_null(TEXT),
        message=TEXT,
        hint=TEXT,
    )


def _location() -> Schema:
    return or_null(object_of(line=PLACE, column=PLACE))
