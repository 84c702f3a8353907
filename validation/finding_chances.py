"""Are the probabilities that findings state true? Virtual patients whose angles are known.

A finding states how probable it is that what was measured lies truly beyond a limit. Of a hundred such
statements of 70 %, seventy must be true. Beside the other validation a part of the patients is asked;
``python -m validation.finding_chances --all`` asks all who overpronate and all who are healthy.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np

from groundup.evidence.table import row
from groundup.findings.faults.overpronation import overpronation
from groundup.findings.leg import Leg
from groundup.findings.measures import measure
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.filters import cutoff_for, smooth
from groundup.recording.gaps import repair
from groundup.recording.recording import Recording
from groundup.synthetic.patient import Fault, Patient, Severity
from groundup.synthetic.patient_files import patient_trials
from groundup.synthetic.patients import HEALTHY, PER_SEVERITY, draw_patient
from groundup.synthetic.trial import Trial
from groundup.uncertainty.attach import with_errors
from validation._session import analysed
from validation.line import Line
from validation.sabotage import wrapped
from validation.virtual_walker import in_lab, true_angles

_PER_SEVERITY, _HEALTHY, _MEMBERS, _FRAMES, _PROCESSES = 4, 12, 60, 200, 2
_SLOPE = (0.8, 1.25)
_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
_PEAK, _RANGE = "rearfoot_eversion_peak", "rearfoot_frontal_range"
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")


@dataclass(frozen=True)
class Statement:
    """What was said, and whether it is so; `finding`: of a whole finding, else of one of its limits."""

    chance: float
    true: bool
    finding: bool


def lines() -> Iterator[Line]:
    """Brier score, reliability and slope of a part of the patients."""
    yield from judged(_asked(_patients(_PER_SEVERITY, _HEALTHY), _PROCESSES))


def judged(statements: Sequence[Statement]) -> Iterator[Line]:
    """Hold statements to the truth."""
    whole = [s for s in statements if s.finding]
    for what, own in (("findings", whole), ("findings and each of their limits", list(statements))):
        chance, true = np.array([s.chance for s in own]), np.array([float(s.true) for s in own])
        score, blind = float(np.mean((chance - true) ** 2)), float(np.mean(true) * (1.0 - np.mean(true)))
        yield Line(
            f"probabilities of {what}: Brier score",
            f"{score:.3f} of {len(own)} statements, {100 * np.mean(true):.0f} % of them true",
            f"< {blind:.3f}, of who states the share of all",
            score < blind,
        )
        yield Line(f"probabilities of {what}: stated, and true", _reliability(chance, true), "reported", None)
    chance, true = np.array([s.chance for s in statements]), np.array([float(s.true) for s in statements])
    slope, middle = calibration(chance, true)
    yield Line(
        "probabilities of findings and each of their limits: calibration slope",
        f"{slope:.2f}, intercept {middle:+.2f}",
        f"{_SLOPE[0]:g} to {_SLOPE[1]:g}",
        _SLOPE[0] <= slope <= _SLOPE[1],
    )


def calibration(chance: FloatArray, true: FloatArray) -> tuple[float, float]:
    """Slope and intercept of the truth's log odds on the stated ones (Cox 1958), by logistic regression."""
    stated = np.stack([np.log(chance / (1.0 - chance)), np.ones_like(chance)], axis=1)
    found = np.array([1.0, 0.0])
    for _ in range(50):
        expected = 1.0 / (1.0 + np.exp(-stated @ found))
        weight = expected * (1.0 - expected)
        step = np.linalg.solve(stated.T @ (weight[:, None] * stated), stated.T @ (true - expected))
        found = found + np.clip(step, -1.0, 1.0)
    return float(found[0]), float(found[1])


def _reliability(chance: FloatArray, true: FloatArray) -> str:
    parts = []
    for low, high in pairwise(_BINS):
        own = (chance >= low) & ((chance < high) | (high == _BINS[-1]))
        if own.any():
            parts.append(f"{100 * chance[own].mean():.0f}: {100 * true[own].mean():.0f} % of {own.sum()}")
    return "; ".join(parts)


def _patients(per_severity: int, healthy: int) -> list[Patient]:
    ill = [draw_patient(n, Fault.PRONATION, severity) for severity in Severity for n in range(per_severity)]
    return [*ill, *(draw_patient(n) for n in range(healthy))]


def statements_of(patient: Patient) -> list[Statement]:
    """Record and analyse a patient's walk, and hold what is said of each rearfoot to its true angles."""
    walking, standing = patient_trials(patient, frames=_FRAMES)
    session = analysed(_prepared(walking), _prepared(standing))
    measures = with_errors(measure([session.trial]), session.members(_MEMBERS))
    true = session.true_values(true_angles(walking))
    high, wide, low = (row(f"B13.{name}").value for name in ("eversion", "range", "not_pronated"))
    found = []
    for side in Side:
        peak, extent = (true.get((name, str(side), str(Task.WALKING))) for name in (_PEAK, _RANGE))
        leg = Leg(side, measures)
        told, spread, finding = leg.measured(_PEAK), leg.measured(_RANGE), overpronation(leg)
        if told is None or spread is None or peak is None or extent is None or np.isnan(finding.chance):
            continue
        found += [
            Statement(finding.chance, peak < -high or extent > wide, finding=True),
            Statement(spread.chance_beyond(wide), extent > wide, finding=False),
            Statement(told.chance_beyond(-low), peak > -low, finding=False),
        ]
    return found


def _prepared(trial: Trial) -> Recording:
    return smooth(repair(in_lab(trial)), cutoff_for(Task.WALKING))


def _asked(patients: Sequence[Patient], processes: int) -> list[Statement]:
    """Ask every patient, in processes of one thread each, or in this one."""
    if processes == 1:
        return [one for patient in patients for one in statements_of(patient)]
    kept = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        with multiprocessing.get_context("spawn").Pool(processes) as pool:
            return [one for own in pool.map(statements_of, patients, chunksize=2) for one in own]
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _surer(statements: list[Statement]) -> list[Statement]:
    """Log odds twice as large."""
    odds = [(s.chance / (1.0 - s.chance)) ** 2 for s in statements]
    return [replace(s, chance=o / (1.0 + o)) for s, o in zip(statements, odds, strict=True)]


def _turned_round(statements: list[Statement]) -> list[Statement]:
    return [replace(s, chance=1.0 - s.chance) for s in statements]


@contextmanager
def _told_wrong(change: Callable[[list[Statement]], list[Statement]]) -> Iterator[None]:
    with wrapped("validation.finding_chances", "_asked", change):
        yield


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "probabilities of findings: Brier": partial(_told_wrong, _turned_round),
    "probabilities of findings and each of their limits: Brier": partial(_told_wrong, _turned_round),
    "probabilities of findings and each of their limits: calibration": partial(_told_wrong, _surer),
}


def _all() -> int:
    found = list(judged(_asked(_patients(PER_SEVERITY, HEALTHY), _PROCESSES)))
    for line in found:
        verdict = {True: "ok", False: "SHORT", None: "-"}[line.passed]
        print(f"  {verdict:<5}  {line.what}: {line.reached} (must reach {line.required})")
    return 1 if any(line.passed is False for line in found) else 0


if __name__ == "__main__":
    if sys.argv[1:] != ["--all"]:
        sys.exit("usage: python -m validation.finding_chances --all")
    sys.exit(_all())
