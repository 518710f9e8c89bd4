"""What the GitHub action runs: the check, with the action's inputs; then it writes the outputs.

Inputs come as variables named ``INPUT_…``. They are text whatever they hold: no shell sees them.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

BAD_INPUT: Final = 4
VERDICTS: Final = ("not_eligible", "incomplete", "eligible")
"""The worst first."""
OPTIONS: Final = ("fail-on", "lang", "as-of", "baseline", "waivers")
_ANNOTATION: Final = re.compile(r"^(::\w+ file=)(?!/|[A-Za-z]%3A)", re.MULTILINE)
_IN_A_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def main() -> int:
    """Run the check and write the outputs; the exit code is that of the check."""
    reports = {kind: Path(os.environ["RUNNER_TEMP"], f"cloudmkt.{kind}") for kind in ("sarif", "json")}
    for report in reports.values():
        report.unlink(missing_ok=True)
    try:
        status = check(reports)
    except ValueError as error:
        sys.stdout.write(f"::error title=cloudmkt::{error}\n")
        status = BAD_INPUT
    if not reports["sarif"].exists():
        reports["sarif"].write_text(json.dumps(sarif_of_failure(status)), encoding="utf-8")
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in outputs(status, reports).items())
    return status


def check(reports: Mapping[str, Path]) -> int:
    """Run the check in the working directory.

    Raises:
        ValueError: an input cannot be used.
    """
    folder = given("working-directory") or os.curdir
    if not Path(folder).is_dir():
        raise ValueError("working-directory is not a folder")
    # Paths of annotations and of SARIF start at the root of the repository.
    prefix = Path(os.path.relpath(folder)).as_posix() + "/"
    is_below = prefix != "./" and not Path(prefix).is_absolute()
    command = [sys.executable, "-I", "-m", "cloudmkt_cli", "check", *arguments(reports)]
    if not is_below:
        return subprocess.run(command, check=False).returncode
    done = subprocess.run(command, check=False, cwd=folder, stdout=subprocess.PIPE)
    text = done.stdout.decode("utf-8", "surrogateescape")
    if (given("format") or "github") == "github":
        start = prefix.translate(_IN_A_PROPERTY)
        text = _ANNOTATION.sub(lambda match: match[1] + start, text)
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    if reports["sarif"].exists():
        document = json.loads(reports["sarif"].read_bytes())
        for place in places(document):
            if not _ADDRESS.match(place["uri"]):
                place["uri"] = quote(prefix) + place["uri"]
        reports["sarif"].write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return done.returncode


def given(name: str) -> str:
    """An input, without the blanks and line ends around it."""
    return os.environ.get("INPUT_" + name.upper().replace("-", "_"), "").strip()


def lines(name: str) -> list[str]:
    """The lines of an input, each without the blanks around it; empty ones are left out."""
    return [line for line in map(str.strip, given(name).split("\n")) if line]


def arguments(reports: Mapping[str, Path]) -> list[str]:
    """The arguments of the check.

    Raises:
        ValueError: ``args`` has a quote that is not closed.
    """
    try:
        more = shlex.split(given("args"))
    except ValueError as error:
        raise ValueError(f"args: {error}") from None
    return [
        *more,
        f"--format={given('format') or 'github'}",
        *(f"--{option}={value}" for option in OPTIONS if (value := given(option))),
        *(f"--market={market}" for market in lines("markets")),
        *(f"--report={path}" for path in reports.values()),
        "--",
        *lines("paths"),
    ]


def places(value: object) -> Iterator[dict[str, Any]]:
    """Every ``artifactLocation`` of a SARIF document."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if key == "artifactLocation":
            yield item
        else:
            yield from places(item)


def outputs(status: int, reports: Mapping[str, Path]) -> dict[str, object]:
    """The outputs of the action; every profile counts with its verdict, whatever lets the step pass."""
    summary: dict[str, int] = {}
    if reports["json"].exists():
        summary = json.loads(reports["json"].read_bytes())["summary"]
    counts = {name: summary.get(name, 0) for name in ("profiles", "eligible", "not_eligible", "incomplete", "errors")}
    sound = summary and not counts["errors"]
    verdict = next((name for name in VERDICTS if counts[name]), "error") if sound else "error"
    return {
        "verdict": verdict,
        **{name.replace("_", "-"): count for name, count in counts.items()},
        "exit-code": status,
        "sarif": reports["sarif"],
        "json": reports["json"] if summary else "",
    }


def sarif_of_failure(status: int) -> dict[str, Any]:
    """A SARIF log without results, for a run that ended before it checked anything."""
    text = f"cloudmkt ended with exit code {status} before it checked a profile; the log of the step says why."
    notification = {"level": "error", "message": {"text": text}}
    invocation = {"executionSuccessful": False, "exitCode": status, "toolExecutionNotifications": [notification]}
    run = {"tool": {"driver": {"name": "cloudmkt"}}, "invocations": [invocation], "results": []}
    return {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}


if __name__ == "__main__":
    sys.exit(main())
