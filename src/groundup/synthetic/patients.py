"""The population of virtual patients: who has what, drawn and always the same."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from groundup.evidence.table import row
from groundup.quantities import Side
from groundup.synthetic.patient import Fault, LegTruth, Patient, Severity
from groundup.synthetic.patient_body import draw_foot, draw_person
from groundup.synthetic.patient_faults import draw_legs
from groundup.synthetic.patient_skin import Skin, SkinMode
from groundup.synthetic.person import VirtualPerson

PER_SEVERITY, HEALTHY = 60, 300
_SEED = 20261122
_SIDES = ((Side.LEFT,), (Side.RIGHT,), (Side.LEFT, Side.RIGHT))
# One leg twice as often as both together; nothing is published that fits all faults.
_SIDE_SHARES = (0.4, 0.4, 0.2)


def population(
    per_severity: Mapping[Severity, int] | None = None, healthy: int = HEALTHY
) -> Iterator[Patient]:
    """Every patient, stratum after stratum; fewer asked for are the first ones of each stratum.

    Parameters
    ----------
    per_severity : mapping severity -> patients of each fault; ``PER_SEVERITY`` of each where not given.
    healthy : healthy people.
    """
    for fault in Fault:
        for severity in Severity:
            count = PER_SEVERITY if per_severity is None else per_severity.get(severity, 0)
            for number in range(count):
                yield draw_patient(number, fault, severity)
    for number in range(healthy):
        yield draw_patient(number)


def draw_patient(number: int, fault: Fault | None = None, severity: Severity | None = None) -> Patient:
    """Draw one patient by number within its stratum; a healthy person without fault and severity."""
    kinds = (None, *Fault)
    seed = (_SEED, kinds.index(fault), (None, *Severity).index(severity), number)
    chance = np.random.default_rng(seed)
    sides: tuple[Side, ...] = ()
    if fault is not None:
        sides = _SIDES[int(chance.choice(len(_SIDES), p=_SIDE_SHARES))]
    built = draw_person(chance, {})
    faults = {} if fault is None or severity is None else dict.fromkeys(sides, (fault, severity))
    legs = draw_legs(chance, built.body, faults)
    modes = tuple(SkinMode)
    return Patient(
        name="-".join([fault or "healthy", severity or "none", str(number)]).replace(" ", "_"),
        fault=fault,
        severity=severity,
        sides=sides,
        person=_walking(chance, built, legs, fault, sides),
        legs=legs,
        skin=Skin(
            modes[int(chance.integers(len(modes)))],
            amount=chance.uniform(0.5, 1.3),
            noise=chance.uniform(0.0002, 0.0012),
            gaps=int(chance.integers(0, 12)),
        ),
        age_years=float(chance.uniform(18.0, 60.0)),
        seed=seed,
    )


def _walking(
    chance: np.random.Generator,
    built: VirtualPerson,
    legs: dict[Side, LegTruth],
    fault: Fault | None,
    sides: tuple[Side, ...],
) -> VirtualPerson:
    """Give the person feet that do what is true of its legs."""
    feet = {}
    for side in Side:
        offsets = {
            "hip_rotation": _within(chance, 6.0),
            "knee_rotation": _within(chance, 4.0),
            "knee_adduction": _within(chance, 3.0),
        }
        if fault is Fault.STIFF_ANKLE and side in sides:
            # How much of it walking shows is not published: anything from none to the spread of adults.
            offsets["ankle_dorsiflexion"] = -np.deg2rad((row("A28.peak").spread or 0.0) * chance.uniform())
        # A foot that everts in motion stands everted too, by an unpublished part of it.
        standing = legs[side].eversion * chance.uniform(0.0, 0.5)
        feet[side] = draw_foot(chance, legs[side].eversion, standing, offsets)
    return replace(built, feet=feet)


def _within(chance: np.random.Generator, degrees: float) -> float:
    return float(np.deg2rad(chance.uniform(-degrees, degrees)))
