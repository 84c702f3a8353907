"""A person and a recording drawn from the very errors the ensemble assumes, and the truth behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

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
from groundup.recording.recording import ForcePlate, Recording
from groundup.synthetic.markers import MarkerErrors, observe
from groundup.synthetic.trial import Trial, to_recording
from groundup.uncertainty.ensemble_loads import KNEECAP_SIZES
from groundup.uncertainty.error_sizes import published
from groundup.uncertainty.segment_slips import SEGMENT_SIZES
from groundup.uncertainty.skin import draw_waves, skin_motion, skin_sizes
from validation._drawn_forces import true_plates, wrong_plates

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


class SkinKind(StrEnum):
    """How skin moves over the bone."""

    OWN = "as the ensemble assumes"
    ALONE = "each marker by itself"


@dataclass(frozen=True)
class World:
    """What people are drawn from.

    Attributes
    ----------
    name : for people.
    landmarks : how much larger than in the table landmarks are missed.
    skin : SkinKind
    own_body : axes, lengths and hip centres are off the typical ones as in the table; otherwise they are the
        trial's own, drawn elsewhere.
    """

    name: str
    landmarks: float = 1.0
    skin: SkinKind = SkinKind.OWN
    own_body: bool = True


OWN_WORLD = World("people drawn from the ensemble's own errors")


@dataclass(frozen=True)
class Drawn:
    """One recording session, and the truth behind it.

    Attributes
    ----------
    walk, standing : as recorded, lab frame, smoothed; the walk with its plates.
    plates : the walk's plates without errors.
    angles : (F, A) true angles [rad].
    chain : the true body.
    coordinates, still : (F, C) its true poses in the walk, and standing [rad, m].
    scores : source -> (1, k) standard normal numbers of what is true of the loads alone.
    """

    walk: Recording
    standing: Recording
    plates: tuple[ForcePlate, ...]
    angles: FloatArray
    chain: Chain
    coordinates: FloatArray
    still: FloatArray
    scores: Mapping[str, FloatArray]


def draw_person(walk: Trial, standing: Trial, random: np.random.Generator, world: World = OWN_WORLD) -> Drawn:
    """Give a virtual walk's person, markers and plates errors.

    Parameters
    ----------
    walk, standing : of a person whose markers sit on their landmarks.
    random : where the errors are from.
    world : World
    """
    chain = _body(walk.worn, random) if world.own_body else walk.worn
    chain = replace(chain, parameters=_placed(chain, random, world.landmarks))
    q, still = walk.coordinates, standing.coordinates
    if world.own_body:
        q, still = _knees(chain, q, still, random)
    tilt = {side: random.standard_normal(3) for side in Side}
    skin = {name: random.standard_normal((1, size)) for name, size in skin_sizes(chain).items()}
    waves = [random.standard_normal(draw_waves(chain, 1, 0, 0).shape) for _ in (walk, standing)]
    if world.skin is SkinKind.ALONE:
        seen = [_alone(chain, c, t, random) for c, t in ((q, walk), (still, standing))]
    else:
        seen = [
            _seen(chain, c, t, task, skin, w, random)
            for c, t, task, w in (
                (q, walk, Task.WALKING, waves[0]),
                (still, standing, Task.STANDING, waves[1]),
            )
        ]
    scores = {
        name: random.standard_normal((1, size)) for name, size in {**SEGMENT_SIZES, **KNEECAP_SIZES}.items()
    }
    return Drawn(
        replace(_recorded(walk, seen[0]), plates=wrong_plates(walk, random)),
        _recorded(standing, seen[1]),
        true_plates(walk),
        _angles(chain, q, tilt),
        chain,
        q,
        still,
        scores,
    )


def _body(chain: Chain, random: np.random.Generator) -> Chain:
    shape, _ = shape_prior(chain)
    steps = np.zeros(len(shape.kind))
    subtalar = iter(("inclination", "deviation") * 2)
    for s, (kind, body) in enumerate(zip(shape.kind, shape.body, strict=True)):
        part = chain.bodies[body].partition("_")[2]
        if (int(kind), part) == (AXIS, "hindfoot"):
            steps[s] = published().of("subtalar_axis", next(subtalar))
        elif (int(kind), part) in _KIND:
            steps[s] = published().of(*_KIND[int(kind), part])
    steps = steps * random.standard_normal(len(steps))
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
    chain: Chain, walk: FloatArray, standing: FloatArray, random: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    walk, standing = walk.copy(), standing.copy()
    for side in Side:
        flexion = np.abs(walk[:, chain.coordinate(f"knee_flexion_{side}")])
        bent = np.minimum(flexion / np.deg2rad(60.0), 1.0)
        away = published().of("knee_axis", "adduction") * random.standard_normal()
        walk[:, chain.coordinate(f"knee_adduction_{side}")] += away * bent
        zero = published().of("knee_axis", "standing_rotation") * random.standard_normal()
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
    return np.asarray(markers + _NOISE * random.normal(size=markers.shape))


def _alone(chain: Chain, coordinates: FloatArray, trial: Trial, random: np.random.Generator) -> FloatArray:
    """Markers as seen when each slides by itself, with the knee and with the gait cycle."""
    rotation, position = forward(chain.topology, chain.parameters, coordinates)
    errors = MarkerErrors(placement=0.0, gaps=0, noise=_NOISE, seed=int(random.integers(1 << 30)))
    return observe(chain, rotation, position, coordinates, trial.time / trial.person.stride_time, errors)


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
