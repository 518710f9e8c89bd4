"""Mistakes in the conditions of a pack: unknown kinds and facts, kinds that do not fit a fact, too many parts."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic_core import ValidationError

from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import choices_hint, closest_matches
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.packs.facts import case_facts, facts_for_conditions, kinds_for, words_of
from cloudmkt_cli.packs.tables import KINDS, table_of
from cloudmkt_cli.profile.validation import ValidationIssue, format_value, unknown_choice, validation_issues

_MOST_PARTS: Final = 24
"""Conditions in a requirement: a plan weighs all ways to meet them."""
_MOST_LEVELS: Final = 6
_JUDGED: Final = "judged"


def issues_in(table: type, values: object, below: KeyPath = ()) -> Iterator[ValidationIssue]:
    """What keeps the values at a key from being a table."""
    try:
        validate(table, values)
    except ValidationError as error:
        for issue in validation_issues(error, table):
            yield issue._replace(path=(*below, *issue.path))


def condition_issues(condition: Any, path: KeyPath) -> Iterator[ValidationIssue]:
    """The mistakes in the condition of a requirement."""
    if isinstance(condition, dict):
        if _count(condition) > _MOST_PARTS:
            message = Message("error.pack_condition_size", {"limit": _MOST_PARTS})
            yield ValidationIssue(path, message, Message("hint.pack_condition_size"))
        else:
            yield from _issues(condition, path, 0)


def facts_in(condition: Any) -> Iterator[str]:
    """The facts that a condition looks at."""
    if isinstance(condition, dict):
        fact = condition.get("fact")
        if isinstance(fact, str):
            yield fact
        for part in _parts(condition):
            yield from facts_in(part)


def _parts(condition: Mapping[str, Any]) -> list[Any]:
    parts = condition.get("conditions")
    return parts if isinstance(parts, list) else []


def _count(condition: Mapping[str, Any]) -> int:
    """How many conditions there are in one, itself included; no more are counted than are too many."""
    waiting: list[Any] = [condition]
    count = 0
    while waiting and count <= _MOST_PARTS:
        count += 1
        part = waiting.pop()
        waiting += _parts(part) if isinstance(part, dict) else []
    return count


def _issues(condition: Mapping[str, Any], path: KeyPath, level: int) -> Iterator[ValidationIssue]:
    kind = condition.get("kind")
    if level > _MOST_LEVELS:
        yield ValidationIssue(path, Message("error.nested_too_deep"), Message("hint.pack_condition_size"))
    elif kind is None:
        missing = {"key": "kind"}
        yield ValidationIssue((*path, "kind"), Message("error.missing_key", missing), choices_hint(None, [*KINDS]))
    elif not isinstance(kind, str) or kind not in KINDS:
        yield ValidationIssue((*path, "kind"), *unknown_choice("error.not_a_choice", kind, [*KINDS], guess=True))
    elif kind == _JUDGED and level:
        yield ValidationIssue((*path, "kind"), Message("error.pack_judged_part"), Message("hint.pack_judged_part"))
    else:
        yield from issues_in(table_of(KINDS[kind]), condition, path)
        yield from _issues_of_kind(kind, condition, path)
        for index, part in enumerate(_parts(condition)):
            if isinstance(part, dict):
                yield from _issues(part, (*path, "conditions", index), level + 1)


def _issues_of_kind(kind: str, condition: Mapping[str, Any], path: KeyPath) -> Iterator[ValidationIssue]:
    if kind == "since" and ("years" in condition) is ("months" in condition):
        yield ValidationIssue((*path, "kind"), Message("error.pack_period"), Message("hint.pack_period"))
    if kind == "any_case":
        yield from _unknown_words((*path, "facts"), condition.get("facts"), case_facts())
    fact = condition.get("fact")
    if not isinstance(fact, str):
        return
    kinds = kinds_for(fact)
    if not kinds:
        near = closest_matches(fact, facts_for_conditions(), at_most=3)
        hint = Message("hint.near", {"near": near}) if near else Message("hint.pack_facts")
        yield ValidationIssue((*path, "fact"), Message("error.pack_fact", {"found": format_value(fact)}), hint)
    elif kind not in kinds:
        message = Message("error.pack_kind", {"kind": kind, "fact": fact})
        yield ValidationIssue((*path, "kind"), message, choices_hint(None, kinds))
    elif words := words_of(fact):
        yield from _unknown_words((*path, "values"), condition.get("values"), words)
        yield from _unknown_words(path, {"value": condition.get("value")}, words)


def _unknown_words(path: KeyPath, stated: Any, words: tuple[str, ...]) -> Iterator[ValidationIssue]:
    """The words of a list, or of a table, that are none of a closed set."""
    listed: Any = enumerate(stated) if isinstance(stated, list) else stated.items() if isinstance(stated, dict) else ()
    for key, word in listed:
        if isinstance(word, str) and word not in words:
            yield ValidationIssue((*path, key), *unknown_choice("error.not_a_choice", word, words, guess=True))
