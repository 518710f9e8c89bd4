"""Looks for files that make a run end in anything but a verdict or bad input, or take it too much time or memory.

    python benchmarks/fuzz.py [INPUTS] [READER]...

Every reader (or those named) is given so many files (10,000 if not said), made from good and bad ones, a portion at a
time in a process with a stack of 2 MB. What broke a run is saved to a temporary folder; the exit code is then 1.
"""

import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

from typer.testing import CliRunner

ROOT: Final = Path(__file__).parents[1]
PROFILES: Final = sorted((ROOT / "profiles").glob("*.toml"))
ALLOWED: Final = {0, 1, 3, 4}
SECONDS: Final = 2.0
MEGABYTES: Final = 200
PORTION: Final = 250
HANGS: Final = 300
"""Seconds after which a process is taken to hang."""

MARKS: Final = [
    '"',
    "'",
    '"""',
    "'''",
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\n",
    "\r",
    "\r\n",
    "\\",
    "\x00",
    ":",
    "-",
    "+",
]
TOML: Final = [
    *MARKS,
    *(
        "[[",
        "]]",
        "{a=",
        "{a.b.c=",
        "a.",
        "[a.b]\n",
        "[[a]]\n",
        "\n[",
        "= =",
        "\\u12",
        "\\",
        "\ufeff",
        "1_",
        "0x",
        "1e9",
    ),
    *(
        "inf",
        "nan",
        "9" * 50,
        "2026-02-30",
        "0000-01-01",
        "9999-12-31",
        "07:32:60",
        "true",
        "星",
        "\u2028",
        "\x85",
        "😀",
    ),
]
JSON: Final = [
    *MARKS,
    *('"a":', "[[", "[{", "}{", "]}", "null", "true", "1e999", "-", "9" * 50, "\\ud800", "\ufeff", '{"version":1}\n'),
    *("    {\n", "    },\n", '"profiles": [', '"path": "a",', "星", "\x7f"),
]
WAIVERS: Final = b"""\
[[waivers]]
requirement = "website.team-size"
vendor = "91350100M000100Y43"
reason = "\xe4\xba\x8c\xe6\x9c\x9f"
approved_by = "QA"
expires = 2027-01-31

[[waivers]]
requirement = "agreements"
vendor = "example"
reason = "x"
approved_by = "y"
expires = 2026-01-31
"""
SETTINGS: Final = b"""\
paths = ["profiles/*.toml"]
markets = ["website"]
fail-on = "incomplete"
lang = "en"
waivers = "waivers.toml"
baseline = "report.json"
"""


class Reader(NamedTuple):
    """A kind of input: the file that is made, what it is made from, and the commands that read it."""

    file: str
    seeds: Sequence[bytes]
    pieces: Sequence[str]
    commands: Sequence[Sequence[str]]


def readers() -> dict[str, Reader]:
    """Every reader of what comes from outside, by name; a new one is a line here."""
    bad = [path.read_bytes() for path in sorted((ROOT / "tests" / "bad_input").glob("*.toml"))]
    profiles = [path.read_bytes() for path in PROFILES]
    good = str(PROFILES[-1])
    tool = b'[project]\nname = "x"\n[tool.cloudmkt]\n' + SETTINGS
    check = ("check", good, "--as-of", "2026-11-23")
    return {
        "profile": Reader(
            "x.toml", [*profiles * 12, *bad], TOML, [("check", "x.toml"), ("check", "x.toml", "-f", "jsonl")]
        ),
        "waivers": Reader("w.toml", [*[WAIVERS] * 80, *bad], TOML, [(*check, "--waivers", "w.toml")]),
        "configuration": Reader("cloudmkt-config.toml", [*[SETTINGS] * 80, *bad], TOML, [("config",)]),
        "pyproject": Reader("pyproject.toml", [*[tool] * 80, *bad], TOML, [("config",), check]),
        "pack": Reader(
            "pack.toml", [*packs() * 20, *bad], TOML, [("pack", "check", "."), ("plan", good, "--pack", ".")]
        ),
        "report": Reader("r.json", reports(), JSON, [("diff", "r.json", "r.json"), (*check, "--baseline", "r.json")]),
    }


def packs() -> list[bytes]:
    """Packs in one file: a marketplace of its own, and an edition with changes; as ``pack new`` makes them."""
    from datetime import date  # noqa: PLC0415  here alone

    from cloudmkt_cli.packs.template import new_pack  # noqa: PLC0415  as above

    made = (new_pack(Path("new"), extends, date(2026, 11, 27), "zh") for extends in (None, "tencent-six-market"))
    return [files["pack.toml"].encode() for files in made]


def reports() -> list[bytes]:
    """Reports of the shipped profiles, whole and in lines, and one in a layout of its own."""
    import json  # noqa: PLC0415  here alone

    few = [str(path) for path in PROFILES[:2]]
    whole, lines = (run(["check", *few, "-m", "api", "-f", form])[1] for form in ("json", "jsonl"))
    small: dict[str, Any] = json.loads(whole)
    for profile in small["profiles"]:
        profile["markets"] = [market | {"requirements": market["requirements"][:1]} for market in profile["markets"]]
    return [whole, lines, json.dumps(small).encode(), json.dumps(small, indent=2).encode()]


