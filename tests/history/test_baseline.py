"""``check --baseline``: who is worse than in a report of before, and in what."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from support.samples import AS_OF, Values, stating, vendor, without
from support.samples_diff import SITE, UNDERSTAFFED
from support.samples_waivers import waiver, write_waivers
from support.strategies_runs import invoke, run, write
from typer.testing import Result

from cloudmkt_cli.runs import pool as parallel

AT = ("--as-of", AS_OF.isoformat(), "--lang", "en")
NOT_OURS = stating(
    ("products", 0, "self_developed"), False, stating(("products", 0, "on_tencent_cloud"), False, UNDERSTAFFED)
)
OTHER_KIND = stating(("products", 0, "kind"), "service", NOT_OURS | {"target_markets": ["miniprogram"]})
"""In a market that it fails, with a product that much of it does not apply to."""
THEN: dict[str, Values] = {
    "aims-higher": SITE,
    "better": UNDERSTAFFED,
    "both": UNDERSTAFFED,
    "changed": without(("agreements", "consignment"), UNDERSTAFFED),
    "same": UNDERSTAFFED,
    "worse": SITE,
    "other-kind": OTHER_KIND,
}
NOW: dict[str, Values] = THEN | {
    "aims-higher": without(("products",), SITE | {"target_markets": ["website", "image"]}),
    "better": SITE,
    "both": stating(("agreements", "consignment"), value=False, values=UNDERSTAFFED),
    "changed": stating(("agreements", "consignment"), value=False, values=UNDERSTAFFED),
    "new": UNDERSTAFFED,
    "worse": UNDERSTAFFED,
    "other-kind": stating(("products", 0, "kind"), "saas", OTHER_KIND),
}
OUTCOMES = [
    ("aims-higher", "worse", "incomplete", "incomplete"),
    ("better", "better", "eligible", "eligible"),
    ("both", "worse", "not_eligible", "not_eligible"),
    ("changed", "changed", "not_eligible", "eligible"),
    ("new", "new", "not_eligible", "not_eligible"),
    ("other-kind", "worse", "not_eligible", "not_eligible"),
    ("same", "unchanged", "not_eligible", "eligible"),
    ("worse", "worse", "not_eligible", "not_eligible"),
]


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of profiles as they are now, and two reports of how they were."""
    monkeypatch.chdir(tmp_path)
    for values in (THEN, NOW):
        for name, one in values.items():
            write(Path("clients") / f"{name}.toml", stating(("company", "name"), f"示例公司 {name}", one))
        if values is THEN:
            for form in ("json", "jsonl"):
                invoke("check", "clients", *AT, "-f", form, "-o", f"then.{form}")
    return tmp_path


def against(*arguments: str | Path, baseline: str = "then.json") -> Result:
    return invoke("check", *arguments, *AT, "--baseline", baseline)


def entries(*arguments: str | Path, baseline: str = "then.json") -> list[tuple[str, ...]]:
    lines = map(json.loads, against(*arguments, "-f", "jsonl", baseline=baseline).stdout.splitlines())
    return [(Path(one["path"]).stem, one["baseline"], one["verdict"], one["gate"]) for one in lines if "path" in one]


@pytest.mark.parametrize("baseline", ["then.json", "then.jsonl"])
def test_json_says_of_each_what_became_of_it(baseline: str) -> None:
    document = json.loads(against("clients", "-f", "json", baseline=baseline).stdout)
    found = [(Path(one["path"]).stem, one["baseline"], one["verdict"], one["gate"]) for one in document["profiles"]]
    assert found == entries("clients", baseline=baseline) == OUTCOMES
    assert document["summary"]["worse"] == 4
    without_one: list[dict[str, Any]] = json.loads(invoke("check", "clients", *AT, "-f", "json").stdout)["profiles"]
    assert {one["baseline"] for one in without_one} == {None}
    assert [one["verdict"] for one in without_one] == [verdict for _, _, verdict, _ in OUTCOMES]


def test_json_says_what_is_worse_of_each(folder: Path) -> None:
    document = json.loads(against("clients", "-f", "json").stdout)
    regressions = {Path(one["path"]).stem: one["regressions"] for one in document["profiles"]}
    assert {name: found for name, found in regressions.items() if found} == {
        "aims-higher": [
            {"id": "website.software-copyright", "old": "pass", "new": "unknown"},
            {"id": "website.runs-on-or-bundled", "old": "pass", "new": "unknown"},
            {"id": "image.cvm-image", "old": None, "new": "unknown"},
        ],
        "both": [{"id": "website.agreements", "old": "pass", "new": "fail"}],
        "other-kind": [
            {"id": "miniprogram.self-developed", "old": "not_applicable", "new": "fail"},
            {"id": "miniprogram.runs-on-tencent-cloud", "old": "not_applicable", "new": "fail"},
        ],
        "worse": [{"id": "website.team-size", "old": "pass", "new": "fail"}],
    }
    assert regressions.keys() == NOW.keys()


