"""What is asked and tested of a virtual patient, with the error of every test, as an intake file holds it.

The content is written here independently of whoever reads it; reading validates it.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from groundup.evidence.table import row
from groundup.quantities import Side
from groundup.synthetic.patient import LegTruth, Patient

# Points of the nine items of the Cumberland tool, as printed on the form.
_STABILITY_ITEMS = (5, 4, 3, 3, 2, 3, 4, 3, 3)
# A detectable change is 1.96 times the square root of two times the standard error.
_DETECTABLE_OVER_ERROR = 1.96 * np.sqrt(2.0)
_SITES = ("around the kneecap", "inner knee", "outer knee", "shin")

Answers = Mapping[str, object]


def intake(patient: Patient) -> dict[str, Answers]:
    """Content of the patient's intake file: about, complaint, history, tests and questionnaires."""
    chance = np.random.default_rng([*patient.seed, 3])
    body = patient.person
    told: dict[str, Answers] = {
        "about": {
            "age_years": round(patient.age_years),
            "sex": body.sex,
            "height_m": round(body.height + chance.uniform(-0.01, 0.01), 2),
            "mass_kg": round(body.mass * chance.uniform(0.98, 1.02), 1),
            "walking_aid": "none",
        },
        "complaint": _complaint(patient, chance),
    }
    forms: dict[str, object] = {}
    for side in Side:
        leg = patient.legs[side]
        told[f"ankle_{side}"] = _history(leg, chance)
        told[f"tests_{side}"] = _tests(leg, chance)
        forms[f"cait_{side}"] = _stability_items(leg, chance)
    return {**told, "questionnaires": forms}


def _complaint(patient: Patient, chance: np.random.Generator) -> Answers:
    if not patient.sides:
        return {"pain_now": 0, "pain_worst": 0}
    side = "both" if len(patient.sides) == len(Side) else str(patient.sides[0])
    return {
        "side": side,
        "onset": "gradual",
        "weeks": int(chance.integers(4, 60)),
        "sites": [str(chance.choice(_SITES))],
        "pain_now": int(chance.integers(0, 5)),
        "pain_worst": int(chance.integers(3, 9)),
    }


def _history(leg: LegTruth, chance: np.random.Generator) -> Answers:
    told: dict[str, object] = {"sprains": leg.sprains, "giving_way_in_six_months": leg.gives_way}
    if leg.sprains:
        told["months_since_first_sprain"] = int(chance.integers(13, 120))
    return told


def _tests(leg: LegTruth, chance: np.random.Generator) -> Answers:
    return {
        "lunge_cm": _repeats(leg.lunge_cm, row("B03.within_cm").value, 0.5, chance),
        "lunge_deg": _repeats(leg.lunge_deg, row("B03.within_deg").value, 1.0, chance),
        "foot_posture_items": _posture_items(leg.foot_posture, chance),
    }


def _repeats(truth: float, detectable: float, step: float, chance: np.random.Generator) -> list[float]:
    """Three repeats: the session's published error, a little of each repeat's own, read off in steps."""
    error = detectable / _DETECTABLE_OVER_ERROR
    session = truth + chance.normal() * error
    return [round((session + chance.normal() * 0.3 * error) / step) * step for _ in range(3)]


def _posture_items(truth: float, chance: np.random.Generator) -> list[int]:
    """Six items from -2 to 2 that sum to the foot's posture, a rater's point more or less."""
    total = int(np.clip(round(truth) + chance.integers(-1, 2), -12, 12))
    items = [0] * 6
    while sum(items) != total:
        k, toward = int(chance.integers(6)), 1 if total > sum(items) else -1
        if abs(items[k] + toward) <= 2:
            items[k] += toward
    return items


def _stability_items(leg: LegTruth, chance: np.random.Generator) -> list[int]:
    """Points of the nine items that sum to the score with its error."""
    error = row("E27.detectable").value / _DETECTABLE_OVER_ERROR
    total = int(np.clip(round(leg.stability + chance.normal() * error), 0, sum(_STABILITY_ITEMS)))
    return _taken_away(_STABILITY_ITEMS, sum(_STABILITY_ITEMS) - total, chance)


def _taken_away(most: Sequence[int], points: int, chance: np.random.Generator) -> list[int]:
    items = list(most)
    for _ in range(points):
        left = [k for k, item in enumerate(items) if item]
        items[int(chance.choice(left))] -= 1
    return items
