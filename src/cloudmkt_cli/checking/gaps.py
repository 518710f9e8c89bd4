"""What a vendor lacks in its target markets, once for all markets that ask for the same."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Market
from cloudmkt_cli.checking.results import OPEN_STATUSES, Finding, MarketResult, ProfileResult


class Gap(NamedTuple):
    """A requirement that is not met. Markets share it if they expect the same and were decided on the same facts."""

    findings: tuple[tuple[Market, Finding], ...]
    """The finding of each market, in the order of the markets."""

    @property
    def finding(self) -> Finding:
        """The finding of the first market, which stands for all."""
        return self.findings[0][1]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the requirement; a general one has the same in all markets."""
        return tuple(dict.fromkeys(finding.requirement.id for _, finding in self.findings))

    @property
    def blocks(self) -> bool:
        """Whether it keeps the markets from being eligible."""
        return self.finding.blocks


def gaps_in(targets: Sequence[MarketResult]) -> tuple[Gap, ...]:
    """The gaps of some markets, those in preferred requirements included."""
    return _shared(
        [(target.market, one) for target in targets for one in target.findings if one.status in OPEN_STATUSES]
    )


def blocking_gaps(result: ProfileResult) -> tuple[Gap, ...]:
    """What keeps a vendor from being eligible for its target markets."""
    return _shared([(target.market, one) for target in result.targets for one in target.blockers])


def _shared(gaps: Sequence[tuple[Market, Finding]]) -> tuple[Gap, ...]:
    """Gaps, in which the markets that lack the same are together."""
    if not gaps or gaps[0][0] is gaps[-1][0]:  # a market lacks each of its requirements once; keys take time
        return tuple([Gap((gap,)) for gap in gaps])
    found: dict[Hashable, list[tuple[Market, Finding]]] = {}
    for market, finding in gaps:
        found.setdefault(_key(finding), []).append((market, finding))
    return tuple(Gap(tuple(findings)) for findings in found.values())


def _key(finding: Finding) -> Hashable:
    """All that is said of a finding but its market and clause. A different threshold makes a different expectation."""
    requirement, *decided = finding
    said = (requirement.slug, requirement.level, requirement.expected, requirement.how, requirement.evidence)
    return (*said, repr(decided))  # notes have values in dictionaries, which have no hash
