import numpy as np
import pytest

from groundup.synthetic.curves import key_values, reference_curves


@pytest.mark.parametrize("point", key_values(), ids=lambda p: f"{p.coordinate}@{p.percent:g}")
def test_a_curve_passes_its_key_values(point):
    curve = reference_curves()[point.coordinate]
    at = np.array([point.percent / 100.0])
    assert curve.at(at)[0] == pytest.approx(point.value, abs=np.deg2rad(0.01))
    if point.turning:
        assert curve.at(at, 1)[0] == pytest.approx(0.0, abs=np.deg2rad(0.5))


def test_every_key_value_is_cited_or_said_to_be_ours():
    for point in key_values():
        assert point.evidence == "authored" or point.evidence.startswith("A")
        assert (point.population == "-") == (point.evidence == "authored")


def test_curves_do_not_leave_the_range_of_their_key_values_by_much():
    phase = np.linspace(0.0, 1.0, 200)
    for name, curve in reference_curves().items():
        values = [p.value for p in key_values() if p.coordinate == name]
        assert curve.at(phase).max() < max(values) + np.deg2rad(3.0), name
        assert curve.at(phase).min() > min(values) - np.deg2rad(3.0), name
