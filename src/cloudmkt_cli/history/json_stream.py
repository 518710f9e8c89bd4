"""Read a JSON document value by value, keeping no more of it in memory than the value at hand."""

import re
from codecs import utf_8_decode
from collections.abc import Iterable, Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Final

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.syntax_errors import guess_encoding

MAX_PART: Final = 16 * 1024 * 1024
"""Size of the longest line of JSON Lines, or value of a document, that is parsed. A profile has some 50 KB."""
MAX_VALUES: Final = 300_000
"""Values in such a part; a profile has some 1,600. The shortest ones take hundreds of times their size in memory."""

GIVE_A_REPORT: Final = Message("diff.give_a_report")

_WHITESPACE: Final = re.compile(r"[ \t\n\r]*")
_VALUE_SIGNS: Final = ",[{"
_DECODER: Final = JSONDecoder(parse_int=str, parse_float=str)  # only the end of a value is used
_LONGEST_TOKEN: Final = 16
"""Strings and numbers aside: an escaped surrogate pair, or ``-Infinity``."""


class JsonStream:
    """A JSON document that arrives in chunks of UTF-8, walked through in order.

    Every method raises ``InputError`` where the text is not JSON, or where a value exceeds the limits above.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._incomplete = b""  # of a character that the last chunk ends within
        self._bytes_decoded = 0
        self._text = ""  # from the value at hand to the end of the last chunk
        self._text_position = Position(1, 1)  # of its first character
        self._value_start = 0
        self._next = 0

    @property
    def position(self) -> Position:
        """The position of the value that was read last."""
        return self._position_of(self._value_start)

    def starts_with(self, sign: str) -> bool:
        """Whether the next token is, or begins with, a character."""
        return self._peek() == sign

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here. The caller reads each value before it asks for the next key."""
        self._expect("{")
        more = not self._skip("}")
        while more:
            if not self.starts_with('"'):
                raise self._not_json(self._next)
            key = self.value()
            self._expect(":")
            yield key[1:-1]
            more = self._continues("}")

    def items(self) -> Iterator[str]:
        """The texts of the elements of the array that begins here."""
        self._expect("[")
        more = not self._skip("]")
        while more:
            yield self.value()
            more = self._continues("]")

    def value(self) -> str:
        """The text of the next value."""
        self._peek()
        self._value_start = self._next
        while (end := self._end_of_value()) is None:
            pass
        self._next = end
        return self._text[self._value_start : end]

    def end(self) -> None:
        """Check that nothing follows."""
        if self._peek():
            raise self._not_json(self._next)

    def _end_of_value(self) -> int | None:
        """Where the value at hand ends; None if more had to be read to tell."""
        try:
            _, end = _DECODER.raw_decode(self._text, self._value_start)
        except JSONDecodeError as error:
            is_cut_off = error.msg.startswith("Unterminated") or error.pos > len(self._text) - _LONGEST_TOKEN
            if is_cut_off and self._read_more():
                return None
            raise self._not_json(error.pos) from None
        except RecursionError:
            raise self._not_json(self._value_start) from None
        # A number at the end of a chunk may go on in the next one.
        return None if end == len(self._text) and self._read_more() else end

    def _peek(self) -> str:
        """The first character of the next token; nothing at the end of the document."""
        while True:
            match = _WHITESPACE.match(self._text, self._next)
            self._next = match.end() if match else self._next
            if self._next < len(self._text) or not self._read_more():
                return self._text[self._next : self._next + 1]

    def _skip(self, sign: str) -> bool:
        is_next = self._peek() == sign
        self._next += is_next
        return is_next

    def _expect(self, sign: str) -> None:
        if not self._skip(sign):
            raise self._not_json(self._next)

    def _continues(self, end: str) -> bool:
        """Whether an array or object has another element."""
        if self._skip(end):
            return False
        self._expect(",")
        return True

    def _read_more(self) -> bool:
        """Append to the text at least as much as there is of it; False at the end of the document."""
        self._text_position = self.position
        self._text = self._text[self._value_start :]
        self._next -= self._value_start
        self._value_start = 0
        data = bytearray()
        for chunk in self._chunks:
            data += chunk
            if len(data) >= len(self._text):
                break
        self._text += self._decoded(bytes(data))
        check_size(self._text)
        return bool(data)

    def _decoded(self, data: bytes) -> str:
        data = self._incomplete + data
        try:
            text, length = utf_8_decode(data, "strict", data == self._incomplete)
        except UnicodeDecodeError as error:
            raise self._not_utf8(data, error) from None
        self._incomplete = data[length:]
        self._bytes_decoded += length
        return text

    def _not_utf8(self, data: bytes, error: UnicodeDecodeError) -> InputError:
        """The error for a chunk, of which ``data`` begins after what was decoded before."""
        byte = self._bytes_decoded + error.start + 1
        message = Message("error.not_utf8", {"byte": byte, "guess": Message(f"encoding.{guess_encoding(data)}")})
        before = self._text + data[: error.start].decode()
        position = shifted(Position.after(before), self._text_position)
        return InputError(Diagnostic(message, Message("hint.save_as_utf8"), position=position))

    def _position_of(self, index: int) -> Position:
        return shifted(Position.after(self._text[:index]), self._text_position)

    def _not_json(self, index: int) -> InputError:
        position = self._position_of(index)
        return InputError(Diagnostic(Message("diff.not_json"), GIVE_A_REPORT, position=position))


def shifted(position: Position, start: Position) -> Position:
    """A position within a part of a file, as a position in the file, where the part begins at ``start``."""
    column = position.column + (start.column - 1 if position.line == 1 else 0)
    return Position(start.line + position.line - 1, column)


def check_size(text: str) -> None:
    """Refuse more than a report has in one piece.

    Raises:
        InputError: it is too long, or has too many values.
    """
    if len(text) > MAX_PART or (len(text) > MAX_VALUES and sum(map(text.count, _VALUE_SIGNS)) > MAX_VALUES):
        raise too_much()


def too_much() -> InputError:
    """The error for a part that exceeds the limits."""
    return InputError(Diagnostic(Message("diff.too_much"), GIVE_A_REPORT))
