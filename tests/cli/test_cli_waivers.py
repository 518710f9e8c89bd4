"""Waivers in every output: what fails still fails, and it says until when, by whom and why it is waived."""

import csv
import json
import sys
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from support.samples import AS_OF, stating, vendor
from support.samples_waivers import API_UNDECIDED, NAME, waiver, write_waivers
from support.strategies_runs import invoke, run, write
from typer.testing import Result

from cloudmkt_cli.runs import pool as parallel

AT = ("--as-of", AS_OF.isoformat(), "--lang", "en")
DAY = timedelta(days=1)
UNSIGNED = stating(("agreements", "consignment"), value=False) | {"target_markets": ["website"]}
SENTENCE = "until 2026-11-23, approved by 合规负责人: 二期补签"
WAIVED = {"reason": "二期补签", "approved_by": "合规负责人", "expires": "2026-11-23"}
OTHER = "远岸示例科技有限公司"
IDLE = (waiver("team-size"), waiver(expires=AS_OF - DAY), waiver("agreement"))
"""Not used, expired, and of no known requirement."""


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(Path("one/vendor.toml"), UNSIGNED)
    write(Path("many/waived.toml"), UNSIGNED)
    write(Path("many/met.toml"), vendor())
    write(Path("many/failed.toml"), UNSIGNED | {"company": UNSIGNED["company"] | {"name": OTHER, "uscc": "x"}})
    write_waivers(Path("waivers.toml"), waiver())
    write_waivers(Path("idle.toml"), waiver(), *IDLE)
    return tmp_path


def check(*arguments: str, waivers: str = "waivers.toml") -> Result:
    return invoke("check", *arguments, *AT, "--waivers", waivers)


def report(*arguments: str, waivers: str = "waivers.toml") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(check(*arguments, "-f", "json", waivers=waivers).stdout)
    return document


def test_the_checklist_shows_it_as_failed_and_waived() -> None:
    done = check("one")
    lines = [line.strip() for line in done.stdout.splitlines()]
    row = next(index for index, line in enumerate(lines) if line.startswith("✗ cl. 8"))
    assert " ".join(lines[row:]).split("waived: ")[1].startswith(SENTENCE)
    assert "✗ not eligible: 1 to fix (1 waived); 16 of 17 required met" in lines
    verdict = lines.index("Verdict  ✗ not eligible: 1 to fix (1 waived)")
    assert lines[verdict + 1] == "With waivers and baseline  ✓ eligible: failures are waived"
    assert (done.exit_code, done.stderr) == (0, "")


def test_without_a_target_the_best_market_with_waivers_is_what_the_run_is_about() -> None:
    write(Path("any.toml"), API_UNDECIDED)
    write_waivers(Path("website.toml"), waiver("website.marketplace-operator"))
    assert invoke("check", "any.toml", *AT).exit_code == 3
    done = check("any.toml", waivers="website.toml")
    assert done.exit_code == check("any.toml", "-m", "website", waivers="website.toml").exit_code == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "Website building website ✗ not eligible" in lines
    assert "✗ not eligible: 1 to fix (1 waived); 16 of 17 required met" in lines
    others = lines[lines.index("Other markets") :]
    assert others[4].startswith("? API services api 16/17 1 to fill in")
    verdict = lines.index("Verdict ? incomplete: 1 to fix (1 waived)")
    assert lines[verdict + 1] == "With waivers and baseline ✓ eligible: failures are waived"
    assert [line for line in lines[verdict:] if line == "Requirements are still open for: API services."]
    (entry,) = report("any.toml", waivers="website.toml")["profiles"]
    assert (entry["verdict"], entry["gate"]) == ("incomplete", "eligible")
    assert entry["next_step"]["blocked_by"] == ["api.website-test"]
    suites = check("any.toml", "-f", "junit", waivers="website.toml").stdout
    assert ('failures="0"' in suites, 'name="any.toml website"' in suites, ".api" in suites) == (True, True, False)


def test_without_a_difference_there_is_one_verdict_alone() -> None:
    assert "With waivers" not in check("many/failed.toml").stdout
    assert "With waivers" not in check("many/met.toml").stdout


