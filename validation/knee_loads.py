"""What the knee carries beside what is published: EVIDENCE VT20, VT21, VT23, and the adduction moment."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np

from groundup.evidence import row
from groundup.loads.knee.extensor_mechanism import contact_area, quadriceps_lever_arm
from groundup.loads.loads import Loads
from validation.line import Line
from validation.people import VENDOR_WALKS, analysed
from validation.sabotage import wrapped

_OPENCAP, _HAMNER = "opencap_lab_subject4_squat_dropjump_gait", "hamner_running"
# EVIDENCE VT21, VT23: the bands accepted there.
_AREA_BAND, _ARM_BAND = 0.15, 5.0
# EVIDENCE C43 (PMC4662057): quadriceps lever arm in living knees [mm], 30 women and 10 men.
_IN_VIVO = {10.0: (45.5, 47.1), 50.0: (31.5, 32.9)}
# EVIDENCE C42: what its polynomial gives [mm].
_POLYNOMIAL = {0.0: 46.0, 10.0: 47.6, 30.0: 44.9, 60.0: 33.3, 90.0: 24.2}


@dataclass(frozen=True)
class _Person:
    """One person's recordings of one task; each entry is what one analysis reads."""

    title: str
    trials: tuple[tuple[str, ...], ...]
    static: str | None = None


_WALKERS = (
    *(_Person(w.title, ((w.trial,),), w.static) for w in VENDOR_WALKS if "child" not in w.title),
    _Person(
        "opencap",
        ((f"{_OPENCAP}/MarkerData/walking1.trc", f"{_OPENCAP}/GRF/walking1_grf.mot"),),
        f"{_OPENCAP}/MarkerData/static1.trc",
    ),
    _Person(
        "rajagopal",
        (("opensim_rajagopal_3dwalking/markers_walk.trc", "opensim_rajagopal_3dwalking/grf_walk.mot"),),
    ),
)
_RUNNERS = (
    _Person(
        "hamner, 2 and 3 m/s",
        tuple(
            (f"{_HAMNER}/multiple_trials/run{v}.trc", f"{_HAMNER}/multiple_trials/run{v}_grf.mot")
            for v in (200, 300)
        ),
    ),
    _Person(
        "hamner subject04, 3 m/s",
        ((f"{_HAMNER}/subject04/run300/markers.trc", f"{_HAMNER}/subject04/run300/grf.mot"),),
    ),
    _Person(
        "bmclab", (("bmclab_running_opensim/motion_capture_run.trc", "bmclab_running_opensim/grf_run.mot"),)
    ),
)
_SQUATTER = _Person(
    "opencap squats",
    ((f"{_OPENCAP}/MarkerData/squats1.trc", f"{_OPENCAP}/GRF/squats1_grf.mot"),),
    f"{_OPENCAP}/MarkerData/static1.trc",
)
_LANDER = _Person(
    "opencap drop jump",
    ((f"{_OPENCAP}/MarkerData/DJ1.trc", f"{_OPENCAP}/GRF/DJ1_grf.mot"),),
    f"{_OPENCAP}/MarkerData/static1.trc",
)


def lines() -> Iterator[Line]:
    """Formulae against their sources, then people who walk and run against published figures."""
    yield from _lever_arm()
    yield from _areas()
    yield from _joint_force("walking", _WALKERS, "C37.walking")
    yield from _joint_force("running", _RUNNERS, "C37.running")
    for person in (_SQUATTER, _LANDER):
        forces = _each(person, "patellofemoral_force_peak")
        told = f"{np.mean(forces):.1f} BW ({np.min(forces):.1f} to {np.max(forces):.1f})"
        yield Line(f"patellofemoral joint force, {person.title}", told, "reported: no figure", None)
    yield from _adduction()
    yield _lever_times_force()


def _lever_arm() -> Iterator[Line]:
    off = max(abs(1e3 * _arm(at) - mm) for at, mm in _POLYNOMIAL.items())
    yield Line(
        "VT23 quadriceps lever arm: its formula against the values beside it, 0 to 90 degrees",
        f"{off:.2f} mm",
        "<= 0.1 mm",
        off <= 0.1,
    )
    away = {at: max(0.0, low - 1e3 * _arm(at), 1e3 * _arm(at) - high) for at, (low, high) in _IN_VIVO.items()}
    yield Line(
        "VT23 quadriceps lever arm: outside what living knees have (PMC4662057), at 10 and 50 degrees",
        " and ".join(f"{mm:.1f}" for mm in away.values()) + " mm",
        f"<= {_ARM_BAND:g} mm",
        max(away.values()) <= _ARM_BAND,
    )
    beyond = np.isnan(quadriceps_lever_arm(np.array([-0.1, 90.1]))).all()
    yield Line(
        "VT23 quadriceps lever arm beyond 0 to 90 degrees",
        "none" if beyond else "a number",
        "none",
        bool(beyond),
    )


