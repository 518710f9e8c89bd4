"""Mistakes in the names that a profile gives: those that only the catalogue knows, and those given twice."""

from collections.abc import Iterable, Iterator
from typing import Any

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.faults import MOST_GUESSED, Fault, not_one_of, shown
from cloudmkt_cli.language import Message
from cloudmkt_cli.toml_reader import KeyPath


def faults_of_names(values: dict[str, Any], catalogue: Catalogue) -> Iterator[Fault]:
    """Market ids and slugs that the catalogue does not have, and product names given twice."""
    known = catalogue.market_ids
    strange = ((path, market) for path, market in _market_ids(values) if market not in known)
    for number, (path, market) in enumerate(strange):
        yield Fault(path, *not_one_of("error.unknown_market", market, known, guess=number < MOST_GUESSED))
    yield from _faults_of_slugs(_table(values.get("attestations")), catalogue)
    seen: set[str] = set()
    for index, product in _tables(values.get("products")):
        name = product.get("name")
        if isinstance(name, str):
            if name in seen:
                message = Message("error.name_twice", {"found": shown(name)})
                yield Fault(("products", index, "name"), message, Message("hint.name_twice"))
            seen.add(name)


def _faults_of_slugs(slugs: Iterable[str], catalogue: Catalogue) -> Iterator[Fault]:
    judged = catalogue.judged_slugs
    strange = [slug for slug in slugs if slug not in judged]
    if not strange:
        return
    decided = {requirement.slug for requirement in catalogue.requirements()}
    for number, slug in enumerate(strange):
        path = ("attestations", slug)
        if slug in decided:
            hint = Message("hint.attest_judged_only", {"choices": judged})
            yield Fault(path, Message("error.not_judged", {"found": shown(slug)}), hint)
        else:
            yield Fault(path, *not_one_of("error.unknown_slug", slug, judged, guess=number < MOST_GUESSED))


def _market_ids(values: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    yield from _texts(("target_markets",), values.get("target_markets"))
    for table in ("products", "cases"):
        for index, entry in _tables(values.get(table)):
            yield from _texts((table, index, "markets"), entry.get("markets"))


def _texts(path: KeyPath, value: object) -> Iterator[tuple[KeyPath, str]]:
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield (*path, index), item


def _tables(value: object) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
