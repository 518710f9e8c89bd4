"""Settings that every test runs under."""

import os
import sys

import pytest
from hypothesis import Phase, settings

# Explaining a failure takes longer than finding it, and the failing example says enough.
_PHASES = [phase for phase in Phase if phase is not Phase.explain]
settings.register_profile("quick", max_examples=30, deadline=None, phases=_PHASES)
settings.register_profile(
    "gate", parent=settings.get_profile("quick"), max_examples=100, derandomize=True, database=None, print_blob=True
)
settings.load_profile("gate" if "CI" in os.environ else "quick")


@pytest.fixture(autouse=True)
def no_caches_under_mutation() -> None:
    """Clear all caches under mutmut: a result from before a mutation would hide the mutant."""
    if "MUTANT_UNDER_TEST" not in os.environ:
        return
    for name, module in [*sys.modules.items()]:
        if name.startswith("cloudmkt_cli.checking"):
            for value in [*vars(module).values()]:
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
