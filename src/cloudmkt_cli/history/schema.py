"""The parts of a JSON report that a comparison needs, and what is wrong with one that has not got them."""

import re
from datetime import date
from typing import Annotated, Final, Literal, NotRequired, TypeVar

from pydantic import FailFast, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from cloudmkt_cli.catalogue.model import Level
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.core.toml.syntax_errors import decode

MAX_PART: Final = 16 * 1024 * 1024
"""Bytes that are parsed at once: a line, or a profile of a document. Most have some 50 KB."""
MAX_VALUES: Final = 300_000
"""Values in them, of some 1,600 that a profile has: the shortest ones take a parser hundreds of times their size."""

GIVE_A_REPORT: Final = Message("diff.give_a_report")

Shape = TypeVar("Shape")


class Edition(TypedDict):
    """Which rules were checked."""

    id: str
    checked_on: date


class Head(TypedDict):
    """What a document begins with, and every line of JSON Lines."""

    version: Literal[1]
    catalogue: Edition
    as_of: date


class RequirementEntry(TypedDict):
    """A requirement of a market."""

    id: str
    level: Level
    status: Status
    waived: NotRequired[object]


class MarketEntry(TypedDict):
    """A market of a profile."""

    market: str
    targeted: bool
    verdict: Verdict
    requirements: Annotated[list[RequirementEntry], FailFast()]


class ProfileEntry(TypedDict):
    """A profile that was checked."""

    path: str
    vendor: str
    verdict: Verdict
    markets: Annotated[list[MarketEntry], FailFast()]


class ErrorEntry(TypedDict):
    """A mistake in an input that was not checked; there may be several of the same."""

    path: str
    message: str


class WaiverEntry(TypedDict):
    """What became of a waiver: nothing that is compared."""

    path: str
    state: str


class Document(Head):
    """A report in one piece, or what is left of it when its entries are taken out."""

    profiles: Annotated[list[ProfileEntry], FailFast()]
    errors: Annotated[list[ErrorEntry], FailFast()]


class ProfileLine(Head, ProfileEntry):
    """A profile as a line."""


class ErrorLine(Head):
    """An input that was not checked as a line."""

    path: str
    errors: list[object]


class WaiversLine(Head):
    """What became of the waivers as a line, the last one."""

    waivers: list[object]


HEAD: Final = TypeAdapter(Head)
DOCUMENT: Final = TypeAdapter(Document)
ENTRY: Final[TypeAdapter[ProfileEntry | ErrorEntry | WaiverEntry]] = TypeAdapter(
    Annotated[ProfileEntry | ErrorEntry | WaiverEntry, Field(union_mode="left_to_right")]
)
LINE: Final[TypeAdapter[ProfileLine | ErrorLine | WaiversLine]] = TypeAdapter(
    Annotated[ProfileLine | ErrorLine | WaiversLine, Field(union_mode="left_to_right")]
)
_BRANCHES: Final = {
    shape.__name__ for shape in (ProfileEntry, ErrorEntry, WaiverEntry, ProfileLine, ErrorLine, WaiversLine)
}


def parse(shape: TypeAdapter[Shape], data: bytes) -> Shape:
    """A part of a report.

    Raises:
        InputError: it is no JSON, has another shape, or is more than any report has in one piece.
    """
    if len(data) > MAX_PART or (len(data) > MAX_VALUES and _values(data) > MAX_VALUES):
        raise too_much()
    try:
        return shape.validate_json(data, strict=True)
    except ValidationError as error:
        raise InputError(_fault(error, data)) from None


def too_much() -> InputError:
    """More than the bounds: a profile that is none, or a large report that something else laid out in one line."""
    return InputError(Diagnostic(Message("diff.too_much"), GIVE_A_REPORT))


def _values(data: bytes) -> int:
    """No fewer than there are."""
    return sum(data.count(sign) for sign in (b",", b"[", b"{"))


def _fault(error: ValidationError, data: bytes) -> Diagnostic:
    """The first thing that is wrong: a report is made anew, not mended."""
    detail = error.errors(include_url=False, include_input=False)[0]
    place = detail["loc"][1:] if detail["loc"] and detail["loc"][0] in _BRANCHES else detail["loc"]
    match detail["type"]:
        case "json_invalid":
            decode(data)
            return Diagnostic(Message("diff.not_json"), GIVE_A_REPORT, position=_position(detail["ctx"]["error"], data))
        case "literal_error" if place == ("version",):
            return Diagnostic(Message("diff.other_version"), Message("diff.upgrade"), key="version")
        case "missing":
            return Diagnostic(Message("error.missing_key", {"key": place[-1]}), GIVE_A_REPORT, key=dotted(place))
        case _:
            return Diagnostic(Message("diff.not_a_report"), GIVE_A_REPORT, key=dotted(place) or None)


def _position(reason: str, data: bytes) -> Position:
    """Where the parser gave up, its column in characters."""
    line, column = map(int, re.findall(r"\d+", reason)[-2:])
    before = data.split(b"\n", line)[line - 1][: max(column - 1, 0)]
    return Position(line, len(before.decode(errors="ignore")) + 1)
