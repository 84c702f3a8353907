"""The ground's force on each foot: together exactly what the body's motion needs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.support import support
from groundup.synthetic.walk import Walk


@dataclass(frozen=True)
class FootForce:
    """Ground force on one foot at instants (T,), lab frame.

    `force` (T, 3) [N]; `centre` (T, 3) where it acts on the floor [m], NaN in swing; `free_moment` (T,) about
    the vertical there [N m]; `stride` (T,) number of the contact.
    """

    force: FloatArray
    centre: FloatArray
    free_moment: FloatArray
    stride: FloatArray


def ground_forces(walk: Walk, time: FloatArray) -> Mapping[Side, FootForce]:
    """Share the whole body's ground reaction between the feet.

    One foot carries all in single support. In double support the planned share of the vertical force goes to
    each foot; the centres of pressure are moved, the more the more they carry, so that together they give the
    centre the motion needs; and an equal and opposite push along the line between them, which has no moment,
    turns each force towards the centre of mass as in people. All six equations hold exactly.
    """
    phase = walk.phase(time)
    needed = walk.momentum.wrench(phase)
    plans = {side: support(walk.person, side, phase) for side in Side}
    planned = np.sum([p.share[:, None] * p.centre for p in plans.values()], axis=0)
    step = needed.centre - planned
    apart = plans[Side.LEFT].centre - plans[Side.RIGHT].centre
    squares = np.sum([p.share**2 for p in plans.values()], axis=0)
    both = plans[Side.LEFT].share * plans[Side.RIGHT].share
    push = (both * needed.force[:, 1] / needed.centre_of_mass[:, 1])[:, None] * apart
    feet = {}
    for side, plan in plans.items():
        share = plan.share[:, None]
        outward = push if side is Side.RIGHT else -push
        force = share * needed.force + outward
        centre = np.where(share > 0.0, plan.centre + step * share / squares[:, None], np.nan)
        feet[side] = FootForce(force, centre, np.zeros(len(phase)), plan.stride)
    left_over = needed.free_moment - _vertical_moment(feet, needed.centre)
    return {
        side: FootForce(f.force, f.centre, plans[side].share * left_over, f.stride)
        for side, f in feet.items()
    }


def _vertical_moment(feet: Mapping[Side, FootForce], about: FloatArray) -> FloatArray:
    """(T,) moment about the vertical through `about` (T, 3) of forces acting at their centres [N m]."""
    total = np.zeros(len(about))
    for foot in feet.values():
        arm = np.where(np.isfinite(foot.centre), foot.centre - about, 0.0)
        total += arm[:, 2] * foot.force[:, 0] - arm[:, 0] * foot.force[:, 2]
    return total
