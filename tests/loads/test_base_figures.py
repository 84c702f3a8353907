"""Pressure, sway, stabilisation, steadiness and coupling of curves whose figures are known."""

import numpy as np
import pytest

from groundup.loads.butterfly import _ahead
from groundup.loads.coupling import vector_coding
from groundup.loads.pressure import in_foot
from groundup.loads.stabilisation import stabilisation
from groundup.loads.steadiness import detrended_spread
from groundup.loads.sway import sway
from groundup.quantities import Side


def test_coupling_of_angles_that_move_together_is_45_degrees_and_does_not_vary() -> None:
    x = np.tile(np.linspace(0.0, 1.0, 101), (6, 1))
    mean, deviation = vector_coding(x, x)
    np.testing.assert_allclose(np.degrees(mean), 45.0)
    np.testing.assert_allclose(deviation, 0.0, atol=1e-7)


@pytest.mark.parametrize(("x", "y", "angle"), [(1, -1, 315.0), (-1, 0, 180.0), (0, 1, 90.0), (-1, -1, 225.0)])
def test_the_quadrant_tells_who_moves_which_way(x: float, y: float, angle: float) -> None:
    steps = np.arange(11.0)
    mean, _ = vector_coding(x * steps[None, :], y * steps[None, :])
    np.testing.assert_allclose(np.degrees(mean), angle)


def test_coupling_that_turns_by_ninety_degrees_every_other_stride() -> None:
    steps, still = np.arange(11.0), np.zeros(11)
    _, deviation = vector_coding(np.stack([steps, still]), np.stack([still, steps]))
    # Two directions square to one another: r = cos 45.
    np.testing.assert_allclose(deviation, np.sqrt(2.0 * (1.0 - np.sqrt(0.5))))


def test_angles_about_zero_do_not_average_to_180() -> None:
    steps = np.arange(11.0)
    mean, _ = vector_coding(np.stack([steps, steps]), np.stack([0.1 * steps, -0.1 * steps]))
    np.testing.assert_allclose(np.minimum(mean, 2.0 * np.pi - mean), 0.0, atol=1e-9)


def test_sway_of_a_known_ellipse() -> None:
    time = np.arange(0.0, 20.0, 0.01)
    turn = 2.0 * np.pi * 0.5 * time
    path = np.column_stack([0.01 * np.sin(turn), 0.005 * np.cos(turn)])
    area, length, velocity, forward, sideways = sway(time, path)
    # Variances of the sines: half the squared amplitudes; chi-squared (2, 95 %) = 5.991.
    assert area == pytest.approx(np.pi * 5.991 * 0.5 * 1.0 * 0.5, rel=1e-3)
    assert forward == pytest.approx(2.0, rel=0.01)
    assert sideways == pytest.approx(1.0, rel=0.01)
    assert length == pytest.approx(velocity * (time[-1] - time[0]))
    # Perimeter of an ellipse with half-axes 1 and 0.5 cm: 4.8442 cm, ten times round.
    assert length == pytest.approx(48.442, rel=5e-3)


def test_a_tilted_ellipse_has_the_same_area() -> None:
    rng = np.random.default_rng(3)
    time = np.arange(0.0, 30.0, 0.05)
    path = rng.normal(size=(len(time), 2)) * [0.004, 0.002]
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    assert sway(time, path @ turn.T)[0] == pytest.approx(sway(time, path)[0], rel=1e-6)


def test_stabilisation_is_the_start_of_the_first_quiet_second() -> None:
    time = np.arange(0.0, 4.0, 0.002)
    force = 1.0 + 1.5 * np.exp(-time / 0.25)
    # 1.5 exp(-t / 0.25) = 0.05
    assert stabilisation(time, force) == pytest.approx(0.25 * np.log(30.0), abs=0.003)


def test_a_pause_shorter_than_a_second_is_no_stabilisation() -> None:
    time = np.arange(0.0, 3.0, 0.002)
    force = np.where((time > 0.4) & (time < 1.2), 1.0, 2.0)
    assert np.isnan(stabilisation(time, force))
    assert stabilisation(time, np.where(time > 1.8, 1.0, force)) == pytest.approx(1.802, abs=0.003)


def test_steadiness_does_not_count_a_straight_trend() -> None:
    time = np.linspace(0.0, 1.0, 401)
    assert detrended_spread(time, 5.0 * time - 2.0) == pytest.approx(0.0, abs=1e-12)
    wave = np.sin(2.0 * np.pi * 8.0 * time)
    assert detrended_spread(time, 5.0 * time + wave) == pytest.approx(np.sqrt(0.5), rel=0.01)


def _foot(heading: float, side: Side) -> tuple[np.ndarray, ...]:
    """A flat foot 0.25 m long and a pressure from its heel to its toes, 5 mm to its lateral side."""
    ahead = np.array([np.cos(heading), 0.0, -np.sin(heading)])
    right = np.array([np.sin(heading), 0.0, np.cos(heading)])
    lateral = right if side is Side.RIGHT else -right
    share = np.linspace(0.0, 1.0, 51)
    heel = np.array([0.4, 0.0, 0.2]) + np.zeros((51, 3))
    pressure = heel + 0.25 * share[:, None] * ahead + 0.005 * lateral
    return pressure, heel, heel + 0.18 * ahead, heel + 0.25 * ahead, share


@pytest.mark.parametrize("heading", [0.0, 0.3, np.pi, -2.0])
@pytest.mark.parametrize("side", list(Side))
def test_pressure_in_the_foots_frame(heading: float, side: Side) -> None:
    along, across, length = in_foot(*_foot(heading, side), side)
    np.testing.assert_allclose(along, np.linspace(0.0, 1.0, 51), atol=1e-12)
    np.testing.assert_allclose(across, 0.005, atol=1e-12)
    assert length == pytest.approx(0.25)


def test_a_belt_carries_foot_and_pressure_along() -> None:
    pressure, heel, forefoot, toe, share = _foot(0.0, Side.LEFT)
    belt = np.outer(-0.8 * share, [1.0, 0.0, 0.0])
    along, *_ = in_foot(pressure + belt, heel + belt, forefoot + belt, toe + belt, share, Side.LEFT)
    np.testing.assert_allclose(along, np.linspace(0.0, 1.0, 51), atol=1e-12)


def test_the_heel_that_rises_does_not_move_the_pressure() -> None:
    pressure, heel, forefoot, toe, share = _foot(0.0, Side.RIGHT)
    rising = heel + np.outer(np.where(share > 0.6, 0.1, 0.0), [1.0, 1.0, 0.0])
    along, *_ = in_foot(pressure, rising, forefoot, toe, share, Side.RIGHT)
    np.testing.assert_allclose(along, np.linspace(0.0, 1.0, 51), atol=1e-12)


def test_forward_is_where_the_walk_heads() -> None:
    # Heading of a quarter turn about Y: from lab X towards minus Z.
    turned = _ahead(np.array([[[0.0, -1.0]], [[1.0, 0.0]]]), np.full(2, 0.5 * np.pi))
    np.testing.assert_allclose(turned, [[[1.0, 0.0]], [[0.0, 1.0]]], atol=1e-12)
