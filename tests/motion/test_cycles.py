"""Repetitions of known figures, their parameters, and curves told from the cycle's own side."""

import numpy as np
import pytest
import xarray as xr

from groundup.motion.cycles import cycle_curves, find_cycles, landings, squats, strides
from groundup.motion.feet import body_points
from groundup.motion.motion import Cycle
from groundup.motion.spatiotemporal import spatiotemporal
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import Event, EventKind
from tests.motion.stepping import RUN, Gait, recording
from tests.motion.test_recognise import TIME, still


def events_of(gait: Gait) -> list[Event]:
    found = []
    for side in Side:
        for contact in gait.contacts(side):
            for kind, at in ((EventKind.CONTACT, contact), (EventKind.OFF, contact + gait.stance)):
                if 0.0 < at < gait.duration:
                    found.append(Event(side, kind, float(at), "plate", 1.0))
    return sorted(found, key=lambda e: e.time)


def parameters(gait: Gait, treadmill: bool = False, heading: float = 0.0) -> dict[tuple[str, Side], float]:
    task = Task.RUNNING if gait is RUN else Task.WALKING
    points = body_points(recording(gait, treadmill=treadmill, plates=False, heading=heading))
    cycles = strides(events_of(gait)).cycles
    rows = spatiotemporal(task, cycles, points, np.full(len(points.time), heading))
    return {(row.name, row.side): row.value for row in rows}


def test_strides_run_from_contact_to_contact_with_their_marks():
    gait = Gait()
    cycles = strides(events_of(gait)).cycles
    left = [c for c in cycles if c.side is Side.LEFT]
    assert len(left) == len([t for t in gait.contacts(Side.LEFT) if 0 < t < gait.duration]) - 1
    for cycle in cycles:
        assert cycle.end - cycle.start == pytest.approx(gait.stride)
        assert cycle.marks["off"] - cycle.start == pytest.approx(gait.stance)
        assert cycle.marks["opposite_contact"] - cycle.start == pytest.approx(gait.stride / 2)


def test_a_missed_contact_is_no_stride():
    events = events_of(Gait())
    second = [e for e in events if e.side is Side.LEFT and e.kind is EventKind.CONTACT][1]
    found = strides([e for e in events if e is not second])
    assert all(c.end - c.start < 1.5 for c in found.cycles if c.side is Side.RIGHT)
    lengths = [c.end - c.start for c in found.cycles if c.side is Side.LEFT]
    assert max(lengths) == pytest.approx(2 * Gait().stride), "2.2 s could be a slow stride"


def test_an_impossible_stride_is_left_out_and_counted():
    slow = [Event(Side.LEFT, EventKind.CONTACT, t, "plate", 1.0) for t in (0.0, 3.0)]
    found = strides([*slow, Event(Side.LEFT, EventKind.OFF, 1.0, "plate", 1.0)])
    assert not found.cycles
    assert "1 stride" in found.notes[0]


@pytest.mark.parametrize("treadmill", [False, True])
@pytest.mark.parametrize("gait", [Gait(), RUN], ids=["walk", "run"])
def test_speed_and_lengths_of_a_known_gait(gait, treadmill):
    found = parameters(gait, treadmill)
    for side in Side:
        assert found["speed", side] == pytest.approx(gait.speed, rel=0.03)
        assert found["stride length", side] == pytest.approx(gait.speed * gait.stride, rel=0.03)
        assert found["step length", side] == pytest.approx(gait.speed * gait.stride / 2, rel=0.05)
        assert found["cadence", side] == pytest.approx(120.0 / gait.stride, rel=1e-6)
        assert found["stance", side] == pytest.approx(100 * gait.stance / gait.stride, rel=1e-6)


def test_support_phases_add_up():
    found = parameters(Gait())
    for side in Side:
        swing = 100.0 - found["stance", side]
        assert found["single support", side.other] == pytest.approx(swing, abs=1e-6)
        assert found["double support", side] == pytest.approx(found["stance", side] - swing, abs=1e-6)


