"""What a vendor states, one fact at a time: all that conditions see of a profile.

A fact has the name that ``usage.facts_of`` gives it. Its value is hashable, and None where nothing is stated.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from cloudmkt_cli.files import FileState, is_link
from cloudmkt_cli.profile import Attestation, Product, VendorProfile
from cloudmkt_cli.toml_reader import KeyPath

PRODUCT: Final = "product"
"""The fact that says which product of the file is looked at, and the table of the facts of that product."""

IndexedProduct = tuple[int, Product]


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

    index: int
    markets: tuple[str, ...]
    value: bool | str | None = None


class FactValues(dict[str, Any]):
    """Facts of a vendor, and of one of its products if any, each read when it is first asked for."""

    def __init__(
        self, profile: VendorProfile, files: Mapping[str, FileState], product: IndexedProduct | None = None
    ) -> None:
        super().__init__()
        self._profile = profile
        self._files = files
        self._product = product

    def __missing__(self, fact: str) -> Any:
        value = self[fact] = self._read(fact)
        return value

    def _read(self, fact: str) -> Any:
        table, _, name = fact.partition(".")
        match table:
            case "product":
                return self._of_product(name)
            case "attestations":
                attestation = self._profile.attestations.get(name)
                return attestation and self._attestation(attestation)
            case "cases" | "case":
                cases = self._profile.cases
                stated = [(case.markets, getattr(case, name) if name else None) for case in cases or ()]
                return None if cases is None else tuple(StatedCase(index, *said) for index, said in enumerate(stated))
            case "documents":
                document = getattr(self._profile.documents, name)
                return self._file(document) if isinstance(document, str) else document
            case _:
                return getattr(getattr(self._profile, table), name)

    def _of_product(self, name: str) -> Any:
        if self._product is None:
            return None
        index, product = self._product
        return getattr(product, name) if name else index

    def _attestation(self, stated: Attestation) -> StatedAttestation:
        files = tuple(self._file(piece) for piece in stated.evidence if not is_link(piece))
        return StatedAttestation(stated.holds, stated.by, stated.on, stated.evidence, stated.expires, files)

    def _file(self, path: str) -> StatedFile:
        return StatedFile(path, self._files.get(path, FileState.UNSEEN))


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
