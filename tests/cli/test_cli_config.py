"""What a configuration does to a run, and what ``cloudmkt config`` says of it."""

import json
import sys
from pathlib import Path

import pytest
from support.samples import AS_OF, MARKETS, stating, vendor
from support.samples_waivers import waiver, write_waivers
from support.strategies_runs import invoke, run, write

AT = ("--as-of", AS_OF.isoformat())
UNSIGNED = stating(("agreements", "consignment"), value=False)
ALL = """\
[tool.cloudmkt]
paths = ["profiles"]
markets = ["website"]
fail-on = "not-eligible"
lang = "zh"
waivers = "ci/waivers.toml"
baseline = "ci/last.json"
exclude = ["drafts/", "*.old.toml"]
"""
BROKEN = "[tool.cloudmkt]\nlang = 3\n"


@pytest.fixture(name="project", autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = tmp_path / "project"
    write(project / "profiles" / "vendor.toml", UNSIGNED)
    (project / "ci").mkdir()
    write_waivers(project / "ci" / "waivers.toml", waiver())
    former = write(project / "ci" / "former.toml", stating(("company", "name"), "此前示例科技有限公司"))
    invoke("check", former, *AT, "-m", "website", "-f", "json", "-o", project / "ci" / "last.json")
    (project / "below").mkdir()
    (project / "pyproject.toml").write_text(ALL, encoding="utf-8")
    monkeypatch.chdir(project)
    return project


def test_check_heeds_all_of_it(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    done = invoke("check", *AT)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "网站建设市场" in done.stdout
    assert "已豁免" in done.stdout
    monkeypatch.chdir(project / "below")
    document = json.loads(invoke("check", *AT, "-f", "json").stdout)
    (profile,) = document["profiles"]
    assert (profile["path"], profile["gate"]) == ("../profiles/vendor.toml", "eligible")
    assert profile["baseline"] == "new"
    assert [market["market"] for market in profile["markets"]] == ["website"]
    assert document["waivers"][0]["path"] == "../ci/waivers.toml"
    assert profile["markets"][0]["requirements"][1]["expected"] == "可提供营业执照"


def test_the_command_line_wins(tmp_path: Path) -> None:
    open_profile = {"profile_version": 1, "company": {"name": "示例"}}
    other = write(tmp_path / "other.toml", open_profile)
    assert invoke("check", other, *AT, "--no-waivers").exit_code == 0
    assert invoke("check", other, *AT, "--no-waivers", "--fail-on", "incomplete").exit_code == 3
    assert "Machine images" in invoke("check", *AT, "-m", "image", "--lang", "en").stdout
    assert invoke("check", *AT, "--waivers", write_waivers(tmp_path / "none.toml")).exit_code == 1


def test_without_a_path_the_file_of_the_folder_only_where_no_paths_are_set(project: Path) -> None:
    write(project / "cloudmkt.toml", vendor())
    assert "profiles/vendor.toml" in invoke("check", *AT).stdout
    (project / "pyproject.toml").unlink()
    assert "cloudmkt.toml" in invoke("check", *AT).stdout


def test_next_is_about_all_profiles_that_are_set(project: Path) -> None:
    assert json.loads(invoke("next", "-f", "json").stdout)["path"] == "profiles/vendor.toml"
    write(project / "profiles" / "another.toml", vendor())
    several = json.loads(invoke("next", "-f", "json").stdout)
    assert "path" not in several
    assert [entry["path"] for entry in several["profiles"]] == ["profiles/another.toml", "profiles/vendor.toml"]
    assert json.loads(invoke("next", "profiles/another.toml", "-f", "json").stdout)["path"] == "profiles/another.toml"


@pytest.mark.parametrize("command", ["next", "markets", "requirements", "explain website.team-size", "config", "check"])
def test_every_command_speaks_its_language(command: str) -> None:
    configured, zh, en = (invoke(*command.split(), *more).stdout for more in ((), ("--lang", "zh"), ("--lang", "en")))
    if command == "config":
        assert [text.partition("：")[0] for text in (configured, zh)] == ["配置文件"] * 2
    else:
        assert configured == zh
    assert configured != en


def test_a_new_profile_speaks_it() -> None:
    for name, more in (("configured", ()), ("zh", ("--lang", "zh")), ("en", ("--lang", "en"))):
        assert invoke("init", f"{name}.toml", "--name", "示例", *more).exit_code == 0
    configured, zh, en = (Path(f"{name}.toml").read_bytes() for name in ("configured", "zh", "en"))
    assert configured == zh != en


def test_complaints_and_imports_speak_it_too(project: Path) -> None:
    (project / "clients.csv").write_text("公司名称\n示例\n", encoding="utf-8")
    assert "共 1 行" in invoke("import", "clients.csv", "--to", "imported").stderr
    assert "未知的条件" in invoke("explain", "website.no-such").stderr
    (project / "profiles" / "bad.toml").write_text("", encoding="utf-8")
    assert "错误：文件是空的" in invoke("check").stderr
    assert "不是日期" not in invoke("check", "--as-of", "x").stderr  # wrong use is told before anything is read


def test_a_comparison_speaks_its_language() -> None:
    Path("report.json").write_text(invoke("check", *AT, "-f", "json").stdout, encoding="utf-8")
    configured, zh, en = (
        invoke("diff", "report.json", "report.json", *more).stdout for more in ((), ("--lang", "zh"), ("--lang", "en"))
    )
    assert configured == zh != en


@pytest.mark.parametrize("command", ["check", "next", "markets", "requirements", "explain x", "config", "diff a b"])
def test_a_configuration_that_is_not_valid_stops_every_command(project: Path, command: str) -> None:
    (project / "pyproject.toml").write_text(BROKEN, encoding="utf-8")
    done = invoke(*command.split())
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr.startswith("pyproject.toml:2:8: error: tool.cloudmkt.lang: 3 is not a valid value\n")


@pytest.mark.parametrize("asked", ["--version", "--help", "check --help", "config --help"])
def test_help_and_version_never_look(project: Path, asked: str) -> None:
    (project / "pyproject.toml").write_text(BROKEN, encoding="utf-8")
    done = run(*asked.split(), folder=project)
    assert (done.returncode, done.stderr) == (0, b"")


def test_without_a_file_nothing_is_loaded_to_read_one(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom cloudmkt_cli.__main__ import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(str('cloudmkt_cli.config.file' in sys.modules))\n"
    )
    program = (sys.executable, "-c", script)
    assert run("markets", program=program, folder=tmp_path).stderr == b"False"
    assert run("markets", program=program, folder=tmp_path / "project").stderr == b"True"


def to_root() -> str:
    return "/".join([".."] * len(Path.cwd().parts[1:]))


def test_config_says_what_is_in_force_and_from_where() -> None:
    assert invoke("config", "--lang", "en", "--fail-on", "incomplete").stdout.splitlines() == [
        "Configuration file: pyproject.toml",
        "  paths    pyproject.toml:2:9  profiles",
        "  markets  pyproject.toml:3:11 website",
        "  fail-on  command line        incomplete",
        "  lang     command line        en",
        "  waivers  pyproject.toml:6:11 ci/waivers.toml",
        "  baseline pyproject.toml:7:12 ci/last.json",
        "  exclude  pyproject.toml:8:11 drafts/, *.old.toml",
        "  edition  default             tencent-six-market",
        "  max-age  default             any",
        "  packs    default             none",
        "Search: found in .",
        "  pyproject.toml used",
    ]


def test_config_without_a_file(project: Path) -> None:
    (project / "pyproject.toml").unlink()
    assert invoke("config", "--lang", "zh").stdout.splitlines() == [
        "没有配置文件",
        "  paths    默认值 cloudmkt.toml",
        "  markets  默认值 全部",
        "  fail-on  默认值 incomplete",
        "  lang     命令行 zh",
        "  waivers  默认值 无",
        "  baseline 默认值 无",
        "  exclude  默认值 无",
        "  edition  默认值 tencent-six-market",
        "  max-age  默认值 不限",
        "  packs    默认值 无",
        f"查找范围：到 {to_root()} 为止",
    ]


def test_config_as_json(project: Path) -> None:
    document = json.loads(invoke("config", "other.toml", "-f", "json", "--no-waivers").stdout)
    assert document["file"] == "pyproject.toml"
    assert document["settings"] == {
        "paths": {"value": ["other.toml"], "origin": "command_line", "location": None},
        "markets": {
            "value": ["website"],
            "origin": "file",
            "location": {"path": "pyproject.toml", "line": 3, "column": 11},
        },
        "fail-on": {
            "value": "not-eligible",
            "origin": "file",
            "location": {"path": "pyproject.toml", "line": 4, "column": 11},
        },
        "lang": {"value": "zh", "origin": "file", "location": {"path": "pyproject.toml", "line": 5, "column": 8}},
        "waivers": {"value": None, "origin": "command_line", "location": None},
        "baseline": {
            "value": "ci/last.json",
            "origin": "file",
            "location": {"path": "pyproject.toml", "line": 7, "column": 12},
        },
        "exclude": {
            "value": ["drafts/", "*.old.toml"],
            "origin": "file",
            "location": {"path": "pyproject.toml", "line": 8, "column": 11},
        },
        "edition": {"value": "tencent-six-market", "origin": "default", "location": None},
        "max-age": {"value": None, "origin": "default", "location": None},
        "packs": {"value": [], "origin": "default", "location": None},
    }
    assert document["search"] == {
        "met": [{"path": "pyproject.toml", "state": "in_force"}],
        "last_folder": ".",
        "ended_by": "found",
    }
    (project / "pyproject.toml").unlink()
    defaults = json.loads(invoke("config", "-f", "json").stdout)
    assert defaults["file"] is None
    assert {name: setting["value"] for name, setting in defaults["settings"].items()} == {
        "paths": ["cloudmkt.toml"],
        "markets": [],
        "fail-on": "incomplete",
        "lang": None,
        "waivers": None,
        "baseline": None,
        "exclude": [],
        "edition": "tencent-six-market",
        "max-age": None,
        "packs": [],
    }
    assert {setting["origin"] for setting in defaults["settings"].values()} == {"default"}
    assert defaults["search"] == {"met": [], "last_folder": to_root(), "ended_by": "root"}


def test_config_knows_the_markets() -> None:
    assert invoke("config", "-m", "websites").exit_code == 4
    assert invoke("config", *(part for market in MARKETS for part in ("-m", market))).exit_code == 0


def test_a_hostile_configuration_is_text(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.cloudmkt]\npaths = ["[/x]\\u001b[31m{path}"]\n', encoding="utf-8")
    done = invoke("config", "--lang", "en")
    assert done.exit_code == 0
    assert "[/x]\\u001b[31m{path}" in done.stdout
    assert "\x1b" not in done.stdout + invoke("check").stderr