def test_what_begins_to_apply_and_fails_is_worse_in_the_formats_for_ci() -> None:
    (run,) = json.loads(against("clients/other-kind.toml", "-f", "sarif").stdout)["runs"]
    states = {result["ruleId"]: (result["level"], result["baselineState"]) for result in run["results"]}
    assert states == {
        "miniprogram.team-size": ("error", "unchanged"),
        "miniprogram.self-developed": ("error", "new"),
        "miniprogram.runs-on-tencent-cloud": ("error", "new"),
    }
    annotations = against("clients/other-kind.toml", "-f", "github").stdout.splitlines()
    titles = [line.partition("title=")[2].partition(" ")[0] for line in annotations if line.startswith("::error")]
    assert titles == ["miniprogram.self-developed", "miniprogram.runs-on-tencent-cloud"]


def test_diff_calls_the_same_ones_worse() -> None:
    invoke("check", "clients", *AT, "-f", "json", "-o", "now.json")
    told = json.loads(invoke("diff", "then.json", "now.json", "-f", "json").stdout)["profiles"]
    assert {(Path(one["new"]["path"]).stem, one["change"]) for one in told} == {
        (name, change) for name, change, *_ in OUTCOMES if change != "unchanged"
    }


@pytest.mark.parametrize(
    ("name", "status"), [(name, {"not_eligible": 1, "incomplete": 3}.get(gate, 0)) for name, _, _, gate in OUTCOMES]
)
def test_the_exit_status_follows_the_gate(name: str, status: int) -> None:
    assert against(f"clients/{name}.toml").exit_code == status


TOLERATED = "With waivers and baseline ✓ eligible: no worse than the baseline"


def test_the_matrix_names_the_worse_and_what_is_worse_of_them() -> None:
    done = against("clients")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    begin = lines.index("Worse than the baseline")
    assert lines[begin : begin + 12] == [
        "Worse than the baseline",
        "示例公司 aims-higher ✓ eligible → ? incomplete clients/aims-higher.toml",
        "? website.software-copyright met → unknown",
        "? website.runs-on-or-bundled met → unknown",
        "? image.cvm-image not required before → unknown",
        "示例公司 both clients/both.toml",
        "✗ website.agreements met → not met",
        "示例公司 other-kind clients/other-kind.toml",
        "✗ miniprogram.self-developed not applicable → not met",
        "✗ miniprogram.runs-on-tencent-cloud not applicable → not met",
        "示例公司 worse ✓ eligible → ✗ not eligible clients/worse.toml",
        "✗ website.team-size met → not met",
    ]
    summary = (
        "Profiles checked: 8 (1 eligible, 6 not eligible, 1 incomplete); not checked: 0; worse than the baseline: 4"
    )
    assert summary in " ".join(lines)
    assert (done.exit_code, done.stderr) == (1, "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("worse", ["Against the baseline worse ✓ eligible → ✗ not eligible", "✗ website.team-size met → not met"]),
        ("same", [TOLERATED, "Against the baseline unchanged"]),
        ("changed", [TOLERATED, "Against the baseline changed, not worse"]),
        ("better", ["Against the baseline better ✗ not eligible → ✓ eligible"]),
        ("new", ["Against the baseline not in the baseline; counts in full"]),
        (
            "other-kind",
            [
                "Against the baseline worse",
                "✗ miniprogram.self-developed not applicable → not met",
                "✗ miniprogram.runs-on-tencent-cloud not applicable → not met",
            ],
        ),
    ],
)
def test_the_checklist_says_it(name: str, said: list[str]) -> None:
    lines = [" ".join(line.split()) for line in against(f"clients/{name}.toml").stdout.splitlines()]
    begin = lines.index(said[0])
    assert lines[begin - 1].startswith("Verdict")
    assert lines[begin : begin + len(said)] == said
    assert lines[begin + len(said)].startswith("Newest known text")


