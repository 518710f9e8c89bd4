"""A comparison of two reports as JSON."""

from typing import Any, TextIO

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.history.diff import Change, Comparison, MarketChange, ProfileChange, RequirementChange
from cloudmkt_cli.history.model import Origin, PastMarket, PastProfile
from cloudmkt_cli.render.json_report.envelope import write_document


def render_comparison(
    comparison: Comparison,
    catalogue: Catalogue,
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001
) -> str:
    """The reports, the totals, and the changes. Null stands for what a report does not have."""
    body = {
        "old": _origin(comparison.old, comparison.only_in_old),
        "new": _origin(comparison.new, comparison.only_in_new),
        "summary": {
            "profiles": comparison.totals.total(),
            **{change.value: comparison.totals[change] for change in Change},
        },
        "profiles": [_profile(profile) for profile in comparison.profiles],
    }
    return write_document(body, catalogue, language)


def _origin(origin: Origin, only_here: tuple[str, ...]) -> dict[str, Any]:
    return {
        "path": origin.path,
        "catalogue": {"id": origin.catalogue, "checked_on": origin.checked_on.isoformat()},
        "as_of": origin.as_of.isoformat(),
        "markets_only_here": list(only_here),
    }


def _profile(profile: ProfileChange) -> dict[str, Any]:
    return {
        "change": profile.change.value,
        "old": _side(profile.old),
        "new": _side(profile.new),
        "markets": [_market(market) for market in profile.markets],
    }


def _side(profile: PastProfile | None) -> dict[str, Any] | None:
    """A profile in one report. An input that could not be checked has neither vendor nor verdict."""
    if profile is None:
        return None
    return {"path": profile.path, "vendor": profile.vendor, "verdict": profile.verdict}


def _market(change: MarketChange) -> dict[str, Any]:
    return {
        "market": change.market,
        "old": _stand(change.old),
        "new": _stand(change.new),
        "requirements": [_requirement(requirement) for requirement in change.requirements],
    }


def _stand(market: PastMarket) -> dict[str, Any]:
    return {"targeted": market.targeted, "verdict": market.verdict}


def _requirement(change: RequirementChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "level": change.level,
        "change": change.transition.value,
        "old": change.old,
        "new": change.new,
    }
