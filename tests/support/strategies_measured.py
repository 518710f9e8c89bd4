"""Whole runs of the program in a process that a crash may end, with what they took."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

from support.strategies_runs import PROGRAM, clean_environment

MEGABYTES: Final = 200
"""What a run may take at most, whatever the file."""
_SECONDS: Final = 60  # to end what hangs; the time itself is no test's affair
_MEASURED: Final = """\
import json, subprocess, sys
done = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, capture_output=True, timeout=float(sys.argv[1]))
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 ** 2 if sys.platform == "darwin" else 1024)
except ImportError:
    peak = 0
said = [stream.decode("utf-8", "backslashreplace") for stream in (done.stdout, done.stderr)]
print(json.dumps([done.returncode, *said, peak]))
"""


class Ended(NamedTuple):
    """How a run ended: exit code, output, complaints, and its peak memory in MB."""

    code: int
    output: str
    complaint: str
    megabytes: float


def run_measured(*arguments: str | Path, folder: Path) -> Ended:
    """Run the program; one that hangs fails the test."""
    command = [sys.executable, "-I", "-c", _MEASURED, str(_SECONDS), *PROGRAM, *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=clean_environment(), capture_output=True, check=True, timeout=120)
    return Ended(*json.loads(done.stdout))
