"""Validate the parts of a JSON report that a comparison needs."""

import re
from datetime import date
from typing import Annotated, Final, Literal, NotRequired, TypeVar, final

from pydantic import FailFast, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from cloudmkt_cli.catalogue.model import Level
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.history.json_stream import GIVE_A_REPORT, check_size
from cloudmkt_cli.history.model import STATUS_LETTERS

Shape = TypeVar("Shape")


class Edition(TypedDict):
    """The edition of the catalogue."""

    id: str
    checked_on: date


class Versioned(TypedDict):
    """The version of the format."""

    version: Literal[1]


class Head(Versioned):
    """What a document begins with, and every line of JSON Lines."""

    catalogue: Edition
    as_of: date
    hypothetical: NotRequired[list[object]]


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
    """An error of an input that could not be checked. An input may have several."""

    path: str
    message: str


class ReportShape(Head):
    """A document. Its entries are validated one by one, as they are read."""

    profiles: list[object]
    errors: list[object]


@final
class ProfileLine(Head, ProfileEntry):
    """The line of a profile."""


@final
class ErrorLine(Head):
    """The line of an input that could not be checked."""

    path: str
    errors: list[object]


@final
class WaiversLine(Head):
    """The last line, with the states of the waivers."""

    waivers: list[object]


class ListedRequirement(TypedDict):
    """A requirement in the first line of brief lines."""

    id: str
    level: Level


class ListedMarket(TypedDict):
    """A market in the first line of brief lines; its requirements are in the order of their letters."""

    market: str
    requirements: list[ListedRequirement]


class BriefHead(Head):
    """The first line of brief lines."""

    brief: Literal[True]
    markets: list[ListedMarket]


Letters = Annotated[str, Field(pattern=f"^[{''.join(STATUS_LETTERS)}]*$")]
"""The statuses of a market in a brief line: a letter for each requirement."""


class BriefLine(TypedDict):
    """The brief line of a profile: a verdict and letters for each market of the first line, in its order."""

    path: str
    vendor: str
    verdict: Verdict
    targets: list[str]
    verdicts: list[Verdict]
    statuses: Annotated[list[Letters], FailFast()]


VERSION: Final = TypeAdapter(Versioned)
REPORT: Final = TypeAdapter(ReportShape)
PROFILE: Final = TypeAdapter(ProfileEntry)
ERROR: Final = TypeAdapter(ErrorEntry)
LINE: Final[TypeAdapter[ProfileLine | ErrorLine | WaiversLine | BriefHead]] = TypeAdapter(
    Annotated[ProfileLine | ErrorLine | WaiversLine | BriefHead, Field(union_mode="left_to_right")]
)
BRIEF_LINE: Final[TypeAdapter[BriefLine | ErrorLine | WaiversLine]] = TypeAdapter(
    Annotated[BriefLine | ErrorLine | WaiversLine, Field(union_mode="left_to_right")]
)
_LINE_SHAPES: Final = {shape.__name__ for shape in (ProfileLine, BriefLine, ErrorLine, WaiversLine, BriefHead)}


def parse(shape: TypeAdapter[Shape], data: str) -> Shape:
    """Parse and validate a part of a report.

    Raises:
        InputError: it is not JSON, has another shape, or exceeds the limits of ``json_stream``.
    """
    check_size(data)
    try:
        return shape.validate_json(data, strict=True)
    except ValidationError as error:
        raise InputError(_fault(error, data)) from None


def _fault(error: ValidationError, data: str) -> Diagnostic:
    """The first error: users do not repair a report, they make another one."""
    detail = error.errors(include_url=False, include_input=False)[0]
    place = detail["loc"][1:] if detail["loc"] and detail["loc"][0] in _LINE_SHAPES else detail["loc"]
    match detail["type"]:
        case "json_invalid":
            return Diagnostic(Message("diff.not_json"), GIVE_A_REPORT, position=_position(detail["ctx"]["error"], data))
        case "literal_error" if place == ("version",):
            return Diagnostic(Message("diff.other_version"), Message("diff.upgrade"), key="version")
        case "missing":
            return Diagnostic(Message("error.missing_key", {"key": place[-1]}), GIVE_A_REPORT, key=dotted(place))
        case _:
            return Diagnostic(Message("diff.not_a_report"), GIVE_A_REPORT, key=dotted(place) or None)


def _position(reason: str, data: str) -> Position:
    """The position that the parser names, whose columns count bytes."""
    line, column = map(int, re.findall(r"\d+", reason)[-2:])
    before = data.split("\n", line)[line - 1].encode(errors="surrogatepass")[: max(column - 1, 0)]
    return Position(line, len(before.decode(errors="ignore")) + 1)
