"""A made-up chain that walks in a made-up lab: where every joint is, is known to the last digit."""

from dataclasses import replace

import numpy as np
import xarray as xr

from groundup.assessment import Analysis, TrialResult
from groundup.body.default_chain import default_chain
from groundup.loads.ground_force import GroundForce
from groundup.loads.loads import Loads
from groundup.mechanics.kinematics import place_markers, poses
from groundup.mechanics.rotation import from_axis_angle
from groundup.motion.motion import Contact, Cycle, Motion
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import ProtocolMatch
from tests.report import fakes

LANDMARKS = (
    "left_asis", "right_asis", "left_psis", "right_psis", "left_heel", "right_heel",
    "left_second_metatarsal_head", "right_second_metatarsal_head", "c7", "t10", "sternum", "jugular_notch",
)  # fmt: skip
CHAIN = default_chain(landmarks={name: name for name in LANDMARKS})
SPEED, RATE, WEIGHT = 1.2, 100.0, 700.0
KNEE = np.deg2rad(40.0)


def trial(
    seconds: float = 1.2,
    *,
    turn: float = 0.0,
    shift: tuple[float, float, float] = (0.0, 0.0, 0.0),
    loads: bool = True,
    rate: float = RATE,
    cycles: int = 1,
    name: str = "walk 01",
    speed: float = SPEED,
    upright: bool = False,
) -> TrialResult:
    """One walk along X, in a lab turned about Y by `turn` [rad] and moved by `shift` [m].

    The left knee is bent by ``KNEE`` throughout, the right one straight; the left foot carries the first half
    of the trial, the right one the second. Standing `upright` both legs
    are straight and the feet flat.
    """
    time = 0.12 + np.arange(round(seconds * rate)) / rate
    placed = poses(CHAIN.topology, CHAIN.parameters, _coordinates(time, speed, upright))
    rotation, origin = placed.rotation_body_in_lab, placed.position_body_in_lab
    markers = place_markers(CHAIN.topology, CHAIN.parameters, rotation, origin)
    lab = from_axis_angle(np.array([0.0, 1.0, 0.0]), np.array(turn))
    rotation, origin, markers = lab @ rotation, origin @ lab.T + shift, markers @ lab.T + shift
    base = fakes.walking(name)
    at = {"time": time}
    motion = replace(
        base.motion,
        poses=_table(_coordinates(time, speed, upright), at, coordinate=list(CHAIN.coordinate_names)),
        segment_rotation=xr.DataArray(
            rotation, dims=("time", "segment", "row", "column"), coords={**at, "segment": list(CHAIN.bodies)}
        ),
        segment_origin=_table(origin, at, segment=list(CHAIN.bodies), axis=list("xyz")),
        angles=_table(
            np.tile([KNEE, 0.0], (len(time), 1)), at, angle=["knee_flexion_left", "knee_flexion_right"]
        ),
    )
    match = ProtocolMatch("made up", "Made up", {k: k for k in LANDMARKS}, {})
    recording = replace(
        base.recording,
        rate=rate,
        markers=_table(markers, at, marker=list(LANDMARKS), axis=list("xyz")),
        match=match,
        plates=(),
    )
    spans = np.linspace(time[0], time[-1], cycles + 1)
    middle = 0.5 * (time[0] + time[-1])
    movement = replace(
        base.movement,
        task=Task.WALKING,
        cycles=tuple(Cycle(Side.LEFT, k + 1, spans[k], spans[k + 1]) for k in range(cycles)),
        contacts=(
            Contact(Side.LEFT, time[0], middle, ("plate",), "valid"),
            Contact(Side.RIGHT, middle, time[-1], ("plate",), "valid"),
        ),
    )
    carried = _loads(time, motion, lab) if loads else base.loads
    return TrialResult(recording, motion, movement, carried)


def analysis(*trials: TrialResult, **changes: object) -> Analysis:
    """One made-up person's analysis."""
    base = fakes.analysis(*(trials or (trial(),)))
    return replace(base, subject=replace(base.subject, chain=CHAIN), **changes)


def _coordinates(time: np.ndarray, speed: float, upright: bool) -> np.ndarray:
    q = np.tile(CHAIN.neutral, (len(time), 1))
    t = time - time[0]
    q[:, CHAIN.coordinate("pelvis_tx")] = speed * t
    q[:, CHAIN.coordinate("pelvis_ty")] = 0.95
    if upright:
        return q
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        q[:, CHAIN.coordinate(f"hip_flexion_{side}")] = sign * 0.3 * np.sin(2.0 * np.pi * t)
    q[:, CHAIN.coordinate("knee_flexion_left")] = KNEE
    return q


def _loads(time: np.ndarray, motion: Motion, lab: np.ndarray) -> Loads:
    names = list(CHAIN.bodies)
    force, place = np.zeros((len(time), 2, 3)), np.full((len(time), 2, 3), np.nan)
    half = len(time) // 2
    for s, (side, own) in enumerate(((Side.LEFT, slice(0, half)), (Side.RIGHT, slice(half, None)))):
        foot = motion.segment_origin.values[own, names.index(f"{side}_forefoot")]
        force[own, s] = lab @ np.array([40.0, WEIGHT, 10.0])
        place[own, s] = foot * np.array([1.0, 0.0, 1.0])
    dims, coords = ("time", "side", "axis"), {"time": time, "side": [str(s) for s in Side]}
    tables = [xr.DataArray(v, dims=dims, coords=coords) for v in (force, place, np.zeros_like(force))]
    ground = GroundForce(*tables)
    parts = dict.fromkeys(Loads.__dataclass_fields__)
    return Loads(**{**parts, "body_mass": WEIGHT / 9.80665, "ground": ground, "ground_at_frames": ground})


def _table(values: np.ndarray, at: dict[str, np.ndarray], **coords: list[str]) -> xr.DataArray:
    return xr.DataArray(values, dims=("time", *coords), coords={**at, **coords})
