"""Which bodies of a chain are which segments, and how the anatomical axes lie in them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundup.body.anthropometry import (
    MIDTARSAL_FROM_ANKLE,
    SHOULDERS_PER_THIGH,
    SUBTALAR_BELOW_ANKLE,
    THIGH_PER_HEIGHT,
    TYPICAL_HEIGHT,
)
from groundup.body.chain import Chain
from groundup.body.turning import turning
from groundup.mechanics.kinematics import Poses, couple, poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.recording.landmarks import SEGMENTS

# The foot's long axis runs from under the heel to under the second metatarsal head, both at floor height when
# the foot is flat; only its direction matters. From the ankle centre of the foot table [m].
_HEEL, _TOE = np.array([-0.066, -0.075, 0.0]), np.array([0.124, -0.075, 0.0])


@dataclass(frozen=True)
class Anatomy:
    """Segments of a chain.

    Attributes
    ----------
    body : segment (``pelvis``, ``left_thigh``, ...) -> index of the body that is it; its axes are X forward,
        Y up, Z right in the zero pose, about.
    zero : segment -> (3, 3) rotation_segment_in_lab in the zero pose.
    foot : side -> two vectors whose sum is the foot's long axis, in the hindfoot and in the forefoot.
    trunk : two vectors whose sum goes from the middle of the pelvis to between the shoulders, in the pelvis
        and in the trunk; None where the chain lacks one of them.
    turns : coordinate -> segment -> (3,) how it turns it in the zero pose, in the lab.

    With a member axis on the chain's parameters every array has it in front.
    """

    body: Mapping[str, int]
    zero: Mapping[str, FloatArray]
    foot: Mapping[Side, tuple[FloatArray, FloatArray]]
    turns: Mapping[str, Mapping[str, FloatArray]]
    trunk: tuple[FloatArray, FloatArray] | None = None

    def rotations(self, rotation: FloatArray) -> dict[str, FloatArray]:
        """Rotation of each segment in the lab (..., 3, 3), from that of each body (..., B, 3, 3)."""
        return {name: rotation[..., b, :, :] for name, b in self.body.items()}

    def between(self, proximal: str, distal: str) -> dict[str, FloatArray]:
        """Coordinates that turn one segment against another, and how (3,), in the zero pose.

        In the proximal segment's axes; empty where a segment is missing or nothing moves between them.
        """
        found = {}
        for name, turn in self.turns.items():
            if proximal in turn and distal in turn:
                turned = (turn[distal] - turn[proximal])[..., None]
                relative = (np.swapaxes(self.zero[proximal], -1, -2) @ turned)[..., 0]
                if (np.linalg.norm(relative, axis=-1) > 1e-9).any():
                    found[name] = relative
        return found


def anatomy_of(chain: Chain) -> Anatomy:
    """Find the segments of a chain: the bodies that bear a segment's name.

    The zero pose, all coordinates zero, is taken for upright standing with flat feet.
    """
    pose = couple(chain.topology, np.zeros((1, len(chain.coordinates))))
    placed = poses(chain.topology, chain.parameters, pose)
    bodies = {name: b for b, name in enumerate(chain.bodies) if name in SEGMENTS}
    turns = {}
    for c, coordinate in enumerate(chain.coordinates):
        spin = turning(chain, pose, placed, c)[..., 0, :, :]
        if spin.any():
            turns[coordinate.name] = {segment: spin[..., b, :] for segment, b in bodies.items()}
    return Anatomy(
        body=bodies,
        zero={segment: placed.rotation_body_in_lab[..., 0, b, :, :] for segment, b in bodies.items()},
        foot={side: _foot(chain, side, bodies) for side in Side},
        turns=turns,
        trunk=_trunk(placed, bodies, chain.trunk_over),
    )


def _trunk(
    placed: Poses, bodies: Mapping[str, int], over: FloatArray | None
) -> tuple[FloatArray, FloatArray] | None:
    """Middle of the pelvis to the lumbar joint, and from there along the trunk to the shoulders."""
    if not {"pelvis", "trunk"} <= set(bodies):
        return None
    position, rotation = (
        placed.position_body_in_lab[..., 0, :, :],
        placed.rotation_body_in_lab[..., 0, :, :, :],
    )
    across = position[..., bodies["trunk"], :] - position[..., bodies["pelvis"], :]
    joint = (np.swapaxes(rotation[..., bodies["pelvis"], :, :], -1, -2) @ across[..., None])[..., 0]
    ends = [[bodies.get(f"{side}_{part}") for part in ("thigh", "shank")] for side in Side]
    thighs = [
        np.linalg.norm(position[..., knee, :] - position[..., hip, :], axis=-1)
        for hip, knee in ends
        if hip is not None and knee is not None
    ]
    typical = np.full(joint.shape[:-1], THIGH_PER_HEIGHT * TYPICAL_HEIGHT)
    thigh = np.mean(thighs, axis=0) if thighs else typical
    upwards = np.array([0.0, 1.0, 0.0])
    # A walk hardly tells where the joint is: a trunk found to turn about a point further ahead is found to
    # lean back, and its shoulders stay where they were. The line begins below where the joint typically is.
    begin = (joint if over is None else over) * (1.0 - upwards)
    return joint - begin, SHOULDERS_PER_THIGH * thigh[..., None] * upwards


def _foot(chain: Chain, side: Side, bodies: Mapping[str, int]) -> tuple[FloatArray, FloatArray]:
    """Heel to midtarsal joint in the hindfoot, midtarsal joint to second metatarsal head in the forefoot."""
    talus, hindfoot, forefoot = (bodies.get(f"{side}_{part}") for part in ("talus", "hindfoot", "forefoot"))
    forward = np.array([1.0, 0.0, 0.0])
    if forefoot is None:
        return forward, np.zeros(3)
    own = [f"{name}_{side}" for name in ("subtalar_inversion", "midtarsal_dorsiflexion")]
    if talus is None or hindfoot is None or not set(own) <= set(chain.coordinate_names):
        share = (MIDTARSAL_FROM_ANKLE - _HEEL)[0] / (_TOE - _HEEL)[0]
        return share * forward, (1.0 - share) * forward
    # The chain keeps joint positions only; the foot table is scaled by the distance it shares with them.
    position = chain.parameters.parent_position
    shared = MIDTARSAL_FROM_ANKLE - SUBTALAR_BELOW_ANKLE
    scale = position[..., forefoot, :] / np.where(shared, shared, 1.0)
    scale[..., 2] = 1.0
    heel = _HEEL * scale - position[..., hindfoot, :]
    toe = _TOE * scale - position[..., hindfoot, :] - position[..., forefoot, :]
    return position[..., forefoot, :] - heel, toe
