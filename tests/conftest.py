"""Settings that every test runs under."""

import os
import sys
from collections.abc import Iterator
from functools import partial
from types import CodeType

import pytest
from hypothesis import Phase, settings
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from cloudmkt_cli.render.client import html_page

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


class CompiledTemplates(BytecodeCache):
    """The templates of pages that this process has compiled, which takes most of the time of a small page."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._compiled[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def each_template_is_compiled_once() -> Iterator[None]:
    """Every test makes environments of its own, as the program does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_page, "Environment", partial(Environment, bytecode_cache=CompiledTemplates()))
        yield
