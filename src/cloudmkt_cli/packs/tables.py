"""The tables of a pack's files: which keys each may have, and what these may hold.

The parts that a file writes as the catalogue has them are made from the records of the catalogue, so that each key is
defined once.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, reduce
from operator import or_
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, NotRequired, TypedDict, Union, get_args, get_origin, get_type_hints

from pydantic_core import PydanticCustomError

from cloudmkt_cli.catalogue.conditions import Cny, Condition, Since
from cloudmkt_cli.catalogue.model import Note, Phase, PublishedException, Source
from cloudmkt_cli.catalogue.onboarding import Fee, OnboardingStep, Wait
from cloudmkt_cli.core.messages import Text
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.tables.types import Check, JsonSchema, Limits
from cloudmkt_cli.profile.registered_capital import Currency
from cloudmkt_cli.profile.values import MAX_AMOUNT, Count, Day

LONGEST_TEXT: Final = 2000
SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LONGEST_SLUG: Final = 60
_FACT: Final = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*"
_ADDRESS: Final = r"https://[^\s<>\"']+"


def _slug(text: str) -> str:
    return _fitting(text, SLUG, _LONGEST_SLUG, "pack_slug")


def _fact(text: str) -> str:
    return _fitting(text, _FACT, _LONGEST_SLUG * 2, "pack_fact")


def _address(text: str) -> str:
    return _fitting(_shown(text), _ADDRESS, LONGEST_TEXT, "pack_address")


def _fitting(text: str, pattern: str, longest: int, fault: Literal["pack_slug", "pack_fact", "pack_address"]) -> str:
    if len(text) > longest or not re.fullmatch(pattern, text, re.ASCII):
        raise PydanticCustomError(fault, "of another form")
    return text


def _shown(text: str) -> str:
    """A text that is shown as it is: nothing in it acts on a terminal or on the log of a CI system, or hides."""
    if not text.strip():
        raise PydanticCustomError("blank", "blank text")
    if len(text) > LONGEST_TEXT:
        raise PydanticCustomError("pack_long_text", "too long")
    if escape_untrusted(text, LONGEST_TEXT) != text:
        raise PydanticCustomError("pack_unsafe_text", "not plain text")
    return text


def _schema(pattern: str, longest: int) -> JsonSchema:
    return JsonSchema({"type": "string", "pattern": pattern, "maxLength": longest})


Slug = Annotated[str, Check(_slug), _schema(f"^{SLUG}$", _LONGEST_SLUG)]
Fact = Annotated[str, Check(_fact), _schema(f"^{_FACT}$", _LONGEST_SLUG * 2)]
Address = Annotated[str, Check(_address), _schema(f"^{_ADDRESS}$", LONGEST_TEXT)]
Shown = Annotated[str, Check(_shown), _schema(r"\S", LONGEST_TEXT)]
Slugs = Annotated[tuple[Slug, ...], Limits(min_length=1)]
ConditionTable = Annotated[dict[str, Any], JsonSchema({"$ref": "#/$defs/condition"})]
"""Validated by its kind: see ``conditions``."""


class TextTable(TypedDict):
    """A text in both languages."""

    zh: Shown
    en: Shown


_WRITTEN: Final[Mapping[Any, Any]] = {str: Shown, int: Count, date: Day, Text: TextTable}
"""The types of a file, for those of a record."""
_Facts = Annotated[tuple[Fact, ...], Limits(min_length=1)]
_Conditions = Annotated[tuple[ConditionTable, ...], Limits(min_length=1)]
_Days = Annotated[int, Limits(ge=1, le=365)]
_Months = Annotated[int, Limits(ge=1, le=1200)]


@cache
def table_of(record: type) -> type:
    """The table that a file has for a record of the catalogue."""
    defaults = getattr(record, "_field_defaults", {})
    own = _OWN_TYPES.get(record, {})
    written = {name: own.get(name) or _written(hint) for name, hint in get_type_hints(record).items()}
    return table(record.__name__, {name: kind | None if name in defaults else kind for name, kind in written.items()})


def table(name: str, keys: Mapping[str, Any]) -> type:
    """A table with these keys, each with its type; one whose type admits None may be left out."""
    stated = {key: NotRequired[kind] if NoneType in get_args(kind) else kind for key, kind in keys.items()}
    return TypedDict(name, stated)  # type: ignore[operator, no-any-return]  # made at run time


def _written(hint: Any) -> Any:
    """The type of a value in a file, for that of a record."""
    if hint in _WRITTEN:
        return _WRITTEN[hint]
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return reduce(or_, (part if part is NoneType else _written(part) for part in parts))
    if origin is tuple:
        return Annotated[tuple[_written(parts[0]), ...], Limits(min_length=1)]  # type: ignore[misc]  # at run time
    return table_of(hint) if isinstance(hint, type) and issubclass(hint, tuple) else hint


KINDS: Final[Mapping[str, type]] = {kind._field_defaults["kind"]: kind for kind in get_args(Condition)}
"""The kinds of conditions."""
_OWN_TYPES: Final[Mapping[type, Mapping[str, Any]]] = {
    **{kind: {"fact": Fact, "facts": _Facts, "conditions": _Conditions} for kind in KINDS.values()},
    Cny: {"fact": Fact, "limit": Annotated[int, Limits(ge=0, le=MAX_AMOUNT)]},
    Since: {"fact": Fact, "years": Annotated[int, Limits(ge=1, le=100)], "months": _Months},
    Source: {"id": Slug, "url": Address | None},
    Phase: {"working_days": _Days | None, "months": _Months | None},
    PublishedException: {"id": Slug, "slugs": Slugs, "answer_within": _Days | None},
    Note: {"slugs": Slugs, "markets": Slugs},
    Fee: {"id": Slug, "before": Slug, "markets": Slugs, "currency": Currency},
    Wait: {"working_days": _Days},
    OnboardingStep: {
        "id": Slug,
        "title": TextTable | None,
        "about": TextTable | None,
        "fact": Fact | None,
        "decided_on": Fact | None,
        "needs": _Facts,
    },
}
"""The keys whose type is narrower than that of the record."""
