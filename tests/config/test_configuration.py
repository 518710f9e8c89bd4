"""The file of settings: where it is looked for, which one counts, and how strict it is."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cloudmkt_cli.config.discovery import find_configuration
from cloudmkt_cli.config.settings import CandidateState, PartialSettings, Search, SearchEnd
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.translation import translate

OWN = "cloudmkt-config.toml"
SHARED = "pyproject.toml"
NOTHING = PartialSettings()


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder two levels down, to run in."""
    folder = tmp_path / "project" / "below"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def put(path: Path | str, text: str) -> None:
    Path(path).write_text(text, encoding="utf-8")


def found() -> PartialSettings:
    return find_configuration()[0]


def mistakes() -> list[Diagnostic]:
    with pytest.raises(InputError) as raised:
        found()
    return [*raised.value.diagnostics]


def test_no_file_sets_nothing() -> None:
    assert found() == NOTHING


def test_every_setting_with_its_place() -> None:
    put(
        OWN,
        'paths = ["profiles", "more/*.toml"]\nmarkets = ["website"]\nfail-on = "not-eligible"\nlang = "zh"\n'
        'waivers = "waivers.toml"\n',
    )
    assert found() == PartialSettings(
        path=OWN,
        positions={
            "paths": Position(1, 9),
            "markets": Position(2, 11),
            "fail-on": Position(3, 11),
            "lang": Position(4, 8),
            "waivers": Position(5, 11),
        },
        paths=("profiles", "more/*.toml"),
        markets=("website",),
        fail_on="not-eligible",
        lang="zh",
        waivers="waivers.toml",
    )


def test_a_table_of_a_shared_file() -> None:
    put(SHARED, '[project]\nname = "x"\n\n[tool.other]\nlang = "fr"\n\n[tool.cloudmkt]\nlang = "zh"\n')
    assert found() == PartialSettings(path=SHARED, positions={"lang": Position(8, 8)}, lang="zh")


@pytest.mark.parametrize(
    "text", ['tool.cloudmkt.lang = "zh"\n', '[tool]\ncloudmkt.lang = "zh"\n', 'tool = { cloudmkt = { lang = "zh" } }\n']
)
def test_the_table_however_it_is_written(text: str) -> None:
    put(SHARED, text)
    assert found().lang == "zh"


def test_the_nearer_file_counts_alone() -> None:
    put(f"../{OWN}", 'lang = "zh"\nfail-on = "not-eligible"\n')
    assert found().lang == "zh"
    put(SHARED, '[tool.cloudmkt]\nlang = "en"\n')
    assert found() == PartialSettings(path=SHARED, positions={"lang": Position(2, 8)}, lang="en")


def test_in_one_folder_our_own_file_counts() -> None:
    put(SHARED, '[tool.cloudmkt]\nlang = "zh"\n')
    put(OWN, 'lang = "en"\n')
    assert found().path == OWN


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing is set\n"])
def test_an_empty_file_of_ours_ends_the_search(text: str) -> None:
    put(f"../{OWN}", 'lang = "zh"\n')
    put(OWN, text)
    assert found() == PartialSettings(path=OWN)


def test_an_empty_table_ends_the_search_too() -> None:
    put(f"../{OWN}", 'lang = "zh"\n')
    put(SHARED, "[tool.cloudmkt]\n")
    assert found() == PartialSettings(path=SHARED)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'[project]\nname = "x"\n',
        b'[project.scripts]\ncloudmkt = "x:y"\n',
        b"[tool.cloudmkt-cli]\nlang = 3\n",
        b"[tool\n",
        b'[project]\ndependencies = ["cloudmkt-cli"\n',
        b"\xff\xfe[\x00t\x00o\x00o\x00l\x00",
        b'cloudmkt = "\xff"',
        b"a = " + b"[" * 20_000 + b"# cloudmkt",
        b" " * 5_000_000 + b"[tool.cloudmkt]\n",
        b"tool = 3 # cloudmkt\n",
    ],
    ids=[
        "empty",
        "no table",
        "a script",
        "near",
        "broken",
        "dependency",
        "UTF-16",
        "bytes",
        "deep",
        "large",
        "no tools",
    ],
)
def test_a_shared_file_without_our_table_is_passed_over_whatever_it_is(content: bytes) -> None:
    put(f"../{OWN}", 'lang = "zh"\n')
    Path(SHARED).write_bytes(content)
    assert found().path == f"../{OWN}"


