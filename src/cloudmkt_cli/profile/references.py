"""Check the references of a profile: market ids and slugs of attestations, and duplicate product names."""

from collections.abc import Iterable, Iterator
from typing import Any

from cloudmkt_cli.catalogue.editions import marketplaces
from cloudmkt_cli.catalogue.loader import HOME
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.pack_files import every_attestable_slug, every_market_id
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.profile.validation import MOST_GUESSED, ValidationIssue, format_value, unknown_choice
from cloudmkt_cli.profile.values import CLOUD_KEYS


def reference_issues(values: dict[str, Any], catalogue: Catalogue) -> Iterator[ValidationIssue]:
    """Unknown names, duplicate product names, and clouds that two keys contradict each other on."""
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
        yield from _contradictions(product, ("products", index))
    yield from _unknown_marketplaces(_table(values.get("marketplaces")), catalogue)


def _are_sound(values: dict[str, Any], catalogue: Catalogue) -> bool:
    """A fast check that finds nothing wrong in nearly every profile, and skips the slow one."""
    products: list[dict[str, Any]] = values.get("products", [])
    if "marketplaces" in values:
        return False
    try:
        entries = [*products, *values.get("cases", ())]
        stated = {market for entry in entries for market in entry.get("markets", ())}
        names = {product.get("name") for product in products}
        return (
            stated.union(values.get("target_markets", ())).issubset(catalogue.named_markets)
            and set(values.get("attestations", ())).issubset(catalogue.manual_review_slugs)
            and len(names) == len(products)
            and not any(key in product for product in products for key in CLOUD_KEYS.values())
        )
    except (AttributeError, TypeError):  # a value has the wrong type
        return False


def unknown_markets(path: KeyPath, stated: object, catalogue: Catalogue) -> Iterator[ValidationIssue]:
    """Unknown market ids in a list; values of a wrong type are reported by its validation."""
    known = catalogue.market_ids
    listed = enumerate(stated if isinstance(stated, list) else ())
    strange = (
        (index, market) for index, market in listed if isinstance(market, str) and not _is_market(market, catalogue)
    )
    for number, (index, market) in enumerate(strange):
        yield ValidationIssue(
            (*path, index), *unknown_choice("error.unknown_market", market, known, guess=number < MOST_GUESSED)
        )


def _is_market(market: str, catalogue: Catalogue) -> bool:
    """Whether a market is one of the edition at hand, or of any other that ships, which are read for others alone."""
    return market in catalogue.named_markets or market in every_market_id()


def _contradictions(product: dict[str, Any], path: KeyPath) -> Iterator[ValidationIssue]:
    """A yes or no about Tencent Cloud, against a list of clouds that says otherwise."""
    for key, list_key in CLOUD_KEYS.items():
        stated, clouds = product.get(key), product.get(list_key)
        if isinstance(stated, bool) and isinstance(clouds, list) and stated is not (HOME in clouds):
            values = {"key": key, "found": format_value(stated), "other": list_key, "cloud": HOME}
            message = Message("error.clouds_named" if HOME in clouds else "error.clouds_not_named", values)
            yield ValidationIssue((*path, key), message, Message("hint.clouds", values), also=(*path, list_key))


def _unknown_marketplaces(stated: Iterable[str], catalogue: Catalogue) -> Iterator[ValidationIssue]:
    stated = [name for name in stated if name != catalogue.edition.marketplace or name == HOME]
    if not stated:  # other editions are read only to tell what else there is
        return
    known = tuple(name for name in dict.fromkeys((*marketplaces(), catalogue.edition.marketplace)) if name != HOME)
    strange = (name for name in stated if name not in known)
    for number, name in enumerate(strange):
        guess = number < MOST_GUESSED
        message, hint = unknown_choice("error.unknown_marketplace", name, known, guess=guess)
        if name == HOME:
            message, hint = Message("error.home_marketplace"), Message("hint.home_marketplace")
        yield ValidationIssue(("marketplaces", name), message, hint, of_key=True)


def _faults_of_slugs(slugs: Iterable[str], catalogue: Catalogue) -> Iterator[ValidationIssue]:
    manual_review = catalogue.manual_review_slugs
    strange = [slug for slug in slugs if slug not in manual_review and slug not in every_attestable_slug()]
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
