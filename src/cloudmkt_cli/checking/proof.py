"""What a text or a file that a profile gives is worth as proof; what is worth nothing has a reason and a remedy."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from cloudmkt_cli.checking.facts import StatedAttestation, StatedFile
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, dotted, read_shipped
from cloudmkt_cli.profile.attachments import FileState

NonAnswer = Literal["no", "pending"]
_REGISTRATION_NUMBER: Final = re.compile(r"\d{4}SR\d+", re.ASCII)
_LONGEST_WORD: Final = 40
_AROUND: Final = "()[]{}<>\"'“”‘’「」【】《》.。!…"


class Doubt(NamedTuple):
    """Why something stated decides nothing, and what to do about it; the reason alone shows what is stated."""

    reason: Message
    remedy: Message


def doubt_of_word(stated: str, path: KeyPath) -> Doubt | None:
    """What is wrong with a word that says no, or not yet, where a paper, a number, an award or evidence is meant."""
    word = non_answer(stated)
    if word is None:
        return None
    reason = Message(f"check.says_{word}", {"found": stated})
    if path[0] == "attestations":
        return Doubt(reason, Message("remedy.no_evidence", {"table": dotted(path[:2])}))
    key = path[-1]
    no = '""' if key == "award" else "false"
    return Doubt(reason, Message(f"remedy.says_{word}", {"key": dotted(path), "line": f"{key} = {no}"}))


def doubt_of_number(stated: str, path: KeyPath) -> Doubt | None:
    """What is wrong with the registration number of a software copyright."""
    if _REGISTRATION_NUMBER.fullmatch(stated):
        return None
    reason = Message("check.not_a_registration", {"found": stated})
    return doubt_of_word(stated, path) or Doubt(reason, Message("remedy.registration", {"key": dotted(path)}))


def doubt_of_file(stated: StatedFile, path: KeyPath) -> Doubt | None:
    """What is wrong with a paper given as a file."""
    if doubt := doubt_of_word(stated.path, path):
        return doubt
    if stated.state is FileState.PRESENT:
        return None
    return Doubt(Message(f"check.file_{stated.state}", {"file": stated.path}), Message(f"remedy.file_{stated.state}"))


def doubt_of_evidence(attestation: StatedAttestation, path: KeyPath) -> Doubt | None:
    """What is wrong with the first piece of evidence that cannot be looked at; links are never opened."""
    return next((doubt for file in attestation.files if (doubt := doubt_of_file(file, path))), None)


def non_answer(text: str) -> NonAnswer | None:
    """What a word says that is no answer; None for any other text."""
    return _known(text) if len(text) <= _LONGEST_WORD else None


@lru_cache(maxsize=1024)
def _known(word: str) -> NonAnswer | None:
    return _non_answers().get(_plain(word))


@cache
def _non_answers() -> dict[str, NonAnswer]:
    words = read_shipped(Path(__file__).with_name("non_answers.toml").read_bytes())
    kinds: tuple[NonAnswer, ...] = get_args(NonAnswer)
    return {_plain(word): kind for kind in kinds for word in words[kind]}


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(_AROUND)
