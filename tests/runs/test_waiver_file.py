"""A file of waivers is as strict as a profile; one that is not valid stops the run before it begins."""

import json
from datetime import date
from pathlib import Path

import pytest
from support.samples import AS_OF, Values, vendor
from support.samples_waivers import CODE, NAME, waiver, write_waivers
from support.strategies_runs import invoke, run, write

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.runs.waiver_file import load_waivers, render_waiver_schema

WHOLE = waiver()


def mistakes(path: Path) -> list[Diagnostic]:
    with pytest.raises(InputError) as raised:
        load_waivers(str(path))
    return [*raised.value.diagnostics]


def told(item: Diagnostic) -> tuple[str | None, Position | None, str, str]:
    return item.key, item.position, translate(item.message, "en"), translate(item.hint, "en")


def test_waivers_have_their_positions(tmp_path: Path) -> None:
    path = write_waivers(tmp_path / "waivers.toml", waiver(), waiver("website.team-size", NAME, date(2027, 1, 31)))
    first, second = load_waivers(str(path))
    assert first.waiver == ("agreements", CODE, "二期补签", "合规负责人", AS_OF)
    assert second.waiver == ("website.team-size", NAME, "二期补签", "合规负责人", date(2027, 1, 31))
    assert [(item.path, item.position) for item in (first, second)] == [
        (str(path), Position(3, 15)),
        (str(path), Position(10, 15)),
    ]
    assert second.source == 'requirement = "website.team-size"'


@pytest.mark.parametrize("text", ["", " \n", "\ufeff", "# none any more\n", "waivers = []\n"])
def test_a_file_without_waivers_has_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    assert load_waivers(str(path)) == ()


@pytest.mark.parametrize("key", WHOLE)
def test_every_key_is_required(tmp_path: Path, key: str) -> None:
    path = write_waivers(tmp_path / "waivers.toml", {name: value for name, value in WHOLE.items() if name != key})
    assert [told(item) for item in mistakes(path)] == [
        (f"waivers[0].{key}", Position(2, 1), f"required key {key} is missing", f"add {key}")
    ]


@pytest.mark.parametrize(
    ("changes", "key", "message", "hint"),
    [
        ({"reson": "x"}, "waivers[0].reson", "unknown key reson", "did you mean reason? Valid values: "),
        ({"vendor": 913}, "waivers[0].vendor", "wrong type: 913", "expected text in quotes"),
        ({"reason": " "}, "waivers[0].reason", "the text is empty", "fill it in"),
        ({"expires": "2026-12-31"}, "waivers[0].expires", 'wrong type: "2026-12-31"', "expected a date without"),
        ({"expires": date(2400, 1, 1)}, "waivers[0].expires", "value out of range: 2400-01-01", "it must be at most"),
        ({"approved_by": True}, "waivers[0].approved_by", "wrong type: true", "expected text in quotes"),
    ],
    ids=["unknown key", "type", "blank", "date as text", "far date", "role as boolean"],
)
def test_a_mistake_is_reported_at_its_position(
    tmp_path: Path, changes: Values, key: str, message: str, hint: str
) -> None:
    path = write_waivers(tmp_path / "waivers.toml", WHOLE | changes)
    (item,) = mistakes(path)
    assert item.path == str(path)
    assert item.position is not None
    assert item.position.line == line_of(path, key.rpartition(".")[2])
    assert told(item)[::2] == (key, message)
    assert translate(item.hint, "en").startswith(hint)


def line_of(path: Path, key: str) -> int:
    """The line that a key is on, counted from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.startswith(f"{key} = "))


def test_all_mistakes_are_reported_together(tmp_path: Path) -> None:
    path = write_waivers(tmp_path / "waivers.toml", {"requirement": 3, "vendor": ""}, WHOLE | {"expires": 1})
    assert [item.key for item in mistakes(path)] == [
        "waivers[0].reason",
        "waivers[0].approved_by",
        "waivers[0].expires",
        "waivers[0].requirement",
        "waivers[0].vendor",
        "waivers[1].expires",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("waivers = 3\n", "wrong type: 3"),
        ("[waivers]\nreason = 'x'\n", "wrong type: a table"),
        ("[[waiver]]\nreason = 'x'\n", "unknown key waiver"),
        ("[[waivers]\n", "invalid TOML"),
        ("waivers = [1]\n", "wrong type: 1"),
    ],
)
def test_a_file_without_a_list_of_waivers_is_rejected(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    assert [translate(item.message, "en").startswith(message) for item in mistakes(path)] == [True]


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
def test_a_file_that_is_not_valid_stops_the_run_before_it_begins(tmp_path: Path, output_format: str) -> None:
    profile = write(tmp_path / "vendor.toml", vendor())
    bad = write_waivers(tmp_path / "bad.toml", WHOLE | {"expires": 1})
    for path in (bad, tmp_path / "nowhere.toml", tmp_path):
        report = tmp_path / "report.md"
        done = invoke("check", profile, "--waivers", path, "-f", output_format, "--report", report)
        assert (done.exit_code, done.stdout) == (4, "")
        assert done.stderr.startswith(f"{path.as_posix()}")
        assert not report.exists()
        assert invoke("check", profile, "--as-of", "2026-11-23", "--no-waivers").exit_code == 0


def test_a_file_may_have_the_name_of_a_dash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_waivers(tmp_path / "-", WHOLE)
    assert [item.path for item in load_waivers("-")] == ["-"]


def test_the_schema_is_that_of_the_file_and_indented() -> None:
    text = render_waiver_schema()
    schema = json.loads(text)
    assert text == json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    assert schema["$id"].endswith("/schema/waivers-1.json")
    assert schema["title"] == "cloudmkt 豁免 · cloudmkt waivers"
    entry = schema["properties"]["waivers"]["items"]
    assert [*entry["properties"]] == entry["required"] == [*WHOLE]


def test_a_dash_is_not_standard_input(tmp_path: Path) -> None:
    write(tmp_path / "vendor.toml", vendor())
    done = run("check", "vendor.toml", "--waivers", "-", folder=tmp_path, given=b"")
    assert (done.returncode, done.stdout) == (4, b"")