def _arm(degrees: float) -> float:
    return float(quadriceps_lever_arm(np.array([degrees]))[0])


def _areas() -> Iterator[Line]:
    for sex, entry in (("male", "C38"), ("female", "C39")):
        published = np.array([row(f"{entry}.{at}").value for at in ("straight", "bent_30", "bent_60")])
        flexion = np.array([0.0, 30.0, 60.0])
        found, _ = contact_area(flexion, np.full(3, 0.15), sex)
        loaded, _ = contact_area(flexion, np.full(3, 0.45), sex)
        wanted = published * (1.0 + row("C38.loaded").value)
        off = float(
            max(np.max(np.abs(1e6 * found / published - 1.0)), np.max(np.abs(1e6 * loaded / wanted - 1.0)))
        )
        told = " and ".join(", ".join(f"{1e6 * a:.0f}" for a in areas) for areas in (found, loaded))
        yield Line(
            f"VT21 patellofemoral contact area at 0, 30 and 60 degrees, unloaded and loaded, {sex}",
            f"{told} mm2: {100 * off:.1f} % off",
            f"<= {100 * _AREA_BAND:g} %",
            off <= _AREA_BAND,
        )


def _joint_force(task: str, people: tuple[_Person, ...], entry: str) -> Iterator[Line]:
    published = row(entry)
    low, high = published.value - (published.spread or 0.0), published.value + (published.spread or 0.0)
    for name, words in (("patellofemoral_force_peak", "with"), ("patellofemoral_force_net", "without")):
        each = np.array([_mean(person, name) for person in people])
        mean = float(each.mean())
        yield Line(
            f"VT20 patellofemoral joint force, {task}, {words} allowance: mean of {len(people)} people",
            f"{mean:.2f} BW ({each.min():.2f} to {each.max():.2f})",
            f"{low:.1f} to {high:.1f} BW ({published.citation})",
            low <= mean <= high,
        )


def _adduction() -> Iterator[Line]:
    for name, entry in (
        ("adduction_moment_peak_1", "N082.peak_1"),
        ("adduction_moment_peak_2", "N083.peak_2"),
    ):
        published = row(entry)
        each = np.array([_mean(person, name) for person in _WALKERS])
        yield Line(
            f"external knee adduction moment, walking, {name[-1]}. peak: mean of {len(each)} people",
            f"{np.nanmean(each):.2f} N m/kg ({np.nanmin(each):.2f} to {np.nanmax(each):.2f})",
            f"reported; {published.value:.2f} ± {published.spread:.2f} ({published.citation})",
            None,
        )


def _lever_times_force() -> Line:
    """Lever arm times force is the static moment; what is left to inverse dynamics is weight and inertia."""
    worst = 0.0
    for person in _WALKERS:
        for trials in person.trials:
            for trial in analysed(trials, person.static).trials:
                if isinstance(trial.loads, Loads):
                    for view in trial.loads.knee.views:
                        product = view.lever_arm * float(np.linalg.norm(view.force)) / trial.loads.body_mass
                        worst = max(worst, abs(product - view.moment))
    return Line(
        "knee adduction moment at its peak, walking: lever arm times force against inverse dynamics, largest",
        f"{worst:.3f} N m/kg",
        "<= 0.05 N m/kg (weight and inertia of shank and foot, free moment)",
        worst <= 0.05,
    )


def _mean(person: _Person, name: str) -> float:
    """Mean of a figure over all of a person's stances or repetitions."""
    return float(np.mean(_each(person, name) or [np.nan]))


def _each(person: _Person, name: str) -> list[float]:
    return [
        measure.value
        for trials in person.trials
        for trial in analysed(trials, person.static).trials
        if isinstance(trial.loads, Loads)
        for measure in trial.loads.knee.measures
        if measure.definition.name == name and np.isfinite(measure.value)
    ]


def _arms_scaled(factor: float) -> AbstractContextManager[None]:
    return wrapped("groundup.loads.knee.extensor_mechanism", "quadriceps_lever_arm", lambda arm: factor * arm)


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "VT23 quadriceps lever arm: ": lambda: _arms_scaled(1.2),
    "VT23 quadriceps lever arm beyond": lambda: wrapped(
        "groundup.loads.knee.extensor_mechanism", "quadriceps_lever_arm", np.nan_to_num
    ),
    "VT21 patellofemoral contact area": lambda: wrapped(
        "groundup.loads.knee.extensor_mechanism", "contact_area", lambda areas: (1.3 * areas[0], areas[1])
    ),
    "VT20 patellofemoral joint force, walking": lambda: _arms_scaled(0.5),
    "VT20 patellofemoral joint force, running": lambda: _arms_scaled(0.5),
    "knee adduction moment at its peak": lambda: wrapped(
        "groundup.loads.knee.external_moments",
        "external_moments",
        lambda curves: curves.assign(adduction_lever_arm=1.5 * curves.adduction_lever_arm),
    ),
}
