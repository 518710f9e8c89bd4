"""What an edition itself says of a result: published ways in despite a failure, and notes on what is open."""

from cloudmkt_cli.catalogue.model import Catalogue, Note, PublishedException
from cloudmkt_cli.checking.results import Finding, MarketResult, Status


def open_exceptions(result: MarketResult, catalogue: Catalogue) -> tuple[PublishedException, ...]:
    """The published exceptions that a vendor may use in a market: all that fails is among what they excuse."""
    failed = {finding.requirement.slug for finding in result.blockers if finding.status is Status.FAIL}
    return tuple(one for one in catalogue.exceptions if failed and failed.issubset(one.slugs))


def notes_on_open(result: MarketResult, catalogue: Catalogue) -> tuple[Note, ...]:
    """The notes of the edition that are about a requirement that keeps the vendor from being eligible."""
    still_open = {finding.requirement.slug for finding in result.blockers}
    return tuple(
        note
        for note in catalogue.notes
        if still_open.intersection(note.slugs) and (not note.markets or result.market.id in note.markets)
    )


def has_remarks(catalogue: Catalogue) -> bool:
    """Whether an edition has exceptions, or notes on a requirement, that a result may be told of."""
    return bool(catalogue.exceptions) or any(note.slugs for note in catalogue.notes)


def remarks_on(
    finding: Finding, result: MarketResult, catalogue: Catalogue
) -> tuple[tuple[PublishedException, ...], tuple[Note, ...]]:
    """Of these exceptions and notes, those that are about one finding of the market."""
    if not finding.blocks or not has_remarks(catalogue):
        return (), ()
    slug = finding.requirement.slug
    return (
        tuple(one for one in open_exceptions(result, catalogue) if slug in one.slugs),
        tuple(note for note in notes_on_open(result, catalogue) if slug in note.slugs),
    )
