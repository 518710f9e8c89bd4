"""``init`` and ``fill`` as whole runs: what they write, what they leave alone, and how they end."""

import json
import os
import re
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from subprocess import PIPE
from typing import Final

import pytest
from jsonschema import Draft202012Validator
from support.samples import CATALOGUE, MARKETS, vendor, without
from support.samples_answers import EVERYTHING
from support.strategies_runs import PROGRAM, clean_environment, run, write

from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.toml.document import read_document
from cloudmkt_cli.profile.loader import load_profile

NAME: Final = "星海示例科技有限公司"
SAID: Final = {**EVERYTHING, "target_markets": "website"}


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_profile_states_the_name_and_nothing_else(tmp_path: Path, language: Language) -> None:
    done = run("init", "--name", NAME, "--lang", language, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"cloudmkt.toml\n", b"")
    loaded = load_profile((tmp_path / "cloudmkt.toml").read_bytes(), tmp_path, CATALOGUE)
    stated = {key: value for key, value in loaded.document.values.items() if value != {}}
    assert stated == {"profile_version": 1, "company": {"name": NAME}}
    assert run("check", folder=tmp_path).returncode == 3


def test_its_comments_show_every_key_once_and_are_profiles_themselves(tmp_path: Path) -> None:
    run("init", "--name", NAME, folder=tmp_path)
    text = (tmp_path / "cloudmkt.toml").read_text(encoding="utf-8")
    uncommented = re.findall(r"^#(\[\[?[\w.-]+\]\]?|\w+ =)$", text, re.MULTILINE)
    for name, values in vendor().items():
        if isinstance(values, dict) and name not in {"attestations", "company"}:
            section = text.partition(f"\n[{name}]\n")[2].partition("\n\n")[0]
            assert re.findall(r"^#(\w+) =$", section, re.MULTILINE) == list(values)
    assert {f"[attestations.{slug}]" for slug in CATALOGUE.manual_review_slugs} <= set(uncommented)


@pytest.mark.parametrize("market", MARKETS)
def test_a_market_narrows_it(tmp_path: Path, market: str) -> None:
    run("init", "--name", NAME, "-m", market, "--lang", "en", folder=tmp_path)
    text = (tmp_path / "cloudmkt.toml").read_text(encoding="utf-8")
    assert read_document(text.encode()).values["target_markets"] == [market]
    others = {item.name.en for item in CATALOGUE.markets if item.id != market}
    assert [name for name in others if f"# {name} cl." in text] == []
    assert ("#registered_users =" in text) is (market == "miniprogram")


def test_the_schema_that_its_first_line_names_is_beside_it(tmp_path: Path) -> None:
    run("init", "--name", NAME, "sub.toml", folder=tmp_path)
    first = (tmp_path / "sub.toml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "#:schema ./cloudmkt.schema.json"
    Draft202012Validator.check_schema(json.loads((tmp_path / "cloudmkt.schema.json").read_bytes()))


def test_a_profile_that_is_there_is_overwritten_only_by_force(tmp_path: Path) -> None:
    path = write(tmp_path / "cloudmkt.toml", vendor())
    before = path.read_bytes()
    done = run("init", "--name", NAME, "--lang", "en", folder=tmp_path)
    assert (done.returncode, path.read_bytes()) == (4, before)
    assert b"continue it with cloudmkt fill, or overwrite it with --force" in done.stderr
    assert run("init", "--name", NAME, "--force", folder=tmp_path).returncode == 0
    assert path.read_bytes() != before


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("acme.toml", "cloudmkt fill acme.toml"),
        ("a b.toml", "cloudmkt fill 'a b.toml'"),
        ("$(x).toml", "cloudmkt fill '$(x).toml'"),
    ],
)
def test_a_profile_that_is_there_is_gone_on_with_by_the_command_that_is_named(
    tmp_path: Path, name: str, command: str
) -> None:
    write(tmp_path / name, vendor())
    done = run("init", name, "--name", NAME, "--lang", "en", folder=tmp_path)
    assert done.returncode == 4
    assert f"continue it with {command}, or" in done.stderr.decode()
    assert run(*shlex.split(command)[1:], folder=tmp_path).returncode == 0


@pytest.mark.parametrize("command", ["check", "plan", "fill"])
def test_where_there_is_no_profile_the_way_to_create_one_is_named(tmp_path: Path, command: str) -> None:
    for language in LANGUAGES:
        done = run(command, "--lang", language, folder=tmp_path)
        assert (done.returncode, done.stdout, files(tmp_path)) == (4, b"", set())
        assert "cloudmkt init -i" in done.stderr.decode()


