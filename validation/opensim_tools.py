"""OpenSim's setup files, run by us and by OpenSim's own tools."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np

from groundup.exchange import opensim_id, opensim_ik
from groundup.mechanics.ik import PoseSolution
from groundup.mechanics.inverse_dynamics import JointLoads
from groundup.mechanics.tree import FloatArray
from groundup.recording.readers.storage import StorageTable, read_table
from validation import opensim_wheel
from validation.line import SHARED, Line
from validation.sabotage import wrapped

GAIT = SHARED / "opensim_gait2392_subject01"
RAJAGOPAL = SHARED / "opensim_rajagopal_3dwalking"
IK_SETUP, ID_SETUP = "subject01_Setup_InverseKinematics.xml", "subject01_Setup_InverseDynamics.xml"
LEG_DEGREES, DEGREES, NEWTON_METRES = 0.01, 0.05, 0.5
_LEG = ("pelvis_", "hip_", "knee_", "ankle_")
_ACCURACY = "1e-9"


def lines() -> Iterator[Line]:
    """Inverse kinematics of one trial, inverse dynamics of two."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _ik(_copy(GAIT / "ik_test", Path(folder) / "ik"))
        yield from _id(_copy(GAIT / "id_test", Path(folder) / "id"))
        yield from _walker(_copy(RAJAGOPAL, Path(folder) / "walk"))


def _copy(source: Path, target: Path) -> Path:
    """Copy a trial to where results may be written."""
    shutil.copytree(source, target, copy_function=shutil.copyfile)
    return target


def _run_tool(kind: str, setup: Path) -> None:
    """Run OpenSim's own tool, in a process of its own: it shares no library with the engine."""
    script = (
        "import opensim; opensim.Logger.setLevelString('off'); "
        f"tool = opensim.{kind}({str(setup)!r}); tool.run()"
    )
    subprocess.run([sys.executable, "-c", script], cwd=setup.parent, capture_output=True, check=True)


def _ik(folder: Path) -> Iterator[Line]:
    ours = read_table(opensim_ik.write_ik(opensim_ik.run_ik(folder / IK_SETUP)))
    stored = _apart(ours, read_table(folder / "std_subject01_walk1_ik.mot"))
    yield _close(
        "groundup ik, gait2392, against the .mot OpenSim's project keeps: all angles", stored, DEGREES
    )
    if not opensim_wheel.available():
        yield Line("OpenSim's inverse kinematics tool, same setup", opensim_wheel.ABSENT, "", None)
        return
    exact = folder / "exact.xml"
    exact.write_text((folder / IK_SETUP).read_text().replace("1e-5", _ACCURACY))
    _run_tool("InverseKinematicsTool", exact)
    apart = _apart(ours, read_table(folder / "subject01_walk1_ik_test.mot"))
    leg = {name: value for name, value in apart.items() if name.startswith(_LEG)}
    yield _close(f"groundup ik, gait2392, against OpenSim's tool at {_ACCURACY}: legs", leg, LEG_DEGREES)
    yield _close(f"groundup ik, gait2392, against OpenSim's tool at {_ACCURACY}: all angles", apart, DEGREES)


def _apart(ours: StorageTable, theirs: StorageTable) -> dict[str, float]:
    """Largest difference of every rotation [deg], frame by frame; their times are rounded to ms."""
    if len(ours.time) != len(theirs.time) or np.abs(ours.time - theirs.time).max() > 1e-3:
        return {"frames": np.inf}
    turning = [name for name in theirs.columns if not name.startswith("pelvis_t") or name == "pelvis_tilt"]
    return {n: float(np.abs(ours.column(n) - theirs.column(n)).max()) for n in turning}


def _close(what: str, apart: dict[str, float], limit: float) -> Line:
    worst = max(apart, key=apart.__getitem__)
    return Line(what, f"{apart[worst]:.2g} deg ({worst})", f"<= {limit:g} deg", apart[worst] <= limit)


