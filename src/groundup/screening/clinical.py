"""What was tested on each leg by hand: one value a test, with the number of repeats."""

from collections.abc import Iterator
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundup.screening.intake import Intake
    from groundup.screening.intake_parts import LegTests

REPEATED = {
    "lunge_deg": "deg",
    "lunge_cm": "cm",
    "navicular_drop_mm": "mm",
    "balance_anterior_cm": "cm",
    "balance_posteromedial_cm": "cm",
    "balance_posterolateral_cm": "cm",
}
"""Tests that are repeated, with their unit; the mean is told."""


def clinical_tests(intake: "Intake | None") -> list[dict[str, object]]:
    """Give every test that was done, both legs."""
    if intake is None:
        return []
    legs = {"left": intake.tests_left, "right": intake.tests_right}
    return [
        {"name": name, "side": side, "value": value, "unit": unit, "repeats": repeats}
        for side, tests in legs.items()
        for name, value, unit, repeats in _of(tests)
    ]


def _of(tests: "LegTests") -> Iterator[tuple[str, float, str, int]]:
    for name, unit in REPEATED.items():
        values = getattr(tests, name)
        if values:
            yield name, round(fmean(values), 4), unit, len(values)
    if tests.foot_posture_items is not None:
        yield "foot_posture", float(sum(tests.foot_posture_items)), "points", 1
    if tests.calf_raises is not None:
        yield "calf_raises", float(tests.calf_raises), "repetitions", 1
