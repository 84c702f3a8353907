"""The task of figures that do one thing only."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from groundup.motion.recognise import recognise_task
from groundup.motion.task import Task
from groundup.recording.recording import Recording
from tests.motion.stepping import RUN, Gait, mirrored, recording

STANDING = recording(Gait(), plates=False)


def still(height: np.ndarray, feet_up: np.ndarray | None = None, side: str = "left") -> Recording:
    """Feet in place, the pelvis at `height` (F,) [m]; `feet_up` (F,) lifts one or both feet [m]."""
    markers = STANDING.markers.isel(time=0).expand_dims(time=STANDING.markers.time[: len(height)]).copy()
    values = markers.transpose("time", "marker", "axis").values.copy()
    for m, name in enumerate(markers.marker.values):
        low = 0.03
        if name == "sacrum":
            values[:, m, 1] = height
            continue
        values[:, m, 1] = low
        if feet_up is not None and (side == "both" or name.startswith(side)):
            values[:, m, 1] += feet_up
    values[:, :, 0] -= values[:, :1, 0]
    data = xr.DataArray(values, dims=("time", "marker", "axis"), coords=markers.coords)
    return replace(STANDING, markers=data)


TIME = np.arange(0.0, 4.0, 0.01)


@pytest.mark.parametrize("treadmill", [False, True])
def test_walking_and_running(treadmill):
    assert recognise_task(recording(Gait(), treadmill=treadmill, plates=False))[0] is Task.WALKING
    assert recognise_task(recording(RUN, treadmill=treadmill, plates=False))[0] is Task.RUNNING


def test_side_does_not_matter():
    assert recognise_task(mirrored(recording(RUN, plates=False)))[0] is Task.RUNNING


def test_standing():
    assert recognise_task(still(np.full(400, 0.95)))[0] is Task.STANDING


def test_squat():
    assert recognise_task(still(0.95 - 0.15 * (1 - np.cos(np.pi * TIME))))[0] is Task.SQUAT


def test_single_leg_squat():
    height = 0.95 - 0.1 * (1 - np.cos(np.pi * TIME))
    task, reason = recognise_task(still(height, np.where((TIME > 0.2) & (TIME < 3.8), 0.3, 0.0)))
    assert task is Task.SINGLE_LEG_SQUAT
    assert "left" in reason


def test_landing():
    fall = np.clip(TIME - 1.0, 0.0, 0.28)
    height = 1.3 - 0.5 * 9.81 * fall**2
    drop = 1.3 - 0.5 * 9.81 * 0.28**2
    height = np.where(TIME > 1.28, drop - 0.2 * np.sin(np.pi * np.clip(TIME - 1.28, 0, 1.0)), height)
    box = np.where(TIME < 1.28, np.maximum(0.35 - 0.5 * 9.81 * fall**2, 0.0), 0.0)
    assert recognise_task(still(height, box, "both"))[0] is Task.LANDING


def test_no_pelvis_is_other():
    gone = STANDING.markers.copy(deep=True)
    gone.loc[{"marker": "sacrum"}] = np.nan
    task, reason = recognise_task(replace(STANDING, markers=gone))
    assert task is Task.OTHER
    assert "not seen" in reason
