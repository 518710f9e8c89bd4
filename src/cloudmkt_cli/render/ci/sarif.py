"""SARIF 2.1.0, for code scanning: rules from the catalogue, and a result for each failure."""

import os
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import PurePath
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from pydantic_core import from_json

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.results import Status
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.project import address
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.history.diff import Change
from cloudmkt_cli.render.ci.findings import (
    GateFinding,
    describe,
    error_lines,
    fingerprint,
    fingerprint_of_error,
    gate_findings,
)
from cloudmkt_cli.render.client.markdown import escape_markdown
from cloudmkt_cli.render.json_report.envelope import json_bytes, object_with_list
from cloudmkt_cli.render.phrases import clause
from cloudmkt_cli.render.result_phrases import (
    edition,
    format_value,
    level_heading,
    override_assignments,
    requirement_remarks,
)
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary
from cloudmkt_cli.version import __version__

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_BAD_INPUT: Final = "bad-input"
_KINDS: Final = {
    Status.FAIL: "fail",
    Status.UNKNOWN: "open",
    Status.MANUAL: "review",
    Status.NOT_APPLICABLE: "notApplicable",
}
_NOT_KNOWN: Final = -1  # the standard's value for an index that is not known
_BASELINE_STATES: Final = {Change.NEW: "new", Change.CHANGED: "updated", Change.UNCHANGED: "unchanged"}


