"""What a plan says to write, written where it says, is TOML and makes its promise true, however the file is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_following import Write, follow
from samples import CATALOGUE, MARKETS, Values, check, market_of
from strategies import plannable, profiles
from strategies_toml import texts_of

from cloudmkt_cli.conditions import Facts
from cloudmkt_cli.edits import apply_edits
from cloudmkt_cli.planning.instructions import instruction
from cloudmkt_cli.planning.solution import PlannedChange
from cloudmkt_cli.planning.solver import solve
from cloudmkt_cli.profile import VendorProfile
from cloudmkt_cli.report import Verdict
from cloudmkt_cli.toml_reader import Document, read_document


def written(changes: tuple[PlannedChange, ...], document: Document) -> list[Write]:
    """What the JSON of a plan says to write."""
    todo = [instruction(change.edits, document) for change in changes if change.edits]
    return [
        {"action": item.action, "below": item.place, "lines": [list(run) for run in item.lines], "toml": item.toml}
        for item in todo
    ]


@pytest.mark.parametrize("market", MARKETS)
@given(data=st.data(), values=profiles(), as_of=plannable)
def test_a_plan_that_is_followed_to_the_letter_opens_its_market(
    market: str, data: st.DataObject, values: Values, as_of: date
) -> None:
    text = data.draw(texts_of(values))
    document = read_document(text.encode())
    assert document.values == values
    found = solve(CATALOGUE.market(market), Facts(VendorProfile.model_validate(values), {}, as_of), CATALOGUE)
    followed = read_document(follow(text, written(found.changes, document)).encode()).values
    wanted = apply_edits(values, (edit for change in found.changes for edit in change.edits))
    assert VendorProfile.model_validate(followed) == VendorProfile.model_validate(wanted)
    if found.day is not None:
        result = market_of(check(followed, as_of=found.day, markets=(market,)), market)
        assert result.verdict is Verdict.ELIGIBLE
