"""The configuration is named in every output that it has changed, and in no other."""

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from python_calamine import CalamineWorkbook
from support.samples import AS_OF, stating
from support.samples_waivers import waiver, write_waivers
from support.strategies_runs import invoke, write

from cloudmkt_cli.core.formats import REPORT_ENDINGS

AT: Final = ("--as-of", AS_OF.isoformat(), "--lang", "en")
NAMED: Final = "cloudmkt-config.toml"
CHECK_FORMATS: Final = ("text", "json", "jsonl", "junit", "sarif", "github", "gitlab", "tap", "markdown")
OWN_WORDS: Final = ("-m", "website", "--fail-on", "incomplete", "--no-waivers", "vendor.toml")
"""All that the configuration says, said on the command line."""


@pytest.fixture(name="project", autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = tmp_path / "project"
    write(project / "vendor.toml", stating(("agreements", "consignment"), value=False))
    write_waivers(project / "waivers.toml", waiver())
    text = 'paths = ["vendor.toml"]\nmarkets = ["website"]\nwaivers = "waivers.toml"\n'
    (project / NAMED).write_text(text, encoding="utf-8")
    monkeypatch.chdir(project)
    return project


def names_it(*arguments: str, status: int = 0) -> bool:
    done = invoke(*arguments)
    assert done.exit_code == status
    return NAMED in done.stdout + done.stderr


@pytest.mark.parametrize("output_format", CHECK_FORMATS)
def test_check_names_it_in_every_format(output_format: str) -> None:
    assert names_it("check", *AT, "-f", output_format)
    assert not names_it("check", *AT, "-f", output_format, *OWN_WORDS, status=1)
    assert invoke("check", *AT).exit_code == 0
    assert invoke("check", *AT, *OWN_WORDS).exit_code == 1


@pytest.mark.parametrize("ending", REPORT_ENDINGS)
def test_a_report_names_it(ending: str) -> None:
    for more, expected in (
        ((), ending != ".codequality.json" and REPORT_ENDINGS[ending] != "gitlab"),
        (OWN_WORDS, False),
    ):
        path = Path(f"report{ending}")
        invoke("check", *AT, "--report", path, *more)
        content = path.read_bytes()
        if ending == ".xlsx":
            book = CalamineWorkbook.from_filelike(BytesIO(content))
            content = repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names]).encode()
        assert (NAMED.encode() in content.replace(b"\\", b"")) is expected


def test_a_matrix_names_it() -> None:
    write(Path("other.toml"), stating(("company", "name"), "远岸示例科技有限公司"))
    assert (
        "Configuration file: cloudmkt-config.toml"
        in invoke("check", *AT, "vendor.toml", "other.toml").stdout.splitlines()
    )


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_plan_and_next_name_it_where_it_chose_for_them(output_format: str) -> None:
    for_all = ("--as-of", AS_OF.isoformat(), "-f", output_format, "--lang", "en")
    assert names_it("plan", *for_all)
    assert names_it("plan", "vendor.toml", *for_all)
    assert not names_it("plan", "vendor.toml", "-m", "website", *for_all)
    assert names_it("next", *for_all)
    assert not names_it("next", "vendor.toml", *for_all)


def test_in_json_it_is_a_field() -> None:
    (Path.cwd() / "below").mkdir()
    assert json.loads(invoke("check", *AT, "-f", "json").stdout)["configuration"] == NAMED
    assert json.loads(invoke("check", *AT, "-f", "json", *OWN_WORDS).stdout)["configuration"] is None
    lines = [
        json.loads(line) for line in invoke("check", "gone.toml", "vendor.toml", *AT, "-f", "jsonl").stdout.splitlines()
    ]
    assert [line["configuration"] for line in lines] == [NAMED] * 3


def test_one_that_chose_a_language_alone_is_not_named() -> None:
    Path(NAMED).write_text('lang = "en"\n', encoding="utf-8")
    assert not names_it("check", "vendor.toml", "--as-of", AS_OF.isoformat(), status=1)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_one_of_somebody_else_is_told_of_and_changes_nothing() -> None:
    os.chown(NAMED, 54_321, -1)
    done = invoke("check", "vendor.toml", "-m", "website", *AT)
    assert done.exit_code == 1
    assert "Configuration" not in done.stdout
    assert done.stderr == (
        "cloudmkt-config.toml: warning: this configuration file belongs to another user and is ignored\n"
        "  hint: to use it, make a copy that you own\n"
    )
    assert "  cloudmkt-config.toml ignored: belongs to another user" in invoke("config", "--lang", "en").stdout


def test_one_above_the_repository_changes_nothing(project: Path) -> None:
    below = project / "repository"
    (below / ".git").mkdir(parents=True)
    (project / "vendor.toml").rename(below / "vendor.toml")
    os.chdir(below)
    done = invoke("check", "vendor.toml", "-m", "website", *AT)
    assert (done.exit_code, done.stderr) == (1, "")
    assert "Search: up to ., the root of the repository" in invoke("config", "--lang", "en").stdout
