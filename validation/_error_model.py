"""A person and a recording drawn from the very errors the ensemble assumes, and the truth behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from groundup.body.anatomy import anatomy_of
from groundup.body.chain import Chain
from groundup.body.priors import shape_prior
from groundup.body.shape import AXIS, POSITION, TURN, reshape
from groundup.mechanics.kinematics import forward, place_markers
from groundup.mechanics.rotation import from_cardan
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import angle_columns, reported_angles
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.filters import cutoff_for, smooth
from groundup.recording.identify import identify
from groundup.recording.recording import Recording
from groundup.synthetic.trial import Trial, to_recording
from groundup.uncertainty.error_sizes import published
from groundup.uncertainty.skin import draw_waves, skin_motion, skin_sizes

_NOISE = 0.0004
_KIND = {
    (POSITION, "thigh"): ("hip_centre", "hip"),
    (TURN, "talus"): ("tibial_torsion", "torsion"),
    (AXIS, "talus"): ("talocrural_axis", "talocrural"),
}
_LANDMARK = {
    "ASI": ("pelvis_landmarks", "asis"),
    "PSI": ("pelvis_landmarks", "psis"),
    "KNE": ("knee_landmarks", "knee_lateral"),
    "KNM": ("knee_landmarks", "knee_medial"),
    "ANK": ("ankle_landmarks", "ankle_lateral"),
    "MMA": ("ankle_landmarks", "ankle_medial"),
}
_FEET = ("hindfoot", "forefoot", "toes")


@dataclass(frozen=True)
class Drawn:
    """One recording session: a walk and a standing trial in the lab frame, and the walk's true angles."""

    walk: Recording
    standing: Recording
    angles: FloatArray


def draw_person(walk: Trial, standing: Trial, seed: int, scale: float = 1.0) -> Drawn:
    """Give a virtual walk's person and markers errors drawn from the ensemble's own table.

    Parameters
    ----------
    walk, standing : of a person whose markers sit on their landmarks.
    seed : int
    scale : how much larger than in the table every error is.
    """
    random = np.random.default_rng([seed, 77])
    chain = _body(walk.worn, random, scale)
    chain = replace(chain, parameters=_placed(chain, random, scale))
    q, still = _knees(chain, walk.coordinates, standing.coordinates, random, scale)
    tilt = {side: random.standard_normal(3) * scale for side in Side}
    skin = {name: scale * random.standard_normal((1, size)) for name, size in skin_sizes(chain).items()}
    waves = [scale * draw_waves(chain, 1, seed, n) for n in (3, 4)]
    seen = [
        _seen(chain, c, t, task, skin, w, random)
        for c, t, task, w in (
            (q, walk, Task.WALKING, waves[0]),
            (still, standing, Task.STANDING, waves[1]),
        )
    ]
    return Drawn(_recorded(walk, seen[0]), _recorded(standing, seen[1]), _angles(chain, q, tilt))


def _body(chain: Chain, random: np.random.Generator, scale: float) -> Chain:
    shape, _ = shape_prior(chain)
    steps = np.zeros(len(shape.kind))
    subtalar = iter(("inclination", "deviation") * 2)
    for s, (kind, body) in enumerate(zip(shape.kind, shape.body, strict=True)):
        part = chain.bodies[body].partition("_")[2]
        if (int(kind), part) == (AXIS, "hindfoot"):
            steps[s] = published().of("subtalar_axis", next(subtalar))
        elif (int(kind), part) in _KIND:
            steps[s] = published().of(*_KIND[int(kind), part])
    steps = scale * steps * random.standard_normal(len(steps))
    return replace(chain, parameters=reshape(chain.parameters, shape, steps))


def _placed(chain: Chain, random: np.random.Generator, scale: float):  # type: ignore[no-untyped-def]
    position = chain.parameters.marker_position.copy()
    for m, (label, body) in enumerate(zip(chain.markers, chain.topology.marker_body, strict=True)):
        error = _LANDMARK.get(label[1:])
        if error is None and chain.bodies[body].endswith(_FEET):
            error = ("foot_landmarks", "foot")
        if error is not None:
            position[m] += scale * published().of(*error) * random.standard_normal(3)
    return chain.parameters._replace(marker_position=position)


def _knees(
    chain: Chain, walk: FloatArray, standing: FloatArray, random: np.random.Generator, scale: float
) -> tuple[FloatArray, FloatArray]:
    walk, standing = walk.copy(), standing.copy()
    for side in Side:
        flexion = np.abs(walk[:, chain.coordinate(f"knee_flexion_{side}")])
        bent = np.minimum(flexion / np.deg2rad(60.0), 1.0)
        away = scale * published().of("knee_axis", "adduction") * random.standard_normal()
        walk[:, chain.coordinate(f"knee_adduction_{side}")] += away * bent
        zero = scale * published().of("knee_axis", "standing_rotation") * random.standard_normal()
        standing[:, chain.coordinate(f"knee_rotation_{side}")] += zero
    return walk, standing


def _seen(
    chain: Chain,
    coordinates: FloatArray,
    trial: Trial,
    task: Task,
    skin: Mapping[str, FloatArray],
    waves: FloatArray,
    random: np.random.Generator,
) -> FloatArray:
    rotation, position = forward(chain.topology, chain.parameters, coordinates)
    markers = place_markers(chain.topology, chain.parameters, rotation, position)
    slide = skin_motion(chain, coordinates, trial.time, task, skin, waves)[0]
    markers = markers + (rotation[:, chain.topology.marker_body] @ slide[..., None])[..., 0]
    return np.asarray(markers + _NOISE * random.standard_normal(markers.shape))


def _recorded(trial: Trial, markers: FloatArray) -> Recording:
    recording = identify(to_recording(trial))
    values = recording.markers.copy(data=markers)
    values.attrs = {**recording.markers.attrs, "frame": "lab"}
    return smooth(replace(recording, markers=values, frame="lab", plates=()), cutoff_for(str(Task.WALKING)))


def _angles(chain: Chain, coordinates: FloatArray, tilt: Mapping[Side, FloatArray]) -> FloatArray:
    """(F, A) true angles [rad]; feet that count as flat stand off level by their tilt."""
    rotation, _ = forward(chain.topology, chain.parameters, coordinates)
    size = np.array([published().of("foot_zero", part) for part in ("roll", "heading", "pitch")])
    for side in Side:
        turn = from_cardan("xyz", size * tilt[side] * np.array([1.0, 0.0, 1.0]))
        for part in _FEET:
            b = chain.body(f"{side}_{part}")
            rotation[:, b] = rotation[:, b] @ turn
    named = reported_angles(anatomy_of(chain), rotation, np.zeros(len(coordinates)))
    for side in Side:
        # The whole foot points elsewhere than it seems, its axes with it: only its direction tells.
        named[f"foot_progression_{side}"] = named[f"foot_progression_{side}"] + size[1] * tilt[side][1]
    return np.stack([named[c] for c in angle_columns()], axis=1)
