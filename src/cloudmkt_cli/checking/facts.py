"""The facts of a vendor: all that conditions and onboarding steps can read of a profile.

Facts are named as in ``Requirement.facts``. Values are hashable; None means that the fact is not stated.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.conditions import CASES
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.usage import onboarding_facts
from cloudmkt_cli.checking.clouds import CLOUD_FACTS, stated_clouds
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.profile.attachments import FileState, is_link
from cloudmkt_cli.profile.model import Attestation, Case, Product, VendorProfile

PRODUCT: Final = "product"
"""The fact that holds the index of the product, and the prefix of the facts of that product."""

Values = dict[str, Any]
"""Values by the names of their facts."""


class IndexedProduct(NamedTuple):
    """A product, and its position in the profile's list."""

    position: int
    product: Product


class StatedFile(NamedTuple):
    """A file that the profile names, and its state on disk."""

    path: str
    state: FileState


class StatedAttestation(NamedTuple):
    """An attestation, with the state of those pieces of its evidence that are files."""

    holds: bool
    by: str
    on: date
    evidence: tuple[str, ...]
    expires: date | None
    files: tuple[StatedFile, ...]


class StatedCase(NamedTuple):
    """The value of one fact in one customer case, and the markets that the case names."""

    position: int
    """Position in the profile's list, from 0."""
    markets: tuple[str, ...]
    value: bool | str | None = None


class FactReader:
    """Reads all facts that a catalogue names from a profile."""

    def __init__(self, catalogue: Catalogue) -> None:
        facts = [fact for requirement in catalogue.requirements() for fact in requirement.facts]
        by_table: dict[str, list[str]] = {}
        for fact in dict.fromkeys([*facts, *sorted(onboarding_facts(catalogue))]):
            by_table.setdefault(fact.partition(".")[0], []).append(fact)
        about_products = [item for item in catalogue.requirements() if item.scope == PRODUCT]
        read_with_products = (fact for requirement in about_products for fact in requirement.facts)
        self._beside_products = [
            fact for fact in dict.fromkeys(read_with_products) if not fact.startswith(f"{PRODUCT}.")
        ]
        of_product = by_table.pop(PRODUCT, [])
        self._clouds = [fact for fact in of_product if fact in CLOUD_FACTS]
        self._product = _getter([fact for fact in of_product if fact not in self._clouds], within=PRODUCT)
        self._no_product = dict.fromkeys((PRODUCT, *of_product))
        self._attestations = _with_keys(by_table.pop("attestations", ()))
        self._documents = _with_keys(by_table.pop("documents", ()))
        self._cases = _with_keys([*by_table.pop(CASES, ()), *by_table.pop("case", ())])
        self._marketplaces = by_table.pop("marketplaces", ())
        self._plain = _getter([fact for of_table in by_table.values() for fact in of_table])

    def vendor_values(self, profile: VendorProfile, files: Mapping[str, FileState]) -> Values:
        """The values of all facts of a vendor; those of products are None."""
        names, read = self._plain
        values = dict(zip(names, read(profile), strict=True))
        values |= self._no_product
        for fact in self._marketplaces:
            values[fact] = stated_value(profile, fact)
        for fact, key in self._documents:
            stated = getattr(profile.documents, key)
            values[fact] = _file(stated, files) if isinstance(stated, str) else stated
        for fact, slug in self._attestations:
            attestation = profile.attestations.get(slug)
            values[fact] = attestation and _attestation(attestation, files)
        for fact, key in self._cases:
            values[fact] = _cases(profile.cases, key)
        return values

    def product_values(self, product: IndexedProduct, vendor_values: Values) -> Values:
        """The values of all facts of one product, and of those of the vendor that count for products, too."""
        names, read = self._product
        values = {PRODUCT: product.position, **dict(zip(names, read(product.product), strict=True))}
        for fact in self._clouds:
            values[fact] = stated_clouds(product.product, fact)
        for fact in self._beside_products:
            values[fact] = vendor_values[fact]
        return values


def _with_keys(facts: Iterable[str]) -> list[tuple[str, str]]:
    """Facts, each with the key of its table; the key is empty for a fact that is a table."""
    return [(fact, fact.partition(".")[2]) for fact in facts]


def _getter(facts: Sequence[str], within: str = "") -> tuple[Sequence[str], Callable[[Any], tuple[Any, ...]]]:
    """The names of facts, and a function that reads all of them from a table at once."""
    keys = [fact.removeprefix(f"{within}.") for fact in facts]
    if len(keys) > 1:
        return facts, attrgetter(*keys)
    return facts, lambda table: tuple(
        attrgetter(key)(table) for key in keys
    )  # attrgetter returns a tuple only for several keys


def stated_value(profile: VendorProfile, fact: str) -> Any:
    """The value of a fact that is one key of a profile, no key of a product or a case; None if it is not stated."""
    if not fact.startswith("marketplaces."):
        return attrgetter(fact)(profile)
    _, marketplace, key = fact.split(".", 2)
    table = profile.marketplaces.get(marketplace)
    return attrgetter(key)(table) if table else None


def _attestation(stated: Attestation, files: Mapping[str, FileState]) -> StatedAttestation:
    evidence_files = tuple([_file(piece, files) for piece in stated.evidence if not is_link(piece)])
    return StatedAttestation(stated.holds, stated.by, stated.on, stated.evidence, stated.expires, evidence_files)


def _file(path: str, files: Mapping[str, FileState]) -> StatedFile:
    return StatedFile(path, files.get(path, FileState.UNSEEN))


def _cases(cases: Sequence[Case] | None, name: str) -> tuple[StatedCase, ...] | None:
    if cases is None:
        return None
    return tuple([StatedCase(i, case.markets, getattr(case, name) if name else None) for i, case in enumerate(cases)])


class Facts(NamedTuple):
    """The facts that one requirement is decided on, for one market and one day."""

    values: Mapping[str, Any]
    as_of: date
    market: str

    def value(self, fact: str) -> Any:
        """The value of a fact; None if it is not stated."""
        return self.values[fact]

    def path(self, fact: str) -> KeyPath:
        """The key of a fact in the profile, stated or not."""
        table, *names = fact.split(".")
        if table != PRODUCT:
            return (table, *names)
        (name,) = names
        index = self.values[PRODUCT]
        return ("products",) if index is None else ("products", index, name)

    def cases(self, fact: str) -> tuple[StatedCase, ...] | None:
        """The values of a fact in the cases that count for the market; None if the profile has no list of cases."""
        stated: tuple[StatedCase, ...] | None = self.values[fact]
        if stated is None:
            return None
        return tuple(case for case in stated if not case.markets or self.market in case.markets)


class VendorFacts(NamedTuple):
    """All facts of a vendor on one day."""

    profile: VendorProfile
    values: Values
    as_of: date
    reader: FactReader

    def for_market(self, market: str, product: IndexedProduct | None = None) -> Facts:
        """The facts for one market and, where one is given, one product."""
        values = self.values if product is None else self.values | self.reader.product_values(product, self.values)
        return Facts(values, self.as_of, market)


def vendor_facts(
    profile: VendorProfile, files: Mapping[str, FileState], as_of: date, catalogue: Catalogue
) -> VendorFacts:
    """Read all facts that a catalogue names from a profile."""
    reader = FactReader(catalogue)
    return VendorFacts(profile, reader.vendor_values(profile, files), as_of, reader)
