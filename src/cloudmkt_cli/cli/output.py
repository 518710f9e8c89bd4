"""Where results go: standard output, or a file."""

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from cloudmkt_cli.cli.atomic_file import replaced
from cloudmkt_cli.cli.language import current_language
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.formats import FOR_PEOPLE, CheckFormat, Format
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.render.renderer import Renderer, renderer

_IN_ASCII: Final = {"✓": "+", "✗": "x", "☐": "o", "→": ">", "…": "~", "“": '"', "”": '"'}
"""What is met must not look like what is not, whatever a terminal can show."""
_PLAINER: Final = "cloudmkt_cli.plainer"


def publish(
    render: Callable[[Renderer, Language, TextIO | None], str],
    output_format: Format,
    output: Path | None = None,
    lang: Language | None = None,
) -> None:
    """Render a result in the format and language asked for, and write it where it was asked for."""
    text = render(renderer(output_format), language_of(output_format, lang), None if output else sys.stdout)
    write_text(text, output_format, output)


def language_of(output_format: CheckFormat, lang: Language | None) -> Language:
    """What was asked for; else programs get English, the same bytes wherever they run, and people their own."""
    return lang or (current_language() if output_format in FOR_PEOPLE else "en")


def write_text(text: str, output_format: str, output: Path | None) -> None:
    """Write a whole result: UTF-8, but for people at a terminal that speaks something else."""
    with opened(output) as stream:
        stream.write(text.encode(_encoding(output_format, output), errors=_PLAINER))


def write_pieces(pieces: Iterable[bytes], output_format: str, output: Path | None) -> None:
    """Write a result that comes in pieces of UTF-8, in the same way."""
    encoding = _encoding(output_format, output)
    with opened(output) as stream:
        for piece in pieces:
            stream.write(piece if encoding == "utf-8" else piece.decode().encode(encoding, errors=_PLAINER))


def _encoding(output_format: str, output: Path | None) -> str:
    return sys.stdout.encoding if output_format == "text" and output is None and sys.stdout else "utf-8"


def degrade_gracefully() -> None:
    """Let help be shown, too, on a terminal that speaks something else."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors=_PLAINER)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_IN_ASCII.get(char, "?") for char in error.object[error.start : error.end]), error.end


codecs.register_error(_PLAINER, _plainer)


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
    """Standard output, where nobody there to read it is no mistake; or a file, as ``atomic_file`` writes them.

    Raises:
        InputError: it cannot be written, or is a symbolic link; an old file is left whole.
    """
    try:
        if output is None and sys.stdout is None:  # closed before the program began: nobody wants it
            yield BytesIO()
        elif output is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            with replaced(output) as stream:
                yield stream
    except BrokenPipeError:
        nobody_reads()
    except OSError as error:
        raise cannot_write(output, error) from None


def nobody_reads() -> None:
    """Whoever read standard output has seen enough; the interpreter's own last flush must not complain either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def cannot_write(output: Path | None, error: OSError) -> InputError:
    """What keeps a file, or standard output, from being written."""
    path = display(output) if output else "<stdout>"
    message = Message("error.cannot_write", {"reason": error.strerror or str(error)})
    return InputError(Diagnostic(message, Message("hint.cannot_write"), path=path))
