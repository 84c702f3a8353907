"""Virtual patients through the real analysis, and what it said of each leg."""

import multiprocessing
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groundup.analyze import analyze
from groundup.findings.finding import Kind, Verdict
from groundup.findings.findings import find
from groundup.quantities import Side
from groundup.screening.intake import Intake
from groundup.synthetic.patient import Fault, Patient, Severity
from groundup.synthetic.patient_files import write_patient
from groundup.synthetic.patient_intake import intake

PROCESSES = 2
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")
# Read beside the findings, for those who ask why.
_MEASURES = ("rearfoot_eversion_peak", "rearfoot_frontal_range", "rearfoot_eversion_excursion", "gait_speed")


@dataclass(frozen=True)
class Outcome:
    """What was said of one patient.

    `verdicts` and `from_gait` (the same without intake): (fault name, side) -> verdict; `measures`: (name,
    side) -> value [deg, m/s].
    """

    name: str
    fault: Fault | None
    severity: Severity | None
    sides: tuple[Side, ...]
    verdicts: dict[tuple[str, Side], Verdict]
    from_gait: dict[tuple[str, Side], Verdict]
    measures: dict[tuple[str, Side], float]

    def found(self, fault: Fault, *, gait: bool = False) -> bool:
        """Whether a fault is said to be present: on a leg that has it, or on any where none should."""
        said = self.from_gait if gait else self.verdicts
        legs = self.sides if self.fault is fault else tuple(Side)
        return any(said[fault, side] is Verdict.PRESENT for side in legs)

    def suspected(self, fault: Fault, *, gait: bool = False) -> bool:
        """The same, `consistent with` counted too."""
        said = self.from_gait if gait else self.verdicts
        legs = self.sides if self.fault is fault else tuple(Side)
        return any(said[fault, side] in (Verdict.PRESENT, Verdict.CONSISTENT) for side in legs)


def outcome(patient: Patient) -> Outcome:
    """Write a patient's files, analyse them, and read what was found."""
    with tempfile.TemporaryDirectory() as folder:
        # No rule of the faults reads a force, and plates double the time of reading.
        files = write_patient(patient, Path(folder), plates=False)
        told = analyze([files.walk], static=files.standing, intake=files.intake)
    return Outcome(
        patient.name,
        patient.fault,
        patient.severity,
        patient.sides,
        {(f.name, f.side): f.verdict for f in told.findings if f.kind is Kind.FAULT},
        {(f.name, f.side): f.verdict for f in find(told.measures, None) if f.kind is Kind.FAULT},
        {(m.definition.name, m.side): m.value for m in told.measures if m.definition.name in _MEASURES},
    )


def told_alone(patient: Patient) -> Outcome:
    """Read what tests and history alone say of a patient who did not walk."""
    found = find((), Intake.model_validate(intake(patient)))
    said = {(f.name, f.side): f.verdict for f in found if f.kind is Kind.FAULT}
    nothing = dict.fromkeys(said, Verdict.CANNOT_TELL)
    return Outcome(patient.name, patient.fault, patient.severity, patient.sides, said, nothing, {})


def outcomes(patients: Sequence[Patient], processes: int = PROCESSES) -> list[Outcome]:
    """Outcome of each patient, in order; worked on in processes of one thread each, or in this one."""
    if processes == 1:
        return [outcome(patient) for patient in patients]
    kept = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        with multiprocessing.get_context("spawn").Pool(processes) as pool:
            return pool.map(outcome, patients, chunksize=4)
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
