"""``--config`` and ``--no-config``, on every command that reads the configuration."""

from pathlib import Path
from typing import Any

import pytest
from support.samples import vendor
from support.strategies_runs import invoke, write
from support.whole_app import app
from typer.main import get_command

READERS = {
    "check": (("vendor.toml",), "必需", "Required"),
    "plan": (("vendor.toml",), "自 20", "starting 20"),
    "next": ((), "入驻流程", "Onboarding"),
    "diff": (("report.json", "report.json"), "两份报告", "Changes between"),
    "markets": ((), "微信小程序市场", "WeChat mini programs"),
    "requirements": (("website",), "企业主体", "Enterprise vendor"),
    "explain": (("website.team-size",), "证明材料", "evidence"),
    "where": (("vendor.toml",), "最早符合日期", "Eligible from"),
    "editions": ((), "证据", "Grade"),
    "pack": (("check", "rules"), "两种语言", "both languages"),
    "config": ((), "查找范围", "Search: "),
    "import": (("clients.csv", "--to", "out", "--force"), "共 1 行", "Rows: 1"),
    "init": (("new.toml", "--name", "x", "--force"), "cloudmkt 服务商档案", "Vendor profile"),
    "fill": (("vendor.toml",), "必需", "Required"),
}
"""Every command that reads the configuration: arguments of a run that works, and words that it says or writes."""


@pytest.fixture(name="speaking")
def _speaking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose configuration says Chinese, with another file that says English."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "vendor.toml", vendor())
    assert invoke("check", "vendor.toml", "-f", "json", "-o", "report.json").exit_code == 0
    (tmp_path / "pyproject.toml").write_text('[tool.cloudmkt]\nlang = "zh"\n', encoding="utf-8")
    (tmp_path / "other.toml").write_text('lang = "en"\n', encoding="utf-8")
    assert invoke("pack", "new", "rules").exit_code == 0
    (tmp_path / "clients.csv").write_text("公司名称\n甲\n", encoding="utf-8")
    return tmp_path


def test_every_command_with_a_language_reads_the_configuration() -> None:
    commands: dict[str, Any] = vars(get_command(app))["commands"]
    options = {
        name: {option for param in command.params for option in param.opts} for name, command in commands.items()
    }
    assert {name for name in options if "--lang" in options[name]} == {*READERS}
    assert {name for name in options if "--config" in options[name]} == {*READERS}
    assert {name for name in options if "--no-config" in options[name]} == {*READERS}


@pytest.mark.parametrize("command", READERS)
def test_a_configuration_is_named_or_left_out(speaking: Path, command: str) -> None:
    arguments, chinese, english = READERS[command]

    def spoken(*options: str) -> tuple[bool, bool]:
        done = invoke(command, *arguments, *options)
        assert done.exit_code == 0, done.stderr
        made = (speaking / "new.toml").read_text(encoding="utf-8") if command == "init" else ""
        said = done.stdout + done.stderr + made
        return chinese in said, english in said

    assert spoken() == (True, False)
    assert spoken("--config", "other.toml") == (False, True)
    assert spoken("--no-config") == (False, True)
    refused = invoke(command, *arguments, "--config", "other.toml", "--no-config")
    assert (refused.exit_code, refused.stdout) == (2, "")
