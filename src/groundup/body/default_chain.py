"""The default chain: pelvis, trunk and two legs down to the toes, 29 coordinates.

pelvis 6, lumbar 3; each leg: hip 3, knee 3 (flexion, adduction, rotation), talocrural hinge, oblique subtalar
hinge, midtarsal hinge, toe hinge. In the neutral pose all segment frames are parallel to the lab (X forward,
Y up, Z right): standing upright, feet flat. Signs are those of ``quantities.ANGLES``; left axes mirror right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from groundup.body.anthropometry import (
    MIDTARSAL_FROM_ANKLE,
    SUBTALAR_BELOW_ANKLE,
    TOE_JOINT_FROM_ANKLE,
    Sizes,
    foot_scale,
    landmark_position,
    lumbar_joint,
    typical_sizes,
)
from groundup.body.chain import Chain, Coordinate
from groundup.body.inertia import Inertia, foot_segment, long_segment, pelvis_segment, trunk_segment
from groundup.mechanics.tree import FloatArray, IntArray, Parameters, Topology, no_functions
from groundup.quantities import Side
from groundup.recording.landmarks import segment_of

X, Y, Z = np.eye(3)
TYPICAL_MASS = 70.0

# Hinge axes, right foot: talocrural as measured on the generic OpenSim models (EVIDENCE F34), subtalar after
# Isman and Inman (EVIDENCE F31, means; spread used as prior by the fit).
TALOCRURAL_AXIS = np.array([-0.105, -0.174, 0.979])
SUBTALAR_INCLINATION = np.deg2rad(42.0)
SUBTALAR_DEVIATION = np.deg2rad(23.0)


@dataclass(frozen=True)
class FootAxes:
    """Subtalar inclination from the floor and deviation from the foot's long axis [rad]."""

    inclination: float = SUBTALAR_INCLINATION
    deviation: float = SUBTALAR_DEVIATION


@dataclass(frozen=True)
class _Joint:
    """One body and the joint it hangs on: axes by slot with the coordinates that drive them."""

    body: str
    parent: str | None
    rotations: Sequence[tuple[FloatArray, str]]
    translations: Sequence[tuple[FloatArray, str]] = ()
    position: FloatArray = field(default_factory=lambda: np.zeros(3))


def mirror_axis(axis: FloatArray, side: Side) -> FloatArray:
    """Rotation axis of the given side from the right side's (a pseudo-vector: x and y change sign)."""
    return axis * np.array([-1.0, -1.0, 1.0]) if side is Side.LEFT else axis


def mirror_point(point: FloatArray, side: Side) -> FloatArray:
    """Point of the given side from the right side's (z changes sign)."""
    return point * np.array([1.0, 1.0, -1.0]) if side is Side.LEFT else point


def subtalar_axis(axes: FootAxes) -> FloatArray:
    """(3,) right subtalar axis, forward-up-medial; turning about it by a positive angle inverts the foot."""
    c = np.cos(axes.inclination)
    return np.array([c * np.cos(axes.deviation), np.sin(axes.inclination), -c * np.sin(axes.deviation)])


def _leg(side: Side, sizes: Sizes, axes: FootAxes) -> list[_Joint]:
    def axis(vector: FloatArray) -> FloatArray:
        return mirror_axis(vector, side)

    def point(vector: FloatArray) -> FloatArray:
        return mirror_point(vector, side)

    scale = foot_scale(sizes)
    talocrural = TALOCRURAL_AXIS / np.linalg.norm(TALOCRURAL_AXIS)
    ankle_to = {
        "subtalar": SUBTALAR_BELOW_ANKLE * scale,
        "midtarsal": MIDTARSAL_FROM_ANKLE * scale,
        "toes": TOE_JOINT_FROM_ANKLE * scale,
    }
    return [
        _Joint(
            f"{side}_thigh",
            "pelvis",
            [
                (Z, f"hip_flexion_{side}"),
                (axis(X), f"hip_adduction_{side}"),
                (axis(Y), f"hip_rotation_{side}"),
            ],
            position=point(np.array(sizes.hip_centre)),
        ),
        _Joint(
            f"{side}_shank",
            f"{side}_thigh",
            [
                (-Z, f"knee_flexion_{side}"),
                (axis(X), f"knee_adduction_{side}"),
                (axis(Y), f"knee_rotation_{side}"),
            ],
            position=np.array([0.0, -sizes.thigh, 0.0]),
        ),
        _Joint(
            f"{side}_talus",
            f"{side}_shank",
            [(axis(talocrural), f"ankle_dorsiflexion_{side}")],
            position=np.array([0.0, -sizes.shank, 0.0]),
        ),
        _Joint(
            f"{side}_hindfoot",
            f"{side}_talus",
            [(axis(subtalar_axis(axes)), f"subtalar_inversion_{side}")],
            position=point(ankle_to["subtalar"]),
        ),
        _Joint(
            f"{side}_forefoot",
            f"{side}_hindfoot",
            [(Z, f"midtarsal_dorsiflexion_{side}")],
            position=point(ankle_to["midtarsal"] - ankle_to["subtalar"]),
        ),
        _Joint(
            f"{side}_toes",
            f"{side}_forefoot",
            [(Z, f"toe_dorsiflexion_{side}")],
            position=point(ankle_to["toes"] - ankle_to["midtarsal"]),
        ),
    ]


