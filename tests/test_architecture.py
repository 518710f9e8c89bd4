"""What the source may look like: the order of packages, libraries known to one place, no long modules."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support.paths import ROOT, SOURCE, TESTS

ONLY_IN = {
    "rtoml": {"core.toml"},
    "rich": {"render.terminal", "render.cjk_wrap"},
    "chinese_calendar": {"checking.workdays"},
    "typer": {"cli"},
    "jinja2": {"render.client.html_report", "render.client.html_page", "render.client.profile_html"},
    "markupsafe": {"render.client.html_report", "render.client.html_page"},
    "tomli_w": {"intake"},
    "pyspark": {"screening.spark_engine", "screening.spark_session", "screening.spark_tables"},
    "py4j": {"screening.spark_tables"},
    "duckdb": {"screening.duckdb_session"},
    "xlsxwriter": {"intake", "render.client"},
}
"""The modules and packages that may know a library."""
LONGEST = 250
FORBIDDEN_CALLS = {"eval", "exec", "print", "rich.print", "__import__", "import_module", "importlib.import_module"}
"""Code from text, output past the one place for it, and imports that nobody can read from the source."""


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


SOURCES = {module_of(path): path for path in sorted(SOURCE.rglob("*.py"))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(SOURCES[module].read_text(encoding="utf-8"))


def libraries(module: str) -> Iterator[str]:
    """The first part of the name of whatever a module imports, wherever in it the import stands."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_a_package_imports_only_from_packages_below_its_own() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_map_for_contributors_has_the_order_of_the_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page.partition("## Where things are")[2], re.MULTILINE) == contract["layers"]


def test_tests_lie_in_folders_named_after_packages() -> None:
    folders = {path.parent.name for path in TESTS.glob("*/test_*.py")}
    assert folders <= {path.name for path in SOURCE.iterdir() if path.is_dir()}


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_known_to_one_place(library: str) -> None:
    users = {module for module in SOURCES if library in libraries(module)}
    assert users
    places = ONLY_IN[library]
    assert {user for user in users if not any(f"{user}.".startswith(f"{place}.") for place in places)} == set()


@pytest.mark.parametrize("module", SOURCES, ids=lambda module: module or "cloudmkt_cli")
def test_a_module_makes_no_forbidden_call(module: str) -> None:
    calls = [ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    assert FORBIDDEN_CALLS & {call.removeprefix("builtins.") for call in calls} == set()


@pytest.mark.parametrize("module", SOURCES, ids=lambda module: module or "cloudmkt_cli")
def test_a_module_is_not_too_long(module: str) -> None:
    assert len(SOURCES[module].read_text(encoding="utf-8").splitlines()) <= LONGEST
