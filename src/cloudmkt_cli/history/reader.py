"""Read a report that ``check`` wrote, profile by profile, so that its size does not matter."""

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import chain
from typing import BinaryIO, Final

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position, errors_in
from cloudmkt_cli.core.input import display, opened_input
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.syntax_errors import decode
from cloudmkt_cli.history.json_stream import GIVE_A_REPORT, MAX_PART, JsonStream, shifted
from cloudmkt_cli.history.model import (
    STATUS_LETTERS,
    WAIVED_LETTER,
    Origin,
    PastMarket,
    PastProfile,
    PastReport,
    PastRequirement,
)
from cloudmkt_cli.history.schema import (
    BRIEF_LINE,
    ERROR,
    LINE,
    PROFILE,
    REPORT,
    VERSION,
    BriefLine,
    Head,
    ListedMarket,
    ListedRequirement,
    MarketEntry,
    ProfileEntry,
    ReportShape,
    parse,
)

Listed = Mapping[str, Sequence[ListedRequirement]]
"""The requirements of each market, as the first line of brief lines lists them."""

_CHUNK: Final = 256 * 1024
_LISTS: Final = {"profiles", "errors", "waivers"}
"""The members of a document that grow with the number of profiles or waivers; they are read element by element."""


def read_report(path: str) -> PastReport:
    """Read what ``check -f json`` or ``-f jsonl`` wrote; ``-`` is standard input.

    Raises:
        InputError: it cannot be read, or is no whole report of version 1.
    """
    name = display(path)
    with errors_in(name), opened_input(path) as stream:
        return _report(stream, name)


def _report(stream: BinaryIO, path: str) -> PastReport:
    first = stream.readline(MAX_PART + 1).removeprefix(BOM_UTF8)
    if first.rstrip().endswith(b"}") and not re.search(rb'"profiles"\s*:', first):
        return _of_lines(chain([first], iter(partial(stream.readline, MAX_PART + 1), b"")), path)
    chunks = (first[start : start + _CHUNK] for start in range(0, len(first), _CHUNK))
    return _of_document(JsonStream(chain(chunks, iter(partial(stream.read, _CHUNK), b""))), path)


def _of_lines(lines: Iterable[bytes], path: str) -> PastReport:
    origins: list[Origin] = []
    profiles: dict[str, PastProfile] = {}
    listed: Listed = {}
    numbered = enumerate(lines, start=1)
    for number, line in numbered:
        with _within(partial(Position, number, 1)):
            entry = parse(LINE, decode(line))
            origins = [*origins[:1], _origin(entry, path)]
            _refuse_mixed(origins)
            if "brief" in entry:
                listed = _listed(entry["markets"])
            elif "waivers" not in entry:
                _add(PastProfile(entry["path"]) if "errors" in entry else _profile(entry), profiles)
        if listed:
            _add_brief(numbered, listed, profiles)
    return PastReport(origins[0], tuple(profiles.values()))


def _add_brief(lines: Iterable[tuple[int, bytes]], listed: Listed, profiles: dict[str, PastProfile]) -> None:
    """Add the brief lines that follow their first."""
    for number, line in lines:
        with _within(partial(Position, number, 1)):
            entry = parse(BRIEF_LINE, decode(line))
            if "waivers" not in entry:
                _add(PastProfile(entry["path"]) if "errors" in entry else _brief_profile(entry, listed), profiles)


def _listed(markets: Sequence[ListedMarket]) -> Listed:
    _refuse_twice([market["market"] for market in markets])
    return {market["market"]: market["requirements"] for market in markets}


def _of_document(document: JsonStream, path: str) -> PastReport:
    profiles: dict[str, PastProfile] = {}
    if not document.starts_with("{"):
        document.value()
        raise InputError(Diagnostic(Message("diff.not_a_report"), GIVE_A_REPORT))
    head: dict[str, str] = {}
    keys: set[str] = set()
    for key in document.members():
        if key in keys:
            raise _twice(key)
        keys.add(key)
        text = _member(key, document, profiles)
        if key in ReportShape.__annotations__:
            head[key] = text
    document.end()
    report = parse(REPORT, "{" + ",".join(f'"{key}":{text}' for key, text in head.items()) + "}")
    return PastReport(_origin(report, path), tuple(profiles.values()))


