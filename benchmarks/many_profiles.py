"""Ten thousand profiles: ``cloudmkt check FOLDER`` against reading, parsing and validating the same files and no more.

    python benchmarks/many_profiles.py [PROFILES] [ROUNDS]

The floor uses the same libraries in as many processes: ``values`` reads what a matrix or a brief line needs,
``places`` also where each value stands, which JSON needs. All are whole processes, run in turn; ratios are of medians.
Processor time is that of all processes, less a run over one profile, for each profile; its least of all rounds counts.
333 µs are 6,000 profiles a second on two processors.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

PROFILES: Final = Path(__file__).parents[1] / "profiles"
PROGRAM: Final = [sys.executable, "-m", "cloudmkt_cli", "check", "--as-of", "2026-11-23", "--lang", "en"]
PROGRAM_ALONE: Final = [*PROGRAM, str(PROFILES / "api-eligible.toml")]
OUTPUTS: Final = ("matrix", "brief", "jsonl")
FLOOR: Final = """
import gc, sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
import rtoml
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.core.toml.positions import scan
gc.freeze()
PLACES = sys.argv[3] == "places"

def read(files):
    for file in files:
        text = Path(file).read_bytes().decode()
        validate(VendorProfile, rtoml.loads(text))
        if PLACES:
            assert scan(text).parts
    return len(files)

if __name__ == "__main__":
    files = sorted(map(str, Path(sys.argv[1]).rglob("*.toml")))
    with ProcessPoolExecutor(int(sys.argv[2])) as pool:
        assert sum(pool.map(read, [files[at : at + 50] for at in range(0, len(files), 50)])) == len(files)
"""


def make(folder: Path, number: int) -> None:
    """Vendors that differ: the shipped profiles, each with a name and a head count of its own."""
    shipped = [path.read_text(encoding="utf-8") for path in sorted(PROFILES.glob("*.toml"))]
    for index in range(number):
        text = shipped[index % len(shipped)].replace('name = "', f'name = "{index:05} ', 1)
        staff = re.search(r"(?<=technical_and_service = )\d+", text)
        if staff:
            text = f"{text[: staff.start()]}{int(staff[0]) + index % 7}{text[staff.end() :]}"
        (folder / f"{index:05}.toml").write_text(text, encoding="utf-8")


class Used(NamedTuple):
    """The seconds that a run took, and those of all processors."""

    wall: float
    cpu: float


def used(command: list[str]) -> Used:
    """What a whole process and its workers took."""
    start, before = time.perf_counter(), os.times()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if done.returncode not in {0, 1, 3}:
        raise SystemExit(f"{command[:4]} ended with {done.returncode}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Used(time.perf_counter() - start, cpu)


def peak_mib(command: list[str]) -> float:
    """Peak memory of a whole process, its workers apart."""
    script = f"import subprocess, resource; subprocess.run({command!r}, stdout=subprocess.DEVNULL); "
    script += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    return int(subprocess.check_output([sys.executable, "-c", script])) / 1024


def main() -> None:
    """Measure and print."""
    number, rounds = int((sys.argv[1:] or ["10000"])[0]), int((sys.argv[2:] or ["3"])[0])
    processes = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        floor_script = folder / "floor.py"
        floor_script.write_text(FLOOR, encoding="utf-8")
        many, few, twice = folder / "many", folder / "few", folder / "twice"
        for place, count in ((many, number), (few, 1000), (twice, 20000)):
            place.mkdir()
            make(place, count)
        commands = {
            **{
                kind: [sys.executable, str(floor_script), str(many), str(processes), kind]
                for kind in ("values", "places")
            },
            "matrix": [*PROGRAM, str(many)],
            "brief": [*PROGRAM, "--format", "jsonl", "--brief", str(many)],
            "jsonl": [*PROGRAM, "--format", "jsonl", str(many)],
        }
        start_up = min(used(PROGRAM_ALONE).cpu for _ in range(rounds))
        times: dict[str, list[Used]] = {label: [] for label in commands}
        for _ in range(rounds):
            for label, command in commands.items():
                times[label].append(used(command))
        medians = {label: statistics.median(one.wall for one in measured) for label, measured in times.items()}
        for label, median in medians.items():
            ratios = "  ".join(f"{median / medians[floor]:5.2f} x {floor}" for floor in ("values", "places"))
            print(f"{label:8} {median:7.2f} s  {number / median:8.0f} profiles/s  {ratios}  (bound 2)")
        each = {label: (min(one.cpu for one in times[label]) - start_up) / number * 1e6 for label in OUTPUTS}
        shown = ", ".join(f"{label} {microseconds:.0f} µs" for label, microseconds in each.items())
        print(f"processor time: {shown} (aim 333 for matrix and brief)")
        print(f"jsonl / brief: {each['jsonl'] / each['brief']:.2f} x (aim 2.75)")
        small, large = (peak_mib([*PROGRAM, "--format", "jsonl", str(place)]) for place in (few, twice))
        ratio = f"{large / small:.2f} x (bound 1.3)"
        print(f"jsonl memory: {small:.0f} MiB for 1,000, {large:.0f} MiB for 20,000, {ratio}")


if __name__ == "__main__":
    main()
