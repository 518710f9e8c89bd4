"""The ways into CI that the repository offers, run as far as one machine can: pre-commit, the action, GitLab's job."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.paths import ROOT
from support.samples import stating, vendor
from support.samples_gate import HOSTILE
from support.strategies_runs import write

GUIDE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
"""How GitHub runs a step with ``shell: bash``."""
PROGRAMS = Path(sys.executable).parent
PLANTED = (
    *("venv", "ensurepip", "pip", "site", "sitecustomize", "usercustomize", "subprocess", "tomllib", "encodings"),
    *("hatchling", "packaging", "pathspec", "pluggy", "typer", "pydantic", "rich", "rtoml", "json", "cloudmkt_cli"),
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the scripts are for a POSIX shell")


def snippet(part: str) -> str:
    """The example of the guide to CI that has a part."""
    snippets: list[str] = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    return next(text for text in snippets if part in text)


def shell(script: str, folder: Path, *programs: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, (*programs, PROGRAMS, os.environ["PATH"])))
    return call([*BASH, script], folder, os.environ | {"LC_ALL": "C.UTF-8"} | environment | {"PATH": path})


def call(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def stub(folder: Path, name: str) -> Path:
    """A program that only writes down what it was given, an argument a line."""
    folder.mkdir(parents=True)
    program = folder / name
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{folder}/{name}.given"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder / f"{name}.given"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A repository with a vendor of each outcome."""
    folder = tmp_path / "repository"
    write(folder / "vendor.toml", vendor())
    write(folder / "clients" / "a b" / "cloudmkt.toml", stating(("team", "technical_and_service"), 1))
    return folder


def checked_by_action(folder: Path, *programs: Path, **given: str) -> subprocess.CompletedProcess[str]:
    fixed = {name: value for name, value in STEPS[1]["env"].items() if "${{" not in value}
    values = {"PATHS": "", "MARKETS": "", "FAIL_ON": "incomplete", "FORMAT": "github"} | given | fixed
    summary, temp = folder.parent / "summary.md", folder.parent
    return shell(STEPS[1]["run"], folder, *programs, GITHUB_STEP_SUMMARY=str(summary), RUNNER_TEMP=str(temp), **values)


def checkout(folder: Path) -> Path:
    """The files of this repository, as GitHub and pre-commit would have them."""
    left_out = (".git", ".venv", ".hypothesis", ".*_cache", "__pycache__", "tests", "benchmarks")
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*left_out))
    return folder


def test_the_action_is_one_and_has_the_inputs_promised() -> None:
    done = call(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"], ROOT
    )
    assert done.returncode == 0, done.stdout
    defaults = {name: value["default"] for name, value in ACTION["inputs"].items()}
    assert defaults == {"paths": "", "markets": "", "fail-on": "incomplete", "format": "github"}


def test_no_input_is_ever_part_of_a_script() -> None:
    assert [step["run"] for step in STEPS if "${{" in step["run"]] == []
    inputs = {value for name, value in STEPS[1]["env"].items() if name != "PYTHONPATH"}
    assert inputs == {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}


def test_the_action_installs_this_package_and_puts_it_on_the_path(tmp_path: Path) -> None:
    given = stub(tmp_path / "stubs", "python3")
    python = stub(tmp_path / "cloudmkt" / "bin", "python")
    path = tmp_path / "path"
    done = shell(
        STEPS[0]["run"],
        tmp_path,
        tmp_path / "stubs",
        RUNNER_TEMP=str(tmp_path),
        GITHUB_ACTION_PATH=f"{tmp_path}/the action",
        GITHUB_PATH=str(path),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert given.read_text(encoding="utf-8").splitlines() == ["-I", "-m", "venv", f"{tmp_path}/cloudmkt"]
    constraints = f"{tmp_path}/the action/constraints.txt"
    install = ["-I", "-m", "pip", "install", "--quiet", "--constraint", constraints]
    assert python.read_text(encoding="utf-8").splitlines() == [
        *(*install, "hatchling"),
        *(*install, "--no-build-isolation", f"{tmp_path}/the action"),
    ]
    assert path.read_text(encoding="utf-8") == f"{tmp_path}/cloudmkt/bin\n"


@pytest.mark.slow
def test_the_action_runs_nothing_of_the_workspace_and_installs_what_is_pinned(folder: Path, tmp_path: Path) -> None:
    """Both steps for real, in a workspace full of modules that Python, pip, the build and the program ask for."""
    for name in PLANTED:
        text = f'import os\nopen({str(tmp_path / "pwned")!r}, "a").write(f"{{__file__}}\\n")\nraise SystemExit(9)\n'
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    action = checkout(tmp_path / "action")
    path = tmp_path / "path"
    places = {"RUNNER_TEMP": str(tmp_path), "GITHUB_ACTION_PATH": str(action), "GITHUB_PATH": str(path)}
    # A job may put its workspace on the path of every Python; the steps have their own say.
    done = shell(STEPS[0]["run"], folder, **places | {"PYTHONPATH": str(folder)} | STEPS[0].get("env", {}))
    assert done.returncode == 0, done.stderr
    programs = Path(path.read_text(encoding="utf-8").rstrip("\n"))
    done = checked_by_action(folder, programs, PYTHONPATH=str(folder), PATHS="vendor.toml", MARKETS="website")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "pwned").exists()
    frozen = call([programs / "python", "-I", "-m", "pip", "freeze"], tmp_path).stdout.splitlines()
    installed = {line for line in frozen if not line.startswith("cloudmkt-cli @ ")}
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().splitlines()
    assert len(installed) == len(frozen) - 1
    assert {line.lower().replace("_", "-") for line in installed} <= {line.partition(" ;")[0] for line in pinned}


