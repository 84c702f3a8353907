"""Fitting the chain to a person: sizes, marker offsets, joint axes and poses together."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from groundup.body.anthropometry import Sizes, landmark_position, landmark_sd
from groundup.body.bundle import Problem, Solution, reweighted, solve
from groundup.body.chain import Chain
from groundup.body.default_chain import TYPICAL_MASS, default_chain, prior_mean
from groundup.body.initial_pose import upright_poses
from groundup.body.jacobian import AXIS, POSITION, TURN, ShapeParameters, place
from groundup.body.observability import hidden_coordinates
from groundup.body.sampling import BoolArray, Markers, Samples, sample_frames, usable_markers
from groundup.body.sizing import Landmarks, first_sizes, flat_foot_positions
from groundup.body.subject import Subject
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.recording.recording import Person, Recording

log = logging.getLogger(__name__)

# Soft-tissue motion of a skin marker about its segment, one standard deviation per axis [m]: starting values
# from EVIDENCE section A (A62-A65); the fit then estimates them from its own residuals.
SOFT_TISSUE_SD = {
    "pelvis": 0.008,
    "trunk": 0.015,
    "thigh": 0.010,
    "shank": 0.006,
    "hindfoot": 0.004,
    "forefoot": 0.004,
    "toes": 0.006,
}
_SMALLEST_SD = 0.0005
_INDEPENDENT_FRAMES = (
    5.0  # soft tissue moves with the joint angles: a trial holds few independent looks at it
)
# Residuals show how skin deforms, not how it slides as a whole over the bone, which is the larger part (A63).
_HIDDEN_SHARE = 3.0
_FREE = 0.3  # m: prior of a marker without anatomical meaning
_FLAT_SD = np.array([0.008, 0.003, 0.003])
_HIP_CENTRE_SD = 0.008  # EVIDENCE A71 (12 mm in space, per axis)
_TALOCRURAL_SD = np.deg2rad(4.0)  # EVIDENCE F32
_SUBTALAR_SD = np.deg2rad((9.0, 11.0))  # EVIDENCE F31: inclination, deviation
_TORSION_SD = np.deg2rad(15.0)
_STANDING_KNEE_ROTATION_SD = np.deg2rad(2.0)
_UPRIGHT_KNEE = np.deg2rad(25.0)
_FUNCTIONAL_RANGE = np.deg2rad(30.0)


def fit_subject(
    recordings: Sequence[Recording], static: Recording | None = None, person: Person | None = None
) -> Subject:
    """Fit the default chain to a person.

    Parameters
    ----------
    recordings : sequence of Recording
        Movement trials of one person and one marker placement; in lab frame, matched to a protocol.
    static : Recording, optional
        A standing trial; it sets the zero of knee rotation and of the foot.
    person : Person, optional
        Mass, height, joint widths; those of the first recording that states any otherwise.
    """
    person = person or next((r.person for r in recordings if r.person != Person()), Person())
    trials = [*recordings, *([static] if static is not None else [])]
    markers = usable_markers(trials)
    samples = sample_frames(recordings, static, markers)
    landmarks = Landmarks(samples, markers)
    sizes = first_sizes(landmarks, person)
    chain = _with_markers(default_chain(sizes, mass=person.mass or TYPICAL_MASS), markers)
    mean, spread = _offset_prior(markers, samples, sizes, landmarks)
    moving = _seen_while_moving(recordings, markers)
    hidden = hidden_coordinates(markers, moving, mean[[markers.labels.index(m) for m in moving]])
    chain = _with_hidden(chain, hidden)
    problem = _problem(chain, markers, samples, mean, spread)
    solution = _refine(problem, markers, chain, samples.standing)
    return _subject(chain, person, markers, samples, solution, recordings, static, hidden)


def _with_markers(chain: Chain, markers: Markers) -> Chain:
    bodies = np.array([chain.body(markers.segment[label]) for label in markers.labels], dtype=np.int64)
    return replace(
        chain,
        markers=markers.labels,
        topology=chain.topology._replace(marker_body=bodies),
        parameters=chain.parameters._replace(marker_position=np.zeros((len(bodies), 3))),
    )


def _with_hidden(chain: Chain, hidden: dict[str, str]) -> Chain:
    """Lock joints the markers cannot see; a hidden subtalar joint stays free, it lets the foot point."""
    stems = ("midtarsal_dorsiflexion", "toe_dorsiflexion", "lumbar")
    coordinates = tuple(
        replace(c, locked=True) if c.name in hidden and c.name.startswith(stems) else c
        for c in chain.coordinates
    )
    return replace(chain, coordinates=coordinates)


def _seen_while_moving(recordings: Sequence[Recording], markers: Markers) -> list[str]:
    seen: set[str] = set()
    for recording in recordings:
        share = np.isfinite(recording.markers.values).all(axis=2).mean(axis=0)
        seen |= {label for label, s in zip(recording.labels, share, strict=True) if s > 0.2}
    return [label for label in markers.labels if label in seen]


def _offset_prior(
    markers: Markers, samples: Samples, sizes: Mapping[Side, Sizes], landmarks: Landmarks
) -> tuple[FloatArray, FloatArray]:
    """(M, 3) mean and spread of the marker offsets before the fit [m]."""
    mean, spread = np.zeros((len(markers.labels), 3)), np.full((len(markers.labels), 3), _FREE)
    flat = {
        label: p
        for side in Side
        for label, p in flat_foot_positions(samples, markers, side, sizes[side], landmarks).items()
    }
    for m, label in enumerate(markers.labels):
        name = markers.landmark.get(label)
        if name is not None:
            side = Side.LEFT if name.startswith("left_") else Side.RIGHT
            mean[m], spread[m] = landmark_position(name, sizes[side]), landmark_sd(name)
        if label in flat:
            mean[m] = flat[label]
            spread[m] = _FLAT_SD if name is not None else 3 * _FLAT_SD
    return mean, spread


def _shape(chain: Chain) -> tuple[ShapeParameters, FloatArray]:
    """Sizes and axes the fit may change, with their prior spread."""
    kind, body, direction, spread = [], [], [], []

    def add(what: int, name: str, vector: FloatArray, sd: float) -> None:
        kind.append(what)
        body.append(chain.body(name))
        direction.append(vector)
        spread.append(sd)

    for axis in np.eye(3):
        add(POSITION, "trunk", axis, 0.03)
    for side in Side:
        for axis in np.eye(3):
            add(POSITION, f"{side}_thigh", axis, _HIP_CENTRE_SD)
        for name in ("shank", "talus"):
            add(POSITION, f"{side}_{name}", np.array([0.0, -1.0, 0.0]), 0.05)
        add(TURN, f"{side}_talus", np.array([0.0, 1.0, 0.0]), _TORSION_SD)
        for axis in np.eye(3)[:2]:
            add(AXIS, f"{side}_talus", axis, _TALOCRURAL_SD)
        subtalar = chain.parameters.rotation_axis[chain.body(f"{side}_hindfoot"), 0]
        heading = np.array([subtalar[0], 0.0, subtalar[2]])
        up_tilt = np.cross(heading, [0.0, 1.0, 0.0])
        add(AXIS, f"{side}_hindfoot", up_tilt / np.linalg.norm(up_tilt), _SUBTALAR_SD[0])
        add(AXIS, f"{side}_hindfoot", np.array([0.0, 1.0, 0.0]), _SUBTALAR_SD[1])
    return ShapeParameters(np.array(kind), np.array(body), np.array(direction)), np.array(spread)


def _offset_follows(markers: Markers, chain: Chain, shape: ShapeParameters) -> FloatArray:
    """(M, 3, S): landmarks at a segment's far end move with its length."""
    follows = np.zeros((len(markers.labels), 3, len(shape.kind)))
    far = {"knee": "shank", "patella": "shank", "ankle": "talus"}
    for m, label in enumerate(markers.labels):
        name = markers.landmark.get(label, "")
        side, _, part = name.partition("_")
        joint = far.get(part.split("_")[0])
        if joint is None or side not in tuple(Side):
            continue
        for s, (kind, body, direction) in enumerate(zip(*shape, strict=True)):
            if kind == POSITION and body == chain.body(f"{side}_{joint}"):
                follows[m, :, s] = direction
    return follows


