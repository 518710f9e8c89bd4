"""What may have been meant by a word that is not one of a closed set."""

from collections.abc import Iterable, Sequence
from typing import Final

from cloudmkt_cli.core.messages import Message

_LONGEST_WORD: Final = 100


def closest_matches(word: str, choices: Iterable[str], at_most: int = 1) -> tuple[str, ...]:
    """The choices that look like a word, best first; none for a word too long to be a slip."""
    if len(word) > _LONGEST_WORD:
        return ()
    from difflib import get_close_matches  # noqa: PLC0415  only mistakes need it

    return tuple(get_close_matches(word.lower(), list(choices), n=at_most, cutoff=0.6))


def choices_hint(found: object, choices: Sequence[str], *, guess: bool = True) -> Message:
    """What there is to choose from, with the choice that was probably meant, if that is worth a guess."""
    values = {"choices": tuple(choices)}
    meant = closest_matches(found, choices) if guess and isinstance(found, str) else ()
    return Message("hint.did_you_mean", {"near": meant, **values}) if meant else Message("hint.one_of", values)
