"""Quadriceps lever arm, joint force and contact area against hand-computed and published values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundup.evidence import row
from groundup.loads.knee.extensor_mechanism import (
    LEVER_ARM_SD,
    contact_area,
    joint_force_ratio,
    quadriceps_lever_arm,
)
from groundup.loads.knee.patellofemoral import interval

ANGLES = st.floats(0.0, 90.0)


def test_lever_arm_by_hand() -> None:
    """8e-8 x 27000 - 1.3e-5 x 900 + 2.8e-4 x 30 + 0.046 at 30 degrees (EVIDENCE C42)."""
    assert quadriceps_lever_arm(np.array([30.0]))[0] == pytest.approx(0.00216 - 0.0117 + 0.0084 + 0.046)


@pytest.mark.parametrize(
    ("degrees", "centimetres"), [(0, 4.60), (10, 4.76), (30, 4.49), (60, 3.33), (90, 2.42)]
)
def test_lever_arm_is_as_in_the_evidence(degrees: float, centimetres: float) -> None:
    assert 100.0 * quadriceps_lever_arm(np.array([degrees]))[0] == pytest.approx(centimetres, abs=0.006)


@pytest.mark.parametrize(("degrees", "ratio"), [(0, 0.46), (30, 0.74), (60, 0.95), (90, 0.98)])
def test_force_ratio_is_as_in_the_evidence(degrees: float, ratio: float) -> None:
    assert joint_force_ratio(np.array([degrees]))[0] == pytest.approx(ratio, abs=0.006)


@pytest.mark.parametrize("degrees", [-1.0, 90.1, 129.0, np.nan])
def test_beyond_its_range_there_is_no_number(degrees: float) -> None:
    flexion = np.array([degrees])
    for values in (
        quadriceps_lever_arm(flexion),
        joint_force_ratio(flexion),
        *contact_area(flexion, flexion * 0, None),
    ):
        assert np.isnan(values).all()


@pytest.mark.parametrize(("sex", "entry"), [("male", "C38"), ("female", "C39")])
def test_contact_area_is_the_published_one(sex: str, entry: str) -> None:
    found, _ = contact_area(np.array([0.0, 30.0, 60.0]), np.full(3, 0.15), sex)
    wanted = [row(f"{entry}.{at}", may_drive=True).value for at in ("straight", "bent_30", "bent_60")]
    np.testing.assert_allclose(1e6 * found, wanted)


def test_a_loaded_leg_has_a_quarter_more() -> None:
    flexion = np.full(4, 30.0)
    area, _ = contact_area(flexion, np.array([0.0, 0.15, 0.30, 2.5]), "male")
    grown = 1.0 + row("C38.loaded").value
    np.testing.assert_allclose(area / area[0], [1.0, 1.0, 0.5 * (1.0 + grown), grown])


def test_unknown_sex_lies_between_and_is_less_certain() -> None:
    flexion, load = np.array([30.0]), np.array([0.45])
    (male, sd), (female, _), (either, wider) = (
        contact_area(flexion, load, s) for s in ("male", "female", None)
    )
    assert female < either < male
    assert wider / either > sd / male
    np.testing.assert_allclose(either, 0.5 * (male + female))


@settings(deadline=None)
@given(ANGLES, st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_more_load_never_makes_the_area_smaller(degrees: float, load: float, more: float) -> None:
    flexion = np.array([degrees])
    less, _ = contact_area(flexion, np.array([load]), None)
    larger, _ = contact_area(flexion, np.array([load + more]), None)
    assert larger >= less > 0.0


def test_lever_arm_spread_is_what_the_rows_have() -> None:
    """Largest of four MRI means, rounded down to whole percent (EVIDENCE N264 to N267)."""
    names = ("N264.straight", "N265.bent_20", "N266.bent_40", "N267.bent_60")
    shares = [(row(n).spread or 0.0) / row(n).value for n in names]
    assert min(shares) < LEVER_ARM_SD < max(shares)


@settings(deadline=None)
@given(st.floats(0.01, 100.0), st.floats(0.0, 1.0))
def test_interval_holds_its_value_and_stays_positive(value: float, cv: float) -> None:
    low, high = interval(value, cv)
    assert 0.0 < low <= value <= high
    assert low * high == pytest.approx(value**2)


def test_interval_of_nothing_is_nothing() -> None:
    assert np.isnan(interval(float("nan"), 0.1)).all()
