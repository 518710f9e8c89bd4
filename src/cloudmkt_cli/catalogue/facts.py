"""What the catalogue knows of the facts that a profile states."""

from typing import Literal, NamedTuple

from cloudmkt_cli.core.messages import Text

Effort = Literal["none", "low", "medium", "high", "wait"]
"""What a change takes, the least first; *wait* is for what time alone brings."""


class Unit(NamedTuple):
    """What a number counts."""

    one: Text
    many: Text


class FactLabel(NamedTuple):
    """How a key of the profile is called, its words where it has a closed set of them, and what changing it takes."""

    label: Text
    values: dict[str, Text]
    effort: Effort | None = None
    fixed: Text | None = None
    """Why it can be stated and never changed."""
    unit: Unit | None = None


class FactLabels(dict[str, FactLabel]):
    """The labels of all keys; ``marketplace`` stands for each of the ``marketplaces``, whose labels are the same."""

    def __missing__(self, fact: str) -> FactLabel:
        table, _, rest = fact.partition(".")
        if table != "marketplaces":
            raise KeyError(fact)
        return self[f"marketplace.{rest.partition('.')[2]}"]
