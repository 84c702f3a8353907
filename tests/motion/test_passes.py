"""Direction of progression: along a walk, there and back, on a treadmill."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from groundup.motion.feet import body_points
from groundup.motion.passes import progression_heading, walking_passes
from tests.motion.stepping import Gait, recording


@pytest.mark.parametrize("heading", [0.0, 0.7, -2.0, np.pi - 0.01])
def test_heading_follows_the_walk(heading):
    walk = recording(Gait(), plates=False, heading=heading)
    np.testing.assert_allclose(progression_heading(walk), heading, atol=0.02)


def test_speed_and_distance_of_a_pass():
    (only,) = walking_passes(body_points(recording(Gait(speed=1.3), plates=False)))
    assert only.speed == pytest.approx(1.3, rel=0.03)
    assert only.distance == pytest.approx(1.3 * 5.0, rel=0.1)


def test_treadmill_has_no_pass_and_keeps_the_lab_heading():
    walk = recording(Gait(), treadmill=True, plates=False)
    assert walking_passes(body_points(walk)) == ()
    assert not progression_heading(walk).any()


def test_there_and_back_is_two_passes_told_along_their_own_direction():
    out = recording(Gait(), plates=False)
    back = recording(Gait(), plates=False, heading=np.pi)
    moved = back.markers + (out.markers[-1].mean("marker") - back.markers[0].mean("marker"))
    later = moved.assign_coords(time=back.markers.time + out.markers.time[-1] + 0.01)
    both = replace(out, markers=xr.concat([out.markers, later], dim="time"))
    passes = walking_passes(body_points(both))
    assert [abs(round(np.degrees(p.heading))) for p in passes] == [0, 180]
    heading = progression_heading(both)
    assert abs(heading[100]) < 0.05
    assert abs(abs(heading[-100]) - np.pi) < 0.05
