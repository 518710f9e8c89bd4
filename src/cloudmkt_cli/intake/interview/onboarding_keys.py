"""What the onboarding depends on beside the requirements, in the order of its steps."""

from collections.abc import Iterator, Mapping
from typing import Any

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.toml.document import KeyPath


def onboarding_keys(values: Mapping[str, Any], catalogue: Catalogue) -> Iterator[KeyPath]:
    """The keys that are not stated and that matter now: a step that is not done makes later ones irrelevant."""
    steps = catalogue.onboarding
    for step in steps:
        stated = _stated(step.fact, values)
        if step.kind == "answered" and stated is None:
            yield _path(step.fact)
        elif step.kind == "answered" and not stated:
            return
    yield from (_path(fact) for step in steps for fact in step.needs if _stated(fact, values) is None)
    for step in steps:
        match step.kind, _stated(step.fact, values):
            case (("apply" | "review" | "dated"), None):
                yield _path(step.fact)
                return
            case "review", outcome:
                if outcome != "pending" and _stated(step.decided_on, values) is None:
                    yield _path(step.decided_on)
                if outcome != "approved":
                    return


def _path(fact: str | None) -> KeyPath:
    return tuple(fact.split(".")) if fact else ()


def _stated(fact: str | None, values: Mapping[str, Any]) -> Any:
    found: Any = values
    for part in _path(fact):
        found = found.get(part, {})
    return None if found == {} else found
