"""The files of a pack, and the keys that each may have."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.catalogue.model import GENERAL, DateBasis, Grade, Note, Phase, PublishedException, Scope, Source
from cloudmkt_cli.catalogue.onboarding import Fee, OnboardingStep
from cloudmkt_cli.core.tables.types import Limits
from cloudmkt_cli.packs.tables import ConditionTable, Shown, Slug, Slugs, TextTable, table, table_of
from cloudmkt_cli.packs.wording import OPTIONAL_WORDING, WORDINGS
from cloudmkt_cli.profile.values import Count, Day, Version

HEAD: Final = "pack"
WORDING: Final = "wording"
ONBOARDING: Final = "onboarding"
CASES: Final = "cases"
FIXED: Final = (HEAD, GENERAL, WORDING, ONBOARDING, CASES)
"""Every file has one of these names, or that of a market."""
ANY_MARKET: Final = "all"
MOST_MARKETS: Final = 50


def _list_of(kind: Any) -> Any:
    return tuple[kind, ...] | None


_TEXTS: Final = dict.fromkeys((*WORDINGS, OPTIONAL_WORDING), TextTable | None)
Words: Final = table("Words", {**_TEXTS, "effort": Effort | None})
Requirement: Final = table(
    "Requirement",
    {
        "slug": Slug,
        "condition": ConditionTable | None,
        "applies_when": ConditionTable | None,
        "markets": Literal["all"] | Slugs | None,
        "clause": Count | Shown | None,
        "section": TextTable | None,
        "level": Literal["required", "preferred"] | None,
        "scope": Scope | None,
        "phase": table_of(Phase) | None,
        "source": Slug | None,
        **_TEXTS,
        "effort": Effort | None,
    },
)
_LIST: Final = {"requirements": _list_of(Requirement), "drop": Slugs | None}
General: Final = table("General", _LIST)
Market: Final = table(
    "Market",
    {
        "name": TextTable | None,
        "short": TextTable | None,
        "summary": TextTable | None,
        "includes": Slugs | None,
        **_LIST,
    },
)
Head: Final = table(
    "Pack",
    {
        "format": Version,
        "id": Slug,
        "extends": Slug | None,
        "version": Shown | None,
        "checked_on": Day | None,
        "marketplace": Slug | None,
        "from": Day | None,
        "last_seen": Day | None,
        "date_basis": DateBasis | None,
        "grade": Grade | None,
        "supersedes": Slug | None,
        "markets": Annotated[Slugs, Limits(max_length=MOST_MARKETS)] | None,
        "name": TextTable,
        "summary": TextTable | None,
        "in_force": TextTable | None,
        "notice": TextTable | None,
        "sources": _list_of(table_of(Source)),
        "exceptions": _list_of(table_of(PublishedException)),
        "notes": _list_of(table_of(Note)),
        "market": Mapping[str, Market] | None,  # type: ignore[valid-type]  # made at run time
        **_LIST,
    },
)
Onboarding: Final = table("Onboarding", {"steps": _list_of(table_of(OnboardingStep)), "fees": _list_of(table_of(Fee))})
Case: Final = table(
    "Case",
    {
        "requirement": Shown,
        "expect": Literal["pass", "fail", "unknown", "manual", "not_applicable"],
        "market": Slug | None,
        "profile": Mapping[str, Any] | None,
    },
)
Cases: Final = table("Cases", {"as_of": Day | None, "profile": Mapping[str, Any] | None, "cases": _list_of(Case)})


def table_of_file(name: str) -> type:
    """What a file holds; ``wording`` is a table of ``Words`` by slug, and what is none of the fixed names a market."""
    return {HEAD: Head, GENERAL: General, ONBOARDING: Onboarding, CASES: Cases}.get(name, Market)
