"""Words for a published text whose force is not known: how old it is, how good, and that it must be confirmed."""

from datetime import date

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.planning.placements import is_known_in_force


def last_seen(catalogue: Catalogue) -> Message:
    """The last day on which the text was seen, or that it has no date."""
    day = catalogue.edition.last_seen
    return Message("where.undated") if day is None else Message("where.seen", {"day": day})


def standing(catalogue: Catalogue, as_of: date) -> Message:
    """Whether the text is known to be in force on a day."""
    return Message("where.in_force" if is_known_in_force(catalogue, as_of) else "where.not_in_force", {"day": as_of})


def about_text(catalogue: Catalogue, as_of: date) -> Message:
    """The edition, its age and grade, whether it is known to be in force, and its notice."""
    return Message(
        "where.text",
        {
            "id": catalogue.id,
            "seen": last_seen(catalogue),
            "grade": catalogue.edition.grade,
            "standing": standing(catalogue, as_of),
            "notice": catalogue.notice,
        },
    )
