"""The JSON Schema of report version 1. It allows other members, which may be added to version 1."""

from collections.abc import Iterable
from typing import Final, get_args

from pydantic_core import to_json

from cloudmkt_cli.catalogue.model import Grade, Level
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.json_schema import Schema, head
from cloudmkt_cli.history.diff import Change
from cloudmkt_cli.render.json_report.envelope import VERSION
from cloudmkt_cli.runs.waivers import WaiverState

_TEXT: Final[Schema] = {"type": "string"}
_YES_OR_NO: Final[Schema] = {"type": "boolean"}
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_PLACE: Final[Schema] = {"type": "integer", "minimum": 1}


def render_report_schema() -> str:
    """The schema of what ``check --format json`` prints, as a document of its own."""
    title = {"title": "cloudmkt JSON report, version 1"}
    return to_json(head("report", VERSION) | title | _report(), indent=2).decode() + "\n"


def _report() -> Schema:
    return _object(
        version={"const": VERSION},
        tool=_object(name={"const": "cloudmkt"}, version=_TEXT),
        catalogue=_object(
            id=_TEXT,
            checked_on=_DAY,
            source_url={"type": "string", "format": "uri"},
            in_force=_TEXT,
            notice=_TEXT,
            marketplace=_TEXT,
            **{"from": _or_null(_DAY)},
            last_seen=_or_null(_DAY),
            grade=_one_of(get_args(Grade)),
            newer_edition=_or_null(_TEXT),
        ),
        as_of=_DAY,
        configuration=_or_null(_TEXT),
        hypothetical=_list(_object(key=_TEXT, value={})),
        summary=_object(
            profiles=_COUNT,
            **{verdict.value: _COUNT for verdict in reversed(Verdict)},
            errors=_COUNT,
            waived=_COUNT,
            worse=_COUNT,
            left_out=_COUNT,
        ),
        profiles=_list(
            _object(
                path=_TEXT,
                vendor=_TEXT,
                verdict=_one_of(Verdict),
                gate=_one_of(Verdict),
                baseline=_or_null(_one_of(change for change in Change if change is not Change.MISSING)),
                regressions=_list(_object(id=_TEXT, old=_or_null(_one_of([*Status, "waived"])), new=_one_of(Status))),
                markets=_list(_market()),
                next_step=_step(),
                warnings=_list(_object(code=_TEXT, message=_TEXT, location=_location())),
            )
        ),
        errors=_list(_error()),
        waivers=_list(_waiver()),
    )


def _market() -> Schema:
    product = _object(name=_TEXT, verdict=_one_of(Verdict))
    return _object(
        market=_TEXT,
        targeted=_YES_OR_NO,
        verdict=_one_of(Verdict),
        satisfied=_COUNT,
        decided=_COUNT,
        applicable=_COUNT,
        preferred=_object(satisfied=_COUNT, of=_COUNT),
        product=_or_null(_TEXT),
        other_products=_list(product),
        exceptions=_list(
            _object(id=_TEXT, slugs=_list(_TEXT), title=_TEXT, about=_TEXT, answer_within=_or_null(_COUNT))
        ),
        notes=_list(_object(kind=_TEXT, text=_TEXT, slugs=_list(_TEXT), markets=_list(_TEXT))),
        requirements=_list(_requirement()),
    )


def _requirement() -> Schema:
    return _object(
        id=_TEXT,
        clause={"type": ["integer", "string", "null"], "minimum": 1},
        level=_one_of(get_args(Level)),
        phase=_or_null(_object(when=_TEXT, working_days=_or_null(_COUNT), months=_or_null(_COUNT))),
        status=_one_of(Status),
        expected=_TEXT,
        actual=_TEXT,
        fix=_or_null(_TEXT),
        attested=_or_null(_object(by=_TEXT, on=_DAY, expires=_or_null(_DAY), evidence=_list(_TEXT))),
        waived=_or_null(_object(reason=_TEXT, approved_by=_TEXT, expires=_DAY)),
        location=_location(),
    )


def _waiver() -> Schema:
    return _object(
        path=_TEXT,
        requirement=_TEXT,
        vendor=_TEXT,
        expires=_DAY,
        state=_one_of(WaiverState),
        location=_location(),
    )


def _step() -> Schema:
    return _object(
        id=_TEXT,
        title=_TEXT,
        detail=_TEXT,
        due=_or_null(_DAY),
        due_is_estimate=_YES_OR_NO,
        blocked_by=_list(_TEXT),
    )


def _error() -> Schema:
    return _object(
        path=_or_null(_TEXT),
        line=_or_null(_PLACE),
        column=_or_null(_PLACE),
        key=_or_null(_TEXT),
        message=_TEXT,
        hint=_TEXT,
    )


def _location() -> Schema:
    return _or_null(_object(line=_PLACE, column=_PLACE))


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_of(words: Iterable[str]) -> Schema:
    return {"enum": [str(word) for word in words]}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
