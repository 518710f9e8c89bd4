"""What the formats for CI write is valid by the schemas of those who read it."""

import json
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
import xmlschema
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker
from support.samples_gate import (
    HOSTILE,
    foreign,
    gate_batch,
    gate_batch_of_rivals,
    gate_batch_since,
    gate_batch_under,
)
from support.samples_reports import empty_batch, rendered, sample_batch
from support.strategies_runs import invoke

from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.render.json_report import render_batch
from cloudmkt_cli.runs.batch import Batch

SUPPOSED: Final = (Override(("team", "technical_and_service"), 12), Override(("company", "name"), HOSTILE))
EDITIONS = ("tencent-2019-01-29", "tencent-2019-03", "tencent-general", "jd", "qingcloud", "huawei-5", "aws-2022-06")
BATCHES: dict[str, Callable[[], Batch]] = {
    "everything": gate_batch,
    "baseline": gate_batch_since,
    "rivals": gate_batch_of_rivals,
    "reports": sample_batch,
    "nothing": empty_batch,
    **{edition: partial(gate_batch_under, edition) for edition in EDITIONS},
    "supposed": lambda: gate_batch()._replace(overrides=SUPPOSED),
}
GITLAB: dict[str, Any] = {
    # GitLab publishes no schema of its own in a package: these are the fields that its manual asks for.
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1, "pattern": r"^[^\n]*$"},
            "check_name": {"type": "string", "pattern": "^([a-z0-9-]+/)?[a-z-]+(\\.[a-z0-9-]+)?$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/).+"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer"}}},
                },
            },
        },
        "additionalProperties": False,
    },
}


@pytest.fixture(name="batch", params=BATCHES)
def _batch(request: pytest.FixtureRequest) -> Batch:
    return BATCHES[request.param]()


@pytest.mark.parametrize("language", LANGUAGES)
def test_junit_is_what_jenkins_reads(batch: Batch, language: Language) -> None:
    xmlschema.XMLSchema(foreign("junit-10.xsd")).validate(rendered("junit", batch, language))


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_is_sarif(batch: Batch, language: Language, everything: bool) -> None:
    schema = json.loads(foreign("sarif-2.1.0*.json").read_text(encoding="utf-8"))
    Draft4Validator.check_schema(schema)
    Draft4Validator(schema).validate(json.loads(rendered("sarif", batch, language, sarif_all=everything)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_quality_report_has_what_gitlab_asks_for(batch: Batch, language: Language) -> None:
    issues = json.loads(rendered("gitlab", batch, language))
    Draft202012Validator(GITLAB).validate(issues)
    fingerprints = [issue["fingerprint"] for issue in issues]
    assert len({*fingerprints}) == len(fingerprints)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_reader_of_tap_takes_every_point(batch: Batch, language: Language) -> None:
    reader = foreign("node_modules/tap-parser/package.json").parents[1] / ".bin" / "tap-parser"
    text = rendered("tap", batch, language)
    done = subprocess.run([reader, "--strict", "--json"], input=text.encode(), capture_output=True, check=False)
    events = json.loads(done.stdout)
    (final,) = (event[1] for event in events if event[0] == "complete")
    assert final["count"] == sum(line.startswith(("ok ", "not ok ")) for line in text.splitlines())
    assert [item for item in events if item[0] in {"extra", "bailout"}] == []
    assert not any(failure.get("tapError") for failure in final["failures"])
    assert len([event for event in events if event[0] == "assert"]) == final["count"]


def published_schema() -> dict[str, Any]:
    done = invoke("schema", "report")
    assert done.exit_code == 0
    schema: dict[str, Any] = json.loads(done.stdout)
    return schema


def closed(schema: Any) -> Any:
    """A schema that lets no field through that it does not name: what is written and not described would slip by."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(part) for key, part in schema.items()}
    return inner | {"additionalProperties": False} if schema.get("type") == "object" else inner


SCHEMA = published_schema()
CLOSED = Draft202012Validator(closed(SCHEMA), format_checker=FormatChecker())


def test_the_schema_of_the_report_is_a_schema_that_lets_new_fields_through() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    report = json.loads(render_batch(gate_batch(), "en")) | {"added_later": 1}
    Draft202012Validator(SCHEMA).validate(report)
    with pytest.raises(Exception, match="added_later"):
        CLOSED.validate(report)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_report_has_the_fields_of_its_schema_and_no_other(batch: Batch, language: Language) -> None:
    CLOSED.validate(json.loads(render_batch(batch, language)))


def test_every_field_of_the_schema_is_seen_with_a_value() -> None:
    texts = [render_batch(make(), "en").encode() for make in BATCHES.values()]
    seen = {path for text in texts for path in valued(json.loads(text))}
    assert {*described(SCHEMA)} - seen == set()


def valued(value: Any, path: str = "") -> Iterator[str]:
    match value:
        case dict():
            for key, part in value.items():
                yield from valued(part, f"{path}.{key}")
        case list():
            for part in value:
                yield from valued(part, path)
        case None:
            return
    yield path


def described(schema: dict[str, Any], path: str = "") -> Iterator[str]:
    for part in schema.get("anyOf", ()):
        yield from described(part, path)
    if "items" in schema:
        yield from described(schema["items"], path)
    for key, part in schema.get("properties", {}).items():
        yield f"{path}.{key}"
        yield from described(part, f"{path}.{key}")


@pytest.mark.parametrize("change", [("verdict", "maybe"), ("vendor", None), ("markets", [{}]), ("next_step", {})])
def test_what_is_not_a_report_is_refused(change: tuple[str, object]) -> None:
    report = json.loads(render_batch(gate_batch(), "en"))
    report["profiles"][0][change[0]] = change[1]
    assert not Draft202012Validator(SCHEMA).is_valid(report)


def test_the_schema_can_be_written_to_a_file(tmp_path: Path) -> None:
    done = invoke("schema", "report", "-o", tmp_path / "report.schema.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads((tmp_path / "report.schema.json").read_text(encoding="utf-8")) == SCHEMA
    assert invoke("schema", "nothing").exit_code == 2
