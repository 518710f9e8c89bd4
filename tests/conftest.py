"""Settings that every test runs under."""

import os

from hypothesis import Phase, settings

# Explaining a failure takes longer than finding it, and the failing example says enough.
_PHASES = [phase for phase in Phase if phase is not Phase.explain]
settings.register_profile("quick", max_examples=30, deadline=None, phases=_PHASES)
settings.register_profile(
    "gate", parent=settings.get_profile("quick"), max_examples=100, derandomize=True, database=None, print_blob=True
)
settings.load_profile("gate" if "CI" in os.environ else "quick")
