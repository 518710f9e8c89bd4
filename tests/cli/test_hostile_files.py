"""Files that are made to hurt end in a clear message, soon and in little memory. POSIX only where it must be."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.strategies_measured import MEGABYTES, Ended, run_measured

pytestmark = pytest.mark.slow

HEAD = b'profile_version = 1\n[company]\nname = "x"\n'
MIB = 1024 * 1024
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and link loops are POSIX's")

FILES: dict[str, tuple[bytes, str]] = {
    "not UTF-8": (b"\xff" * 1000, "byte 1 is not valid UTF-8"),
    "GBK": (
        'profile_version = 1\n[company]\nname = "厦门"\n'.encode("gbk"),
        "byte 39 is not valid UTF-8; it looks like GBK",
    ),
    "UTF-16": ("profile_version = 1\n".encode("utf-16"), "it looks like UTF-16"),
    "NUL": (b"\x00" * 1000, "invisible control character, U+0000"),
    "empty": (b"", "the file is empty"),
    "only lines": (b"\n" * (4 * MIB), "the file is empty"),
    "larger than 4 MiB": (b"#" * (4 * MIB + 1), "the file is larger than 4 MiB"),
    "arrays 10,000 deep": (b"a = " + b"[" * 10_000 + b"]" * 10_000, "nested too deep"),
    "inline tables 5,000 deep": (b"a = " + b"{b = " * 5000 + b"1" + b"}" * 5000, "nested too deep"),
    "long keys in inline tables": (b"x = " + (b"{ " + b"a." * 90 + b"a = ") * 90, "nested too deep"),
    "a key 10,000 long": (b".".join([b"a"] * 10_000) + b" = 1", "nested too deep"),
    "a header 10,000 long": (b"[" + b".".join([b"a"] * 10_000) + b"]", "nested too deep"),
    "a million keys": (b"".join(b"%x=1\n" % key for key in range(450_000)), "more than 50,000 brackets"),
    "a million equal keys": (b"a=1\n" * (MIB - 1), "more than 50,000 brackets"),
    "a million tables": (b"".join(b"[%x]\n" % key for key in range(450_000)), "more than 50,000 brackets"),
    "an integer of 10,000 digits": (
        HEAD + b"[team]\ntechnical_and_service = " + b"9" * 10_000,
        "the number is too large",
    ),
    "an integer of 4 MiB": (b"profile_version = " + b"9" * (4 * MIB - 20), "the number is too large"),
    "a key of 4 MiB": (b"k" * (4 * MIB - 10) + b" = 1", "required key"),
    "quotes that never close": ((b'x\\"""\n' * MIB)[: 4 * MIB], "more than 50,000 brackets"),
    "a million quotes": (b"x = [" + b'"" ' * MIB, "more than 100,000 quotation marks"),
    "a million carriage returns": (b"x = 1" + b"\r" * (4 * MIB - 5), "more than 50,000 brackets"),
    "words without quotes": (b"x = [" + b"a " * (2 * MIB - 3), "invalid TOML"),
    "escapes that never close": (b"a = " + b'\\"' * (2 * MIB - 4), "more than 100,000 quotation marks"),
    "infinity": (HEAD + b"[support]\nhours_per_day = inf\n", "not a finite number: inf"),
    "nan": (HEAD + b"[support]\nhours_per_day = nan\n", "not a finite number: nan"),
    "year 1": (HEAD + b"established = 0001-01-01\n", "value out of range: 0001-01-01"),
    "year 9999": (HEAD + b"established = 9999-12-31\n", "value out of range: 9999-12-31"),
}
GOOD: dict[str, bytes] = {
    "BOM": b"\xef\xbb\xbf" + HEAD,
    "CRLF": HEAD.replace(b"\n", b"\r\n"),
    "a name of 1 MB": b'profile_version = 1\n[company]\nname = "' + b"x" * 1_000_000 + b'"\n',
}


def check(path: Path) -> Ended:
    return run_measured("check", path, "--lang", "en", folder=path.parent)


@POSIX
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_bad_input_soon_and_in_little_memory(tmp_path: Path, name: str) -> None:
    data, message = FILES[name]
    path = tmp_path / "x.toml"
    path.write_bytes(data)
    ended = check(path)
    assert ended.code == 4
    assert message in ended.complaint
    assert ended.complaint.startswith(f"{path.as_posix()}:")
    assert "Traceback" not in ended.complaint
    assert ended.megabytes < MEGABYTES


@POSIX
@pytest.mark.parametrize("name", GOOD)
def test_what_only_looks_odd_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(GOOD[name])
    ended = check(path)
    assert (ended.code, ended.complaint) == (3, "")
    assert ended.megabytes < MEGABYTES


def fifo(path: Path) -> None:
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path)


def dangling(path: Path) -> None:
    path.symlink_to(path.with_name("gone.toml"))


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@POSIX
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (fifo, "not a regular file"),
        (device, "not a regular file"),
        (loop, "cannot be read: Too many levels of symbolic links"),
        (dangling, "cannot be read: No such file or directory"),
        (Path.mkdir, "no profiles found in"),
    ],
    ids=["fifo", "device", "link loop", "dangling link", "folder"],
)
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, make: Callable[[Path], None], message: str) -> None:
    path = tmp_path / "x.toml"
    make(path)
    ended = check(path)
    assert ended.code == 4
    assert message in ended.complaint


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is readable to root")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(HEAD)
    path.chmod(0)
    ended = check(path)
    assert ended.code == 4
    assert "Permission denied" in ended.complaint
