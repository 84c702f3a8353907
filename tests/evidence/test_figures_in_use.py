"""The figures the program computes with are those of the evidence tables."""

import numpy as np
import pytest

from groundup.body.anthropometry import MARKER_RADIUS, harrington_hip_centre
from groundup.body.default_chain import TALOCRURAL_AXIS, FootAxes
from groundup.body.inertia import foot_segment, long_segment, pelvis_segment
from groundup.evidence import row
from groundup.motion import plate_contacts
from groundup.recording import filters, plates

SEXES = {"male": ("F10", "F11", "F12", "F21"), "female": ("F13", "F14", "F15", "F20")}


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize(("part", "index"), [("thigh", 0), ("shank", 1)])
def test_thigh_and_shank(sex: str, part: str, index: int) -> None:
    entry = SEXES[sex][index]
    segment = long_segment(part, 1.0, 1.0, sex)
    mass = row(f"{entry}.mass").value
    assert segment.mass == pytest.approx(mass)
    np.testing.assert_allclose(segment.centre_of_mass, [0.0, -row(f"{entry}.centre").value, 0.0])
    words = ("transverse", "longitudinal", "sagittal")
    radii = np.array([row(f"{entry}.radius_{word}").value for word in words])
    np.testing.assert_allclose(np.diag(segment.inertia), mass * radii**2)


@pytest.mark.parametrize("sex", SEXES)
def test_foot_and_pelvis(sex: str) -> None:
    foot = foot_segment(1.0, 0.0, 0.0, 1.0, sex)
    assert foot.mass == pytest.approx(row(f"{SEXES[sex][2]}.mass").value)
    assert foot.centre_of_mass[0] == pytest.approx(row(f"{SEXES[sex][2]}.centre").value)
    assert pelvis_segment(0.24, 1.0, sex).mass == pytest.approx(row(f"{SEXES[sex][3]}.pelvis").value)


def test_hip_centre() -> None:
    width, depth, leg = 240.0, 155.0, 880.0
    parts = ("x_depth", "x", "y_width", "y_leg", "y", "z_depth", "z_width", "z")
    figure = {part: row(f"F01.{part}").value for part in parts}
    marker = 1e3 * MARKER_RADIUS
    expected = [
        figure["x_depth"] * depth + figure["x"] - marker,
        figure["y_width"] * width + figure["y_leg"] * leg + figure["y"],
        figure["z_depth"] * depth + figure["z_width"] * width + figure["z"],
    ]
    found = harrington_hip_centre(width / 1e3, depth / 1e3, leg / 1e3)
    np.testing.assert_allclose(1e3 * np.array(found), expected)


def test_foot_axes() -> None:
    assert np.rad2deg(FootAxes().inclination) == pytest.approx(row("F31.inclination").value)
    assert np.rad2deg(FootAxes().deviation) == pytest.approx(row("F31.deviation").value)
    np.testing.assert_allclose(TALOCRURAL_AXIS, [row(f"F34.{axis}").value for axis in "xyz"])


def test_force_threshold_and_cut_off() -> None:
    assert row("F63.contact", may_drive=True).value == plates.COP_THRESHOLD_N
    assert row("F63.contact", may_drive=True).value == plate_contacts.THRESHOLD
    assert row("F50.walking", may_drive=True).value == filters.WALKING_HZ
