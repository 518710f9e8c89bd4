"""Packs of users as JSON: what they hold, and how their cases came out."""

from typing import TYPE_CHECKING, Any, TextIO

from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.json_report.check import error_entry
from cloudmkt_cli.render.json_report.envelope import json_bytes, tool_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloudmkt_cli.packs.cases import PackTest
    from cloudmkt_cli.packs.checks import CheckedPack


def render_packs(
    checked: "Sequence[CheckedPack]",
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001  for text
) -> str:
    """The result of ``pack check``."""
    errors = [error_entry(error, language) for one in checked for error in one.errors]
    return _document({"packs": [_pack(one) for one in checked], "errors": errors})


def render_pack_tests(
    tests: "Sequence[PackTest]",
    language: Language,  # noqa: ARG001  nothing in it is in words
    target: TextIO | None = None,  # noqa: ARG001  for text
) -> str:
    """The result of ``pack test``."""
    return _document({"packs": [_test(test) for test in tests]})


def _document(body: dict[str, Any]) -> str:
    return json_bytes(tool_head() | body, indent=2).decode() + "\n"


def _pack(one: "CheckedPack") -> dict[str, Any]:
    catalogue = one.pack.catalogue if one.pack else None
    return {
        "path": one.path,
        "valid": catalogue is not None,
        "id": catalogue and catalogue.id,
        "markets": list(catalogue.market_ids) if catalogue else [],
        "requirements": one.own_requirements,
    }


def _test(test: "PackTest") -> dict[str, Any]:
    return {
        "path": test.path,
        "holds": test.holds,
        "requirements": test.requirements,
        "cases": [
            {
                "requirement": result.requirement,
                "expected": result.expected.value,
                "found": result.found.value,
                "location": result.position._asdict(),
            }
            for result in test.results
        ],
        "missing": [{"requirement": requirement, "status": status.value} for requirement, status in test.missing],
    }
