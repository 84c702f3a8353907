"""Gates of the forces on real recordings: quiet as they are, loud with an error of known size put in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from groundup.analyze import analyze, prepare
from groundup.assessment import Analysis
from groundup.loads.checks import body_weight, plate_checks, timing
from groundup.loads.checks.check import Check, Verdict
from groundup.loads.loads import Loads, NoLoads, measure_loads
from groundup.motion.movement import describe
from groundup.recording.read import read_recording
from groundup.recording.recording import ForcePlate, Recording
from validation.line import SHARED, Line
from validation.sabotage import wrapped

# Forces and markers in one file, on one clock, with the body mass.
TRIALS = (
    "gaitalytics_pig_cgm2_gait/treadmill_events.c3d",
    "mcgill_pig_ofm_gait/HC030A/Straight/HC030A05.c3d",
    "msk_modelling_walking/trial1/c3dfile.c3d",
)
SERIOUS = (
    plate_checks.AXES,
    plate_checks.PLACE,
    plate_checks.DIRECTION,
    timing.NAME,
    body_weight.NAME,
)
LATE_S, GAIN = 0.04, 1.15
DELAY_ERROR_MS = 1e3 * timing.LIMIT_S  # what the gate itself allows; the frames that can be used differ


def lines() -> Iterator[Line]:
    """Every trial as it is, then with late, turned, mirrored and amplified forces."""
    for path in TRIALS:
        name = _short(path)
        analysis = analyze([SHARED / path])
        recording = prepare(read_recording(SHARED / path))
        own = _judged(analysis, recording)
        loud = [n for n in SERIOUS if own[n].verdict is Verdict.NOT_OK]
        yield Line(f"gates, {name}: as recorded", ", ".join(loud) or "all quiet", "all quiet", not loud)
        late = _judged(analysis, _each(recording, _late))[timing.NAME]
        moved = late.value - own[timing.NAME].value
        yield Line(
            f"gates, {name}: force {1e3 * LATE_S:.0f} ms late: found besides the recording's own",
            f"{moved:.1f} ms, {late.verdict}",
            f"{1e3 * LATE_S:.0f} ms within {DELAY_ERROR_MS:g}, not ok",
            abs(moved - 1e3 * LATE_S) <= DELAY_ERROR_MS and late.verdict is Verdict.NOT_OK,
        )
        for what, change, gate in (
            ("forward force of wrong sign", _forward_turned, plate_checks.DIRECTION),
            ("pressure mirrored along the plates", _mirrored, plate_checks.AXES),
            (f"forces {GAIN:g} times too large", _amplified, body_weight.NAME),
        ):
            found = _judged(analysis, _each(recording, change)).get(gate)
            said = "gate not run" if found is None else f"{found.verdict}: {found.found}"
            yield Line(
                f"gates, {name}: {what}: {gate}", said[:90], "not ok",
                found is not None and found.verdict is Verdict.NOT_OK,
            )  # fmt: skip


def _short(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".c3d").replace("c3dfile", "msk trial1")


def _judged(analysis: Analysis, recording: Recording) -> dict[str, Check]:
    """Gates of a trial whose forces were changed, the motion as it is."""
    (trial,) = analysis.trials
    movement = describe(recording, trial.motion, trial.movement.task, mass=analysis.subject.person.mass)
    loads: Loads | NoLoads = measure_loads(recording, analysis.subject, trial.motion, movement)
    return {check.name: check for check in loads.checks}


def _each(recording: Recording, change: Callable[[ForcePlate], ForcePlate]) -> Recording:
    return replace(recording, plates=tuple(change(plate) for plate in recording.plates))


def _late(plate: ForcePlate) -> ForcePlate:
    clock = plate.force.plate_time.values + LATE_S
    return replace(
        plate,
        force=plate.force.assign_coords(plate_time=clock),
        centre_of_pressure=plate.centre_of_pressure.assign_coords(plate_time=clock),
        free_moment=plate.free_moment.assign_coords(plate_time=clock),
    )


def _forward_turned(plate: ForcePlate) -> ForcePlate:
    return replace(plate, force=plate.force * np.array([-1.0, 1.0, 1.0]))


def _amplified(plate: ForcePlate) -> ForcePlate:
    return replace(plate, force=plate.force * GAIN, free_moment=plate.free_moment * GAIN)


def _mirrored(plate: ForcePlate) -> ForcePlate:
    """Turn the sign of the longer plate axis in the pressure, as a channel of wrong sign does."""
    corners = plate.corners
    if corners is None:
        return plate
    edges = [corners[0] - corners[1], corners[0] - corners[3]]
    along = max(edges, key=lambda edge: abs(edge[0]))
    along = along / np.linalg.norm(along)
    away = plate.centre_of_pressure.values - corners.mean(axis=0)
    turned = plate.centre_of_pressure.values - 2.0 * np.outer(away @ along, along)
    return replace(plate, centre_of_pressure=plate.centre_of_pressure.copy(data=turned))


def _deaf(verdict: Verdict) -> AbstractContextManager[None]:
    """Let every gate come out alike."""
    return wrapped(
        "groundup.loads.checks.run",
        "run_checks",
        lambda checks: tuple(replace(c, verdict=verdict, value=0.0) for c in checks),
    )


SABOTAGES = {
    f"gates, {_short(path)}: {what}": (lambda v=verdict: _deaf(v))
    for path in TRIALS[:1]
    for what, verdict in (
        ("as recorded", Verdict.NOT_OK),
        ("force", Verdict.OK),
        ("forward", Verdict.OK),
        ("pressure", Verdict.OK),
    )
}