def _id(folder: Path) -> Iterator[Line]:
    ours = read_table(opensim_id.write_id(opensim_id.run_id(folder / ID_SETUP)))
    kept = _rms(ours, read_table(folder / "std_subject01_InverseDynamics.sto"))
    said = f"{max(kept.values()):.2g} N m"
    if not opensim_wheel.available():
        yield Line("groundup id, gait2392, against the .sto OpenSim's project keeps", said, "", None)
        yield Line("OpenSim's inverse dynamics tool, same setup", opensim_wheel.ABSENT, "", None)
        return
    _run_tool("InverseDynamicsTool", folder / ID_SETUP)
    theirs = read_table(ours.path)
    own = max(_rms(theirs, read_table(folder / "std_subject01_InverseDynamics.sto")).values())
    yield Line(
        "groundup id, gait2392, against the .sto OpenSim's project keeps",
        f"{said} (OpenSim 4.6 itself: {own:.2g})",
        "reported: made by an older version",
        None,
    )
    yield _balanced("groundup id, gait2392, against OpenSim's tool", _rms(ours, theirs))


def _walker(folder: Path) -> Iterator[Line]:
    """A knee in which one coordinate drives three rotations: OpenSim's velocity term is wrong there."""
    if not opensim_wheel.available():
        return
    model = "<model_file>subject_walk_scaled.osim</model_file>"
    (folder / "ik.xml").write_text(
        f'<OpenSimDocument Version="40000"><InverseKinematicsTool name="walk">{model}'
        '<IKTaskSet file="ik_tasks_walk.xml"/><marker_file>markers_walk.trc</marker_file>'
        "<output_motion_file>walk.mot</output_motion_file></InverseKinematicsTool></OpenSimDocument>"
    )
    (folder / "id.xml").write_text(
        f'<OpenSimDocument Version="40000"><InverseDynamicsTool name="walk">{model}'
        "<coordinates_file>walk.mot</coordinates_file><results_directory>.</results_directory>"
        "<lowpass_cutoff_frequency_for_coordinates>6</lowpass_cutoff_frequency_for_coordinates>"
        "<external_loads_file>grf_walk.xml</external_loads_file><forces_to_exclude>ALL</forces_to_exclude>"
        "</InverseDynamicsTool></OpenSimDocument>"
    )
    opensim_ik.write_ik(opensim_ik.run_ik(folder / "ik.xml"))
    ours = read_table(opensim_id.write_id(opensim_id.run_id(folder / "id.xml")))
    _run_tool("InverseDynamicsTool", folder / "id.xml")
    apart = _rms(ours, read_table(ours.path))
    yield _balanced("groundup id, Rajagopal walking, against OpenSim's tool", apart)
    elsewhere = {n: v for n, v in apart.items() if n.startswith(("arm", "elbow", "pro", "lumbar"))}
    yield _balanced("groundup id, Rajagopal walking, where no knee has a say", elsewhere, 1e-6)


def _rms(ours: StorageTable, theirs: StorageTable) -> dict[str, float]:
    """Root mean square difference of every generalised force over the times both have [N m or N]."""
    shared = (ours.time >= theirs.time[0]) & (ours.time <= theirs.time[-1] + 1e-6)
    time = ours.time[shared]

    def differences(name: str) -> FloatArray:
        return np.asarray(ours.column(name)[shared] - np.interp(time, theirs.time, theirs.column(name)))

    return {name: float(np.sqrt(np.mean(differences(name) ** 2))) for name in ours.columns}


def _balanced(what: str, apart: dict[str, float], limit: float = NEWTON_METRES) -> Line:
    worst = max(apart, key=apart.__getitem__)
    return Line(what, f"{apart[worst]:.2g} N m RMS ({worst})", f"<= {limit:g} N m", apart[worst] <= limit)


def _turned(solution: PoseSolution) -> PoseSolution:
    return replace(solution, coordinates=solution.coordinates + np.radians(0.1))


def _heavier(loads: JointLoads) -> JointLoads:
    return replace(loads, generalised_force=1.05 * loads.generalised_force)


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "groundup ik": lambda: wrapped("groundup.mechanics.ik", "solve_poses", _turned),
    "groundup id": lambda: wrapped("groundup.mechanics.inverse_dynamics", "inverse_dynamics", _heavier),
}
