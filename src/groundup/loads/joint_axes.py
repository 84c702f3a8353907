"""The axes that joint moments are told about, in the lab, and the angles about them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundup.body.anatomy import Anatomy
from groundup.mechanics.kinematics import Poses
from groundup.mechanics.rotation import to_cardan
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

# Joint -> the segments it joins; three axes each.
_BALLS: Mapping[str, tuple[str, str]] = {"hip": ("pelvis", "thigh"), "knee": ("thigh", "shank")}
# Moment -> the segments its hinge joins, and the segment axis (0 X, 2 Z) its positive turn leans to.
_HINGES: Mapping[str, tuple[str, str, int]] = {
    "ankle_dorsiflexion": ("shank", "talus", 2),
    "subtalar_inversion": ("talus", "hindfoot", 0),
    "midtarsal_dorsiflexion": ("hindfoot", "forefoot", 2),
    "toe_dorsiflexion": ("forefoot", "toes", 2),
}
_WORDS = ("flexion", "adduction", "rotation")

STEMS = (*(f"{joint}_{word}" for joint in _BALLS for word in _WORDS), *_HINGES)
"""Every joint moment and power, without side, from the hip down."""

WORDS: Mapping[str, tuple[str, str]] = {
    "hip_flexion": ("flexor", "extensor"),
    "hip_adduction": ("adductor", "abductor"),
    "hip_rotation": ("internal rotator", "external rotator"),
    "knee_flexion": ("flexor", "extensor"),
    "knee_adduction": ("adductor", "abductor"),
    "knee_rotation": ("internal rotator", "external rotator"),
    "ankle_dorsiflexion": ("dorsiflexor", "plantarflexor"),
    "subtalar_inversion": ("invertor", "evertor"),
    "midtarsal_dorsiflexion": ("dorsiflexor", "plantarflexor"),
    "toe_dorsiflexion": ("dorsiflexor", "plantarflexor"),
}
"""What an internal moment above and below zero is called."""


def columns() -> tuple[str, ...]:
    """Names of all joint moments and powers: left before right, from the hip down."""
    return tuple(f"{stem}_{side}" for stem in STEMS for side in Side)


@dataclass(frozen=True)
class JointAxis:
    """One axis a joint turns about.

    Attributes
    ----------
    body : index of the body beyond the joint.
    axis : (..., F, 3) unit vector in the lab; turning the distal segment about it is positive.
    angle : (..., F) about it [rad].
    coordinate : of the chain, which alone turns the joint about this axis; None where several do.
    """

    body: int
    axis: FloatArray
    angle: FloatArray
    coordinate: str | None


def joint_axes(
    anatomy: Anatomy, names: tuple[str, ...], coordinates: FloatArray, placed: Poses
) -> tuple[dict[str, JointAxis], dict[str, str]]:
    """Find the axes of every joint of both legs.

    Hip and knee: the proximal segment's Z (flexion), the distal segment's Y (rotation), and the line square
    to both (adduction): the joint coordinate system of Grood and Suntay 1983. The foot's joints: their
    hinges.

    Parameters
    ----------
    anatomy : Anatomy
    names : coordinate names of the chain.
    coordinates : (..., F, C) [rad, m]; a member axis leads, where the anatomy and the poses have one.
    placed : Poses
        Of these coordinates.

    Returns
    -------
    column -> JointAxis; column -> reason, where the chain has no such joint.
    """
    rotation = anatomy.rotations(placed.rotation_body_in_lab)
    found: dict[str, JointAxis] = {}
    lacking: dict[str, str] = {}
    for side in Side:
        for joint, (first, second) in _BALLS.items():
            proximal, distal = first if first == "pelvis" else f"{side}_{first}", f"{side}_{second}"
            missing = [s for s in (proximal, distal) if s not in anatomy.body]
            for word in _WORDS if missing else ():
                lacking[f"{joint}_{word}_{side}"] = f"the model has no {missing[0].replace('_', ' ')}"
            if not missing:
                body = anatomy.body[distal]
                axes = _ball(joint, side, body, rotation[proximal], rotation[distal])
                found |= {f"{joint}_{word}_{side}": a for word, a in zip(_WORDS, axes, strict=True)}
        for stem in _HINGES:
            hinge = _hinge(anatomy, names, coordinates, placed, stem, side)
            if hinge is None:
                lacking[f"{stem}_{side}"] = "the model has no hinge there"
            else:
                found[f"{stem}_{side}"] = hinge
    return found, lacking


def _ball(joint: str, side: Side, body: int, proximal: FloatArray, distal: FloatArray) -> list[JointAxis]:
    """Flexion, adduction and rotation; signs of ``quantities.ANGLES``."""
    relative = np.swapaxes(proximal, -1, -2) @ distal
    bends = -1.0 if joint == "knee" else 1.0
    inward = 1.0 if side is Side.RIGHT else -1.0
    angles = to_cardan("zxy", relative) * np.array([bends, inward, inward])
    flexion, rotation = proximal[..., :, 2], distal[..., :, 1]
    floating = np.cross(rotation, flexion)
    floating = floating / np.linalg.norm(floating, axis=-1, keepdims=True)
    axes = (bends * flexion, inward * floating, inward * rotation)
    told = np.moveaxis(angles, -1, 0)
    return [JointAxis(body, axis, angle, None) for axis, angle in zip(axes, told, strict=True)]


def _hinge(
    anatomy: Anatomy,
    names: tuple[str, ...],
    coordinates: FloatArray,
    placed: Poses,
    stem: str,
    side: Side,
) -> JointAxis | None:
    """Find a hinge; None where a segment is missing, or where not exactly one coordinate moves it."""
    first, second, towards = _HINGES[stem]
    proximal, distal = f"{side}_{first}", f"{side}_{second}"
    turns = anatomy.between(proximal, distal)
    if len(turns) != 1:
        return None
    ((name, turn),) = turns.items()
    outward = -1.0 if towards == 0 and side is Side.LEFT else 1.0
    sign = np.sign(outward * turn[..., towards])[..., None]
    length = np.sqrt(turn[..., None, :] @ turn[..., None])[..., 0]
    rotation = placed.rotation_body_in_lab[..., anatomy.body[proximal], :, :]
    axis = (rotation @ (sign * turn / length)[..., None, :, None])[..., 0]
    return JointAxis(anatomy.body[distal], axis, sign * coordinates[..., names.index(name)], name)