def _problem(
    chain: Chain, markers: Markers, samples: Samples, mean: FloatArray, spread: FloatArray
) -> Problem:
    frames = len(samples.targets)
    shape, shape_sd = _shape(chain)
    pose_mean = np.tile(prior_mean(chain), (frames, 1))
    sd = np.array([1e-5 if c.locked else c.prior_sd for c in chain.coordinates])
    pose_sd = np.tile(sd, (frames, 1))
    counts = np.bincount(samples.trial)
    weight = np.minimum(1.0, _INDEPENDENT_FRAMES / counts[samples.trial])
    return Problem(
        topology=chain.topology,
        parameters=chain.parameters._replace(marker_position=mean.copy()),
        targets=samples.targets,
        marker_sd=np.array([SOFT_TISSUE_SD[_part(markers.segment[label])] for label in markers.labels]),
        frame_weight=weight,
        pose_mean=pose_mean,
        pose_sd=pose_sd,
        lower=np.array([c.lower for c in chain.coordinates]),
        upper=np.array([c.upper for c in chain.coordinates]),
        shape=shape,
        shape_sd=shape_sd,
        offset_mean=mean,
        offset_sd=spread,
        offset_follows=_offset_follows(markers, chain, shape),
    )


def _part(segment: str) -> str:
    return segment.removeprefix("left_").removeprefix("right_")


