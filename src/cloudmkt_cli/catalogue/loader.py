"""The built-in requirements, read from ``data/``: one file a market, the wording they share beside them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, get_args

from cloudmkt_cli.catalogue.facts import FactLabel, Unit
from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Condition, Market, Requirement
from cloudmkt_cli.catalogue.thresholds import thresholds
from cloudmkt_cli.core.messages import Text
from cloudmkt_cli.core.toml.document import read_shipped

_KINDS: dict[str, Callable[..., Condition]] = {kind._field_defaults["kind"]: kind for kind in get_args(Condition)}
_DATA = Path(__file__).parent / "data"
_WORDINGS = ("title", "expected", "why", "how", "evidence")


@cache
def load_catalogue() -> Catalogue:
    """The edition that the program ships. Read once a process."""
    edition = _read("edition")
    wording = _read("wording")
    return Catalogue(
        id=edition["id"],
        checked_on=edition["checked_on"],
        source=Text(**edition["source"]),
        source_url=edition["source_url"],
        in_force=Text(**edition["in_force"]),
        notice=Text(**edition["notice"]),
        general=_market(GENERAL, wording),
        markets=tuple(_market(market, wording) for market in edition["markets"]),
        facts={key: _fact(values) for key, values in _read("facts").items()},
    )


def _read(name: str) -> dict[str, Any]:
    return read_shipped((_DATA / f"{name}.toml").read_bytes())


def _market(market: str, wording: dict[str, Any]) -> Market:
    data = _read(market)
    return Market(
        id=market,
        name=Text(**data["name"]),
        short=Text(**data["short"]),
        summary=Text(**data["summary"]),
        requirements=tuple(_requirement(market, entry, wording[entry["slug"]]) for entry in data["requirements"]),
    )


def _requirement(market: str, entry: dict[str, Any], shared: dict[str, Any]) -> Requirement:
    condition = _condition(entry["condition"])
    numbers = _numbers(condition)
    texts = {name: _fill(entry.get(name) or shared[name], numbers) for name in _WORDINGS}
    remedy = texts.pop("how")
    record = entry.get("record") or shared.get("record")
    return Requirement(
        id=f"{market}.{entry['slug']}",
        market=market,
        slug=entry["slug"],
        clause=entry.get("clause"),
        section=Text(**entry["section"]) if "section" in entry else None,
        level=entry.get("level", "required"),
        scope=entry.get("scope", "vendor"),
        condition=condition,
        applies_when=_condition(entry["applies_when"]) if "applies_when" in entry else None,
        how=_followed_by(remedy, _fill(record, numbers)) if record else remedy,
        remedy=remedy,
        effort=shared.get("effort"),
        **texts,
    )


def _condition(data: dict[str, Any]) -> Condition:
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    if "conditions" in fields:
        fields["conditions"] = tuple(_condition(part) for part in fields["conditions"])
    return _KINDS[data["kind"]](**fields)


def _numbers(condition: Condition) -> dict[str, int]:
    """The numbers that the wording may show, each under the last key of the fact it bounds."""
    return {threshold.fact.rpartition(".")[2]: threshold.value for threshold in thresholds(condition)}


def _fill(text: dict[str, str], numbers: dict[str, int]) -> Text:
    return Text(zh=text["zh"].format_map(numbers), en=text["en"].format_map(numbers))


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
