"""When Python's garbage collector looks for cycles.

A short run makes no garbage worth finding: the modules and the catalogue live to the end, and scanning them takes a
quarter of the time. Only commands that may work on thousands of profiles need the collector.
"""

import gc
from typing import Final

_THRESHOLD: Final = 50_000
"""New objects between two searches: results are trees, so there is little to find."""


def pause() -> None:
    """Stop collecting, before the program is imported."""
    gc.disable()


def resume() -> None:
    """Collect what is made from now on."""
    gc.freeze()
    gc.set_threshold(_THRESHOLD)
    gc.enable()
