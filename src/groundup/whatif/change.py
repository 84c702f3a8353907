"""A change at the ankle or under the foot."""

from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.quantities import GroundupError, Side
from groundup.whatif.sole import POINTS


@dataclass(frozen=True)
class FootChange:
    """What changes at one foot.

    Attributes
    ----------
    heel_lift : float
        Height put under the heel [m].
    forefoot_wedge : float
        Slope of a wedge that lifts the ball of the foot against the heel [rad].
    medial_wedge : float
        Slope of a wedge, higher on the inner side, under the whole foot [rad]; lateral wedges are negative.
    dorsiflexion : float
        What is taken from (negative) or given to the largest dorsiflexion the person showed [rad].
    """

    heel_lift: float = 0.0
    forefoot_wedge: float = 0.0
    medial_wedge: float = 0.0
    dorsiflexion: float = 0.0

    def lift(self, points: FloatArray) -> FloatArray:
        """(4,) how much higher the ground is under each point of the sole [m].

        Parameters
        ----------
        points : (4, 2) forward and outward of the points, from the heel's middle [m].
        """
        heel = np.array([name.startswith("heel") for name in POINTS])
        inward = points[:, 1].max() - points[:, 1]
        return np.asarray(
            np.where(heel, self.heel_lift, 0.0)
            + np.where(heel, 0.0, points[:, 0] * np.tan(self.forefoot_wedge))
            + inward * np.tan(self.medial_wedge)
        )


@dataclass(frozen=True)
class Change:
    """What changes, by foot."""

    left: FootChange = FootChange()
    right: FootChange = FootChange()

    def of(self, side: Side) -> FootChange:
        """Give one foot's."""
        return self.left if side is Side.LEFT else self.right


def change_of(foot: FootChange, side: str) -> Change:
    """Put a change under the left foot, the right foot or both.

    Raises
    ------
    GroundupError
        If nothing changes, more dorsiflexion is asked for than was shown, or the side is none.
    """
    if foot == FootChange():
        raise GroundupError("expected a change, found none; give --heel-lift, a wedge or --dorsiflexion.")
    if foot.dorsiflexion > 0.0:
        raise GroundupError(
            "expected --dorsiflexion below zero, found more than was shown; a recording does not tell what a"
            " person would do with motion they have not shown: record the squat on a heel lift instead."
        )
    by_side = {"left": Change(left=foot), "right": Change(right=foot), "both": Change(foot, foot)}
    if side not in by_side:
        raise GroundupError(f"expected --side left, right or both, found {side!r}; choose one of them.")
    return by_side[side]
