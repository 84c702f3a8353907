"""What is too wide to tell anything is withheld and says so; what has no interval says why."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.evidence.table import row
from groundup.findings.angle_measures import angle_measures
from groundup.findings.fit import person_of
from groundup.findings.measure import Measure
from groundup.findings.reference import compare
from groundup.findings.stride_measures import STRIDE_MEASURES
from groundup.motion.task import Task
from groundup.quantities import MeasurementError, Side
from groundup.uncertainty.attach import without_errors
from groundup.uncertainty.ensemble_summary import BROUGHT, NOT_ASKED, why_none
from groundup.uncertainty.withhold import WITHHELD, without_the_too_wide


def _measure(name: str, value: float, half: float, side: Side = Side.LEFT) -> Measure:
    definition = next(m.definition for m in angle_measures() if m.definition.name == name)
    one = Measure(definition, side, Task.WALKING, np.full(4, value), "walk", other_leg=3.0)
    told = next(iter(compare(one, person_of(None), 1.3)), None)
    error = MeasurementError(half / 1.645, value - half, value + half, 240, "skin (60 % of the variance)")
    return replace(one, comparison=told, error=error)


OBLIQUITY = row("A14.free")


def test_wider_than_healthy_people_is_withheld_on_both_legs_sides() -> None:
    assert OBLIQUITY.spread is not None
    usual = 2.0 * OBLIQUITY.spread
    wide = _measure("pelvis_obliquity_stance_peak", OBLIQUITY.value, 1.05 * usual)
    other = _measure("pelvis_obliquity_stance_peak", OBLIQUITY.value, 0.5 * usual, Side.RIGHT)
    gone, kept = without_the_too_wide([wide, other])
    assert gone.n == 0
    assert np.isnan(gone.value)
    assert gone.reason.startswith(WITHHELD)
    assert "A14.free" in gone.reason
    assert "skin" in gone.reason
    assert gone.row()["low_90"] == wide.error.low if wide.error else False
    assert kept.value == other.value
    assert np.isnan(kept.other_leg)


def test_beyond_healthy_people_it_tells_however_wide() -> None:
    assert OBLIQUITY.spread is not None
    usual = 2.0 * OBLIQUITY.spread
    far = _measure("pelvis_obliquity_stance_peak", OBLIQUITY.value + 2.5 * usual, 1.05 * usual)
    assert without_the_too_wide([far])[0].n == 4


@pytest.mark.parametrize(("share", "told"), [(0.95, 4), (1.05, 0)])
def test_without_a_reference_the_detectable_change_says(share: float, told: int) -> None:
    one = _measure("hip_internal_rotation_stance_peak", 4.0, share * row("A61.detectable").value)
    assert one.comparison is None
    found = without_the_too_wide([one])[0]
    assert found.n == told
    assert ("A61.detectable" in found.reason) is not bool(told)


def test_without_a_reference_it_tells_where_it_is_clear_of_zero() -> None:
    half = 1.05 * row("A61.detectable").value
    assert without_the_too_wide([_measure("hip_internal_rotation_stance_peak", 1.1 * half, half)])[0].n == 4
    assert without_the_too_wide([_measure("hip_internal_rotation_stance_peak", -1.1 * half, half)])[0].n == 4


def test_what_has_no_interval_says_why() -> None:
    definition = STRIDE_MEASURES[0].definition
    one = Measure(definition, Side.LEFT, Task.WALKING, np.ones(3), "walk")
    blank = replace(one, values=np.zeros(0), reason="no steps")
    told, silent = without_errors([one, blank], why_none(None, brought=True))
    assert told.row()["why_no_interval"] == f"no interval: {BROUGHT}"
    assert silent.row()["why_no_interval"] == ""
    assert why_none(None, brought=False) == NOT_ASKED