def test_the_action_annotates_sums_up_and_leaves_sarif(folder: Path) -> None:
    done = checked_by_action(folder, PATHS="vendor.toml\nclients\n", MARKETS="website\n\nimage\n")
    assert done.returncode == 1, done.stderr
    assert "::error file=clients/a b/cloudmkt.toml,line=" in done.stdout
    assert "title=image.team-size " in done.stdout
    assert "miniprogram" not in done.stdout
    assert "clients/a b/cloudmkt.toml" in (folder.parent / "summary.md").read_text(encoding="utf-8")
    assert '"website.team-size"' in (folder.parent / "cloudmkt.sarif").read_text(encoding="utf-8")


def test_the_action_without_paths_checks_the_profile_of_the_folder(folder: Path) -> None:
    done = checked_by_action(folder / "clients" / "a b", MARKETS="website", FORMAT="json", FAIL_ON="not-eligible")
    assert (done.returncode, '"path": "cloudmkt.toml"' in done.stdout) == (1, True)
    assert checked_by_action(folder, PATHS="vendor.toml").returncode == 0


@pytest.mark.parametrize("name", ["PATHS", "MARKETS", "FORMAT", "FAIL_ON"])
@pytest.mark.parametrize(
    "text", ["$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '"; touch pwned #', "-h", HOSTILE]
)
def test_an_input_is_text_whatever_it_holds(folder: Path, name: str, text: str) -> None:
    done = checked_by_action(folder, **{"PATHS": "vendor.toml"} | {name: text.replace("\x00", "")})
    assert done.returncode in {2, 4}
    assert not (folder / "pwned").exists()


def test_the_example_for_github_gives_the_action_what_it_takes() -> None:
    job = yaml.safe_load(snippet("upload-sarif"))["jobs"]["eligibility"]
    (used,) = (step for step in job["steps"] if step["uses"].startswith("cloudmkt-cli/"))
    assert {*used["with"]} <= {*ACTION["inputs"]}
    assert job["steps"][-1]["with"]["sarif_file"] == "${{ runner.temp }}/cloudmkt.sarif"


def test_the_job_for_gitlab_runs_and_leaves_its_reports(folder: Path, tmp_path: Path) -> None:
    text = snippet("codequality")
    (tmp_path / "ci.yml").write_text(text, encoding="utf-8")
    schema = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    done = call([sys.executable, "-m", "check_jsonschema", *schema, tmp_path / "ci.yml"], ROOT)
    assert done.returncode == 0, done.stdout
    job = yaml.safe_load(text)["eligibility"]
    given = stub(tmp_path / "stubs", "pip")
    for line in job["script"]:
        done = shell(line, folder, tmp_path / "stubs")
        assert done.returncode == 0, done.stderr
    assert given.read_text(encoding="utf-8").splitlines() == ["install", "cloudmkt-cli"]
    assert {path.name for path in folder.iterdir()} > {*job["artifacts"]["reports"].values()}


@pytest.mark.slow
def test_pre_commit_checks_the_profiles_of_a_commit(folder: Path, tmp_path: Path) -> None:
    """In a repository of its own, with the hook as this checkout has it; pre-commit installs it from there."""
    hooks = checkout(tmp_path / "hooks")
    environment = os.environ | {
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "LC_ALL": "C.UTF-8",
        **{
            f"GIT_{role}_{what}": "example@example.com"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    for repository in (hooks, folder):
        for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "all"]):
            assert call(["git", *command], repository, environment).returncode == 0
    example = yaml.safe_load(snippet("repos:"))
    example["repos"][0] |= {"repo": str(hooks), "rev": call(["git", "rev-parse", "HEAD"], hooks).stdout.strip()}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(example), encoding="utf-8")
    run = [sys.executable, "-m", "pre_commit", "run", "--verbose"]
    done = call([*run, "--all-files"], folder, environment)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "- exit code: 1" in done.stdout
    assert "a b/cloudmkt.toml" in done.stdout
    assert "vendor.toml" not in done.stdout.replace("cloudmkt.toml", "")
    write(folder / "clients" / "a b" / "cloudmkt.toml", vendor())
    for name in ("-o.toml", "--output=x.toml"):  # no options: files, which a pattern of the repository's own lets in
        write(folder / name, stating(("team", "technical_and_service"), 1))
    assert call(["git", "add", "."], folder, environment).returncode == 0
    example["repos"][0]["hooks"][0]["files"] = r"\.toml$"
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(example), encoding="utf-8")
    done = call([*run, "--all-files"], folder, environment)
    assert "- exit code: 1" in done.stdout
    assert "4 profiles: 2 eligible, 2 not eligible" in " ".join(done.stdout.split())
    assert not (folder / "x.toml").exists()
    done = call([*run, "--files", "clients/a b/cloudmkt.toml", "vendor.toml"], folder, environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
