"""The one run that the tests of the formats for CI look at: every status, a waiver, bad input, and hostile text."""

import json
import os
from collections.abc import Iterator
from contextlib import chdir
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from support.samples import AS_OF, CATALOGUE, Values, check, stating, vendor, without
from support.strategies_runs import write

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.checking.results import Finding, Waiver
from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.history.baseline import baseline_of, past_profile
from cloudmkt_cli.history.model import Origin, PastReport
from cloudmkt_cli.runs.batch import Batch, CheckedProfile, check_paths
from cloudmkt_cli.runs.gate import apply_gate
from cloudmkt_cli.runs.waivers import StatedWaiver, active_waivers, waiver_uses

MARKETS = ("miniprogram", "website")
HOSTILE = (
    "::error file=x,line=1::y%0A::stop-commands::z ##[error] ]]></testcase><b>&amp;</b> | \\| `a` ``b`` **c** "
    "[x](https://example.com/?a=1) <https://example.com/> @team !1 #2 {0} \"q\" 'r' \x1b[31m \u202eevil\u202c "
    "\x00 \ufffe \n=1+1 # SKIP \\"
)
"""What a format could take for a command, markup, a reference, a placeholder, a control, a formula or a directive."""
HOSTILE_FILE = "示例 #1, 100% @team.toml"
WAIVED = "miniprogram.team-size"
WAIVER = Waiver(WAIVED, vendor()["company"]["uscc"], f"扩招中 {HOSTILE}", "渠道部 @team", date(2026, 12, 31))


def hostile() -> Values:
    """A vendor of whom something is met, not met, waived, unknown, for a reviewer and not applicable, in bad words."""
    values = stating(("company", "name"), HOSTILE)
    values = stating(("team", "technical_and_service"), 8, values)
    values = stating(("company", "external_funding"), value=False, values=values)
    values = stating(("documents", "business_licence"), value=False, values=values)
    values = stating(("documents", "bank_account_permit"), HOSTILE.replace("\x00", ""), values)
    values = stating(("products", 0, "kind"), "service", values)
    values = stating(("products", 0, "name"), HOSTILE, values)
    values = stating(("attestations", "lawful", "by"), HOSTILE, values)
    values = stating(("attestations", "market-image", "expires"), date(2026, 11, 1), values)
    for path in (("team", "marketplace_operators"), ("attestations", "renown"), ("certificates", "software_product")):
        values = without(path, values)
    return values


@cache
def gate_batch() -> Batch:
    """The run; its waiver is put on the finding as the gate does."""
    with TemporaryDirectory() as folder, chdir(folder):
        write(Path("vendors", "admitted.toml"), vendor())
        write(Path("vendors", HOSTILE_FILE), hostile())
        few = {"profile_version": 1, "company": {"name": "鹭岛示例科技有限公司"}, "target_markets": ["website"]}
        write(Path("vendors", "few.toml"), few)
        key = json.dumps(HOSTILE, ensure_ascii=False)
        broken = {"profile_version": 2, "target_markets": [HOSTILE], "company": {"name": "", key: HOSTILE}}
        write(Path("vendors", "not-valid.toml"), broken)
        Path("vendors", "no-toml.toml").write_text(f"profile_version = {HOSTILE[:20]}\n", encoding="utf-8")
        Path("nobody").mkdir()
        batch = check_paths(["vendors", "nobody"], CATALOGUE, AS_OF, MARKETS)
    of_run = waiver_uses([stated(WAIVER)], CATALOGUE, AS_OF, {stated(WAIVER).position})
    return batch._replace(profiles=tuple(waiving(checked, WAIVER) for checked in batch.profiles), waivers=tuple(of_run))


@cache
def gate_batch_since() -> Batch:
    """The same run beside a baseline: of one who lost something, one as before, and one who was not in it.

    A configuration had a say in it.
    """
    batch = gate_batch()
    before = stating(("documents", "business_licence"), value=True, values=hostile())
    admitted, few, lost = batch.profiles
    then = check(before, markets=MARKETS)
    recorded = past_profile(lost.path, then), past_profile(few.path, few.result)
    origin = Origin("last.json", CATALOGUE.id, CATALOGUE.checked_on, AS_OF)
    baseline = baseline_of(PastReport(origin, recorded), [admitted.path, few.path, lost.path])
    weighed = [apply_gate(checked, lambda one: one, {}, baseline).transformed for checked in batch.profiles]
    return batch._replace(profiles=tuple(weighed), configuration=HOSTILE_FILE)


@cache
def gate_batch_of_rivals(*, alone: bool = False) -> Batch:
    """A vendor who is eligible with one product, beside two with which it would not be."""
    values = vendor()
    (product,) = values["products"]
    unknown = {key: value for key, value in product.items() if key != "cvm_image"} | {"name": "丙"}
    rivals = [] if alone else [product | {"name": "乙", "cvm_image": False}, unknown]
    values["products"] = [*rivals, product | {"name": "甲"}]
    with TemporaryDirectory() as folder, chdir(folder):
        return check_paths([str(write(Path("vendor.toml"), values))], CATALOGUE, AS_OF, ("image",))


@cache
def gate_batch_under(edition: str) -> Batch:
    """A vendor with too few people, and a bare one, under another edition."""
    few = stating(("team", "technical_and_service"), 8)
    few["agreements"] |= {"access": True}
    few["products"][0]["launched_on"] = date(2020, 1, 1)
    bare = {"profile_version": 1, "company": {"name": "鹭岛示例科技有限公司"}}
    with TemporaryDirectory() as folder, chdir(folder):
        paths = [str(write(Path(name), values)) for name, values in (("few.toml", few), ("bare.toml", bare))]
        return check_paths(paths, load_catalogue(edition), AS_OF)


def stated(waiver: Waiver) -> StatedWaiver:
    """A waiver in its file."""
    return StatedWaiver(waiver, "waivers.toml", Position(1, 1), "")


def waiving(checked: CheckedProfile, waiver: Waiver) -> CheckedProfile:
    """A profile with a waiver in force."""
    return apply_gate(checked, lambda weighed: weighed, active_waivers([stated(waiver)], AS_OF)).transformed


def findings(batch: Batch | None = None) -> Iterator[tuple[str, str, Finding]]:
    """Every finding of the markets aimed at, with its profile and market."""
    for checked in (batch or gate_batch()).profiles:
        for aim in checked.result.targets:
            for finding in aim.findings:
                yield checked.path, aim.market.id, finding


def foreign(pattern: str) -> Path:
    """A file of a foreign package, from the folder that ``.ci/schemas`` fills; without that folder, the test skips."""
    folder = os.environ.get("CLOUDMKT_FOREIGN_SCHEMAS")
    if folder is None:
        pytest.skip("needs foreign schemas: run .ci/schemas FOLDER and set CLOUDMKT_FOREIGN_SCHEMAS=FOLDER")
    found = sorted(Path(folder).rglob(pattern))
    assert found, f"{folder} has no {pattern}"
    return found[0]
