"""Mistakes in the onboarding of a pack: steps out of order, facts that do not end them, fees due before no step."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cloudmkt_cli.catalogue.onboarding import WITHDRAWAL
from cloudmkt_cli.catalogue.pack_files import PackFiles, Table, read_shared
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import closest_matches
from cloudmkt_cli.packs.content import missing, twice, unknown
from cloudmkt_cli.packs.facts import facts_for_conditions, kinds_for
from cloudmkt_cli.packs.files import ONBOARDING
from cloudmkt_cli.packs.folder import PackFolder
from cloudmkt_cli.packs.shape import Issue, Place, issue, value_at
from cloudmkt_cli.packs.wording import missing_texts, placeholder_issues
from cloudmkt_cli.profile.validation import format_value

_FACTS: Final[Mapping[str, Mapping[str, str]]] = {
    "answered": {"fact": "is_true"},
    "apply": {"fact": "since"},
    "dated": {"fact": "since"},
    "review": {"fact": "one_of", "decided_on": "since"},
}
"""The facts that each kind of step has, by the kind of condition that fits such a fact."""
_OF_A_VENDOR: Final = ("product.", "case.")
_AT_MOST_ONCE: Final = ("qualify", "apply", "review", "complete")
_KEYS: Final = ("contact_email", "service_email")


def onboarding_issues(folder: PackFolder, files: PackFiles) -> Iterator[Issue]:
    """The mistakes in ``onboarding.toml``, if the pack has one."""
    place = Place(ONBOARDING)
    steps: Sequence[Table] = value_at(folder, place.below("steps")) or ()
    if steps:
        yield from twice((place.below("steps", index, "id"), step["id"]) for index, step in enumerate(steps))
        yield from _order(place.below("steps"), [step["kind"] for step in steps])
    for index, step in enumerate(steps):
        yield from _step(place.below("steps", index), step)
    known = [*(step["id"] for step in files.onboarding.get("steps", ())), WITHDRAWAL]
    for index, fee in enumerate(value_at(folder, place.below("fees")) or ()):
        yield from unknown(place.below("fees", index, "before"), fee["before"], known)
        for number, market in enumerate(fee.get("markets", ())):
            yield from unknown(place.below("fees", index, "markets", number), market, files.head["markets"])


def _order(place: Place, kinds: Sequence[str]) -> Iterator[Issue]:
    late_apply = "review" in kinds and "apply" not in kinds[: kinds.index("review")]
    if kinds[-1] != "complete" or late_apply or any(kinds.count(kind) > 1 for kind in _AT_MOST_ONCE):
        yield issue(place, Message("error.pack_steps"), Message("hint.pack_steps"))


def _step(place: Place, step: Table) -> Iterator[Issue]:
    needed = _FACTS.get(step["kind"], {})
    for key, kind in needed.items():
        if key in step:
            yield from _fact(place.below(key), step[key], kind)
        else:
            yield missing(place, key)
    for index, fact in enumerate(step.get("needs", ())):
        yield from _fact(place.below("needs", index), fact, None)
    words = read_shared("steps").get(step["id"], {}) | step
    yield from (Issue(place.file, one) for one in missing_texts(words, place.path, ("title", "about")))
    numbers: tuple[str, ...] = ("days",) if "wait" in step else ()
    if "about" in words:
        yield from (
            Issue(place.file, one) for one in placeholder_issues(words["about"], numbers, (*place.path, "about"))
        )


def _fact(place: Place, fact: Any, kind: str | None) -> Iterator[Issue]:
    is_stated = fact in read_shared("facts") and "." in fact and not fact.startswith(_OF_A_VENDOR)
    fits = kind in kinds_for(fact) if kind else is_stated and (kinds_for(fact) or fact.endswith(_KEYS))
    if is_stated and fits:
        return
    near = closest_matches(fact, facts_for_conditions(), at_most=3)
    hint = Message("hint.near", {"near": near}) if near else Message("hint.pack_facts")
    yield issue(place, Message("error.pack_fact", {"found": format_value(fact)}), hint)
