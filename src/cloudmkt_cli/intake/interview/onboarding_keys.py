"""What the onboarding depends on beside the requirements, in the order of its steps."""

from collections.abc import Iterator, Mapping
from typing import Any

from cloudmkt_cli.core.toml.document import KeyPath


def onboarding_keys(values: Mapping[str, Any]) -> Iterator[KeyPath]:
    """The keys that are not stated and that matter now: a step that is not done makes later ones irrelevant."""
    account, onboarding = values.get("account", {}), values.get("onboarding", {})
    for key in ("registered", "enterprise_verified"):
        if key not in account:
            yield ("account", key)
        elif not account[key]:
            return
    yield from (("account", key) for key in ("contact_email", "service_email") if key not in account)
    if "applied_on" not in onboarding:
        yield ("onboarding", "applied_on")
        return
    yield from (("onboarding", key) for key in _after_applying(onboarding) if key not in onboarding)


def _after_applying(onboarding: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys that matter once the application is in."""
    match onboarding.get("review"):
        case None:
            return ("review",)
        case "pending":
            return ()
        case "rejected":
            return ("reviewed_on",)
        case _ if "contract_signed_on" not in onboarding:
            return ("reviewed_on", "contract_signed_on")
        case _:
            return ("reviewed_on", "deposit_paid_on")
