"""Loading rates of ramps whose slope is known; what is no impact peak is not called one."""

import numpy as np
import pytest

from groundup.loads.asymmetry import symmetry_index
from groundup.loads.contact_figures import ContactFigures
from groundup.loads.ground_force import GroundForce, _table
from groundup.loads.impact import LEAST_RATE, loading, measure_impact
from groundup.motion.motion import PARTIAL, VALID, Contact
from groundup.motion.task import Task
from groundup.quantities import Side

G = 9.80665


def _run(peak: float = 1.6, dip: float = 1.2) -> tuple[np.ndarray, np.ndarray]:
    """Rise at 50 BW/s to an impact peak, a dip, the active peak, and down to zero over 0.25 s."""
    time = np.arange(0.0, 0.2501, 0.0005)
    at = peak / 50.0
    return time, np.interp(time, [0.0, at, at + 0.02, 0.12, 0.25], [0.0, peak, dip, 2.4, 0.0])


def test_the_slope_to_an_impact_peak() -> None:
    average, steepest, peak, delay = loading(*_run(), to_largest=False)
    assert average == pytest.approx(50.0, rel=1e-6)
    assert steepest == pytest.approx(50.0, rel=1e-6)
    assert peak == pytest.approx(1.6)
    assert delay == pytest.approx(0.032)


def test_without_an_impact_peak_the_slope_runs_to_thirteen_percent_of_stance() -> None:
    time = np.arange(0.0, 0.2001, 0.0005)
    force = np.interp(time, [0.0, 0.013, 0.1, 0.2], [0.0, 0.65, 2.4, 0.0])
    average, _, peak, delay = loading(time, force, to_largest=False)
    # 13 % of 0.2 s is 26 ms: from 5.2 ms to 20.8 ms.
    expected = (np.interp(0.0208, time, force) - np.interp(0.0052, time, force)) / 0.0156
    assert average == pytest.approx(expected, rel=1e-9)
    assert peak is None
    assert delay is None


def test_a_ripple_is_no_impact_peak() -> None:
    assert loading(*_run(peak=1.6, dip=1.595), to_largest=False)[2] is None


def test_a_late_peak_is_no_impact_peak() -> None:
    time = np.arange(0.0, 0.6001, 0.001)
    force = np.interp(time, [0.0, 0.15, 0.3, 0.45, 0.6], [0.0, 1.1, 0.8, 1.1, 0.0])
    assert loading(time, force, to_largest=False)[2] is None


def test_a_landing_rises_to_its_largest_force() -> None:
    time = np.arange(0.0, 0.3001, 0.001)
    force = np.interp(time, [0.0, 0.06, 0.3], [0.0, 3.0, 1.0])
    average, steepest, *_ = loading(time, force, to_largest=True)
    assert average == pytest.approx(50.0)
    assert steepest == pytest.approx(50.0)


def _measured(rate: float, state: str = VALID, mass: float = 60.0) -> dict[str, tuple[float, str]]:
    time = np.arange(-0.5, 1.0, 1.0 / rate)
    shape = np.interp(time, [0.0, 0.1, 0.3], [0.0, 2.0, 0.0], left=0.0, right=0.0)
    force = np.zeros((len(time), 2, 3))
    force[:, 1, 1] = mass * G * shape
    ground = GroundForce(_table(time, force, "N"), _table(time, force, "m"), _table(time, force, "N m"))
    contact = Contact(Side.RIGHT, 0.0, 0.3, ("plate",), state, "" if state == VALID else "half of it beside")
    movement = type("Running", (), {"task": Task.RUNNING, "cycles": ()})()
    figures = measure_impact([ContactFigures(contact, False, 1.0, 2.0)], ground, movement, mass)
    assert all(f.side is Side.RIGHT for f in figures)
    return {f.definition.name: (f.value, f.reason) for f in figures}


def test_rates_are_in_body_weights_of_this_person() -> None:
    light, heavy = _measured(2000.0, mass=50.0), _measured(2000.0, mass=100.0)
    assert light["loading_rate_average"][0] == pytest.approx(20.0, rel=0.01)
    assert heavy["loading_rate_average"][0] == pytest.approx(light["loading_rate_average"][0])
    assert light["impact_peak"][1] == "no distinct impact peak"


def test_slow_samples_and_bad_contacts_say_why() -> None:
    slow = _measured(0.5 * LEAST_RATE)
    assert np.isnan(slow["loading_rate_average"][0])
    assert "samples a second" in slow["loading_rate_average"][1]
    assert slow["vertical_force_peak"][0] == 2.0
    beside = _measured(1000.0, state=PARTIAL)
    assert all(np.isnan(value) and reason == "half of it beside" for value, reason in beside.values())


@pytest.mark.parametrize(
    ("left", "right", "index"), [(1.2, 0.8, 40.0), (0.8, 1.2, -40.0), (-1.0, -1.0, 0.0), (2.0, 0.0, 200.0)]
)
def test_the_symmetry_index_is_positive_where_left_is_larger(left: float, right: float, index: float) -> None:
    assert symmetry_index(left, right) == pytest.approx(index)


def test_no_symmetry_of_opposite_signs() -> None:
    assert np.isnan(symmetry_index(1.0, -1.0))
    assert np.isnan(symmetry_index(0.0, 0.0))
