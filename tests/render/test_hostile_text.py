"""Text of strangers acts nowhere: shown escaped or cut, and exact in JSON."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len
from support.hostile_text import ACTING, BAIT
from support.samples import Values, stating, vendor
from support.strategies_runs import as_toml, invoke

from cloudmkt_cli.core.messages import LANGUAGES
from cloudmkt_cli.core.sanitize import escape_untrusted

FREE = [
    ("company", "name"),
    ("company", "uscc"),
    ("products", 0, "name"),
    ("products", 0, "software_copyright"),
    ("cases", 0, "customer"),
    ("cases", 0, "url"),
    ("cases", 0, "award"),
    ("attestations", "lawful", "by"),
    ("documents", "business_licence"),
]


def crowded(text: str) -> Values:
    values = vendor()
    for path in FREE:
        values = stating(path, text, values)
    return stating(("attestations", "renown", "evidence"), [text], values)


@pytest.fixture
def profile(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "vendor.toml"
    path.write_text(as_toml(crowded(BAIT[request.param])), encoding="utf-8")
    return path


@pytest.mark.parametrize("profile", BAIT, indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_profile_acts_on_a_screen(profile: Path, language: str) -> None:
    # Before its attestations began, a vendor has changes to make for its products and its cases.
    for command, day, expected in (
        (["check", "--details"], "2026-11-23", 3),
        (["next"], "2026-11-23", 0),
        (["plan"], "2010-01-01", 0),
    ):
        done = invoke(*command, str(profile), "--as-of", day, "--lang", language)
        assert done.exit_code == expected
        acting = {char for char in done.stdout if unicodedata.category(char) in ACTING} - {"\n"}
        assert acting == set()
        assert max(map(cell_len, done.stdout.splitlines())) <= 80
        assert len(done.stdout) < 60_000


@pytest.mark.parametrize("name", BAIT)
def test_json_is_exact(tmp_path: Path, name: str) -> None:
    path = tmp_path / "vendor.toml"
    path.write_text(as_toml(crowded(BAIT[name])), encoding="utf-8")
    done = invoke("check", str(path), "--as-of", "2026-11-23", "--format", "json")
    entry = json.loads(done.stdout)["profiles"][0]
    attested = [item["attested"] for market in entry["markets"] for item in market["requirements"] if item["attested"]]
    assert entry["vendor"] == BAIT[name]
    assert {market["product"] for market in entry["markets"]} <= {BAIT[name], None}
    assert BAIT[name] in {item["by"] for item in attested}


def test_markup_and_templates_are_shown_as_they_are(tmp_path: Path) -> None:
    for name in ("markup", "format string"):
        path = tmp_path / "vendor.toml"
        path.write_text(as_toml(stating(("company", "name"), BAIT[name])), encoding="utf-8")
        head = invoke("check", str(path), "--as-of", "2026-11-23", "--lang", "en").stdout.partition("---")[0]
        assert re.sub(r"\s+", "", BAIT[name]) in re.sub(r"\s+", "", head)


def test_escapes_are_spelled_out() -> None:
    assert escape_untrusted("a\x1b[31m\u202e\u200b\n") == "a\\u001b[31m\\u202e\\u200b\\u000a"


def test_what_is_endless_is_cut() -> None:
    assert escape_untrusted("云" * 1000, longest=5) == "云云云云…"


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("/etc/passwd", "file-outside"),
        ("../secret.pdf", "file-outside"),
        ("C:\\Windows\\win.ini", "file-outside"),
        ("gone.pdf", "file-missing"),
        (".", "file-not-a-file"),
    ],
)
def test_a_path_out_of_the_folder_does_not_count_as_present(tmp_path: Path, stated: str, code: str) -> None:
    (tmp_path / "secret.pdf").touch()
    folder = tmp_path / "clients"
    folder.mkdir()
    path = folder / "vendor.toml"
    path.write_text(as_toml(stating(("documents", "business_licence"), stated)), encoding="utf-8")
    done = invoke("check", str(path), "--as-of", "2026-11-23", "--format", "json")
    entry = json.loads(done.stdout)["profiles"][0]
    statuses = {item["id"]: item["status"] for item in entry["markets"][0]["requirements"]}
    assert statuses["general.business-licence"] == "unknown"
    assert [warning["code"] for warning in entry["warnings"]] == [code]