def run(command: Sequence[str]) -> tuple[int, bytes, float]:
    """A run of the program in this process: exit code, output, and seconds of the processor."""
    from cloudmkt_cli.cli.app import make_app  # noqa: PLC0415  in the workers alone

    start = time.process_time()
    result = CliRunner().invoke(make_app(), list(command))
    crashed = result.exception is not None and not isinstance(result.exception, SystemExit)
    return 70 if crashed else result.exit_code, result.stdout_bytes, time.process_time() - start


def mutate(data: bytes, other: bytes, pieces: Sequence[str], chance: random.Random) -> bytes:
    """The data with some of it cut, doubled, replaced, moved or mixed with another's."""
    for _ in range(chance.choice([1, 1, 1, 2, 3, 6])):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.randint(0, 40))
        piece = "".join(chance.choices(pieces, k=chance.choice([1, 1, 2, 3]))).encode("utf-8", "replace")
        match chance.choice(
            ["cut", "insert", "replace", "double", "shuffle", "mix", "lines", "value", "value", "value"]
        ):
            case "cut":
                data = data[:start] + data[end:]
            case "insert":
                data = data[:start] + piece * chance.choice([1, 1, 1, 2, 300, 20_000]) + data[start:]
            case "replace":
                data = data[:start] + chance.randbytes(chance.randint(0, 6)) + data[end:]
            case "double":
                data = data[:end] + data[start:end] * chance.choice([1, 1, 50]) + data[end:]
            case "shuffle":
                lines = data.split(b"\n")
                chance.shuffle(lines)
                data = b"\n".join(lines)
            case "lines":
                lines = data.split(b"\n")
                at = chance.randrange(len(lines))
                lines[at : at + 1] = [lines[at]] * chance.choice([0, 0, 2])
                data = b"\n".join(lines)
            case "value":
                data = with_another_value(data, other, chance)
            case "mix":
                at = chance.randint(0, len(other))
                data = data[:start] + other[at : at + chance.randint(0, 400)] + data[end:]
    return data


def with_another_value(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The data with what stands behind a key replaced by what stands behind another."""
    lines = data.split(b"\n")
    sign = b"=" if b" = " in data else b":"
    own = [number for number, line in enumerate(lines) if sign in line]
    values = [value for line in other.split(b"\n") if (value := line.partition(sign)[2])]
    if own and values:
        number = chance.choice(own)
        lines[number] = lines[number].partition(sign)[0] + sign + chance.choice(values)
    return b"\n".join(lines)


def try_portion(name: str, seed: int, folder: str, number: int) -> None:
    """Run the program on a portion of inputs; the one under way is in a file, should the process die of it."""
    reader = readers()[name]
    chance = random.Random(f"{name} {seed}")  # noqa: S311  repeatable, not secret
    kept = Path(folder)
    current = kept / f"{name}-{seed}.current"
    codes: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        Path(".git").mkdir()  # no configuration is looked for above
        for count in range(number):
            data = mutate(chance.choice(reader.seeds), chance.choice(reader.seeds), reader.pieces, chance)
            current.write_bytes(data)
            Path(reader.file).write_bytes(data)
            code, _, seconds = run([*chance.choice(reader.commands), "--lang", chance.choice(["zh", "en"])])
            codes[code] += 1
            fault = f"exit-{code}" if code not in ALLOWED else f"{seconds:.1f}-s" if seconds > SECONDS else ""
            fault = fault or (f"{peak():.0f}-MB" if peak() > MEGABYTES else "")
            if fault:
                (kept / f"{name}-{seed}-{count}-{fault}").write_bytes(data)
            if peak() > MEGABYTES:
                break
        os.chdir(folder)
    current.unlink()
    (kept / f"{name}-{seed}.codes").write_text(" ".join(map(str, codes.elements())), encoding="ascii")


def peak() -> float:
    """The most memory that this process has had, in MB; 0 where the system does not say."""
    try:
        import resource  # noqa: PLC0415  Windows has none
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def small_stack() -> None:
    """Give the processes that this one starts a stack of 2 MB, as Windows does."""
    try:
        import resource  # noqa: PLC0415  as above
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_STACK, (2 * 1024**2, resource.getrlimit(resource.RLIMIT_STACK)[1]))


def in_a_process(name: str, seed: int, folder: str, number: int) -> None:
    """A portion in a process of its own; one that hangs is ended, and its input stays."""
    worker = multiprocessing.get_context("spawn").Process(target=try_portion, args=(name, seed, folder, number))
    worker.start()
    worker.join(timeout=HANGS)
    if worker.is_alive():
        worker.kill()


def main() -> int:
    """Fuzz, and print how many inputs each reader was given, how the runs ended, and what broke."""
    number = int((sys.argv[1:] or ["10000"])[0])
    names = sys.argv[2:] or list(readers())
    folder = tempfile.mkdtemp(prefix="cloudmkt-fuzz-")
    small_stack()
    for name in names:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for at in range(0, number, PORTION):
                pool.submit(in_a_process, name, at // PORTION, folder, min(PORTION, number - at))
        codes: Counter[str] = Counter()
        for file in Path(folder).glob(f"{name}-*.codes"):
            codes.update(file.read_text(encoding="ascii").split())
            file.unlink()
        ended = ", ".join(f"{count} with {code}" for code, count in sorted(codes.items()))
        print(f"{name}: {codes.total()} of {number} inputs tried; ended {ended}", flush=True)
    broken = sorted(path.name for path in Path(folder).iterdir())
    print(f"{len(broken)} inputs broke a run" + (f", saved in {folder}: {broken}" if broken else ""))
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
