"""The probability that what was measured is truly beyond a limit."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.findings.angle_measures import angle_measures
from groundup.findings.beyond import Beyond, chance_of_any
from groundup.findings.faults.overpronation import overpronation
from groundup.findings.leg import Leg
from groundup.findings.measure import Measure
from groundup.motion.task import Task
from groundup.quantities import MeasurementError, Side

PEAK, RANGE = "rearfoot_eversion_peak", "rearfoot_frontal_range"


def _measured(name: str, value: float, truths: np.ndarray | None) -> Measure:
    definition = next(one.definition for one in angle_measures() if one.definition.name == name)
    error = MeasurementError(1.0, value - 1.6, value + 1.6, 99, "", truths)
    return Measure(definition, Side.LEFT, Task.WALKING, np.array([value]), "walk", error=error)


def test_it_is_the_share_of_versions_that_pass() -> None:
    measure = _measured(RANGE, 16.0, np.linspace(15.005, 15.995, 100))
    chance, words = chance_of_any([Beyond("wide", measure, 15.8)])
    # 20 of 100 lie above; half a version is added, of one more.
    assert chance == pytest.approx(20.5 / 101.0)
    assert words == "wide"
    below, _ = chance_of_any([Beyond("narrow", measure, 15.8, -1)])
    assert chance + below == pytest.approx(1.0)


def test_versions_that_pass_both_limits_count_once() -> None:
    one = _measured(RANGE, 0.0, np.r_[np.ones(30), -np.ones(70)])
    same = _measured(PEAK, 0.0, np.r_[np.ones(30), -np.ones(70)])
    other = _measured(PEAK, 0.0, np.r_[-np.ones(70), np.ones(30)])
    assert chance_of_any([Beyond("a", one, 0.0), Beyond("b", same, 0.0)])[0] == pytest.approx(30.5 / 101.0)
    assert chance_of_any([Beyond("a", one, 0.0), Beyond("b", other, 0.0)])[0] == pytest.approx(60.5 / 101.0)


def test_without_an_interval_nothing_is_told() -> None:
    blind = replace(_measured(RANGE, 16.0, None), error=None)
    chance, words = chance_of_any([Beyond("wide", blind, 15.8), Beyond("none", None, 0.0)])
    assert np.isnan(chance)
    assert not words


def test_a_foot_at_its_limit_is_an_even_chance_though_nothing_is_said_of_it() -> None:
    random = np.random.default_rng(3)
    # EVIDENCE B13: peak eversion of pronators from 6.1 degrees, told as negative inversion.
    peak = _measured(PEAK, -6.1, -6.1 + random.normal(size=400))
    found = overpronation(Leg(Side.LEFT, (peak,)))
    assert found.chance == pytest.approx(0.5, abs=0.08)
    assert "peak rearfoot eversion" in found.chance_of
    assert not found.arguments
