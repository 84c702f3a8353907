"""What makes a bedside test unwise, and what is known of it in this person."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundup.screening.intake import Intake

ACUTE_DAYS = 7.0
"""An injury younger than this is acute (EVIDENCE E11)."""

DAYS_IN_MONTH = 30.4


class Precaution(StrEnum):
    """A reason not to do a test."""

    FEET = "numb, diabetic or broken skin of the foot"
    FALLS = "a tendency to fall"
    SURGERY = "recent surgery"
    INJURY = "an acute sprain or fracture"


def holds(precaution: Precaution, intake: "Intake | None") -> bool | None:
    """Whether it holds for a person; None where it was not asked.

    A yes anywhere counts; a no of the precaution itself counts where nothing says yes. That the complaint did
    not begin with an injury answers for an acute one.
    """
    if intake is None:
        return None
    told, answers = intake.precautions, intake.answers
    own = {
        Precaution.FEET: told.numb_or_diabetic_feet,
        Precaution.FALLS: told.falls,
        Precaution.SURGERY: told.recent_surgery,
        Precaution.INJURY: told.acute_sprain_or_fracture,
    }[precaution]
    signs = {
        Precaution.FEET: (answers.get("skin_infection_or_wound"), answers.get("foot_cold_pale_or_numb")),
        Precaution.SURGERY: (answers.get("recent_joint_surgery"),),
        Precaution.INJURY: (_injured_lately(intake),),
    }.get(precaution, ())
    if own or any(signs):
        return True
    if own is None and precaution is Precaution.INJURY and answers.get("recent_injury") is False:
        return False
    return own


def _injured_lately(intake: "Intake") -> bool:
    days = intake.answers.get("days_since_injury")
    months = [leg.months_since_last_sprain for leg in (intake.ankle_left, intake.ankle_right)]
    sprained = any(count is not None and count * DAYS_IN_MONTH < ACUTE_DAYS for count in months)
    return sprained or (bool(intake.answers.get("recent_injury")) and days is not None and days < ACUTE_DAYS)
