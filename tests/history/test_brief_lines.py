"""``check -f jsonl --brief``: what a line says, and that it is read back as the full line is."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from support.paths import PROFILES
from support.samples import AS_OF, CATALOGUE, Values, stating, without
from support.samples_diff import BATCH, NEW, SITE, UNDERSTAFFED, read, refused, two_runs
from support.samples_waivers import waiver, write_waivers
from support.strategies import profiles
from support.strategies_runs import as_toml, invoke, write

from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.core.formats import CheckFormat
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.history.baseline import past_profile
from cloudmkt_cli.history.reader import read_report
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.render.json_report.brief import brief_head, brief_line
from cloudmkt_cli.runs.batch import CheckedProfile

AT = ("--as-of", AS_OF.isoformat(), "--lang", "en")
BRIEF = ("-f", "jsonl", "--brief")
VENDOR = SITE | {"target_markets": ["service"]}
HEAD = {
    "version": 1,
    "catalogue": {"id": CATALOGUE.id, "checked_on": CATALOGUE.checked_on.isoformat()},
    "as_of": AS_OF.isoformat(),
    "configuration": None,
    "hypothetical": [],
    "brief": True,
    "letters": {"p": "pass", "f": "fail", "w": "waived", "u": "unknown", "m": "manual", "n": "not_applicable"},
}


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(*arguments: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in invoke("check", *arguments, *BRIEF, *AT).stdout.splitlines()]


def test_the_lines_of_a_vendor() -> None:
    write(Path("a.toml"), stating(("account", "enterprise_verified"), False, VENDOR))
    head, line = lines("a.toml", "--market", "service", "--market", "api")
    requirements = {market: CATALOGUE.required_of(CATALOGUE.market(market)) for market in ("api", "service")}
    assert head == HEAD | {
        "markets": [
            {"market": market, "requirements": [{"id": item.id, "level": item.level} for item in listed]}
            for market, listed in requirements.items()
        ]
    }
    (checked,) = json.loads(invoke("check", "a.toml", "-m", "service", "-m", "api", "-f", "json", *AT).stdout)[
        "profiles"
    ]
    letters = {word: letter for letter, word in HEAD["letters"].items()}  # type: ignore[attr-defined]
    assert line == {key: checked[key] for key in ("path", "vendor", "verdict", "gate")} | {
        "targets": ["api", "service"],
        "verdicts": [market["verdict"] for market in checked["markets"]],
        "statuses": [
            "".join(letters[item["status"]] for item in market["requirements"]) for market in checked["markets"]
        ],
    }


def test_a_line_to_the_byte() -> None:
    write(Path("a.toml"), stating(("company", "name"), "星海示例", UNDERSTAFFED))
    done = invoke("check", "a.toml", "-m", "website", *BRIEF, *AT)
    line = (
        '{"path":"a.toml","vendor":"星海示例","verdict":"not_eligible","gate":"not_eligible","targets":["website"],'
        '"verdicts":["not_eligible"],"statuses":["pppppppfppppppppp"]}'
    )
    assert done.stdout.splitlines()[1:] == [line]
    assert done.exit_code == 1


def test_a_waived_failure_has_a_letter_of_its_own_and_waivers_a_last_line() -> None:
    write(Path("a.toml"), UNDERSTAFFED)
    waivers = ("--waivers", write_waivers(Path("waivers.toml"), waiver("team-size")))
    head, line, last = lines("a.toml", *waivers)
    site = line["statuses"][[market["market"] for market in head["markets"]].index("website")]
    assert (site.count("w"), site.count("f")) == (1, 0)
    assert (line["verdict"], line["gate"]) == ("not_eligible", "eligible")
    assert [item["state"] for item in last["waivers"]] == ["used"]
    assert head["brief"] is True


def test_a_profile_without_targets_has_none() -> None:
    write(Path("a.toml"), without(("target_markets",), SITE))
    head, line = lines("a.toml")
    assert line["targets"] == []
    assert len(line["verdicts"]) == len(line["statuses"]) == len(head["markets"]) == len(CATALOGUE.markets)


def test_a_line_of_the_six_markets_is_at_most_half_a_kilobyte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROFILES.parent)
    _, *found = invoke("check", PROFILES.name, *BRIEF, *AT).stdout.encode().splitlines(keepends=True)
    assert max(map(len, found)) <= 512


def test_errors_have_the_lines_that_they_have_in_full() -> None:
    write(Path("a.toml"), {"profile_version": 1})
    _, error = lines("a.toml")
    assert error == json.loads(invoke("check", "a.toml", "-f", "jsonl", *AT).stdout)
    assert [mistake["key"] for mistake in error["errors"]] == ["company"]


def both(tmp_path: Path, *arguments: str | Path) -> tuple[Path, Path]:
    """The full and the brief report of one run."""
    full, brief = tmp_path / "full.jsonl", tmp_path / "brief.jsonl"
    for path, options in ((full, ()), (brief, ("--brief",))):
        invoke("check", *arguments, *AT, "-o", path, *options)
    return full, brief


def test_the_shipped_profiles_are_read_back_as_from_full_lines(folder: Path) -> None:
    write(Path("bad.toml"), {"profile_version": 1})
    full, brief = (read_report(str(path)) for path in both(folder, PROFILES, "bad.toml"))
    assert full.profiles == brief.profiles
    assert len(full.profiles) > len(list(PROFILES.glob("*.toml")))
    assert full.origin._replace(path="") == brief.origin._replace(path="")


def test_waivers_are_read_back_as_from_full_lines(folder: Path) -> None:
    write(Path("a.toml"), UNDERSTAFFED)
    waivers = ("--waivers", write_waivers(Path("waivers.toml"), waiver("team-size")))
    full, brief = (read_report(str(path)) for path in both(folder, "a.toml", *waivers))
    assert full.profiles == brief.profiles
    assert any(item.waived for item in brief.profiles[0].markets["website"].requirements)


@given(profiles())
def test_any_profile_is_read_back_as_it_was_checked(tmp_path_factory: pytest.TempPathFactory, values: Values) -> None:
    loaded = load_profile(as_toml(values).encode(), "", CATALOGUE)
    result = check_profile(loaded.profile, CATALOGUE, AS_OF, files=loaded.files)
    line = brief_line(CheckedProfile("a.toml", loaded, result))
    report = read(tmp_path_factory.getbasetemp(), brief_head(BATCH.context) + line)
    assert report.profiles == (past_profile("a.toml", result),)


def test_diff_says_the_same_of_brief_lines(folder: Path) -> None:
    old, _ = two_runs(folder)
    for client, values in NEW.items():
        write(Path("clients") / f"{client}.toml", values)
    compared = [json.loads(invoke("diff", old, new, "-f", "json").stdout) for new in both(folder, "clients")]
    backwards = [json.loads(invoke("diff", new, old, "-f", "json").stdout) for new in both(folder, "clients")]
    for one, other in (compared, backwards):
        for document in (one, other):
            del document["old"], document["new"]
        assert one == other
        assert {profile["change"] for profile in one["profiles"]} >= {"worse", "better", "missing", "new"}


def test_a_brief_baseline_decides_as_a_full_one(folder: Path) -> None:
    old, now = SITE, stating(("account", "enterprise_verified"), False, UNDERSTAFFED)
    write(Path("clients/worse.toml"), old)
    write(Path("clients/same.toml"), UNDERSTAFFED)
    baselines = both(folder, "clients")
    write(Path("clients/worse.toml"), now)
    outputs = [invoke("check", "clients", *AT, "--baseline", baseline, "-f", "json") for baseline in baselines]
    assert outputs[0].stdout == outputs[1].stdout
    assert [profile["baseline"] for profile in json.loads(outputs[0].stdout)["profiles"]] == ["unchanged", "worse"]
    line = lines("clients", "--baseline", baselines[1])[-1]
    assert line["baseline"] == "worse"
    assert {loss["id"] for loss in line["regressions"]} >= {"website.team-size"}


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"statuses":["p', '"statuses":["z', "statuses[0]"),
        ('"statuses":["p', '"statuses":["pp', "statuses"),
        ('"statuses":["', '"statuses":["","', "statuses"),
        ('"verdicts":[', '"verdicts":["eligible",', "verdicts"),
        ('"verdicts":["', '"verdicts":["hardly_', "verdicts[0]"),
        ('"targets":["website"', '"targets":["other"', "targets"),
        ('"vendor"', '"name"', "vendor"),
    ],
    ids=[
        "a letter that is none",
        "a letter too many",
        "a market too many",
        "a verdict too many",
        "a verdict that is none",
        "a target that is no market",
        "no vendor",
    ],
)
def test_a_damaged_line_is_refused_with_its_number(folder: Path, old: str, new: str, key: str) -> None:
    write(Path("a.toml"), SITE)
    head, line = invoke("check", "a.toml", *BRIEF, *AT).stdout.splitlines()
    fault = refused(folder, f"{head}\n{line.replace(old, new, 1)}\n")
    assert (fault.key, fault.position and fault.position.line) == (key, 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"targets":["website"', '"targets":["website","website"'),
        ('"market":"miniprogram"', '"market":"website"'),
    ],
    ids=["a target", "a market"],
)
def test_what_stands_twice_is_refused(folder: Path, old: str, new: str) -> None:
    write(Path("a.toml"), SITE)
    text = invoke("check", "a.toml", *BRIEF, *AT).stdout.replace(old, new, 1)
    assert refused(folder, text).message == Message("diff.twice", {"found": "website"})


def test_lines_without_their_first_are_refused(folder: Path) -> None:
    write(Path("a.toml"), SITE)
    line = invoke("check", "a.toml", *BRIEF, *AT).stdout.splitlines()[1]
    assert refused(folder, line).message.key == "error.missing_key"


@pytest.mark.parametrize("kind", [kind for kind in get_args(CheckFormat) if kind != "jsonl"])
def test_other_formats_refuse_it(kind: str) -> None:
    write(Path("a.toml"), SITE)
    done = invoke("check", "a.toml", "--brief", "-f", kind, "-o", "out.x", *AT)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"--brief is for -f jsonl, not for {kind}" in done.stderr
    assert not Path("out.x").exists()


def test_the_ending_of_the_output_is_enough() -> None:
    write(Path("a.toml"), SITE)
    assert invoke("check", "a.toml", "--brief", "-o", "out.jsonl", *AT).exit_code == 0
    assert Path("out.jsonl").read_text(encoding="utf-8").startswith('{"version":1,')
