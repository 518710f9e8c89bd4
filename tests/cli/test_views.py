"""``--open`` and ``--quiet``: what is not met, or the verdicts alone; and which outputs have such a view."""

import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from support.paths import PROFILES
from support.samples import AS_OF, CATALOGUE
from support.samples_reports import Page
from support.strategies_runs import invoke

from cloudmkt_cli.checking.results import OPEN_STATUSES, Status
from cloudmkt_cli.runs.batch import check_paths

AT = ("--as-of", "2026-11-23", "--lang", "en")
SHORT = "website-not-eligible.toml"
NAMES = (SHORT, "website-eligible.toml")
NOT_FOR = ["json", "jsonl", "junit", "sarif", "github", "gitlab", "tap", "markdown"]


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "clients"
    folder.mkdir()
    for name in NAMES:
        shutil.copy(PROFILES / name, folder)
    monkeypatch.chdir(tmp_path)
    return folder


def shown(*arguments: str) -> str:
    return invoke("check", *arguments, *AT).stdout


def titles(*statuses: Status) -> set[str]:
    """The titles of what has one of the statuses in the target market of the vendor that falls short."""
    (checked,) = check_paths([f"clients/{SHORT}"], CATALOGUE, AS_OF).profiles
    findings = [item for target in checked.result.targets for item in target.findings]
    return {item.requirement.title.en for item in findings if item.status in statuses}


MET = (Status.PASS, Status.NOT_APPLICABLE)


def test_open_text_has_the_rows_that_are_not_met_and_no_other() -> None:
    rows = shown(f"clients/{SHORT}", "--open").split("Other markets")[0]
    assert {title for title in titles(*OPEN_STATUSES) if title in rows} == titles(*OPEN_STATUSES)
    assert {title for title in titles(*MET) if f" {title} " in rows} == set()


def test_open_text_of_several_lists_each() -> None:
    text = shown("clients", "--open")
    assert text.count("Verdict  ") == 2
    assert "Business licence" not in text
    assert "Technical and service staff" in text


def test_quiet_text_is_a_line_for_each_profile() -> None:
    assert shown("clients", "-q").splitlines() == [
        "✓ eligible  鹭岛示例建站网络有限公司  clients/website-eligible.toml",
        "✗ not eligible  青屿示例网络科技有限公司  clients/website-not-eligible.toml",
    ]
    assert len(shown(f"clients/{SHORT}", "--quiet").splitlines()) == 1


def test_a_quiet_line_is_never_broken(folder: Path) -> None:
    deep = folder / ("a-folder-with-a-long-name-" * 5)
    deep.mkdir()
    (deep / "x.toml").write_text('profile_version = 1\ncompany = { name = "x" }\n', encoding="utf-8")
    assert len(shown(f"clients/{deep.name}", "-q").splitlines()) == 1


def test_quiet_says_nothing_of_what_was_left_out_and_all_of_what_is_wrong(folder: Path) -> None:
    (folder / ".hidden").mkdir()
    (folder / "bad.toml").write_text("profile_version = 2\n", encoding="utf-8")
    loud, quiet = (invoke("check", "clients", *options, *AT) for options in ((), ("-q",)))
    assert "Left out: hidden folders: 1" in loud.stderr
    assert "Left out" not in quiet.stderr
    assert "bad.toml:1:19: error" in quiet.stderr
    assert quiet.exit_code == loud.exit_code == 4


def test_open_html_lists_what_is_not_met() -> None:
    page = Page(shown(f"clients/{SHORT}", "--open", "-f", "html"))
    listed = [item.text for item in page.all("p") if item.has("requirement")]
    assert len(listed) == len(titles(*OPEN_STATUSES))
    assert all(any(title in text for text in listed) for title in titles(*OPEN_STATUSES))


def test_quiet_html_has_the_overview_alone() -> None:
    page = Page(shown("clients", "-q", "-f", "html"))
    assert [item for item in page.elements if item.has("client") or item.has("requirement")] == []
    assert [row.attributes["data-verdict"] for row in page.all("tr") if "data-verdict" in row.attributes] == [
        "eligible",
        "not_eligible",
    ]
    assert [link for link in page.all("a") if link.attributes["href"].startswith("#client")] == []


def test_quiet_html_of_one_vendor_has_its_verdicts() -> None:
    page = Page(shown(f"clients/{SHORT}", "-q", "-f", "html"))
    assert page.by_id("client-1-name").text == "青屿示例网络科技有限公司"
    assert len([item for item in page.all("strong") if item.text in {m.name.en for m in CATALOGUE.markets}]) == 6
    assert [item for item in page.elements if item.has("requirement") or item.has("gaps")] == []


def test_quiet_markdown_has_the_matrix_or_the_verdicts() -> None:
    assert "## " not in shown("clients", "-q", "-f", "md")
    single = shown(f"clients/{SHORT}", "-q", "-f", "md")
    assert "- Website building: ✗ not eligible 8/16" in single
    assert "fix:" not in single


