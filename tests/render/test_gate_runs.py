"""``check --format`` and ``--report`` with the formats for CI."""

import json
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest
from support.samples import AS_OF, CATALOGUE, stating, vendor, without
from support.strategies_runs import clean_environment, invoke, run, write
from typer.testing import Result

from cloudmkt_cli.core.formats import REPORT_ENDINGS, GateFormat, ReportFormat
from cloudmkt_cli.render.registry import report_bytes
from cloudmkt_cli.runs.batch import check_paths

FORMATS: tuple[GateFormat, ...] = get_args(GateFormat)
AT = ("--as-of", AS_OF.isoformat())


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "vendors" / "a-not-eligible.toml", stating(("support", "hours_per_day"), 5))
    write(tmp_path / "vendors" / "b-eligible.toml", vendor())
    write(tmp_path / "vendors" / "c-incomplete.toml", without(("agreements",)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str | Path, given: str = "") -> Result:
    return invoke("check", *arguments, *AT, "-m", "website", given=given)


def expected(output_format: ReportFormat, *paths: str) -> bytes:
    return report_bytes(output_format, check_paths(paths, CATALOGUE, AS_OF, ("website",)), "en")


@pytest.mark.parametrize("output_format", FORMATS)
def test_the_output_is_what_the_renderer_says(output_format: GateFormat) -> None:
    done = check("vendors", "-f", output_format)
    assert (done.exit_code, done.stderr) == (1, "")
    assert done.stdout_bytes == expected(output_format, "vendors")


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize("fail_on", ["incomplete", "not-eligible"])
@pytest.mark.parametrize("name", ["a-not-eligible", "b-eligible", "c-incomplete"])
def test_the_exit_status_is_that_of_any_format(output_format: str, fail_on: str, name: str) -> None:
    arguments = (f"vendors/{name}.toml", "--fail-on", fail_on)
    assert check(*arguments, "-f", output_format).exit_code == check(*arguments, "-f", "json").exit_code


@pytest.mark.parametrize("output_format", FORMATS)
def test_bad_input_is_in_the_output_and_not_on_standard_error(output_format: str, folder: Path) -> None:
    (folder / "vendors" / "bad.toml").write_text("profile_version = 2\n", encoding="utf-8")
    done = check("vendors", "-f", output_format)
    assert (done.exit_code, done.stderr) == (4, "")
    assert "bad.toml" in done.stdout


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_file_gets_the_same_bytes(output_format: GateFormat) -> None:
    done = check("vendors", "-f", output_format, "-o", "out")
    assert (done.exit_code, done.stdout) == (1, "")
    assert Path("out").read_bytes() == expected(output_format, "vendors")


@pytest.mark.parametrize("output_format", FORMATS)
def test_standard_input_has_its_name(output_format: str) -> None:
    text = Path("vendors/a-not-eligible.toml").read_text(encoding="utf-8")
    done = check("-", "-f", output_format, "--report", "again.html", given=text)
    assert done.exit_code == 1
    assert any(name in done.stdout for name in ("<stdin>", "%3Cstdin%3E", "&lt;stdin&gt;"))


@pytest.mark.parametrize("output_format", FORMATS)
def test_only_narrows_what_is_shown_and_not_the_exit_status(output_format: str) -> None:
    done = check("vendors", "-f", output_format, "--only", "not-eligible", "--sarif-all")
    assert done.exit_code == 1
    assert "a-not-eligible" in done.stdout
    assert "c-incomplete" not in done.stdout


@pytest.mark.parametrize("output_format", ["junit", "tap", "markdown"])
def test_sort_is_heeded(output_format: str) -> None:
    def order(*arguments: str) -> list[str]:
        text = check("vendors", "-f", output_format, *arguments).stdout
        return sorted(("a-not-eligible", "b-eligible", "c-incomplete"), key=text.index)

    assert order() == ["a-not-eligible", "b-eligible", "c-incomplete"]
    assert order("--sort", "verdict") == ["b-eligible", "c-incomplete", "a-not-eligible"]


@pytest.mark.parametrize("output_format", FORMATS)
def test_english_unless_asked_wherever_it_runs(output_format: str, folder: Path) -> None:
    arguments = ("check", "vendors", *AT, "-m", "website", "-f", output_format)
    chinese = run(*arguments, folder=folder, environment=clean_environment(LC_ALL="zh_CN.UTF-8"))
    assert chinese.stdout == run(*arguments, folder=folder, environment=clean_environment(LC_ALL="C")).stdout
    assert "协议与管理规范" not in chinese.stdout.decode()
    assert "协议与管理规范" in run(*arguments, "--lang", "zh", folder=folder).stdout.decode()


def test_every_ending_makes_its_kind_whatever_its_case() -> None:
    names = [f"all{ending}" for ending in REPORT_ENDINGS] + ["GL.GITLAB.JSON"]
    done = check("vendors", *chain.from_iterable(("--report", name) for name in names), "--lang", "en")
    assert done.exit_code == 1
    for name in names:
        kind = REPORT_ENDINGS[f".{name.lower().partition('.')[2]}"]
        if kind != "xlsx":  # a workbook is compressed
            assert Path(name).read_bytes() == expected(kind, "vendors"), name


def test_a_report_for_each_vendor_has_the_ending_of_its_kind() -> None:
    assert check("vendors/b-eligible.toml", "--report-dir", "papers", "--report-format", "junit").exit_code == 0
    assert [path.name for path in Path("papers").iterdir()] == ["星海示例科技有限公司.xml"]


def test_a_json_report_is_in_the_order_of_paths_though_another_is_sorted() -> None:
    check("vendors", "--sort", "verdict", "--report", "all.json", "--report", "all.tap", "--lang", "en")
    paths = [profile["path"] for profile in json.loads(Path("all.json").read_bytes())["profiles"]]
    assert paths == sorted(paths)
    text = Path("all.tap").read_text(encoding="utf-8")
    assert text.index("b-eligible") < text.index("a-not-eligible")


def test_sarif_has_all_when_asked_on_either_way() -> None:
    some = len(json.loads(check("vendors", "-f", "sarif").stdout)["runs"][0]["results"])
    done = check("vendors", "-f", "sarif", "--sarif-all", "--report", "all.sarif")
    assert done.stdout_bytes == Path("all.sarif").read_bytes()
    assert len(json.loads(done.stdout)["runs"][0]["results"]) > some