def _member(key: str, document: JsonStream, profiles: dict[str, PastProfile]) -> str:
    """Read a member of a document: its text, in which the lists above are empty. Profiles go to ``profiles``."""
    if key in _LISTS and document.starts_with("["):
        for text in document.items():
            with _within(lambda: document.position):
                if key == "profiles":
                    _add(_profile(parse(PROFILE, text)), profiles)
                elif key == "errors":
                    _add(PastProfile(parse(ERROR, text)["path"]), profiles)
        return "[]"
    text = document.value()
    if key == "version":  # another version is named before its entries, which may look different, are refused
        parse(VERSION, f'{{"version":{text}}}')
    return text


@contextmanager
def _within(start: Callable[[], Position]) -> Iterator[None]:
    """Give the errors of a part of a file their positions in the file."""
    try:
        yield
    except InputError as error:
        first = start()
        raise InputError(
            *(fault._replace(position=shifted(fault.position or Position(1, 1), first)) for fault in error.diagnostics)
        ) from None


def _origin(head: Head, path: str) -> Origin:
    if head.get("hypothetical"):
        raise InputError(Diagnostic(Message("diff.supposed"), Message("diff.without_set")))
    return Origin(path, head["catalogue"]["id"], head["catalogue"]["checked_on"], head["as_of"])


def _refuse_mixed(origins: Sequence[Origin]) -> None:
    if origins[0] != origins[-1]:
        raise InputError(Diagnostic(Message("diff.mixed"), Message("diff.one_run")))


def _profile(entry: ProfileEntry) -> PastProfile:
    _refuse_twice([market["market"] for market in entry["markets"]])
    markets = {market["market"]: _market(market) for market in entry["markets"]}
    return PastProfile(entry["path"], entry["vendor"], entry["verdict"], markets)


def _brief_profile(entry: BriefLine, listed: Listed) -> PastProfile:
    targets, verdicts, statuses = entry["targets"], entry["verdicts"], entry["statuses"]
    _refuse_twice(targets)
    for key, fits in (
        ("targets", listed.keys() >= set(targets)),
        ("verdicts", len(verdicts) == len(listed)),
        ("statuses", [len(letters) for letters in statuses] == [len(items) for items in listed.values()]),
    ):
        if not fits:
            raise InputError(Diagnostic(Message("diff.not_a_report"), GIVE_A_REPORT, key=key))
    markets = {
        market: PastMarket(market in targets, verdict, _of_letters(letters, items))
        for (market, items), verdict, letters in zip(listed.items(), verdicts, statuses, strict=True)
    }
    return PastProfile(entry["path"], entry["vendor"], entry["verdict"], markets)


def _of_letters(letters: str, items: Sequence[ListedRequirement]) -> tuple[PastRequirement, ...]:
    return tuple(
        [
            _requirement(item["id"], item["level"], STATUS_LETTERS[letter], letter == WAIVED_LETTER)
            for item, letter in zip(items, letters, strict=True)
        ]
    )


def _market(entry: MarketEntry) -> PastMarket:
    _refuse_twice([item["id"] for item in entry["requirements"]])
    requirements = [
        _requirement(item["id"], item["level"], item["status"], item.get("waived") is not None)
        for item in entry["requirements"]
    ]
    return PastMarket(entry["targeted"], entry["verdict"], tuple(requirements))


_requirement = lru_cache(maxsize=100_000)(PastRequirement)
"""Requirements are shared by profiles: a hundred for each would take most of the memory."""


def _add(profile: PastProfile, profiles: dict[str, PastProfile]) -> None:
    """Add a profile. A path may have several errors, but not otherwise be there twice."""
    known = profiles.setdefault(profile.path, profile)
    if known is not profile and (known.verdict or profile.verdict):
        raise _twice(profile.path)


def _refuse_twice(names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise _twice(Counter(names).most_common(1)[0][0])


def _twice(name: str) -> InputError:
    return InputError(Diagnostic(Message("diff.twice", {"found": name}), GIVE_A_REPORT))