def test_the_name_is_asked_for_and_without_one_nothing_is_written(tmp_path: Path) -> None:
    assert run("init", given=b"\n", folder=tmp_path).returncode == 4
    assert run("init", "--interactive", given=b"", folder=tmp_path).returncode == 4
    assert run("init", "--name", " ", folder=tmp_path).returncode == 4
    assert files(tmp_path) == set()
    assert run("init", given=f"{NAME}\n".encode(), folder=tmp_path).returncode == 0


def test_an_unknown_market_is_bad_input(tmp_path: Path) -> None:
    done = run("init", "--name", NAME, "-m", "webiste", folder=tmp_path)
    assert done.returncode == 4
    assert b"website" in done.stderr
    assert files(tmp_path) == set()


def test_a_name_is_text_and_nothing_else(tmp_path: Path) -> None:
    name = 'x"\n[team]\nsenior_ops_certified = 9 #'
    run("init", "--name", name, folder=tmp_path)
    values = read_document((tmp_path / "cloudmkt.toml").read_bytes()).values
    assert values["company"] == {"name": name}
    assert values["team"] == {}


def test_answers_from_a_pipe_stop_at_their_end_and_are_taken_up_again(tmp_path: Path) -> None:
    first = run("init", "-i", "--lang", "en", given=f"{NAME}\nservice\n".encode(), folder=tmp_path)
    assert first.returncode == 0
    assert b"Services" in first.stdout
    data = (tmp_path / "cloudmkt.toml").read_bytes()
    again = run("init", "-i", "--lang", "en", given=b"q\n", folder=tmp_path)
    assert again.returncode == 0
    assert b"company.name" not in again.stderr
    assert (tmp_path / "cloudmkt.toml").read_bytes() == data
    filled = run("fill", "--lang", "en", given="企业\n".encode(), folder=tmp_path)
    assert filled.returncode == 0
    assert (tmp_path / "cloudmkt.toml").read_bytes() == data.replace(b"#legal_form =", b'legal_form = "enterprise"')


def test_fill_adds_what_is_missing_and_touches_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path / "vendor.toml", without(("team", "technical_and_service")))
    before = path.read_text(encoding="utf-8")
    done = run("fill", path, "-m", "image", "--lang", "en", given=b"40\n", folder=tmp_path)
    assert done.returncode == 0
    assert b"eligible" in done.stdout
    after = path.read_text(encoding="utf-8")
    assert after.replace("technical_and_service = 40\n", "", 1) == before


def test_fill_with_nothing_to_ask_or_say_leaves_the_file_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "vendor.toml", vendor() | {"target_markets": ["image"]})
    os.utime(path, (1, 1))
    assert run("fill", path, folder=tmp_path).returncode == 0
    assert path.stat().st_mtime == 1


def test_fill_of_a_profile_that_is_not_valid_says_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("profile_version = 1\n[company]\nname = 1\n", encoding="utf-8")
    done = run("fill", path, given=b"1\n")
    assert done.returncode == 4
    assert b"bad.toml:3:8" in done.stderr
    assert run("fill", tmp_path / "none.toml").returncode == 4


@pytest.mark.parametrize("more", [(), ("-i",)])
def test_a_new_folder_is_made_before_anything_is_asked(tmp_path: Path, more: tuple[str, ...]) -> None:
    done = run("init", *more, "new/deep/cloudmkt.toml", given=f"{NAME}\nservice\n".encode(), folder=tmp_path)
    assert done.returncode == 0
    assert read_document((tmp_path / "new/deep/cloudmkt.toml").read_bytes()).values["company"] == {"name": NAME}


