"""Who a virtual patient is: a person who walks, the truth of both legs, and what was told of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from groundup.quantities import Side
from groundup.synthetic.patient_skin import Skin
from groundup.synthetic.person import VirtualPerson


class Fault(StrEnum):
    """What a patient has."""

    PRONATION = "overpronation"
    STIFF_ANKLE = "limited dorsiflexion"
    UNSTABLE_ANKLE = "ankle instability"


class Severity(StrEnum):
    """How far from the mean of healthy people."""

    MILD = "mild"
    MODERATE = "moderate"
    MARKED = "marked"


@dataclass(frozen=True)
class LegTruth:
    """What is true of one leg, whoever measures it.

    Attributes
    ----------
    lunge_cm : toe to wall in the weight-bearing lunge.
    lunge_deg : shank from the vertical there.
    foot_posture : where the foot lies on the scale of the foot posture index, not rounded.
    eversion : how much more the rearfoot everts in stance than in the mean of people [rad].
    stability : on the scale of the Cumberland tool, not rounded.
    sprains : so many.
    gives_way : times in the last six months.
    """

    lunge_cm: float
    lunge_deg: float
    foot_posture: float
    eversion: float
    stability: float
    sprains: int
    gives_way: int


@dataclass(frozen=True)
class Patient:
    """One virtual patient.

    Attributes
    ----------
    name : str
        Unique within the population.
    fault, severity : None in a healthy person.
    sides : legs that have the fault; empty in a healthy person.
    person : how they are built and walk.
    legs : truth of each leg.
    skin : what their skin and the hands that placed the markers do.
    age_years : float
    seed : of everything drawn after: test results, markers.
    """

    name: str
    fault: Fault | None
    severity: Severity | None
    sides: tuple[Side, ...]
    person: VirtualPerson
    legs: Mapping[Side, LegTruth]
    skin: Skin
    age_years: float
    seed: tuple[int, ...]
