"""Force on each foot against a walker whose forces are known; what must change nothing; what is not known."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundup.loads.ground_force import GroundForce, at_frames, ground_force
from groundup.motion.motion import OTHER, SHARED, SPLIT, VALID, Contact
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.read import read_recording
from groundup.recording.recording import Recording
from groundup.synthetic.c3d import write_c3d
from groundup.synthetic.ground_force import ground_forces
from groundup.synthetic.trial import Trial, standing_trial, to_recording
from groundup.synthetic.walk import Walk
from tests.loads.conftest import NO_ERRORS
from tests.loads.virtual import changed, forces, mirrored
from tests.motion import stepping

PARTS = ("force", "centre_of_pressure", "free_moment")


def alike(one: GroundForce, two: GroundForce, tolerance: float, *, swapped: bool = False) -> None:
    """Both tell the same; with sides and the side axis exchanged where asked."""
    for part in PARTS:
        first, second = getattr(one, part).values, getattr(two, part).values
        if swapped:
            # A moment is an axial vector: mirrored across Z it keeps its z and turns the others.
            sign = np.array([-1.0, -1.0, 1.0] if part == "free_moment" else [1.0, 1.0, -1.0])
            second = second[:, ::-1] * sign
        assert np.array_equal(np.isfinite(first), np.isfinite(second)), part
        assert np.isfinite(first).any()
        np.testing.assert_allclose(first, second, rtol=0.0, atol=tolerance, err_msg=part)


def test_the_forces_are_the_walkers_own(walked: Walk, raw: Recording) -> None:
    found = forces(raw)
    truth = ground_forces(walked, found.force.time.values)
    for side in Side:
        force = found.force.sel(side=str(side)).values
        loaded = np.isfinite(force[:, 1]) & (force[:, 1] > 50.0)
        assert loaded.sum() > 400
        own, true = force[loaded], truth[side].force[loaded]
        np.testing.assert_allclose(own[:, 1], true[:, 1], atol=1e-9)
        across = (np.hypot(f[:, 0], f[:, 2]) for f in (own, true))
        np.testing.assert_allclose(next(across), next(across), atol=1e-9)
        # The lab lies along the walk as found from the markers, 0.06 degrees from the walker's own.
        np.testing.assert_allclose(own, true, atol=1.0)
        point = found.centre_of_pressure.sel(side=str(side)).values
        np.testing.assert_allclose(point[loaded], truth[side].centre[loaded], atol=0.006)
        free = found.free_moment.sel(side=str(side)).values
        np.testing.assert_allclose(free[loaded, 1], truth[side].free_moment[loaded], atol=1e-6)
        in_air = np.isfinite(force[:, 1]) & (force[:, 1] == 0.0)
        assert in_air.sum() > 300
        assert truth[side].force[in_air, 1].max() < 25.0


def test_a_foot_that_steps_beside_the_plates_is_unknown_not_zero(walked: Walk, raw: Recording) -> None:
    found = forces(raw)
    truth = ground_forces(walked, found.force.time.values)
    for side in Side:
        force = found.force.sel(side=str(side)).values[:, 1]
        carried = truth[side].force[:, 1] > 60.0
        assert not (force[carried] == 0.0).any()
        assert np.isnan(force[carried]).any()


def test_order_of_the_plates(raw: Recording) -> None:
    alike(forces(raw), forces(replace(raw, plates=raw.plates[::-1])), 1e-9)


def test_left_for_right(raw: Recording) -> None:
    alike(forces(raw), forces(mirrored(raw)), 1e-9, swapped=True)


def test_lab_turned_and_moved(raw: Recording) -> None:
    turn = np.deg2rad(37.0)
    matrix = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1.0]])
    shift = np.array([0.8, -1.3, 0.0])
    one, two = forces(raw), forces(changed(raw, matrix, shift))
    alike(replace(one, centre_of_pressure=one.force), replace(two, centre_of_pressure=two.force), 1e-3)
    moved = two.centre_of_pressure.values - one.centre_of_pressure.values
    seen = np.isfinite(moved).all(axis=2)
    # Only the origin moved: the lab frame inside lies along the walk whatever the file's axes are.
    np.testing.assert_allclose(moved[seen] - moved[seen][0], 0.0, atol=1e-4)


def test_unit_of_the_file(trial: Trial, tmp_path: Path) -> None:
    read = [read_recording(write_c3d(trial, tmp_path / f"{unit}.c3d", unit)) for unit in ("mm", "m")]
    one, two = (forces(recording) for recording in read)
    # C3D holds single precision.
    for part, tolerance in (("force", 1e-2), ("centre_of_pressure", 1e-4), ("free_moment", 1e-2)):
        np.testing.assert_allclose(getattr(one, part), getattr(two, part), atol=tolerance)


def test_two_feet_on_one_plate_leave_both_unknown(walked: Walk) -> None:
    found = forces(to_recording(standing_trial(walked, NO_ERRORS)), Task.STANDING)
    assert np.isnan(found.force.values).all()
    assert np.isnan(found.centre_of_pressure.values).all()


def test_two_plates_under_one_foot_are_summed_and_only_while_it_stands() -> None:
    recording = stepping.recording(stepping.Gait())
    plate = recording.plates[0]
    half = replace(plate, force=0.5 * plate.force)
    both = replace(recording, plates=(replace(half, name="a"), replace(half, name="b")))
    whole = ground_force(recording, [Contact(Side.LEFT, 0.0, 5.0, (plate.name,), VALID)])
    split = ground_force(both, [Contact(Side.LEFT, 0.0, 5.0, ("a", "b"), SPLIT)])
    assert whole is not None
    assert split is not None
    alike(whole, split, 1e-9)
    early = ground_force(recording, [Contact(Side.LEFT, 0.0, 0.01, (plate.name,), VALID)])
    assert early is not None
    assert not early.force.values[20:].any()


@pytest.mark.parametrize("state", [SHARED, OTHER, "partial foot"])
def test_other_states_are_unknown_while_they_last(state: str) -> None:
    recording = stepping.recording(stepping.Gait())
    found = ground_force(recording, [Contact(Side.RIGHT, 1.0, 1.5, ("plate 1",), state)])
    assert found is not None
    right = found.force.sel(side="right")
    assert np.isnan(right.sel(time=slice(1.0, 1.5))).all()
    assert not right.sel(time=slice(None, 0.999)).any()
    assert not found.force.sel(side="left").any()


def test_without_plates_there_is_no_force() -> None:
    assert ground_force(stepping.recording(stepping.Gait(), plates=False), ()) is None


RATE = 1000.0
CLOCK = np.arange(0.0, 4.0, 1.0 / RATE)


def pulsing(frequency: float) -> GroundForce:
    """800 N with a swing of 200 N at one place, and a twist of 3 N m."""
    recording = stepping.recording(stepping.Gait())
    load = 800.0 + 200.0 * np.sin(2.0 * np.pi * frequency * CLOCK)
    point = np.tile([0.4, 0.0, -0.2], (len(CLOCK), 1))
    plate = stepping.plate("one", CLOCK, load, point, None)
    twist = plate.free_moment.copy(data=np.tile([0.0, 3.0, 0.0], (len(CLOCK), 1)))
    recording = replace(recording, plates=(replace(plate, free_moment=twist),))
    found = ground_force(recording, [Contact(Side.LEFT, 0.0, 5.0, ("one",), VALID)])
    assert found is not None
    return found


@pytest.mark.parametrize("frequency", [0.5, 3.0, 6.0, 12.0, 30.0])
def test_the_filter_has_the_gain_of_a_fourth_order_butterworth(frequency: float) -> None:
    frames = np.arange(1.0, 3.0, 0.01)
    cutoff = 6.0
    found = at_frames(pulsing(frequency), frames, cutoff).force.sel(side="left").values[:, 1]
    # Two passes of second order, each of power 1 / (1 + r^4) with half the power of both at the cut-off.
    ratio = np.tan(np.pi * frequency / RATE) / np.tan(np.pi * cutoff / RATE)
    gain = 1.0 / (1.0 + (np.sqrt(2.0) - 1.0) * ratio**4)
    expected = 800.0 + 200.0 * gain * np.sin(2.0 * np.pi * frequency * frames)
    np.testing.assert_allclose(found, expected, atol=0.2)


def test_the_filter_keeps_place_and_twist_of_a_force_that_stands_still() -> None:
    found = at_frames(pulsing(20.0), np.arange(1.0, 3.0, 0.01), 6.0)
    np.testing.assert_allclose(
        found.centre_of_pressure.sel(side="left").values[:, [0, 2]], [[0.4, -0.2]] * 200
    )
    np.testing.assert_allclose(found.free_moment.sel(side="left").values[:, 1], 3.0, atol=1e-9)


def test_beyond_the_plates_record_nothing_is_known() -> None:
    found = at_frames(pulsing(1.0), np.array([-0.5, 0.5, 3.9, 4.5]), None)
    known = np.isfinite(found.force.values).all(axis=(1, 2))
    assert known.tolist() == [False, True, True, False]
