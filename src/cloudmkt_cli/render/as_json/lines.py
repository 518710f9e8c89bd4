"""JSON Lines: a line a profile, each whole by itself; what is not a profile yet is a line too."""

from datetime import date
from typing import Any

from pydantic_core import to_json

from cloudmkt_cli.batch import CheckedProfile
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.errors import Diagnostic
from cloudmkt_cli.language import Language
from cloudmkt_cli.render.as_json.document import VERSION
from cloudmkt_cli.render.as_json.report import error_entry, profile_entry


def profile_line(checked: CheckedProfile, catalogue: Catalogue, as_of: date, language: Language) -> str:
    """The line of a profile: its entry in the report, with what heads the report."""
    return _line(profile_entry(checked, catalogue, language), catalogue, as_of)


def error_line(errors: tuple[Diagnostic, ...], catalogue: Catalogue, as_of: date, language: Language) -> str:
    """The line of a file that could not be checked."""
    entries = [error_entry(error, language) for error in errors]
    return _line({"path": errors[0].path, "errors": entries}, catalogue, as_of)


def _line(entry: dict[str, Any], catalogue: Catalogue, as_of: date) -> str:
    head = {
        "version": VERSION,
        "catalogue": {"id": catalogue.id, "checked_on": catalogue.checked_on.isoformat()},
        "as_of": as_of.isoformat(),
    }
    return to_json(head | entry).decode() + "\n"