@pytest.mark.parametrize("text", ["[tool.cloudmkt\n", "[tool.cloudmkt]\nlang = zh\n", ' [ "tool" . cloudmkt ]\na = \n'])
def test_a_broken_shared_file_that_has_our_table_is_told(text: str) -> None:
    put(SHARED, text)
    (mistake,) = mistakes()
    assert (mistake.path, mistake.message.key) == (SHARED, "error.toml_syntax")


@pytest.mark.parametrize("name", [SHARED, OWN])
def test_a_folder_of_that_name(name: str) -> None:
    Path(name).mkdir()
    if name == SHARED:
        assert found() == NOTHING
    else:
        assert [item.message.key for item in mistakes()] == ["error.not_a_file"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_to_nowhere_is_told_of_our_own_file_alone() -> None:
    Path(SHARED).symlink_to("nowhere")
    assert found() == NOTHING
    Path(OWN).symlink_to("nowhere")
    assert [item.message.key for item in mistakes()] == ["error.unreadable"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_folder_that_may_not_be_entered_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "project" / OWN, 'lang = "zh"\n')
    (tmp_path / "project").chmod(0)
    try:
        assert found() == NOTHING
    finally:
        (tmp_path / "project").chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed there")
def test_a_working_folder_that_is_gone_has_no_configuration(folder: Path) -> None:
    folder.rmdir()
    assert found() == NOTHING


def test_paths_start_at_the_folder_of_the_file(tmp_path: Path) -> None:
    elsewhere = (tmp_path / "else.toml").as_posix()
    put(f"../{OWN}", f'paths = ["profiles", "{elsewhere}"]\nwaivers = "ci/waivers.toml"\n')
    stated = found()
    assert stated.path == f"../{OWN}"
    assert stated.paths == (os.path.join("..", "profiles"), elsewhere)  # noqa: PTH118  as it comes
    assert stated.waivers == os.path.join("..", "ci/waivers.toml")  # noqa: PTH118  as it comes


def test_a_dash_is_a_file_and_no_standard_input() -> None:
    put(OWN, 'paths = ["-"]\n')
    assert found().paths == (os.path.join(".", "-"),)  # noqa: PTH118  as it comes


def test_a_pattern_does_not_make_one_of_the_folders_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "[x]" / "below"
    folder.mkdir(parents=True)
    put(folder.parent / OWN, 'paths = ["*.toml", "one.toml"]\n')
    monkeypatch.chdir(folder)
    assert found().paths == tuple(os.path.join("..", name) for name in ("*.toml", "one.toml"))  # noqa: PTH118
    monkeypatch.chdir(tmp_path)
    put(OWN, 'paths = ["[x]/*.toml"]\n')
    assert found().paths == ("[x]/*.toml",)


@pytest.mark.parametrize(
    ("line", "key", "column", "message", "hint"),
    [
        ('fail_on = "incomplete"', "fail_on", 1, "unknown key fail_on", "did you mean fail-on? Valid values: paths, "),
        (
            'fail-on = "incomplet"',
            "fail-on",
            11,
            '"incomplet" is not a valid value',
            "did you mean incomplete? Valid values: ",
        ),
        (
            'fail-on = "eligible"',
            "fail-on",
            11,
            '"eligible" is not a valid value',
            "did you mean not-eligible? Valid values: ",
        ),
        ('lang = "fr"', "lang", 8, '"fr" is not a valid value', "valid values: zh, en"),
        ('markets = ["webste"]', "markets[0]", 12, 'unknown market "webste"', "did you mean website? Valid values: "),
        ('markets = "website"', "markets", 11, 'wrong type: "website"', "expected a list"),
        ("markets = [3]", "markets[0]", 12, "wrong type: 3", "expected text"),
        ("markets = []", "markets", 11, "the list is empty", "list at least one item"),
        ("paths = []", "paths", 9, "the list is empty", "list at least one item"),
        ('paths = [" "]', "paths[0]", 10, "the text is empty", "fill it in"),
        ("waivers = false", "waivers", 11, "wrong type: false", "expected text"),
    ],
)
@pytest.mark.parametrize("name", [OWN, SHARED])
def test_what_is_wrong_is_told_at_its_place(  # noqa: PLR0913, PLR0917  a table
    name: str, line: str, key: str, column: int, message: str, hint: str
) -> None:
    put(name, f"[tool.cloudmkt]\n{line}\n" if name == SHARED else f"\n{line}\n")
    (mistake,) = mistakes()
    prefix = "tool.cloudmkt." if name == SHARED else ""
    assert (mistake.path, mistake.position, mistake.key) == (name, Position(2, column), f"{prefix}{key}")
    assert translate(mistake.message, "en").startswith(message)
    assert translate(mistake.hint, "en").startswith(hint)


def test_a_table_that_is_none() -> None:
    put(SHARED, "[tool]\ncloudmkt = 3\n")
    (mistake,) = mistakes()
    assert (mistake.key, mistake.position) == ("tool.cloudmkt", Position(2, 12))
    assert translate(mistake.hint, "en") == "expected a table"


def test_all_mistakes_in_one_run() -> None:
    put(OWN, 'lang = 1\npaths = 2\nmarkets = ["x"]\nother = 3\n')
    assert [item.key for item in mistakes()] == ["lang", "paths", "markets[0]", "other"]


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch], ids=["repository", "worktree"])
def test_what_lies_above_a_repository_has_no_say(make: Callable[[Path], None]) -> None:
    put(f"../../{OWN}", 'lang = "zh"\n')
    assert find_configuration()[0].path == f"../../{OWN}"
    make(Path("../.git"))
    assert find_configuration() == (NOTHING, Search(last_folder="..", end=SearchEnd.REPOSITORY))
    put(f"../{OWN}", 'lang = "en"\n')
    assert found().lang == "en"


