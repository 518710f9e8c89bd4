"""Patterns of paths, as in ``.gitignore``."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def is_pattern(text: str) -> bool:
    """Whether a text is a valid pattern."""
    try:
        compile_patterns([text])
    except ValueError:
        return False
    return True


def compile_patterns(patterns: Iterable[str]) -> "GitIgnoreSpec":
    """What tells whether patterns match a path; the last that fits decides.

    Raises:
        ValueError: one of them is not valid.
    """
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  only where something is excluded

    return GitIgnoreSpec.from_lines(patterns)
