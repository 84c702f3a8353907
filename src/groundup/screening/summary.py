"""What screening and questionnaires found, as plain values for files that programs read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from groundup.screening.clinical import clinical_tests
from groundup.screening.rule import Rule
from groundup.screening.strength import StrengthRatio, strength_ratios
from groundup.screening.triage import OpenRule, screen

if TYPE_CHECKING:
    from groundup.screening.intake import Intake
    from groundup.screening.scores import Score

Told = dict[str, object]


def screening_summary(intake: "Intake | None") -> Told:
    """Red flags raised, open and clear, the plain advice, and the totals of the questionnaires.

    Parameters
    ----------
    intake : Intake or None
        None where nothing was asked: then every rule is open.
    """
    triage = screen({}) if intake is None else intake.triage()
    return {
        "headline": triage.headline,
        "asked": intake is not None,
        "verdict_withheld": triage.verdict_withheld,
        "red_flags": {
            "raised": [_rule(rule) for rule in triage.raised],
            "open": [_open(one) for one in triage.open],
            "clear": [rule.name for rule in triage.clear],
        },
        "advice": {
            "given": [_rule(rule) for rule in triage.advice],
            "open": [_open(one) for one in triage.advice_open],
        },
        "about": None if intake is None else _about(intake),
        "tests": clinical_tests(intake),
        "strength": [_ratio(one) for one in strength_ratios(intake)],
        "questionnaires": {} if intake is None else _scores(intake.scores()),
    }


def _rule(rule: Rule) -> Told:
    return {
        "name": rule.name,
        "title": rule.title,
        "urgency": rule.urgency.name.lower(),
        "reason": rule.reason,
        "action": rule.action,
        "evidence": rule.evidence,
        "source": rule.source,
        "source_pending": rule.source_pending,
    }


def _open(one: OpenRule) -> Told:
    return {"name": one.rule.name, "questions": list(one.questions)}


def _scores(scores: "Mapping[str, Score]") -> Told:
    return {
        name: {
            "title": score.questionnaire.title,
            "total": score.total,
            "items_answered": score.answered,
            "why_no_total": score.reason,
            "smallest_change_beyond_error": score.questionnaire.detectable,
            "smallest_change_that_matters": score.questionnaire.important,
            "source": score.questionnaire.source,
        }
        for name, score in scores.items()
    }


def _ratio(one: StrengthRatio) -> Told:
    return {
        "name": one.name,
        "label": one.label,
        "side": None if one.side is None else str(one.side),
        "ratio": one.value,
        "weaker_side": None if one.weaker is None else str(one.weaker),
        "repeats": one.n,
        "evidence": "" if one.context is None else one.context.id,
        "comparison": one.comparison,
    }


def _about(intake: "Intake") -> Told:
    """Tell what a reference must fit, and whether pain is told at all."""
    about, complaint = intake.about, intake.complaint
    ratings = (complaint.pain_now, complaint.pain_usual, complaint.pain_worst)
    return {
        "code": about.code,
        "date": about.date,
        "age_years": about.age_years,
        "sex": about.sex,
        "footwear": about.footwear,
        "orthoses": about.orthoses,
        "walking_aid": about.walking_aid,
        "pain": bool(complaint.sites) or any(ratings),
    }
