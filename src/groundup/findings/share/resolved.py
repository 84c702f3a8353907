"""Reference curves put onto a person: the motion nearest to them that this chain can make on its own feet."""

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
import xarray as xr

from groundup.body.subject import Subject
from groundup.findings.definition import Phase
from groundup.findings.measures import Trial
from groundup.findings.reference_curve import PERCENT, ReferenceCurve
from groundup.findings.share.alignment import Repetition
from groundup.findings.share.leg_links import leg_links
from groundup.findings.share.repetitions import phases_of, progression
from groundup.loads.knee.segment_pose import SegmentPose
from groundup.loads.knee.span import GAIT
from groundup.mechanics.ik import solve_poses
from groundup.mechanics.kinematics import poses as place_bodies
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Cycle
from groundup.quantities import Side

# The feet stand where they stood [m]. What no curve tells of this leg stays as recorded, hip and pelvis give
# way to close the chain, and the other leg most of all [rad].
_PLANTED, _FLOAT = 0.002, 1e-3
_KEPT, _YIELDING, _OTHER = np.deg2rad([1.0, 5.0, 10.0])
_SLACK = 0.05
_FEET = ("hindfoot", "forefoot", "toes")


def resolved(
    subject: Subject, trial: Trial, side: Side, curves: Mapping[str, ReferenceCurve]
) -> tuple[Repetition, ...]:
    """Solve the strides of a leg again, its joints drawn to reference curves and its foot where it was.

    Parameters
    ----------
    subject : fitted here: a model that was brought has other coordinates, and gives none.
    trial : Trial
    side : Side
    curves : angle -> ReferenceCurve
        That fit the person.

    Returns
    -------
    tuple of Repetition
        One for each complete stride; without forces, of which curves tell nothing.
    """
    if subject.model is not None or trial.movement.task not in GAIT:
        return ()
    return tuple(_resolved(subject, trial, side, curves))


def curve_sd(trial: Trial, side: Side, curve: ReferenceCurve) -> dict[Phase, float]:
    """How far apart people are in a curve, on the mean over each phase of a leg's strides [deg]."""
    found: dict[Phase, list[float]] = {}
    for cycle in _strides(trial, side):
        for phase, bounds in phases_of(cycle, trial.movement.task):
            percent = 100.0 * (np.linspace(*bounds, 21) - cycle.start) / (cycle.end - cycle.start)
            found.setdefault(phase, []).append(float(np.interp(percent, PERCENT, curve.sd).mean()))
    return {phase: float(np.mean(values)) for phase, values in found.items()}


def _strides(trial: Trial, side: Side) -> Iterator[Cycle]:
    yield from (cycle for cycle in trial.movement.cycles if cycle.side is side)


def _resolved(
    subject: Subject, trial: Trial, side: Side, curves: Mapping[str, ReferenceCurve]
) -> Iterator[Repetition]:
    chain, motion = subject.chain, trial.motion
    time = np.asarray(motion.poses.time.values, np.float64)
    heading, every = progression(trial), _array(motion.poses, "time", "coordinate")
    weight = _weights(subject, side, curves)
    placed = _array(motion.markers_model.sel(marker=list(chain.markers)), "time", "marker", "axis")
    for cycle in _strides(trial, side):
        phases = dict(phases_of(cycle, trial.movement.task))
        if not phases:
            continue
        length = cycle.end - cycle.start
        frames = np.flatnonzero(
            (time >= cycle.start - _SLACK * length)
            & (time <= max(end for _, end in phases.values()) + _SLACK * length)
            & np.isfinite(every).all(axis=1)
        )
        drawn = every[frames].copy()
        percent = 100.0 * (time[frames] - cycle.start) / length
        for name, curve in curves.items():
            coordinate = chain.coordinate_names.index(f"{name}_{side}")
            drawn[:, coordinate] = np.deg2rad(np.interp(percent % 100.0, PERCENT, curve.mean))
        found = solve_poses(
            chain.topology,
            chain.parameters,
            np.ascontiguousarray(placed[frames]),
            _planted(subject, trial, side, time[frames]),
            drawn,
            weight,
            np.array([c.lower for c in chain.coordinates]),
            np.array([c.upper for c in chain.coordinates]),
            chain.locked,
            every[frames[0]],
            variance=False,
        ).coordinates
        bodies = place_bodies(chain.topology, chain.parameters, found)
        segment = partial(_segment, chain.bodies, bodies.rotation_body_in_lab, bodies.position_body_in_lab)
        leg = leg_links(segment, side, heading[frames])
        yield Repetition(leg, time[frames], phases, None, trial.recording.name, side, fixed=True)


def _weights(subject: Subject, side: Side, curves: Mapping[str, ReferenceCurve]) -> FloatArray:
    """(C,) how firmly each coordinate is drawn [1/rad^2, 1/m^2]."""
    sd = []
    for name in subject.chain.coordinate_names:
        stem = name.removesuffix(f"_{side}")
        if stem in curves and stem != name:
            sd.append(np.deg2rad(max(float(curves[stem].sd.mean()), 1.0)))
        elif name.startswith("pelvis_t") and name[-1] in "xyz":
            sd.append(1.0 / _FLOAT)
        elif name.endswith(f"_{side.other}"):
            sd.append(_OTHER)
        else:
            sd.append(_YIELDING if name.startswith(("pelvis", "hip")) else _KEPT)
    return np.asarray(sd, np.float64) ** -2


def _planted(subject: Subject, trial: Trial, side: Side, time: FloatArray) -> FloatArray:
    """(F, M) weights of the markers: of this foot, and of the other while it stands [1/m^2]."""
    chain = subject.chain
    carrier = np.array([chain.bodies[b] for b in chain.topology.marker_body])
    weights = np.zeros((len(time), len(carrier)))
    for one in Side:
        own = np.isin(carrier, [f"{one}_{part}" for part in _FEET])
        stands = np.full(len(time), one is side)
        for contact in trial.movement.contacts:
            if contact.side is one:
                stands |= (time >= contact.start) & (time <= contact.end)
        weights[np.ix_(stands, own)] = _PLANTED**-2
    return weights


def _segment(
    bodies: tuple[str, ...], rotation: FloatArray, position: FloatArray, name: str
) -> SegmentPose | None:
    if name not in bodies:
        return None
    b = bodies.index(name)
    return SegmentPose(rotation[:, b], position[:, b])


def _array(table: xr.DataArray, *dims: str) -> FloatArray:
    return np.asarray(table.transpose(*dims).values, np.float64)
