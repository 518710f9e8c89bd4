"""``import --map``: headings that the user maps to keys."""

from pathlib import Path

import pytest
from support.tables import csv_file, imported, profiles
from support.whole_app import app
from typer.testing import CliRunner


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def mapped(headings: list[str], cells: list[str], *maps: str, language: str = "en") -> tuple[int, str]:
    arguments = [part for said in maps for part in ("--map", said)]
    result = imported(csv_file(Path("c.csv"), [headings, cells]), Path("out"), *arguments, language=language)
    return result.exit_code, result.stderr


def team() -> object:
    (values,) = profiles(Path("out")).values()
    return values.get("team", {}).get("technical_and_service")


@pytest.mark.parametrize(
    "said",
    [
        "员工人数=team.technical_and_service",
        " 员 工 人 数 ： = team.technical_and_service ",
        "员工人数=技术与服务人员",
    ],
)
def test_a_heading_gives_the_key_that_it_is_mapped_to(said: str) -> None:
    code, told = mapped(["公司名称", "员工人数"], ["甲", "24"], said)
    assert (code, team()) == (0, 24)
    assert "员工人数" not in told


def test_a_heading_that_is_not_known_can_be_mapped_and_hold_the_sign() -> None:
    assert mapped(["公司名称", "a=b"], ["甲", "24"], "a=b=team.technical_and_service")[0] == 0
    assert team() == 24


def test_the_company_name_can_be_mapped() -> None:
    assert mapped(["客户", "电话"], ["甲", ""], "客户=company.name")[0] == 0
    assert list(profiles(Path("out"))) == ["甲"]


def test_several_headings_and_the_key_of_a_product() -> None:
    maps = ("产品=product.name", "上架=products[0].markets")
    assert mapped(["公司名称", "产品", "上架"], ["甲", "云舟", "api"], *maps)[0] == 0
    assert profiles(Path("out"))["甲"]["products"] == [{"name": "云舟", "markets": ["api"]}]


def test_a_mapped_heading_goes_before_one_that_usually_gives_the_key() -> None:
    headings = ["公司名称", "技术与服务人员", "员工人数"]
    code, told = mapped(headings, ["甲", "99", "24"], "员工人数=team.technical_and_service")
    assert (code, team()) == (0, 24)
    note = "not read: column B “技术与服务人员”, as --map takes team.technical_and_service from another column"
    assert note in told


def test_two_headings_mapped_to_one_key_are_refused() -> None:
    maps = ("a=team.technical_and_service", "b=team.technical_and_service")
    code, told = mapped(["公司名称", "a", "b"], ["甲", "1", "2"], *maps)
    assert code == 4
    assert "B1 (a) and C1 (b) both map to team.technical_and_service" in told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("人数=team.technical_and_servic", ["unknown key: team.technical_and_servic", "did you mean team.technical"]),
        ("人数=zzzzzzzz", ["unknown key: zzzzzzzz", "cloudmkt init lists all of them"]),
        ("人数=cases[0].url", ["cases[0].url has no key in the profile (a row holds one company and one product"]),
        (
            "人=team.technical_and_service",
            ["c.csv: error: --map: the table has no column “人”", "columns found: 公司名称"],
        ),
        ("技术人=team.technical_and_service", ["no column “技术人”", "did you mean 技术人数?"]),
    ],
)
def test_what_cannot_be_mapped_names_what_is_near(said: str, told: list[str]) -> None:
    code, stderr = mapped(["公司名称", "技术人数"], ["甲", "24"], said)
    assert code == 4
    assert all(part in stderr for part in told)
    assert not Path("out").exists()


@pytest.mark.parametrize("said", ["员工人数", "=team.technical_and_service", "员工人数=", " = "])
def test_what_is_no_assignment_is_wrong_use(said: str) -> None:
    assert mapped(["公司名称"], ["甲"], said)[0] == 2


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("人数=team.technical_and_s", ["人数=team.technical_and_service"]),
        ("人数=products[0].k", ["人数=products[0].kind"]),
        ("人数", []),
    ],
)
def test_the_key_is_completed(typed: str, completed: list[str]) -> None:
    environment = {
        "_CLOUDMKT_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": f"cloudmkt import c.csv --map '{typed}",
    }
    result = CliRunner().invoke(app, [], prog_name="cloudmkt", env=environment)
    assert result.stdout.split() == completed
