"""Files that a profile names: there or not, and never looked for outside its folder."""

import os
from datetime import date
from pathlib import Path

import pytest
from support.samples import CATALOGUE, Values, check, market_of, stating, vendor
from support.strategies_runs import write

from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.attachments import file_state, file_states, files_named, is_link
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.runs.batch import read_profile


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a profile's papers, and a file beside the folder."""
    home = tmp_path / "vendor"
    (home / "papers" / "old").mkdir(parents=True)
    (home / "licence.pdf").write_bytes(b"licence")
    (home / "papers" / "permit.pdf").write_bytes(b"permit")
    (home / "papers" / "empty.pdf").touch()
    (home / "papers" / "营业执照 副本.pdf").write_bytes(b"licence")
    (tmp_path / "outside.pdf").write_bytes(b"secret")
    (tmp_path / "vendor-two").mkdir()
    (tmp_path / "vendor-two" / "licence.pdf").write_bytes(b"another")
    return home


@pytest.mark.parametrize(
    ("stated", "state"),
    [
        ("licence.pdf", "present"),
        ("./licence.pdf", "present"),
        ("papers/permit.pdf", "present"),
        ("papers\\permit.pdf", "present"),
        ("papers/empty.pdf", "empty"),
        ("papers/营业执照 副本.pdf", "present"),
        ("papers/../licence.pdf", "present"),
        ("papers/old/../../licence.pdf", "present"),
        ("missing.pdf", "missing"),
        ("papers/missing.pdf", "missing"),
        ("no-folder/licence.pdf", "missing"),
        ("licence.pdf/inside", "missing"),
        ("x" * 5000, "missing"),
        ("papers", "not_a_file"),
        ("papers/old/", "not_a_file"),
        (".", "not_a_file"),
        ("..", "outside"),
        ("../outside.pdf", "outside"),
        ("../vendor-two/licence.pdf", "outside"),
        ("../no-such-file.pdf", "outside"),
        ("papers/../../outside.pdf", "outside"),
        ("..\\outside.pdf", "outside"),
        ("papers\\..\\..\\outside.pdf", "outside"),
        ("/etc/passwd", "outside"),
        ("/no/such/file", "outside"),
        ("\\outside.pdf", "outside"),
        ("C:\\licence.pdf", "outside"),
        ("C:/licence.pdf", "outside"),
        ("C:licence.pdf", "outside"),
        ("c:", "outside"),
        ("\\\\server\\share\\licence.pdf", "outside"),
        ("//server/share/licence.pdf", "outside"),
        ("licence.pdf\0", "outside"),
        ("\0", "outside"),
    ],
    ids=lambda value: value[:40].replace("\0", "NUL"),
)
def test_state(folder: Path, stated: str, state: str) -> None:
    assert file_state(folder, stated) == state


def test_an_absolute_path_is_outside_even_where_it_leads_inside(folder: Path) -> None:
    assert file_state(folder, str(folder / "licence.pdf")) == "outside"


def test_the_folder_may_be_given_by_a_relative_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert file_state(Path(), "licence.pdf") == "present"
    assert file_state(Path(), "../outside.pdf") == "outside"
    assert file_state(Path("papers"), "permit.pdf") == "present"
    assert file_state(Path("papers"), "../licence.pdf") == "outside"


@pytest.mark.parametrize("stated", ["vendor.toml", "./papers/../vendor.toml", "alias.toml"])
def test_a_profile_is_no_proof_of_what_it_says(folder: Path, stated: str) -> None:
    profile = write(folder / "vendor.toml", stating(("documents", "business_licence"), stated))
    _link(folder / "alias.toml", "vendor.toml")
    assert file_state(folder, stated, profile) == "profile"
    assert file_state(folder, "licence.pdf", profile) == "present"
    assert read_profile(str(profile), CATALOGUE).files == {stated: "profile"}


def _link(link: Path, target: str | Path) -> None:
    try:
        link.symlink_to(target)
    except (OSError, NotImplementedError):
        pytest.skip("this system makes no symbolic links here")


@pytest.mark.parametrize(
    ("target", "state"),
    [
        ("licence.pdf", "present"),
        ("../outside.pdf", "outside"),
        ("../vendor-two", "outside"),
        ("papers", "not_a_file"),
        ("nowhere.pdf", "missing"),
        ("link.pdf", "missing"),
    ],
)
def test_a_symbolic_link_is_what_it_leads_to(folder: Path, target: str, state: str) -> None:
    _link(folder / "link.pdf", target)
    assert file_state(folder, "link.pdf") == state


def test_a_link_to_a_folder_outside_leads_nowhere(folder: Path) -> None:
    _link(folder / "link", folder.parent / "vendor-two")
    assert file_state(folder, "link/licence.pdf") == "outside"


def test_the_folder_itself_may_be_a_link(folder: Path) -> None:
    _link(folder.parent / "alias", folder)
    assert file_state(folder.parent / "alias", "papers/permit.pdf") == "present"
    assert file_state(folder.parent / "alias", "../outside.pdf") == "outside"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_file_and_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert file_state(folder, "pipe") == "not_a_file"


@pytest.mark.parametrize(
    ("evidence", "link"),
    [
        ("https://example.com/news", True),
        ("http://example.com", True),
        ("HTTPS://EXAMPLE.COM/news", True),
        ("papers/news.pdf", False),
        ("https.pdf", False),
        ("http:/example.com", False),
        ("papers/https://example.com", False),
        ("file:///etc/passwd", False),
    ],
)
def test_links_are_told_from_files(evidence: str, link: bool) -> None:
    assert is_link(evidence) is link


def _with_files() -> VendorProfile:
    values = vendor()
    values["documents"] = {
        "business_licence": "licence.pdf",
        "bank_account_permit": False,
        "basic_account_information": "papers/missing.pdf",
        "bank_account_certificate": True,
    }
    attestation: Values = {"holds": True, "by": "法务部", "on": date(2026, 1, 5)}
    values["attestations"] = {
        "lawful": attestation | {"evidence": ["https://example.com/a", "papers/permit.pdf", "../outside.pdf"]},
        "renown": attestation | {"evidence": ["http://example.com/b"]},
    }
    return validate(VendorProfile, values)


def test_files_named_by_a_profile() -> None:
    assert list(files_named(_with_files())) == [
        (("documents", "business_licence"), "licence.pdf"),
        (("documents", "basic_account_information"), "papers/missing.pdf"),
        (("attestations", "lawful", "evidence", 1), "papers/permit.pdf"),
        (("attestations", "lawful", "evidence", 2), "../outside.pdf"),
    ]
    assert list(files_named(validate(VendorProfile, vendor()))) == []


def test_files_found_for_a_profile(folder: Path) -> None:
    assert file_states(_with_files(), folder) == {
        "licence.pdf": "present",
        "papers/missing.pdf": "missing",
        "papers/permit.pdf": "present",
        "../outside.pdf": "outside",
    }


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("licence.pdf", "pass"),
        ("gone.pdf", "unknown"),
        ("papers", "unknown"),
        ("papers/empty.pdf", "unknown"),
        ("../outside.pdf", "unknown"),
    ],
)
def test_a_licence_given_as_a_path_passes_only_where_the_file_is(folder: Path, stated: str, status: str) -> None:
    values = stating(("documents", "business_licence"), stated)
    files = file_states(validate(VendorProfile, values), folder)
    found = market_of(check(values, files=files), "website").findings
    assert next(item.status for item in found if item.requirement.id == "general.business-licence") == status
