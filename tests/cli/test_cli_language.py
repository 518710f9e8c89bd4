"""The language that a run speaks."""

from pathlib import Path

import pytest
from support.samples import vendor
from support.strategies_runs import run, write

from cloudmkt_cli.core.messages import language_of_locale

LOCALES: list[tuple[dict[str, str], str]] = [
    ({}, "en"),
    ({"LANG": "zh_CN.UTF-8"}, "zh"),
    ({"LANG": "zh_TW"}, "zh"),
    ({"LANG": "en_US.UTF-8"}, "en"),
    ({"LANG": "C.UTF-8"}, "en"),
    ({"LANG": "de_DE.UTF-8"}, "en"),
    ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
    ({"LC_ALL": "C", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
    ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
    ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
]
MET = {"zh": "符合条件", "en": "eligible"}
HELP = {"zh": "核对企业", "en": "Check whether"}
FAULT = {"zh": "缺少必填", "en": "required key"}
USAGE = {"zh": "不是日期", "en": "is not a date"}


@pytest.fixture(name="profile", scope="module")
def _profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("language") / "vendor.toml", vendor())


def current_language(output: bytes, words: dict[str, str]) -> set[str]:
    return {language for language, said in words.items() if said in output.decode()}


@pytest.mark.parametrize(("environment", "language"), LOCALES)
def test_the_language_of_a_locale(environment: dict[str, str], language: str) -> None:
    assert language_of_locale(environment) == language


@pytest.mark.parametrize(("environment", "language"), [({"LC_ALL": "zh_CN.UTF-8"}, "zh"), ({"LANG": "C.UTF-8"}, "en")])
def test_all_is_said_in_the_language_of_the_locale(profile: Path, environment: dict[str, str], language: str) -> None:
    assert current_language(run("check", profile, environment=environment).stdout, MET) == {language}
    assert current_language(run("--help", environment=environment).stdout, HELP) == {language}
    invalid = run("check", "-", given=b"profile_version = 1\n", environment=environment)
    assert current_language(invalid.stderr, FAULT) == {language}
    assert current_language(run("check", "--as-of", "x", environment=environment).stderr, USAGE) == {language}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("asked", ["--lang {}", "--lang={}"])
def test_the_language_asked_for_beats_the_locale(profile: Path, asked: str, language: str) -> None:
    environment = {"LC_ALL": "en_US.UTF-8" if language == "zh" else "zh_CN.UTF-8"}
    option = asked.format(language).split()
    assert current_language(run("check", profile, *option, environment=environment).stdout, MET) == {language}
    invalid = run("check", "-", *option, given=b"profile_version = 1\n", environment=environment)
    assert current_language(invalid.stderr, FAULT) == {language}
    assert current_language(run("check", *option, "--as-of", "x", environment=environment).stderr, USAGE) == {language}


def test_json_speaks_the_language_asked_for(profile: Path) -> None:
    texts = {
        language: run("check", profile, "-f", "json", "--lang", language).stdout.decode() for language in ("zh", "en")
    }
    assert '"expected": "可提供营业执照"' in texts["zh"]
    assert '"expected": "a business licence is available"' in texts["en"]
