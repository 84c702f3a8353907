"""Markers of a virtual patient: placed and carried by the skin otherwise than the analysis assumes.

The analysis takes errors as normal, white and each marker's own. Here hands miss within bounds, and the skin
slides with the joint, all markers of a segment together, or rings after each contact.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import place_markers
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray
from groundup.synthetic.marker_set import Marker

# How far a hand misses a landmark at most per axis [m]: iliac spines 15 to 20 mm in all (EVIDENCE A64), knee
# and ankle 5 to 7 mm (A65), feet small and bony.
_MISSED = {"pelvis": 0.012, "trunk": 0.015, "thigh": 0.008, "shank": 0.007, "foot": 0.004}
# Slide of a segment's markers together, and of each alone, at 60 degrees of flexion [m], and their turn
# [rad]: thigh to 18 mm and 10 degrees, shank to 17 mm and 7 degrees in swing, 13 mm at the knee when walking
# (EVIDENCE A62, A63).
_TOGETHER = {"pelvis": 0.004, "trunk": 0.004, "thigh": 0.009, "shank": 0.006, "foot": 0.0010}
_TURN = {"pelvis": 0.0, "trunk": 0.0, "thigh": 0.08, "shank": 0.06, "foot": 0.0}
_ALONE = {"pelvis": 0.003, "trunk": 0.003, "thigh": 0.006, "shank": 0.004, "foot": 0.0010}
_BENT, _RINGING_HZ, _RINGING_SECONDS = np.deg2rad(60.0), 11.0, 0.06
_GAP_FRAMES = (4, 18)


class SkinMode(StrEnum):
    """What drives the skin."""

    JOINT = "with the joint"
    IMPACT = "rings after contact"
    BOTH = "with the joint, ringing after contact"


@dataclass(frozen=True)
class Skin:
    """How markers err.

    Attributes
    ----------
    mode : SkinMode
    amount : 1 is the published size.
    noise : of the cameras, uniform, largest per axis [m].
    gaps : times a marker is lost from sight.
    """

    mode: SkinMode
    amount: float
    noise: float
    gaps: int


def place(markers: tuple[Marker, ...], seed: tuple[int, ...]) -> tuple[Marker, ...]:
    """Stick the markers on: each off its landmark by anything up to what hands miss, for the session."""
    chance = np.random.default_rng([*seed, 1])
    off = [chance.uniform(-1.0, 1.0, 3) * _MISSED[_part(m.segment)] for m in markers]
    return tuple(replace(m, position=m.position + d) for m, d in zip(markers, off, strict=True))


def observe(
    worn: Chain, poses: tuple[FloatArray, FloatArray], coordinates: FloatArray, since_contact: FloatArray,
    skin: Skin, seed: tuple[int, ...],
) -> FloatArray:  # fmt: skip
    """Marker positions (T, M, 3) in the lab [m] as the cameras see them, NaN where lost.

    Parameters
    ----------
    worn : Chain with markers, as placed.
    poses : rotation_body_in_lab (T, B, 3, 3) and position_body_in_lab (T, B, 3) [m].
    coordinates : (T, C) [rad, m].
    since_contact : (T, 2) seconds since the last contact of left and right foot; infinite: none.
    """
    chance = np.random.default_rng([*seed, 2])
    rotation, position = poses
    seen = place_markers(worn.topology, worn.parameters, rotation, position)
    for b, name in enumerate(worn.bodies):
        own = np.flatnonzero(worn.topology.marker_body == b)
        if len(own):
            local = worn.parameters.marker_position[own]
            slide = _slide(worn, name, local, coordinates, since_contact, skin, chance)
            seen[:, own] += np.einsum("tij,tmj->tmi", rotation[:, b], slide)
    seen += chance.uniform(-skin.noise, skin.noise, seen.shape)
    for _ in range(skin.gaps):
        lost, start = chance.integers(seen.shape[1]), chance.integers(len(seen))
        seen[start : start + chance.integers(*_GAP_FRAMES), lost] = np.nan
    return seen


def _part(segment: str) -> str:
    part = segment.partition("_")[2] or segment
    return part if part in _MISSED else "foot"


def _slide(
    worn: Chain, name: str, local: FloatArray, coordinates: FloatArray, since_contact: FloatArray,
    skin: Skin, chance: np.random.Generator,
) -> FloatArray:  # fmt: skip
    """(T, M, 3) slide of a segment's markers in its frame [m]."""
    part, side = _part(name), name.partition("_")[0]
    together, alone = chance.uniform(-1.0, 1.0, 3), chance.uniform(-1.0, 1.0, (len(local), 3))
    axis = chance.normal(size=3)
    axis, turned = axis / np.linalg.norm(axis), chance.uniform(-1.0, 1.0)
    rings = chance.uniform(-1.0, 1.0, (len(local), 3))
    result = np.zeros((len(coordinates), *local.shape))
    if skin.mode is not SkinMode.IMPACT:
        bent = _bent(worn, side, coordinates)
        cluster = from_axis_angle(axis, np.asarray(bent * turned * _TURN[part] * skin.amount))
        middle = local.mean(axis=0)
        moved = together * _TOGETHER[part] + alone * _ALONE[part]
        result += skin.amount * bent[:, None, None] * moved
        result += np.einsum("tij,mj->tmi", cluster - np.eye(3), local - middle)
    if skin.mode is not SkinMode.JOINT:
        size = skin.amount * _TOGETHER[part]
        result += _ringing(side, since_contact)[:, None, None] * size * (0.7 * together + 0.3 * rings)
    return result


def _bent(worn: Chain, side: str, coordinates: FloatArray) -> FloatArray:
    """(T,) how far the joint that drives the skin is bent, 1 at 60 degrees of knee flexion."""
    if side not in ("left", "right"):
        return np.asarray(6.0 * coordinates[:, worn.coordinate("pelvis_rotation")] / _BENT)
    return np.asarray(coordinates[:, worn.coordinate(f"knee_flexion_{side}")] / _BENT)


def _ringing(side: str, since_contact: FloatArray) -> FloatArray:
    """(T,) a damped swing after the contact of the own foot, of either foot for pelvis and trunk."""
    columns = {"left": [0], "right": [1]}.get(side, [0, 1])
    time = since_contact[:, columns].min(axis=1)
    waved = np.where(np.isfinite(time), time, 0.0)
    return np.asarray(
        np.where(np.isfinite(time), np.exp(-waved / _RINGING_SECONDS), 0.0)
        * np.sin(2.0 * np.pi * _RINGING_HZ * waved)
    )
