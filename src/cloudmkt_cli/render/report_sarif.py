"""SARIF 2.1.0, for code scanning: rules from the catalogue, and a result for each failure."""

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from pydantic_core import to_json

from cloudmkt_cli import __version__
from cloudmkt_cli.batch import Batch
from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.comparison import Change
from cloudmkt_cli.errors import Diagnostic, Position
from cloudmkt_cli.language import Language, Message
from cloudmkt_cli.render.gate import (
    Item,
    error_lines,
    fingerprint,
    fingerprint_of_error,
    items,
    worded,
)
from cloudmkt_cli.render.report_markdown import escaped
from cloudmkt_cli.render.report_table import edition, shown, supposed
from cloudmkt_cli.render.wording import clause
from cloudmkt_cli.report import Status
from cloudmkt_cli.translate import translate

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME: Final = "https://github.com/cloudmkt-cli/cloudmkt-cli"
_BAD_INPUT: Final = "bad-input"
_KINDS: Final = {
    Status.FAIL: "fail",
    Status.UNKNOWN: "open",
    Status.MANUAL: "review",
    Status.NOT_APPLICABLE: "notApplicable",
}
_BASELINE_STATES: Final = {Change.NEW: "new", Change.CHANGED: "updated", Change.UNCHANGED: "unchanged"}


def render_sarif(batch: Batch, language: Language, *, everything: bool = False) -> str:
    """One run. ``everything`` adds what is unknown, for a reviewer or does not apply to what fails."""
    found = list(items(batch))
    looked_at = {finding.requirement.id for _, finding, _ in found}
    rules = [
        _rule(requirement, batch.catalogue, language)
        for requirement in batch.catalogue.requirements()
        if requirement.id in looked_at
    ]
    if batch.errors:
        rules.append(_rule_of_bad_input(language))
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    wanted = _KINDS if everything else {Status.FAIL}
    results = [_error(error, index, language) for error in batch.errors]
    results += [_result(item, index, batch.catalogue, language) for item in found if item.finding.status in wanted]
    driver = {"name": "cloudmkt", "version": __version__, "informationUri": _HOME, "rules": rules}
    run = {
        "tool": {"driver": driver},
        # What could not be checked is no clean bill: a reader must not take a missing result for a fixed one.
        "invocations": [{"executionSuccessful": not batch.errors}],
        "columnKind": "unicodeCodePoints",
        "properties": {
            "asOf": batch.as_of.isoformat(),
            "catalogue": batch.catalogue.id,
            "edition": edition(batch.catalogue, language),
            **({"configuration": shown(batch.configuration, language)} if batch.configuration else {}),
            **({"hypothetical": supposed(batch)} if batch.edits else {}),
        },
        "results": results,
    }
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2).decode() + "\n"


def _rule(requirement: Requirement, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    parts = {name: getattr(requirement, name).get(language) for name in ("why", "how", "evidence")}
    source = f"{catalogue.source.get(language)}, {clause(requirement, language)}"
    labelled = {translate(f"text.{name}", language): text for name, text in (parts | {"source": source}).items()}
    return {
        "id": requirement.id,
        "shortDescription": {"text": requirement.title.get(language)},
        "fullDescription": {"text": requirement.expected.get(language)},
        "help": {
            "text": _plain(_stated(label, text, language) for label, text in labelled.items()),
            "markdown": "\n".join(
                f"- {_stated(f'**{label}**', escaped(text, language), language)}" for label, text in labelled.items()
            ),
        },
        "helpUri": catalogue.source_url,
        "defaultConfiguration": {"level": _level(requirement)},
        "properties": {
            "tags": [requirement.market, requirement.level],
            "clause": requirement.clause,
            "problem.severity": "error" if requirement.level == "required" else "recommendation",
        },
    }


def _rule_of_bad_input(language: Language) -> dict[str, Any]:
    about = {"text": translate("gate.bad_input", language)}
    return {
        "id": _BAD_INPUT,
        "shortDescription": {"text": translate("text.errors", language)},
        "fullDescription": about,
        "help": about,
        "defaultConfiguration": {"level": "error"},
    }


def _stated(label: str, text: str, language: Language) -> str:
    return translate(Message("check.stated", {"label": label, "value": text}), language)


def _level(requirement: Requirement) -> str:
    return "error" if requirement.level == "required" else "note"


def _result(item: Item, index: dict[str, int], catalogue: Catalogue, language: Language) -> dict[str, Any]:
    finding, requirement = item.finding, item.finding.requirement
    words = worded(item.checked, finding, catalogue, language)
    fails = finding.status is Status.FAIL
    lines = (f"{requirement.title.get(language)}: {words.head(language)}", *words.below(language))
    result: dict[str, Any] = {
        "ruleId": requirement.id,
        "ruleIndex": index[requirement.id],
        "kind": _KINDS[finding.status],
        "level": _level(requirement) if fails else "none",  # the standard allows no other beside these kinds
        "message": {"text": _plain(lines)},
        "locations": [_location(item.checked.path, item.position)],
        "partialFingerprints": _recognised_by(fingerprint(item.checked.path, requirement.id)),
    }
    if finding.waived:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": words.state}]
    if item.checked.standing:
        result["baselineState"] = _BASELINE_STATES[item.checked.standing.since(requirement.id, finding.status)]
    return result


def _error(error: Diagnostic, index: dict[str, int], language: Language) -> dict[str, Any]:
    """A mistake in an input, as a result: viewers show those alone."""
    return {
        "ruleId": _BAD_INPUT,
        "ruleIndex": index[_BAD_INPUT],
        "kind": "fail",
        "level": "error",
        "message": {"text": _plain(error_lines(error, language))},
        "locations": [_location(error.path or "cloudmkt", error.position)],
        "partialFingerprints": _recognised_by(fingerprint_of_error(error)),
    }


def _plain(lines: Iterable[str]) -> str:
    """A text as the standard has it: what would be a placeholder or a link in it is written so that it is none."""
    return re.sub(r"\](?=\()", "] ", "\n".join(lines).replace("{", "{{").replace("}", "}}"))


def _recognised_by(value: str) -> dict[str, str]:
    """Under the one name that GitHub reads; else it hashes the line, and each change of a number is a new alert."""
    return {"primaryLocationLineHash": value}


def _location(path: str, position: Position | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    if position:
        physical["region"] = {"startLine": position.line, "startColumn": position.column}
    return {"physicalLocation": physical}


def _uri(path: str) -> str:
    """A path as the address of a file; one from the root on says so."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(path, errors="surrogateescape")
