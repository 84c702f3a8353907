"""Coupling of our chain against published slopes (VT01, VT02), normal gait against references (VT24)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from groundup.analyze import analyze
from groundup.body.anatomy import anatomy_of
from groundup.body.default_chain import FootAxes, default_chain
from groundup.evidence.table import row
from groundup.findings.measure import Measure
from groundup.mechanics.kinematics import forward
from groundup.motion.joint_angles import reported_angles
from groundup.quantities import Side
from groundup.synthetic.demo import write_demo
from validation.line import Line
from validation.people import OXFORD_WALKS, analysed
from validation.sabotage import wrapped

_SLOPE, _TAN_LAW = (0.5, 1.0), 0.15
_INCLINATIONS = (32.0, 42.0, 50.0)
_EVERSIONS = np.deg2rad(np.linspace(-10.0, 0.0, 21))
# VT24: knee 19/6/59, ankle -6/12/-20, hip 37/-6 degrees; moments 1.23, 0.37, 0.28 N m/kg.
_ANGLES = {
    "knee_flexion_loading_peak": "A01.free",
    "knee_flexion_stance_minimum": "A02.free",
    "knee_flexion_swing_peak": "A03.free",
    "ankle_plantarflexion_loading": "A08.free",
    "ankle_dorsiflexion_stance_peak": "A05.free",
    "ankle_plantarflexion_push_off": "A06.free",
    "hip_flexion_peak": "A09.free",
    "hip_extension_peak": "A10.free",
}
_MOMENTS = {
    "ankle_plantarflexor_moment_peak": "A20.free",
    "knee_extensor_moment_first_peak": "A21.free",
    "knee_adduction_moment_first_peak": "A22.free",
}
_CHILDREN, _VIRTUAL = "VT24 healthy children", "VT24 virtual walker"
_CROUCHED = (
    "the walker's own posture: it balances an upright trunk over planted steps and bends its knees so in "
    "truth (27 deg in loading response, 72 deg in swing), with moments to match"
)


# What the virtual walker's own posture puts outside, whoever measures it.
_BENT = (
    "knee_flexion_loading_peak",
    "knee_flexion_swing_peak",
    "ankle_plantarflexion_loading",
    *_MOMENTS,
)


def lines() -> Iterator[Line]:
    """Coupling, then real children and the virtual walker against the reference curves' key values."""
    yield _coupling_line()
    yield _sweep_line()
    children = [m for w in OXFORD_WALKS for m in analysed((w.trial,), w.static).measures]
    # The readme calls them children; the references are of children walking freely.
    yield from _compared(_CHILDREN, children, {**_ANGLES, **_MOMENTS}, ())
    with TemporaryDirectory() as folder:
        demo = write_demo(Path(folder))
        walked = analyze(list(demo.trials), static=demo.static).measures
    yield from _compared(_VIRTUAL, walked, {**_ANGLES, **_MOMENTS}, _BENT)


def coupling(axes: FootAxes, side: Side) -> float:
    """Internal rotation of the tibia per eversion of the rearfoot, foot planted [deg/deg]."""
    chain = default_chain(axes=axes)
    coordinates = np.tile(chain.neutral, (len(_EVERSIONS), 1))
    coordinates[:, chain.coordinate(f"subtalar_inversion_{side}")] = _EVERSIONS
    rotation, _ = forward(chain.topology, chain.parameters, coordinates)
    found = reported_angles(anatomy_of(chain), rotation, np.zeros(len(coordinates)))
    # A planted foot that turns out under the shank is a shank that turns in over the foot.
    turned_in, everted = -found[f"rearfoot_rotation_{side}"], -found[f"rearfoot_inversion_{side}"]
    return float(np.polyfit(everted, turned_in, 1)[0])


def _coupling_line() -> Line:
    slopes = [coupling(FootAxes(), side) for side in Side]
    return Line(
        "VT01 tibial rotation per eversion, foot planted, left and right (cadavers 0.68 +- 0.15, C14)",
        ", ".join(f"{slope:.2f}" for slope in slopes),
        f"{_SLOPE[0]:g} to {_SLOPE[1]:g} deg/deg, tibia inwards",
        all(_SLOPE[0] <= slope <= _SLOPE[1] for slope in slopes),
    )


def _sweep_line() -> Line:
    deviation = FootAxes().deviation
    slopes = [
        [coupling(FootAxes(np.deg2rad(degrees), deviation), side) for degrees in _INCLINATIONS]
        for side in Side
    ]
    law = np.tan(np.deg2rad(_INCLINATIONS))
    off = max(float(np.abs(np.array(one) / law - 1.0).max()) for one in slopes)
    rising = all(bool((np.diff(one) > 0.0).all()) for one in slopes)
    said = ", ".join(f"{s:.2f} at {d:g}" for s, d in zip(slopes[0], _INCLINATIONS, strict=True))
    return Line(
        "VT02 tibial rotation per eversion by inclination of the subtalar axis",
        f"{said} deg; off the tangent by up to {100 * off:.0f} %",
        f"rising, within {100 * _TAN_LAW:.0f} % of the tangent (C16)",
        rising and off <= _TAN_LAW,
    )


def _compared(
    who: str, measures: Sequence[Measure], targets: dict[str, str], bent: Sequence[str]
) -> Iterator[Line]:
    for name, evidence in targets.items():
        values = [m.value for m in measures if m.definition.name == name and m.n]
        reference, mean = row(evidence), float(np.mean(values))
        spread = reference.spread or 0.0
        yield Line(
            f"{who}, {name.replace('_', ' ')}, mean of {len(values)} legs",
            f"{mean:.2f} ({(mean - reference.value) / spread:+.1f} SD)",
            f"{reference.value:g} +- {spread:g} {reference.unit} ({evidence})",
            abs(mean - reference.value) <= spread,
            known=_CROUCHED if name in bent and abs(mean - reference.value) > spread else "",
        )


def _turned(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Every measure with the other sign and ten times as large."""
    return tuple(replace(m, values=-10.0 * m.values) for m in measures)


def _level(axis: np.ndarray) -> np.ndarray:
    """An axis that no inclination changes."""
    return np.array([0.75, 0.65, 0.0]) + axis * [0.0, 0.0, 1.0]


def _axis(change: Callable[[np.ndarray], np.ndarray]) -> AbstractContextManager[None]:
    return wrapped("groundup.body.default_chain", "subtalar_axis", change)


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "VT01": lambda: _axis(lambda axis: axis * [1.0, -1.0, 1.0]),
    "VT02": lambda: _axis(_level),
    _CHILDREN: lambda: wrapped("groundup.findings.measures", "measure", _turned),
    _VIRTUAL: lambda: wrapped("groundup.findings.measures", "measure", _turned),
}
