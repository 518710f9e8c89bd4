"""What scripts import: small, typed, with the results of the command line, and loaded only when it is asked for."""

import ast
import inspect
import pickle
import re
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import assert_type

import pytest
from support.paths import ROOT
from support.samples import AS_OF, CATALOGUE, stating, vendor
from support.strategies_runs import write

import cloudmkt_cli
from cloudmkt_cli import (
    Catalogue,
    Diagnostic,
    InputError,
    LoadedProfile,
    Message,
    ProfileResult,
    Step,
    Verdict,
    api,
    check_profile,
    load_catalogue,
    load_profile,
    translate,
)
from cloudmkt_cli.core.messages import Text
from cloudmkt_cli.runs.batch import check_path

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    (tmp_path / "licence.pdf").write_bytes(b"licence")
    values = stating(("documents", "business_licence"), "licence.pdf")
    return write(tmp_path / "vendor.toml", values | {"target_markets": ["website"]})


def test_a_script_gets_what_the_command_line_gets(path: Path) -> None:
    profile = load_profile(path)
    result = check_profile(profile, as_of=AS_OF)
    assert result == check_path(str(path), CATALOGUE, AS_OF).result
    assert (result.verdict, result.verdict_with_waivers) == (Verdict.ELIGIBLE, Verdict.ELIGIBLE)
    assert load_profile(str(path)).profile == profile.profile
    assert_type(profile, LoadedProfile)
    assert_type(result, ProfileResult)
    assert_type(load_catalogue(), Catalogue)


def test_some_markets_and_a_catalogue_of_ones_own(path: Path) -> None:
    result = check_profile(load_profile(path, CATALOGUE), CATALOGUE, AS_OF, markets=["api", "website"])
    assert [market.market.id for market in result.markets] == ["website", "api"]
    assert all(market.targeted for market in result.markets)
    with pytest.raises(InputError):
        check_profile(load_profile(path), markets=["websites"])


def test_the_day_is_todays_in_china(path: Path) -> None:
    young = write(path.with_name("young.toml"), stating(("company", "established"), date.today() - timedelta(days=9)))  # noqa: DTZ011  far from a border
    assert check_profile(load_profile(young), markets=["website"]).verdict is Verdict.NOT_ELIGIBLE
    later = date.today() + timedelta(days=800)  # noqa: DTZ011  the same
    assert check_profile(load_profile(young), as_of=later, markets=["website"]).verdict is Verdict.ELIGIBLE


BAD = """\
profile_version = 1

[company]
nam = "x"
"""
SHOWN = """\
{path}:3:1: error: company.name: required key name is missing
  3 | [company]
    | ^
  hint: add name"""