def test_what_lies_above_the_home_folder_has_no_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to("project", target_is_directory=True)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "link"))
    put(f"../../{OWN}", 'lang = "zh"\n')
    assert find_configuration() == (NOTHING, Search(last_folder="..", end=SearchEnd.HOME))
    put(f"../{OWN}", 'lang = "en"\n')
    assert found().lang == "en"


def test_a_search_tells_what_it_met() -> None:
    put(SHARED, "")
    put(f"../{SHARED}", "[tool.cloudmkt]\n")
    met = ((SHARED, CandidateState.NO_TABLE), (f"../{SHARED}", CandidateState.IN_FORCE))
    assert find_configuration()[1] == Search(met, "..", SearchEnd.FOUND)


SOMEBODY = 54_321
MINE = SOMEBODY + 1


@pytest.fixture(name="owned")
def _owned(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Who owns what, by name; all else is mine."""
    owners: dict[str, int] = {}

    def looking(look: Callable[[str], os.stat_result]) -> Callable[[str], os.stat_result]:
        def look_at(path: str, **_: object) -> os.stat_result:
            values = [*look(path)]
            values[stat.ST_UID] = owners.get(os.path.basename(path), MINE)  # noqa: PTH119  as it comes
            return os.stat_result(values)

        return look_at

    monkeypatch.setattr(os, "geteuid", lambda: MINE, raising=False)
    for name in ("stat", "lstat"):
        monkeypatch.setattr(os, name, looking(getattr(os, name)))
    return owners


@pytest.mark.parametrize("name", [OWN, SHARED])
def test_a_file_of_somebody_else_has_no_say(name: str, owned: dict[str, int]) -> None:
    text = '[tool.cloudmkt]\nlang = "zh"\n' if name == SHARED else 'lang = "zh"\n'
    put(name, text)
    put(f"../{name}", text)
    assert found().path == name
    owned[name] = SOMEBODY
    stated, search = find_configuration()
    assert stated == NOTHING
    assert search.candidates == ((name, CandidateState.OTHER_OWNER), (f"../{name}", CandidateState.OTHER_OWNER))
    assert search.ignored_files == ((name, f"../{name}") if name == OWN else ())


def test_a_file_of_somebody_else_is_not_even_read(owned: dict[str, int]) -> None:
    put(OWN, "lang = [")
    assert mistakes()
    owned[OWN] = SOMEBODY
    assert found() == NOTHING


def test_what_is_of_somebody_else_does_not_hide_what_is_above(owned: dict[str, int]) -> None:
    put(SHARED, '[tool.cloudmkt]\nlang = "zh"\n')
    put(f"../{OWN}", 'lang = "en"\n')
    owned[SHARED] = SOMEBODY
    assert found().path == f"../{OWN}"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_of_somebody_else_to_a_file_of_mine_has_no_say(owned: dict[str, int]) -> None:
    put("mine", 'lang = "zh"\n')
    Path(OWN).symlink_to("mine")
    assert found().path == OWN
    owned[OWN] = SOMEBODY
    assert found() == NOTHING


@pytest.mark.parametrize("owner", [0, SOMEBODY])
def test_the_administrator_and_who_owns_the_working_folder_may_say(owner: int, owned: dict[str, int]) -> None:
    put(OWN, 'lang = "zh"\n')
    owned |= {OWN: owner, os.curdir: SOMEBODY}
    assert found().path == OWN
