"""Fixtures for all tests."""

import os
import sys

import pytest


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
