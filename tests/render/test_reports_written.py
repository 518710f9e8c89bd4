"""The papers that ``check`` writes beside its output."""

import json
import shutil
from pathlib import Path

import pytest
from support.paths import PROFILES
from support.samples import AS_OF, CATALOGUE
from support.samples_reports import rendered
from support.whole_app import app
from typer.testing import CliRunner, Result

from cloudmkt_cli.runs.batch import check_paths

AT = ("--as-of", "2026-11-23", "--lang", "en")
MAGIC = {"html": b"<!doctype html>", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "md": b"# "}


@pytest.fixture
def clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "clients"
    folder.mkdir()
    for name in ("website-eligible", "individual"):
        shutil.copy(PROFILES / f"{name}.toml", folder)
    monkeypatch.chdir(tmp_path)
    return folder


def check(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["check", *arguments, *AT], input=stdin)


def test_several_reports_in_one_run_leave_the_output_as_it_is(clients: Path) -> None:
    plain = check("clients")
    with_reports = check("clients", *(part for kind in MAGIC for part in ("--report", f"all.{kind}")))
    assert (with_reports.exit_code, with_reports.stdout) == (plain.exit_code, plain.stdout) == (1, plain.stdout)
    for kind, start in MAGIC.items():
        assert Path(f"all.{kind}").read_bytes().lower().startswith(start.lower())


def test_a_report_is_what_its_renderer_says(clients: Path) -> None:
    check("clients", "--report", "all.html")
    batch = check_paths(["clients"], CATALOGUE, AS_OF)
    assert Path("all.html").read_text(encoding="utf-8") == rendered("html", batch, "en")


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
def test_standard_input_is_read_once(clients: Path, output_format: str) -> None:
    data = (clients / "website-eligible.toml").read_bytes()
    done = check("-", "-f", output_format, "--report", "one.md", stdin=data)
    assert done.exit_code == 0
    assert done.stdout == check("-", "-f", output_format, stdin=data).stdout
    assert "鹭岛示例建站网络有限公司" in Path("one.md").read_text(encoding="utf-8")


def test_bad_files_are_in_the_report_and_in_the_lines_once(clients: Path) -> None:
    (clients / "bad.toml").write_text("profile_version = 2\n", encoding="utf-8")
    done = check("clients", "-f", "jsonl", "--report", "all.md")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["path"] for line in lines if "errors" in line] == ["clients/bad.toml"]
    assert Path("all.md").read_text(encoding="utf-8").count("bad.toml:1:19") == 1
    assert done.exit_code == 4


@pytest.mark.parametrize("besides", [(), ("--report", "all.md"), ("--report-dir", "papers")], ids=" ".join)
def test_lines_are_in_the_order_of_paths_whatever_is_written_besides(clients: Path, besides: tuple[str, ...]) -> None:
    for name in ("aa-bad", "m-bad", "zz-bad"):
        (clients / f"{name}.toml").write_text("profile_version = 2\n", encoding="utf-8")
    Path("clients-nobody").mkdir()
    Path("a-nobody").mkdir()
    done = check("clients", "clients-nobody", "a-nobody", "-f", "jsonl", *besides)
    paths = [json.loads(line)["path"] for line in done.stdout.splitlines()]
    names = ("aa-bad", "individual", "m-bad", "website-eligible", "zz-bad")
    assert paths == ["a-nobody", "clients-nobody", *(f"clients/{name}.toml" for name in names)]
    report = json.loads(check("clients", "clients-nobody", "a-nobody", "-f", "json").stdout)
    failed = [path for path in paths if "bad" in path or "nobody" in path]
    assert [*dict.fromkeys(error["path"] for error in report["errors"])] == failed


def test_a_report_for_each_vendor(clients: Path) -> None:
    shutil.copy(clients / "individual.toml", clients / "the-same-again.toml")
    done = check("clients", "--report-dir", "papers/today", "--report-format", "md")
    assert done.exit_code == 1
    names = sorted(path.name for path in Path("papers/today").iterdir())
    assert names == ["个人开发者（示例）-2.md", "个人开发者（示例）.md", "鹭岛示例建站网络有限公司.md"]


def test_a_vendor_cannot_name_a_file_out_of_the_folder(clients: Path) -> None:
    for path in clients.iterdir():
        path.write_text('profile_version = 1\n[company]\nname = "../../etc/CON"\n', encoding="utf-8")
    check("clients", "--report-dir", "papers")
    assert sorted(path.name for path in Path("papers").iterdir()) == ["etc-CON-2.html", "etc-CON.html"]


def test_another_ending_is_wrong_use_and_nothing_is_written(clients: Path) -> None:
    done = check("clients", "--report", "all.html", "--report", "all.pdf")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert not Path("all.html").exists()


def test_a_report_that_cannot_be_written_is_bad_input(clients: Path) -> None:
    done = check("clients", "--report", "nowhere/all.html")
    assert done.exit_code == 4
    assert "nowhere/all.html: error: cannot be written" in done.stderr


def test_only_some_are_shown_and_all_are_counted(clients: Path) -> None:
    check("clients", "--only", "eligible", "--report", "all.md")
    text = Path("all.md").read_text(encoding="utf-8")
    assert "鹭岛示例建站网络有限公司" in text
    assert "个人开发者" not in text
