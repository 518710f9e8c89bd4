"""Checks of evidence: whether a text or a file that a profile gives can be accepted as proof."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from cloudmkt_cli.checking.facts import StatedAttestation, StatedFile
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, dotted
from cloudmkt_cli.core.toml.shipped import read_shipped
from cloudmkt_cli.profile.attachments import FileState

NonAnswer = Literal["no", "pending"]
_REGISTRATION_NUMBER: Final = re.compile(r"\d{4}SR\d+", re.ASCII)
_MAX_NON_ANSWER_LENGTH: Final = 40
_SURROUNDING_PUNCTUATION: Final = "()[]{}<>\"'“”‘’「」【】《》.。!…"


class EvidenceIssue(NamedTuple):
    """Why a piece of evidence is not accepted, and how to fix it."""

    reason: Message
    """Contains the stated value."""
    remedy: Message


def text_issue(stated: str, path: KeyPath) -> EvidenceIssue | None:
    """Reject a text such as "none" or "pending" where a document, a number, an award or evidence is expected."""
    kind = non_answer(stated)
    if kind is None:
        return None
    reason = Message(f"check.says_{kind}", {"found": stated})
    if path[0] == "attestations":
        return EvidenceIssue(reason, Message("remedy.no_evidence", {"table": dotted(path[:2])}))
    key = path[-1]
    value_for_no = '""' if key == "award" else "false"
    values = {"key": dotted(path), "line": f"{key} = {value_for_no}"}
    return EvidenceIssue(reason, Message(f"remedy.says_{kind}", values))


def registration_number_issue(stated: str, path: KeyPath) -> EvidenceIssue | None:
    """Reject a text that is not the registration number of a software copyright."""
    if _REGISTRATION_NUMBER.fullmatch(stated):
        return None
    reason = Message("check.not_a_registration", {"found": stated})
    return text_issue(stated, path) or EvidenceIssue(reason, Message("remedy.registration", {"key": dotted(path)}))


def file_issue(stated: StatedFile, path: KeyPath) -> EvidenceIssue | None:
    """Reject a file that cannot be read, or whose name is a text such as "none"."""
    if issue := text_issue(stated.path, path):
        return issue
    if stated.state is FileState.PRESENT:
        return None
    reason = Message(f"check.file_{stated.state}", {"file": stated.path})
    return EvidenceIssue(reason, Message(f"remedy.file_{stated.state}"))


def attestation_issue(attestation: StatedAttestation, path: KeyPath) -> EvidenceIssue | None:
    """The first issue in the files of an attestation's evidence; links are not opened."""
    issues = (file_issue(file, path) for file in attestation.files)
    return next((issue for issue in issues if issue), None)


def non_answer(text: str) -> NonAnswer | None:
    """Whether a text means "no" or "not yet"; None for any other text."""
    return _known_non_answer(text) if len(text) <= _MAX_NON_ANSWER_LENGTH else None


@lru_cache(maxsize=1024)
def _known_non_answer(text: str) -> NonAnswer | None:
    return _non_answers().get(_normalize(text))


@cache
def _non_answers() -> dict[str, NonAnswer]:
    words = read_shipped(Path(__file__).with_name("non_answers.toml"))
    kinds: tuple[NonAnswer, ...] = get_args(NonAnswer)
    return {_normalize(word): kind for kind in kinds for word in words[kind]}


def _normalize(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(_SURROUNDING_PUNCTUATION)
