"""The plan as JSON: markets with the least to do first, and the most decisive questions first."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.core.translation import translate, word
from cloudmkt_cli.planning.instructions import Instruction, ProfileFile, instructions
from cloudmkt_cli.planning.plan import MarketPlan
from cloudmkt_cli.planning.questions import Answer, OpenQuestion
from cloudmkt_cli.planning.solution import PlannedChange
from cloudmkt_cli.planning.timeline import Milestone
from cloudmkt_cli.render.json_report.envelope import json_bytes
from cloudmkt_cli.render.json_report.profiles import profiles_document
from cloudmkt_cli.render.plan_phrases import asked, distance, evidence, exempted, need, reason, title
from cloudmkt_cli.render.planned import plan_of
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary


class PlanJsonWriter(NamedTuple):
    """Writes the plan of every vendor."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The entry of a profile."""
        plan, file = plan_of(checked, self.run, only_targets=False), ProfileFile.of(checked.loaded)
        catalogue, language = self.run.catalogue, self.language
        entry = {
            "path": checked.path,
            "vendor": checked.result.vendor,
            "markets": [_market(market, plan.as_of, file, catalogue, language) for market in plan.markets],
            "questions": [_question(question, catalogue, language) for question in plan.questions],
        }
        return (json_bytes(entry, indent=2, depth=4),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The profiles and the errors."""
        return profiles_document(self.run, self.language, summary, parts)


def _market(
    market: MarketPlan, as_of: date, file: ProfileFile, catalogue: Catalogue, language: Language
) -> dict[str, Any]:
    solution = market.solution
    writing = instructions((change.overrides for change in solution.changes), file)
    return {
        "market": market.result.market.id,
        "targeted": market.result.targeted,
        "verdict": market.result.verdict.value,
        "eligible_from": _day(solution.day),
        "opens_by_itself_on": _day(solution.opens_on),
        "product": solution.product[1].name if solution.product else None,
        "changes": [
            _change(change, todo, as_of, catalogue, language)
            for change, todo in zip(solution.changes, writing, strict=True)
        ],
        "shut_by": [_infeasible(item, catalogue, language) for item in solution.infeasible],
        "timeline": [_milestone(milestone, language) for milestone in market.timeline],
    }


def _change(
    change: PlannedChange, todo: Instruction | None, as_of: date, catalogue: Catalogue, language: Language
) -> dict[str, Any]:
    far = distance(change, catalogue)
    return {
        "key": dotted(change.path),
        "title": word(title(change, catalogue), language),
        "requirements": [requirement.id for requirement in change.requirements],
        "also_serves": list(change.also),
        "need": translate(need(change, as_of, catalogue), language),
        "distance": {"amount": float(far.amount), "unit": far.unit.get(language)} if far else None,
        "not_stated": change.is_answer,
        "by_reviewer": change.is_attestation,
        "effort": change.effort,
        "earliest": change.earliest.isoformat(),
        "evidence": [text.get(language) for text in evidence(change)],
        "write": todo and _instruction(todo),
        "edits": [{"key": override.key, "value": override.value} for override in change.overrides],
    }


def _infeasible(requirement: Requirement, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    why, fix = reason(requirement, catalogue), requirement.how
    return {"id": requirement.id, "why": why.get(language), "fix": fix.get(language)}


def _instruction(todo: Instruction) -> dict[str, Any]:
    """What to write in the file. "below" is the header or key to write it below; null if it has its own header."""
    return {
        "action": todo.action,
        "below": todo.place,
        "lines": [list(lines) for lines in todo.lines],
        "toml": todo.toml,
    }


def _milestone(milestone: Milestone, language: Language) -> dict[str, Any]:
    return {
        "id": milestone.step,
        "title": milestone.title.get(language),
        "done": milestone.done,
        "date": _day(milestone.day),
        "is_estimate": milestone.is_estimate,
    }


def _question(question: OpenQuestion, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    return {
        "key": dotted(question.path),
        "title": catalogue.facts[question.fact].label.get(language),
        "markets": list(question.markets),
        "requirements": list(question.requirements),
        "opens": list(question.opens),
        "answers": [_answer(answer, question.fact, catalogue, language) for answer in question.answers],
    }


def _answer(answer: Answer, fact: str, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """What the answer must be for a market, or which requirements it would make inapplicable."""
    words = asked(answer.goal, fact, catalogue)
    if answer.exempts:
        words = exempted(answer.goal, fact, answer.requirements, catalogue)
    return {
        "market": answer.market,
        "answer": translate(words, language),
        "requirements": [requirement.id for requirement in answer.requirements],
        "effect": "opens" if answer.opens else "spares" if answer.exempts else "needed",
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
