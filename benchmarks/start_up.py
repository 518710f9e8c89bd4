"""How long whole runs of the program take, against bare processes that only import libraries.

Those libraries are Typer, the models of Pydantic, and rtoml: the floor of a program that is built on them in the usual way.
Usage: python benchmarks/start_up.py [ROUNDS]
"""

import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

DEFAULT_ROUNDS: Final = 15
SHIPPED: Final = Path(__file__).parent.parent / "profiles" / "website-eligible.toml"
STAND_IN: Final = """\
profile_version = 1
target_markets = ["website"]
[company]
name = "星海示例科技有限公司"
legal_form = "enterprise"
established = 2015-03-15
[team]
technical_and_service = 40
marketplace_operators = 2
[[products]]
name = "星海示例平台"
markets = ["website"]
kind = "saas"
"""


class Comparison(NamedTuple):
    """A run of the program, the bare process beside it, and how many times as long it may take."""

    name: str
    program: Sequence[str]
    bare: Sequence[str]
    bound: float


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "vendor.toml"
        text = SHIPPED.read_text(encoding="utf-8") if SHIPPED.exists() else STAND_IN
        profile.write_text(text, encoding="utf-8")
        print(f"{'run':<28}{'program':>10}{'bare':>10}{'ratio':>8}{'bound':>8}   medians of {rounds} rounds")
        for comparison in comparisons(profile):
            program, bare = measured(comparison, rounds)
            ratio = program / bare
            verdict = "within" if ratio <= comparison.bound else "ABOVE"
            times = f"{program * 1000:>7.1f} ms{bare * 1000:>7.1f} ms"
            print(f"{comparison.name:<28}{times}{ratio:>8.2f}{comparison.bound:>8.2f}   {verdict}")


def comparisons(profile: Path) -> list[Comparison]:
    """What is compared with what."""
    script = Path(sysconfig.get_path("scripts")) / ("cloudmkt.exe" if sys.platform == "win32" else "cloudmkt")
    libraries = "import typer; from pydantic import BaseModel; import rtoml"
    check, plan = ([str(script), command, str(profile), "--format", "json"] for command in ("check", "plan"))
    return [
        Comparison("check PROFILE -f json", check, [sys.executable, "-c", libraries], 1.4),
        Comparison("plan PROFILE -f json", plan, [sys.executable, "-c", libraries], 1.4),
        Comparison("schema profile", [str(script), "schema", "profile"], [sys.executable, "-c", libraries], 1.4),
        Comparison(
            "init --name NAME --force",
            [str(script), "init", str(profile.with_name("new.toml")), "--name", "x", "--force"],
            [sys.executable, "-c", libraries],
            1.4,
        ),
        Comparison("--version", [str(script), "--version"], [sys.executable, "-c", "import typer"], 1.5),
    ]


def measured(comparison: Comparison, rounds: int) -> tuple[float, float]:
    """The medians in seconds; the two take turns, so that what slows the machine slows both."""
    for command in (comparison.program, comparison.bare):  # once unmeasured: byte code is compiled, files are cached
        seconds(command)
    pairs = [(seconds(comparison.program), seconds(comparison.bare)) for _ in range(rounds)]
    programs, bares = zip(*pairs, strict=True)
    return median(programs), median(bares)


def seconds(command: Sequence[str]) -> float:
    """How long a process takes from start to end."""
    start = time.perf_counter()
    # Away from the checkout, whose pyproject.toml would be looked into for a configuration.
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=tempfile.gettempdir())
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
