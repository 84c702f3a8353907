"""Contacts on the plates of every shared recording, as they are.

Read from sources that are not ours: events annotated in the files, column names and force setups that say the
foot, notes that come with the recordings, raw vertical forces while one foot alone is down, the side of the
pelvis on which a force acts, and the figure that :mod:`validation.contacts` writes.
"""

_OPENCAP = "opencap_lab_subject4_squat_dropjump_gait"
_BELTS = (
    "events in the file; a belt loaded above 30 N for more than 60 ms while the other foot is annotated off: "
    "the foot crosses on to it, and shares it with the other foot's step before and after"
)
BODY = "force 1 acts to the right of the pelvis, force 2 to its left"
# Recording -> (force file or "", contacts on plates: side, start [s], plate numbers, state; whence).
EXPECTED: dict[str, tuple[str, str, str]] = {
    "gaitalytics_pig_cgm2_gait/test_small.c3d": (
        "", "R 2.89 1 valid; L 3.42 2 valid; R 3.97 4 partial",
        "events in the file; toes of the last step on the edge of plate 4, which carries 0.76 body weights "
        "while that foot alone is down: the rest is beside it",
    ),
    "gaitalytics_pig_cgm2_gait/treadmill_events.c3d": (
        "",
        "L 0.44 1 valid; R 0.50 2 valid; L 1.07 1 valid; R 1.63 2 valid; L 2.20 1 shared; R 2.77 1+2 shared; "
        "L 3.35 1 shared; R 3.92 1+2 shared; L 4.49 1 valid; R 5.04 2 shared; L 5.62 1+2 shared; "
        "R 6.17 2 shared; L 6.74 1+2 shared; R 7.29 2 valid; L 7.86 1 shared; R 8.42 1+2 shared; "
        "L 8.99 1 shared; R 9.55 1+2 shared; L 10.13 1 shared; R 10.70 1+2 shared; L 11.28 1 shared; "
        "R 11.83 1+2 shared; L 12.41 1 shared",
        _BELTS,
    ),
    "mcgill_pig_ofm_gait/HC030A/Static/HC030A01.c3d": (
        "", "L 0.00 1 shared; R 0.00 1 shared", "note of the data: stands on plate 1"),
    "mcgill_pig_ofm_gait/HC030A/Straight/HC030A05.c3d": (
        "", "R 3.02 2 valid; L 3.54 1 valid", "events in the file"),
    "mcgill_pig_ofm_gait/HC032A/Static/HC032A01.c3d": (
        "", "L 0.00 1 shared; R 0.00 1 shared", "note of the data: stands on plate 1"),
    "mcgill_pig_ofm_gait/HC032A/Straight/HC032A03.c3d": (
        "", "R 1.66 2 valid; L 2.19 1 valid", "events in the file"),
    "mcgill_pig_ofm_gait/HC038A/Static/HC038A01.c3d": (
        "", "L 0.49 1 shared; R 0.49 1 shared", "note of the data: stands on plate 1"),
    "mcgill_pig_ofm_gait/HC038A/Straight/HC038A11.c3d": (
        "", "R 3.34 2 valid; L 3.87 1 valid", "events in the file"),
    "msk_modelling_walking/Static03/c3dfile.c3d": (
        "", "", "a child of 32.9 kg; no plate carries more than 60 N: both feet stand elsewhere"),
    "msk_modelling_walking/trial1/c3dfile.c3d": (
        "", "R 2.57 1 valid; L 2.95 2 valid; R 3.35 3 valid", "events in the file (plates 2, 3); figure"),
    "opensim_core_c3d_walking2_walking5/walking2.c3d": (
        "", "L 2.15 2 partial; R 2.67 1 valid",
        "figure: the left heel comes down 16 cm before plate 2, which starts with 565 N under the forefoot"),
    "opensim_core_c3d_walking2_walking5/walking5.c3d": (
        "", "L 1.88 1 partial; R 2.37 2 valid", "figure: the left heel comes down 13 cm before plate 1"),
    f"{_OPENCAP}/MarkerData/DJ1.trc": (
        f"{_OPENCAP}/GRF/DJ1_grf.mot", "R 1.41 1 valid; L 1.41 2 valid; L 2.56 2 valid; R 2.57 1 valid",
        BODY),
    f"{_OPENCAP}/MarkerData/DJAsym1.trc": (
        f"{_OPENCAP}/GRF/DJAsym1_grf.mot", "R 1.37 1 valid; L 1.39 2 valid; R 2.38 1 valid; L 2.38 2 valid",
        BODY),
    f"{_OPENCAP}/MarkerData/squats1.trc": (
        f"{_OPENCAP}/GRF/squats1_grf.mot", "L 0.00 2 valid; R 0.00 1 valid",
        BODY),
    f"{_OPENCAP}/MarkerData/squatsAsym1.trc": (
        f"{_OPENCAP}/GRF/squatsAsym1_grf.mot", "L 0.00 2 valid; R 0.00 1 valid",
        BODY),
    f"{_OPENCAP}/MarkerData/static1.trc": (
        f"{_OPENCAP}/GRF/static1_grf.mot", "L 0.00 2 valid; R 0.00 1 valid",
        BODY),
    f"{_OPENCAP}/MarkerData/walking1.trc": (
        f"{_OPENCAP}/GRF/walking1_grf.mot", "R 0.00 1 valid; L 0.53 2 valid; R 1.07 1 valid",
        BODY),
    f"{_OPENCAP}/MarkerData/walking2.trc": (
        f"{_OPENCAP}/GRF/walking2_grf.mot", "R 0.00 1 valid; L 0.53 2 valid; R 1.07 1 valid",
        BODY),
    f"{_OPENCAP}/MarkerData/walkingTI1.trc": (
        f"{_OPENCAP}/GRF/walkingTI1_grf.mot", "R 0.00 1 valid; L 0.57 2 valid; R 1.13 1 valid",
        BODY),
    f"{_OPENCAP}/MarkerData/walkingTO1.trc": (
        f"{_OPENCAP}/GRF/walkingTO1_grf.mot", "R 0.02 1 valid; L 0.58 2 valid; R 1.14 1 valid",
        BODY),
    f"{_OPENCAP}/MarkerData/walkingTS1.trc": (
        f"{_OPENCAP}/GRF/walkingTS1_grf.mot", "R 0.01 1 valid; L 0.57 2 valid; R 1.19 1 valid",
        BODY),
    "opensim_rajagopal_3dwalking/markers_walk.trc": (
        "opensim_rajagopal_3dwalking/grf_walk.mot", "R 0.27 1 valid; L 0.84 2 valid; R 1.41 1 valid",
        "columns named r and l"),
    "opensim_gait2392_subject01/tutorial5_scale_walk/subject01_walk1.trc": (
        "opensim_gait2392_subject01/tutorial5_scale_walk/subject01_walk1_grf.mot",
        "L 0.00 2 valid; R 0.00 1 valid; R 0.62 1 valid; L 1.25 2 valid; R 1.85 1 valid",
        "setup of the forces: first on calcn_r, second on calcn_l"),
    "hamner_running/multiple_trials/run200.trc": (
        "hamner_running/multiple_trials/run200_grf.mot",
        "R 0.20 1 valid; L 0.60 2 valid; R 0.97 1 valid; L 1.36 2 valid; R 1.76 1 valid; L 2.15 2 valid",
        BODY),
    "hamner_running/multiple_trials/run300.trc": (
        "hamner_running/multiple_trials/run300_grf.mot",
        "R 0.53 1 valid; L 0.88 2 valid; R 1.25 1 valid; L 1.60 2 valid; R 1.97 1 valid; L 2.33 2 valid",
        BODY),
    "hamner_running/subject04/run300/markers.trc": (
        "hamner_running/subject04/run300/grf.mot",
        "R 0.61 1 valid; L 0.99 2 valid; R 1.37 1 valid; L 1.73 2 valid; R 2.08 1 valid; L 2.47 2 valid",
        "columns named R and L"),
    "hamner_running/subject04/run500/markers.trc": (
        "hamner_running/subject04/run500/grf.mot",
        "R 0.26 1 valid; L 0.57 2 valid; R 0.89 1 valid; L 1.20 2 valid; R 1.50 1 valid; L 1.82 2 valid",
        "columns named R and L"),
    "bmclab_running_opensim/motion_capture_run.trc": (
        "bmclab_running_opensim/grf_run.mot", "R 0.05 1 valid; L 0.40 2 valid", "columns named R and L"),
}  # fmt: skip
