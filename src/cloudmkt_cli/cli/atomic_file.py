"""Write output files atomically, and never through a symbolic link. All output files are written here.

The content goes to a temporary file in the same folder, which is then renamed. Its name is random and it is created
with ``O_EXCL``, so that no planted file is written to. A symbolic link to a file, or a dangling one, is rejected:
writing through it would change a file that the user did not name, and replacing it could remove ``/dev/stdout``. A link
to a pipe or device is how shells pass one, as in ``-o >(gzip)``, and is written to. Parent folders may be links.

A killed run leaves its temporary file behind. The next run that writes to the folder removes it, because nobody holds
its lock any more; on file systems without locks, the file stays.
"""

import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Message

if sys.platform != "win32":
    import fcntl

_UNFINISHED: Final = re.compile(r"\.cloudmkt-[0-9a-f]{32}\.tmp")
_WRITING: Final = os.O_WRONLY | getattr(os, "O_BINARY", 0)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_NEW: Final = _WRITING | _NO_LINK | os.O_CREAT | os.O_EXCL
_ALL_MAY: Final = 0o666
"""Permissions of a new file, before the umask is applied."""
_MINUTE: Final = 60


@contextmanager
def replaced(target: Path) -> Iterator[BinaryIO]:
    """Open a stream whose content replaces the file on success; pipes and devices are written to directly.

    Raises:
        InputError: the file is a symbolic link.
        OSError: it cannot be written. An existing file is left unchanged, and no temporary file remains.
    """
    mode = _mode(target)
    if mode is not None and not stat.S_ISREG(mode):
        with os.fdopen(_open_special(target), "wb") as stream:
            yield stream
        return
    with _beside(target, mode) as (stream, _):
        yield stream


@contextmanager
def replaced_by_path(target: Path) -> Iterator[Path]:
    """A new file for a library that writes to paths; it replaces the target on success.

    Raises:
        InputError: the target is a symbolic link.
        OSError: it cannot be written, or is no file. It is left unchanged, and no temporary file remains.
    """
    mode = _mode(target)
    if mode is not None and not stat.S_ISREG(mode):
        raise OSError("not a regular file")
    with _beside(target, mode) as (_, path):
        yield path


@contextmanager
def _beside(target: Path, mode: int | None) -> Iterator[tuple[BinaryIO, Path]]:
    """A temporary file in the folder of the target, which replaces it on success."""
    _remove_unfinished(target.parent.absolute())
    permissions = _ALL_MAY if mode is None else mode & 0o777
    while True:
        beside = target.with_name(f".cloudmkt-{os.urandom(16).hex()}.tmp")
        try:  # before the file is created, as a signal may arrive at any moment
            with os.fdopen(os.open(beside, _NEW, permissions), "wb") as stream:
                if not _is_kept(stream.fileno(), beside):
                    continue
                if mode is not None and hasattr(os, "fchmod"):  # undo the umask
                    os.fchmod(stream.fileno(), permissions)
                yield stream, beside
                stream.flush()
                if sys.platform != "win32":
                    beside.replace(target)  # while the lock is held
            if sys.platform == "win32":
                beside.replace(target)  # after closing: Windows cannot rename an open file
            return
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def appended(target: Path) -> Iterator[BinaryIO]:
    """Open a stream that appends to a file, which is created if missing.

    Raises:
        InputError: the file is a symbolic link.
        OSError: it cannot be written.
    """
    check_not_a_link(target)
    with os.fdopen(os.open(target, _WRITING | _NO_LINK | os.O_CREAT | os.O_APPEND, _ALL_MAY), "ab") as stream:
        yield stream


def check_not_a_link(path: Path) -> None:
    """Check an output path before any work is done.

    Raises:
        InputError: it is a symbolic link.
    """
    if path.is_symlink():
        name = display(path)
        raise InputError(Diagnostic(Message("error.output_is_link"), Message("hint.output_is_link"), path=name))


def _mode(target: Path) -> int | None:
    """The mode of an existing, writable file; None if there is no file."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = None
    except ValueError as error:  # the path contains NUL
        raise OSError(str(error)) from None
    if mode is None or stat.S_ISREG(mode):
        check_not_a_link(target)
    if mode is not None and stat.S_ISREG(mode):  # a read-only file must not be replaced either
        os.close(os.open(target, _WRITING | _NO_LINK))
    return mode


def _open_special(target: Path) -> int:
    descriptor = os.open(target, _WRITING)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("a file has replaced a pipe or device")
    return descriptor


def _is_kept(descriptor: int, path: Path) -> bool:
    """Lock a new file; False if another run removed it as a leftover first. Without lock support, none does."""
    try:
        _lock(descriptor)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return path.exists()


@cache
def _remove_unfinished(folder: Path) -> None:
    """Remove temporary files of killed runs; once per run and folder, as a run may write thousands of files."""
    with suppress(OSError):
        for path in [path for path in folder.iterdir() if _UNFINISHED.fullmatch(path.name)]:
            with suppress(OSError):
                _remove_if_left(path)


if sys.platform != "win32":

    def _lock(descriptor: int) -> None:
        """Lock a file until it is closed or the process ends."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _remove_if_left(path: Path) -> None:
        descriptor = os.open(path, _WRITING | _NO_LINK | os.O_NONBLOCK)
        try:
            _lock(descriptor)
            path.unlink()
        finally:
            os.close(descriptor)

else:

    def _lock(descriptor: int) -> None:
        """Not needed: Windows does not remove open files."""

    def _remove_if_left(path: Path) -> None:
        if time.time() - path.stat().st_mtime > _MINUTE:  # a younger one may be closed and about to be renamed
            path.unlink()
