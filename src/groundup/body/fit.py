"""Fitting the chain to a person: sizes, marker offsets, joint axes and poses together."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from groundup.body.bundle import Solution, solve
from groundup.body.chain import Chain
from groundup.body.default_chain import TYPICAL_MASS, default_chain
from groundup.body.fitted import Fit, Stage
from groundup.body.inertia import with_fitted_lengths
from groundup.body.initial_pose import upright_poses
from groundup.body.observability import hidden_coordinates
from groundup.body.priors import (
    SOFT_TISSUE_SD,
    offset_follows,
    offset_prior,
    part_of,
    pose_prior_sd,
    shape_prior,
    soft_tissue_sd,
    with_functional_knee,
    with_standing_zero,
)
from groundup.body.problem import Problem, State
from groundup.body.sampling import BoolArray, Markers, Samples, sample_frames, usable_markers
from groundup.body.sizing import Landmarks, first_sizes
from groundup.body.subject import Subject
from groundup.mechanics.tree import FloatArray
from groundup.quantities import BadInputError, Side
from groundup.recording.recording import Person, Recording

_SMALLEST_SD = 0.0005
# Soft tissue moves with the joint angles: a trial holds few independent looks at it.
_INDEPENDENT_FRAMES = 5.0
# Residuals show how skin deforms, not how it slides as a whole over the bone, which is the larger part (A63).
_HIDDEN_SHARE = 3.0
_LANDMARKS_ONLY_SD = 0.02  # m: how roughly landmarks alone place a person
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

    Raises
    ------
    BadInputError
        If the pelvis is never seen by three markers at once.
    """
    person = person or next((r.person for r in recordings if r.person != Person()), Person())
    trials = [*recordings, *([static] if static is not None else [])]
    markers = usable_markers(trials)
    samples = sample_frames(recordings, static, markers)
    if not len(samples.targets):
        raise BadInputError(
            recordings[0].name,
            "pelvis",
            "a frame in which three markers of the pelvis are seen together",
            "none",
            "label the pelvis markers (both ASIS, and PSIS or sacrum) or fill their gaps",
        )
    landmarks = Landmarks(samples, markers)
    sizes = first_sizes(landmarks, person)
    chain = _with_markers(default_chain(sizes, mass=person.mass or TYPICAL_MASS), markers)
    mean, spread = offset_prior(markers, samples, sizes, landmarks)
    moving = _seen_while_moving(recordings, markers)
    hidden = hidden_coordinates(markers, moving, mean[[markers.labels.index(m) for m in moving]])
    chain = _with_hidden(chain, hidden)
    problem = _problem(chain, markers, samples, mean, spread)
    first, last, solution = _refine(problem, markers, chain, samples.standing)
    subject = _subject(chain, person, markers, samples, solution, recordings, static, hidden)
    return replace(subject, fit=Fit(markers, samples, tuple(t.name for t in trials), first, last))


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


def _problem(
    chain: Chain, markers: Markers, samples: Samples, mean: FloatArray, spread: FloatArray
) -> Problem:
    shape, shape_sd = shape_prior(chain)
    frames = (len(samples.targets), 1)
    counts = np.bincount(samples.trial)
    return Problem(
        topology=chain.topology,
        parameters=chain.parameters._replace(marker_position=mean.copy()),
        targets=samples.targets,
        marker_sd=soft_tissue_sd(markers),
        frame_weight=np.minimum(1.0, _INDEPENDENT_FRAMES / counts[samples.trial]),
        pose_mean=np.tile(chain.prior_mean, frames),
        pose_sd=np.tile(pose_prior_sd(chain), frames),
        lower=np.array([c.lower for c in chain.coordinates]),
        upper=np.array([c.upper for c in chain.coordinates]),
        shape=shape,
        shape_sd=shape_sd,
        offset_mean=mean,
        offset_sd=spread,
        offset_follows=offset_follows(markers, chain, shape),
    )


