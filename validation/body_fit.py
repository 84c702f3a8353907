"""How well the fitted body explains markers: used ones, another trial's, and one it never saw move."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import xarray as xr

from groundup.analyze import prepare
from groundup.body.fit import fit_subject
from groundup.motion.track import track
from groundup.recording.filters import cutoff_for, smooth
from groundup.recording.read import read_recording
from groundup.recording.recording import Recording
from validation.line import SHARED, Line
from validation.people import rms
from validation.sabotage import marker_unit, wrapped

WALKING_MM, IMPACT_MM, HELD_OUT_RATIO, UNSEEN_MM = 10.0, 15.0, 1.2, 15.0
_OPENCAP, _GAIT2392 = "opencap_lab_subject4_squat_dropjump_gait/MarkerData", "opensim_gait2392_subject01"
_MCGILL, _HAMNER = "mcgill_pig_ofm_gait/HC030A", "hamner_running"
# title, task, moving trial, standing trial
SETS = (
    (
        "Oxford foot with Plug-in Gait",
        "walking",
        f"{_MCGILL}/Straight/HC030A05.c3d",
        f"{_MCGILL}/Static/HC030A01.c3d",
    ),
    ("Plug-in Gait", "walking", "gaitalytics_pig_cgm2_gait/test_small.c3d", None),
    ("treadmill set", "walking", "gaitalytics_pig_cgm2_gait/treadmill_events.c3d", None),
    (
        "clusters on a child",
        "walking",
        "msk_modelling_walking/trial1/c3dfile.c3d",
        "msk_modelling_walking/Static03/c3dfile.c3d",
    ),
    ("walking2", "walking", "opensim_core_c3d_walking2_walking5/walking2.c3d", None),
    ("walking5", "walking", "opensim_core_c3d_walking2_walking5/walking5.c3d", None),
    ("Stanford 3-D walking", "walking", "opensim_rajagopal_3dwalking/markers_walk.trc", None),
    ("gait2392's set", "walking", f"{_GAIT2392}/tutorial5_scale_walk/subject01_walk1.trc", None),
    ("BMClab walk", "walking", "bmclab_running_opensim/walk/walk2.trc", None),
    ("OpenCap lab, walking", "walking", f"{_OPENCAP}/walking1.trc", f"{_OPENCAP}/static1.trc"),
    ("OpenCap lab, squats", "squat", f"{_OPENCAP}/squats1.trc", f"{_OPENCAP}/static1.trc"),
    ("OpenCap lab, drop jump", "landing", f"{_OPENCAP}/DJ1.trc", f"{_OPENCAP}/static1.trc"),
    ("Hamner running 2 m/s", "running", f"{_HAMNER}/multiple_trials/run200.trc", None),
    ("Hamner running 5 m/s", "running", f"{_HAMNER}/subject04/run500/markers.trc", None),
    ("BMClab running", "running", "bmclab_running_opensim/motion_capture_run.trc", None),
    ("OpenCap keypoints, squats", "squat", "markerless_opencap_squat_jump/MarkerData/Squats.trc", None),
    ("OpenCap keypoints, jump", "landing", "markerless_opencap_squat_jump/MarkerData/Jump.trc", None),
)
# title, task, fitted trial, standing trial, other trial of the same person
PAIRS = (
    (
        "OpenCap lab, natural walks",
        "walking",
        f"{_OPENCAP}/walking1.trc",
        f"{_OPENCAP}/static1.trc",
        f"{_OPENCAP}/walking2.trc",
    ),
    (
        "OpenCap lab, toe-out walk",
        "walking",
        f"{_OPENCAP}/walking1.trc",
        f"{_OPENCAP}/static1.trc",
        f"{_OPENCAP}/walkingTO1.trc",
    ),
    (
        "OpenCap lab, squats",
        "squat",
        f"{_OPENCAP}/squats1.trc",
        f"{_OPENCAP}/static1.trc",
        f"{_OPENCAP}/squatsAsym1.trc",
    ),
    (
        "Hamner, 2 then 3 m/s",
        "running",
        f"{_HAMNER}/multiple_trials/run200.trc",
        None,
        f"{_HAMNER}/multiple_trials/run300.trc",
    ),
    (
        "gait2392's subject",
        "walking",
        f"{_GAIT2392}/walk_free/walk_free_01.trc",
        None,
        f"{_GAIT2392}/walk_free/walk_free_02.trc",
    ),
)
# title, moving trial, standing trial, markers hidden from the moving trial one at a time
UNSEEN = (
    (
        "OpenCap lab",
        f"{_OPENCAP}/walking1.trc",
        f"{_OPENCAP}/static1.trc",
        ("r_knee", "r_thigh2", "r_sh2", "r_ankle", "r_calc", "r_5meta", "r.PSIS"),
    ),
    (
        "mcgill HC030A",
        f"{_MCGILL}/Straight/HC030A05.c3d",
        f"{_MCGILL}/Static/HC030A01.c3d",
        ("RKNE", "RTIB", "RANK", "RLCA", "RP5M", "RNAV"),
    ),
)

SABOTAGES = {
    "marker RMS": lambda: marker_unit(1000.0),
    "a trial not used in the fit": lambda: wrapped("validation.body_fit", "other_trial", mirrored),
    "marker never seen moving": lambda: marker_unit(1000.0),
}


def lines() -> Iterator[Line]:
    """Every marker set, then other trials of the same person, then hidden markers."""
    for title, task, moving, static in SETS:
        limit = WALKING_MM if task == "walking" else IMPACT_MM
        trial = loaded(moving, task)
        subject = fit_subject([trial], None if static is None else loaded(static, "standing"))
        found = 1e3 * rms(track(trial, subject).residual.values)
        yield Line(f"marker RMS, {title}", f"{found:.1f} mm", f"<= {limit:g} mm", found <= limit)
    for title, task, moving, static, other in PAIRS:
        trial, unseen = loaded(moving, task), other_trial(other, task)
        subject = fit_subject([trial], None if static is None else loaded(static, "standing"))
        own, held_out = (rms(track(t, subject).residual.values) for t in (trial, unseen))
        yield Line(
            f"a trial not used in the fit, {title}",
            f"{1e3 * held_out:.1f} mm, {held_out / own:.2f} times the fitted one",
            f"<= {HELD_OUT_RATIO:g} times",
            held_out <= HELD_OUT_RATIO * own,
        )
    for title, moving, static, markers in UNSEEN:
        for marker in markers:
            error = hidden_marker_error(loaded(moving, "walking"), loaded(static, "standing"), marker)
            yield Line(
                f"marker never seen moving, {title} {marker}",
                f"{1e3 * error:.1f} mm",
                f"<= {UNSEEN_MM:g} mm",
                1e3 * error <= UNSEEN_MM,
            )


def loaded(path: str, task: str) -> Recording:
    """A shared recording as the fit wants it."""
    return smooth(prepare(read_recording(SHARED / path)), cutoff_for(task))


def other_trial(path: str, task: str) -> Recording:
    """A shared recording of the same person that the fit does not see."""
    return loaded(path, task)


def mirrored(recording: Recording) -> Recording:
    """The recording with left and right of the lab exchanged (an error to inject)."""
    flip = xr.DataArray([1.0, 1.0, -1.0], dims="axis", coords={"axis": recording.markers.axis})
    return replace(recording, markers=recording.markers * flip)


def hidden_marker_error(moving: Recording, static: Recording, marker: str) -> float:
    """RMS distance [m] of a marker from where the model expects it, the marker known from standing only."""
    hidden = moving.markers.copy(deep=True)
    hidden.loc[{"marker": marker}] = np.nan
    subject = fit_subject([replace(moving, markers=hidden)], static)
    motion = track(replace(moving, markers=hidden), subject)
    gap: xr.DataArray = motion.markers_model.sel(marker=marker) - moving.markers.sel(marker=marker)
    return rms(np.linalg.norm(gap.transpose("time", "axis").values, axis=1))
