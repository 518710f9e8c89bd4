"""Following the instructions of a plan gives valid TOML with the planned values, in every TOML style."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.plan_following import Write, follow
from support.samples import CATALOGUE, MARKETS, Values, check, facts_of_vendor, market_of
from support.strategies import plannable, profiles_to_plan
from support.strategies_toml import texts_of

from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.document import read_document
from cloudmkt_cli.core.toml.overrides import apply_overrides
from cloudmkt_cli.planning.instructions import ProfileFile, instructions
from cloudmkt_cli.planning.solution import PlannedChange
from cloudmkt_cli.planning.solver import solve
from cloudmkt_cli.profile.model import VendorProfile


def written(changes: tuple[PlannedChange, ...], file: ProfileFile) -> list[Write]:
    """What the JSON of a plan says to write."""
    todo = instructions((change.overrides for change in changes), file)
    return [
        {"action": item.action, "below": item.place, "lines": [list(run) for run in item.lines], "toml": item.toml}
        for item in todo
        if item
    ]


@pytest.mark.parametrize("market", MARKETS)
@given(data=st.data(), values=profiles_to_plan(), as_of=plannable)
def test_following_the_instructions_makes_the_vendor_eligible(
    market: str, data: st.DataObject, values: Values, as_of: date
) -> None:
    text = data.draw(texts_of(values))
    document = read_document(text.encode())
    assert document.values == values
    found = solve(CATALOGUE.market(market), facts_of_vendor(values, as_of=as_of), CATALOGUE)
    followed = read_document(follow(text, written(found.changes, ProfileFile(document))).encode()).values
    wanted = apply_overrides(values, (override for change in found.changes for override in change.overrides))
    assert validate(VendorProfile, followed) == validate(VendorProfile, wanted)
    if found.day is not None:
        result = market_of(check(followed, as_of=found.day, markets=(market,)), market)
        assert result.verdict is Verdict.ELIGIBLE


@given(data=st.data(), stated=profiles_to_plan(), other=profiles_to_plan(), market=st.sampled_from(MARKETS))
def test_following_the_instructions_gives_a_valid_profile_whatever_is_overridden(
    data: st.DataObject, stated: Values, other: Values, market: str
) -> None:
    """As with ``--set``: whole tables and lists are others than those of the file."""
    text = data.draw(texts_of(stated))
    keys = data.draw(st.sets(st.sampled_from(sorted(other))))
    supposed = validate(VendorProfile, stated | {key: other[key] for key in keys})
    file = ProfileFile(read_document(text.encode()), tuple((key,) for key in keys))
    found = solve(CATALOGUE.market(market), facts_of_vendor(supposed), CATALOGUE)
    validate(VendorProfile, read_document(follow(text, written(found.changes, file)).encode()).values)
