"""One profile read and checked, and the totals of several."""

import io
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from support.samples import AS_OF, CATALOGUE, Values, check, stating, vendor
from support.samples_waivers import stated, waiver
from support.strategies_runs import as_toml, write

from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.history.baseline import BaselineResult
from cloudmkt_cli.history.diff import Change
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.runs.batch import (
    Batch,
    CheckedProfile,
    RunContext,
    Summary,
    check_path,
    check_paths,
    name_of,
    number_of_inputs,
    read_profile,
)
from cloudmkt_cli.runs.gate import gate_of
from cloudmkt_cli.runs.waivers import WaiverState, WaiverUse, active_waivers, apply_waivers

UNSIGNED = stating(("agreements", "consignment"), value=False)
WITH_FILE = stating(("documents", "business_licence"), "licence.pdf")


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def on_standard_input(monkeypatch: pytest.MonkeyPatch, values: Values) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(as_toml(values).encode())))


def checked(values: Values, change: Change | None = None) -> CheckedProfile:
    loaded = load_profile(as_toml(values).encode(), "", CATALOGUE)
    return CheckedProfile("a.toml", loaded, check(values), BaselineResult(change) if change else None)


def error(path: str) -> Diagnostic:
    return Diagnostic(Message("error.empty"), Message("hint.empty"), path=path)


@pytest.mark.parametrize(
    ("change", "gate", "is_worse"),
    [
        (None, Verdict.NOT_ELIGIBLE, False),
        (Change.WORSE, Verdict.NOT_ELIGIBLE, True),
        (Change.NEW, Verdict.NOT_ELIGIBLE, False),
        (Change.UNCHANGED, Verdict.ELIGIBLE, False),
        (Change.BETTER, Verdict.ELIGIBLE, False),
    ],
)
def test_the_gate_counts_what_is_worse_or_new_since_the_baseline(
    change: Change | None, gate: Verdict, is_worse: bool
) -> None:
    found = checked(UNSIGNED, change)
    assert (gate_of(found), found.is_worse) == (gate, is_worse)


def test_the_summary_of_a_batch_counts_its_profiles() -> None:
    worse, plain, eligible = checked(UNSIGNED, Change.WORSE), checked(UNSIGNED), checked(vendor())
    active = active_waivers(stated(waiver("agreements")), AS_OF)
    result, _ = apply_waivers(plain.result, plain.loaded.profile.company, active)
    errors = (error("b.toml"), error("b.toml"), error("c.toml"))
    uses = (WaiverUse(stated(waiver())[0], WaiverState.USED),)
    batch = Batch(CATALOGUE, AS_OF, (worse, plain._replace(result=result), eligible), errors, uses, left_out=7)
    summary = batch.summary
    totals = Counter({Verdict.NOT_ELIGIBLE: 2, Verdict.ELIGIBLE: 1})
    assert summary == Summary(totals, waived=1, worse=1, shown=3, errors=errors, waivers=uses, left_out=7)
    assert summary.unchecked == number_of_inputs(errors) == 2


def test_the_context_of_a_batch_has_the_markets_that_were_checked() -> None:
    overrides = (Override(("team", "marketplace_operators"), 1),)
    batch = Batch(CATALOGUE, AS_OF, (), (), overrides=overrides, configuration="x.toml")
    assert batch.context == RunContext(CATALOGUE, AS_OF, (), overrides, "x.toml")
    api = CATALOGUE.market("api")
    only_api = checked(vendor())._replace(result=check(vendor(), markets=("api",)))
    assert batch._replace(profiles=(only_api,)).context.markets == (api,)


def test_paths_are_checked_and_errors_kept(folder: Path) -> None:
    write(folder / "a.toml", vendor())
    (folder / "b.toml").touch()
    (folder / "d.toml").touch()
    (folder / ".hidden").mkdir()
    batch = check_paths([".", "x*"], CATALOGUE, AS_OF, ["api"])
    assert [(item.path, item.result) for item in batch.profiles] == [("a.toml", check(vendor(), markets=("api",)))]
    assert [item.path for item in batch.errors] == ["x*", "b.toml", "d.toml"]
    assert (batch.catalogue, batch.as_of, batch.left_out) == (CATALOGUE, AS_OF, 1)
    assert check_paths(["a.toml"], CATALOGUE, AS_OF).profiles[0].result == check(vendor())


