"""Folders that others write to: nothing planted is written through, and no run touches what another one writes."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from support.paths import PROFILES
from support.strategies_runs import PROGRAM, invoke, run, write

from cloudmkt_cli.cli import atomic_file
from cloudmkt_cli.cli.atomic_file import replaced
from cloudmkt_cli.cli.github_summary import FILE_NAMED_BY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there, locks are POSIX's")
VENDOR: Final = "鹭岛示例建站网络有限公司"
OUTSIDE: Final = "a file outside\n"
LEFT: Final = f".cloudmkt-{'0' * 32}.tmp"
KILLED_WHILE_WRITING: Final = """
import os, signal, sys
from pathlib import Path
from cloudmkt_cli.cli.atomic_file import replaced
with replaced(Path(sys.argv[1])) as stream:
    stream.write(b"half")
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a profile, beside one with a file that nobody names."""
    folder = tmp_path / "project"
    folder.mkdir()
    shutil.copy(PROFILES / "website-eligible.toml", folder / "vendor.toml")
    (tmp_path / "outside").write_text(OUTSIDE, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def plant(link: str, target: str = "../outside") -> Path:
    path = Path(link)
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(os.path.relpath(target, path.parent))
    return path


def is_refused(link: Path, *arguments: str, **environment: str) -> bool:
    """Whether the link is told of, is still one, and nothing came to what it leads to."""
    done = invoke(*arguments, **environment)
    assert done.exit_code == 4
    assert f"{link.as_posix()}: error: this is a symbolic link; nothing was written\n" in done.stderr
    return link.is_symlink() and is_untouched()


def is_untouched() -> bool:
    return Path("../outside").read_text(encoding="utf-8") == OUTSIDE and not Path("../new").exists()


def remains() -> list[str]:
    return [path.name for path in Path().iterdir() if path.name.startswith(".cloudmkt-")]


@pytest.mark.parametrize("target", ["../outside", "../new", "vendor.toml"])
@pytest.mark.parametrize(
    ("link", "arguments"),
    [
        ("report", ("markets", "-o", "report")),
        ("report", ("check", "vendor.toml", "-f", "jsonl", "-o", "report")),
        ("report", ("schema", "report", "-o", "report")),
        ("all.html", ("check", "vendor.toml", "--report", "all.html")),
        (f"papers/{VENDOR}.md", ("check", "vendor.toml", "--report-dir", "papers", "--report-format", "md")),
        ("template.csv", ("import", "--template", "template.csv", "--force")),
        ("new.toml", ("init", "new.toml", "--name", "x", "--force")),
        ("new.toml", ("init", "new.toml", "--name", "x")),
        ("new.toml", ("fill", "new.toml")),
    ],
)
def test_no_file_is_written_through_a_link(link: str, target: str, arguments: tuple[str, ...]) -> None:
    before = Path("vendor.toml").read_bytes()
    assert is_refused(plant(link, target), *arguments)
    assert Path("vendor.toml").read_bytes() == before


def test_an_import_that_replaces_profiles_follows_no_link() -> None:
    Path("clients.csv").write_text(f"公司名称\n{VENDOR}\n", encoding="utf-8")
    link = plant(f"profiles/{VENDOR}.toml")
    assert is_refused(link, "import", "clients.csv", "--to", "profiles", "--force")


@pytest.mark.parametrize("target", ["../outside", "../new"])
def test_the_schema_beside_a_new_profile_follows_no_link(target: str) -> None:
    link = plant("cloudmkt.schema.json", target)
    assert invoke("init", "new.toml", "--name", "x").exit_code == 0
    assert link.is_symlink()
    assert is_untouched()


def test_the_summary_of_a_job_follows_no_link() -> None:
    arguments = ("check", "vendor.toml", "-f", "github")
    assert is_refused(plant("summary.md"), *arguments, **{FILE_NAMED_BY: "summary.md"})


def test_a_link_to_a_pipe_is_a_shells_way_to_name_it() -> None:
    os.mkfifo("pipe")
    plant("link", "pipe")
    with subprocess.Popen(["/bin/cat", "pipe"], stdout=subprocess.PIPE) as reader:
        assert run("markets", "-o", "link").returncode == 0
        output, _ = reader.communicate(timeout=60)
    assert b"website" in output
    assert run("markets", "-o", "/dev/null").returncode == 0


def test_a_link_to_standard_output_stays_one_where_that_is_a_file() -> None:
    Path("stdout").symlink_to("/dev/stdout")
    assert run("markets", "-o", "stdout").returncode == 0
    program = ("/bin/sh", "-c", 'exec "$0" "$@" >redirected', *PROGRAM)
    assert run("markets", "-o", "stdout", program=program).returncode == 4
    assert Path("stdout").is_symlink()


def test_a_folder_on_the_way_may_be_a_link() -> None:
    Path("../elsewhere").mkdir()
    plant("papers", "../elsewhere")
    assert invoke("markets", "-o", "papers/report").exit_code == 0
    assert [path.name for path in Path("../elsewhere").iterdir()] == ["report"]


def test_no_process_id_names_an_unfinished_file() -> None:
    program = ("/bin/sh", "-c", 'ln -s ../outside ".cloudmkt-$$"; exec "$0" "$@"', *PROGRAM)
    assert run("markets", "-o", "report", program=program).returncode == 0
    assert is_untouched()


def test_not_even_who_guesses_the_name_is_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "urandom", bytes)
    plant(LEFT)
    with pytest.raises(FileExistsError), replaced(Path("report")) as stream:
        stream.write(b"never")
    assert is_untouched()


def test_a_new_file_has_the_permissions_of_the_users_mask_and_an_old_one_its_own() -> None:
    program = ("/bin/sh", "-c", 'umask 027; exec "$0" "$@"', *PROGRAM)
    for mode in (0o640, 0o666, 0o600):
        if mode != 0o640:
            Path("report").chmod(mode)
        assert run("markets", "-o", "report", program=program).returncode == 0
        assert stat.S_IMODE(Path("report").stat().st_mode) == mode


def test_an_unfinished_file_is_never_open_to_more_than_the_old_one() -> None:
    Path("report").touch(mode=0o600)
    with replaced(Path("report")):
        (unfinished,) = remains()
        assert stat.S_IMODE(Path(unfinished).stat().st_mode) == 0o600


def test_what_a_killed_run_left_is_removed_by_the_next() -> None:
    done = subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, "report"], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert len(remains()) == 1
    assert run("markets", "-o", "other").returncode == 0
    assert remains() == []
    assert not Path("report").exists()


def test_what_another_run_is_writing_is_left_to_it() -> None:
    with replaced(Path("report")) as stream:
        stream.write(b"first half, ")
        assert run("markets", "-o", "report").returncode == 0
        assert len(remains()) == 1
        stream.write(b"second half")
    assert Path("report").read_bytes() == b"first half, second half"
    assert remains() == []


def test_a_file_taken_for_a_left_one_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the making of a file and its lock another run may find it without one."""
    lock = atomic_file._lock  # noqa: SLF001  the moment before it
    taken: list[Path] = []

    def lock_late(descriptor: int) -> None:
        if not taken:
            taken.extend(Path(name) for name in remains())
            taken[0].unlink()
        lock(descriptor)

    monkeypatch.setattr(atomic_file, "_lock", lock_late)
    with replaced(Path("report")) as stream:
        stream.write(b"whole")
    assert Path("report").read_bytes() == b"whole"


@pytest.mark.parametrize("name", [".cloudmkt-1", f"x{LEFT}", f"{LEFT}~", ".cloudmkt-cache", "report.tmp"])
def test_nothing_but_unfinished_files_is_removed(name: str) -> None:
    Path(name).touch()
    Path(LEFT).mkdir()
    link = plant(f".cloudmkt-{'1' * 32}.tmp")
    assert run("markets", "-o", "report").returncode == 0
    assert Path(name).exists()
    assert Path(LEFT).is_dir()
    assert link.is_symlink()


def test_runs_that_write_the_same_file_at_once_leave_a_whole_one(folder: Path) -> None:
    write(folder / "other.toml", {"profile_version": 1, "company": {"name": "远岸示例科技有限公司"}})
    runs = [
        subprocess.Popen([*PROGRAM, "check", name, "-f", "json", "--as-of", "2026-11-23", "-o", "report"])
        for name in ("vendor.toml", "other.toml") * 4
    ]
    assert {process.wait(60) for process in runs} == {0, 3}
    whole = {run("check", name, "-f", "json", "--as-of", "2026-11-23").stdout for name in ("vendor.toml", "other.toml")}
    assert Path("report").read_bytes() in whole
    assert remains() == []
