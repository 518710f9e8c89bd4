"""Brief JSON Lines: markets and requirements in the first line, then a line for each profile, a letter for each status.

Every profile of a run is checked against the same markets, so its line need not name them. ``history`` reads them back;
lines of errors and of waivers are those of JSON Lines.
"""

from typing import Final

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
    """The line of a profile: a verdict and letters for each market of the first line, in its order."""
    head = profile_head(checked)
    if checked.baseline_result is None:
        del head["baseline"], head["regressions"]
    markets = checked.result.markets
    columns = {
        "targets": [market.market.id for market in markets if market.targeted],
        "verdicts": [market.verdict.value for market in markets],
        "statuses": [_letters(market) for market in markets],
    }
    return json_bytes(head | columns) + b"\n"


def _letters(market: MarketResult) -> str:
    return "".join([WAIVED_LETTER if one.waived else _LETTERS[one.status] for one in market.findings])
