"""Plans of random profiles beside brute force: ``python benchmarks/plan_exactness.py [PROFILES] [SEED]``."""

import sys
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.plan_brute_force import disagreements
from support.strategies import plannable, profiles_to_plan

SHOWN = 10


def main(number: int = 5000, start: int = 1) -> int:
    """Print how many plans were compared and how many differ; 1 if any does."""
    tried = 0
    wrong: list[tuple[date, dict[str, Any], str]] = []

    @seed(start)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(values=profiles_to_plan(), as_of=plannable)
    def compare(values: dict[str, Any], as_of: date) -> None:
        nonlocal tried
        tried += 1
        wrong.extend((as_of, values, text) for text in disagreements(values, as_of))

    began = perf_counter()
    compare()
    took = perf_counter() - began
    print(f"{tried:,} profiles, {6 * tried:,} plans, {tried:,} orders of markets: {len(wrong)} differ ({took:.0f} s)")
    for as_of, values, text in wrong[:SHOWN]:
        print(f"\n{text}\n  as of {as_of}: {values}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
