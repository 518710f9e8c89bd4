"""Builds the catalogue of a rule pack: its lists of requirements, in the words of the pack or the shared ones."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final, get_args

from cloudmkt_cli.catalogue.conditions import Condition, facts_of
from cloudmkt_cli.catalogue.facts import FactLabel, FactLabels, Unit
from cloudmkt_cli.catalogue.model import (
    GENERAL,
    Catalogue,
    Edition,
    Market,
    Note,
    Phase,
    PublishedException,
    Requirement,
    Source,
)
from cloudmkt_cli.catalogue.onboarding import Fee, OnboardingStep, Wait
from cloudmkt_cli.catalogue.pack_files import PackFiles, read_pack, read_shared
from cloudmkt_cli.catalogue.thresholds import thresholds
from cloudmkt_cli.core.messages import Text

DEFAULT_PACK: Final = "tencent-six-market"
HOME: Final = "tencent"
"""The marketplace whose requirement ids carry no prefix."""
_KINDS: dict[str, Callable[..., Condition]] = {kind._field_defaults["kind"]: kind for kind in get_args(Condition)}
_WORDINGS = ("title", "expected", "why", "how", "evidence")


def load_catalogue(pack: str = DEFAULT_PACK) -> Catalogue:
    """The catalogue of a shipped pack. Read once a process.

    Raises:
        InputError: no shipped pack has this id.
    """
    return _load(pack)


@cache
def _load(pack: str) -> Catalogue:
    return catalogue_of(read_pack(pack))


def newer_edition(catalogue: Catalogue) -> str | None:
    """The pack of the newest known edition of the same marketplace; None unless the catalogue is the default one."""
    return read_shared("shipped")["newest"] if catalogue.id == DEFAULT_PACK else None


def catalogue_of(files: PackFiles) -> Catalogue:
    """The catalogue of a pack whose files are valid."""
    head = files.head
    return Catalogue(
        id=head["id"],
        version=head["version"],
        checked_on=head["checked_on"],
        edition=_edition(head),
        source=Text(**head["name"]),
        in_force=Text(**head["in_force"]),
        notice=Text(**head["notice"]),
        general=_market(GENERAL, files),
        markets=tuple(_market(market, files) for market in head["markets"]),
        onboarding=tuple(_step(step, head) for step in files.onboarding["steps"]),
        fees=tuple(_fee(fee) for fee in files.onboarding.get("fees", ())),
        exceptions=tuple(_exception(entry) for entry in head.get("exceptions", ())),
        notes=tuple(_note(entry) for entry in head.get("notes", ())),
        facts=FactLabels({key: _fact(values) for key, values in read_shared("facts").items()}),
    )


def _edition(head: dict[str, Any]) -> Edition:
    return Edition(
        marketplace=head["marketplace"],
        marketplace_name=_marketplace_name(head),
        since=head.get("from"),
        last_seen=head.get("last_seen"),
        date_basis=head["date_basis"],
        grade=head["grade"],
        supersedes=head.get("supersedes"),
        sources=tuple(Source(**source) for source in head["sources"]),
    )


def _marketplace_name(head: dict[str, Any]) -> Text:
    """What a pack calls its marketplace, or else what it is known as; of an unknown one, the name of the pack."""
    known = read_shared("shipped")["marketplaces"]
    return Text(**(head.get("marketplace_name") or known.get(head["marketplace"]) or head["name"]))


def _exception(entry: dict[str, Any]) -> PublishedException:
    return PublishedException(
        id=entry["id"],
        slugs=tuple(entry["slugs"]),
        title=Text(**entry["title"]),
        about=Text(**entry["about"]),
        answer_within=entry.get("answer_within"),
    )


def _note(entry: dict[str, Any]) -> Note:
    slugs, markets = tuple(entry.get("slugs", ())), tuple(entry.get("markets", ()))
    return Note(entry["kind"], Text(**entry["text"]), slugs, markets)


def _market(market: str, files: PackFiles) -> Market:
    data = files.lists[market]
    return Market(
        id=market,
        name=Text(**data["name"]),
        short=Text(**(data.get("short") or data["name"])),
        summary=Text(**(data.get("summary") or data["name"])),
        requirements=tuple(_requirement(market, entry, files) for entry in data.get("requirements", ())),
        includes=tuple(data.get("includes", ())),
    )


def _requirement(market: str, entry: dict[str, Any], files: PackFiles) -> Requirement:
    slug, marketplace = entry["slug"], files.head["marketplace"]
    words = files.wording.get(slug, {}) | entry
    condition = _condition(entry["condition"], files.head)
    applies_when = _condition(entry["applies_when"], files.head) if "applies_when" in entry else None
    numbers = _numbers(condition)
    texts = {name: _fill(words[name], numbers) for name in _WORDINGS}
    remedy = texts.pop("how")
    record = words.get("record")
    return Requirement(
        id=f"{market}.{slug}" if marketplace == HOME else f"{marketplace}/{market}.{slug}",
        market=market,
        slug=slug,
        clause=entry.get("clause"),
        section=Text(**entry["section"]) if "section" in entry else None,
        level="later" if "phase" in entry else entry.get("level", "required"),
        scope=entry.get("scope", "vendor"),
        condition=condition,
        applies_when=applies_when,
        facts=facts_of([condition, *([applies_when] if applies_when else ())], slug),
        phase=Phase(**entry["phase"]) if "phase" in entry else None,
        source=entry.get("source"),
        effort=words.get("effort"),
        how=_followed_by(remedy, _fill(record, numbers)) if record else remedy,
        remedy=remedy,
        **texts,
    )


def _step(step: dict[str, Any], head: dict[str, Any]) -> OnboardingStep:
    words = read_shared("steps").get(step["id"], {}) | step
    wait = Wait(**(step["wait"] | {"channels": Text(**step["wait"]["channels"])})) if "wait" in step else None
    days = {"days": wait.working_days} if wait else {}
    return OnboardingStep(
        id=step["id"],
        kind=step["kind"],
        title=Text(**words["title"]),
        about=_fill(words["about"], days),
        fact=_own(step["fact"], head) if "fact" in step else None,
        decided_on=_own(step["decided_on"], head) if "decided_on" in step else None,
        wait=wait,
        needs=tuple(_own(fact, head) for fact in step.get("needs", ())),
    )


def _fee(fee: dict[str, Any]) -> Fee:
    own = {
        "amount": None,
        "refundable": None,
        **fee,
        "name": Text(**fee["name"]),
        "markets": tuple(fee.get("markets", ())),
    }
    return Fee(**own)


def _condition(data: dict[str, Any], head: dict[str, Any]) -> Condition:
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    if "conditions" in fields:
        fields["conditions"] = tuple(_condition(part, head) for part in fields["conditions"])
    if "fact" in fields:
        fields["fact"] = _own(data["fact"], head)
    return _KINDS[data["kind"]](**fields)


def _own(fact: str, head: dict[str, Any]) -> str:
    """A fact of ``marketplace``, which stands for the one of the pack, under its key in a profile."""
    table, _, key = fact.partition(".")
    return f"marketplaces.{head['marketplace']}.{key}" if table == "marketplace" else fact


def _numbers(condition: Condition) -> dict[str, int]:
    """The numbers that the wording may show: under the last key of the fact, and periods also as years or months."""
    found = [*thresholds(condition)]
    by_key = {threshold.fact.rpartition(".")[2]: threshold.value for threshold in found}
    return by_key | {threshold.period: threshold.value for threshold in found if threshold.period}


def condition_numbers(data: dict[str, Any], head: dict[str, Any]) -> dict[str, int]:
    """The numbers that the wording of a requirement may show, by their names."""
    return _numbers(_condition(data, head))


def _fill(text: dict[str, str], numbers: dict[str, int]) -> Text:
    zh, en = (said.format_map(numbers) if "{" in said else said for said in (text["zh"], text["en"]))
    return Text(zh, en)


def _followed_by(text: Text, more: Text) -> Text:
    return Text(zh=f"{text.zh}{more.zh}", en=f"{text.en} {more.en}")


def _fact(data: dict[str, Any]) -> FactLabel:
    return FactLabel(
        label=Text(**data["label"]),
        values={value: Text(**text) for value, text in data.get("values", {}).items()},
        effort=data.get("effort"),
        fixed=Text(**data["fixed"]) if "fixed" in data else None,
        unit=Unit(**{number: Text(**text) for number, text in data["unit"].items()}) if "unit" in data else None,
    )
