"""The ways into CI that the repository offers, run as far as one machine can: pre-commit, the action, GitLab's job."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.paths import ROOT
from support.samples import MARKETS, stating, vendor
from support.samples_gate import HOSTILE
from support.samples_waivers import write_waivers
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


def checked_by_action(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """What the last step does, by the program of this environment; inputs by the names of their variables."""
    temp = folder.parent
    values = {name: "" for name in STEPS[2]["env"] if name.startswith("INPUT_")}
    values |= {"INPUT_FORMAT": "github"} | {f"INPUT_{name}": value for name, value in given.items()}
    places = {"GITHUB_STEP_SUMMARY": "summary.md", "GITHUB_OUTPUT": "outputs"}
    places = {name: str(temp / file) for name, file in places.items()} | {"RUNNER_TEMP": str(temp)}
    return shell(
        STEPS[2]["run"], folder, PYTHON=sys.executable, PYTHONPATH="", GITHUB_ACTION_PATH=str(ROOT), **places, **values
    )


def outputs(folder: Path) -> dict[str, str]:
    """The outputs of the last step, and none before that."""
    file = folder.parent / "outputs"
    found = dict(line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines())
    file.unlink()
    return found


def sarif_of(folder: Path) -> dict[str, Any]:
    """The only run of the SARIF log that the action left."""
    (run,) = json.loads((folder.parent / "cloudmkt.sarif").read_bytes())["runs"]
    return dict(run)


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
    names = ("paths", "markets", "fail-on", "working-directory", "lang", "as-of", "baseline", "waivers", "args")
    assert defaults == dict.fromkeys(names, "") | {"format": "github"}


def test_no_input_is_ever_part_of_a_script() -> None:
    assert [step["run"] for step in STEPS if "${{" in step.get("run", "")] == []
    given = {name: value for name, value in STEPS[2]["env"].items() if name.startswith("INPUT_")}
    named = {name.upper().replace("-", "_"): name for name in ACTION["inputs"]}
    assert given == {f"INPUT_{variable}": f"${{{{ inputs.{name} }}}}" for variable, name in named.items()}


def test_the_action_sets_up_a_python_of_its_own_and_leaves_the_path_of_the_job_alone() -> None:
    assert re.fullmatch(r"actions/setup-python@[0-9a-f]{40}", STEPS[0]["uses"])
    assert STEPS[0]["with"] == {"python-version": "3.13", "update-environment": False}
    assert not re.search("GITHUB_PATH|GITHUB_ENV", (ROOT / "action.yml").read_text(encoding="utf-8"))


def test_the_action_installs_this_package(tmp_path: Path) -> None:
    given = stub(tmp_path / "the stubs", "python3")
    python = stub(tmp_path / "cloudmkt" / "bin", "python")
    done = shell(
        STEPS[1]["run"],
        tmp_path,
        PYTHON=str(tmp_path / "the stubs" / "python3"),
        RUNNER_TEMP=str(tmp_path),
        GITHUB_ACTION_PATH=f"{tmp_path}/the action",
        GITHUB_OUTPUT=str(tmp_path / "outputs"),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert given.read_text(encoding="utf-8").splitlines() == ["-I", "-m", "venv", f"{tmp_path}/cloudmkt"]
    constraints = f"{tmp_path}/the action/constraints.txt"
    install = ["-I", "-m", "pip", "install", "--quiet", "--constraint", constraints]
    assert python.read_text(encoding="utf-8").splitlines() == [
        *(*install, "hatchling"),
        *(*install, "--no-build-isolation", f"{tmp_path}/the action"),
    ]
    assert (tmp_path / "outputs").read_text(encoding="utf-8") == f"python={tmp_path}/cloudmkt/bin/python\n"


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_the_action_runs_nothing_of_the_workspace_and_installs_what_is_pinned(
    folder: Path, tmp_path: Path, version: str
) -> None:
    """Both scripts for real with a bare PATH, in a workspace full of modules that Python, pip and the program want."""
    found = call([f"python{version}", "-c", "import sys; print(sys.executable)"], tmp_path) if there(version) else None
    if found is None or found.returncode:
        pytest.skip(f"there is no Python {version}")
    for name in PLANTED:
        text = f'import os\nopen({str(tmp_path / "pwned")!r}, "a").write(f"{{__file__}}\\n")\nraise SystemExit(9)\n'
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    action = checkout(tmp_path / "the action")
    output = tmp_path / "outputs"
    # A job may put its workspace on the path of every Python; the steps have their own say.
    places = {"RUNNER_TEMP": str(tmp_path), "GITHUB_ACTION_PATH": str(action), "GITHUB_OUTPUT": str(output)}
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **places, "PYTHONPATH": str(folder)}
    given = environment | {"PYTHON": found.stdout.strip(), "PYTHONPATH": STEPS[1]["env"]["PYTHONPATH"]}
    installation = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTP"))}
    done = call([*BASH, STEPS[1]["run"]], folder, installation | given)
    assert done.returncode == 0, done.stderr
    python = output.read_text(encoding="utf-8").removeprefix("python=").rstrip("\n")
    inputs = {"INPUT_PATHS": "vendor.toml", "INPUT_MARKETS": "website", "INPUT_FORMAT": "github"}
    done = call([*BASH, STEPS[2]["run"]], folder, environment | inputs | {"PYTHON": python})
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "pwned").exists()
    frozen = call([python, "-I", "-m", "pip", "freeze"], tmp_path).stdout.splitlines()
    installed = {line for line in frozen if not line.startswith("cloudmkt-cli @ ")}
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().splitlines()
    assert len(installed) == len(frozen) - 1
    unpinned = {"setuptools", "wheel"}  # of the venv of an old Python
    assert {line.lower().replace("_", "-") for line in installed if line.partition("==")[0] not in unpinned} <= {
        line.partition(" ;")[0] for line in pinned
    }


def there(version: str) -> bool:
    return shutil.which(f"python{version}") is not None


def test_the_action_annotates_sums_up_and_leaves_reports(folder: Path) -> None:
    done = checked_by_action(folder, PATHS="vendor.toml\nclients\n", MARKETS="website\n\nimage\n")
    assert done.returncode == 1, done.stderr
    assert "::error file=clients/a b/cloudmkt.toml,line=" in done.stdout
    assert "title=image.team-size " in done.stdout
    assert "miniprogram" not in done.stdout
    assert "clients/a b/cloudmkt.toml" in (folder.parent / "summary.md").read_text(encoding="utf-8")
    assert '"website.team-size"' in (folder.parent / "cloudmkt.sarif").read_text(encoding="utf-8")
    assert outputs(folder) == {
        "verdict": "not_eligible",
        "profiles": "2",
        "eligible": "1",
        "not-eligible": "1",
        "incomplete": "0",
        "errors": "0",
        "exit-code": "1",
        "sarif": str(folder.parent / "cloudmkt.sarif"),
        "json": str(folder.parent / "cloudmkt.json"),
    }


def test_the_action_has_every_output_that_it_names(folder: Path) -> None:
    checked_by_action(folder, PATHS="vendor.toml", MARKETS="website")
    named = {name: f"${{{{ steps.check.outputs.{name} }}}}" for name in outputs(folder)}
    assert {name: about["value"] for name, about in ACTION["outputs"].items()} == named


def test_the_action_trims_its_inputs(folder: Path) -> None:
    write(folder / "it's.toml", vendor())
    done = checked_by_action(
        folder,
        PATHS="  vendor.toml \r\n\tclients/a b\r\n it's.toml\r\n\r\n",
        MARKETS=" website\r\n",
        FAIL_ON=" not-eligible \r\n",
        FORMAT=" json\r\n",
        AS_OF=" 2026-11-23\n",
        LANG="zh ",
        WORKING_DIRECTORY=" . ",
    )
    report = json.loads(done.stdout)
    assert [entry["path"] for entry in report["profiles"]] == ["clients/a b/cloudmkt.toml", "it's.toml", "vendor.toml"]
    assert (report["as_of"], done.stderr) == ("2026-11-23", "")
    assert report["profiles"][0]["next_step"]["title"] == "满足入驻条件"


def test_the_action_takes_a_baseline_waivers_and_further_options(folder: Path) -> None:
    write_waivers(folder / "let pass.toml")
    checked_by_action(folder, PATHS="clients", FORMAT="json", MARKETS="website", ARGS='--output "a b.json"')
    done = checked_by_action(
        folder,
        PATHS="clients",
        FORMAT="json",
        MARKETS="website",
        BASELINE="a b.json",
        WAIVERS="let pass.toml",
        ARGS="--set team.technical_and_service=1\n--details --report '$(touch pwned).md'",
    )
    report = json.loads(done.stdout)
    assert (done.returncode, report["profiles"][0]["baseline"]) == (0, "unchanged"), done.stderr
    assert report["hypothetical"] == [{"key": "team.technical_and_service", "value": 1}]
    assert (folder / "$(touch pwned).md").exists()
    assert not (folder / "pwned").exists()


def test_the_action_in_another_folder_names_paths_from_the_root(folder: Path) -> None:
    write(folder / "clients" / "a b" / "é, x.toml", stating(("team", "technical_and_service"), 1))
    done = checked_by_action(folder, WORKING_DIRECTORY="clients/../clients", PATHS="a b", MARKETS="website")
    assert done.returncode == 1, done.stderr
    assert "::error file=clients/a b/cloudmkt.toml,line=" in done.stdout
    assert "::error file=clients/a b/é%2C x.toml,line=" in done.stdout
    (first, *_) = sarif_of(folder)["results"]
    place = first["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "clients/a%20b/cloudmkt.toml"
    assert outputs(folder)["verdict"] == "not_eligible"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"MARKETS": "websites"}, 4),
        ({"BASELINE": "nowhere.json"}, 4),
        ({"WAIVERS": "vendor.toml"}, 4),
        ({"FAIL_ON": "sometimes"}, 2),
        ({"FORMAT": "yaml"}, 2),
        ({"ARGS": "--no-such-option"}, 2),
        ({"ARGS": "'not closed"}, 4),
        ({"WORKING_DIRECTORY": "nowhere"}, 4),
    ],
)
def test_the_action_leaves_sarif_where_nothing_could_be_checked(
    folder: Path, given: dict[str, str], status: int
) -> None:
    (folder.parent / "cloudmkt.sarif").write_text("of an earlier step", encoding="utf-8")
    done = checked_by_action(folder, **{"PATHS": "vendor.toml"} | given)
    assert done.returncode == status
    assert done.stdout + done.stderr
    run = sarif_of(folder)
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is False
    found = outputs(folder)
    assert (found["verdict"], found["profiles"], found["json"]) == ("error", "0", "")


def test_the_action_reports_a_profile_that_cannot_be_read_where_it_stands(folder: Path) -> None:
    (folder / "bad.toml").write_text("[company", encoding="utf-8")
    assert checked_by_action(folder, PATHS="bad.toml\nvendor.toml\nnowhere").returncode == 4
    assert len(sarif_of(folder)["results"]) >= 2
    found = outputs(folder)
    assert (found["verdict"], found["profiles"], found["errors"]) == ("error", "1", "2")


def test_the_action_without_paths_checks_the_profile_of_the_folder(folder: Path) -> None:
    done = checked_by_action(folder, WORKING_DIRECTORY="clients/a b", MARKETS="website", FORMAT="json")
    assert (done.returncode, '"path": "cloudmkt.toml"' in done.stdout) == (1, True)
    assert checked_by_action(folder, PATHS="vendor.toml").returncode == 0


COMMANDS = "$(touch pwned) `touch pwned` '; touch pwned; ' \"; touch pwned; \""
"""A command wherever a shell might read it again: bare, in single quotes or in double quotes."""


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_the_commands_are_run_where_a_shell_reads_them_again(tmp_path: Path, quote: str) -> None:
    shell(f"eval {shlex.quote(f'echo {quote}{COMMANDS}{quote}')} || true", tmp_path)
    assert (tmp_path / "pwned").exists()


@pytest.mark.parametrize("name", ["PATHS", "MARKETS", "FORMAT", "FAIL_ON", "LANG", "AS_OF", "WORKING_DIRECTORY"])
@pytest.mark.parametrize("text", [COMMANDS, "-h", HOSTILE], ids=["commands", "option", "hostile"])
def test_an_input_is_text_whatever_it_holds(folder: Path, name: str, text: str) -> None:
    done = checked_by_action(folder, **{"PATHS": "vendor.toml"} | {name: text.replace("\x00", "")})
    has_a_form = name in {"FORMAT", "FAIL_ON", "LANG", "AS_OF"}
    assert done.returncode == (2 if has_a_form else 4)
    assert not (folder / "pwned").exists()
    assert "results" in sarif_of(folder)


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", "workflows/release.yml"),
        ("custom.github-workflows-require-timeout", "workflows/release.yml"),
        ("vendor.github-issue-forms", "ISSUE_TEMPLATE/rule-changed.yml"),
    ],
)
def test_workflows_and_forms_are_what_github_takes(schema: str, file: str) -> None:
    done = call([sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, f".github/{file}"], ROOT)
    assert done.returncode == 0, done.stdout


def test_every_action_that_is_used_is_pinned_by_its_commit() -> None:
    used = [line for file in (ROOT / ".github" / "workflows").iterdir() for line in uses(file)] + uses(
        ROOT / "action.yml"
    )
    assert len(used) >= 6
    assert [line for line in used if not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def uses(file: Path) -> list[str]:
    return re.findall(r"^ *(?:- )?uses: (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)


def test_only_the_job_that_publishes_may_prove_who_it_is() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "build": {"contents": "read"},
        "publish": {"id-token": "write", "attestations": "write"},
    }
    assert not any("run" in step for step in workflow["jobs"]["publish"]["steps"])


def test_the_form_for_a_rule_lists_the_markets() -> None:
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / "rule-changed.yml").read_text(encoding="utf-8"))
    (markets,) = (field["attributes"]["options"] for field in form["body"] if field.get("id") == "markets")
    assert markets == [*MARKETS]


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
    assert "Profiles checked: 4 (2 eligible, 2 not eligible" in " ".join(done.stdout.split())
    assert not (folder / "x.toml").exists()
    done = call([*run, "--files", "clients/a b/cloudmkt.toml", "vendor.toml"], folder, environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