def _joints(sizes: Mapping[Side, Sizes], axes: Mapping[Side, FootAxes]) -> list[_Joint]:
    right = sizes[Side.RIGHT]
    return [
        _Joint(
            "pelvis",
            None,
            [(Y, "pelvis_rotation"), (-X, "pelvis_obliquity"), (-Z, "pelvis_tilt")],
            [(X, "pelvis_tx"), (Y, "pelvis_ty"), (Z, "pelvis_tz")],
        ),
        _Joint(
            "trunk",
            "pelvis",
            [(-Z, "lumbar_flexion"), (X, "lumbar_bending"), (Y, "lumbar_rotation")],
            position=lumbar_joint(right),
        ),
        *_leg(Side.RIGHT, right, axes[Side.RIGHT]),
        *_leg(Side.LEFT, sizes[Side.LEFT], axes[Side.LEFT]),
    ]


# Range of motion no living joint exceeds, and the weak prior (mean, standard deviation), in degrees. The
# bounds stop segments from flipping (opensim-core #3360); the prior holds what the markers of a set cannot
# see.
_LIMITS: dict[str, tuple[float, float, float, float]] = {
    "pelvis_rotation": (-np.inf, np.inf, 0.0, np.inf),
    "pelvis_obliquity": (-80, 80, 0.0, np.inf),
    "pelvis_tilt": (-120, 120, 10.0, np.inf),
    "lumbar_flexion": (-60, 100, 0.0, 90.0),
    "lumbar_bending": (-60, 60, 0.0, 90.0),
    "lumbar_rotation": (-70, 70, 0.0, 90.0),
    "hip_flexion": (-60, 150, 10.0, 120.0),
    "hip_adduction": (-70, 60, 0.0, 60.0),
    "hip_rotation": (-80, 80, 0.0, 60.0),
    "knee_flexion": (-30, 165, 20.0, 120.0),
    "knee_adduction": (-35, 35, 0.0, 15.0),
    "knee_rotation": (-60, 60, 0.0, 25.0),
    "ankle_dorsiflexion": (-80, 60, 0.0, 80.0),
    "subtalar_inversion": (-50, 60, 0.0, 30.0),
    "midtarsal_dorsiflexion": (-50, 50, 0.0, 20.0),
    "toe_dorsiflexion": (-70, 100, 0.0, 50.0),
}


def _coordinate(name: str) -> Coordinate:
    if name in ("pelvis_tx", "pelvis_ty", "pelvis_tz"):
        return Coordinate(name, rotational=False, default=0.95 if name == "pelvis_ty" else 0.0)
    stem = name.removesuffix("_left").removesuffix("_right")
    lower, upper, mean, spread = (float(v) for v in np.deg2rad(_LIMITS[stem]))
    return Coordinate(name, lower=lower, upper=upper, prior_mean=mean, prior_sd=spread)


def _inertia(sizes: Mapping[Side, Sizes], mass: float, sex: str | None) -> dict[str, Inertia]:
    bodies = {"pelvis": pelvis_segment(sizes[Side.RIGHT].pelvis_width, mass, sex)}
    for side, size in sizes.items():
        bodies[f"{side}_thigh"] = long_segment("thigh", size.thigh, mass, sex)
        bodies[f"{side}_shank"] = long_segment("shank", size.shank, mass, sex)
        whole = foot_segment(size.foot, 0.254 * size.foot, size.ankle_height, mass, sex)
        hindfoot_origin = mirror_point(SUBTALAR_BELOW_ANKLE * foot_scale(size), side)
        bodies[f"{side}_hindfoot"] = Inertia(
            whole.mass, whole.centre_of_mass - hindfoot_origin, whole.inertia
        )
    rest = mass - sum(b.mass for b in bodies.values())
    bodies["trunk"] = trunk_segment(sizes[Side.RIGHT].trunk, rest)
    return bodies