def test_the_text_of_an_error_names_file_line_and_remedy(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(BAD, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_profile(bad)
    missing, unknown = raised.value.diagnostics
    assert_type(missing, Diagnostic)
    assert (missing.key, unknown.key) == ("company.name", "company.nam")
    assert str(missing) == SHOWN.format(path=bad.as_posix())
    assert str(unknown).startswith(f"{bad.as_posix()}:4:1: error: company.nam: unknown key nam\n")
    assert str(raised.value) == f"{missing}\n{unknown}"
    assert traceback.format_exception_only(raised.value)[0].endswith(f"InputError: {raised.value}\n")


def test_the_text_of_an_error_is_english_whatever_the_locale(tmp_path: Path) -> None:
    script = (
        "from cloudmkt_cli import InputError, load_profile\n"
        "try:\n    load_profile('none.toml')\nexcept InputError as error:\n    print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={"LC_ALL": "zh_CN.UTF-8"}, capture_output=True, check=True, cwd=tmp_path
    )
    assert done.stdout.decode().splitlines() == [
        "none.toml: error: cannot be read: No such file or directory",
        "  hint: check the path and its permissions",
    ]


def test_an_error_can_be_sent_to_another_process() -> None:
    with pytest.raises(InputError) as raised:
        load_catalogue().market("websites")
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)  # noqa: S301  its own bytes


def test_messages_are_worded_in_either_language(path: Path) -> None:
    result = check_profile(load_profile(path), as_of=AS_OF)
    step: Step = result.next_step
    assert [note.get("zh") if isinstance(note, Text) else translate(note, "zh") for note in step.details]
    assert translate(Message("status.pass"), "zh") == "符合"
    assert (result.markets[0].market.name.zh, result.markets[0].market.name.en) == (
        "微信小程序市场",
        "WeChat mini programs",
    )


def test_importing_the_package_loads_nothing_more() -> None:
    script = (
        "import sys\nbefore = {*sys.modules}\nimport cloudmkt_cli\n"
        "print(*sorted({*sys.modules} - before))\n"
        "from cloudmkt_cli import load_profile\nprint('pydantic_core' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().split() == ["cloudmkt_cli", "cloudmkt_cli.version", "True"]


PUBLIC = """
    Catalogue Diagnostic Finding InputError Language LoadedProfile Market MarketResult Message Position ProfileResult
    ProfileWarning Requirement Status Step Text VendorProfile Verdict
    check_profile load_catalogue load_profile translate
"""


def test_the_public_names_are_these_and_no_others() -> None:
    assert cloudmkt_cli.__all__ == api.__all__ == PUBLIC.split()
    assert all(getattr(cloudmkt_cli, name) is getattr(api, name) for name in PUBLIC.split())
    with pytest.raises(AttributeError, match="has no attribute 'load_waivers'"):
        getattr(cloudmkt_cli, "load_waivers")  # noqa: B009  a type checker knows that it is not there


def test_every_public_name_is_documented() -> None:
    described = {name for name in PUBLIC.split() if f"`{name}`" in PAGE or f"def {name}(" in PAGE}
    assert described == {*PUBLIC.split()}


def test_the_documented_signatures_are_those_of_the_code() -> None:
    (shown,) = [block for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "def " in block]
    documented = {node.name: node for node in ast.parse(shown).body if isinstance(node, ast.FunctionDef)}
    functions: list[Callable[..., object]] = [load_profile, check_profile, load_catalogue, translate]
    assert [*documented] == ["load_profile", "check_profile", "load_catalogue", "translate"]
    for function in functions:
        (code,) = ast.parse(inspect.getsource(function)).body
        assert isinstance(code, ast.FunctionDef)
        shown_one = documented[code.name]
        assert ast.dump(shown_one.args) == ast.dump(code.args)
        assert shown_one.returns is not None
        assert code.returns is not None
        assert ast.dump(shown_one.returns) == ast.dump(code.returns)


def test_the_documented_attributes_are_those_of_the_code() -> None:
    sections = re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert [name for name, _ in sections] == [
        *("ProfileResult", "MarketResult", "Finding", "Step", "ProfileWarning"),
        *("Catalogue", "Market", "Requirement", "InputError", "Diagnostic"),
    ]
    for name, section in sections:
        code = _annotations(getattr(cloudmkt_cli, name))
        rows = re.findall(r"^\| `(\w+)` \| `(.+?)` \| ", section, re.MULTILINE)
        assert rows
        assert [(key, code.get(key)) for key, _ in rows] == [(key, value.replace("\\|", "|")) for key, value in rows]


def _annotations(cls: type) -> dict[str, str]:
    """The types of the fields and properties of a class, as its source has them."""
    (node,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(node, ast.ClassDef)
    found = {}
    for part in ast.walk(node):
        if isinstance(part, ast.AnnAssign):
            found[ast.unparse(part.target).removeprefix("self.")] = ast.unparse(part.annotation)
        elif isinstance(part, ast.FunctionDef) and part.decorator_list and part.returns:
            found[part.name] = ast.unparse(part.returns)
    return found


def test_a_vendor_that_is_met_needs_no_file(tmp_path: Path) -> None:
    result = check_profile(load_profile(write(tmp_path / "vendor.toml", vendor())), as_of=AS_OF)
    assert {market.verdict for market in result.markets} == {Verdict.ELIGIBLE}