def _refine(problem: Problem, markers: Markers, chain: Chain, standing: BoolArray) -> Solution:
    """Poses on landmarks alone, then technical markers placed, then everything; then with the noise found."""
    named = np.array([label in markers.landmark for label in markers.labels])
    by_landmark = replace(
        problem,
        targets=np.where(named[:, None], problem.targets, np.nan),
        marker_sd=np.maximum(problem.marker_sd, 0.02),
    )
    poses = solve(
        by_landmark, upright_poses(chain, problem), fit_shape=False, relative_decrease=1e-3
    ).state.poses
    problem = _with_standing_zero(problem, chain, poses, standing)
    placed = place(problem.topology, problem.parameters, poses)
    bodies = problem.topology.marker_body
    local = np.einsum("fmji,fmj->fmi", placed.rotation[:, bodies], problem.targets - placed.origin[:, bodies])
    position = np.where(named[:, None], problem.offset_mean, np.nan_to_num(np.nanmedian(local, axis=0)))
    started = replace(
        problem,
        parameters=problem.parameters._replace(marker_position=position),
        offset_mean=np.where(named[:, None], problem.offset_mean, position),
    )
    first = solve(started, poses, relative_decrease=1e-3)
    table = problem.marker_sd
    again = reweighted(
        started, np.minimum(table, np.maximum(_HIDDEN_SHARE * _noise(first, markers), _SMALLEST_SD))
    )
    return solve(again, first.state.poses)


def _with_standing_zero(problem: Problem, chain: Chain, poses: FloatArray, standing: BoolArray) -> Problem:
    """Standing upright sets the zero of knee rotation; a crouched "static" trial does not."""
    pose_sd = problem.pose_sd.copy()
    for side in Side:
        upright = standing & (np.abs(poses[:, chain.coordinate(f"knee_flexion_{side}")]) < _UPRIGHT_KNEE)
        pose_sd[upright, chain.coordinate(f"knee_rotation_{side}")] = _STANDING_KNEE_ROTATION_SD
    return replace(problem, pose_sd=pose_sd)


def _noise(solution: Solution, markers: Markers) -> FloatArray:
    """(M,) standard deviation per axis of each segment's marker residuals [m], by pooling its markers."""
    squared = solution.residual**2
    result = np.empty(len(markers.labels))
    parts = [_part(markers.segment[label]) for label in markers.labels]
    unknowns = solution.state.poses.size + len(solution.state.shape) + 3 * len(markers.labels)
    observed = np.isfinite(squared).sum()
    inflate = np.sqrt(observed / max(observed - unknowns, 0.25 * observed))
    for part in set(parts):
        members = [m for m, p in enumerate(parts) if p == part]
        spread = (
            np.sqrt(np.nanmedian(squared[:, members])) / 0.6745
            if np.isfinite(squared[:, members]).any()
            else 0.0
        )
        result[members] = np.clip(spread * inflate, _SMALLEST_SD, 2 * SOFT_TISSUE_SD[part])
    return result


def _subject(
    chain: Chain,
    person: Person,
    markers: Markers,
    samples: Samples,
    solution: Solution,
    recordings: Sequence[Recording],
    static: Recording | None,
    hidden: dict[str, str],
) -> Subject:
    fitted = replace(chain, parameters=solution.state.parameters)
    distance = np.linalg.norm(solution.residual, axis=-1)
    trials = [*recordings, *([static] if static is not None else [])]
    rms = {
        t.name: float(np.sqrt(np.nanmean(distance[samples.trial == n] ** 2))) for n, t in enumerate(trials)
    }
    noise = _noise(solution, markers)
    functional = {}
    for side in Side:
        flexion = solution.state.poses[:, chain.coordinate(f"knee_flexion_{side}")]
        enough = all(
            sum(s == f"{side}_{part}" for s in markers.segment.values()) >= 3 for part in ("thigh", "shank")
        )
        functional[str(side)] = bool(np.ptp(flexion) > _FUNCTIONAL_RANGE) and enough
    notes = [] if solution.converged else ["the subject fit stopped before it converged"]
    return Subject(
        chain=fitted,
        person=person,
        marker_sd=dict(zip(markers.labels, noise.tolist(), strict=True)),
        residual_rms=rms,
        unobservable=hidden,
        knee_axis_functional=functional,
        static_trial=static.name if static is not None else None,
        sizes=_sizes(fitted),
        notes=tuple(notes),
    )


def _sizes(chain: Chain) -> dict[str, float]:
    position = chain.parameters.parent_position
    result = {}
    for side in Side:
        result[f"thigh length {side}"] = float(np.linalg.norm(position[chain.body(f"{side}_shank")]))
        result[f"shank length {side}"] = float(np.linalg.norm(position[chain.body(f"{side}_talus")]))
        axis = chain.parameters.rotation_axis[chain.body(f"{side}_hindfoot"), 0]
        result[f"subtalar inclination {side}"] = float(np.arcsin(abs(axis[1])))
    hips = [position[chain.body(f"{side}_thigh")] for side in Side]
    result["distance between hip centres"] = float(np.linalg.norm(hips[0] - hips[1]))
    return result
