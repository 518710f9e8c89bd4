"""The single-value keys of a profile and of its first product, which a table row or an answer can fill."""

from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final, NamedTuple

from cloudmkt_cli.core.tables.types import alternatives, bare, bounds_of, choices_of, is_table, keys_of
from cloudmkt_cli.core.toml.document import KeyPath, dotted
from cloudmkt_cli.profile.model import Marketplace, Product, VendorProfile
from cloudmkt_cli.profile.values import Capital, Cloud, MarketId

CAPITAL: Final = "company.registered_capital"
NAME: Final = "company.name"
_OWN_ENTRIES: Final = {"profile_version", "cases", "attestations", "marketplaces"}
"""Keys that the program sets itself, and lists and tables that do not fit in a row."""


class Kind(StrEnum):
    """How a cell or an answer is parsed."""

    TEXT = "text"
    CREDIT_CODE = "credit_code"
    COUNT = "count"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CLOUDS = "clouds"
    MARKETS = "markets"
    CAPITAL = "capital"
    FILE = "file"
    """Yes, no, or the path of a file."""
    REGISTRATION = "registration"
    """Yes, no, or a software copyright registration number."""
    CERTIFICATE = "certificate"
    """Yes, no, or the last day of validity."""


_PARTICULAR: Final = {
    "company.uscc": Kind.CREDIT_CODE,
    "product.software_copyright": Kind.REGISTRATION,
    "attestation.evidence": Kind.TEXT,
}
_KINDS: Final = {
    frozenset({str}): Kind.TEXT,
    frozenset({int}): Kind.COUNT,
    frozenset({float}): Kind.NUMBER,
    frozenset({date}): Kind.DAY,
    frozenset({bool}): Kind.YES_NO,
    frozenset({tuple[MarketId, ...]}): Kind.MARKETS,
    frozenset({tuple[Cloud, ...]}): Kind.CLOUDS,
    frozenset({Capital}): Kind.CAPITAL,
    frozenset({bool, str}): Kind.FILE,
    frozenset({bool, date}): Kind.CERTIFICATE,
}
"""The kind for each combination of types of a key."""


class Field(NamedTuple):
    """A key of the profile: its name in the catalogue (``product.kind``) and its path in a profile."""

    fact: str
    path: KeyPath
    kind: Kind
    choices: tuple[str, ...] = ()


@cache
def fields() -> dict[str, Field]:
    """All fields by their names in the catalogue, in the order of the profile."""
    found: list[Field] = []
    for name, key in keys_of(VendorProfile).items():
        if name in _OWN_ENTRIES:
            continue
        if name == "products":
            found += fields_of(Product, "product", ("products", 0))
        elif is_table(key.type):
            found += fields_of(key.type, name, (name,))
        else:
            found.append(_field(name, (name,), key.type))
    return {field.fact: field for field in found}


def fields_of(table: type, fact: str, path: KeyPath) -> list[Field]:
    """The fields of the table at ``path``, which the catalogue calls ``fact``."""
    found: list[Field] = []
    for name, key in keys_of(table).items():
        found.append(_field(f"{fact}.{name}", (*path, name), key.type))
        if found[-1].kind is Kind.CAPITAL:
            found += fields_of(Capital, found[-1].fact, found[-1].path)
    return found


def _field(fact: str, path: KeyPath, annotation: Any) -> Field:
    types = frozenset(bare(part) for part in alternatives(annotation))
    choices = choices_of(annotation)
    kind = _PARTICULAR.get(fact) or _KINDS.get(types) or Kind.CHOICE
    return Field(fact, path, kind, choices)


def field_at(path: KeyPath) -> Field:
    """The key at a place of a profile: one of a column, of any product, or of another marketplace."""
    if path[0] == "marketplaces":
        table = keys_of(Marketplace)[str(path[2])].type
        return next(field for field in fields_of(table, dotted(path[:-1]), path[:-1]) if field.path == path)
    fact = f"product.{path[-1]}" if path[0] == "products" else ".".join(map(str, path))
    return fields()[fact]._replace(path=path)


def bounds(field: Field) -> tuple[Any, Any]:
    """The lowest and the highest value of a key of the vendor that is a number, a day, or registered capital."""
    table, key = (str(part) for part in field.path)
    is_capital = field.kind is Kind.CAPITAL
    holder = Capital if is_capital else keys_of(VendorProfile)[table].type
    return bounds_of(keys_of(holder)["amount" if is_capital else key].type)