def _refine(
    problem: Problem, markers: Markers, chain: Chain, standing: BoolArray
) -> tuple[Stage, Stage, Solution]:
    """Poses on landmarks alone, then technical markers placed, then everything; then with the noise found."""
    named = np.array([label in markers.landmark for label in markers.labels])[:, None]
    by_landmark = replace(
        problem,
        targets=np.where(named, problem.targets, np.nan),
        marker_sd=np.maximum(problem.marker_sd, _LANDMARKS_ONLY_SD),
    )
    rough = solve(by_landmark, upright_poses(chain, problem), fit_shape=False, relative_decrease=1e-3).state
    position = np.where(named, problem.offset_mean, _middle_in_body(problem, rough))
    started = replace(
        problem,
        parameters=problem.parameters._replace(marker_position=position),
        offset_mean=position,
        pose_sd=with_standing_zero(problem.pose_sd, chain, rough.coordinates, standing),
    )
    first = solve(started, rough.coordinates, relative_decrease=1e-3)
    noise = np.maximum(_HIDDEN_SHARE * _noise(first, markers), _SMALLEST_SD)
    mean, spread = with_functional_knee(started.pose_mean, started.pose_sd, chain, first.state.coordinates)
    again = replace(started, marker_sd=np.minimum(problem.marker_sd, noise), pose_mean=mean, pose_sd=spread)
    last = solve(again, first.state.coordinates)
    return Stage(started, first.state), Stage(again, last.state), last


def _middle_in_body(problem: Problem, state: State) -> FloatArray:
    """(M, 3) median place of each marker in its body [m]; its origin where never seen."""
    bodies = problem.topology.marker_body
    rotation, position = state.placed.rotation_body_in_lab, state.placed.position_body_in_lab
    arm = problem.targets - position[:, bodies]
    local = (np.swapaxes(rotation[:, bodies], -1, -2) @ arm[..., None])[..., 0]
    return np.asarray(np.nan_to_num(np.nanmedian(local, axis=0)))


def _noise(solution: Solution, markers: Markers) -> FloatArray:
    """(M,) standard deviation per axis of each segment's marker residuals [m], by pooling its markers."""
    squared = solution.residual**2
    result = np.empty(len(markers.labels))
    parts = [part_of(markers.segment[label]) for label in markers.labels]
    unknowns = solution.state.coordinates.size + len(solution.state.shape) + 3 * len(markers.labels)
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
    lengths = {
        chain.body(f"{side}_{part}"): chain.body(f"{side}_{far}")
        for side in Side
        for part, far in (("thigh", "shank"), ("shank", "talus"))
    }
    found = with_fitted_lengths(chain.parameters, solution.state.parameters, lengths)
    fitted = replace(chain, parameters=found)
    distance = np.linalg.norm(solution.residual, axis=-1)
    trials = [*recordings, *([static] if static is not None else [])]
    rms = {
        t.name: float(np.sqrt(np.nanmean(distance[samples.trial == n] ** 2))) for n, t in enumerate(trials)
    }
    noise = _noise(solution, markers)
    notes = [] if solution.converged else ["the subject fit stopped before it converged"]
    return Subject(
        chain=fitted,
        person=person,
        marker_sd=dict(zip(markers.labels, noise.tolist(), strict=True)),
        residual_rms=rms,
        unobservable=hidden,
        knee_axis_functional=_functional_axes(chain, markers, solution.state.coordinates),
        static_trial=static.name if static is not None else None,
        sizes=_sizes(fitted),
        notes=tuple(notes),
    )


def _functional_axes(chain: Chain, markers: Markers, coordinates: FloatArray) -> dict[str, bool]:
    """Whether each knee's axis came from motion: it bent far enough, and both segments show their turn."""
    functional = {}
    for side in Side:
        bent = np.ptp(coordinates[:, chain.coordinate(f"knee_flexion_{side}")])
        count = [list(markers.segment.values()).count(f"{side}_{part}") for part in ("thigh", "shank")]
        functional[str(side)] = bool(bent > _FUNCTIONAL_RANGE) and min(count) >= 3
    return functional


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
