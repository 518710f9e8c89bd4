"""What every JSON document has: its version, the edition of the rules, and one way of writing it."""

from collections.abc import Iterable
from typing import Any, Final

from pydantic_core import to_json

from cloudmkt_cli import __version__
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.edits import Edit
from cloudmkt_cli.language import Language

VERSION: Final = 1


def write_document(body: dict[str, Any], catalogue: Catalogue, language: Language) -> str:
    """The text of a document; the same body, catalogue and language give the same text."""
    head = {
        "version": VERSION,
        "tool": {"name": "cloudmkt", "version": __version__},
        "catalogue": {
            "id": catalogue.id,
            "checked_on": catalogue.checked_on.isoformat(),
            "source_url": catalogue.source_url,
            "in_force": catalogue.in_force.get(language),
            "notice": catalogue.notice.get(language),
        },
    }
    return to_json(head | body, indent=2, inf_nan_mode="strings").decode() + "\n"


def hypothetical(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """What was supposed and stands in no file; nothing of a real result."""
    return [{"key": edit.key, "value": edit.value} for edit in edits]
