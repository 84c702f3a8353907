"""How what is assumed before a fit follows the markers: sizes and flat feet are read off them."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from groundup.body.default_chain import mirror_point
from groundup.body.fitted import Fit
from groundup.body.priors import offset_prior
from groundup.body.sampling import BoolArray, Samples
from groundup.body.shape import POSITION
from groundup.body.sizing import Landmarks, first_sizes
from groundup.body.subject import Subject
from groundup.mechanics.tree import FloatArray, IntArray
from groundup.quantities import Side

_STEP = 0.004  # m: of the size of the errors it is for
_FRAMES = 2


def prior_response(subject: Subject, fit: Fit) -> tuple[FloatArray, FloatArray]:
    """Follow every landmark's marker, moved on its own segment, through what is assumed before the fit.

    Parameters
    ----------
    subject, fit : a person, and how it was found.

    Returns
    -------
    (M, 3, M, 3) change of each marker offset's prior mean by each marker's place on its body [1], sizes as
    they are, and (S, M, 3) of the prior mean of the sizes [1].

    Notes
    -----
    By differences of a few frames. A leg's assumptions follow its own markers, the pelvis' those of the
    pelvis: the three are moved at once.
    """
    few = _few(fit.samples)
    labels, rotation = fit.markers.labels, fit.last.state.placed.rotation_body_in_lab
    bodies = fit.last.problem.topology.marker_body
    carried = rotation[few][:, bodies]
    samples = _rows(fit.samples, few)
    base_offsets, base_sizes = _assumed(subject, fit, samples)
    offsets = np.zeros((len(labels), 3, len(labels), 3))
    sizes = np.zeros((len(fit.last.problem.shape_sd), len(labels), 3))
    groups = _groups(fit)
    for moved in _one_of_each(groups):
        for axis in range(3):
            targets = samples.targets.copy()
            targets[:, moved] += _STEP * carried[:, moved][..., axis]
            mean, found = _assumed(subject, fit, replace(samples, targets=targets))
            change = (mean - base_offsets) / _STEP
            for m in moved:
                own = next(group for group in groups if m in group)
                offsets[own, :, m, axis] = change[own]
                sizes[:, m, axis] = (found - base_sizes) / _STEP * _of(fit, subject, m)
    return offsets, sizes


def _assumed(subject: Subject, fit: Fit, samples: Samples) -> tuple[FloatArray, FloatArray]:
    """(M, 3) offsets and (S,) sizes assumed before the fit; of the sizes, hip centres and lengths."""
    landmarks = Landmarks(samples, fit.markers)
    sizes = first_sizes(landmarks, subject.person)
    mean, _ = offset_prior(fit.markers, samples, sizes, landmarks)
    kind, body, direction = fit.last.problem.shape
    found = np.zeros(len(kind))
    for side in Side:
        joints = {
            "thigh": mirror_point(np.array(sizes[side].hip_centre), side),
            "shank": np.array([0.0, -sizes[side].thigh, 0.0]),
            "talus": np.array([0.0, -sizes[side].shank, 0.0]),
        }
        for part, place in joints.items():
            own = (kind == POSITION) & (body == subject.chain.body(f"{side}_{part}"))
            found[own] = direction[own] @ place
    # What a landmark does because its segment is longer is told by the size already.
    return mean - fit.last.problem.offset_follows @ found, found


def _of(fit: Fit, subject: Subject, marker: int) -> BoolArray:
    """(S,) sizes that are read off the markers of this one's leg, or of the pelvis."""
    segment = fit.markers.segment[fit.markers.labels[marker]]
    whose = [subject.chain.bodies[b] for b in fit.last.problem.shape.body]
    hips = np.array([name.endswith("_thigh") for name in whose])
    if segment == "pelvis":
        return hips
    own = segment.partition("_")[0]
    return np.asarray(np.array([name.startswith(f"{own}_") for name in whose]) & ~hips)


def _few(samples: Samples) -> IntArray:
    """Rows of a few frames: of flat feet, standing before walking, and of any."""
    chosen: list[int] = []
    for side in Side:
        flat = samples.flat[side]
        still = flat & samples.standing
        chosen += np.flatnonzero(still if still.any() else flat)[:_FRAMES].tolist()
    seen = np.isfinite(samples.targets).all(axis=2).sum(axis=1)
    chosen += np.argsort(-seen, kind="stable")[:_FRAMES].tolist()
    return np.unique(chosen)


def _rows(samples: Samples, rows: IntArray) -> Samples:
    return Samples(
        samples.targets[rows],
        samples.trial[rows],
        samples.standing[rows],
        {side: flat[rows] for side, flat in samples.flat.items()},
        samples.frame[rows],
    )


def _groups(fit: Fit) -> list[list[int]]:
    """Markers with a landmark's name: those of the pelvis, of the left leg, of the right leg."""
    named = [m for m, label in enumerate(fit.markers.labels) if label in fit.markers.landmark]
    segment = {m: fit.markers.segment[fit.markers.labels[m]] for m in named}
    legs = [[m for m in named if segment[m].startswith(f"{side}_")] for side in Side]
    return [[m for m in named if segment[m] == "pelvis"], *legs]


def _one_of_each(groups: list[list[int]]) -> Iterator[list[int]]:
    for k in range(max(len(group) for group in groups)):
        yield [group[k] for group in groups if k < len(group)]
