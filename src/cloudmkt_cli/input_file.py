"""Bytes from outside, and no more of them than a profile can have."""

import stat
import sys
from pathlib import Path
from typing import Final

from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.language import Message

STDIN: Final = "-"
MAX_BYTES: Final = 4 * 1024 * 1024


def read_input(path: str) -> bytes:
    """The content of a file, or of standard input for ``-``.

    Raises:
        InputError: it cannot be read, is no regular file (a pipe or device could hang), or is too large.
    """
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            if not stat.S_ISREG(Path(path).stat().st_mode):
                raise InputError(Diagnostic(Message("error.not_a_file"), Message("hint.not_a_file")))
            with Path(path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            Diagnostic(Message("error.unreadable", {"reason": reason}), Message("hint.unreadable"))
        ) from None
    if len(data) > MAX_BYTES:
        limit = {"limit": MAX_BYTES // 1024 // 1024}
        raise InputError(Diagnostic(Message("error.too_large", limit), Message("hint.too_large")))
    return data
