"""Ground reaction on a whole body from its motion alone: rates of change of its two momenta."""

from dataclasses import dataclass

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from groundup.synthetic.periodic import Periodic

GRAVITY = 9.80665


@dataclass(frozen=True)
class GroundWrench:
    """Total force and moment of the ground on the body, at instants (T,).

    `force` (T, 3) [N]; `centre` (T, 3) the point on the floor (y = 0) about which the moment is vertical [m];
    `free_moment` (T,) that vertical moment [N m]; `centre_of_mass` (T, 3) [m].
    """

    force: FloatArray
    centre: FloatArray
    free_moment: FloatArray
    centre_of_mass: FloatArray


@dataclass(frozen=True)
class BodyMomentum:
    """Momentum of a periodic motion as functions of its phase.

    `centre_of_mass` (3,) without its steady travel [m], `spin` (3,) angular momentum about it [kg m^2/s];
    `travel` [m] along x per cycle, `period` [s], `mass` [kg].
    """

    centre_of_mass: Periodic
    spin: Periodic
    travel: float
    period: float
    mass: float

    def wrench(self, phase: FloatArray) -> GroundWrench:
        """Ground reaction at phases (T,) (Newton-Euler for the whole body)."""
        centre = self.centre_of_mass.at(phase)
        centre[:, 0] += self.travel * np.asarray(phase)
        force = self.mass * self.centre_of_mass.at(phase, 2) / self.period**2
        force[:, 1] += self.mass * GRAVITY
        turning = self.spin.at(phase, 1) / self.period
        below = -centre[:, 1]
        forward_arm = (turning[:, 2] + below * force[:, 0]) / force[:, 1]
        side_arm = (below * force[:, 2] - turning[:, 0]) / force[:, 1]
        on_floor = np.stack([centre[:, 0] + forward_arm, np.zeros_like(below), centre[:, 2] + side_arm], -1)
        free = turning[:, 1] - (side_arm * force[:, 0] - forward_arm * force[:, 2])
        return GroundWrench(force, on_floor, free, centre)


def body_momentum(
    chain: Chain, coordinates: Periodic, travel: float, period: float, samples: int
) -> BodyMomentum:
    """Momentum of a chain whose coordinates are periodic but for a steady travel of the pelvis along x.

    Parameters
    ----------
    coordinates : Periodic (C,) [rad, m], the travel left out.
    travel : [m] per cycle.
    period : [s].
    samples : instants per cycle; must exceed twice what the segments' motion contains.
    """
    phase = np.arange(samples) / samples
    rotation, position = forward(chain.topology, chain.parameters, coordinates.at(phase))
    p = chain.parameters
    centres = position + (rotation @ p.centre_of_mass[..., None])[..., 0]
    mass = float(p.mass.sum())
    total = np.einsum("b,tbi->ti", p.mass, centres) / mass
    turn_rate = Periodic.through(rotation).at(phase, 1) / period
    skewed = turn_rate @ np.swapaxes(rotation, -1, -2)
    spin = np.stack([skewed[..., 2, 1], skewed[..., 0, 2], skewed[..., 1, 0]], -1)
    inertia = rotation @ p.inertia @ np.swapaxes(rotation, -1, -2)
    arm = centres - total[:, None]
    speed = Periodic.through(arm).at(phase, 1) / period
    momentum = np.einsum("tbij,tbj->ti", inertia, spin)
    momentum += np.einsum("b,tbi->ti", p.mass, np.cross(arm, speed))
    return BodyMomentum(Periodic.through(total), Periodic.through(momentum), travel, period, mass)
