"""What the formats for CI are made of: what the gate is about, and how each finding weighs, is worded and recognised.

The gate is about the targets, or where none is named the best market, with what is waived counted as met. What a vendor
lacks elsewhere fails nothing and is not in these formats.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Literal, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.checking.results import Finding, MarketResult, Status
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.client.sections import fault, shown
from cloudmkt_cli.render.phrases import actual, fix
from cloudmkt_cli.runs.batch import CheckedProfile

Weight = Literal["error", "warning", "notice"]


class Item(NamedTuple):
    """A finding that the gate is about, and where in which profile it was decided."""

    checked: CheckedProfile
    finding: Finding
    position: Position | None


class Words(NamedTuple):
    """A finding in words, each in one line and safe for a screen."""

    state: str
    found: str
    expected: str
    fix: str

    def head(self, language: Language) -> str:
        """How it stands, and what there is."""
        return translate("word.semicolon", language).join(filter(None, (self.state, self.found)))

    def below(self, language: Language) -> tuple[str, ...]:
        """What was expected and what to do, with their labels."""
        labelled = {"text.expected": self.expected, "text.fix": self.fix}
        return tuple(translate(label, language) + text for label, text in labelled.items() if text)


def weight(checked: CheckedProfile, finding: Finding) -> Weight | None:
    """How a finding weighs: an error fails the gate, a warning does unless ``--fail-on`` lets it pass, the rest never.

    None is for what nobody needs to look at.
    """
    if not finding.blocks:
        return "notice" if finding.status is Status.FAIL else None
    if finding.waived or _is_spared(checked, finding):
        return "notice"
    return "error" if finding.status is Status.FAIL else "warning"


def _is_spared(checked: CheckedProfile, finding: Finding) -> bool:
    """Whether it is no worse than in the baseline."""
    return checked.baseline_result is not None and finding.requirement.id in checked.baseline_result.spared


def items_of(checked: CheckedProfile) -> Iterator[Item]:
    """Every finding that the verdict is about; one that markets share stands once."""
    by_id = {finding.requirement.id: finding for aim in checked.result.targets for finding in aim.findings}
    for finding in by_id.values():
        yield Item(checked, finding, checked.loaded.locate(finding.decided_by))


def other_products(aim: MarketResult, language: Language) -> str:
    """Which product a market is checked with, and how the others would do, in one line; nothing where there are none.

    They decide nothing: the market is judged on the best of them.
    """
    if not aim.other_products:
        return ""
    others = tuple(
        Message("text.other_product", {"name": name, "verdict": Message(f"verdict.{verdict}")})
        for name, verdict in aim.other_products
    )
    said = Message("text.product", {"name": aim.product}), Message("text.other_products", {"products": others})
    return shown(translate("word.semicolon", language).join(translate(part, language) for part in said), language)


def worded(checked: CheckedProfile, finding: Finding, catalogue: Catalogue, language: Language) -> Words:
    """What a finding says; there is nothing to expect or to do about one that passes or does not apply."""
    settled = finding.status in {Status.PASS, Status.NOT_APPLICABLE}
    return Words(
        state=shown(_state(checked, finding), language),
        found=shown(actual(finding, catalogue, language), language),
        expected="" if settled else shown(finding.requirement.expected, language),
        fix=shown(fix(finding, language) or "", language),
    )


def _state(checked: CheckedProfile, finding: Finding) -> Message:
    status = Message(f"status.{finding.status}")
    if waiver := finding.waived:
        values = {"day": waiver.expires, "by": waiver.approved_by, "reason": waiver.reason}
        return Message("gate.waived", values)
    if _is_spared(checked, finding):
        return Message("gate.no_worse", {"status": status})
    if finding.requirement.level == "preferred" and finding.status is not Status.PASS:
        return Message("gate.preferred", {"status": status})
    return status


def named(requirement: Requirement, language: Language) -> str:
    """A requirement by its id, for programs, and its title, for people."""
    return f"{requirement.id} {requirement.title.get(language)}"


def error_lines(error: Diagnostic, language: Language) -> tuple[str, str]:
    """What is wrong with an input, and what to do about it."""
    return shown(fault(error, language), language), translate("text.hint", language) + shown(error.hint, language)


def fingerprint(*parts: str) -> str:
    """What a finding is recognised by from run to run, wherever in its file it moves and whatever the language."""
    return sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]


def fingerprint_of_error(error: Diagnostic) -> str:
    """The same for a mistake in an input."""
    return fingerprint(error.path or "", error.key or "", translate(error.message, "en"))
