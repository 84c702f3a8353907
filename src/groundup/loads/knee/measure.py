"""The figures a knee load is told by: what each is called, its unit, and what it rests on."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from groundup.loads.knee.span import Span
from groundup.mechanics.tree import FloatArray

MOMENT = "external moment from inverse dynamics in the tibial frame"
LEVER = "ground force alone: no weight or inertia of shank and foot"
EXTENSOR = (
    "planar knee, one lever arm for all people, 0 to 90 degrees; hamstrings and gastrocnemius allowed for "
    "from the hip and ankle moments, all at one stress"
)
STRESS = f"{EXTENSOR}; mean contact area of 16 people, force spread evenly over it"
BAND = (
    "one straight path for muscle and band over four points of a generic model scaled to the person; bending "
    "the hip shortens it; a strain, not a tension"
)
ANGLES = "skin markers: knee rotation is the least certain of the knee's angles"


@dataclass(frozen=True)
class Definition:
    """What one figure is.

    Attributes
    ----------
    name : str
        Column value in ``knee_loads.csv``.
    label : str
        For people.
    unit : str
    decimals : int
    rests_on : str
        The simplification it rests on.
    needs_force : bool
    """

    name: str
    label: str
    unit: str
    decimals: int
    rests_on: str
    needs_force: bool = True


@dataclass(frozen=True)
class KneeMeasure:
    """One figure of one span.

    `low` and `high` bound it where a spread is carried, else NaN; `bounds` says by what. `value` is NaN where
    it could not be measured; `reason` then says why. `at` is the instant of a peak [s], NaN for the rest.
    """

    definition: Definition
    span: Span
    value: float
    low: float = float("nan")
    high: float = float("nan")
    bounds: str = ""
    at: float = float("nan")
    reason: str = ""


_MISSING = np.array(np.nan)


class Reading(NamedTuple):
    """One figure as it is read off curves (..., F): every value (...), as `KneeMeasure` has it."""

    name: str
    value: FloatArray
    low: FloatArray = _MISSING
    high: FloatArray = _MISSING
    bounds: str = ""
    at: FloatArray = _MISSING

    def told(self, span: Span, unknown: str) -> KneeMeasure:
        """As a figure of one person, with the reason why it is missing where it is."""
        value = float(self.value)
        reason = "" if np.isfinite(value) else unknown
        return KneeMeasure(
            definition(self.name),
            span,
            value,
            float(self.low),
            float(self.high),
            self.bounds,
            float(self.at),
            reason,
        )


_MOMENT, _IMPULSE = "N m/kg", "N m s/kg"

DEFINITIONS: tuple[Definition, ...] = (
    Definition("adduction_moment_peak", "External adduction moment, peak", _MOMENT, 2, MOMENT),
    Definition("adduction_moment_peak_1", "… peak in the first half of stance", _MOMENT, 2, MOMENT),
    Definition("adduction_moment_peak_2", "… peak in the second half", _MOMENT, 2, MOMENT),
    Definition("adduction_moment_impulse", "External adduction moment, impulse", _IMPULSE, 3, MOMENT),
    Definition("adduction_moment_static", "Lever arm times ground force, at the peak", _MOMENT, 2, LEVER),
    Definition("adduction_lever_arm", "Lever arm of the ground force, at the peak", "mm", 0, LEVER),
    Definition("frontal_force", "Ground force in the frontal plane, at the peak", "N", 0, LEVER),
    Definition("abduction_moment_peak", "External abduction moment, peak", _MOMENT, 2, MOMENT),
    Definition("flexion_moment_peak", "External flexion moment, peak", _MOMENT, 2, MOMENT),
    Definition("flexion_moment_impulse", "External flexion moment, impulse", _IMPULSE, 3, MOMENT),
    Definition(
        "internal_rotation_moment_peak", "External moment turning the tibia in, peak", _MOMENT, 2, MOMENT
    ),
    Definition(
        "external_rotation_moment_peak", "External moment turning the tibia out, peak", _MOMENT, 2, MOMENT
    ),
    Definition(
        "rotation_moment_impulse", "External rotation moment, impulse (net, inward)", _IMPULSE, 3, MOMENT
    ),
    Definition("quadriceps_force_peak", "Quadriceps force, peak", "BW", 1, EXTENSOR),
    Definition("patellofemoral_force_peak", "Patellofemoral joint force, peak", "BW", 1, EXTENSOR),
    Definition("patellofemoral_force_net", "… from the net knee moment, no allowance", "BW", 1, EXTENSOR),
    Definition("patellofemoral_force_impulse", "Patellofemoral joint force, impulse", "BW s", 2, EXTENSOR),
    Definition("patellofemoral_area", "Contact area at the stress peak", "mm2", 0, STRESS),
    Definition("patellofemoral_stress_peak", "Patellofemoral stress, peak", "MPa", 1, STRESS),
    Definition("knee_flexion_at_stress", "Knee flexion at the stress peak", "deg", 0, STRESS),
    Definition("tibial_rotation_range", "Range of tibial rotation on the femur", "deg", 1, ANGLES, False),
    Definition(
        "tibial_rotation_excursion", "Inward turn of the tibia from the start", "deg", 1, ANGLES, False
    ),
    Definition("tibial_rotation_peak_time", "Time of greatest inward turn", "% of span", 0, ANGLES, False),
    Definition("eversion_excursion", "Rearfoot eversion", "deg", 1, ANGLES, False),
    Definition("coupling_ratio", "Eversion per tibial turn (excursions)", "deg/deg", 2, ANGLES, False),
    Definition("coupling_slope", "Tibial turn per eversion (regression)", "deg/deg", 2, ANGLES, False),
    Definition("coupling_r", "… its correlation", "1", 2, ANGLES, False),
    Definition("coupling_delay", "Greatest turn after greatest eversion", "% of span", 0, ANGLES, False),
    Definition("itb_strain_peak", "Iliotibial band strain, peak", "%", 1, BAND, False),
    Definition("itb_strain_rate_peak", "Iliotibial band strain rate, peak", "%/s", 0, BAND, False),
    Definition("itb_zone_time", "Loaded time in 20 to 30 degrees of knee flexion", "s", 3, BAND, False),
    Definition("itb_zone_share", "… as share of the span", "%", 0, BAND, False),
)
"""Every figure, in the order of the table."""

_BY_NAME = {definition.name: definition for definition in DEFINITIONS}


def definition(name: str) -> Definition:
    """Look up one figure's definition."""
    return _BY_NAME[name]
