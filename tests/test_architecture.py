"""The order of the rooms, read from the source: a module imports only from rooms below its own."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path

import pytest

import cloudmkt_cli

PACKAGE = "cloudmkt_cli"
FOLDER = Path(cloudmkt_cli.__file__).parent

# Low to high, each below those that may import from it. A package stands for all that is in it, but for the parts that
# have a line of their own; "" is the package's own ``__init__``.
ROOMS = [
    "choices",
    "language",
    "errors",
    "suggestions",
    "toml_bounds",
    "toml_faults",
    "toml_places",
    "toml_reader",
    "toml_writer",
    "edits",
    "credit_code",
    "money",
    "visible",
    "profile",
    "catalogue",
    "files",
    "translate",
    "purposes",
    "facts",
    "proof",
    "profile_schema",
    "report",
    "faults",
    "profile_faults",
    "profile_loader",
    "input_file",
    "conditions",
    "findings",
    "finding_cache",
    "working_days",
    "onboarding",
    "oddities",
    "checker",
    "planning",
    "waivers",
    "waiver_file",
    "recorded",
    "comparison",
    "baseline",
    "profile_paths",
    "batch",
    "gate",
    "overview",
    "workers",
    "parallel",
    "spool",
    "exit_status",
    "report_shape",
    "report_file",
    "settings",
    "configuration_file",
    "configuration",
    "file_names",
    "spreadsheet",
    "filling",
    "render.wording",
    "render.plan_words",
    "render.diagnostics",
    "library",
    "",
    "render.writer",
    "render.as_json",
    "render.report_table",
    "render.report_csv",
    "render.report_html",
    "render.report_markdown",
    "render.report_sheets",
    "render.report_xlsx_rows",
    "render.report_xlsx",
    "render.gate",
    "render.report_comment",
    "render.report_github",
    "render.report_gitlab",
    "render.report_junit",
    "render.report_sarif",
    "render.report_tap",
    "render.as_text",
    "render.reports",
    "render",
    "cli",
    "__main__",
]
ONLY_IN = {
    "rtoml": "toml_reader toml_places",
    "rich": "render.as_text",
    "chinese_calendar": "working_days",
    "typer": "cli",
    "jinja2": "render.report_html",
    "markupsafe": "render.report_html",
    "tomli_w": "spreadsheet",
}
LONGEST = 250
FORBIDDEN_CALLS = {"eval", "exec", "print", "rich.print", "__import__", "import_module", "importlib.import_module"}
"""Code from text, output past the one place for it, and imports that nobody can read from the source."""


def module_of(path: Path) -> str:
    parts = path.relative_to(FOLDER).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


SOURCES = {module_of(path): path for path in sorted(FOLDER.rglob("*.py"))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(SOURCES[module].read_text(encoding="utf-8"))


def imported(module: str) -> Iterator[str]:
    """The full name of every module that one imports, wherever in it the import stands."""
    within = PACKAGE if SOURCES[module] == FOLDER / "__init__.py" else f"{PACKAGE}.{module}"
    if SOURCES[module].name != "__init__.py":
        within = within.rpartition(".")[0]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = resolve_name("." * node.level + (node.module or ""), within) if node.level else node.module or ""
            for alias in node.names:
                part = f"{origin}.{alias.name}"
                yield part if part.removeprefix(f"{PACKAGE}.") in SOURCES else origin


def imported_from_package(module: str) -> set[str]:
    own = (name for name in imported(module) if name == PACKAGE or name.startswith(f"{PACKAGE}."))
    return {name.removeprefix(PACKAGE).removeprefix(".") for name in own}


def room_of(module: str) -> str | None:
    """The most particular room that a module is in."""
    around = [room for room in ROOMS if module == room or (room and module.startswith(f"{room}."))]
    return max(around, key=len, default=None)


def test_every_module_has_a_room_and_every_room_a_module() -> None:
    assert [module for module in SOURCES if room_of(module) is None] == []
    assert [room for room in ROOMS if room not in {room_of(module) for module in SOURCES}] == []


@pytest.mark.parametrize("module", SOURCES, ids=lambda module: module or PACKAGE)
def test_a_module_imports_only_from_rooms_below_its_own(module: str) -> None:
    own = room_of(module)
    assert own is not None
    rooms = {name: room_of(name) for name in imported_from_package(module)}
    upward = {
        name for name, room in rooms.items() if room is None or (room != own and ROOMS.index(room) > ROOMS.index(own))
    }
    assert upward == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module: imported_from_package(module) for module in SOURCES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"circular import: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_known_to_one_room(library: str) -> None:
    users = {room_of(module) for module in SOURCES if library in {name.partition(".")[0] for name in imported(module)}}
    assert users <= {*ONLY_IN[library].split()}


def test_the_libraries_are_found_where_they_are_used() -> None:
    used = {name.partition(".")[0] for module in SOURCES for name in imported(module)}
    assert {"rtoml", "rich", "chinese_calendar", "typer", "pydantic"} <= used


@pytest.mark.parametrize("module", SOURCES, ids=lambda module: module or PACKAGE)
def test_a_module_makes_no_forbidden_call(module: str) -> None:
    calls = [ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    assert FORBIDDEN_CALLS & {call.removeprefix("builtins.") for call in calls} == set()


@pytest.mark.parametrize("module", SOURCES, ids=lambda module: module or PACKAGE)
def test_a_module_is_not_too_long(module: str) -> None:
    assert len(SOURCES[module].read_text(encoding="utf-8").splitlines()) <= LONGEST
