"""``plan`` and ``next`` over several profiles: the same files, order and errors as ``check``."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from support.samples import AS_OF, stating, vendor, without
from support.strategies_runs import invoke, run, write

AT = ("--as-of", AS_OF.isoformat(), "--lang", "en")
COMMANDS = ("plan", "next")


@pytest.fixture(name="clients", autouse=True)
def _clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    few = stating(("team", "technical_and_service"), 8) | {"target_markets": ["website", "api"]}
    write(tmp_path / "clients" / "b.toml", stating(("company", "name"), "乙示例公司", few))
    write(tmp_path / "clients" / "a" / "a.toml", stating(("company", "name"), "甲示例公司", vendor()))
    write(tmp_path / "clients" / ".hidden" / "c.toml", vendor())
    write(tmp_path / "clients" / "draft.toml", vendor())
    write(tmp_path / "other.toml", without(("account", "registered"), stating(("company", "name"), "丙示例公司")))
    (tmp_path / "broken.toml").write_text("[company\n", encoding="utf-8")
    return tmp_path


def document(*arguments: str, status: int = 0) -> dict[str, Any]:
    done = invoke(*arguments, *AT, "-f", "json")
    assert done.exit_code == status
    made: dict[str, Any] = json.loads(done.stdout)
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_they_take_what_check_takes(command: str) -> None:
    paths = ("clients", "other.toml", "broken.toml", "--exclude", "draft.toml")
    made, checked = document(command, *paths, status=4), document("check", *paths, status=4)
    assert [entry["path"] for entry in made["profiles"]] == ["clients/a/a.toml", "clients/b.toml", "other.toml"]
    assert [entry["path"] for entry in made["profiles"]] == [entry["path"] for entry in checked["profiles"]]
    assert made["errors"] == checked["errors"]
    assert made["summary"] == {key: checked["summary"][key] for key in made["summary"]}
    assert "path" not in made


@pytest.mark.parametrize("command", COMMANDS)
def test_the_members_of_a_single_profile_stand_at_the_top_too(command: str) -> None:
    made = document(command, "other.toml")
    (entry,) = made["profiles"]
    assert {key: made[key] for key in entry} == entry


@pytest.mark.parametrize("command", COMMANDS)
def test_several_are_shown_in_short_and_in_full_if_asked(command: str) -> None:
    short, full = (invoke(command, "clients", *AT, *more).stdout for more in ((), ("--details",)))
    assert [name for name in ("甲示例公司", "乙示例公司") if name not in short or name not in full] == []
    assert len(full.splitlines()) > 2 * len(short.splitlines())


def test_a_line_for_each_target_of_several() -> None:
    lines = invoke("plan", "clients/b.toml", "other.toml", *AT).stdout.splitlines()
    assert lines[0] == "乙示例公司  clients/b.toml"
    assert [line.split()[-6:] for line in lines[1:3]] == [
        ["to", "do:", "1;", "eligible", "from", "2026-11-23"] for _ in range(2)
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bad_file_keeps_no_other_from_being_shown(command: str) -> None:
    done = invoke(command, "broken.toml", "other.toml", *AT)
    assert done.exit_code == 4
    assert "丙示例公司" in done.stdout
    assert done.stderr.startswith("broken.toml:1:")


@pytest.mark.parametrize("command", COMMANDS)
def test_reports_beside_the_output(command: str) -> None:
    reports = ("r.html", "r.md", "r.xlsx", "r.json")
    done = invoke(command, "clients", *AT, *(part for name in reports for part in ("--report", name)))
    assert (done.exit_code, "甲示例公司" in done.stdout) == (0, True)
    beginnings = [Path(name).read_bytes()[:2] for name in reports]
    assert beginnings == [b"<!", b"# ", b"PK", b"{\n"]
    json.loads(Path("r.json").read_bytes())


@pytest.mark.parametrize("command", COMMANDS)
def test_the_ending_of_the_output_is_its_format(command: str) -> None:
    done = invoke(command, "other.toml", *AT, "-o", "out.md")
    assert (done.exit_code, done.stdout) == (0, "")
    assert Path("out.md").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("command", COMMANDS)
def test_equal_input_makes_equal_reports(command: str) -> None:
    names = ("r.html", "r.md", "r.xlsx", "r.json")
    reports = [part for name in names for part in ("--report", name)]
    made = []
    for seed in ("0", "4242"):
        run(command, "clients", *AT, *reports, environment={"PYTHONHASHSEED": seed})
        made.append({name: Path(name).read_bytes() for name in names})
        for name in names:
            Path(name).unlink()
    assert made[0] == made[1]


def test_no_step_to_report_without_a_profile() -> None:
    assert invoke("next", "--report", "r.md").exit_code == 2
    assert invoke("next", *AT).exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="one process there")
def test_many_in_several_processes_are_the_same(clients: Path) -> None:
    for number in range(201):
        write(clients / "many" / f"{number:03}.toml", stating(("team", "technical_and_service"), number))
    made = document("next", "many")
    assert [entry["path"] for entry in made["profiles"]] == [f"many/{number:03}.toml" for number in range(201)]
    shown = invoke("next", "many", *AT).stdout.splitlines()
    assert len([line for line in shown if "many/" in line]) == 201
