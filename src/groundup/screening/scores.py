"""Questionnaires scored by item: what was answered in, a total and what a change must exceed out.

Item wording is not reproduced where its licence is not known to allow it: items go by their numbers on the
published form.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from groundup.quantities import BadInputError


@dataclass(frozen=True)
class Questionnaire:
    """How a questionnaire is scored.

    Attributes
    ----------
    name, title : str
    points : one tuple of allowed points per item, as printed on the form.
    scaled : bool
        The total is turned into 0 (worst) to 100 (best) from items where 0 is best.
    detectable : float or None
        Smallest change beyond measurement error (MDC), in points of the total.
    important : float or None
        Smallest change people notice (MCID or MIC).
    fewest : int
        Items that must be answered.
    source : str
    """

    name: str
    title: str
    points: tuple[tuple[float, ...], ...]
    scaled: bool
    detectable: float | None
    important: float | None
    fewest: int
    source: str


@dataclass(frozen=True)
class Score:
    """Total of a questionnaire; None, with the reason, where too few items are answered."""

    questionnaire: Questionnaire
    total: float | None
    answered: int
    reason: str = ""


_ZERO_TO_FOUR = (0.0, 1.0, 2.0, 3.0, 4.0)
_UP_TO = {n: tuple(float(k) for k in range(n + 1)) for n in (2, 3, 4, 5)}

AKPS = Questionnaire(
    "akps",
    "Anterior Knee Pain Scale (Kujala)",
    (
        (5, 3, 0),
        (5, 3, 0),
        (5, 3, 2, 0),
        (10, 8, 5, 0),
        (5, 4, 3, 2, 0),
        (10, 8, 6, 3, 0),
        (10, 7, 2, 0),
        (10, 8, 6, 4, 0),
        (10, 8, 6, 3, 0),
        (10, 8, 6, 4, 0),
        (10, 6, 4, 2, 0),
        (5, 3, 0),
        (5, 3, 0),
    ),
    scaled=False,
    detectable=None,
    important=10.0,
    fewest=13,
    source="Kujala 1993 (items as in PMC10362729); Crossley 2004 Arch Phys Med Rehabil 85:815 (E20)",
)
KOOS_PF = Questionnaire(
    "koos_pf",
    "KOOS patellofemoral subscale",
    (_ZERO_TO_FOUR,) * 11,
    scaled=True,
    detectable=16.0,
    important=16.4,
    fewest=6,
    source="Crossley 2018 Br J Sports Med 52:1130 (E24)",
)
LEFS = Questionnaire(
    "lefs",
    "Lower Extremity Functional Scale",
    (_ZERO_TO_FOUR,) * 20,
    scaled=False,
    detectable=9.0,
    important=9.0,
    fewest=20,
    source="Binkley 1999 Phys Ther 79:371 (E25)",
)
CAIT = Questionnaire(
    "cait",
    "Cumberland Ankle Instability Tool",
    tuple(_UP_TO[n] for n in (5, 4, 3, 3, 2, 3, 4, 3, 3)),
    scaled=False,
    detectable=3.08,
    important=3.0,
    fewest=9,
    source="Hiller 2006 Arch Phys Med Rehabil 87:1235; Wright 2017 Arch Phys Med Rehabil 98:1806 (E27)",
)
NPRS = Questionnaire(
    "nprs",
    "Numeric pain rating",
    (tuple(float(k) for k in range(11)),),
    scaled=False,
    detectable=None,
    important=1.16,
    fewest=1,
    source="Piva 2009 J Rehabil Med 41:165 (E22; people with patellofemoral pain)",
)
QUESTIONNAIRES = (AKPS, KOOS_PF, LEFS, CAIT, NPRS)


def score(questionnaire: Questionnaire, items: Sequence[float | None]) -> Score:
    """Score a questionnaire.

    Parameters
    ----------
    questionnaire : Questionnaire
    items : sequence of points as printed on the form, in order; None where not answered.

    Raises
    ------
    BadInputError
        If there are too many or too few items, or points that the form does not have.
    """
    expected = len(questionnaire.points)
    if len(items) != expected:
        raise BadInputError(
            questionnaire.title,
            "its items",
            f"{expected} items",
            f"{len(items)}",
            "write null for one left out",
        )
    for number, (item, allowed) in enumerate(zip(items, questionnaire.points, strict=True), 1):
        if item is not None and item not in allowed:
            choices = ", ".join(f"{points:g}" for points in sorted(allowed))
            raise BadInputError(
                questionnaire.title,
                f"item {number}",
                f"one of {choices}",
                f"{item:g}",
                "give the points printed",
            )
    known = [item for item in items if item is not None]
    if len(known) < questionnaire.fewest:
        reason = f"{len(known)} of {expected} items answered, {questionnaire.fewest} needed"
        return Score(questionnaire, None, len(known), reason)
    if questionnaire.scaled:
        worst = max(questionnaire.points[0])
        return Score(questionnaire, 100.0 - 100.0 * sum(known) / (worst * len(known)), len(known))
    return Score(questionnaire, float(sum(known)), len(known))