def test_running_has_flight_and_no_double_support():
    found = parameters(RUN)
    assert found["flight time", Side.LEFT] == pytest.approx(RUN.stride / 2 - RUN.stance)
    assert ("double support", Side.LEFT) not in found


def test_turning_the_walk_changes_nothing():
    straight, turned = parameters(Gait()), parameters(Gait(), heading=2.2)
    for key, value in straight.items():
        assert turned[key] == pytest.approx(value, abs=1e-6), key


def test_squats_are_cut_at_their_ends():
    moving = np.clip(TIME - 0.5, 0.0, 2.0)
    points = body_points(still(0.95 - 0.15 * (1 - np.cos(np.pi * moving))))
    found = squats(points)
    (squat,) = found.cycles
    assert squat.start == pytest.approx(0.5, abs=0.1)
    assert squat.marks["bottom"] == pytest.approx(1.5, abs=0.02)
    assert squat.end == pytest.approx(2.5, abs=0.1)
    rows = spatiotemporal(Task.SQUAT, found.cycles, points, np.zeros(len(points.time)))
    assert {r.name: r.value for r in rows}["depth"] == pytest.approx(0.30, abs=0.01)


def test_a_squat_cut_off_by_the_trial_is_left_out():
    found = squats(body_points(still(0.95 - 0.15 * (1 - np.cos(np.pi * TIME[:150] + 0.8)))))
    assert not found.cycles
    assert "cut off" in found.notes[0]


def test_a_landing_begins_at_contact_and_ends_at_rest():
    fall = np.clip(TIME - 1.0, 0.0, 0.28)
    height = np.where(
        TIME < 1.28,
        1.3 - 0.5 * 9.81 * fall**2,
        0.915 - 0.2 * np.sin(np.pi * np.clip((TIME - 1.28) / 0.6, 0, 1)),
    )
    points = body_points(still(height))
    found = landings([Event(Side.LEFT, EventKind.CONTACT, 1.28, "plate", 1.0)], points)
    (landing,) = found.cycles
    assert landing.marks["contact"] == pytest.approx(1.28)
    assert landing.marks["bottom"] == pytest.approx(1.58, abs=0.05)
    assert landing.marks["stable"] == pytest.approx(1.9, abs=0.12)


def test_standing_has_no_repetitions():
    assert find_cycles(Task.STANDING, [], body_points(still(np.full(100, 0.95)))).cycles == ()


def test_curves_are_told_from_their_own_side():
    time = np.arange(0.0, 2.0, 0.01)
    angles = xr.DataArray(
        np.stack([np.full(200, 0.1), np.full(200, 0.2), time], axis=1),
        dims=("time", "angle"),
        coords={"time": time, "angle": ["pelvis_tilt", "pelvis_obliquity", "knee_flexion_left"]},
    )
    cycles = [Cycle(Side.LEFT, 1, 0.5, 1.5), Cycle(Side.RIGHT, 1, 0.5, 1.5)]
    curves = cycle_curves(cycles, angles)
    assert curves.dims == ("cycle", "angle", "percent")
    np.testing.assert_allclose(curves.sel(angle="pelvis_obliquity")[:, 50], [-0.2, 0.2])
    np.testing.assert_allclose(curves.sel(angle="pelvis_tilt")[:, 50], [0.1, 0.1])
    np.testing.assert_allclose(curves.sel(angle="knee_flexion_left")[0], np.linspace(0.5, 1.5, 101))


def test_missing_frames_stay_missing_in_curves():
    time = np.arange(0.0, 1.0, 0.01)
    values = np.where((time > 0.4) & (time < 0.6), np.nan, 1.0)[:, None]
    angles = xr.DataArray(values, dims=("time", "angle"), coords={"time": time, "angle": ["pelvis_tilt"]})
    curve = cycle_curves([Cycle(Side.RIGHT, 1, 0.0, 0.99)], angles)[0, 0]
    assert np.isnan(curve.sel(percent=50))
    assert np.isfinite(curve.sel(percent=20))
