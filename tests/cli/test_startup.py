"""What a run imports: only what it needs, for the time that importing takes."""

import json
import sys
from pathlib import Path
from typing import get_args

import pytest
from support.samples import Values, vendor, without
from support.strategies_runs import run, write

from cloudmkt_cli.core.formats import GateFormat

SCRIPT = """
import json, sys
from cloudmkt_cli.__main__ import main
try:
    main()
except SystemExit:
    pass
sys.stderr.write("\\n" + json.dumps(sorted(sys.modules)))
"""
PROGRAM = (sys.executable, "-c", SCRIPT)
NOT_VALID: Values = {"profile_version": 1, "company": {"name": "星海示例科技有限公司", "established": "2015"}}


def libraries_loaded(*arguments: str | Path) -> set[str]:
    done = run(*arguments, program=PROGRAM)
    assert done.stdout
    modules: list[str] = json.loads(done.stderr.decode().rpartition("\n")[2])
    return {module for module in modules if "." not in module}


def test_pydantic_loads_no_plugins(tmp_path: Path, profile: Path) -> None:
    (tmp_path / "planted.py").write_text('raise SystemExit("a plugin was loaded")\n', encoding="utf-8")
    metadata = tmp_path / "planted-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: planted\nVersion: 1\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text("[pydantic]\nplanted = planted:plugin\n", encoding="utf-8")
    environment = {"PYTHONPATH": str(tmp_path)}
    report = tmp_path / "report.json"
    report.write_bytes(run("check", profile, "--format", "json").stdout)
    assert run("diff", report, report, environment=environment).returncode == 0
    bare = run(
        program=(sys.executable, "-c", "from pydantic import BaseModel\nclass A(BaseModel): ..."),
        environment=environment,
    )
    assert bare.stderr.decode().strip() == "a plugin was loaded"  # as it is where nothing keeps it out


@pytest.mark.parametrize("command", ["check", "next", "plan"])
def test_a_profile_is_read_without_the_models_of_pydantic(profile: Path, command: str) -> None:
    """They would take a third of the time of a short run."""
    loaded = libraries_loaded(command, profile, "--format", "json")
    assert "pydantic_core" in loaded
    assert "pydantic" not in loaded


def test_a_check_reads_no_metadata_of_packages(profile: Path) -> None:
    done = run("check", profile, "--format", "json", program=PROGRAM)
    assert "importlib.metadata" not in json.loads(done.stderr)


@pytest.fixture(name="profile", scope="module")
def _profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("startup") / "vendor.toml", vendor())


@pytest.fixture(name="applicant", scope="module")
def _applicant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vendor whose application waits for an answer, so that there is a day to count to."""
    values = vendor() | {"onboarding": {"applied_on": vendor()["attestations"]["lawful"]["on"], "review": "pending"}}
    return write(tmp_path_factory.mktemp("startup") / "applicant.toml", values)


@pytest.mark.parametrize("asked", ["--version", "--help"])
def test_asking_about_the_program_loads_no_validator(asked: str) -> None:
    assert "pydantic_core" not in libraries_loaded(asked)


@pytest.mark.parametrize(
    "command",
    ["check", "diff", "next", "plan", "markets", "requirements", "explain", "schema", "config", "init", "fill"],
)
def test_the_help_of_a_command_loads_no_validator(command: str) -> None:
    assert "pydantic_core" not in libraries_loaded(command, "--help")


def test_a_new_profile_and_its_schema_load_no_rich_and_no_calendar(tmp_path: Path) -> None:
    for arguments in (("init", tmp_path / "new.toml", "--name", "x"), ("schema", "profile")):
        assert {"rich", "chinese_calendar", "xlsxwriter"} & libraries_loaded(*arguments) == set()


def test_a_json_report_loads_no_rich(profile: Path) -> None:
    assert "rich" not in libraries_loaded("check", profile, "--format", "json")


@pytest.mark.parametrize("output_format", get_args(GateFormat))
def test_a_report_for_ci_loads_no_rich_and_no_template(profile: Path, output_format: str) -> None:
    assert {"rich", "jinja2", "xlsxwriter"} & libraries_loaded("check", profile, "--format", output_format) == set()


def test_a_json_comparison_loads_no_rich(profile: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_bytes(run("check", profile, "--format", "json").stdout)
    assert "rich" not in libraries_loaded("diff", report, report, "--format", "json")


def test_a_json_report_of_an_invalid_profile_loads_no_rich(tmp_path: Path) -> None:
    assert "rich" not in libraries_loaded("check", write(tmp_path / "bad.toml", NOT_VALID), "--format", "json")


@pytest.mark.parametrize(
    "arguments",
    [
        ("next", "--format", "json"),
        ("markets", "--format", "json"),
        ("requirements", "website", "--format", "json"),
        ("requirements", "--compare", "--format", "json"),
        ("explain", "team-size", "--format", "json"),
    ],
    ids=" ".join,
)
def test_the_catalogue_and_the_way_in_as_json_load_no_rich(arguments: tuple[str, ...]) -> None:
    assert "rich" not in libraries_loaded(*arguments)


def test_a_text_report_loads_rich(profile: Path) -> None:
    assert "rich" in libraries_loaded("check", profile, "--format", "text")


def test_only_a_profile_with_an_application_loads_the_calendar(profile: Path, applicant: Path) -> None:
    assert "chinese_calendar" not in libraries_loaded("check", profile, "--format", "json")
    assert "chinese_calendar" in libraries_loaded("check", applicant, "--format", "json")


def test_a_profile_with_only_the_company_loads_no_calendar(tmp_path: Path) -> None:
    bare = {key: value for key, value in without(("products",)).items() if key in {"profile_version", "company"}}
    assert "chinese_calendar" not in libraries_loaded("check", write(tmp_path / "bare.toml", bare))