def test_a_waiver_that_ran_out_is_what_is_worse(folder: Path) -> None:
    code = vendor()["company"]["uscc"]
    waivers = str(write_waivers(folder / "waivers.toml", waiver("team-size", code)))
    waived = ("clients/same.toml", "--waivers", waivers)
    for form in ("json", "jsonl"):
        assert invoke("check", *waived, *AT, "-f", form, "-o", f"waived.{form}").exit_code == 0
        assert entries(*waived, baseline=f"waived.{form}") == [("same", "unchanged", "not_eligible", "eligible")]
        assert entries("clients/same.toml", baseline=f"waived.{form}") == [
            ("same", "worse", "not_eligible", "not_eligible")
        ]
    (entry,) = json.loads(against("clients/same.toml", "-f", "json", baseline="waived.json").stdout)["profiles"]
    assert entry["regressions"] == [{"id": "website.team-size", "old": "waived", "new": "fail"}]
    assert "✗ website.team-size waived → not met" in " ".join(
        against("clients/same.toml", baseline="waived.json").stdout.split()
    )
    assert entries(*waived) == [("same", "better", "not_eligible", "eligible")]
    assert entries("clients/worse.toml", "--waivers", waivers) == [("worse", "unchanged", "not_eligible", "eligible")]


def test_a_report_of_a_run_with_a_baseline_is_one_as_good() -> None:
    assert against("clients", "-f", "json", "-o", "again.json").exit_code == 1
    assert {(change, gate) for _, change, _, gate in entries("clients", baseline="again.json")} == {
        ("unchanged", "eligible")
    }


@pytest.mark.parametrize("form", [("-f", "jsonl"), (), ("-f", "json")], ids=["jsonl", "matrix", "json"])
def test_one_outcome_in_any_number_of_processes(monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]) -> None:
    one = against("clients", *form)
    monkeypatch.setattr(parallel, "PARALLEL_FROM", 2)
    monkeypatch.setattr(parallel, "_CHUNK_SIZE", 1)
    several = against("clients", *form)
    assert (one.exit_code, one.stdout, one.stderr) == (several.exit_code, several.stdout, several.stderr)
    assert one.exit_code == 1


def test_with_reports_and_from_standard_input() -> None:
    text = Path("clients/worse.toml").read_text(encoding="utf-8")
    done = invoke("check", "-", *AT, "--baseline", "then.json", "-f", "json", "--report", "all.json", given=text)
    assert (done.exit_code, json.loads(done.stdout)["profiles"][0]["baseline"]) == (1, "worse")  # by its name
    assert Path("all.json").read_bytes() == done.stdout_bytes


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"version": 2}', "[" * 100_000, "\x00", '{"profiles": 1}']
)
@pytest.mark.parametrize("form", ["text", "json", "jsonl", "junit"])
def test_what_is_no_report_stops_the_run_before_it_begins(text: str, form: str) -> None:
    Path("hostile.json").write_text(text, encoding="utf-8")
    done = against("clients", "-f", form, "--report", "none.html", baseline="hostile.json")
    assert (done.exit_code, done.stdout, Path("none.html").exists()) == (4, "", False)
    assert done.stderr.startswith("hostile.json:")


def test_a_hyphen_is_the_name_of_a_file() -> None:
    assert against("clients", baseline="-").exit_code == 4
    Path("then.json").rename("-")
    assert entries("clients", baseline="-") == OUTCOMES


def test_other_markets_and_another_edition_are_told_on_standard_error() -> None:
    done = against("clients", "-m", "website", "-f", "json")
    assert done.stderr.startswith(
        "then.json: warning: markets only in the baseline, not compared: miniprogram, image, enterprise, api, service\n"
    )
    invoke("check", "clients", *AT, "-m", "website", "-f", "json", "-o", "site.json")
    assert (
        "site.json: warning: markets not in the baseline, not compared"
        in against("clients", baseline="site.json").stderr
    )
    text = (
        Path("then.json")
        .read_text(encoding="utf-8")
        .replace('"checked_on": "2026-11-23"', '"checked_on": "2025-01-02"')
    )
    Path("then.json").write_text(text, encoding="utf-8")
    assert against("clients", "-f", "json").stderr.startswith(
        "then.json: warning: the edition differs, so some changes may come from the rules and not from the vendors: "
        "tencent-six-market, checked on 2025-01-02; now tencent-six-market, checked on 2026-11-23\n"
    )


def test_without_one_nothing_is_loaded_for_it() -> None:
    script = (
        "import sys\nfrom cloudmkt_cli.__main__ import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(str('cloudmkt_cli.history.baseline' in sys.modules))\n"
    )
    done = run("check", "clients", program=(sys.executable, "-c", script), folder=Path.cwd())
    assert done.stderr == b"False"
