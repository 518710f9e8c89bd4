"""Where results go: standard output, or a file that is replaced only by a whole one."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TextIO

from cloudmkt_cli.choices import FOR_PEOPLE, CheckFormat, Format, ReportFormat
from cloudmkt_cli.cli.speech import SPOKEN
from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.language import Language, Message
from cloudmkt_cli.render import Renderer, renderer


def publish(
    render: Callable[[Renderer, Language, TextIO | None], str],
    output_format: Format,
    output: Path | None = None,
    lang: Language | None = None,
) -> None:
    """Render a result in the format and language asked for, and write it where it was asked for."""
    text = render(renderer(output_format), language_of(output_format, lang), None if output else sys.stdout)
    write_text(text, output_format, output)


def language_of(output_format: CheckFormat | ReportFormat, lang: Language | None) -> Language:
    """What was asked for; else programs get English, the same bytes wherever they run, and people their own."""
    return lang or (SPOKEN if output_format in FOR_PEOPLE else "en")


def write_text(text: str, output_format: str, output: Path | None) -> None:
    """Write a whole result: UTF-8, but for people at a terminal that speaks something else."""
    encoding = sys.stdout.encoding if output_format == "text" and output is None and sys.stdout else "utf-8"
    with opened(output) as stream:
        stream.write(text.encode(encoding, errors="replace"))


def let_go_of_streams() -> None:
    """Flush what is left; nobody there to read it changes neither the exit status nor what else is said."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed before the program began
            try:
                stream.flush()
            except OSError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def opened(output: Path | None) -> Iterator[BinaryIO]:
    """Standard output, where nobody there to read it is no mistake; or a file, written beside and then renamed.

    Raises:
        InputError: it cannot be written; an old file is left whole.
    """
    try:
        if output is None and sys.stdout is None:  # closed before the program began: nobody wants it
            yield BytesIO()
        elif output is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            with _beside(output.resolve()) as stream:
                yield stream
    except BrokenPipeError:
        # Whoever read it has seen enough; the interpreter's own last flush must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        path = str(output or "<stdout>")
        message = Message("error.cannot_write", {"path": path, "reason": error.strerror or str(error)})
        raise InputError(Diagnostic(message, Message("hint.cannot_write"), path=path)) from None


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    if target.exists() and not target.is_file():  # a device or a pipe cannot be replaced
        with target.open("wb") as stream:
            yield stream
        return
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with beside.open("wb") as stream:
            yield stream
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
