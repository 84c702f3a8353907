"""Squats and drop jumps of the OpenCap lab subject against OpenSim's poses of a hand-scaled model."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import numpy as np

from groundup.assessment import TrialResult
from groundup.quantities import Side
from groundup.recording.readers.storage import StorageTable, read_table
from validation.line import SHARED, Line
from validation.people import analysed, degrees, rms
from validation.sabotage import angle_sign

DEMEANED_LIMIT, OFFSET_LIMIT = 4.0, 7.0
TRIALS = ("squats1", "squatsAsym1", "DJ1", "DJAsym1")
_FOLDER = "opencap_lab_subject4_squat_dropjump_gait"
# The supplied pelvis leaves its own markers for 0.1 s of one trial (1,100 deg/s while the markers stand
# still); frames in which it is farther than this from where the ASIS-PSIS line lies, its median aside, are
# left out.
FOLLOWS_ITS_MARKERS = 8.0

SABOTAGES = {
    "knee flexion": lambda: angle_sign("knee_flexion"),
    "hip flexion": lambda: angle_sign("hip_flexion"),
}


def lines() -> Iterator[Line]:
    """Knee and hip flexion per trial, with means removed and as they are."""
    tilt = pelvic_plane_of_model()
    for name in TRIALS:
        trial = analysed((f"{_FOLDER}/MarkerData/{name}.trc",), f"{_FOLDER}/MarkerData/static1.trc").trials[0]
        table = read_table(SHARED / _FOLDER / "IK_manual_scaling" / f"{name}_manual_scaling_ik.mot")
        for joint, theirs, zero in (("knee", "knee_angle", 0.0), ("hip", "hip_flexion", tilt)):
            yield from _joint(trial, name, table, joint, theirs, zero)


def pelvic_plane_of_model() -> float:
    """How far the model's ASIS-PSIS plane, our zero, leans forward in its own pelvis frame [degrees]."""
    root = ET.parse(SHARED / _FOLDER / "Models" / "manually_scaled.osim").getroot()
    point = {
        m.get("name"): np.array([float(x) for x in m.findtext("location", "").split()])
        for m in root.iter("Marker")
    }
    ahead = point["r.ASIS"] + point["L.ASIS"] - point["r.PSIS"] - point["L.PSIS"]
    return float(np.degrees(np.arctan2(-ahead[1], ahead[0])))


def _joint(
    trial: TrialResult, name: str, table: StorageTable, joint: str, theirs: str, zero: float
) -> Iterator[Line]:
    time = trial.recording.markers.time.values

    def supplied(label: str) -> np.ndarray:
        return np.interp(
            time, table.time, table.values[:, table.columns.index(label)], left=np.nan, right=np.nan
        )

    lean = -supplied("pelvis_tilt") - _pelvic_line(trial)
    follows = np.abs(lean - np.nanmedian(lean)) <= FOLLOWS_ITS_MARKERS
    shape, offset = [], []
    for side in Side:
        difference = (
            degrees(trial.motion.angles, f"{joint}_flexion_{side}") - supplied(f"{theirs}_{side[0]}") - zero
        )
        difference = difference[follows]
        shape.append(float(np.nanstd(difference)))
        offset.append(rms(difference))
    left_out = int((~follows & np.isfinite(lean)).sum())
    note = f" ({left_out} frames left out)" if left_out else ""
    yield Line(
        f"{joint} flexion, {name}, L/R, means removed",
        f"{shape[0]:.1f}/{shape[1]:.1f} deg{note}",
        f"<= {DEMEANED_LIMIT:g} deg RMS",
        max(shape) <= DEMEANED_LIMIT,
    )
    plane = ", same pelvic plane" if joint == "hip" else ""
    yield Line(
        f"{joint} flexion, {name}, L/R, as they are{plane}",
        f"{offset[0]:.1f}/{offset[1]:.1f} deg{note}",
        f"<= {OFFSET_LIMIT:g} deg RMS",
        max(offset) <= OFFSET_LIMIT,
    )


def _pelvic_line(trial: TrialResult) -> np.ndarray:
    """(F,) forward lean of the measured ASIS-PSIS line [degrees]."""
    marker = {
        m: trial.recording.markers.sel(marker=m).values for m in ("r.ASIS", "L.ASIS", "r.PSIS", "L.PSIS")
    }
    ahead = marker["r.ASIS"] + marker["L.ASIS"] - marker["r.PSIS"] - marker["L.PSIS"]
    return np.degrees(np.arctan2(-ahead[:, 1], np.hypot(ahead[:, 0], ahead[:, 2])))
