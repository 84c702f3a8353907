"""A changed posture: nothing changes nothing, balance and limits hold, signs, sides and units are right."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from groundup.body.chain import Chain
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.mismatch import mismatch
from groundup.whatif.points import Carrier, points_at
from groundup.whatif.posture import FEET, Demand, Posture, no_demand
from groundup.whatif.settle import Settled, settle
from tests.whatif.made import WEIGHT, limited, squat

BOTTOM = -1
HEELS = np.array([1.0, 1.0, 0.0, 0.0, 0.0] * 2)
BALLS = np.array([0.0, 0.0, 1.0, 1.0, 0.0] * 2)


@pytest.fixture(scope="module")
def person() -> tuple[Chain, Carrier, Posture]:
    return squat()


def settled(person: tuple[Chain, Carrier, Posture], demand: Demand, **assumed: float) -> Settled:
    chain, carrier, posture = person
    told = Assumptions(**assumed)
    return settle(carrier, posture, demand, told, told.whitening(chain.coordinate_names))


def raised(posture: Posture, metres: float) -> FloatArray:
    """Ground that much higher under every heel."""
    return np.tile(metres * HEELS, (len(posture.load), 1))


def change(person: tuple[Chain, Carrier, Posture], found: Settled, name: str) -> float:
    """Of a coordinate at the lowest point [deg]."""
    chain, _, posture = person
    c = chain.coordinate(name)
    return float(np.rad2deg(found.coordinates[BOTTOM, c] - posture.coordinates[BOTTOM, c]))


def test_nothing_changes_nothing(person: tuple[Chain, Carrier, Posture]) -> None:
    _, _, posture = person
    found = settled(person, no_demand(posture))
    assert_allclose(found.coordinates, posture.coordinates, atol=0.0)
    assert_allclose(found.load, posture.load, rtol=1e-9)
    assert found.found.all()


def test_slopes_of_every_condition_are_those_of_small_steps(person: tuple[Chain, Carrier, Posture]) -> None:
    chain, carrier, posture = person
    rng = np.random.default_rng(4)
    demand = limited(chain, posture, 10.0, *Side)._replace(lift=raised(posture, 0.004))
    assumed = Assumptions()
    whitening = assumed.whitening(chain.coordinate_names)
    at = posture.coordinates + rng.normal(0.0, 0.01, posture.coordinates.shape)
    step = rng.normal(0.0, 1e-6, at.shape)
    ahead, behind = (mismatch(carrier, posture, demand, at + s * step, assumed, whitening) for s in (1, -1))
    told = mismatch(carrier, posture, demand, at, assumed, whitening)
    expected = (ahead.missed - behind.missed) / 2.0
    assert_allclose((told.by @ step[..., None])[..., 0], expected, atol=1e-7 * np.abs(expected).max() + 1e-7)


def test_less_dorsiflexion_bends_the_knee_less_and_the_trunk_more(
    person: tuple[Chain, Carrier, Posture],
) -> None:
    """EVIDENCE VT09, VT10: the signs published for a squat on a blocked ankle."""
    chain, _, posture = person
    found = settled(person, limited(chain, posture, 10.0, *Side), synergy=0.0)
    assert found.found.all()
    for side in Side:
        assert -20.0 < change(person, found, f"knee_flexion_{side}") < -5.0
        assert change(person, found, f"ankle_dorsiflexion_{side}") < -5.0
    assert change(person, found, "lumbar_flexion") + change(person, found, "pelvis_tilt") > 2.0


def test_a_limit_is_kept(person: tuple[Chain, Carrier, Posture]) -> None:
    chain, _, posture = person
    demand = limited(chain, posture, 10.0, Side.RIGHT)
    found = settled(person, demand)
    ankle = chain.coordinate("ankle_dorsiflexion_right")
    assert found.coordinates[:, ankle].max() < demand.limit[BOTTOM, ankle] + np.deg2rad(1.5)
    assert posture.coordinates[:, ankle].max() > demand.limit[BOTTOM, ankle] + np.deg2rad(9.0)


def test_the_weight_is_carried_in_balance_and_no_point_pulls(person: tuple[Chain, Carrier, Posture]) -> None:
    chain, carrier, posture = person
    found = settled(person, limited(chain, posture, 10.0, *Side))
    assert (found.load >= 0.0).all()
    assert_allclose(found.load.sum(axis=1), WEIGHT, rtol=0.02)
    now = points_at(carrier, found.coordinates)
    before = (posture.load[..., None] * posture.points.sole).sum(axis=1) / WEIGHT - posture.points.mass
    after = (found.load[..., None] * now.sole).sum(axis=1) / found.load.sum(axis=1)[:, None] - now.mass
    assert_allclose(after[:, [0, 2]], before[:, [0, 2]], atol=0.006)


def test_a_heel_lift_gives_the_flexion_back(person: tuple[Chain, Carrier, Posture]) -> None:
    """EVIDENCE VT12: with 25 mm under the heel, flexion within 3 degrees of the baseline."""
    chain, _, posture = person
    demand = limited(chain, posture, 10.0, *Side)._replace(lift=raised(posture, 0.025))
    found = settled(person, demand)
    for side in Side:
        assert abs(change(person, found, f"knee_flexion_{side}")) < 3.0


def test_a_lift_in_metres_raises_the_heel_by_it(person: tuple[Chain, Carrier, Posture]) -> None:
    _, carrier, posture = person
    found = settled(person, no_demand(posture)._replace(lift=raised(posture, 0.025)))
    rise = points_at(carrier, found.coordinates).sole[..., 1] - posture.points.sole[..., 1]
    heels, balls = HEELS > 0.0, BALLS > 0.0
    assert_allclose(rise[:, heels].mean() - rise[:, balls].mean(), 0.025, atol=0.006)


def test_left_and_right_are_mirror_images(person: tuple[Chain, Carrier, Posture]) -> None:
    chain, _, posture = person
    left, right = (settled(person, limited(chain, posture, 10.0, side)) for side in Side)
    for stem in ("knee_flexion", "hip_rotation", "subtalar_inversion", "knee_adduction"):
        for side in Side:
            assert change(person, left, f"{stem}_{side}") == pytest.approx(
                change(person, right, f"{stem}_{side.other}"), abs=0.02
            )
    assert change(person, left, "lumbar_bending") == pytest.approx(
        -change(person, right, "lumbar_bending"), abs=0.02
    )


def test_the_restricted_side_unloads(person: tuple[Chain, Carrier, Posture]) -> None:
    """EVIDENCE VT13."""
    chain, _, posture = person
    found = settled(person, limited(chain, posture, 10.0, Side.LEFT))
    assert found.load[BOTTOM, FEET[0]].sum() < found.load[BOTTOM, FEET[1]].sum()
    assert posture.load[BOTTOM, FEET[0]].sum() == pytest.approx(posture.load[BOTTOM, FEET[1]].sum())
