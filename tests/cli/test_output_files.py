"""Which format a file gets, and that no two outputs have one."""

import json
import zipfile
from pathlib import Path

import pytest
from support.samples import stating, vendor
from support.strategies_runs import invoke, write

AT = ("--as-of", "2026-11-23", "--lang", "en")


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "a.toml", vendor())
    write(tmp_path / "b.toml", stating(("agreements", "consignment"), value=False))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["x.html", "x.csv", "x.md", "x.json", "x.xml", "X.SARIF", "x.gitlab.json", "x.tap", "x.comment.md"]
)
def test_the_extension_decides_as_for_reports(name: str) -> None:
    invoke("check", ".", *AT, "-o", name)
    invoke("check", ".", *AT, "--report", f"again-{name}")
    assert Path(name).read_bytes() == Path(f"again-{name}").read_bytes()


def test_a_workbook_is_one(folder: Path) -> None:
    assert invoke("check", ".", *AT, "-o", "x.xlsx").exit_code == 1
    assert zipfile.is_zipfile("x.xlsx")


def test_lines_text_and_what_is_stated() -> None:
    invoke("check", ".", *AT, "-o", "x.jsonl")
    assert len([json.loads(line) for line in Path("x.jsonl").read_text(encoding="utf-8").splitlines()]) == 2
    for name in ("x.txt", "x"):
        invoke("check", ".", *AT, "-o", name)
        assert "Profiles checked: 2 " in Path(name).read_text(encoding="utf-8")
    invoke("check", ".", *AT, "-o", "x.html", "-f", "text")
    assert "<html" not in Path("x.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("-o", "x.json", "--report", "x.json"),
        ("--report", "x.html", "--report", "./x.html"),
        ("--report", "x.html", "--report", "nowhere/../x.html"),
    ],
)
def test_two_outputs_to_one_file_are_refused(arguments: tuple[str, ...]) -> None:
    done = invoke("check", ".", *arguments, "--lang", "en")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "more than one output" in " ".join(done.stderr.split())
    assert [path.name for path in Path().iterdir() if path.name.startswith("x")] == []


@pytest.mark.parametrize(("raised", "status"), [(RuntimeError("x"), 70), (KeyboardInterrupt(), 130)], ids=["70", "130"])
def test_never_keeps_what_is_no_finding(raised: BaseException, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr("cloudmkt_cli.cli.check_outputs.check_all", fail)
    assert invoke("check", ".", "--fail-on", "never").exit_code == status


def test_never_lets_every_finding_pass_and_nothing_else(folder: Path) -> None:
    assert invoke("check", ".", "--fail-on", "never").exit_code == 0
    (folder / "pyproject.toml").write_text('[tool.cloudmkt]\nfail-on = "never"\n', encoding="utf-8")
    assert invoke("check", ".").exit_code == 0
    assert invoke("check", ".", "nowhere").exit_code == 4
