"""Every share of a person: what their knees are held against, and where the difference sits."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from groundup.body.sampling import targets_of
from groundup.body.subject import Subject
from groundup.findings.definition import Phase
from groundup.findings.fit import Person
from groundup.findings.measures import Trial
from groundup.findings.norms.norms import Norms
from groundup.findings.reference_curve import ReferenceCurve, reference_curve
from groundup.findings.share.alignment import Repetition
from groundup.findings.share.compare import shares
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.earlier import EarlierSession
from groundup.findings.share.quantity import QUANTITIES, Kind
from groundup.findings.share.repetitions import SHARED_TASKS, repetitions
from groundup.findings.share.resolved import curve_sd, resolved
from groundup.findings.share.share import Reference, Share
from groundup.findings.stride_measures import SPEED, STRIDE_MEASURES, read_stride
from groundup.loads.knee.span import GAIT
from groundup.motion.heel_bone import own_heels
from groundup.motion.task import Task
from groundup.quantities import Side

_JOINTS = (
    "hip_flexion",
    "hip_adduction",
    "hip_rotation",
    "knee_flexion",
    "knee_adduction",
    "knee_rotation",
    "ankle_dorsiflexion",
)
"""Angles that are coordinates of the chain."""
_ANGLES, _FORCES = (
    tuple(q.name for q in QUANTITIES if (q.kind is Kind.ANGLE) is angles) for angles in (True, False)
)
_SPEED = next(one for one in STRIDE_MEASURES if one.definition.name == SPEED)


def comparisons(
    subject: Subject,
    trials: Sequence[Trial],
    natural: Sequence[Trial] = (),
    person: Person | None = None,
    own: Norms | None = None,
    earlier: EarlierSession[Trial] | None = None,
) -> tuple[Comparison, ...]:
    """Find what each leg can be held against.

    Own natural trials, an earlier session, the other leg, curves that fit the person.

    Parameters
    ----------
    subject : Subject
    trials : as analysed.
    natural : of the same person and session, as they usually move.
    person : Person, optional
        What reference curves must fit; not known, they fit nobody surely.
    own : Norms, optional
        The laboratory's own, preferred to published curves.
    earlier : EarlierSession, optional
    """
    curves = () if own is None else own.curves()
    before: EarlierSession[Trial] = EarlierSession(subject, ()) if earlier is None else earlier
    return tuple(_comparisons(subject, trials, natural, before, person or Person(), curves))


def account(comparisons: Sequence[Comparison]) -> tuple[Share, ...]:
    """Share out every comparison."""
    return tuple(share for comparison in comparisons for share in shares(comparison))


def _comparisons(
    subject: Subject,
    trials: Sequence[Trial],
    natural: Sequence[Trial],
    earlier: EarlierSession[Trial],
    person: Person,
    curves: Sequence[ReferenceCurve],
) -> Iterator[Comparison]:
    for task in dict.fromkeys(t.movement.task for t in trials):
        if task not in SHARED_TASKS:
            continue
        own = [t for t in trials if t.movement.task is task]
        legs = {side: _of(own, side) for side in Side}
        for reference, whose, told in (
            (Reference.NATURAL, subject, natural),
            (Reference.EARLIER, earlier.subject, earlier.trials),
            (Reference.OTHER_LEG, subject, own),
        ):
            usual = [t for t in told if t.movement.task is task]
            for side in Side:
                from_leg = side.other if reference is Reference.OTHER_LEG else side
                against = _of(usual, from_leg)
                if legs[side] and against:
                    apart = all(_shows_heel(subject, t, side) for t in own) and all(
                        _shows_heel(whose, t, from_leg) for t in usual
                    )
                    for forces, only in ((False, _ANGLES), (True, _FORCES)):
                        yield Comparison(
                            reference, task, side, legs[side], against, apart, only, forces=forces
                        )
        fitting = _fitting(task, own, person, curves)
        for side in Side:
            yield from _against_curves(subject, own, side, legs[side], fitting)


def _fitting(
    task: Task, trials: Sequence[Trial], person: Person, curves: Sequence[ReferenceCurve]
) -> dict[str, ReferenceCurve]:
    """Curves of the leg's joints that fit the person at this speed, by angle."""
    told = [read_stride(_SPEED, t.movement, side) for t in trials for side in Side if task in GAIT]
    seen = np.concatenate([values[np.isfinite(values)] for values in told]) if told else np.zeros(0)
    speed = float(seen.mean()) if len(seen) else None
    found = {name: reference_curve(curves, task, name, speed) for name in _JOINTS}
    return {
        name: curve
        for name, curve in found.items()
        if curve is not None and np.isfinite(curve.mean).all() and not curve.misfits(person, speed)
    }


def _against_curves(
    subject: Subject,
    trials: Sequence[Trial],
    side: Side,
    legs: tuple[Repetition, ...],
    curves: Mapping[str, ReferenceCurve],
) -> Iterator[Comparison]:
    """Hold a leg against curves, of the knee at least, put onto this body with the feet where they stood."""
    told = [name for name in curves if name.startswith("knee")]
    usual = [r for t in trials for r in resolved(subject, t, side, curves)] if told and legs else []
    if not usual:
        return
    apart: dict[tuple[Phase, str], list[float]] = {}
    for name in told:
        for trial in trials:
            for phase, sd in curve_sd(trial, side, curves[name]).items():
                apart.setdefault((phase, name), []).append(sd)
    yield Comparison(
        Reference.CURVES,
        trials[0].movement.task,
        side,
        legs,
        tuple(usual),
        only=tuple(told),
        source=curves[told[0]].source,
        usual_sd={key: float(np.mean(values)) for key, values in apart.items()},
    )


def _of(trials: Sequence[Trial], side: Side) -> tuple[Repetition, ...]:
    return tuple(one for trial in trials for one in repetitions(trial, side))


def _shows_heel(subject: Subject, trial: Trial, side: Side) -> bool:
    """Whether markers on the heel bone tell the subtalar joint from the foot's roll."""
    return side in own_heels(subject, targets_of(trial.recording, subject.chain.markers))
