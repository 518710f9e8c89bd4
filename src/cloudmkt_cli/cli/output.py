"""Where results go: standard output, or a file that is replaced only by a whole one."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from cloudmkt_cli.cli.speech import SPOKEN
from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.language import Language, Message
from cloudmkt_cli.render import Format, Renderer, renderer


def publish(
    render: Callable[[Renderer, Language, TextIO | None], str],
    output_format: Format,
    output: Path | None = None,
    lang: Language | None = None,
) -> None:
    """Render a result in the format and language asked for, and write it where it was asked for.

    Programs get English unless told otherwise, and UTF-8 always: the same bytes wherever they run.
    """
    is_text = output_format == "text"
    text = render(renderer(output_format), lang or (SPOKEN if is_text else "en"), None if output else sys.stdout)
    if output is not None:
        _replace(output, text.encode())
    else:
        emit(text.encode((sys.stdout.encoding if is_text else None) or "utf-8", errors="replace"))


def emit(data: bytes) -> None:
    """Print a result; nobody there to read it is no mistake."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read it has seen enough; the interpreter's own last flush must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _replace(path: Path, data: bytes) -> None:
    """Write beside the file, then rename: a full disk leaves the old file whole."""
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():  # a device or a pipe cannot be replaced
            target.write_bytes(data)
            return
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            beside.write_bytes(data)
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        message = Message("error.cannot_write", {"path": path, "reason": error.strerror or str(error)})
        raise InputError(Diagnostic(message, Message("hint.cannot_write"), path=str(path))) from None