class SarifWriter(NamedTuple):
    """Writes failures as results; with ``everything``, all findings that do not pass."""

    run: RunContext
    language: Language
    everything: bool = False

    def profile(self, checked: CheckedProfile) -> tuple[bytes, bytes, bytes]:
        """The ids of the requirements checked, the other products, and the results.

        ``document`` gives the results their rule indexes, which depend on the requirements of all profiles.
        """
        found = list(gate_findings(checked))
        looked_at = " ".join(finding.requirement.id for _, finding, _ in found)
        wanted = _KINDS if self.everything else {Status.FAIL}
        results = [_result(item, self.run, self.language) for item in found if item.finding.status in wanted]
        return looked_at.encode(), json_bytes(_other_products(checked)), json_bytes(results)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The rules, the files that could not be checked, and the results of every profile."""
        run, language = self.run, self.language
        looked_at = {identity for part in parts(0) for identity in part.decode().split()}
        rules = [
            _rule(requirement, run.catalogue, language)
            for requirement in run.catalogue.requirements()
            if requirement.id in looked_at
        ]
        if summary.errors:
            rules.append(_rule_of_bad_input(language))
        others = [product for part in parts(1) for product in from_json(part)]
        properties = {
            "asOf": run.as_of.isoformat(),
            "catalogue": run.catalogue.id,
            "edition": edition(run.catalogue, language),
            **({"configuration": format_value(run.configuration, language)} if run.configuration else {}),
            **({"hypothetical": override_assignments(run)} if run.overrides else {}),
            **({"otherProducts": others} if others else {}),
        }
        driver = {"name": "cloudmkt", "version": __version__, "informationUri": address(), "rules": rules}
        head = {
            "tool": {"driver": driver},
            # What could not be checked is no clean bill: a reader must not take a missing result for a fixed one.
            "invocations": [{"executionSuccessful": not summary.errors}],
            "columnKind": "unicodeCodePoints",
            "properties": properties,
        }
        errors = json_bytes([_error(error, run, language) for error in summary.errors])
        results = _indexed(chain([errors], parts(2)), rules)
        yield b'{\n  "$schema": "%b",\n  "version": "2.1.0",\n  "runs": [\n    ' % _SCHEMA.encode()
        yield from object_with_list(head, "results", results, depth=4)
        yield b"\n  ]\n}\n"


def _indexed(parts: Iterable[bytes], rules: list[dict[str, Any]]) -> Iterator[bytes]:
    """The results of every part, with the indexes of their rules."""
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    for part in parts:
        for result in from_json(part):
            yield json_bytes(result | {"ruleIndex": index[result["ruleId"]]}, indent=2, depth=8)


def _other_products(checked: CheckedProfile) -> list[dict[str, str]]:
    """The products in the target markets beside the ones that those are checked with."""
    path, vendor = escape_untrusted(checked.path, len(checked.path)), escape_untrusted(checked.result.vendor)
    return [
        {
            "path": path,
            "vendor": vendor,
            "market": target.market.id,
            "name": escape_untrusted(name),
            "verdict": verdict.value,
        }
        for target in checked.result.targets
        for name, verdict in target.other_products
    ]


def _rule(requirement: Requirement, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    parts = {name: getattr(requirement, name).get(language) for name in ("why", "how", "evidence")}
    source = ", ".join(filter(None, (catalogue.source.get(language), clause(requirement, language))))
    labelled = {translate(f"text.{name}", language): text for name, text in (parts | {"source": source}).items()}
    due = (level_heading(requirement, language),) if requirement.phase else ()
    others = (*due, *requirement_remarks(requirement, catalogue, language))
    return {
        "id": requirement.id,
        "shortDescription": {"text": requirement.title.get(language)},
        "fullDescription": {"text": requirement.expected.get(language)},
        "help": {
            "text": _plain([*(_stated(label, text, language) for label, text in labelled.items()), *others]),
            "markdown": "\n".join(
                (
                    *(
                        f"- {_stated(f'**{label}**', escape_markdown(text, language), language)}"
                        for label, text in labelled.items()
                    ),
                    *(f"- {escape_markdown(line, language)}" for line in others),
                )
            ),
        },
        "helpUri": page_address(requirement, catalogue, language) or catalogue.source_url,
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


def _result(item: GateFinding, run: RunContext, language: Language) -> dict[str, Any]:
    finding, requirement = item.finding, item.finding.requirement
    words = describe(item.checked, finding, run.catalogue, language)
    fails = finding.status is Status.FAIL
    lines = (f"{requirement.title.get(language)}: {words.summary(language)}", *words.remedy_lines(language))
    result: dict[str, Any] = {
        "ruleId": requirement.id,
        "ruleIndex": _NOT_KNOWN,
        "kind": _KINDS[finding.status],
        "level": _level(requirement) if fails else "none",  # the standard allows no other beside these kinds
        "message": {"text": _plain(lines)},
        "locations": [_location(item.checked.path, item.position, run)],
        "partialFingerprints": _recognised_by(fingerprint(item.checked.path, requirement.id)),
    }
    if finding.waived:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": words.state}]
    if item.checked.baseline_result:
        result["baselineState"] = _BASELINE_STATES[
            item.checked.baseline_result.change_since(requirement.id, finding.status)
        ]
    return result


def _error(error: Diagnostic, run: RunContext, language: Language) -> dict[str, Any]:
    """An error of the input, as a result: viewers show nothing but results."""
    return {
        "ruleId": _BAD_INPUT,
        "ruleIndex": _NOT_KNOWN,
        "kind": "fail",
        "level": "error",
        "message": {"text": _plain(error_lines(error, language))},
        "locations": [_location(error.path or "cloudmkt", error.position, run)],
        "partialFingerprints": _recognised_by(fingerprint_of_error(error)),
    }


def _plain(lines: Iterable[str]) -> str:
    """A plain text message, with what would be a placeholder or a link escaped."""
    return re.sub(r"\](?=\()", "] ", "\n".join(lines).replace("{", "{{").replace("}", "}}"))


def _recognised_by(value: str) -> dict[str, str]:
    """The fingerprint under the name that GitHub reads. Without it, every change of a line is a new alert."""
    return {"primaryLocationLineHash": value}


def _location(path: str, position: Position | None, run: RunContext) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(run.raw_paths.get(path, path))}}
    if position:
        physical["region"] = {"startLine": position.line, "startColumn": position.column}
    return {"physicalLocation": physical}


def _uri(path: str) -> str:
    """The URI of a path that the operating system gave; absolute paths become ``file:`` URIs."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(os.fsencode(path))
