# ruff: noqa: E501 - the paths of the recordings are as long as they are
"""Every recording beside the repository: what it reads as, or the words it is refused with."""

from pathlib import Path

import ezc3d
import numpy as np
import pytest

from groundup.quantities import BadInputError
from groundup.recording.plates import COP_THRESHOLD_N
from groundup.recording.read import pair_inputs, read_recording
from groundup.recording.readers.c3d import read_c3d
from groundup.recording.readers.c3d_isolated import C3DProcess

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared recordings are not beside the repository"
)

Pin = tuple[int, int, int, int] | str
OUTCOMES: dict[str, Pin] = {
    # frames, markers, plates and events (frames, plates and events as the folders' README files count
    # them); or the words for what was found instead of a recording
    "bmclab_running_opensim/ID/inverse_dynamics.sto": "joint moments",
    "bmclab_running_opensim/IK/ik_output_run.mot": "joint coordinates",
    "bmclab_running_opensim/SO/subject_so_StaticOptimization_force.sto": "forces of a model",
    "bmclab_running_opensim/grf_run.mot": "ground forces only",
    "bmclab_running_opensim/motion_capture_run.trc": (123, 78, 0, 0),
    "bmclab_running_opensim/static_run.trc": (1500, 78, 0, 0),
    "bmclab_running_opensim/walk/walk1.trc": (364, 28, 0, 0),
    "bmclab_running_opensim/walk/walk2.trc": (251, 55, 0, 0),
    "gaitalytics_pig_cgm2_gait/test_small.c3d": (337, 111, 4, 13),
    "gaitalytics_pig_cgm2_gait/treadmill_events.c3d": (1206, 62, 2, 43),
    "hamner_running/multiple_trials/run200.trc": (233, 42, 0, 0),
    "hamner_running/multiple_trials/run200_grf.mot": "ground forces only",
    "hamner_running/multiple_trials/run200_ik.mot": "joint coordinates",
    "hamner_running/multiple_trials/run300.trc": (216, 42, 0, 0),
    "hamner_running/multiple_trials/run300_grf.mot": "ground forces only",
    "hamner_running/multiple_trials/run300_ik.mot": "joint coordinates",
    "hamner_running/subject04/run300/grf.mot": "ground forces only",
    "hamner_running/subject04/run300/markers.trc": (225, 42, 0, 0),
    "hamner_running/subject04/run500/grf.mot": "ground forces only",
    "hamner_running/subject04/run500/markers.trc": (187, 41, 0, 0),
    "markerless_opencap_squat_jump/Kinematics/Jump.mot": "joint coordinates",
    "markerless_opencap_squat_jump/Kinematics/Squats.mot": "joint coordinates",
    "markerless_opencap_squat_jump/MarkerData/Jump.trc": (293, 63, 0, 0),
    "markerless_opencap_squat_jump/MarkerData/Squats.trc": (938, 63, 0, 0),
    "markerless_opencap_squat_jump/MarkerData/neutral.trc": (33, 63, 0, 0),
    "mcgill_pig_ofm_gait/HC030A/Static/HC030A01.c3d": (300, 199, 2, 2),
    "mcgill_pig_ofm_gait/HC030A/Straight/HC030A05.c3d": (197, 179, 2, 8),
    "mcgill_pig_ofm_gait/HC032A/Static/HC032A01.c3d": (300, 199, 2, 2),
    "mcgill_pig_ofm_gait/HC032A/Straight/HC032A03.c3d": (195, 179, 2, 8),
    "mcgill_pig_ofm_gait/HC038A/Static/HC038A01.c3d": (52, 201, 2, 2),
    "mcgill_pig_ofm_gait/HC038A/Straight/HC038A11.c3d": (246, 180, 2, 10),
    "msk_modelling_walking/Static03/c3dfile.c3d": (600, 144, 3, 6),
    "msk_modelling_walking/trial1/_StaticOptimization_force.sto": "forces of a model",
    "msk_modelling_walking/trial1/_ik_marker_errors.sto": "marker errors of an inverse kinematics run",
    "msk_modelling_walking/trial1/_joint reaction analysis_ReactionLoads.sto": "joint reactions",
    "msk_modelling_walking/trial1/c3dfile.c3d": (694, 61, 3, 5),
    "msk_modelling_walking/trial1/grf.mot": "ground forces only",
    "msk_modelling_walking/trial1/ik.mot": "joint coordinates",
    "msk_modelling_walking/trial1/inverse_dynamics.sto": "joint moments",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/DJ1_grf.mot": "ground forces only",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/DJAsym1_grf.mot": "ground forces only",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/squats1_grf.mot": "ground forces only",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/squatsAsym1_grf.mot": "ground forces only",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/static1_grf.mot": "ground forces only",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/walking1_grf.mot": "ground forces only",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/walking2_grf.mot": "ground forces only",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/walkingTI1_grf.mot": "ground forces only",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/walkingTO1_grf.mot": "ground forces only",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/walkingTS1_grf.mot": "ground forces only",
    "opencap_lab_subject4_squat_dropjump_gait/IK_addbiomechanics/DJ1_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_addbiomechanics/DJAsym1_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_addbiomechanics/static1_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_addbiomechanics/walking1_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_addbiomechanics/walking2_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_addbiomechanics/walkingTI1_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_addbiomechanics/walkingTO1_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_addbiomechanics/walkingTS1_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_manual_scaling/DJ1_manual_scaling_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_manual_scaling/DJAsym1_manual_scaling_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_manual_scaling/squats1_manual_scaling_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_manual_scaling/squatsAsym1_manual_scaling_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_manual_scaling/walking1_manual_scaling_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_manual_scaling/walking2_manual_scaling_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_manual_scaling/walkingTI1_manual_scaling_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_manual_scaling/walkingTO1_manual_scaling_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/IK_manual_scaling/walkingTS1_manual_scaling_ik.mot": "joint coordinates",
    "opencap_lab_subject4_squat_dropjump_gait/MarkerData/DJ1.trc": (269, 51, 0, 0),
    "opencap_lab_subject4_squat_dropjump_gait/MarkerData/DJAsym1.trc": (250, 51, 0, 0),
    "opencap_lab_subject4_squat_dropjump_gait/MarkerData/squats1.trc": (1346, 51, 0, 0),
    "opencap_lab_subject4_squat_dropjump_gait/MarkerData/squatsAsym1.trc": (1338, 51, 0, 0),
    "opencap_lab_subject4_squat_dropjump_gait/MarkerData/static1.trc": (517, 55, 0, 0),
    "opencap_lab_subject4_squat_dropjump_gait/MarkerData/walking1.trc": (131, 51, 0, 0),
    "opencap_lab_subject4_squat_dropjump_gait/MarkerData/walking2.trc": (132, 51, 0, 0),
    "opencap_lab_subject4_squat_dropjump_gait/MarkerData/walkingTI1.trc": (137, 51, 0, 0),
    "opencap_lab_subject4_squat_dropjump_gait/MarkerData/walkingTO1.trc": (139, 51, 0, 0),
    "opencap_lab_subject4_squat_dropjump_gait/MarkerData/walkingTS1.trc": (143, 51, 0, 0),
    "opensense_imu_quaternions/MT_012005D6_009-quaternions_RHJCSwinger.sto": "orientations of inertial sensors",
    "opensense_imu_quaternions/MT_012005D6_009-quaternions_calibration_trial_Facing_negX.sto": "orientations of inertial sensors",
    "opensense_imu_quaternions/imuOrientations.sto": "orientations of inertial sensors",
    "opensense_imu_quaternions/myComplexTasksTrial_orientations.sto": "orientations of inertial sensors",
    "opensim_core_c3d_walking2_walking5/expected/std_cop_walking2_grfs.sto": "ground forces only",
    "opensim_core_c3d_walking2_walking5/expected/std_cop_walking5_grfs.sto": "ground forces only",
    "opensim_core_c3d_walking2_walking5/expected/std_walking2_analog.sto": "raw plate channels",
    "opensim_core_c3d_walking2_walking5/expected/std_walking2_grfs.sto": "ground forces only",
    "opensim_core_c3d_walking2_walking5/expected/std_walking2_markers.trc": (126, 44, 0, 0),
    "opensim_core_c3d_walking2_walking5/expected/std_walking5_analog.sto": "raw plate channels",
    "opensim_core_c3d_walking2_walking5/expected/std_walking5_grfs.sto": "ground forces only",
    "opensim_core_c3d_walking2_walking5/expected/std_walking5_markers.trc": (1103, 40, 0, 0),
    "opensim_core_c3d_walking2_walking5/hostile_trc/dataWithBlanksForMissingMarkers.trc": (464, 40, 0, 0),
    "opensim_core_c3d_walking2_walking5/hostile_trc/dataWithEformat.trc": (5, 14, 0, 0),
    "opensim_core_c3d_walking2_walking5/hostile_trc/dataWithNaNsOfDifferentCases.trc": (5, 14, 0, 0),
    "opensim_core_c3d_walking2_walking5/hostile_trc/dataWithNaNsWithSpaces.trc": (427, 42, 0, 0),
    "opensim_core_c3d_walking2_walking5/walking2.c3d": (1249, 44, 2, 0),
    "opensim_core_c3d_walking2_walking5/walking5.c3d": (1103, 40, 2, 0),
    "opensim_gait2392_subject01/id_test/std_subject01_InverseDynamics.sto": "joint moments",
    "opensim_gait2392_subject01/id_test/subject01_walk1_grf.mot": "ground forces only",
    "opensim_gait2392_subject01/id_test/subject01_walk1_ik.mot": "joint coordinates",
    "opensim_gait2392_subject01/ik_test/std_subject01_walk1_ik.mot": "joint coordinates",
    "opensim_gait2392_subject01/ik_test/subject01_synthetic_marker_data.trc": (73, 31, 0, 0),
    "opensim_gait2392_subject01/tutorial5_scale_walk/subject01_static.trc": (300, 49, 0, 0),
    "opensim_gait2392_subject01/tutorial5_scale_walk/subject01_walk1.trc": (151, 41, 0, 0),
    "opensim_gait2392_subject01/tutorial5_scale_walk/subject01_walk1_grf.mot": "ground forces only",
    "opensim_gait2392_subject01/tutorial6_gait10dof/subject01_walk_IK.mot": "joint coordinates",
    "opensim_gait2392_subject01/tutorial6_gait10dof/subject01_walk_grf.mot": "ground forces only",
    "opensim_gait2392_subject01/walk_free/walk_free_01.trc": (73, 41, 0, 0),
    "opensim_gait2392_subject01/walk_free/walk_free_02.trc": (75, 41, 0, 0),
    "opensim_gait2392_subject01/walk_free/walk_free_03.trc": (73, 41, 0, 0),
    "opensim_rajagopal_3dwalking/coordinates.sto": "joint coordinates",
    "opensim_rajagopal_3dwalking/electromyography.sto": "electromyography",
    "opensim_rajagopal_3dwalking/grf_walk.mot": "ground forces only",
    "opensim_rajagopal_3dwalking/id_walk.sto": "joint moments",
    "opensim_rajagopal_3dwalking/markers_walk.trc": (238, 41, 0, 0),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_each_recording_reads_or_is_refused_as_pinned(name: str) -> None:
    expected = OUTCOMES[name]
    if isinstance(expected, str):
        with pytest.raises(BadInputError) as refusal:
            read_recording(SHARED / name)
        assert refusal.value.found.startswith(expected)
        return
    recording = read_recording(SHARED / name)
    sizes = recording.markers.sizes
    assert (sizes["time"], sizes["marker"], len(recording.plates), len(recording.events)) == expected
    assert recording.markers.attrs["units"] == "m"
    assert np.nanmax(np.abs(recording.markers.values)) < 20
    steps = np.diff(recording.markers.time.values)
    np.testing.assert_allclose(steps, 1 / recording.rate, rtol=1e-9)


def test_no_recording_is_left_out_of_the_pins() -> None:
    kinds = {".c3d", ".trc", ".mot", ".sto"}
    found = {str(path.relative_to(SHARED)) for path in SHARED.rglob("*") if path.suffix.lower() in kinds}
    assert found == set(OUTCOMES)


@pytest.mark.parametrize(
    "name",
    [
        "gaitalytics_pig_cgm2_gait/test_small.c3d",
        "mcgill_pig_ofm_gait/HC030A/Straight/HC030A05.c3d",
        "msk_modelling_walking/trial1/c3dfile.c3d",
        "opensim_core_c3d_walking2_walking5/walking5.c3d",
        "gaitalytics_pig_cgm2_gait/treadmill_events.c3d",
    ],
)
def test_plates_agree_with_ezc3d(name: str) -> None:
    with C3DProcess() as process:
        recording = read_c3d(SHARED / name, process, subtract_baseline=False)
    theirs = ezc3d.c3d(str(SHARED / name), extract_forceplat_data=True)["data"]["platform"]
    assert len(theirs) == len(recording.plates)
    for ours, other in zip(recording.plates, theirs, strict=True):
        np.testing.assert_allclose(ours.force.values, other["force"].T, atol=1e-6)
        loaded = np.abs(ours.force.values[:, 2]) > COP_THRESHOLD_N
        point = ours.centre_of_pressure.values[loaded]
        np.testing.assert_allclose(point, other["center_of_pressure"].T[loaded] / 1000, atol=1e-9)
        np.testing.assert_allclose(ours.free_moment.values[loaded], other["Tz"].T[loaded] / 1000, atol=1e-9)
        assert np.isnan(ours.centre_of_pressure.values[~loaded]).all()


def test_marker_and_force_files_of_the_shared_folders_find_each_other() -> None:
    folder = SHARED / "opencap_lab_subject4_squat_dropjump_gait"
    files = [*sorted((folder / "GRF").glob("*.mot")), *sorted((folder / "MarkerData").glob("*.trc"))]
    for markers, forces in pair_inputs(files):
        assert forces is not None
        assert forces.name == f"{markers.stem}_grf.mot"
        recording = read_recording(markers, forces)
        assert len(recording.plates) in (2, 3)


@pytest.mark.parametrize(
    ("markers", "forces", "sides"),
    [
        ("opensim_rajagopal_3dwalking/markers_walk.trc", "grf_walk.mot", ["right", "left"]),
        ("bmclab_running_opensim/motion_capture_run.trc", "grf_run.mot", ["right", "left"]),
        ("hamner_running/subject04/run300/markers.trc", "grf.mot", ["right", "left"]),
        (
            "opensim_gait2392_subject01/tutorial5_scale_walk/subject01_walk1.trc",
            "subject01_walk1_grf.mot",
            [None, None],
        ),
    ],
)
def test_forces_under_the_feet(markers: str, forces: str, sides: list[str | None]) -> None:
    path = SHARED / markers
    recording = read_recording(path, path.with_name(forces))
    assert [plate.side for plate in recording.plates] == sides
    for plate in recording.plates:
        upward = plate.force.values[:, 1]
        assert 700 < upward.max() < 2200  # an adult walking or running
        assert upward.min() > -20


def test_forces_of_another_clock_are_refused() -> None:
    folder = SHARED / "msk_modelling_walking" / "trial1"
    with pytest.raises(BadInputError, match="from the nearest marker"):
        read_recording(folder / "c3dfile.c3d", folder / "grf.mot")


def test_the_unloaded_plate_is_zeroed() -> None:
    recording = read_recording(SHARED / "gaitalytics_pig_cgm2_gait" / "test_small.c3d")
    idle = recording.plates[2]
    assert np.abs(idle.force.values).max() < 5
    assert 30 < np.linalg.norm(idle.baseline) < 40  # 33 N by the folder's README
