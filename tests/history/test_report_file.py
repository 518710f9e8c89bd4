"""Reports read back: what ``check`` writes, in any layout, and what is said of anything else."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import AS_OF, stating
from support.samples_diff import BATCH, DOCUMENT, HEAD, LINES, UNCHECKED, read, refused, requirement
from support.samples_waivers import waiver, write_waivers
from support.strategies_runs import invoke, write

from cloudmkt_cli.checking.results import Status
from cloudmkt_cli.history.json_stream import MAX_PART
from cloudmkt_cli.history.model import Origin, PastMarket, PastProfile, PastReport
from cloudmkt_cli.history.reader import read_report

PLAIN = json.loads(DOCUMENT)
LAYOUTS = {
    "as check writes it": DOCUMENT,
    "indented by 4": json.dumps(PLAIN, indent=4),
    "tabs": json.dumps(PLAIN, indent="\t", ensure_ascii=False),
    "in one line": json.dumps(PLAIN),
    "as compact as can be": json.dumps(PLAIN, separators=(",", ":")),
    "errors first": json.dumps(dict(reversed(PLAIN.items())), indent=2),
    "lines of Windows": DOCUMENT.replace("\n", "\r\n"),
    "a byte-order mark": "\ufeff" + DOCUMENT,
    "no line end": DOCUMENT.rstrip(),
    "JSON Lines": LINES,
    "JSON Lines of Windows": "\ufeff" + LINES.replace("\n", "\r\n"),
}


def recorded(path: str) -> PastReport:
    """What should be read, straight from the result."""
    catalogue = BATCH.catalogue
    origin = Origin(path, catalogue.id, catalogue.checked_on, BATCH.as_of)
    profiles = [
        PastProfile(
            checked.path,
            checked.result.vendor,
            checked.result.verdict,
            {
                held.market.id: PastMarket(
                    held.targeted,
                    held.verdict,
                    tuple(
                        requirement(item.requirement.id, item.status, item.requirement.level) for item in held.findings
                    ),
                )
                for held in checked.result.markets
            },
        )
        for checked in BATCH.profiles
    ]
    return PastReport(origin, (*profiles, *(PastProfile(path or "") for path in dict.fromkeys(UNCHECKED))))


def by_path(report: PastReport) -> list[PastProfile]:
    return sorted(report.profiles, key=lambda profile: profile.path)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_says_the_same(tmp_path: Path, layout: str) -> None:
    report = read(tmp_path, LAYOUTS[layout])
    expected = recorded((tmp_path / "report").as_posix())
    assert report.origin == expected.origin
    assert by_path(report) == by_path(expected)


def changed(path: tuple[str | int, ...], value: Any, *, gone: bool = False) -> dict[str, Any]:
    """The report with one of its values changed, or taken out."""
    document: dict[str, Any] = json.loads(DOCUMENT)
    table: Any = document
    for part in path[:-1]:
        table = table[part]
    if gone:
        del table[path[-1]]
    else:
        table[path[-1]] = value
    return document


NEEDED: list[tuple[str | int, ...]] = [
    ("catalogue",),
    ("catalogue", "id"),
    ("catalogue", "checked_on"),
    ("as_of",),
    ("profiles",),
    ("errors",),
    ("profiles", 1, "path"),
    ("profiles", 1, "vendor"),
    ("profiles", 1, "verdict"),
    ("profiles", 1, "markets"),
    ("profiles", 1, "markets", 2, "market"),
    ("profiles", 1, "markets", 2, "targeted"),
    ("profiles", 1, "markets", 2, "verdict"),
    ("profiles", 1, "markets", 2, "requirements"),
    ("profiles", 1, "markets", 2, "requirements", 3, "id"),
    ("profiles", 1, "markets", 2, "requirements", 3, "level"),
    ("profiles", 1, "markets", 2, "requirements", 3, "status"),
    ("errors", 0, "path"),
]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("path", NEEDED, ids=str)
def test_what_is_needed_and_missing_is_named(tmp_path: Path, path: tuple[str | int, ...], indent: int | None) -> None:
    fault = refused(tmp_path, json.dumps(changed(path, None, gone=True), indent=indent))
    assert fault.message == ("error.missing_key", {"key": path[-1]})
    assert (fault.key or "").endswith(str(path[-1]))


@pytest.mark.parametrize("value", [None, 0, 1.5, "nonsense", True, [], {}, [[]]], ids=repr)
@pytest.mark.parametrize("path", NEEDED, ids=str)
def test_a_value_of_another_kind_is_refused(tmp_path: Path, path: tuple[str | int, ...], value: Any) -> None:
    free = path[-1] in {"path", "vendor", "id", "market"} and isinstance(value, str)
    if (
        free
        or (value == [] and path[-1] in {"profiles", "errors", "markets", "requirements"})
        or (path[-1] == "targeted" and value is True)
    ):
        read(tmp_path, json.dumps(changed(path, value)))
    else:
        assert refused(tmp_path, json.dumps(changed(path, value), indent=2)).hint.key == "diff.give_a_report"


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
@pytest.mark.parametrize("layout", ["as check writes it", "as compact as can be"])
def test_chunks_may_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str, size: int) -> None:
    expected = read(tmp_path, LAYOUTS[layout])
    monkeypatch.setattr("cloudmkt_cli.history.reader._CHUNK", size)
    assert read(tmp_path, LAYOUTS[layout]) == expected


@pytest.mark.parametrize("separators", [(",", ": "), None])
def test_a_document_larger_than_the_limit_is_read_in_any_layout(
    tmp_path: Path, separators: tuple[str, str] | None
) -> None:
    document: dict[str, Any] = json.loads(DOCUMENT)
    sample = document["profiles"][0]
    number = MAX_PART // len(json.dumps(sample, separators=separators)) + 1
    document["profiles"] = [{**sample, "path": f"{index}.toml"} for index in range(number)]
    report = read(tmp_path, json.dumps(document, separators=separators))
    assert len(report.profiles) == number + len({*UNCHECKED})
    document["profiles"][-1] = {**sample, "path": f"{number - 2}.toml"}
    assert refused(tmp_path, json.dumps(document, separators=separators)).message.key == "diff.twice"


@pytest.mark.parametrize("size", [1, 50, 256 * 1024])
@pytest.mark.parametrize("profile", [1, 2])
def test_a_fault_of_an_entry_has_the_position_of_the_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: int, size: int
) -> None:
    monkeypatch.setattr("cloudmkt_cli.history.reader._CHUNK", size)
    text = json.dumps(changed(("profiles", profile, "verdict"), "云"), ensure_ascii=False)
    begin = text.index('{"path"', text.index(BATCH.profiles[profile - 1].path + '"'))
    assert refused(tmp_path, text).position == (1, begin + 1)


@pytest.mark.parametrize("size", [1, 50, 256 * 1024])
def test_a_byte_that_is_no_utf_8_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("cloudmkt_cli.history.reader._CHUNK", size)
    data = DOCUMENT.encode()
    at = data.rindex("云".encode()) + 1
    before = data[: at - 1].decode()
    fault = refused(tmp_path, data[:at] + b"\xff" + data[at:])
    assert (fault.message.key, fault.message.values["byte"]) == ("error.not_utf8", at)
    assert fault.position == (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_a_member_may_not_be_there_twice(tmp_path: Path) -> None:
    assert refused(tmp_path, DOCUMENT.replace("{", '{"as_of": "2026-11-23",', 1)).message.key == "diff.twice"


@pytest.mark.parametrize("version", [0, 2, "1", None, [1]], ids=repr)
@pytest.mark.parametrize("indent", [None, 2])
def test_another_version_is_named_as_such(tmp_path: Path, version: object, indent: int | None) -> None:
    document = changed(("version",), version)
    document["profiles"][0]["verdict"] = {"as": "it may be then"}
    fault = refused(tmp_path, json.dumps(document, indent=indent))
    assert (fault.key, fault.message.key, fault.hint.key) == ("version", "diff.other_version", "diff.upgrade")


def test_a_fault_has_its_line(tmp_path: Path) -> None:
    lines = DOCUMENT.splitlines()
    number = [index for index, line in enumerate(lines, start=1) if line == "    {"][1]
    text = DOCUMENT.replace('"targeted": true', '"targeted": 1')
    fault = refused(tmp_path, text)
    assert fault.position is not None
    assert lines[fault.position.line - 1] == "    {"
    broken = "\n".join([*lines[:number], "云云 = 1", *lines[number:]])
    fault = refused(tmp_path, broken)
    assert (fault.message.key, fault.position) == ("diff.not_json", (number + 1, 1))


def test_a_fault_after_the_entries_has_its_line(tmp_path: Path) -> None:
    lines = DOCUMENT.splitlines()
    fault = refused(tmp_path, "\n".join([*lines[:-1], "}}"]))
    assert (fault.message.key, fault.position) == ("diff.not_json", (len(lines), 2))


def test_a_fault_before_the_entries_has_its_line(tmp_path: Path) -> None:
    fault = refused(tmp_path, DOCUMENT.replace('"profiles": [', '"profiles" ['))
    assert (fault.message.key, fault.position) == ("diff.not_json", (HEAD.count("\n"), 14))


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_line_that_is_broken_is_named_with_its_column(tmp_path: Path, number: int) -> None:
    lines = LINES.splitlines()
    lines[number - 1] = '{"path": "星海", x}'
    fault = refused(tmp_path, "\n".join(lines))
    assert (fault.message.key, fault.position) == ("diff.not_json", (number, 16))


@given(st.data())
def test_a_part_of_a_document_is_no_report(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = DOCUMENT.rstrip().encode()
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    assert refused(tmp_path_factory.mktemp("cut"), cut).message.key in {"diff.not_json", "error.not_utf8"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (LINES + LINES.splitlines()[-2] + "\n", (len(LINES.splitlines()) + 1, 1)),
        (LINES.replace(str(UNCHECKED[0]), BATCH.profiles[0].path), (len(BATCH.errors) + 1, 1)),
        (DOCUMENT.replace(BATCH.profiles[1].path, BATCH.profiles[0].path), None),
        (DOCUMENT.replace(str(UNCHECKED[0]), BATCH.profiles[0].path), None),
        (DOCUMENT.replace('"market": "api"', '"market": "image"'), None),
        (DOCUMENT.replace('"id": "api.renown"', '"id": "api.lawful"'), None),
    ],
    ids=["line", "error before a line", "profile", "error", "market", "requirement"],
)
def test_nothing_may_be_there_twice(tmp_path: Path, text: str, place: tuple[int, int] | None) -> None:
    fault = refused(tmp_path, text)
    assert fault.message.key == "diff.twice"
    assert place in {None, fault.position}


@pytest.mark.parametrize(
    ("old", "new"), [("2026-11-23", "2026-11-24"), ('"id":"tencent-six-market"', '"id":"tencent-seven-market"')]
)
def test_lines_of_two_runs_are_no_report(tmp_path: Path, old: str, new: str) -> None:
    first, second, *_ = LINES.splitlines()
    fault = refused(tmp_path, f"{first}\n{second.replace(old, new)}\n")
    assert (fault.message.key, fault.position) == ("diff.mixed", (2, 1))


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_the_report_of_a_run_with_waivers_is_whole(tmp_path: Path, form: str) -> None:
    write(tmp_path / "one.toml", stating(("agreements", "consignment"), value=False))
    waivers = write_waivers(tmp_path / "waivers", waiver(), waiver("renown"))
    form_and_file = ("-f", form, "-o", tmp_path / "out")
    invoke("check", tmp_path / "one.toml", "--as-of", AS_OF.isoformat(), "--waivers", waivers, *form_and_file)
    (found,) = read_report(str(tmp_path / "out")).profiles
    items = [item for held in found.markets.values() for item in held.requirements]
    assert {item.id.partition(".")[2] for item in items if item.waived} == {"agreements"}
    assert {item.status for item in items if item.waived} == {Status.FAIL}


@pytest.mark.parametrize("form", [("json",), ("jsonl",), ("jsonl", "--brief")], ids=" ".join)
def test_a_report_of_assumed_values_is_refused_by_diff_and_as_a_baseline(tmp_path: Path, form: tuple[str, ...]) -> None:
    profile = write(tmp_path / "vendor.toml", stating(("team", "technical_and_service"), 50))
    assumed = ("--set", "team.technical_and_service=2")
    report = tmp_path / "report"
    report.write_text(invoke("check", str(profile), "-f", *form, *assumed).stdout, encoding="utf-8")
    for command in (("diff", str(report), str(report)), ("check", str(profile), "--baseline", str(report))):
        done = invoke(*command, "--lang", "en")
        assert done.exit_code == 4
        assert "error: the report is of values assumed with --set, not of profiles as they are" in done.stderr
        assert "run check again without --set" in done.stderr
