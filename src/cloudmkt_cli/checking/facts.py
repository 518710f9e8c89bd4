"""What a vendor states, one fact at a time: all that conditions see of a profile.

A fact has the name that ``usage.facts_of`` gives it. Its value is hashable, and None where nothing is stated.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.usage import facts_of
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.profile.attachments import FileState, is_link
from cloudmkt_cli.profile.model import Attestation, Case, Product, VendorProfile

PRODUCT: Final = "product"
"""The fact that says which product of the file is looked at, and the table of the facts of that product."""

CASES: Final = "cases"
"""The fact that says which customer cases there are; ``case.<name>`` is what they say of one thing."""

IndexedProduct = tuple[int, Product]
Values = dict[str, Any]


class StatedFile(NamedTuple):
    """A file that the profile names, and what was found there."""

    path: str
    state: FileState


class StatedAttestation(NamedTuple):
    """An attestation, with those pieces of its evidence that are files."""

    holds: bool
    by: str
    on: date
    evidence: tuple[str, ...]
    expires: date | None
    files: tuple[StatedFile, ...]


class StatedCase(NamedTuple):
    """What one customer case says of one fact, and the markets that it names."""

    position: int
    """Where it stands in the profile's list, from 0."""
    markets: tuple[str, ...]
    value: bool | str | None = None


class FactReader:
    """Reads all facts that a catalogue names: those of a vendor, and those of one of its products."""

    def __init__(self, catalogue: Catalogue) -> None:
        facts = [fact for requirement in catalogue.requirements() for fact in facts_of(requirement)]
        by_table: dict[str, list[str]] = {}
        for fact in dict.fromkeys(facts):
            by_table.setdefault(fact.partition(".")[0], []).append(fact)
        self._product = _getter(by_table.pop(PRODUCT, ()), within=PRODUCT)
        self._no_product = dict.fromkeys((PRODUCT, *self._product[0]))
        self._attestations = [fact.partition(".")[2] for fact in by_table.pop("attestations", ())]
        self._documents = by_table.pop("documents", [])
        self._cases = [*by_table.pop(CASES, ()), *by_table.pop("case", ())]
        self._plain = _getter([fact for of_table in by_table.values() for fact in of_table])

    def of_vendor(self, profile: VendorProfile, files: Mapping[str, FileState]) -> Values:
        """What a vendor states, its products apart."""
        names, read = self._plain
        values = dict(zip(names, read(profile), strict=True))
        values |= self._no_product
        for fact in self._documents:
            stated = getattr(profile.documents, fact.partition(".")[2])
            values[fact] = _file(stated, files) if isinstance(stated, str) else stated
        for slug in self._attestations:
            attestation = profile.attestations.get(slug)
            values[f"attestations.{slug}"] = attestation and _attestation(attestation, files)
        for fact in self._cases:
            values[fact] = _cases(profile.cases, fact.partition(".")[2])
        return values

    def of_product(self, index: int, product: Product) -> Values:
        """What a vendor states of the product that is at ``index`` in its list."""
        names, read = self._product
        return {PRODUCT: index, **dict(zip(names, read(product), strict=True))}


def _getter(facts: Sequence[str], within: str = "") -> tuple[Sequence[str], Callable[[Any], tuple[Any, ...]]]:
    """The names of facts, and what reads all of them from a model at once."""
    keys = [fact.removeprefix(f"{within}.") for fact in facts]
    if len(keys) > 1:
        return facts, attrgetter(*keys)
    return facts, lambda model: tuple(attrgetter(key)(model) for key in keys)  # as attrgetter with several


def _attestation(stated: Attestation, files: Mapping[str, FileState]) -> StatedAttestation:
    looked_at = tuple([_file(piece, files) for piece in stated.evidence if not is_link(piece)])
    return StatedAttestation(stated.holds, stated.by, stated.on, stated.evidence, stated.expires, looked_at)


def _file(path: str, files: Mapping[str, FileState]) -> StatedFile:
    return StatedFile(path, files.get(path, FileState.UNSEEN))


def _cases(cases: Sequence[Case] | None, name: str) -> tuple[StatedCase, ...] | None:
    if cases is None:
        return None
    return tuple([StatedCase(i, case.markets, getattr(case, name) if name else None) for i, case in enumerate(cases)])


class Facts(NamedTuple):
    """What one requirement is decided on: values of facts, as one market sees them on a day."""

    values: Mapping[str, Any]
    as_of: date
    market: str

    def value(self, fact: str) -> Any:
        """What is stated of a fact; None where nothing is."""
        return self.values[fact]

    def path(self, fact: str) -> KeyPath:
        """Where the fact stands in the profile, or would."""
        table, name = fact.split(".")
        if table != PRODUCT:
            return (table, name)
        index = self.values[PRODUCT]
        return ("products",) if index is None else ("products", index, name)

    def cases(self, fact: str) -> tuple[StatedCase, ...] | None:
        """What the cases that count for the market say of a fact; None where the profile lists none."""
        stated: tuple[StatedCase, ...] | None = self.values[fact]
        if stated is None:
            return None
        return tuple(case for case in stated if not case.markets or self.market in case.markets)


class VendorFacts(NamedTuple):
    """A vendor on a day, as any market may see it, with any of its products or none."""

    profile: VendorProfile
    values: Values
    as_of: date
    reader: FactReader

    def of(self, market: str, product: IndexedProduct | None = None) -> Facts:
        """The facts that a market sees."""
        values = self.values if product is None else self.values | self.reader.of_product(*product)
        return Facts(values, self.as_of, market)


def vendor_facts(
    profile: VendorProfile, files: Mapping[str, FileState], as_of: date, catalogue: Catalogue
) -> VendorFacts:
    """Read all facts of a vendor that a catalogue names."""
    reader = FactReader(catalogue)
    return VendorFacts(profile, reader.of_vendor(profile, files), as_of, reader)
