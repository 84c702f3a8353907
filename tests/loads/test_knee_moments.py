"""External knee moments and lever arm: signs, sides, units, and what must not change them."""

from typing import NamedTuple

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from groundup.loads.dynamics import Dynamics
from groundup.loads.ground_force import GroundForce
from groundup.loads.knee.external_moments import external_moments
from groundup.mechanics.rotation import from_axis_angle
from groundup.motion.motion import Motion
from groundup.quantities import Side

MASS, FORCE = 70.0, 700.0
KNEE = np.array([0.0, 0.5, 0.0])


class Case(NamedTuple):
    """A leg standing on a force."""

    motion: Motion
    dynamics: Dynamics
    ground: GroundForce


def _table(values: np.ndarray, dim: str, labels: list[str], **attrs: str) -> xr.DataArray:
    coords = {"time": [0.0], dim: labels, "axis": ["x", "y", "z"]}
    return xr.DataArray(values, coords, ("time", dim, "axis"), attrs=attrs)


def case(
    point: np.ndarray,
    force: np.ndarray,
    free: np.ndarray | None = None,
    turn: np.ndarray | None = None,
    unknown: str = "",
) -> Case:
    """Both shanks upright with the knee at KNEE, the same force under each, no weight and no motion."""
    free = np.zeros(3) if free is None else free
    turn = np.eye(3) if turn is None else turn
    sides, shanks = [str(s) for s in Side], [f"{s}_shank" for s in Side]
    external = np.cross(point - KNEE, force) + free
    both = lambda v: np.stack([turn @ v] * 2)[None]  # noqa: E731
    blank = xr.DataArray(np.zeros(1), dims="time", coords={"time": [0.0]})
    columns = [f"knee_{plane}_{side}" for plane in ("flexion", "adduction", "rotation") for side in sides]
    known = np.where([unknown != "" and unknown in c for c in columns], np.nan, 0.0)[None]
    rotation = xr.DataArray(
        np.stack([turn] * 2)[None],
        coords={"time": [0.0], "segment": shanks},
        dims=("time", "segment", "row", "column"),
    )
    origin = _table(both(KNEE), "segment", shanks)
    empty = dict.fromkeys(
        ("coordinates", "coordinate_sd", "angles", "angle_sd", "markers_model", "residual"), blank
    )
    motion = Motion(poses=blank, segment_rotation=rotation, segment_origin=origin, **empty)
    dynamics = Dynamics(
        moments=xr.DataArray(known, {"time": [0.0], "coordinate": columns}, ("time", "coordinate")),
        joint_moment=_table(both(-external), "joint", shanks),
        **{name: blank for name in Dynamics.__dataclass_fields__ if name not in _OWN},
    )
    ground = GroundForce(
        force=_table(both(force), "side", sides),
        centre_of_pressure=_table(both(point), "side", sides),
        free_moment=_table(both(free), "side", sides),
    )
    return Case(motion, dynamics, ground)


_OWN = ("moments", "joint_moment", "not_measurable", "power_not_measurable")


def told(made: Case, name: str, side: Side, mass: float = MASS) -> float:
    return float(external_moments(*made, mass)[name].sel(side=str(side)).values[0])


def test_a_force_inside_the_knee_adducts_it() -> None:
    """700 N upright, 30 mm to the person's left: inside the right knee, outside the left one."""
    made = case(np.array([0.0, 0.0, -0.03]), np.array([0.0, FORCE, 0.0]))
    assert told(made, "adduction_moment", Side.RIGHT) == pytest.approx(0.03 * FORCE / MASS)
    assert told(made, "adduction_moment", Side.LEFT) == pytest.approx(-0.03 * FORCE / MASS)
    assert told(made, "adduction_lever_arm", Side.RIGHT) == pytest.approx(0.03)
    assert told(made, "adduction_lever_arm", Side.LEFT) == pytest.approx(-0.03)