@pytest.mark.parametrize("command", ["init", "fill"])
def test_a_place_that_cannot_be_written_to_is_refused_before_anything_is_asked(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    done = run(command, *(["-i"] if command == "init" else []), "file/x.toml", "--lang", "en", folder=tmp_path)
    assert done.returncode == 4
    assert b"[1/" not in done.stderr


def test_leaving_says_where_it_was_saved_and_how_to_go_on(tmp_path: Path) -> None:
    given = f"{NAME}\nwebsite\n云舟\nq\n".encode()
    done = run("init", "-i", "my vendor.toml", "--lang", "en", given=given, folder=tmp_path)
    said = done.stderr.decode()
    assert "Saved to my vendor.toml.\n" in said
    assert "products[0]: not complete yet; what you answered is kept in the file as comments.\n" in said
    assert "To continue: cloudmkt fill 'my vendor.toml'\n" in said
    again = run("fill", "my vendor.toml", "--lang", "en", given=b"\nq\n", folder=tmp_path)
    assert "products[0].markets" in again.stderr.decode().partition("> ")[0]
    text = (tmp_path / "my vendor.toml").read_text(encoding="utf-8")
    assert text.count("云舟") == text.count("\n[[products]]\n") == 1
    unchanged = run("fill", "my vendor.toml", "--lang", "en", given=b"", folder=tmp_path)
    assert "No new answers; my vendor.toml is unchanged.\n" in unchanged.stderr.decode()


def test_everything_is_filled_in_only_once_the_next_step_waits_for_no_fact(tmp_path: Path) -> None:
    path = write(tmp_path / "v.toml", vendor() | {"target_markets": ["image"], "account": {}, "onboarding": {}})
    complete = "Everything that the check and onboarding need has been filled in."
    skipping = run("fill", path, "--lang", "en", given=b"\n" * 9).stderr.decode()
    assert complete not in skipping
    assert "5 not answered: account.registered, account.enterprise_verified," in skipping
    given = b"y\ny\nbiz@example.com\nhelp@example.com\nnot yet\n"
    assert complete in run("fill", path, "--lang", "en", given=given).stderr.decode()
    assert b"account.registered" not in run("next", path).stdout


@pytest.mark.parametrize("command", [(), ("check",), ("init",), ("fill",), ("schema",)])
def test_help_in_chinese_has_no_english_of_typer_left(command: tuple[str, ...]) -> None:
    shown = run(*command, "--help", environment={"LANG": "zh_CN.UTF-8", "COLUMNS": "200"}).stdout.decode()
    of_typer = r"Options|Arguments|Commands|Show |Install |default:|required"
    assert re.findall(of_typer, shown) == []
    assert "选项" in shown
    wrong = run(*command, "--nonsense", environment={"LANG": "zh_CN.UTF-8", "COLUMNS": "200"})
    assert wrong.returncode == 2
    assert "用法错误" in wrong.stderr.decode()


@pytest.mark.parametrize("command", ["init", "fill"])
def test_standard_input_is_for_answers_and_no_place_for_a_profile(tmp_path: Path, command: str) -> None:
    assert run(command, "-", given=b"x\n", folder=tmp_path).returncode == 2
    assert files(tmp_path) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals of this kind")
def test_an_interrupt_keeps_what_was_said(tmp_path: Path) -> None:
    program = [*PROGRAM, "init", "--interactive", "--lang", "en"]
    with subprocess.Popen(
        program, cwd=tmp_path, env=clean_environment(), stdin=PIPE, stdout=PIPE, stderr=PIPE
    ) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write(f"{NAME}\nservice\n".encode())
        process.stdin.flush()
        shown = b""
        while shown.count(b"\n> ") < 3:
            shown += process.stderr.read(1)
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=60)
    assert process.returncode == 130
    values = read_document((tmp_path / "cloudmkt.toml").read_bytes()).values
    assert (values["company"], values["target_markets"]) == ({"name": NAME}, ["service"])
    assert b"Saved to cloudmkt.toml.\nTo continue: cloudmkt fill\n" in rest


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_session_on_a_terminal_from_nothing_to_eligible(tmp_path: Path, language: Language) -> None:
    screen = session(tmp_path, language, SAID)
    verdict = {"zh": "结论  ✓ 符合条件", "en": "Verdict  ✓ eligible"}[language]
    assert verdict in re.sub(r" {2,}", "  ", screen)
    assert files(tmp_path) == {"cloudmkt.toml", "cloudmkt.schema.json"}
    assert run("check", folder=tmp_path).returncode == 0


def session(folder: Path, language: str, said: Mapping[str, str]) -> str:
    """Answer every question of ``init --interactive`` by the key that it names; what stood on the screen at the end."""
    import pty  # noqa: PLC0415  not there on Windows

    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        environment = clean_environment(TERM="dumb", COLUMNS="100", PYTHONIOENCODING="utf-8", NO_COLOR="1")
        os.execve(PROGRAM[0], [*PROGRAM, "init", "--interactive", "--lang", language], environment)  # noqa: S606
    screen, deadline = b"", time.monotonic() + 60
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
            key = re.search(r"[(（]([a-z_]+[\w.\[\]-]*)[)）]", screen.decode().rpartition("\r\n\r\n")[2])
            assert key
            os.write(terminal, f"{said.get(key[1], '')}\n".encode())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return screen.decode()
