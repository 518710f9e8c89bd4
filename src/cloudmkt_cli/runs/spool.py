"""Compressed parts of documents, kept in a temporary file until the text before them is known."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Final, Self

_IN_MEMORY: Final = 4 * 1024 * 1024
_FAST: Final = 1


def packed(parts: Iterable[bytes]) -> tuple[bytes, ...]:
    """Compress parts for the spool. Done in the worker, so that less is sent between processes."""
    return tuple([zlib.compress(part, _FAST) for part in parts])


class Spool:
    """Stores the packed parts of one profile after another, and returns them in any order."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        """Keep up to ``in_memory`` bytes in memory; use an unnamed temporary file beyond that."""
        self._file = SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115  open until the last document is written
        self._end = 0
        self._places: list[tuple[int, ...]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, parts: Sequence[bytes]) -> None:
        """Store the parts of the next profile."""
        self._file.seek(self._end)
        places = [self._end]
        for part in parts:
            self._file.write(part)
            places.append(places[-1] + len(part))
        self._end = places[-1]
        self._places.append(tuple(places))

    def parts(self, number: int, order: Iterable[int]) -> Iterator[bytes]:
        """Part ``number`` of each profile, for the profiles in ``order``, numbered from 0 as they were added."""
        for index in order:
            start, end = self._places[index][number : number + 2]
            self._file.seek(start)
            yield zlib.decompress(self._file.read(end - start))