def test_the_matrix_marks_it() -> None:
    done = check("many")
    head, *rows = done.stdout.splitlines()
    failed, to_fix, met, path, waived, other_path, ids, gate = rows[:8]
    assert head.split() == ["Vendor", "mini", "web", "image", "ent.", "API", "serv.", "Next", "step"]
    assert [row.split()[:2] for row in (failed, met, waived)] == [["✗", OTHER], ["✓", NAME], ["✗*", NAME]]
    assert (path.strip(), other_path.strip()) == ("many/met.toml", "many/waived.toml")
    assert (to_fix.strip(), ids.strip()) == ("to fix: website.agreements", "waived: website.agreements")
    assert gate.strip() == "With waivers and baseline  ✓ eligible: failures are waived"
    said = " ".join(done.stdout.split())
    assert "Profiles checked: 3 (1 eligible, 2 not eligible, 0 incomplete); not checked: 0; with waivers: 1" in said
    assert "* has waived failures" in said
    assert done.exit_code == 1


def test_details_show_it_in_each_checklist() -> None:
    text = " ".join(check("many", "--details").stdout.split())
    assert text.count(SENTENCE) == 1
    assert "; with waivers: 1" in text


def test_json_has_it_everywhere() -> None:
    document = report("many")
    assert document["summary"]["waived"] == 1
    assert [(one["verdict"], one["gate"]) for one in document["profiles"]] == [
        ("not_eligible", "not_eligible"),
        ("eligible", "eligible"),
        ("not_eligible", "eligible"),
    ]
    found = [
        (one["path"], item["id"], item["status"], item["waived"])
        for one in document["profiles"]
        for market in one["markets"]
        for item in market["requirements"]
        if item["waived"]
    ]
    assert [entry[0] for entry in found] == ["many/waived.toml"] * 6
    assert ("many/waived.toml", "website.agreements", "fail", WAIVED) in found
    assert document["waivers"] == [
        {
            "path": "waivers.toml",
            "requirement": "agreements",
            "vendor": waiver()["vendor"],
            "expires": "2026-11-23",
            "state": "used",
            "location": {"line": 3, "column": 15},
        }
    ]


def test_json_says_what_became_of_each() -> None:
    done = check("one", "-f", "json", waivers="idle.toml")
    assert [one["state"] for one in json.loads(done.stdout)["waivers"]] == ["used", "unused", "expired", "unknown"]
    assert (done.exit_code, done.stderr) == (0, "")


def test_json_lines_end_with_what_became_of_each() -> None:
    *profiles, last = map(json.loads, check("many", "-f", "jsonl", waivers="idle.toml").stdout.splitlines())
    assert [one["gate"] for one in profiles] == ["not_eligible", "eligible", "eligible"]
    assert last.keys() == {"version", "catalogue", "as_of", "configuration", "hypothetical", "waivers"}
    assert last["waivers"] == report("many", waivers="idle.toml")["waivers"]
    assert "waivers" not in json.loads(invoke("check", "one", *AT, "-f", "jsonl").stdout.splitlines()[-1])


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
@pytest.mark.parametrize("idle", IDLE, ids=["unused", "expired", "unknown"])
def test_strict_waivers_fail_for_each_of_them(output_format: str, idle: dict[str, Any]) -> None:
    write_waivers(Path("one-idle.toml"), waiver(), idle)
    done = check("one", "-f", output_format, "--strict-waivers", waivers="one-idle.toml")
    assert done.exit_code == 4
    assert done.stdout == check("one", "-f", output_format, waivers="one-idle.toml").stdout
    assert ("one-idle.toml:10:15: error: " in done.stderr) is (output_format == "text")
    assert check("one", "-f", output_format, "--strict-waivers").exit_code == 0


def test_an_audit_heeds_none() -> None:
    Path("pyproject.toml").write_text('[tool.cloudmkt]\nwaivers = "waivers.toml"\n', encoding="utf-8")
    plain = ("check", "one", *AT)
    assert invoke(*plain).exit_code == 0
    done = invoke(*plain, "--no-waivers")
    assert (done.exit_code, "waive" in done.stdout) == (1, False)
    assert json.loads(invoke(*plain, "--no-waivers", "-f", "json").stdout)["waivers"] == []
    assert invoke(*plain, "--no-waivers", "--waivers", "waivers.toml").exit_code == 2


