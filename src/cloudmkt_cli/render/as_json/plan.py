"""The plan, for programs: the markets in the order of what is left, and the questions most decisive first."""

from datetime import date
from typing import Any, TextIO

from cloudmkt_cli.batch import CheckedProfile
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.language import Language
from cloudmkt_cli.planning.plan import MarketPlan, Plan
from cloudmkt_cli.planning.questions import Answer, Question
from cloudmkt_cli.planning.solution import Change
from cloudmkt_cli.planning.timeline import Milestone
from cloudmkt_cli.profile import VendorProfile
from cloudmkt_cli.render.as_json.document import hypothetical, write_document
from cloudmkt_cli.render.plan_words import Snippet, asked, distance, evidence, need, reason, snippet, spared, title
from cloudmkt_cli.toml_reader import dotted
from cloudmkt_cli.translate import translate, word


def render_plan(
    checked: CheckedProfile,
    plan: Plan,
    catalogue: Catalogue,
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001  for text
) -> str:
    """The plan of a vendor."""
    vendor = checked.loaded.profile
    body = {
        "as_of": plan.as_of.isoformat(),
        "configuration": checked.configuration,
        "hypothetical": hypothetical(checked.loaded.edits),
        "path": checked.path,
        "vendor": checked.result.vendor,
        "markets": [_market(market, plan.as_of, vendor, catalogue, language) for market in plan.markets],
        "questions": [_question(question, catalogue, language) for question in plan.questions],
    }
    return write_document(body, catalogue, language)


def _market(
    market: MarketPlan, as_of: date, vendor: VendorProfile, catalogue: Catalogue, language: Language
) -> dict[str, Any]:
    solution = market.solution
    return {
        "market": market.result.market.id,
        "targeted": market.result.targeted,
        "verdict": market.result.verdict.value,
        "eligible_from": _day(solution.day),
        "opens_by_itself_on": _day(solution.opens_on),
        "product": solution.offer[1].name if solution.offer else None,
        "changes": [_change(change, as_of, vendor, catalogue, language) for change in solution.changes],
        "shut_by": [{"id": item.id, "why": reason(item, catalogue).get(language)} for item in solution.shut_by],
        "timeline": [_milestone(milestone, language) for milestone in market.timeline],
    }


def _change(
    change: Change, as_of: date, vendor: VendorProfile, catalogue: Catalogue, language: Language
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
        "by_reviewer": change.by_reviewer,
        "effort": change.effort,
        "earliest": change.earliest.isoformat(),
        "evidence": [text.get(language) for text in evidence(change)],
        "write": _snippet(snippet(change, vendor)),
        "edits": [{"key": edit.key, "value": edit.value} for edit in change.edits],
    }


def _snippet(written: Snippet | None) -> dict[str, Any] | None:
    """The header to write below, null for the end of the file, and the TOML to paste."""
    return {"below": written.place, "toml": written.toml} if written else None


def _milestone(milestone: Milestone, language: Language) -> dict[str, Any]:
    return {
        "id": milestone.step,
        "title": translate(f"onboarding.{milestone.step}.title", language),
        "done": milestone.done,
        "date": _day(milestone.day),
        "is_estimate": milestone.is_estimate,
    }


def _question(question: Question, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    return {
        "key": dotted(question.path),
        "title": catalogue.facts[question.fact].label.get(language),
        "markets": list(question.markets),
        "requirements": list(question.requirements),
        "opens": list(question.opens),
        "answers": [_answer(answer, question.fact, catalogue, language) for answer in question.answers],
    }


def _answer(answer: Answer, fact: str, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """What the answer must be for a market, or what would not apply to it if it were."""
    words = asked(answer.demand, fact, catalogue)
    if answer.spares:
        words = spared(answer.demand, fact, answer.requirements, catalogue)
    return {
        "market": answer.market,
        "answer": translate(words, language),
        "requirements": [requirement.id for requirement in answer.requirements],
        "effect": "opens" if answer.opens else "spares" if answer.spares else "needed",
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