def sheets(*arguments: str) -> dict[str, list[list[str]]]:
    invoke("check", "clients", *AT, "-o", "x.xlsx", *arguments)
    book = CalamineWorkbook.from_filelike(BytesIO(Path("x.xlsx").read_bytes()))
    return {name: [[*map(str, row)] for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def test_open_and_quiet_workbooks() -> None:
    assert [*sheets()] == ["Overview", "Requirements", "Gaps and remedies", "Not checked", "About"]
    head, *rows = sheets("--open")["Requirements"]
    assert {row[head.index("Status")][0] for row in rows} == {"✗", "?", "☐"}
    assert [*sheets("-q")] == ["Overview", "Not checked", "About"]


def test_open_csv_has_the_markets_that_a_vendor_is_not_eligible_for() -> None:
    def verdicts(*options: str) -> set[str]:
        _, *rows = shown("clients", "-f", "csv", *options).splitlines()
        return {row.split(",")[6] for row in rows}

    words = {"eligible", "not eligible", "incomplete"}
    assert verdicts() == verdicts("-q") == words
    assert verdicts("--open") == words - {"eligible"}


@pytest.mark.parametrize("option", ["--open", "--quiet", "-q"])
@pytest.mark.parametrize("output_format", NOT_FOR)
def test_formats_that_are_always_whole_refuse_a_view(output_format: str, option: str) -> None:
    done = invoke("check", "clients", "-f", output_format, option, *AT)
    assert (done.exit_code, done.stdout) == (2, "")
    name = option.replace("-q", "--quiet") if option == "-q" else option
    assert f"{name} is for text, html, xlsx, csv and md; these always list everything: {output_format}" in done.stderr


@pytest.mark.parametrize("reports", [("--report", "x.sarif"), ("--report-dir", "all", "--report-format", "tap")])
def test_so_do_reports_beside_others_that_have_one(reports: tuple[str, ...]) -> None:
    done = invoke("check", "clients", "--open", "--report", "x.html", *reports, *AT)
    assert (done.exit_code, done.stdout) == (2, "")
    assert [path.name for path in Path().iterdir()] == ["clients"]


@pytest.mark.parametrize("other", ["--open", "--details"])
def test_quiet_excludes_what_shows_more(other: str) -> None:
    done = invoke("check", "clients", "-q", other, *AT)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--quiet cannot be used together with --open or --details" in done.stderr


@pytest.mark.parametrize("kind", ["html", "csv", "md", "xlsx"])
def test_formats_for_clients_go_to_standard_output(kind: str) -> None:
    done = invoke("check", "clients", "-f", kind, *AT)
    invoke("check", "clients", "--report", f"x.{kind}", *AT)
    assert done.exit_code == 1
    assert done.stdout_bytes == Path(f"x.{kind}").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_a_workbook_does_not_go_to_a_terminal() -> None:
    import pty  # noqa: PLC0415  not on every system

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cloudmkt_cli", "check", "clients", "-f", "xlsx", *AT]
    done = subprocess.run(command, check=False, stdout=theirs, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert b"-o FILE.xlsx" in done.stderr
    for end in (ours, theirs):
        os.close(end)


def test_a_report_for_each_vendor_does_not_overwrite_another_output() -> None:
    vendor = "鹭岛示例建站网络有限公司"
    invoke("check", "clients", *AT, "-o", f"all/{vendor}.html", "--report-dir", "all")
    Path("all").mkdir(exist_ok=True)
    invoke("check", "clients", *AT, "-o", f"all/{vendor}.html", "--report-dir", "all")
    names = sorted(path.name for path in Path("all").iterdir())
    assert names == sorted([f"{vendor}.html", f"{vendor}-2.html", "青屿示例网络科技有限公司.html"])
    assert 'id="overview"' in Path(f"all/{vendor}.html").read_text(encoding="utf-8")
    assert 'id="overview"' not in Path(f"all/{vendor}-2.html").read_text(encoding="utf-8")


def test_a_single_vendor_has_no_overview_and_no_script(folder: Path) -> None:
    page = Page(shown(f"clients/{SHORT}", "-f", "html"))
    assert page.all("table", "script", "form") == []
    assert "script-src 'none'" in page.all("meta")[1].attributes["content"]
    assert "overview" not in {item.attributes.get("id") for item in page.elements}
    assert [link for link in page.all("a") if link.attributes["href"].startswith("#")] == []
    markdown = shown(f"clients/{SHORT}", "-f", "md")
    assert "| Vendor |" not in markdown
    assert "Profiles checked" not in markdown
    # Where others could not be checked, the totals say so.
    (folder / "bad.toml").write_text("profile_version = 2\n", encoding="utf-8")
    (folder / NAMES[1]).unlink()
    page = Page(shown("clients", "-f", "html"))
    assert page.all("table") == []
    assert [item.text for item in page.all("strong")[:4]] == ["0", "0", "1", "1"]
    assert "not checked: 1" in shown("clients", "-f", "md")