def default_chain(
    sizes: Sizes | Mapping[Side, Sizes] | None = None,
    *,
    landmarks: Mapping[str, str] | None = None,
    axes: FootAxes | Mapping[Side, FootAxes] | None = None,
    mass: float = TYPICAL_MASS,
    sex: str | None = None,
) -> Chain:
    """Build the default chain for a person of given sizes.

    Parameters
    ----------
    sizes : Sizes or mapping side -> Sizes, optional
        One for both legs or one each; a person of typical height where nothing is given.
    landmarks : mapping canonical landmark -> marker label, optional
        Markers placed at the landmarks' typical positions; none by default.
    axes : FootAxes or mapping side -> FootAxes, optional
    mass : float
        Body mass [kg].
    sex : {"female", "male"}, optional
        For segment inertia; the mean of both where not given.
    """
    if sizes is None or isinstance(sizes, Sizes):
        sizes = dict.fromkeys(Side, sizes or typical_sizes())
    if axes is None or isinstance(axes, FootAxes):
        axes = dict.fromkeys(Side, axes or FootAxes())
    joints = _joints(sizes, axes)
    bodies = tuple(j.body for j in joints)
    names = tuple(name for j in joints for _, name in (*j.translations, *j.rotations))
    landmarks = landmarks or {}
    markers = tuple(landmarks.values())
    marker_position = np.array(
        [landmark_position(k, sizes[Side.LEFT if k.startswith("left_") else Side.RIGHT]) for k in landmarks]
    ).reshape(-1, 3)
    marker_body = np.array([bodies.index(segment_of(k)) for k in landmarks], dtype=np.int64)
    return Chain(
        bodies=bodies,
        coordinates=tuple(_coordinate(name) for name in names),
        markers=markers,
        topology=_topology(joints, bodies, names, marker_body),
        parameters=_parameters(joints, _inertia(sizes, mass, sex), marker_position),
        trunk_over=lumbar_joint(sizes[Side.RIGHT]),
    )


def _topology(
    joints: Sequence[_Joint], bodies: tuple[str, ...], names: tuple[str, ...], marker_body: IntArray
) -> Topology:
    slot_coordinate = np.full((len(joints), 6), -1, dtype=np.int64)
    for b, joint in enumerate(joints):
        for k, (_, name) in enumerate(joint.rotations):
            slot_coordinate[b, k] = names.index(name)
        for k, (_, name) in enumerate(joint.translations):
            slot_coordinate[b, 3 + k] = names.index(name)
    return Topology(
        parent=np.array([-1 if j.parent is None else bodies.index(j.parent) for j in joints], dtype=np.int64),
        slot_coordinate=slot_coordinate,
        slot_function=np.full((len(joints), 6), -1, dtype=np.int64),
        independent=np.arange(len(names), dtype=np.int64),
        coupler_function=np.full(len(names), -1, dtype=np.int64),
        marker_body=np.asarray(marker_body, dtype=np.int64),
        functions=no_functions(),
    )


def _parameters(
    joints: Sequence[_Joint], inertia: Mapping[str, Inertia], marker_position: FloatArray
) -> Parameters:
    count = len(joints)
    rotation_axis = np.tile(np.eye(3), (count, 1, 1))
    translation_axis = np.tile(np.eye(3), (count, 1, 1))
    mass, centre, moments = np.zeros(count), np.zeros((count, 3)), np.zeros((count, 3, 3))
    for b, joint in enumerate(joints):
        for k, (axis, _) in enumerate(joint.rotations):
            rotation_axis[b, k] = axis
        if joint.body in inertia:
            segment = inertia[joint.body]
            mass[b], centre[b], moments[b] = segment.mass, segment.centre_of_mass, segment.inertia
    identity = np.tile(np.eye(3), (count, 1, 1))
    return Parameters(
        rotation_axis=rotation_axis,
        translation_axis=translation_axis,
        slot_scale=np.ones((count, 6)),
        slot_offset=np.zeros((count, 6)),
        parent_rotation=identity,
        parent_position=np.array([j.position for j in joints]),
        child_rotation=identity.copy(),
        child_position=np.zeros((count, 3)),
        mass=mass,
        centre_of_mass=centre,
        inertia=moments,
        marker_position=marker_position,
    )
