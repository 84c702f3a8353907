"""Who walks: the parameters of a virtual person."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from groundup.body.anthropometry import (
    SUBTALAR_BELOW_ANKLE,
    Sizes,
    foot_scale,
    landmark_position,
    typical_sizes,
)
from groundup.body.chain import Chain
from groundup.body.default_chain import FootAxes, default_chain
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.midfoot import with_midfoot_twist


@dataclass(frozen=True)
class Foot:
    """How one foot is used.

    Attributes
    ----------
    axes : FootAxes
        Subtalar inclination and deviation [rad].
    toe_out : float
        Foot placement angle, toes out positive [rad] (EVIDENCE A19).
    strike_pitch : float
        Sole to floor at contact, toes up positive [rad].
    push_off : float
        Dorsiflexion of the toe joint at toe-off [rad].
    tip_off : float
        Pitch of the toes about their tip at toe-off [rad].
    offsets : mapping coordinate name without side -> shift of its reference curve [rad]
        A fault: the rest of the body settles round it with the feet where they are.
    eversion : float
        Most eversion of the heel bone to the floor in stance, the forefoot flat [rad].
    standing_eversion : float
        The same in quiet standing [rad].
    """

    axes: FootAxes = field(default_factory=FootAxes)
    toe_out: float = float(np.deg2rad(7.9))
    strike_pitch: float = float(np.deg2rad(14.0))
    push_off: float = float(np.deg2rad(43.0))
    tip_off: float = float(np.deg2rad(20.0))
    offsets: Mapping[str, float] = field(default_factory=dict)
    eversion: float = 0.0
    standing_eversion: float = 0.0

    @property
    def turns_heel(self) -> bool:
        """Whether the heel bone turns on the floor at all."""
        return bool(self.eversion or self.standing_eversion)


@dataclass(frozen=True)
class VirtualPerson:
    """Body, gait and faults of a virtual person.

    Attributes
    ----------
    height [m], mass [kg], sex ("female", "male" or None).
    speed : walking speed [m/s].
    cadence : steps per minute.
    bounce : half the rise and fall of the pelvis [m].
    step_width : between the lines of the two heels [m].
    stance : part of the cycle a foot is on the ground, above 0.5.
    left_contact : phase of the left contact in the right leg's cycle; 0.5 is symmetric.
    feet : mapping side -> Foot.
    sizes : Sizes or None (typical for the height).
    """

    height: float = 1.80
    mass: float = 75.0
    sex: str | None = "male"
    speed: float = 1.18
    cadence: float = 114.0
    bounce: float = 0.011
    step_width: float = 0.10
    stance: float = 0.62
    left_contact: float = 0.5
    feet: Mapping[Side, Foot] = field(default_factory=lambda: dict.fromkeys(Side, Foot()))
    sizes: Sizes | None = None

    @property
    def stride_time(self) -> float:
        """Duration of one cycle [s]."""
        return 120.0 / self.cadence

    @property
    def stride_length(self) -> float:
        """Forward travel in one cycle [m]."""
        return self.speed * self.stride_time

    @property
    def body(self) -> Sizes:
        """The person's sizes, typical for the height where none were given."""
        return typical_sizes(self.height) if self.sizes is None else self.sizes

    def chain(self) -> Chain:
        """Build the person as a chain without markers."""
        axes = {side: self.feet[side].axes for side in Side}
        made = default_chain(self.body, axes=axes, mass=self.mass, sex=self.sex)
        if not any(foot.turns_heel for foot in self.feet.values()):
            return made
        return with_midfoot_twist(made, [self.heel_point(side) for side in Side])

    def heel_point(self, side: Side) -> FloatArray:
        """(3,) the point of the heel that strikes and rolls, in the hindfoot frame [m]."""
        heel = landmark_position(f"{side}_heel", self.body)
        sole = -self.body.ankle_height - (SUBTALAR_BELOW_ANKLE * foot_scale(self.body))[1]
        return np.array([heel[0] + 0.012, sole, 0.0])

    def mirrored(self) -> "VirtualPerson":
        """Swap left and right: the same person seen in a mirror."""
        feet = {side: self.feet[side.other] for side in Side}
        return replace(self, left_contact=1.0 - self.left_contact, feet=feet)
