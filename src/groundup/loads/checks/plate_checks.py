"""Whether plates and feet fit in place: pressure under the foot, axes the right way round."""

from collections.abc import Sequence

import numpy as np

from groundup.loads.checks.check import OURS, Check, Verdict, judged, signed
from groundup.loads.contact_figures import ContactFigures
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.mechanics.tree import FloatArray
from groundup.motion.feet import BodyPoints
from groundup.motion.motion import WHOLE
from groundup.motion.plate_axes import turned_axes
from groundup.motion.plate_feet import UNDER_FOOT
from groundup.motion.task import Task
from groundup.recording.recording import ForcePlate

PLACE, AXES, DIRECTION = "pressure under the foot", "plates the right way round", "horizontal force direction"
_LEAST_S = 0.3
_LEAST_SWING_BW = 0.02  # body weight: a smaller standard deviation of the force tells no direction
_AGAINST = -0.5  # correlation


def check_pressure_place(contacts: Sequence[ContactFigures]) -> Check:
    """Mean distance of the centre of pressure from the line heel to toe, contact by contact."""
    limit = f"at most {100 * UNDER_FOOT:.0f} cm on average in each contact"
    whole = [c for c in contacts if c.contact.state in WHOLE and np.isfinite(c.pressure_distance_m)]
    beside = [c.contact for c in contacts if c.contact.plates and "beside the foot" in c.contact.reason]
    if not whole and not beside:
        return Check(PLACE, Verdict.CANNOT_TELL, "no contact with a known force", limit, OURS)
    away = np.array([c.pressure_distance_m for c in whole])
    far = [c.contact for c in whole if c.pressure_distance_m > UNDER_FOOT] + beside
    found = f"{100 * away.min():.0f} to {100 * away.max():.0f} cm over {len(away)} contacts" if whole else ""
    if far:
        said = ", ".join(f"{c.side} at {c.start:.2f} s" for c in far[:4])
        found = "; ".join(filter(None, (found, f"outside: {said}")))
    return Check(
        name=PLACE,
        verdict=judged(not far),
        found=found,
        limit=limit,
        source=OURS,
        consequence="no force is given to these contacts: their moments would be wrong" if far else "",
        next_step="check the plates' corners and the lab's origin in the export" if far else "",
        value=100 * float(away.max()) if whole else float("nan"),
        unit="cm",
    )


def check_plate_axes(plates: Sequence[ForcePlate], points: BodyPoints, task: Task) -> Check:
    """Tell plates whose pressure fits the feet better when mirrored, or runs from the toes to the heel."""
    limit = (
        f"no mirror image lies twice as near, from {100 * UNDER_FOOT / 2:.0f} cm on; walking: heel to toes"
    )
    turned = {plate.name: turned_axes(plate, points, task) for plate in plates}
    wrong = [f"{name}: {words}" for name, words in turned.items() if words]
    return Check(
        name=AXES,
        verdict=judged(not wrong),
        found="; ".join(wrong) or f"{len(plates)} plates fit as they are, as far as their loads tell",
        limit=limit,
        source=OURS,
        consequence="no force of such a plate is given to a foot: its moments would be wrong"
        if wrong
        else "",
        next_step="check the order of the plates' corners and the signs of their channels" if wrong else "",
    )


def check_direction(force: FloatArray, acceleration: FloatArray, mass: float, rate: float) -> Check:
    """Compare the horizontal force with mass times the acceleration of the centre of mass.

    Parameters
    ----------
    force : (F, 3) on both feet together, low-passed as the motion, lab [N]; NaN where not known.
    acceleration : (F, 3) of the centre of mass [m/s^2].
    mass : [kg].
    rate : frames per second [Hz].
    """
    limit = f"correlation forwards and sideways above {signed(_AGAINST, 1)}"
    known = np.isfinite(force).all(axis=1) & np.isfinite(acceleration).all(axis=1)
    told = {}
    if known.sum() >= _LEAST_S * rate:
        for word, axis in (("forwards", 0), ("sideways", 2)):
            one, two = force[known, axis], acceleration[known, axis]
            if min(one.std(), mass * two.std()) > _LEAST_SWING_BW * mass * -GRAVITY[1]:
                told[word] = float(np.corrcoef(one, two)[0, 1])
    if not told:
        reason = "the forces on both feet are not known together long enough, or hardly change"
        return Check(DIRECTION, Verdict.CANNOT_TELL, reason, limit, OURS)
    against = [word for word, r in told.items() if r < _AGAINST]
    return Check(
        name=DIRECTION,
        verdict=judged(not against),
        found=", ".join(f"{word} r = {signed(r, 2)}" for word, r in told.items()),
        limit=limit,
        source=OURS,
        consequence="no loads are shown: the force points against the motion" if against else "",
        next_step="check the signs of the plates' horizontal channels" if against else "",
        value=min(told.values()),
        unit="1",
    )
