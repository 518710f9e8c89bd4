"""``cloudmkt pack``: a new pack works at once; what it prints, and how it ends."""

import json
import tomllib
from pathlib import Path

import pytest
from support.strategies_runs import invoke
from support.user_packs import TEN_LINES, write_pack

from cloudmkt_cli.catalogue.pack_files import shipped_packs
from cloudmkt_cli.core.messages import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("extends", [(), *(("--extends", name) for name in shipped_packs())], ids="-".join)
def test_a_new_pack_is_in_order_and_passes_its_cases(
    tmp_path: Path, extends: tuple[str, ...], language: Language
) -> None:
    folder = tmp_path / "House Rules 规则"
    made = invoke("pack", "new", str(folder), *extends, "--lang", language)
    assert (made.exit_code, made.stdout.split("\n")) == (0, [f"{folder}/pack.toml", f"{folder}/cases.toml", ""])
    assert tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))["id"] == "house-rules"
    assert invoke("pack", "check", str(folder)).exit_code == 0
    tested = invoke("pack", "test", str(folder), "-f", "json")
    assert (tested.exit_code, json.loads(tested.stdout)["packs"][0]["holds"]) == (0, True)


def test_a_new_pack_overwrites_nothing(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    assert invoke("pack", "new", str(folder)).exit_code == 4
    assert (folder / "pack.toml").read_text(encoding="utf-8") == TEN_LINES
    assert not (folder / "cases.toml").exists()


def test_a_new_pack_has_an_id_that_no_edition_has(tmp_path: Path) -> None:
    assert invoke("pack", "new", str(tmp_path / "jd")).exit_code == 0
    assert invoke("pack", "check", str(tmp_path / "jd")).exit_code == 0
    assert invoke("pack", "new", str(tmp_path / "规则")).exit_code == 0
    assert 'id = "pack"' in (tmp_path / "规则" / "pack.toml").read_text(encoding="utf-8")


def test_an_edition_that_there_is_not_cannot_be_extended(tmp_path: Path) -> None:
    refused = invoke("pack", "new", str(tmp_path / "new"), "--extends", "jdd", "--lang", "en")
    assert (refused.exit_code, (tmp_path / "new").exists()) == (4, False)
    assert "unknown edition jdd" in refused.stderr


def test_check_says_what_each_pack_holds_and_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_pack(tmp_path / "good")
    write_pack(tmp_path / "bad", TEN_LINES.replace("500_000", "-1"))
    done = invoke("pack", "check", "good", "bad", "--lang", "en")
    assert done.exit_code == 4
    assert done.stdout == (
        "  ✓ good edition acme-2026: markets: 1, own requirements: 1; format, ids,\n"
        "         wording in both languages and sources are in order\n"
        "  ✗ bad  not a valid pack; mistakes: 1\n"
    )
    assert done.stderr.startswith(
        "bad/pack.toml:11:91: error: market.apps.requirements[0].condition.limit: value out of range: -1\n"
    )
    found = json.loads(invoke("pack", "check", "good", "bad", "-f", "json").stdout)
    assert found["packs"] == [
        {"path": "good", "valid": True, "id": "acme-2026", "markets": ["apps"], "requirements": 1},
        {"path": "bad", "valid": False, "id": None, "markets": [], "requirements": 0},
    ]
    assert [(error["path"], error["line"], error["column"]) for error in found["errors"]] == [("bad/pack.toml", 11, 91)]


def test_test_names_what_failed_and_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cases = '[[cases]]\nrequirement = "registered-capital"\nexpect = "pass"\n'
    write_pack(tmp_path / "pack", cases=cases)
    done = invoke("pack", "test", "pack", "--lang", "en")
    assert done.exit_code == 1
    assert done.stdout == (
        "  ✗ acme/apps.registered-capital expected: met; found: unknown\n"
        "                                 (pack/cases.toml:1:1)\n"
        "  ? acme/apps.registered-capital no case for fail (not met)\n"
        "  ? acme/apps.registered-capital no case for unknown (unknown)\n"
        "✗ pack/cases.toml: own requirements: 1; cases: 1; failed: 1, missing: 2\n"
    )
    (found,) = json.loads(invoke("pack", "test", "pack", "-f", "json").stdout)["packs"]
    assert (found["holds"], found["requirements"]) == (False, 1)
    assert found["missing"] == [
        {"requirement": "acme/apps.registered-capital", "status": status} for status in ("fail", "unknown")
    ]


@pytest.mark.parametrize(
    "arguments", [("make", "x"), ("check",), ("new", "a", "b"), ("check", "x", "--extends", "jd")], ids=" ".join
)
def test_wrong_use(arguments: tuple[str, ...]) -> None:
    assert invoke("pack", *arguments).exit_code == 2
