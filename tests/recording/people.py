"""Stick figures with rigid segments, as small recordings whose truth is known."""

import numpy as np
import xarray as xr

from groundup.quantities import Side
from groundup.recording.recording import ForcePlate, Recording

# Landmark (canonical) or technical marker -> (segment, position in it) for a right leg; Z is to the right.
# Segments hang at: pelvis on its own, thigh at the hip, shank at the knee, foot at the ankle.
RIGHT = {
    "asis": ("pelvis", (0.08, 0.02, 0.12)),
    "psis": ("pelvis", (-0.10, 0.03, 0.05)),
    "thigh_marker": ("thigh", (0.02, -0.20, 0.09)),
    "knee_lateral": ("thigh", (0.0, -0.42, 0.05)),
    "knee_medial": ("thigh", (0.0, -0.42, -0.05)),
    "shank_marker": ("shank", (0.03, -0.18, 0.06)),
    "ankle_lateral": ("shank", (0.0, -0.40, 0.04)),
    "ankle_medial": ("shank", (0.0, -0.39, -0.04)),
    "heel": ("foot", (-0.06, -0.04, 0.0)),
    "second_metatarsal_head": ("foot", (0.12, -0.05, 0.01)),
    "fifth_metatarsal_head": ("foot", (0.10, -0.055, 0.05)),
}
PIG = {
    "asis": "{S}ASI",
    "psis": "{S}PSI",
    "thigh_marker": "{S}THI",
    "knee_lateral": "{S}KNE",
    "shank_marker": "{S}TIB",
    "ankle_lateral": "{S}ANK",
    "heel": "{S}HEE",
    "second_metatarsal_head": "{S}TOE",
}
Z_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])  # file from lab: x forward, z up


def paths(seconds=2.0, rate=100.0, speed=1.2, squat=False, belt=False):
    """Marker name -> (T, 3) path in the lab frame (X forward, Y up, Z right); sides as "left_", "right_"."""
    time = np.arange(round(seconds * rate)) / rate
    zero = np.zeros_like(time)
    pelvis = np.stack([zero if belt or squat else speed * time, 0.92 + zero, zero], axis=1)
    found = {}
    for side in Side:
        phase = 2 * np.pi * time + (np.pi if side is Side.LEFT else 0.0)
        hip, knee = np.radians(25) * np.sin(phase), np.radians(30) * (1 - np.cos(phase))
        if squat:
            hip = knee = np.radians(40) * (1 - np.cos(2 * np.pi * time / seconds))
            hip = hip / 2
        elif speed == 0.0:
            hip = knee = zero
        sign = 1.0 if side is Side.RIGHT else -1.0
        frames = _leg(pelvis, hip, knee, sign)
        for name, (segment, place) in RIGHT.items():
            origin, rotation = frames[segment]
            found[f"{side}_{name}"] = origin + np.einsum(
                "tij,j->ti", rotation, np.array(place) * (1, 1, sign)
            )
    return time, found


def _leg(pelvis, hip, knee, sign):
    still = np.broadcast_to(np.eye(3), (len(hip), 3, 3))
    thigh = _about_z(hip)
    shank = _about_z(hip - knee)
    hip_at = pelvis + np.array([0.0, -0.05, 0.09 * sign])
    knee_at = hip_at + thigh @ np.array([0.0, -0.42, 0.0])
    ankle_at = knee_at + shank @ np.array([0.0, -0.40, 0.0])
    foot = _about_z(0.5 * (hip - knee))
    return {
        "pelvis": (pelvis, still),
        "thigh": (hip_at, thigh),
        "shank": (knee_at, shank),
        "foot": (ankle_at, foot),
    }


def _about_z(angle):
    c, s = np.cos(angle), np.sin(angle)
    rotation = np.zeros((len(angle), 3, 3))
    rotation[:, 0, 0], rotation[:, 0, 1] = c, -s
    rotation[:, 1, 0], rotation[:, 1, 1] = s, c
    rotation[:, 2, 2] = 1.0
    return rotation


def recording(markers, time, rate=100.0, file_from_lab=None, declared_up=None, plates=(), name="trial"):
    """Recording in file axes from marker label -> (T, 3) in the lab frame."""
    turn = np.eye(3) if file_from_lab is None else file_from_lab
    values = np.stack([markers[label] @ turn.T for label in markers], axis=1)
    array = xr.DataArray(
        values,
        dims=("time", "marker", "axis"),
        coords={"time": time, "marker": list(markers), "axis": ["x", "y", "z"]},
        attrs={"units": "m", "frame": "file"},
    )
    return Recording(
        name=name,
        sources=(),
        rate=rate,
        first_frame=1,
        markers=array,
        plates=tuple(plates),
        declared_up=declared_up,
    )


def person(words=PIG, file_from_lab=None, extra=None, declared_up=None, plates=(), rename=str, **motion):
    """Stick figure that wears a marker set (`words`: marker name -> label with {S}), in file axes."""
    time, found = paths(**motion)
    labels = {
        rename(label.replace("{S}", side[0].upper())): found[f"{side}_{name}"]
        for name, label in words.items()
        for side in Side
    }
    return recording(
        labels | (extra or {}), time, motion.get("rate", 100.0), file_from_lab, declared_up, plates
    )


def plate(force_in_lab, file_from_lab=None, corners=True):
    """Force plate with a constant force (3,) given in the lab frame, told in file axes."""
    turn = np.eye(3) if file_from_lab is None else file_from_lab
    time = np.arange(100) / 1000.0
    dims, coords = ("plate_time", "axis"), {"plate_time": time, "axis": ["x", "y", "z"]}
    force = xr.DataArray(np.tile(turn @ np.asarray(force_in_lab, float), (100, 1)), dims=dims, coords=coords)
    point = force.copy(data=np.tile(turn @ np.array([0.3, 0.0, 0.1]), (100, 1)))
    moment = force.copy(data=np.tile(turn @ np.array([0.0, 5.0, 0.0]), (100, 1)))
    square = np.array([[0.6, 0, 0.2], [0, 0, 0.2], [0, 0, -0.2], [0.6, 0, -0.2]], dtype=float)
    return ForcePlate(
        name="plate 1",
        kind=2,
        corners=square @ turn.T if corners else None,
        force=force,
        centre_of_pressure=point,
        free_moment=moment,
        threshold=20.0,
        baseline=turn @ np.array([0.0, 1.0, 0.0]),
    )
