"""Intakes of people who were asked everything and have no red flag."""

from groundup.screening.intake import Intake
from groundup.screening.questions import QUESTIONS

CLEAR = {question.name: False for question in QUESTIONS if not question.numeric}
"""Every red-flag question answered with no."""


def screened(**content: object) -> Intake:
    """An adult without a red flag; further parts of the intake by name."""
    about = {"age_years": 30, **content.pop("about", {})}
    return Intake.model_validate({"about": about, "red_flags": CLEAR, **content})
