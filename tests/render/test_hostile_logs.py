"""Text of strangers in the log of a CI system: no line of any output is a command that the program did not mean."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import AS_OF, CATALOGUE, Values, check, stating, vendor
from support.strategies_runs import as_toml, invoke, write

from cloudmkt_cli.core.diagnostic_text import render_diagnostics
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.formats import CheckFormat
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.render import terminal
from cloudmkt_cli.render.json_report.jsonl import error_line, profile_line
from cloudmkt_cli.render.registry import report_bytes
from cloudmkt_cli.runs.batch import Batch, CheckedProfile

FORMATS: tuple[CheckFormat, ...] = get_args(CheckFormat)
READ_AS_TEXT = [name for name in FORMATS if name != "xlsx"]
COMMANDS = (
    "::add-mask::x",
    "::stop-commands::x",
    " \t::error::x",
    "##[add-mask]x",
    "a##[add-mask]x",
    "###[group]x",
    "##vso[task.setvariable variable=a]b",
    ":",
    "x:",
    *(f"a{separator}::add-mask::x" for separator in "\n\r\v\f\x85\u2028\u2029"),
    "a " * 60 + "::add-mask::x",
    "字" * 37 + "::add-mask::x",
)
"""What GitHub and others obey: at the start of a line, whatever they take for its end, or anywhere in it."""
ENDS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
OURS = re.compile(r"::(error|warning|notice) file=[^:]*::|::(error|warning|notice)::\d+ more are not listed")
FREE = (
    *(("company", "name"), ("company", "uscc"), ("products", 0, "name"), ("products", 0, "software_copyright")),
    *(("cases", 0, "customer"), ("cases", 0, "url"), ("cases", 0, "award"), ("attestations", "lawful", "by")),
    ("documents", "business_licence"),
)


def crowded(text: str) -> Values:
    """A vendor who says it wherever text is free, with a rival product that does."""
    values = vendor()
    values["products"].append(values["products"][0] | {"name": "乙", "cvm_image": False, "test_account": False})
    values["team"]["technical_and_service"] = 1
    for path in FREE:
        values = stating(path, text, values)
    return stating(("products", 1, "name"), f"{text}2", values)


def run_with(text: str) -> Batch:
    """One profile and one that is not valid, with the text in their paths too."""
    values = crowded(text)
    loaded = load_profile(as_toml(values).encode(), "", CATALOGUE)
    message = Message("error.unreadable", {"reason": text})
    wrong = Diagnostic(message, Message("hint.one_of", {"choices": (text,)}), text, Position(1, 1), text, text)
    return Batch(CATALOGUE, AS_OF, (CheckedProfile(text, loaded, check(values)),), (wrong,))


def written(output_format: CheckFormat, batch: Batch) -> str:
    match output_format:
        case "text":
            return terminal.render_batch(batch, "en", None)
        case "jsonl":
            lines = [profile_line(checked, batch.context, "en") for checked in batch.profiles]
            return b"".join([*lines, error_line(batch.errors, "en", batch.context)]).decode()
        case _:
            return report_bytes(output_format, batch, "en", sarif_all=True).decode("utf-8-sig")


def commands(log: str) -> Iterator[str]:
    """The lines that a CI system would take for commands and that are none of ours."""
    for line in ENDS.split(log):
        if (line.lstrip().startswith("::") and not OURS.match(line)) or re.search(r"##\w*\[", line):
            yield line


@pytest.mark.parametrize("output_format", READ_AS_TEXT)
@pytest.mark.parametrize("text", COMMANDS, ids=lambda text: ascii(text[-24:]))
def test_no_format_holds_a_command_of_a_vendor(output_format: CheckFormat, text: str) -> None:
    assert [*commands(written(output_format, run_with(text)))] == []


@given(st.lists(st.sampled_from([*COMMANDS, ":", "::", "#", "##", "[", "]", "x", " ", "\u200b", "名"]), max_size=6))
def test_no_text_is_shown_as_a_command(parts: list[str]) -> None:
    text = escape_untrusted("".join(parts))
    assert [*commands(text), *commands(f"{text}:5:3: error"), *commands(f"- {text}")] == []


@pytest.mark.parametrize("text", COMMANDS, ids=lambda text: ascii(text[-24:]))
def test_no_complaint_is_a_command(text: str) -> None:
    assert [*commands(render_diagnostics(run_with(text).errors, "en"))] == []


@pytest.mark.parametrize("output_format", READ_AS_TEXT)
@pytest.mark.parametrize("name", ["##[add-mask]x.toml", "::add-mask::x.toml", ":", "x\n::stop-commands::x.toml"])
def test_a_path_is_no_command_on_either_stream(
    tmp_path: Path, output_format: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / name, crowded("::add-mask::x"))
    (tmp_path / f"{name}-bad.toml").write_text(
        f"profile_version = 1\n::add-mask::x\n##[add-mask]{name}", encoding="utf-8"
    )
    (tmp_path / f"{name}-keys.toml").write_text('profile_version = 1\n"::add-mask::x" = "::x"\n', encoding="utf-8")
    names = (f"./{name}", f"{name}-bad.toml", f"{name}-keys.toml", f"{name}-gone.toml")
    done = invoke("check", *names, "-f", output_format, COLUMNS="40")
    assert done.exit_code == 4
    log = done.stdout + done.stderr
    assert "add-mask" in log
    assert [*commands(log)] == []
