"""Golden sessions on a terminal: what a person sees and types, from nothing to a saved profile, in both languages."""

import os
import re
import select
import signal
import sys
import time
from pathlib import Path

import pytest
from support.samples_answers import EVERYTHING
from support.strategies_runs import PROGRAM, clean_environment

from cloudmkt_cli.core.messages import LANGUAGES, Language

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

import pty

GOLDEN = Path(__file__).parents[1] / "golden" / "sessions"
CTRL_C = "\x03"
_SECONDS = 60

NAME = "星海示例科技有限公司"
ONBOARDING = {
    "account.registered": "有",
    "account.contact_email": "biz@example.com",
    "account.service_email": "help@example.com",
    "onboarding.applied_on": "2026-11-02",
    "onboarding.review": "审核中",
}
Part = tuple[str, list[str] | dict[str, str]]
SESSIONS: dict[str, list[Part]] = {
    "going-back": [
        (
            "init -i new/cloudmkt.toml",
            [NAME, "网站建设", "云舟建站", "<", "", "", "企业", "<", "<", "<", "云帆建站", CTRL_C],
        ),
        ("fill new/cloudmkt.toml", ["q"]),
    ],
    "half-given": [
        ("init -i", [NAME, "website", "云舟建站", "q"]),
        ("fill", ["q"]),
        ("fill", ["", CTRL_C]),
    ],
    "natural-answers": [
        (
            "init -i -m service",
            [
                *(
                    NAME,
                    "企业",
                    "没听懂",
                    "有",
                    "没有",
                    "有",
                    "壹百万元",
                    "壹佰万元整",
                    "2015年3月15日",
                    "?",
                    "2016年1月1日",
                ),
                *("12天", "12人", "没有", "每天", "7天", "8小时", "愿意接受", "同意", "yes", "q"),
            ],
        ),
    ],
    "onboarding": [
        (
            f"init -i --name {NAME}",
            {**EVERYTHING, **ONBOARDING, "target_markets": "服务市场", "account.contact_email": ""},
        ),
        ("fill", ONBOARDING),
    ],
}
"""Runs: the command's arguments, and what is typed at each prompt in turn, or by the key that is asked for."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_looks_as_recorded(tmp_path: Path, name: str, language: Language) -> None:
    shown = "".join(session(tmp_path, language, *part) for part in SESSIONS[name])
    profile = next(tmp_path.rglob("cloudmkt.toml")).read_text(encoding="utf-8")
    stated = [line for line in profile.splitlines() if re.match(r"\[|#?\w+ = .|#\[.*\]$", line)]
    recorded = GOLDEN / f"{name}.{language}.txt"
    result = f"{shown}$ cat cloudmkt.toml  # without empty comments\n" + "\n".join(with_content(stated)) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        recorded.parent.mkdir(exist_ok=True)
        recorded.write_text(result, encoding="utf-8", newline="")
    assert result == recorded.read_text(encoding="utf-8")


def with_content(lines: list[str]) -> list[str]:
    """The lines without headers of sections that hold nothing."""
    return [
        line
        for line, below in zip(lines, [*lines[1:], "["], strict=True)
        if not re.match(r"#?\[", line) or not re.match(r"#?\[", below)
    ]


def key_asked(screen: str) -> str:
    """The key that the last question on a screen is about."""
    keys: list[str] = re.findall(r"[(（]([a-z_]+[\w.\[\]-]*)[)）]\r\n", screen)
    return keys[-1]


def session(folder: Path, language: Language, arguments: str, typed: list[str] | dict[str, str]) -> str:
    """Run the program on a terminal and type a line at each prompt; what stood on the screen, but for the check."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a run in the background ignores it
        environment = clean_environment(TERM="dumb", COLUMNS="100", PYTHONIOENCODING="utf-8", NO_COLOR="1")
        os.execve(PROGRAM[0], [*PROGRAM, *arguments.split(), "--lang", language], environment)  # noqa: S606
    in_turn = iter(typed)
    screen, deadline = b"", time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            part = os.read(terminal, 4096)
        except OSError:  # how Linux says that the other side is closed
            part = b""
        if not part:
            break
        screen += part
        if screen.endswith(b"\n> "):
            line = typed.get(key_asked(screen.decode()), "") if isinstance(typed, dict) else next(in_turn, "q")
            os.write(terminal, line.encode() if line == CTRL_C else f"{line}\n".encode())
    else:
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    talk = screen.decode().replace("\r\n", "\n")
    # What follows is the check, whose day is today; its own golden files hold how it looks.
    talk = re.split(r"\n星海[^\n]* {4}", talk, maxsplit=1)[0].rstrip("\n")
    return f"$ cloudmkt {arguments}\n{talk}\n(exit {status})\n\n"