def test_a_force_behind_the_knee_flexes_it_on_both_sides() -> None:
    made = case(np.array([-0.05, 0.0, 0.0]), np.array([0.0, FORCE, 0.0]))
    for side in Side:
        assert told(made, "flexion_moment", side) == pytest.approx(0.05 * FORCE / MASS)
        assert told(made, "adduction_moment", side) == pytest.approx(0.0, abs=1e-12)


def test_a_twist_to_the_left_turns_the_right_tibia_in() -> None:
    made = case(np.zeros(3), np.array([0.0, FORCE, 0.0]), free=np.array([0.0, 7.0, 0.0]))
    assert told(made, "rotation_moment", Side.RIGHT) == pytest.approx(7.0 / MASS)
    assert told(made, "rotation_moment", Side.LEFT) == pytest.approx(-7.0 / MASS)


@settings(max_examples=20, deadline=None)
@given(st.floats(-0.1, 0.1), st.floats(-0.1, 0.1), st.floats(-200, 200), st.floats(-200, 200))
def test_lever_arm_times_force_is_the_static_moment(
    x: float, z: float, fore: float, side_force: float
) -> None:
    force = np.array([fore, FORCE, side_force])
    made = case(np.array([x, 0.0, z]), force)
    for side in Side:
        product = told(made, "adduction_lever_arm", side) * told(made, "frontal_force", side) / MASS
        assert product == pytest.approx(told(made, "static_adduction_moment", side), abs=1e-9)
        assert product == pytest.approx(told(made, "adduction_moment", side), abs=1e-9)


def test_mirrored_person_has_the_mirrored_loads() -> None:
    point, force = np.array([0.04, 0.0, 0.02]), np.array([60.0, FORCE, -30.0])
    flip = np.array([1.0, 1.0, -1.0])
    one, other = case(point, force), case(point * flip, force * flip)
    for name in ("adduction_moment", "flexion_moment", "rotation_moment", "adduction_lever_arm"):
        for side in Side:
            assert told(one, name, side) == pytest.approx(told(other, name, side.other), abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(st.floats(-np.pi, np.pi), st.floats(-0.5, 0.5))
def test_turning_the_lab_changes_nothing(heading: float, tilt: float) -> None:
    turn = from_axis_angle(np.array([0.0, 1.0, 0.0]), heading) @ from_axis_angle(
        np.array([1.0, 0.0, 0.0]), tilt
    )
    point, force, free = (
        np.array([0.05, 0.0, -0.03]),
        np.array([50.0, FORCE, 20.0]),
        np.array([0.0, 4.0, 0.0]),
    )
    plain, turned = case(point, force, free), case(point, force, free, turn)
    for name in (
        "adduction_moment",
        "flexion_moment",
        "rotation_moment",
        "adduction_lever_arm",
        "frontal_force",
    ):
        assert told(turned, name, Side.LEFT) == pytest.approx(told(plain, name, Side.LEFT), abs=1e-9)


def test_moments_are_per_kilogram() -> None:
    made = case(np.array([0.0, 0.0, -0.03]), np.array([0.0, FORCE, 0.0]))
    assert told(made, "adduction_moment", Side.RIGHT, 35.0) == pytest.approx(
        2.0 * told(made, "adduction_moment", Side.RIGHT)
    )


@pytest.mark.parametrize(
    ("plane", "name"), [("adduction", "adduction_lever_arm"), ("rotation", "rotation_moment")]
)
def test_what_the_dynamics_withhold_is_withheld(plane: str, name: str) -> None:
    made = case(np.array([0.0, 0.0, -0.03]), np.array([0.0, FORCE, 0.0]), unknown=plane)
    assert np.isnan(told(made, name, Side.RIGHT))
    assert np.isfinite(told(made, "flexion_moment", Side.RIGHT))


def test_no_lever_arm_without_a_force() -> None:
    made = case(np.array([0.0, 0.0, -0.03]), np.array([0.0, 10.0, 0.0]))
    assert np.isnan(told(made, "adduction_lever_arm", Side.RIGHT))


def test_every_curve_says_its_unit() -> None:
    made = case(np.zeros(3), np.array([0.0, FORCE, 0.0]))
    for name, curve in external_moments(*made, MASS).items():
        assert curve.attrs["units"], name
