"""Choose the next question: the fact that most requirements depend on, recomputed after every answer."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.conditions import AnyCase, leaves
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.results import Finding, MarketResult, Status, targets_or_all
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.intake.interview.onboarding_keys import onboarding_keys
from cloudmkt_cli.intake.interview.state import CASES, ENTRY_TABLES, Entry, Question, State, new_cases
from cloudmkt_cli.profile.attachments import file_states
from cloudmkt_cli.profile.fields import field_at, fields_of
from cloudmkt_cli.profile.model import VendorProfile

NAME: Final[KeyPath] = ("company", "name")
TARGETS: Final[KeyPath] = ("target_markets",)
_ATTESTATION_KEYS: Final = ("by", "holds", "on", "evidence", "expires")


class Asker(NamedTuple):
    """Chooses questions; ``markets`` overrides the targets of the profile."""

    catalogue: Catalogue
    as_of: date
    folder: Path
    markets: tuple[str, ...] = ()

    def next_question(self, state: State) -> Question | None:
        """What to ask now; None when nothing is left."""
        if state.entry:
            return self._of_entry(state.entry, state, self._targets(state))
        if "name" not in state.values.get("company", {}):
            return _plain(NAME)
        if not self.markets and "target_markets" not in state.values and TARGETS not in state.skipped:
            return _plain(TARGETS)
        targets = self._targets(state)
        if CASES not in state.skipped and any(new_cases(state)):
            path: KeyPath | None = CASES
        else:
            path = next(iter(_by_weight(state, targets)), None) or next(self._onboarding(state), None)
        match path:
            case None:
                return None
            case ("products", int()):
                return self._of_entry(Entry(path, ("name", "markets")), state, targets)
            case ("cases",):
                return self._of_entry(_case(state, targets), state, targets)
            case ("attestations", _):
                return self._of_entry(Entry(path, _ATTESTATION_KEYS), state, targets)
            case _:
                return _plain(path)

    def remaining(self, state: State) -> int:
        """About how many questions are left: an answer may make others unnecessary, or raise new ones."""
        if "name" not in state.values.get("company", {}):
            state = state.answered(_plain(NAME), "?")
            return 1 + self.remaining(state)
        targets = self._targets(state)
        unnamed = not self.markets and "target_markets" not in state.values and TARGETS not in state.skipped
        waiting = _by_weight(state, targets)
        new_product = ("products", len(state.values.get("products", ()))) in waiting
        of_products = len(_product_facts(targets)) if new_product else 0
        of_entry = len(state.entry.keys) - len(state.pending.get(state.entry.path, {})) if state.entry else 0
        left = [path for path in waiting if not (state.entry and path == state.entry.skipped_as)]
        return unnamed + len(left) + of_products + of_entry + sum(1 for _ in self._onboarding(state))

    def unstated(self, state: State) -> list[KeyPath]:
        """Every key that is not stated although a requirement or the next onboarding step depends on it."""
        unskipped = state._replace(skipped=frozenset(), not_yet=frozenset())
        onboarding = (path for path in self._onboarding(unskipped) if path not in state.not_yet)
        return [*_by_weight(unskipped, self._targets(state)), *onboarding]

    def target_ids(self, state: State) -> tuple[str, ...]:
        """The markets that the questions are about."""
        return tuple(result.market.id for result in self._targets(state))

    def _onboarding(self, state: State) -> Iterator[KeyPath]:
        passed = state.skipped | state.not_yet
        return (path for path in onboarding_keys(state.values, self.catalogue) if path not in passed)

    def _targets(self, state: State) -> Sequence[MarketResult]:
        """The results of the target markets; of all where none is named."""
        profile = validate(VendorProfile, {"company": {"name": "?"}} | state.values)
        files = file_states(profile, self.folder)
        result = check_profile(profile, self.catalogue, self.as_of, markets=self.markets, files=files)
        return targets_or_all(result.markets)

    def _of_entry(self, entry: Entry, state: State, targets: Sequence[MarketResult]) -> Question:
        table, name = ENTRY_TABLES[str(entry.path[0])]
        key = state._replace(entry=entry).next_key or entry.keys[0]
        field = next(item for item in fields_of(table, name, entry.path) if item.path[-1] == key)
        fact = f"attestations.{entry.path[-1]}" if entry.path[0] == "attestations" else str(entry.path[0])
        if field.fact != "product.markets":
            return Question(field, fact if key == entry.keys[0] else field.fact, entry)
        unserved = [item for item in targets if item.product is None and _has_product_requirements(item)]
        return Question(field, field.fact, entry, tuple(item.market.id for item in unserved))


def _by_weight(state: State, targets: Sequence[MarketResult]) -> list[KeyPath]:
    """What requirements depend on, the most decisive first; of equal weight, in the order of the catalogue."""
    waiting: dict[KeyPath, dict[str, str]] = {}
    for target in targets:
        for finding in target.findings:
            for path in _unstated(finding, state.values):
                if path not in state.skipped and path[:1] not in state.skipped:
                    waiting.setdefault(path, {})[finding.requirement.id] = finding.requirement.level

    def rank(path: KeyPath) -> tuple[bool, int, int]:
        levels = [*waiting[path].values()]
        # Attestations come last: facts are at hand, while these need somebody to look into the matter.
        return path[0] == "attestations", -levels.count("required"), -levels.count("preferred")

    return sorted(waiting, key=rank)


def _plain(path: KeyPath) -> Question:
    if path[0] == "cases":
        field = next(item for item in fields_of(*ENTRY_TABLES["cases"], path[:-1]) if item.path == path)
        return Question(field, field.fact)
    field = field_at(path)
    return Question(field, field.fact)


def _case(state: State, targets: Sequence[MarketResult]) -> Entry:
    conditions = (finding.requirement.condition for target in targets for finding in target.findings)
    facts = [fact for each in conditions for leaf in leaves(each) if isinstance(leaf, AnyCase) for fact in leaf.facts]
    markets = ("markets",) if len(targets) > 1 else ()
    return Entry(("cases", len(state.values.get("cases", ()))), ("customer", *dict.fromkeys(facts), *markets))


def _unstated(finding: Finding, values: dict[str, Any]) -> Iterator[KeyPath]:
    """The keys that would help to decide a finding."""
    if finding.status is Status.MANUAL and not finding.notes:
        yield ("attestations", finding.requirement.slug)
    if finding.status is not Status.UNKNOWN:
        return
    if not finding.observations:
        yield ("products", len(values.get("products", ())))
    for observation in finding.observations:
        if observation.value is not None:
            continue
        path = tuple(int(part) if part.isdigit() else part for part in re.findall(r"[\w-]+", observation.key))
        if path[0] != "cases":
            yield path
        elif "cases" not in values:
            yield CASES
        else:
            yield from (("cases", i, path[-1]) for i, case in enumerate(values["cases"]) if path[-1] not in case)


def _product_facts(targets: Sequence[MarketResult]) -> set[str]:
    """What will be asked of a product that is not named yet."""
    requirements = [finding.requirement for target in targets for finding in target.findings]
    return {fact for item in requirements for fact in item.facts if fact.startswith("product.")}


def _has_product_requirements(target: MarketResult) -> bool:
    return any(finding.requirement.scope == "product" for finding in target.findings)
