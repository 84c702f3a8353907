"""Which bodies of a chain are which segments, and how the anatomical axes lie in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from groundup.body.anthropometry import MIDTARSAL_FROM_ANKLE, SUBTALAR_BELOW_ANKLE
from groundup.body.chain import Chain
from groundup.body.segment_names import segments_among
from groundup.body.turning import turning
from groundup.mechanics.kinematics import Poses, couple, poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

# The foot's long axis runs from under the heel to under the second metatarsal head, both at floor height when
# the foot is flat; only its direction matters. From the ankle centre of the foot table [m].
_HEEL, _TOE = np.array([-0.066, -0.075, 0.0]), np.array([0.124, -0.075, 0.0])
# A body whose axes are farther than this from forward, up and right in the zero pose has no known ones.
_FARTHEST_AXES = np.deg2rad(50.0)


@dataclass(frozen=True)
class Anatomy:
    """Segments of a chain.

    Attributes
    ----------
    body : segment (``pelvis``, ``left_thigh``, ...) -> index of the body that is it.
    axes : segment -> (3, 3) rotation_segment_in_body; segment axes are X forward, Y up, Z right in the zero
        pose.
    zero : segment -> (3, 3) rotation_segment_in_lab in the zero pose.
    foot : side -> two vectors whose sum is the foot's long axis, in the hindfoot and in the forefoot.
    turns : coordinate -> segment -> (3,) how it turns it in the zero pose, in the lab.
    """

    body: Mapping[str, int]
    axes: Mapping[str, FloatArray]
    zero: Mapping[str, FloatArray]
    foot: Mapping[Side, tuple[FloatArray, FloatArray]]
    turns: Mapping[str, Mapping[str, FloatArray]]

    def rotations(self, rotation: FloatArray) -> dict[str, FloatArray]:
        """Rotation of each segment in the lab (F, 3, 3), from that of each body (F, B, 3, 3)."""
        return {name: rotation[:, b] @ self.axes[name] for name, b in self.body.items()}

    def between(self, proximal: str, distal: str) -> dict[str, FloatArray]:
        """Coordinates that turn one segment against another, and how (3,), in the zero pose.

        In the proximal segment's axes; empty where a segment is missing or nothing moves between them.
        """
        found = {}
        for name, turn in self.turns.items():
            if proximal in turn and distal in turn:
                relative = self.zero[proximal].T @ (turn[distal] - turn[proximal])
                if np.linalg.norm(relative) > 1e-9:
                    found[name] = relative
        return found


def anatomy_of(chain: Chain) -> Anatomy:
    """Find the segments of the default chain, or of a model that names its bodies as others do.

    The zero pose, all coordinates zero, is taken for upright standing with flat feet. A body's own axes are
    used where they lie forward, up and right in it; where they point along other ones of these (a model with
    Z up), they are renamed.
    """
    placed, pose = _zero_pose(chain)
    rotation = placed.rotation_body_in_lab[0]
    bodies, axes = {}, {}
    for segment, b in segments_among(chain.bodies).items():
        found = _axes_nearest(rotation[b])
        if found is not None:
            bodies[segment], axes[segment] = b, found
    turns = {}
    for c, coordinate in enumerate(chain.coordinates):
        spin = turning(chain, pose, placed, c)[0]
        if spin.any():
            turns[coordinate.name] = {segment: spin[b] for segment, b in bodies.items()}
    return Anatomy(
        body=bodies,
        axes=axes,
        zero={segment: rotation[b] @ axes[segment] for segment, b in bodies.items()},
        foot={side: _foot(chain, side, bodies) for side in Side},
        turns=turns,
    )


def _zero_pose(chain: Chain) -> tuple[Poses, FloatArray]:
    pose = couple(chain.topology, np.zeros((1, len(chain.coordinates))))
    return poses(chain.topology, chain.parameters, pose), pose


def _axes_nearest(rotation: FloatArray) -> FloatArray | None:
    """(3, 3) turn by right angles that brings a body's axes nearest to the lab's; None where none is near."""
    candidates = [turn.T for turn in _right_angles()]
    traces = [float(np.trace(rotation @ turn)) for turn in candidates]
    best = int(np.argmax(traces))
    return candidates[best] if traces[best] > 1.0 + 2.0 * np.cos(_FARTHEST_AXES) else None


def _right_angles() -> list[FloatArray]:
    """All 24 rotations that carry axes onto axes."""
    found = []
    for order in permutations(range(3)):
        for signs in np.ndindex(2, 2, 2):
            turn = np.eye(3)[list(order)] * (1.0 - 2.0 * np.array(signs))
            if np.linalg.det(turn) > 0.0:
                found.append(turn)
    return found


def _foot(chain: Chain, side: Side, bodies: Mapping[str, int]) -> tuple[FloatArray, FloatArray]:
    """Heel to midtarsal joint in the hindfoot, midtarsal joint to second metatarsal head in the forefoot."""
    talus, hindfoot, forefoot = (bodies.get(f"{side}_{part}") for part in ("talus", "hindfoot", "forefoot"))
    forward = np.array([1.0, 0.0, 0.0])
    if forefoot is None:
        return forward, np.zeros(3)
    if chain.bodies[forefoot] != f"{side}_forefoot" or talus is None or hindfoot is None:
        share = (MIDTARSAL_FROM_ANKLE - _HEEL)[0] / (_TOE - _HEEL)[0]
        return share * forward, (1.0 - share) * forward
    # The chain keeps joint positions only; the foot table is scaled by the distance it shares with them.
    position = chain.parameters.parent_position
    shared = MIDTARSAL_FROM_ANKLE - SUBTALAR_BELOW_ANKLE
    scale = np.array([*(position[forefoot] / np.where(shared, shared, 1.0))[:2], 1.0])
    heel = _HEEL * scale - position[hindfoot]
    toe = _TOE * scale - position[hindfoot] - position[forefoot]
    return position[forefoot] - heel, toe
