"""Write results to standard output or to a file."""

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from cloudmkt_cli.cli.language import current_language
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.formats import FOR_PEOPLE, CheckFormat, Format
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.render.renderer import Renderer, renderer

_IN_ASCII: Final = {"✓": "+", "✗": "x", "☐": "o", "→": ">", "…": "~", "≥": ">=", "“": '"', "”": '"'}
"""ASCII replacements that keep the statuses distinguishable."""
_PLAINER: Final = "cloudmkt_cli.plainer"


def publish(
    render: Callable[[Renderer, Language, TextIO | None], str],
    output_format: Format,
    output: Path | None = None,
    lang: Language | None = None,
) -> None:
    """Render a result in the requested format and language, and write it to ``output`` or standard output."""
    text = render(renderer(output_format), language_of(output_format, lang), None if output else sys.stdout)
    write_text(text, output_format, output)


def language_of(output_format: CheckFormat, lang: Language | None) -> Language:
    """The requested language; by default, that of the locale in formats for people and English in all others."""
    return lang or (current_language() if output_format in FOR_PEOPLE else "en")


def write_text(text: str, output_format: str, output: Path | None) -> None:
    """Write a whole result: in UTF-8, except text on standard output, which uses the encoding of the terminal."""
    with opened(output) as stream:
        stream.write(text.encode(_encoding(output_format, output), errors=_PLAINER))


def write_pieces(pieces: Iterable[bytes], output_format: str, output: Path | None) -> None:
    """Write a result that comes in pieces of UTF-8, with the same encoding rules as ``write_text``."""
    encoding = _encoding(output_format, output)
    with opened(output) as stream:
        for piece in pieces:
            stream.write(piece if encoding == "utf-8" else piece.decode().encode(encoding, errors=_PLAINER))


def _encoding(output_format: str, output: Path | None) -> str:
    return sys.stdout.encoding if output_format == "text" and output is None and sys.stdout else "utf-8"


def degrade_gracefully() -> None:
    """Let help and messages replace characters that the encoding of standard output lacks."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors=_PLAINER)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: replace characters that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_IN_ASCII.get(char, "?") for char in error.object[error.start : error.end]), error.end


codecs.register_error(_PLAINER, _plainer)


def let_go_of_streams() -> None:
    """Flush the standard streams; a closed reader changes neither the exit code nor later output."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed before the program started
            try:
                stream.flush()
            except OSError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def opened(output: Path | None) -> Iterator[BinaryIO]:
    """Open standard output, where a closed pipe is no error, or a file, which is replaced atomically.

    Raises:
        InputError: the output cannot be written or is a symbolic link; an existing file is left unchanged.
    """
    try:
        if output is None and sys.stdout is None:  # closed before the program started
            yield BytesIO()
        elif output is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            from cloudmkt_cli.cli.atomic_file import replaced

            with replaced(output) as stream:
                yield stream
    except BrokenPipeError:
        nobody_reads()
    except OSError as error:
        raise cannot_write(output, error) from None


def nobody_reads() -> None:
    """Discard further output after the reader has closed the pipe, including the interpreter's final flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def cannot_write(output: Path | None, error: OSError) -> InputError:
    """The error for an output that cannot be written."""
    path = display(output) if output else "<stdout>"
    message = Message("error.cannot_write", {"reason": error.strerror or str(error)})
    return InputError(Diagnostic(message, Message("hint.cannot_write"), path=path))
