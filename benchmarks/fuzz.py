"""Looks for input that makes a run end in anything but a verdict or bad input.

    python benchmarks/fuzz.py [SECONDS]

Mutates the shipped profiles and the bad ones of the tests, in a worker process so that a crash of the parser is caught;
what broke a run is saved to a temporary folder.
"""

import multiprocessing
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from typer.testing import CliRunner

from cloudmkt_cli.cli.app import app

ROOT: Final = Path(__file__).parents[1]
SEEDS: Final = [*(ROOT / "profiles").glob("*.toml"), *(ROOT / "tests" / "bad_input").rglob("*.toml")]
PIECES: Final = [
    b'"',
    b"'",
    b'"""',
    b"'''",
    b"[",
    b"]",
    b"{",
    b"}",
    b"=",
    b",",
    b".",
    b"#",
    b"\n",
    b"\r",
    b"\\",
    b"\x00",
]
ALLOWED: Final = {0, 1, 3, 4}
PORTION: Final = 200


def mutate(data: bytes, chance: random.Random) -> bytes:
    """The data with some of it cut, doubled, replaced or moved."""
    for _ in range(chance.randint(1, 8)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.randint(0, 40))
        kind = chance.choice(["cut", "insert", "replace", "double", "shuffle"])
        if kind == "cut":
            data = data[:start] + data[end:]
        elif kind == "insert":
            data = data[:start] + chance.choice(PIECES) * chance.choice([1, 1, 1, 2, 300]) + data[start:]
        elif kind == "replace":
            data = data[:start] + chance.randbytes(chance.randint(0, 6)) + data[end:]
        elif kind == "double":
            data = data[:end] + data[start:end] * chance.choice([1, 1, 50]) + data[end:]
        else:
            lines = data.split(b"\n")
            chance.shuffle(lines)
            data = b"\n".join(lines)
    return data


def try_portion(seed: int, folder: str) -> None:
    """Run the program on a portion of inputs; the one under way is in a file, should the process die of it."""
    chance = random.Random(seed)  # noqa: S311  repeatable, not secret
    current = Path(folder) / f"{seed}.current"
    for _ in range(PORTION):
        data = mutate(chance.choice(SEEDS).read_bytes(), chance)
        current.write_bytes(data)
        code = CliRunner().invoke(app, ["check", "-", "--lang", chance.choice(["zh", "en"])], input=data).exit_code
        if code not in ALLOWED:
            (Path(folder) / f"{seed}-exit-{code}.toml").write_bytes(data)
    current.unlink()


def main() -> None:
    """Fuzz for so many seconds, and print how many inputs were tried and what broke."""
    until = time.monotonic() + float((sys.argv[1:] or ["60"])[0])
    folder = tempfile.mkdtemp(prefix="cloudmkt-fuzz-")
    tried = seed = 0
    while time.monotonic() < until:
        worker = multiprocessing.Process(target=try_portion, args=(seed, folder))
        worker.start()
        worker.join(timeout=300)
        if worker.is_alive():
            worker.kill()
        tried += PORTION
        seed += 1
    broken = sorted(path.name for path in Path(folder).iterdir())
    print(f"{tried} inputs tried; {len(broken)} broke a run" + (f", saved in {folder}: {broken}" if broken else ""))


if __name__ == "__main__":
    main()
