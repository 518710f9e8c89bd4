"""A report of ``check``, read back, a profile at a time however many there are."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import BinaryIO, Final

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position, errors_in
from cloudmkt_cli.core.input import display, opened_input
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.history.model import Origin, PastMarket, PastProfile, PastReport, PastRequirement
from cloudmkt_cli.history.schema import (
    DOCUMENT,
    ENTRY,
    GIVE_A_REPORT,
    HEAD,
    LINE,
    MAX_PART,
    Head,
    MarketEntry,
    ProfileEntry,
    parse,
    too_much,
)

_BOM: Final = b"\xef\xbb\xbf"
_BEGIN: Final = b"    {"
_END: Final = {b"    }", b"    },"}
"""The lines around an entry of a document as ``check`` lays it out; no text in JSON has lines of its own."""


def read_report(path: str) -> PastReport:
    """Read what ``check -f json`` or ``-f jsonl`` wrote; ``-`` is standard input.

    Raises:
        InputError: it cannot be read, or is no whole report of version 1.
    """
    name = display(path)
    with errors_in(name), opened_input(path) as stream:
        return _report(stream, name)


def _report(stream: BinaryIO, path: str) -> PastReport:
    first = stream.readline(MAX_PART + 1).removeprefix(_BOM)
    lines = chain([first], iter(partial(stream.readline, MAX_PART + 1), b""))
    is_document = not first.rstrip().endswith(b"}") or re.search(rb'"profiles"\s*:', first)
    return _of_document(lines, path) if is_document else _of_lines(lines, path)


def _of_lines(lines: Iterable[bytes], path: str) -> PastReport:
    origins: list[Origin] = []
    profiles: dict[str, PastProfile] = {}
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse(LINE, line)
            origins = [*origins[:1], _origin(entry, path)]
            _refuse_mixed(origins)
            if "waivers" in entry:
                continue
            _add(PastProfile(entry["path"]) if "errors" in entry else _profile(entry), profiles)
        except InputError as error:
            raise _moved(error, number) from None
    return PastReport(origins[0], tuple(profiles.values()))


def _of_document(lines: Iterable[bytes], path: str) -> PastReport:
    """Entries laid out as ``check`` does are taken one by one; the rest, or another layout, is parsed at once."""
    profiles: dict[str, PastProfile] = {}
    frame = _Frame()
    for number, data in _entries(lines, frame):
        try:
            entry = parse(ENTRY, data)
            if "state" in entry:
                continue
            _add(PastProfile(entry["path"]) if "message" in entry else _profile(entry), profiles)
        except InputError as error:
            parse(HEAD, bytes(frame.data) + b"]}")  # a fault there, as another version, says more
            raise _moved(error, number) from None
    try:
        document = parse(DOCUMENT, bytes(frame.data))
        for whole in document["profiles"]:
            _add(_profile(whole), profiles)
        for mistake in document["errors"]:
            _add(PastProfile(mistake["path"]), profiles)
    except InputError as error:
        raise InputError(*map(frame.placed, error.diagnostics)) from None
    return PastReport(_origin(document, path), tuple(profiles.values()))


class _Frame:
    """What is left of a document without its entries."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._lines = 0
        self._left_out: Counter[int] = Counter()

    def keep(self, line: bytes) -> None:
        """Take up a line.

        Raises:
            InputError: there is more of it than any report has.
        """
        self.data += line
        self._lines += 1
        if len(self.data) > MAX_PART:
            raise too_much()

    def leave_out(self, lines: int) -> None:
        """An entry stood here."""
        self._left_out[self._lines] += lines

    def placed(self, fault: Diagnostic) -> Diagnostic:
        """A fault with its line in the file."""
        if fault.position is None:
            return fault
        line, column = fault.position
        before = sum(lines for after, lines in self._left_out.items() if after < line)
        return fault._replace(position=Position(line + before, column))


def _entries(lines: Iterable[bytes], frame: _Frame) -> Iterator[tuple[int, bytes]]:
    """The entries of a document with the lines that they begin on; what is between them goes to the frame."""
    entry = bytearray()
    begin = 0
    for number, line in enumerate(lines, start=1):
        bare = line.rstrip()
        if not entry and bare != _BEGIN:
            frame.keep(line)
            continue
        begin = begin if entry else number
        entry += line
        if bare in _END or len(entry) > MAX_PART:
            yield begin, bytes(entry.rstrip(b",\r\n"))
            frame.leave_out(number - begin + 1)
            entry.clear()
    if entry:
        yield begin, bytes(entry)


def _moved(error: InputError, line: int) -> InputError:
    """The same, told of a part that begins on a line of its file."""
    return InputError(*(fault._replace(position=_from(line, fault.position)) for fault in error.diagnostics))


def _from(line: int, position: Position | None) -> Position:
    return Position(line + position.line - 1, position.column) if position else Position(line, 1)


def _origin(head: Head, path: str) -> Origin:
    return Origin(path, head["catalogue"]["id"], head["catalogue"]["checked_on"], head["as_of"])


def _refuse_mixed(origins: Sequence[Origin]) -> None:
    if origins[0] != origins[-1]:
        raise InputError(Diagnostic(Message("diff.mixed"), Message("diff.one_run")))


def _profile(entry: ProfileEntry) -> PastProfile:
    _refuse_twice([market["market"] for market in entry["markets"]])
    markets = {market["market"]: _market(market) for market in entry["markets"]}
    return PastProfile(entry["path"], entry["vendor"], entry["verdict"], markets)


def _market(entry: MarketEntry) -> PastMarket:
    _refuse_twice([item["id"] for item in entry["requirements"]])
    requirements = [
        _requirement(item["id"], item["level"], item["status"], item.get("waived") is not None)
        for item in entry["requirements"]
    ]
    return PastMarket(entry["targeted"], entry["verdict"], tuple(requirements))


_requirement = lru_cache(maxsize=100_000)(PastRequirement)
"""Shared by all who stand the same: a hundred for each profile would be most of the memory."""


def _add(profile: PastProfile, profiles: dict[str, PastProfile]) -> None:
    """Take a profile up. A path may be given several errors, and nothing else twice."""
    known = profiles.setdefault(profile.path, profile)
    if known is not profile and (known.verdict or profile.verdict):
        raise _twice(profile.path)


def _refuse_twice(names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise _twice(Counter(names).most_common(1)[0][0])


def _twice(name: str) -> InputError:
    return InputError(Diagnostic(Message("diff.twice", {"found": name}), GIVE_A_REPORT))
