"""Many profiles at once: the matrix, its order and filter, JSON Lines, and one outcome in any number of processes."""

import json
import shutil
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from support.paths import BAD_INPUT, PROFILES
from support.samples import AS_OF, CATALOGUE
from support.strategies_runs import run
from support.whole_app import app
from typer.testing import CliRunner, Result

from cloudmkt_cli.core.messages import LANGUAGES
from cloudmkt_cli.render.json_report.jsonl import profile_line
from cloudmkt_cli.runs.batch import Batch
from cloudmkt_cli.runs.pool import PARALLEL_FROM, CheckOptions, Rejected, transform_profiles
from cloudmkt_cli.runs.profile_paths import find_profiles
from cloudmkt_cli.runs.summary import vendor_row

AT = ("--as-of", "2026-11-23", "--lang", "en")
BAD = 'profile_version = 1\n[company]\nname = "坏"\nestablished = "soon"\n'


@pytest.fixture
def clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "clients"
    folder.mkdir()
    for name in ("website-eligible", "website-not-eligible", "enterprise-incomplete", "individual"):
        shutil.copy(PROFILES / f"{name}.toml", folder)
    monkeypatch.chdir(tmp_path)
    return folder


def check(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", *arguments, *AT])


def vendors(text: str) -> list[str]:
    return [line.split()[1][:4] for line in text.splitlines() if line.startswith(("  ✓ ", "  ✗ ", "  ? "))]


def test_several_profiles_are_a_matrix(clients: Path) -> None:
    done = check("clients")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[:9] == [
        "    Vendor              mini   web    image  ent.   API    serv.  Next step",
        "  ? 岚汀示例人力资源科… ✗7/19  ✗9/17  ✗7/15 [?11/18]?8/17  ?8/16  qualify",
        "  ✗ 个人开发者（示例）  ✗2/19  ✗2/17  ✗2/15  ✗2/18 [✗4/17 ]✗2/16  verify-enterp…",
        "    to fix: general.enterprise, general.business-licence,",
        "    general.bank-account-proof, api.team-size",
        "  ✓ 鹭岛示例建站网络有… ✗12/19[✓17/17]?12/15 ✗14/18 ✗13/17 ✗13/16 apply",
        "  ✗ 青屿示例网络科技有… ✗8/19 [✗8/16 ]✗7/15  ✗8/18  ✗8/17  ✗8/16  qualify",
        "    to fix: website.company-age, website.team-size, website.support-hours,",
        "    website.customer-cases",
    ]
    assert "Profiles checked: 4 (1 eligible, 2 not eligible, 1 incomplete); not checked: 0" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ["岚汀示例", "个人开发", "鹭岛示例", "青屿示例"]),
        (("--sort", "name"), ["个人开发", "岚汀示例", "青屿示例", "鹭岛示例"]),
        (("--sort", "verdict"), ["鹭岛示例", "岚汀示例", "青屿示例", "个人开发"]),
        (("--sort", "gaps"), ["鹭岛示例", "岚汀示例", "青屿示例", "个人开发"]),
        (("--only", "not-eligible"), ["个人开发", "青屿示例"]),
        (("--only", "incomplete", "--sort", "gaps"), ["岚汀示例"]),
    ],
    ids=["as-given", "by-name", "by-verdict", "by-gaps", "only-not-eligible", "only-incomplete-by-gaps"],
)
def test_order_and_filter(clients: Path, arguments: tuple[str, ...], expected: list[str]) -> None:
    done = check("clients", *arguments)
    assert vendors(done.stdout) == expected
    assert "Profiles checked: 4 (1 eligible, 2 not eligible, 1 incomplete); not checked: 0" in done.stdout
    assert done.exit_code == 1


def test_only_hides_from_json_too_and_counts_all(clients: Path) -> None:
    report = json.loads(check("clients", "--only", "eligible", "--format", "json").stdout)
    assert [profile["verdict"] for profile in report["profiles"]] == ["eligible"]
    counts = {"profiles": 4, "eligible": 1, "not_eligible": 2, "incomplete": 1, "errors": 0, "waived": 0, "worse": 0}
    assert report["summary"] == counts | {"left_out": 0}


def test_json_is_in_the_order_of_the_paths_however_text_is_sorted(clients: Path) -> None:
    assert check("clients", "-f", "json", "--sort", "gaps").stdout == check("clients", "-f", "json").stdout


def test_details_are_the_checklist_of_each(clients: Path) -> None:
    done = check("clients", "--details", "--sort", "name")
    heads = [line for line in done.stdout.splitlines() if line.startswith("clients/") or "  clients/" in line]
    assert [Path(line.split("clients/")[1].split()[0]).stem for line in heads] == [
        "individual",
        "enterprise-incomplete",
        "website-not-eligible",
        "website-eligible",
    ]
    assert "Profiles checked: 4 (1 eligible, 2 not eligible, 1 incomplete); not checked: 0" in done.stdout


