"""Reports to read and compare: as ``check`` writes them, made by hand, and of two runs between which much changed."""

from datetime import date
from pathlib import Path

import pytest
from support.samples import AS_OF, CATALOGUE, Values, stating, vendor, without
from support.samples_reports import sample_batch
from support.samples_waivers import stated, waiver
from support.strategies_runs import invoke, write

from cloudmkt_cli.catalogue.model import Level
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.history.model import Origin, PastMarket, PastProfile, PastReport, PastRequirement
from cloudmkt_cli.history.reader import read_report
from cloudmkt_cli.render.json_report import render_batch
from cloudmkt_cli.render.json_report.jsonl import error_line, profile_line, waivers_line
from cloudmkt_cli.runs.waivers import waiver_uses

WAIVERS = tuple(waiver_uses(stated(waiver(), waiver("no-such")), CATALOGUE, AS_OF, set()))
BATCH = sample_batch()._replace(waivers=WAIVERS)
DOCUMENT = render_batch(BATCH, "zh")
UNCHECKED = [error.path for error in BATCH.errors]
LINES = b"".join(
    [
        *(error_line((error,), "en", BATCH.context) for error in BATCH.errors),
        *(profile_line(checked, BATCH.context, "en") for checked in BATCH.profiles),
        waivers_line(WAIVERS, BATCH.context),
    ]
).decode()
HEAD = DOCUMENT.partition("    {\n")[0]

SITE: Values = vendor() | {"target_markets": ["website"]}
UNDERSTAFFED = stating(("team", "technical_and_service"), 9, SITE)
CASES = [{name: value for name, value in case.items() if name != "award"} for case in vendor()["cases"]]
OLD: dict[str, Values] = {
    "worse": SITE,
    "broken": SITE,
    "better": stating(("agreements", "consignment"), False, SITE),
    "mended": {"profile_version": 1},
    "more-cases": stating(("cases",), vendor()["cases"][:4], SITE),
    "less-known": stating(("agreements", "consignment"), False, UNDERSTAFFED),
    "renamed": SITE,
    "aims-higher": SITE,
    "left": SITE,
    "same": SITE,
    "still-broken": {"profile_version": 1},
    "awarded": vendor() | {"target_markets": ["miniprogram"], "cases": CASES},
    "moved/before": SITE,
}
NEW: dict[str, Values] = OLD | {
    "worse": UNDERSTAFFED,
    "broken": stating(("team", "technical_and_service"), "9", SITE),
    "better": SITE,
    "mended": SITE,
    "more-cases": stating(("team", "technical_and_service"), 8, SITE),
    "less-known": without(("agreements", "consignment"), UNDERSTAFFED),
    "aims-higher": without(("products",), SITE | {"target_markets": ["website", "image"]}),
    "awarded": vendor() | {"target_markets": ["miniprogram"]},
    "joined": SITE,
    "moved/after": stating(("documents", "business_licence"), False, SITE),
}
del NEW["left"], NEW["moved/before"]
NAMES = {"renamed": "星海更名科技有限公司", "moved/after": "示例公司 moved/before"}


def two_runs(folder: Path) -> tuple[Path, Path]:
    """The JSON of a run yesterday and the JSON Lines of one today, both in ``folder``, which is the current one."""
    reports = folder / "old.json", folder / "new.jsonl"
    days = date(2026, 11, 22), AS_OF
    for name, clients, report, day in zip(("old", "new"), (OLD, NEW), reports, days, strict=True):
        for client, values in clients.items():
            write(Path("clients") / f"{client}.toml", _named(values, client, name))
        form = report.suffix.removeprefix(".")
        invoke("check", "clients", "--format", form, "--output", report.name, "--as-of", day.isoformat())
        for path in Path("clients").rglob("*.toml"):
            path.unlink()
    return reports


def _named(values: Values, client: str, run: str) -> Values:
    if "company" not in values:
        return values
    name = NAMES.get(client) if run == "new" else None
    return stating(("company", "name"), name or f"示例公司 {client}", values)


def requirement(identity: str, status: str, level: Level = "required") -> PastRequirement:
    return PastRequirement(identity, level, Status(status))


def market(verdict: str, *requirements: PastRequirement, targeted: bool = True) -> PastMarket:
    return PastMarket(targeted, Verdict(verdict), requirements)


def profile(path: str, vendor_name: str, verdict: str = "eligible", **markets: PastMarket) -> PastProfile:
    return PastProfile(path, vendor_name, Verdict(verdict), markets)


def unchecked(path: str) -> PastProfile:
    return PastProfile(path)


def report(*profiles: PastProfile) -> PastReport:
    return PastReport(Origin("report.json", CATALOGUE.id, CATALOGUE.checked_on, AS_OF), profiles)


def read(folder: Path, data: str | bytes) -> PastReport:
    path = folder / "report"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_report(str(path))


def refused(folder: Path, data: str | bytes) -> Diagnostic:
    with pytest.raises(InputError) as raised:
        read(folder, data)
    (fault,) = raised.value.diagnostics
    assert fault.path == (folder / "report").as_posix()
    return fault
