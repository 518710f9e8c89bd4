"""``--config`` and ``--no-config``: a file that is named, and none at all."""

import json
from pathlib import Path

import pytest
from support.samples import vendor
from support.strategies_runs import invoke, write


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    write(folder / "cloudmkt.toml", vendor())
    (folder / "cloudmkt-config.toml").write_text('markets = ["website"]\n', encoding="utf-8")
    (folder / "ci").mkdir()
    (folder / "ci" / "other.toml").write_text(
        'markets = ["image"]\npaths = ["a.toml"]\nexclude = ["/b/"]\n', encoding="utf-8"
    )
    write(folder / "ci" / "a.toml", vendor())
    write(folder / "ci" / "b" / "b.toml", vendor())
    monkeypatch.chdir(folder)
    return folder


def settings(*arguments: str) -> dict[str, object]:
    document = json.loads(invoke("config", *arguments, "-f", "json").stdout)
    return {"file": document["file"], "end": document["search"]["ended_by"]} | {
        name: setting["value"] for name, setting in document["settings"].items() if name in {"markets", "paths"}
    }


def test_the_file_that_is_named_counts_instead_of_the_nearest() -> None:
    named = {"file": "ci/other.toml", "end": "named", "markets": ["image"], "paths": ["ci/a.toml"]}
    assert settings("--config", "ci/other.toml") == named
    report = json.loads(invoke("check", "ci", "--config", "ci/other.toml", "-f", "json").stdout)
    assert [entry["path"] for entry in report["profiles"]] == ["ci/a.toml"]
    assert [market["market"] for market in report["profiles"][0]["markets"]] == ["image"]
    assert report["configuration"] == "ci/other.toml"
    assert report["summary"]["left_out"] == 2  # the configuration, and what it excludes


@pytest.mark.parametrize("command", ["check", "config", "plan", "next"])
def test_a_broken_file_is_in_nobodys_way_with_none(folder: Path, command: str) -> None:
    (folder / "cloudmkt-config.toml").write_text("markets = 3\n", encoding="utf-8")
    assert invoke(command).exit_code == 4
    assert invoke(command, "--no-config").exit_code in {0, 1, 3}
    (folder / "fine.toml").touch()
    assert invoke(command, "--config", "fine.toml").exit_code in {0, 1, 3}


def test_none_sets_nothing() -> None:
    assert settings("--no-config") == {"file": None, "end": "none", "markets": [], "paths": ["cloudmkt.toml"]}
    assert "Search: none: --no-config" in invoke("config", "--no-config", "--lang", "en").stdout
    assert "Search: none: named by --config" in invoke("config", "--config", "ci/other.toml", "--lang", "en").stdout


@pytest.mark.parametrize("name", ["nowhere.toml", "pyproject.toml", ".", "-"])
def test_a_file_that_is_none_of_ours_is_told(folder: Path, name: str) -> None:
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    done = invoke("config", "--config", name)
    assert (done.exit_code, done.stdout) == (4, "")
    assert "error: " in done.stderr


def test_the_table_of_a_shared_file_can_be_named(folder: Path) -> None:
    (folder / "ci" / "pyproject.toml").write_text('[tool.cloudmkt]\nmarkets = ["api"]\n', encoding="utf-8")
    assert settings("--config", "ci/pyproject.toml")["markets"] == ["api"]


def test_both_at_once_are_wrong_use() -> None:
    assert invoke("config", "--config", "ci/other.toml", "--no-config").exit_code == 2