def test_a_pattern_that_no_shell_expanded(clients: Path) -> None:
    done = check("clients/website-*.toml", "clients/ind*", "clients/website-eligible.toml")
    assert vendors(done.stdout) == ["个人开发", "鹭岛示例", "青屿示例"]


def test_a_pattern_that_fits_nothing_is_named(clients: Path) -> None:
    done = check("clients/x*.toml")
    assert done.exit_code == 4
    assert "clients/x*.toml: error: no profiles found in clients/x*.toml" in done.stderr


def test_the_configuration_beside_profiles_is_none(clients: Path) -> None:
    (clients / "cloudmkt-config.toml").write_text('lang = "en"\n', encoding="utf-8")
    files, errors, _ = find_profiles(["clients"])
    assert (len(files), errors) == (4, [])


def test_lines_are_the_entries_of_the_report(clients: Path) -> None:
    (clients / "bad.toml").write_text(BAD, encoding="utf-8")
    report = json.loads(check("clients", "--format", "json").stdout)
    done = check("clients", "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    head: dict[str, Any] = {
        "version": 1,
        "catalogue": {key: report["catalogue"][key] for key in ("id", "checked_on")},
        "as_of": "2026-11-23",
        "configuration": None,
        "hypothetical": [],
    }
    bad = head | {"path": "clients/bad.toml", "errors": report["errors"]}
    assert lines == [bad, *(head | profile for profile in report["profiles"])]
    assert done.exit_code == 4
    assert done.stderr == ""


def test_lines_go_to_a_file(clients: Path) -> None:
    done = check("clients", "--format", "jsonl", "--output", "report.jsonl")
    assert done.stdout == ""
    assert Path("report.jsonl").read_text(encoding="utf-8") == check("clients", "--format", "jsonl").stdout


@pytest.mark.parametrize(
    "transform", [vendor_row, partial(profile_line, run=Batch(CATALOGUE, AS_OF, (), ()).context, language="zh")]
)
def test_the_outcome_is_the_same_in_any_number_of_processes(tmp_path: Path, transform: Any) -> None:
    shipped = sorted(PROFILES.glob("*.toml"))
    for number in range(130):
        shutil.copy(shipped[number % len(shipped)], tmp_path / f"{number:03}.toml")
    (tmp_path / "077.toml").write_text(BAD, encoding="utf-8")
    files, errors, _ = find_profiles([str(tmp_path)])
    assert (len(files), errors) == (130, [])
    alone, together = (
        list(transform_profiles(files, CheckOptions(AS_OF, CATALOGUE), transform, processes)) for processes in (1, 2)
    )
    assert alone == together
    assert isinstance(alone[77], Rejected)
    assert [diagnostic.key for diagnostic in alone[77].diagnostics] == ["company.established"]


def test_bad_files_stop_nothing(tmp_path: Path) -> None:
    shipped = sorted(PROFILES.glob("*.toml"))
    corpus = [file for file in BAD_INPUT.glob("*.toml") if file.name != "expected.toml"]
    for number in range(200):
        shutil.copy(shipped[number % len(shipped)], tmp_path / f"{number:03}.toml")
    for file in corpus:
        shutil.copy(file, tmp_path / f"bad-{file.name}")
    done = check(str(tmp_path), "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum("verdict" in line for line in lines) == 200
    assert sum("errors" in line for line in lines) == len(corpus) >= 190
    assert done.exit_code == 4


def test_standard_input_is_read_among_very_many(tmp_path: Path) -> None:
    shipped = sorted(PROFILES.glob("*.toml"))
    for number in range(PARALLEL_FROM):
        shutil.copy(shipped[number % len(shipped)], tmp_path / f"{number:03}.toml")
    done = run("check", "-", ".", "-f", "jsonl", given=shipped[0].read_bytes(), folder=tmp_path)
    entries = {entry["path"]: entry for entry in map(json.loads, done.stdout.splitlines())}
    assert len(entries) == PARALLEL_FROM + 1
    assert entries["<stdin>"]["vendor"] == entries["000.toml"]["vendor"]


def test_a_step_with_a_date_shows_it_on_a_wide_page(clients: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(PROFILES / "stage-await-review.toml", clients)
    monkeypatch.setenv("COLUMNS", "140")
    assert "Wait for the review due 2026-11-25" in check("clients").stdout


def test_matrix_of_some_markets(clients: Path) -> None:
    head, *_ = check("clients", "-m", "api", "-m", "website").stdout.splitlines()
    assert head.split() == ["Vendor", "web", "API", "Next", "step"]


def test_short_names_fit_their_column() -> None:
    for market in CATALOGUE.markets:
        for language in LANGUAGES:
            assert cell_len(market.short.get(language)) <= 6


def test_as_of_is_the_day_of_every_line(clients: Path) -> None:
    lines = check("clients", "--format", "jsonl").stdout.splitlines()
    assert {json.loads(line)["as_of"] for line in lines} == {date(2026, 11, 23).isoformat()}
