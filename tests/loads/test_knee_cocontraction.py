"""Knee flexion moment of hamstrings and gastrocnemius from the joints they also cross."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundup.evidence import row
from groundup.loads.knee.cocontraction import (
    ANKLE_ANGLES,
    HIP_ANGLES,
    HIP_EXTENSORS,
    PLANTARFLEXORS,
    Muscle,
    gastrocnemius_moment,
    hamstring_moment,
    knee_share,
)

TABLE = Path(__file__).resolve().parents[2] / ".." / "shared" / "evidence" / "opensim_moment_arms.csv"


def test_two_muscles_by_hand() -> None:
    """100 N x 10 mm at the knee over (100 x 40 + 300 x 20) N mm at the driving joint: 0.1."""
    muscles = {"crosses": Muscle(100.0, (40.0, 40.0), 10.0), "does not": Muscle(300.0, (20.0, 20.0))}
    assert knee_share(muscles, (0.0, 30.0), np.array([15.0]))[0] == pytest.approx(0.1)


def test_a_joint_that_flexes_leaves_them_at_rest() -> None:
    assert hamstring_moment(np.array([-1.0]), np.array([20.0]))[0] == 0.0
    assert gastrocnemius_moment(np.array([-1.0]), np.array([0.0]))[0] == 0.0


def test_gastrocnemius_by_hand_at_neutral() -> None:
    """Two heads at 16 mm of the knee, all three muscles at their arms at 0 degrees of the ankle."""
    heads, soleus = 3115.5 + 1575.1, 6194.8
    wanted = heads * 16.0 / (3115.5 * 42.9 + 1575.1 * 43.58 + soleus * 41.36)
    assert gastrocnemius_moment(np.array([1.0]), np.array([0.0]))[0] == pytest.approx(wanted)


@settings(deadline=None)
@given(st.floats(-40, 140), st.floats(-60, 60), st.floats(0.0, 5.0))
def test_never_more_than_half_of_the_moment_that_drives_it(hip: float, ankle: float, moment: float) -> None:
    """The arms at the knee are shorter than at the hip and ankle, and other muscles share the moment."""
    one = np.array([moment])
    assert 0.0 <= hamstring_moment(one, np.array([hip]))[0] <= 0.5 * moment
    assert 0.0 <= gastrocnemius_moment(one, np.array([ankle]))[0] <= 0.5 * moment


def test_knee_arms_are_the_middle_of_what_was_measured() -> None:
    for name, entry in (
        ("gasmed", "gastrocnemius"),
        ("semimem", "semimembranosus"),
        ("semiten", "semitendinosus"),
    ):
        low, high = row(f"N270.{entry}_low").value, row(f"N270.{entry}_high").value
        assert {**HIP_EXTENSORS, **PLANTARFLEXORS}[name].knee_arm == 0.5 * (low + high)
    assert HIP_EXTENSORS["bflh"].knee_arm == row("N270.biceps_femoris").value


@pytest.mark.skipif(not TABLE.exists(), reason="../shared/evidence is absent")
def test_arms_at_hip_and_ankle_are_those_of_the_model() -> None:
    with TABLE.open(encoding="utf-8") as file:
        model = {
            (line["muscle"], line["coordinate"], float(line["angle_deg"])): abs(float(line["moment_arm_mm"]))
            for line in csv.DictReader(file)
            if line["model"] == "Rajagopal2016"
        }
    for muscles, angles, joint in (
        (HIP_EXTENSORS, HIP_ANGLES, "hip_flexion_r"),
        (PLANTARFLEXORS, ANKLE_ANGLES, "ankle_angle_r"),
    ):
        for name, muscle in muscles.items():
            named = "glmax2_r" if name == "glmax" else f"{name}_r"
            np.testing.assert_allclose(muscle.arm, [model[named, joint, angle] for angle in angles])
