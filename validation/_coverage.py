"""Which intervals of a virtual session hold the truth: measures and curves of angles and loads."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from groundup.assessment import TrialResult
from groundup.findings.angle_measures import angle_measures
from groundup.findings.load_measures import Source, load_measures
from groundup.findings.measures import measure
from groundup.loads.ground_force import ground_force
from groundup.loads.loads import Loads
from groundup.mechanics.tree import FloatArray, Parameters
from groundup.motion.joint_angles import angle_columns
from groundup.quantities import ANGLES, Side
from groundup.uncertainty.ensemble import Ensemble
from groundup.uncertainty.ensemble_loads import MemberLoads, ensemble_loads
from groundup.uncertainty.gather import mean_curves, member_trial
from groundup.uncertainty.interval import spread_about
from groundup.uncertainty.load_curves import People
from validation._error_model import Drawn
from validation._session import EVERY, Session, analysed

MEASURES = ("angles, sagittal", "angles, frontal", "angles, transverse")
MOMENTS, LOADS = "joint moments", "powers and knee loads"
ANGLE_CURVES, LOAD_CURVES = "curves of angles", "curves of moments and powers"
QUANTITIES = (*MEASURES, MOMENTS, LOADS, ANGLE_CURVES, LOAD_CURVES)

Told = Mapping[tuple[str, str, str], float]
"""Quantity, name, leg -> share of it whose interval holds the truth: 0 or 1 of a measure, of a curve any."""

_PLANES = {m.definition.name: f"angles, {m.angle.plane}" for m in angle_measures()}
_KINDS = {
    m.definition.name: MOMENTS if m.source is Source.MOMENTS else LOADS
    for m in load_measures()
    # Impact and what is borne follow from plates alone; see `ensemble_loads`.
    if m.source in (Source.MOMENTS, Source.POWERS, Source.ABSORBED, Source.KNEE)
}
_CURVES = {angle.name for angle in ANGLES}


def told(drawn: Drawn, members: int) -> Told:
    """Analyse a session with its ensemble, and hold every interval to the truth."""
    session = analysed(drawn.walk, drawn.standing)
    made = session.members(members, only=EVERY)
    return {**_measures(session, made, drawn), **_curves(session, made, drawn)}


def _measures(session: Session, made: Ensemble, drawn: Drawn) -> dict[tuple[str, str, str], float]:
    own = {(m.definition.name, m.side): m.value for m in measure([session.trial]) if m.n}
    true = {(name, Side(side)): value for (name, side, _), value in session.true_values(drawn.angles).items()}
    loads = _true_loads(session, drawn)
    if loads is not None:
        true |= {
            (one.definition.name, side): float(np.nanmean(values[0]))
            for (one, side), values in loads.measures.items()
            if np.isfinite(values).any()
        }
    found = {}
    for (name, side, _), values in made.measures.items():
        kind = _PLANES.get(name) or _KINDS.get(name)
        if kind is None or (name, side) not in own or (name, side) not in true:
            continue
        sd, low, high = (float(x) for x in spread_about(np.asarray(own[name, side]), values))
        if np.isfinite(sd) and sd > 0.0:
            found[kind, name, str(side)] = float(low <= true[name, side] <= high)
    return found


def _curves(session: Session, made: Ensemble, drawn: Drawn) -> dict[tuple[str, str, str], float]:
    trial = session.trial
    shown = trial.motion.angles.transpose("time", "angle").sel(angle=list(angle_columns())).values
    true = np.where(np.isfinite(shown), drawn.angles, np.nan)
    pairs = dict(_pairs(mean_curves([member_trial(trial, np.stack([shown, true]))])))
    loads, own = _true_loads(session, drawn), _own_loads(session)
    if loads is not None and own is not None:
        for (name, side), cycles in own.cycles.items():
            if (name, side) not in loads.cycles:
                continue
            pairs[name, side] = np.stack([_mean(cycles[0]), _mean(loads.cycles[name, side][0])])
    found = {}
    for (_, side, name), curves in made.curves.items():
        if side is None or (name, side) not in pairs:
            continue
        value, truth = pairs[name, side]
        sd, low, high = spread_about(value, curves)
        seen = np.isfinite(sd) & np.isfinite(truth) & (sd > 0.0)
        if seen.any():
            kind = ANGLE_CURVES if name in _CURVES else LOAD_CURVES
            found[kind, name, str(side)] = float(((low <= truth) & (truth <= high))[seen].mean())
    return found


def _pairs(curves) -> Iterator[tuple[tuple[str, Side], FloatArray]]:  # type: ignore[no-untyped-def]
    for (_, side, name), pair in curves:
        if side is not None:
            yield (name, side), pair


def _mean(cycles: FloatArray) -> FloatArray:
    return np.asarray(cycles.mean(axis=0))


def _true_loads(session: Session, drawn: Drawn) -> MemberLoads | None:
    """Loads of the true body in its true poses under the true forces, read where the analysis reads them."""
    trial = session.trial
    ground = ground_force(replace(drawn.walk, plates=drawn.plates), trial.movement.contacts)
    if not isinstance(trial.loads, Loads) or ground is None:
        return None
    true = replace(trial, loads=replace(trial.loads, ground=ground))
    return _of_one(session, true, drawn.chain, drawn.coordinates, drawn.angles, drawn.still, drawn.scores)


def _own_loads(session: Session) -> MemberLoads | None:
    trial, chain = session.trial, session.subject.chain
    if not isinstance(trial.loads, Loads):
        return None
    angles = trial.motion.angles.transpose("time", "angle").sel(angle=list(angle_columns())).values
    poses = trial.motion.poses.transpose("time", "coordinate").values
    return _of_one(session, trial, chain, poses, angles, None, {})


def _of_one(
    session: Session,
    trial: TrialResult,
    chain,  # type: ignore[no-untyped-def]
    poses: FloatArray,
    angles: FloatArray,
    still: FloatArray | None,
    scores: Mapping[str, FloatArray],
) -> MemberLoads:
    parameters = Parameters(*(np.ascontiguousarray(array[None]) for array in chain.parameters))
    subject = replace(session.subject, chain=replace(chain, parameters=parameters))
    named = dict(zip(angle_columns(), angles.T[:, None], strict=True))
    people = People(subject, np.ascontiguousarray(poses[None]), named, None if still is None else still[None])
    return ensemble_loads(trial, people, scores)
