"""A change at the ankle or under the foot."""

from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.quantities import GroundupError, Side
from groundup.whatif.sole import ARCH, BALL, HEEL, POINTS


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
    rearfoot_post, forefoot_post : float
        The same under the heel alone, under the ball alone [rad].
    arch_support : float
        How much higher a support stands than the arch it meets [m].
    dorsiflexion : float
        What is taken from (negative) the largest dorsiflexion the person showed, or what the ankle gains and
        uses beyond it at the lowest point of a squat (positive) [rad].
    eversion : float
        What is taken from (negative) the largest eversion the person showed, by tape or a brace [rad].
    progression : float
        Turn of the foot about its heel, toes inward positive [rad].
    """

    heel_lift: float = 0.0
    forefoot_wedge: float = 0.0
    medial_wedge: float = 0.0
    rearfoot_post: float = 0.0
    forefoot_post: float = 0.0
    arch_support: float = 0.0
    dorsiflexion: float = 0.0
    eversion: float = 0.0
    progression: float = 0.0

    @property
    def posting(self) -> float:
        """Slope toward the inner side under the heel and the ball, their mean [rad]."""
        return self.medial_wedge + 0.5 * (self.rearfoot_post + self.forefoot_post)

    def lift(self, points: FloatArray) -> FloatArray:
        """(P,) how much higher the ground is under each point of the sole [m].

        Parameters
        ----------
        points : (P, 2) forward and outward of the points, from the heel's middle [m].
        """
        heel, ball = (np.isin(np.arange(len(POINTS)), place) for place in (HEEL, BALL))
        outward = points[:, 1]
        rise = self.heel_lift * heel + np.where(ball, points[:, 0] * np.tan(self.forefoot_wedge), 0.0)
        rise += np.tan(self.medial_wedge) * (outward.max() - outward)
        for place, slope in ((heel, self.rearfoot_post), (ball, self.forefoot_post)):
            rise += np.tan(slope) * np.where(place, outward[place].max() - outward, 0.0)
        rise[ARCH] += self.arch_support
        return np.asarray(rise)


@dataclass(frozen=True)
class HipChange:
    """What is taken (negative) from the largest adduction and turn inward that a hip showed [rad].

    No option of the command: effects from above are what those from below are weighed against.
    """

    adduction: float = 0.0
    rotation: float = 0.0


@dataclass(frozen=True)
class Change:
    """What changes, by foot and by hip."""

    left: FootChange = FootChange()
    right: FootChange = FootChange()
    left_hip: HipChange = HipChange()
    right_hip: HipChange = HipChange()

    def of(self, side: Side) -> FootChange:
        """Give one foot's."""
        return self.left if side is Side.LEFT else self.right

    def hip(self, side: Side) -> HipChange:
        """Give one hip's."""
        return self.left_hip if side is Side.LEFT else self.right_hip


def change_of(foot: FootChange, side: str) -> Change:
    """Put a change under the left foot, the right foot or both.

    Raises
    ------
    GroundupError
        If nothing changes, more eversion is asked for than was shown, or the side is none.
    """
    if foot == FootChange():
        raise GroundupError(
            "expected a change, found none; give --heel-lift, a wedge, a post or a limit"
            " (see 'groundup whatif --help')."
        )
    if foot.eversion > 0.0:
        raise GroundupError(
            "expected --eversion below zero, found more than was shown; a recording does not tell whether the"
            " joint or the person stopped there: ask --rearfoot-post below zero, which tilts the heel outer"
            " side up, and test it the same day."
        )
    by_side = {"left": Change(left=foot), "right": Change(right=foot), "both": Change(foot, foot)}
    if side not in by_side:
        raise GroundupError(f"expected --side left, right or both, found {side!r}; choose one of them.")
    return by_side[side]
