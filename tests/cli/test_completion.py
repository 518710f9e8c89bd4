"""Completion as people have it: a key pressed in a real shell."""

import os
import re
import select
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from support.samples import CATALOGUE, MARKETS
from support.strategies_runs import PROGRAM, clean_environment, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")

SHELLS: Final = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], ""),
    "zsh": (["zsh", "-f", "-i"], "autoload -U compinit && compinit -u; "),
}
ESCAPES: Final = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[=>]|\][^\x07]*\x07)|[\r\x07]")


class Shell:
    """An interactive shell on a terminal of its own, with what it has shown."""

    def __init__(self, name: str, home: Path) -> None:
        import pty  # noqa: PLC0415  not there on Windows

        arguments, before = SHELLS[name]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = clean_environment(HOME=str(home), PATH=path, TERM="xterm", PS1="ready> ", COLUMNS="200")
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(arguments[0], arguments, self.environment)  # noqa: S606
        self.shown = ""
        self.type(f"PS1='ready> '; {before}eval \"$(cloudmkt --show-completion)\"; echo now-it-$((40 + 2))\n")
        self.wait_for("now-it-42")

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + 60
        while text not in ESCAPES.sub("", self.shown):
            assert time.monotonic() < deadline, self.shown
            if select.select([self.terminal], [], [], 1)[0]:
                self.shown += os.read(self.terminal, 4096).decode()

    def close(self) -> None:
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


@pytest.fixture(name="shell", params=SHELLS)
def _shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shell]:
    if shutil.which(request.param) is None:
        if os.environ.get("CLOUDMKT_SHELLS") == "1":
            pytest.fail(f"{request.param} must be installed here")
        pytest.skip(f"{request.param} is not installed")
    shell = Shell(request.param, tmp_path)
    yield shell
    shell.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("cloudmkt ini", "cloudmkt init "),
        ("cloudmkt check --as", "cloudmkt check --as-of "),
        ("cloudmkt check --market ente", "cloudmkt check --market enterprise "),
        ("cloudmkt init -m mini", "cloudmkt init -m miniprogram "),
        ("cloudmkt requirements we", "cloudmkt requirements website "),
        ("cloudmkt explain website.team", "cloudmkt explain website.team-size "),
        ("cloudmkt explain general.bu", "cloudmkt explain general.business-licence "),
        ("cloudmkt explain team-s", "cloudmkt explain team-size "),
        ("cloudmkt check --set team.technical_and_s", "cloudmkt check --set team.technical_and_service="),
        ("cloudmkt check --fail-on no", "cloudmkt check --fail-on not-eligible "),
        ("cloudmkt schema pro", "cloudmkt schema profile "),
    ],
)
def test_a_key_completes_the_word(shell: Shell, typed: str, becomes: str) -> None:
    shell.type(f"{typed}\t")
    shell.wait_for(becomes)


def completed(*words: str, shell: str = "bash") -> list[str]:
    """What the program offers for the last of these words."""
    environment = {"_CLOUDMKT_COMPLETE": f"complete_{shell}", "COMP_WORDS": " ".join(words)}
    done = run(environment=environment | {"COMP_CWORD": str(len(words) - 1)}, program=(*SCRIPT,))
    assert done.returncode == 0
    return done.stdout.decode().split()


SCRIPT: Final = (str(Path(sys.executable).with_name("cloudmkt")),)


def test_editions_are_offered_and_then_what_the_edition_has() -> None:
    assert completed("cloudmkt", "check", "--edition", "tencent-2019-04") == [
        "tencent-2019-04-11",
        "tencent-2019-04-26",
    ]
    assert completed("cloudmkt", "editions", "diff", "ne") == ["newest"]
    assert completed("cloudmkt", "editions", "--marketplace", "j") == ["jd"]
    assert completed("cloudmkt", "check", "--edition", "jd", "--market", "jd-w") == ["jd-website"]
    assert completed("cloudmkt", "explain", "--edition", "jd", "jd/general.tr") == ["jd/general.truthful"]
    assert completed("cloudmkt", "check", "--edition", "nosuch", "--market", "web") == ["website"]


def test_all_markets_and_all_names_of_requirements_are_offered() -> None:
    assert completed("cloudmkt", "check", "--market", "") == list(MARKETS)
    requirements = list(CATALOGUE.requirements())
    slugs = dict.fromkeys(requirement.slug for requirement in requirements)
    names = [*(requirement.id for requirement in requirements), *slugs, *MARKETS]
    assert completed("cloudmkt", "explain", "") == [*dict.fromkeys(names)]


def test_the_keys_of_set_are_offered_with_the_sign_that_follows() -> None:
    assert completed("cloudmkt", "check", "--set", "support.") == ["support.days_per_week=", "support.hours_per_day="]
    assert completed("cloudmkt", "next", "--set", "attestations.lawful.b") == ["attestations.lawful.by="]
    assert completed("cloudmkt", "plan", "--set", "products[0].k") == ["products[0].kind="]


@pytest.mark.parametrize(
    "words", [("check", "--ma"), ("check", "--market", "web"), ("explain", "website."), ("check", "--set", "team.")]
)
def test_completion_loads_no_validator(words: tuple[str, ...]) -> None:
    told = 'import sys; sys.stderr.write(" ".join(sys.modules))'
    script = f"import atexit; atexit.register(lambda: exec({told!r})); from cloudmkt_cli.__main__ import main; main()"
    environment = {
        "_CLOUDMKT_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("cloudmkt", *words)),
        "COMP_CWORD": str(len(words)),
    }
    program = (PROGRAM[0], "-c", f"import sys; sys.argv[0] = 'cloudmkt'; {script}")
    done = run(program=program, environment=environment)
    assert done.stdout
    assert "pydantic_core" not in done.stderr.decode().split()


@pytest.mark.parametrize(
    ("line", "value", "about"),
    [
        ("cloudmkt che", "check", "Check profiles against the requirements."),
        ("cloudmkt check --lan", "--lang", "Output language"),
    ],
)
def test_what_is_completed_has_its_help_in_the_language_of_the_locale(line: str, value: str, about: str) -> None:
    asked = {
        "_CLOUDMKT_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    program = (str(Path(sys.executable).with_name("cloudmkt")),)
    shown = run(program=program, environment=asked | {"LC_ALL": "en_US.UTF-8"}).stdout.decode()
    assert shown.startswith(f"{value}\t{about}")
    chinese = run(program=program, environment=asked | {"LC_ALL": "zh_CN.UTF-8"}).stdout.decode()
    assert re.match(rf"{value}\t.*[\u4e00-\u9fff]", chinese)