def test_a_profile_is_checked_on_the_day_with_its_overrides_and_files(folder: Path) -> None:
    write(folder / "clients" / "a.toml", WITH_FILE)
    (folder / "clients" / "licence.pdf").write_text("%PDF", encoding="utf-8")
    day, override = date(2026, 1, 1), Override(("team", "technical_and_service"), 1)
    found = check_path("clients/a.toml", CATALOGUE, day, ("api",), (override,))
    values = stating(override.path, 1, WITH_FILE)
    files = {"licence.pdf": FileState.PRESENT}
    assert found.result == check(values, as_of=day, markets=("api",), files=files)
    assert found.result != check(values, as_of=day, markets=("api",))
    assert (found.path, found.loaded.overrides, found.loaded.files) == ("clients/a.toml", (override,), files)


def test_the_errors_of_a_profile_name_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "clients").mkdir()
    (folder / "clients" / "a.toml").touch()
    with pytest.raises(InputError) as raised:
        check_path("clients//a.toml", CATALOGUE, AS_OF)
    assert [item.path for item in raised.value.diagnostics] == ["clients/a.toml"]
    on_standard_input(monkeypatch, {})
    with pytest.raises(InputError) as raised:
        read_profile("-", CATALOGUE, stdin_filename="clients/b.toml")
    assert [item.path for item in raised.value.diagnostics] == ["clients/b.toml"]


@pytest.mark.parametrize(
    ("path", "stdin_filename", "name"),
    [
        ("a.toml", None, "a.toml"),
        ("./a.toml", "b.toml", "a.toml"),
        ("-", None, "<stdin>"),
        ("-", "./b.toml", "b.toml"),
        ("-", "-", "<stdin>"),
    ],
)
def test_the_name_of_an_input(path: str, stdin_filename: str | None, name: str) -> None:
    assert name_of(path, stdin_filename) == name


@pytest.mark.parametrize(
    ("stdin_filename", "state"),
    [(None, FileState.PRESENT), ("clients/b.toml", FileState.MISSING), ("b.toml", FileState.PRESENT)],
)
def test_files_of_a_profile_on_standard_input(
    folder: Path, monkeypatch: pytest.MonkeyPatch, stdin_filename: str | None, state: FileState
) -> None:
    (folder / "clients").mkdir()
    (folder / "licence.pdf").write_text("%PDF", encoding="utf-8")
    on_standard_input(monkeypatch, WITH_FILE)
    found = check_path("-", CATALOGUE, AS_OF, stdin_filename=stdin_filename)
    assert found.loaded.files == {"licence.pdf": state}
    assert found.path == (stdin_filename or "<stdin>")


def test_a_profile_is_no_evidence_for_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = stating(("documents", "business_licence"), "a.toml")
    write(folder / "a.toml", values)
    assert read_profile("a.toml", CATALOGUE).files == {"a.toml": FileState.PROFILE}
    on_standard_input(monkeypatch, values)
    assert read_profile("-", CATALOGUE, stdin_filename="a.toml").files == {"a.toml": FileState.PROFILE}
    on_standard_input(monkeypatch, values)
    assert read_profile("-", CATALOGUE).files == {"a.toml": FileState.PRESENT}
    override = Override(("documents", "business_licence"), "b.toml")
    assert read_profile("a.toml", CATALOGUE, (override,)).files == {"b.toml": FileState.MISSING}
    on_standard_input(monkeypatch, values)
    assert read_profile("-", CATALOGUE, (override,)).files == {"b.toml": FileState.MISSING}


def test_the_name_of_standard_input_does_not_move_other_profiles(folder: Path) -> None:
    write(folder / "a.toml", WITH_FILE)
    (folder / "licence.pdf").write_text("%PDF", encoding="utf-8")
    found = read_profile("a.toml", CATALOGUE, stdin_filename="clients/b.toml")
    assert found.files == {"licence.pdf": FileState.PRESENT}
