"""Figures the body is built from against the evidence tables they come from."""

import numpy as np
import pytest

from groundup.body.anthropometry import MARKER_RADIUS, harrington_hip_centre
from groundup.body.default_chain import SUBTALAR_DEVIATION, SUBTALAR_INCLINATION, TALOCRURAL_AXIS
from groundup.body.inertia import foot_segment, long_segment, pelvis_segment
from groundup.body.priors import HIP_CENTRE_SD, SUBTALAR_SD
from groundup.evidence.table import row

MASS, LENGTH = 80.0, 0.4


@pytest.mark.parametrize(("width", "depth", "leg"), [(0.24, 0.15, 0.9), (0.19, 0.12, 0.6)])
def test_hip_centre_follows_the_regression(width, depth, leg):
    def figure(name: str) -> float:
        return row(f"F01.{name}", may_drive=True).value

    def metres(constant: str) -> float:
        return 1e-3 * figure(constant)

    expected = (
        figure("x_depth") * depth + metres("x") - MARKER_RADIUS,
        figure("y_width") * width + figure("y_leg") * leg + metres("y"),
        figure("z_depth") * depth + figure("z_width") * width + metres("z"),
    )
    np.testing.assert_allclose(harrington_hip_centre(width, depth, leg), expected, atol=1e-12)


def test_foot_axes_are_those_of_the_tables():
    np.testing.assert_array_equal(TALOCRURAL_AXIS, [row(f"F34.{axis}").value for axis in "xyz"])
    assert pytest.approx(np.deg2rad(row("F31.inclination").value)) == SUBTALAR_INCLINATION
    assert pytest.approx(np.deg2rad(row("F31.deviation").value)) == SUBTALAR_DEVIATION


def test_priors_are_as_wide_as_the_tables_say():
    spread = [row("F31.inclination_spread").value, row("F31.deviation_spread").value]
    np.testing.assert_allclose(np.rad2deg(SUBTALAR_SD), spread)
    error = row("A71.harrington")
    assert error.value <= 1e3 * HIP_CENTRE_SD * np.sqrt(3.0) <= error.value + error.spread


@pytest.mark.parametrize(
    ("entry", "part", "sex"),
    [
        ("F10", "thigh", "male"),
        ("F11", "shank", "male"),
        ("F12", "foot", "male"),
        ("F13", "thigh", "female"),
        ("F14", "shank", "female"),
        ("F15", "foot", "female"),
    ],
)
def test_segment_inertia_is_that_of_the_tables(entry, part, sex):
    if part == "foot":
        segment = foot_segment(LENGTH, 0.0, 0.0, MASS, sex)
        about, along = ("longitudinal", "transverse", "sagittal"), segment.centre_of_mass[0]
    else:
        segment = long_segment(part, LENGTH, MASS, sex)
        about, along = ("transverse", "longitudinal", "sagittal"), -segment.centre_of_mass[1]
    assert segment.mass == pytest.approx(row(f"{entry}.mass").value * MASS)
    assert along == pytest.approx(row(f"{entry}.centre").value * LENGTH)
    radii = np.sqrt(np.diag(segment.inertia) / segment.mass) / LENGTH
    np.testing.assert_allclose(radii, [row(f"{entry}.radius_{name}").value for name in about])


@pytest.mark.parametrize(("entry", "sex"), [("F20", "female"), ("F21", "male")])
def test_pelvis_mass_is_that_of_the_tables(entry, sex):
    assert pelvis_segment(0.24, MASS, sex).mass == pytest.approx(row(f"{entry}.pelvis").value * MASS)
