"""Tell the companies of a table apart: by credit code, else by name."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from cloudmkt_cli.intake.vocabulary import normalize
from cloudmkt_cli.profile.credit_code import is_well_formed


class Identity(NamedTuple):
    """The name of a company as it is compared, and its credit code if that is well formed."""

    name: str
    code: str | None

    @classmethod
    def of(cls, name: str, code: object) -> "Identity":
        """The identity of a row by the values of its cells."""
        stated = normalize(code).upper() if isinstance(code, str) else ""
        return cls(normalize(name), stated if is_well_formed(stated) else None)


class Companies:
    """The companies that rows have been accepted for."""

    def __init__(self) -> None:
        self._by_code: dict[str, int] = {}
        self._by_name: defaultdict[str, dict[str | None, int]] = defaultdict(dict)

    def add(self, company: Identity, row: int) -> None:
        """Remember the row that a company was accepted for."""
        if company.code:
            self._by_code.setdefault(company.code, row)
        self._by_name[company.name].setdefault(company.code, row)

    def row_of(self, company: Identity) -> tuple[int, str] | None:
        """The row of the same company, and whether ``code`` or ``name`` tells; None for a new company.

        Companies of one name are different if both rows state a credit code.
        """
        if company.code in self._by_code:
            return self._by_code[company.code], "code"
        named = self._by_name.get(company.name, {})
        if company.code is None and named:
            return next(iter(named.values())), "name"
        return (named[None], "name") if None in named else None


def shared_names(companies: Iterable[Identity]) -> frozenset[str]:
    """The names that several companies with different credit codes have."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for company in companies:
        if company.code:
            codes[company.name].add(company.code)
    return frozenset(name for name, different in codes.items() if len(different) > 1)
