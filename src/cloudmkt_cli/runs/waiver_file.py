"""Reads a file of waivers, with the same strict validation as a profile."""

import os
from typing import NamedTuple

from pydantic_core import to_json

from cloudmkt_cli.checking.results import Waiver
from cloudmkt_cli.core.diagnostics import errors_in
from cloudmkt_cli.core.input import read_input, spelled
from cloudmkt_cli.core.json_schema import schema_of
from cloudmkt_cli.core.toml.document import TomlDocument, read_document
from cloudmkt_cli.profile.validation import validated
from cloudmkt_cli.profile.values import Day, Filled
from cloudmkt_cli.runs.waivers import StatedWaiver


class _Waiver(NamedTuple):
    requirement: Filled
    vendor: Filled
    reason: Filled
    approved_by: Filled
    expires: Day


class _WaiverFile(NamedTuple):
    waivers: tuple[_Waiver, ...] = ()


def render_waiver_schema() -> str:
    """The JSON Schema of a file of waivers."""
    return to_json(schema_of(_WaiverFile, "waivers"), indent=2).decode() + "\n"


def load_waivers(path: str) -> tuple[StatedWaiver, ...]:
    """Read the waivers of a file, in file order.

    Raises:
        InputError: the file cannot be read or is not valid.
    """
    with errors_in(spelled(path)):
        document = read_document(read_input(os.path.join(os.curdir, path)))  # noqa: PTH118  "-" is a file's name here
        stated = validated(_WaiverFile, document).waivers
    return tuple(_placed(one, path, index, document) for index, one in enumerate(stated))


def _placed(one: _Waiver, path: str, index: int, document: TomlDocument) -> StatedWaiver:
    position = document.position(("waivers", index, "requirement"))
    assert position is not None  # noqa: S101  the key is required
    waiver = Waiver(one.requirement, one.vendor, one.reason, one.approved_by, one.expires)
    return StatedWaiver(waiver, spelled(path), position, document.line(position.line))
