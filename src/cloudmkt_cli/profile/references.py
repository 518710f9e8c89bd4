"""Check the references of a profile: market ids and slugs of attestations, and duplicate product names."""

from collections.abc import Iterable, Iterator
from typing import Any

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.profile.validation import MOST_GUESSED, ValidationIssue, format_value, unknown_choice


def reference_issues(values: dict[str, Any], catalogue: Catalogue) -> Iterator[ValidationIssue]:
    """Unknown market ids and slugs, and duplicate product names."""
    if _are_sound(values, catalogue):
        return
    yield from unknown_markets(("target_markets",), values.get("target_markets"), catalogue)
    for table in ("products", "cases"):
        for index, entry in _tables(values.get(table)):
            yield from unknown_markets((table, index, "markets"), entry.get("markets"), catalogue)
    yield from _faults_of_slugs(_table(values.get("attestations")), catalogue)
    seen: set[str] = set()
    for index, product in _tables(values.get("products")):
        name = product.get("name")
        if isinstance(name, str):
            if name in seen:
                message = Message("error.name_twice", {"found": format_value(name)})
                yield ValidationIssue(("products", index, "name"), message, Message("hint.name_twice"))
            seen.add(name)


def _are_sound(values: dict[str, Any], catalogue: Catalogue) -> bool:
    """A fast check that finds nothing wrong in nearly every profile, and skips the slow one."""
    products: list[dict[str, Any]] = values.get("products", [])
    try:
        entries = [*products, *values.get("cases", ())]
        stated = {market for entry in entries for market in entry.get("markets", ())}
        names = {product.get("name") for product in products}
        return (
            stated.union(values.get("target_markets", ())).issubset(catalogue.market_ids)
            and set(values.get("attestations", ())).issubset(catalogue.manual_review_slugs)
            and len(names) == len(products)
        )
    except (AttributeError, TypeError):  # a value has the wrong type
        return False


def unknown_markets(path: KeyPath, stated: object, catalogue: Catalogue) -> Iterator[ValidationIssue]:
    """Unknown market ids in a list; values of a wrong type are reported by the model."""
    known = catalogue.market_ids
    listed = enumerate(stated if isinstance(stated, list) else ())
    strange = ((index, market) for index, market in listed if isinstance(market, str) and market not in known)
    for number, (index, market) in enumerate(strange):
        yield ValidationIssue(
            (*path, index), *unknown_choice("error.unknown_market", market, known, guess=number < MOST_GUESSED)
        )


def _faults_of_slugs(slugs: Iterable[str], catalogue: Catalogue) -> Iterator[ValidationIssue]:
    manual_review = catalogue.manual_review_slugs
    strange = [slug for slug in slugs if slug not in manual_review]
    if not strange:
        return
    decided = {requirement.slug for requirement in catalogue.requirements()}
    for number, slug in enumerate(strange):
        path = ("attestations", slug)
        if slug in decided:
            hint = Message("hint.attest_judged_only", {"choices": manual_review})
            yield ValidationIssue(path, Message("error.not_judged", {"found": format_value(slug)}), hint)
        else:
            yield ValidationIssue(
                path, *unknown_choice("error.unknown_slug", slug, manual_review, guess=number < MOST_GUESSED)
            )


def _tables(value: object) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
