"""The gate is one word in every format: the verdict with waivers and the baseline counted."""

import csv
import json
import re
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from support.samples import AS_OF, Values, stating, vendor
from support.samples_reports import Page
from support.samples_waivers import waiver, write_waivers
from support.strategies_runs import invoke, write

AT = ("--as-of", AS_OF.isoformat(), "--lang", "en")
HEAD = "With waivers and baseline"
SITE: Values = vendor() | {"target_markets": ["website"]}
UNSIGNED = stating(("agreements", "consignment"), value=False, values=SITE)
UNDERSTAFFED = stating(("team", "technical_and_service"), 9, SITE)
UNTESTED = stating(("documents", "business_licence"), value=False, values=UNDERSTAFFED)
BEFORE: dict[str, Values] = {"worse": SITE, "unchanged": UNDERSTAFFED, "both": UNTESTED, "waived": SITE}
NOW: dict[str, Values] = {
    "worse": UNDERSTAFFED,
    "unchanged": UNDERSTAFFED,
    "both": stating(("agreements", "consignment"), value=False, values=UNTESTED),
    "waived": UNSIGNED,
    "met": SITE,
    "new": UNDERSTAFFED,
}
GATES = {
    "worse": "not eligible",
    "unchanged": "eligible",
    "both": "eligible",
    "waived": "eligible",
    "met": "eligible",
    "new": "not eligible",
}
"""The gate of each profile; the verdict of all but ``met`` is "not eligible"."""
DIFFER = {name: gate for name, gate in GATES.items() if gate == "eligible" and name != "met"}


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of profiles, with a report of how they were and a waiver of what two of them have lost since."""
    monkeypatch.chdir(tmp_path)
    for values in (BEFORE, NOW):
        for name, one in values.items():
            write(Path("clients") / f"{name}.toml", stating(("company", "name"), name, one))
        if values is BEFORE:
            invoke("check", "clients", *AT, "-o", "then.json")
    expires = date(2026, 12, 31)
    write_waivers(Path("waivers.toml"), *(waiver("agreements", name, expires) for name in ("both", "waived")))


def check(*arguments: str) -> str:
    return invoke("check", "clients", *AT, "--waivers", "waivers.toml", "--baseline", "then.json", *arguments).stdout


def report(name: str) -> bytes:
    check("--report", name)
    return Path(name).read_bytes()


def test_json() -> None:
    entries = json.loads(check("-f", "json"))["profiles"]
    assert {Path(one["path"]).stem: one["gate"].replace("_", " ") for one in entries} == GATES
    assert [one["verdict"] for one in entries].count("not_eligible") == len(GATES) - 1


def test_json_lines() -> None:
    entries = [one for one in map(json.loads, check("-f", "jsonl").splitlines()) if "gate" in one]
    assert {Path(one["path"]).stem: one["gate"].replace("_", " ") for one in entries} == GATES


def test_csv() -> None:
    rows = list(csv.DictReader(StringIO(report("all.csv").decode("utf-8-sig"), newline="")))
    gates = {(Path(row["Profile"]).stem, row["Profile verdict with waivers and baseline"]) for row in rows}
    assert gates == {*GATES.items()}


def test_xlsx() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(report("all.xlsx")))
    heads, *rows = book.get_sheet_by_name("Overview").to_python()
    gates = {str(row[heads.index("Vendor")]): str(row[heads.index(HEAD)])[2:] for row in rows}
    assert gates == GATES


def test_markdown() -> None:
    """Which says it where it differs from the verdict."""
    _, *sections = report("all.md").decode().split("\n## ")
    found = {
        section.partition("\n")[0]: re.search(rf"^{HEAD}: \*\*. (.*)\*\*", section, re.MULTILINE)
        for section in sections
    }
    assert {name: match[1] for name, match in found.items() if match} == DIFFER
    assert found.keys() == GATES.keys()


def test_html() -> None:
    """Which says it where it differs from the verdict."""
    page = Page(report("all.html").decode())
    names = [element.text for element in page.all("h2") if element.attributes["id"].startswith("client-")]
    verdicts = [element.text for element in page.all("p") if element.has("verdict")]
    found = {
        name: match[1].strip()
        for name, verdict in zip(names, verdicts, strict=True)
        if (match := re.search(rf"{HEAD}\s+. (.*)", verdict))
    }
    assert found == DIFFER
    assert {*names} == {*GATES}


@pytest.mark.parametrize("details", [(), ("--details",)], ids=["matrix", "checklists"])
def test_text(details: tuple[str, ...]) -> None:
    """Which says it where it differs from the verdict, and why."""
    found = [line.strip() for line in check(*details).splitlines() if line.strip().startswith(HEAD)]
    no_worse, waived = (f"{HEAD}  ✓ eligible: {why}" for why in ("no worse than the baseline", "failures are waived"))
    both = f"{HEAD}  ✓ eligible: no worse than the baseline"  # one failure that is waived, two that are not
    assert found == [both, no_worse, waived]


def test_the_exit_code_follows_it() -> None:
    def code(name: str) -> int:
        options = ("--waivers", "waivers.toml", "--baseline", "then.json")
        return invoke("check", f"clients/{name}.toml", *AT, *options).exit_code

    assert {name: code(name) for name in GATES} == {name: int(gate == "not eligible") for name, gate in GATES.items()}
