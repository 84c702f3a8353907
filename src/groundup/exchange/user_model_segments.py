"""The segments of the user's model: found by name, renamed as ours, with axes forward, up and right."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import couple, forward
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

# Names in use for each segment, without side and separators; the first that a model has is taken.
_MIDLINE: Mapping[str, tuple[str, ...]] = {
    "pelvis": ("pelvis", "pelvicgirdle", "hips", "lowertrunk"),
    "trunk": ("trunk", "torso", "thorax", "uppertrunk", "spine", "lumbar"),
}
_SIDED: Mapping[str, tuple[str, ...]] = {
    "thigh": ("thigh", "femur", "upperleg", "femoral"),
    "shank": ("shank", "tibia", "lowerleg", "crus", "leg", "tibiafibula"),
    "talus": ("talus", "astragalus"),
    "hindfoot": ("hindfoot", "calcn", "calcaneus", "calcaneum", "rearfoot", "foot"),
    "forefoot": ("forefoot", "midfoot", "metatarsus", "metatarsals", "metatarsi"),
    "toes": ("toes", "toe", "phalanges", "hallux"),
}
# A body whose axes are farther than this from forward, up and right in the zero pose has no known ones.
_FARTHEST_AXES = np.deg2rad(50.0)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SIDE_WORDS = {"r": Side.RIGHT, "right": Side.RIGHT, "l": Side.LEFT, "left": Side.LEFT}


def with_our_segments(chain: Chain) -> Chain:
    """Rename the bodies that are segments of ours and bring their axes to forward, up and right.

    Where a body's axes lie otherwise in the zero pose (Z up, say) they are exchanged for one another; axes
    near forward, up and right stay as they are, and with them the model's zeros. A body whose name tells of
    no segment, or that has no such axes, keeps its name.
    """
    pose = couple(chain.topology, np.zeros((1, len(chain.coordinates))))
    rotation = forward(chain.topology, chain.parameters, pose)[0][0]
    names = list(chain.bodies)
    for segment, b in segments_among(chain.bodies).items():
        axes = _axes_nearest(rotation[b])
        if axes is not None:
            names[b] = segment
            if not np.array_equal(axes, np.eye(3)):
                chain = _with_axes(chain, b, axes)
    return replace(chain, bodies=tuple(names))


def _axes_nearest(rotation: FloatArray) -> FloatArray | None:
    """(3, 3) turn by right angles that brings a body's axes nearest to the lab's; None where none is near."""
    turns = [
        np.eye(3)[list(order)] * (1.0 - 2.0 * np.array(signs))
        for order in permutations(range(3))
        for signs in np.ndindex(2, 2, 2)
    ]
    turns = [turn for turn in turns if np.linalg.det(turn) > 0.0]
    traces = [float(np.trace(rotation @ turn)) for turn in turns]
    best = int(np.argmax(traces))
    return turns[best] if traces[best] > 1.0 + 2.0 * np.cos(_FARTHEST_AXES) else None


def _with_axes(chain: Chain, body: int, turn: FloatArray) -> Chain:
    """Tell everything fixed to a body in axes turned by `turn` (3, 3, new axes in the old ones)."""
    p = chain.parameters
    found = {name: np.array(getattr(p, name)) for name in p._fields}
    found["child_rotation"][body] = turn.T @ p.child_rotation[body]
    found["inertia"][body] = turn.T @ p.inertia[body] @ turn
    for name in ("child_position", "centre_of_mass"):
        found[name][body] = turn.T @ getattr(p, name)[body]
    on = chain.topology.marker_body == body
    found["marker_position"][on] = p.marker_position[on] @ turn
    beyond = chain.topology.parent == body
    found["parent_rotation"][beyond] = turn.T @ p.parent_rotation[beyond]
    found["parent_position"][beyond] = p.parent_position[beyond] @ turn
    return replace(chain, parameters=p._replace(**found))


def segments_among(bodies: Sequence[str]) -> dict[str, int]:
    """Segment (``pelvis``, ``left_shank``, ...) -> index of the body that is it, for those found.

    ``femur_r``, ``RightFemur``, ``r_thigh`` and ``right_thigh`` are all the right thigh.
    """
    known: dict[tuple[Side | None, str], int] = {}
    for index, name in enumerate(bodies):
        known.setdefault(_side_and_stem(name), index)
    wanted: list[tuple[str, Side | None, tuple[str, ...]]] = [(s, None, w) for s, w in _MIDLINE.items()]
    wanted += [(f"{side}_{part}", side, words) for side in Side for part, words in _SIDED.items()]
    found: dict[str, int] = {}
    for segment, side, words in wanted:
        matches = [known[side, word] for word in words if (side, word) in known]
        if matches:
            found[segment] = matches[0]
    return found


def _side_and_stem(name: str) -> tuple[Side | None, str]:
    """Side and the rest of a body's name, lower case and without separators."""
    words = [word.lower() for word in _WORDS.findall(name)]
    sides = [_SIDE_WORDS[word] for word in words if word in _SIDE_WORDS]
    stem = "".join(word for word in words if word not in _SIDE_WORDS)
    return (sides[0] if len(sides) == 1 else None), stem
