"""A handful of members as poses, to be seen: how the leg would stand if the errors had fallen otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import poses as place_bodies
from groundup.mechanics.tree import FloatArray

MOST = 12
"""Members that are shown: more than an eye tells apart."""
KEPT = 30
"""Members that are kept, to tell how far the poses may be off."""
RATE = 12.0
"""Instants a second that are kept [Hz]: what parts a member from the best estimate changes slowly."""


@dataclass(frozen=True)
class MemberPoses:
    """Poses of some members, of one trial.

    Attributes
    ----------
    segments : (B,) names, as in ``Motion.segment_rotation``.
    time : (F,) instants of the trial [s].
    rotation : (member, F, B, 3, 3) rotation_segment_in_lab.
    origin : (member, F, B, 3) [m] in lab.
    deviation : (member, F, C) of the coordinates from the best estimate [rad, m].
    """

    segments: tuple[str, ...]
    time: FloatArray
    rotation: FloatArray
    origin: FloatArray
    deviation: FloatArray


def member_poses(
    chain: Chain, time: FloatArray, coordinates: FloatArray, best: FloatArray, most: int = KEPT
) -> MemberPoses:
    """Place the first members' bodies, a few times a second.

    Parameters
    ----------
    chain : Chain
        Its parameters with a leading member axis.
    time : (F,) [s]
    coordinates : (E, F, C) [rad, m]
    best : (F, C) of the best estimate [rad, m].
    most : int
    """
    count = max(2, min(len(time), int(np.ceil((time[-1] - time[0]) * RATE)) + 1)) if len(time) else 0
    kept = np.unique(np.round(np.linspace(0, len(time) - 1, count)).astype(np.int64))
    parameters = type(chain.parameters)(*(array[:most] for array in chain.parameters))
    placed = place_bodies(chain.topology, parameters, coordinates[:most][:, kept], slot_axes=False)
    return MemberPoses(
        tuple(chain.bodies),
        time[kept],
        placed.rotation_body_in_lab,
        placed.position_body_in_lab,
        (coordinates[:most] - best)[:, kept],
    )


def joined(parts: Sequence[MemberPoses]) -> MemberPoses:
    """Members found one after the other, of the same trial, together."""
    first = parts[0]
    return MemberPoses(
        first.segments,
        first.time,
        np.concatenate([part.rotation for part in parts]),
        np.concatenate([part.origin for part in parts]),
        np.concatenate([part.deviation for part in parts]),
    )