def test_only_those_shown_and_the_number_of_all() -> None:
    document = report("many", "--only", "eligible")
    assert ([one["path"] for one in document["profiles"]], document["summary"]["waived"]) == (["many/met.toml"], 1)
    assert document["waivers"][0]["state"] == "used"
    text = " ".join(check("many", "--only", "eligible").stdout.split())
    assert "with waivers: 1" in text
    assert "* has waived failures" not in text


@pytest.mark.parametrize("form", [("-f", "jsonl"), (), ("-f", "json")], ids=["jsonl", "matrix", "json"])
def test_one_outcome_in_any_number_of_processes(monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]) -> None:
    one = check("many", *form, waivers="idle.toml")
    monkeypatch.setattr(parallel, "PARALLEL_FROM", 2)
    monkeypatch.setattr(parallel, "_CHUNK_SIZE", 1)
    several = check("many", *form, waivers="idle.toml")
    assert (one.exit_code, one.stdout, one.stderr) == (several.exit_code, several.stdout, several.stderr)


def test_reports_show_it() -> None:
    kinds = ("md", "html", "csv", "xlsx")
    check("many", *(part for kind in kinds for part in ("--report", f"all.{kind}")))
    markdown = Path("all.md").read_text(encoding="utf-8")
    assert markdown.count(f"  - waived: {SENTENCE}") == 1
    assert "With waivers and baseline: **✓ eligible**" in markdown
    assert "; with waivers: 1" in markdown
    page = Path("all.html").read_text(encoding="utf-8")
    assert page.count(f'<p class="waiver">waived: {SENTENCE}</p>') == 2  # in the checklist, and among the gaps
    assert page.count('<span class="tag">Waived</span>') == 1
    rows = list(csv.DictReader(StringIO(Path("all.csv").read_text(encoding="utf-8-sig"), newline="")))
    of_website = {Path(row["Profile"]).stem: row for row in rows if row["Market id"] == "website"}
    assert {
        name: (row["Waived"], row["Profile verdict with waivers and baseline"]) for name, row in of_website.items()
    } == {
        "failed": ("", "not eligible"),
        "met": ("", "eligible"),
        "waived": ("Agreements and vendor rules", "eligible"),
    }
    book = CalamineWorkbook.from_filelike(BytesIO(Path("all.xlsx").read_bytes()))
    heads, *listed = book.get_sheet_by_name("Requirements").to_python()
    assert [row[heads.index("Id")] for row in listed if row[heads.index("Waived")] == SENTENCE] == [
        f"{market}.agreements" for market in ("miniprogram", "website", "image", "enterprise", "api", "service")
    ]
    heads, *listed = book.get_sheet_by_name("Overview").to_python()
    assert [row[heads.index("With waivers and baseline")] for row in listed] == [
        "✗ not eligible",
        "✓ eligible",
        "✓ eligible",
    ]


def test_a_paper_for_one_vendor_knows_of_no_other() -> None:
    check("many", "--report-dir", "papers", "--report-format", "md")
    assert "waive" in Path(f"papers/{NAME}-2.md").read_text(encoding="utf-8")
    assert "waive" not in Path(f"papers/{OTHER}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_a_hostile_waiver_is_text(output_format: str) -> None:
    hostile = waiver() | {"reason": "[/x]\x1b[31m\u202e=1+1", "approved_by": "{by}", "requirement": "agreements"}
    write_waivers(Path("hostile.toml"), hostile, hostile | {"vendor": "[/]\x1b]8;;x\x07"})
    done = check("one", "-f", output_format, waivers="hostile.toml")
    assert done.exit_code == 0
    assert not {"\x1b", "\u202e", "\x07"} & {*done.stdout, *done.stderr} - (
        {"\u202e"} if output_format == "json" else set()
    )
    if output_format == "text":
        assert "approved by {by}: [/x]\\u001b[31m\\u202e=1+1" in " ".join(done.stdout.split())


def test_nothing_of_waivers_is_loaded_without_any() -> None:
    script = (
        "import sys\nfrom cloudmkt_cli.__main__ import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(str('cloudmkt_cli.runs.waiver_file' in sys.modules))\n"
    )
    program = (sys.executable, "-c", script)
    without = run("check", "one", *AT, program=program, folder=Path.cwd())
    with_them = run("check", "one", *AT, "--waivers", "waivers.toml", program=program, folder=Path.cwd())
    assert (without.stderr, with_them.stderr) == (b"False", b"True")
