"""What keeps Spark from starting is one line that says what to install."""

import pytest

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.screening import spark_session as module
from cloudmkt_cli.screening.spark_session import spark_session


@pytest.fixture(name="installed")
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark is found, wherever it is."""
    monkeypatch.setattr(module, "find_spec", lambda _: object())
    monkeypatch.delenv("SPARK_REMOTE", raising=False)


def test_a_missing_extra_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(InputError) as refused:
        spark_session()
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.message == ("spark.missing_extra", {})
    assert diagnostic.hint == ("spark.install_extra", {"command": "pip install 'cloudmkt-cli[spark]'"})


@pytest.mark.parametrize("home", ["", "/nowhere"])
def test_without_java_nothing_is_started(installed: None, home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("JAVA_HOME", home)
    with pytest.raises(InputError) as refused:
        spark_session("local")
    assert refused.value.diagnostics[0].message == ("spark.missing_java", {})
