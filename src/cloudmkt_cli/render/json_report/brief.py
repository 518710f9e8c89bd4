"""Brief JSON Lines: the requirements in the first line, then a line for each profile with a letter for each status.

``history`` reads them back; lines of errors and of waivers are those of JSON Lines.
"""

from typing import Any, Final

from cloudmkt_cli.checking.results import MarketResult
from cloudmkt_cli.history.model import STATUS_LETTERS, WAIVED_LETTER
from cloudmkt_cli.render.json_report.check import profile_head
from cloudmkt_cli.render.json_report.envelope import json_bytes
from cloudmkt_cli.render.json_report.jsonl import run_head
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext

_LETTERS: Final = {status: letter for letter, status in STATUS_LETTERS.items() if letter != WAIVED_LETTER}


def brief_head(run: RunContext) -> bytes:
    """The first line: the members of a run, the letters, and the requirements of each market in the order of these."""
    words = {letter: status.value for letter, status in STATUS_LETTERS.items()} | {WAIVED_LETTER: "waived"}
    markets = [
        {
            "market": market.id,
            "requirements": [{"id": item.id, "level": item.level} for item in run.catalogue.required_of(market)],
        }
        for market in run.markets
    ]
    return json_bytes(run_head(run) | {"brief": True, "letters": words, "markets": markets}) + b"\n"


def brief_line(checked: CheckedProfile) -> bytes:
    """The line of a profile."""
    markets = [_market(market) for market in checked.result.markets]
    return json_bytes(profile_head(checked) | {"markets": markets}) + b"\n"


def _market(market: MarketResult) -> dict[str, Any]:
    """One market: a letter for each requirement and, if it is a target, the counts that its verdict follows from."""
    entry = {
        "market": market.market.id,
        "targeted": market.targeted,
        "verdict": market.verdict.value,
        "statuses": "".join([WAIVED_LETTER if one.waived else _LETTERS[one.status] for one in market.findings]),
    }
    if market.targeted:
        entry |= {"satisfied": market.satisfied, "decided": market.decided, "applicable": market.applicable}
    return entry
