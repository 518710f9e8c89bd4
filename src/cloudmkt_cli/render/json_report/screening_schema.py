"""The JSON Schema of the summary of a screened table, version 1."""

from typing import get_args

from pydantic_core import to_json

from cloudmkt_cli.core.json_schema import Schema, head
from cloudmkt_cli.render.json_report.envelope import VERSION
from cloudmkt_cli.render.json_report.schema_parts import (
    COUNT,
    DAY,
    PLACE,
    TEXT,
    document_head_schema,
    list_of,
    object_of,
    one_of,
    or_null,
)
from cloudmkt_cli.screening.model import Band, State


def render_screening_schema() -> str:
    """The schema of the summary that ``screen`` writes as JSON, as a document of its own."""
    title = {"title": "cloudmkt summary of a screened table, version 1"}
    return to_json(head("screen", VERSION) | title | _summary(), indent=2).decode() + "\n"


def _summary() -> Schema:
    return object_of(
        **document_head_schema(),
        as_of=DAY,
        table=object_of(
            files=list_of(TEXT),
            rows=COUNT,
            notes=list_of(TEXT),
            rejected_lines=COUNT,
            rejected=list_of(object_of(file=TEXT, line=PLACE, reason=TEXT)),
            refused_cells=COUNT,
            refused=list_of(object_of(heading=TEXT, form=or_null(TEXT), rows=COUNT)),
            listed_in=or_null(TEXT),
            ended=list_of(object_of(status=TEXT, rows=COUNT)),
        ),
        decided_by=object_of(way=one_of(["patterns", "batches"]), patterns=COUNT, processes=PLACE),
        states=object_of(**{state.value: TEXT for state in State}),
        markets=list_of(_market()),
        near_misses=list_of(
            object_of(
                fact=TEXT,
                operator=one_of([">=", ">"]),
                limit=COUNT,
                requirements=list_of(TEXT),
                bands=list_of(object_of(band=one_of(get_args(Band)), rows=COUNT, alone=COUNT)),
            )
        ),
        missing_facts=list_of(object_of(fact=TEXT, label=TEXT, rows=COUNT, requirements=COUNT, asked_first=COUNT)),
        changes=or_null(_changes()),
        groupings=list_of(
            object_of(
                heading=TEXT,
                groups=list_of(
                    object_of(value=or_null(TEXT), rows=COUNT, markets=list_of(object_of(market=TEXT, **_counts())))
                ),
            )
        ),
    )


def _changes() -> Schema:
    state = one_of(list(State))
    return object_of(
        last=TEXT,
        last_edition=or_null(TEXT),
        last_as_of=or_null(DAY),
        last_version=or_null(TEXT),
        before=COUNT,
        now=COUNT,
        new=COUNT,
        gone=COUNT,
        changed=COUNT,
        states=list_of(object_of(market=TEXT, before=state, now=state, companies=COUNT)),
        listed_in=or_null(TEXT),
    )


def _market() -> Schema:
    return object_of(
        market=TEXT,
        name=TEXT,
        **_counts(),
        ruled_out_by=list_of(object_of(id=TEXT, title=TEXT, expected=TEXT, rows=COUNT, alone=COUNT)),
        openings=list_of(object_of(month={"type": "string", "pattern": r"^\d{4}-\d{2}$"}, rows=COUNT)),
    )


def _counts() -> dict[str, Schema]:
    span = or_null(object_of(least=COUNT, most=COUNT))
    return {
        "ruled_out": COUNT,
        "still_open": object_of(rows=COUNT, known=span, required=span, meaning=or_null(TEXT)),
        "eligible": COUNT,
    }
