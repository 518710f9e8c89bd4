"""Goals for the clouds of a product, which two keys can state: a list, and a yes or no for the home cloud."""

from cloudmkt_cli.catalogue.conditions import Contains, FactCondition, IsTrue
from cloudmkt_cli.catalogue.loader import HOME
from cloudmkt_cli.checking.clouds import StatedClouds, both_keys
from cloudmkt_cli.checking.facts import Facts
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.planning.goals import Choice, Goal, Includes


def goals_for_cloud(condition: FactCondition, facts: Facts) -> dict[KeyPath, Goal]:
    """State one more cloud: in the list, or in the yes or no; in both where one alone would contradict the other."""
    stated = facts.value(condition.fact) or StatedClouds(None, None)
    cloud = condition.value if isinstance(condition, Contains) else HOME
    yes_no, listed = (facts.path(key) for key in both_keys(condition.fact))
    if stated.named is None and cloud == HOME and (isinstance(condition, IsTrue) or stated.home is not None):
        return {yes_no: Choice((True,))}
    implied = (HOME,) if stated.named is None and stated.home and cloud != HOME else ()
    goals: dict[KeyPath, Goal] = {listed: Includes(stated.named or (), (*implied, cloud))}
    if cloud == HOME and stated.home is False:
        goals[yes_no] = Choice((True,))
    return goals
