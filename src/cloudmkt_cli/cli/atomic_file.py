"""The one way in which files are written: each whole or not at all, and never through a symbolic link.

A file is written beside the old one and then takes its place. What it is called until then nobody can guess, and it is
made anew, so that nothing planted is written to. A link to a file, or to nothing, is refused: to write through it would
change a file that nobody named, and to replace it would take ``/dev/stdout`` away. A link to a pipe or a device is a
shell's way to name one, as in ``-o >(gzip)``, and is written to. Folders on the way may be links.

A run that is killed leaves its unfinished file behind. The next one that writes into that folder removes it, as the
lock on it is free then; where a drive has no locks, it stays.
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
"""Who may read and write a new file, but for what the user's mask takes off."""
_MINUTE: Final = 60


@contextmanager
def replaced(target: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file, once all of them are there; a pipe or a device is written to as it is.

    Raises:
        InputError: the file is a symbolic link.
        OSError: it cannot be written. The old file is left as it was, and nothing beside it.
    """
    mode = _mode(target)
    if mode is not None and not stat.S_ISREG(mode):
        with os.fdopen(_open_special(target), "wb") as stream:
            yield stream
        return
    _remove_unfinished(target.parent.absolute())
    permissions = _ALL_MAY if mode is None else mode & 0o777
    while True:
        beside = target.with_name(f".cloudmkt-{os.urandom(16).hex()}.tmp")
        try:  # from before the file is made: a signal may come at any moment
            with os.fdopen(os.open(beside, _NEW, permissions), "wb") as stream:
                if not _is_kept(stream.fileno(), beside):
                    continue
                if mode is not None and hasattr(os, "fchmod"):  # the mask may have taken something off
                    os.fchmod(stream.fileno(), permissions)
                yield stream
                stream.flush()
                if sys.platform != "win32":
                    beside.replace(target)  # while it is locked
            if sys.platform == "win32":
                beside.replace(target)  # once it is closed: no open file is moved there
            return
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def appended(target: Path) -> Iterator[BinaryIO]:
    """A stream at the end of a file, which is made if need be.

    Raises:
        InputError: the file is a symbolic link.
        OSError: it cannot be written.
    """
    check_not_a_link(target)
    with os.fdopen(os.open(target, _WRITING | _NO_LINK | os.O_CREAT | os.O_APPEND, _ALL_MAY), "ab") as stream:
        yield stream


def check_not_a_link(path: Path) -> None:
    """Say so before any work is done, where a file that is to be written is a symbolic link.

    Raises:
        InputError: it is.
    """
    if path.is_symlink():
        name = display(path)
        raise InputError(Diagnostic(Message("error.output_is_link"), Message("hint.output_is_link"), path=name))


def _mode(target: Path) -> int | None:
    """What kind of file is there that may be written to, with its permissions; None where there is none."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = None
    except ValueError as error:  # a NUL
        raise OSError(str(error)) from None
    if mode is None or stat.S_ISREG(mode):
        check_not_a_link(target)
    if mode is not None and stat.S_ISREG(mode):  # one that may not be written to must not be replaced either
        os.close(os.open(target, _WRITING | _NO_LINK))
    return mode


def _open_special(target: Path) -> int:
    descriptor = os.open(target, _WRITING)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("a file has just taken the place of a pipe or device")
    return descriptor


def _is_kept(descriptor: int, path: Path) -> bool:
    """Whether nobody took a new file for a left one before it was locked; where there are no locks, nobody does."""
    try:
        _lock(descriptor)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return path.exists()


@cache
def _remove_unfinished(folder: Path) -> None:
    """Remove what runs that were killed left in a folder: once a run, as there may be thousands of files to write."""
    with suppress(OSError):
        for path in [path for path in folder.iterdir() if _UNFINISHED.fullmatch(path.name)]:
            with suppress(OSError):
                _remove_if_left(path)


if sys.platform != "win32":

    def _lock(descriptor: int) -> None:
        """Hold a file until it is closed, by whatever ends this process."""
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
        """An open file cannot be removed there."""

    def _remove_if_left(path: Path) -> None:
        if time.time() - path.stat().st_mtime > _MINUTE:  # else it may be closed, and about to be moved
            path.unlink()
