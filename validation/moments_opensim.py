"""Joint moments against OpenSim: its tool on the files we hand over, and inverse dynamics others supplied."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np

from groundup.analyze import analyze
from groundup.assessment import Analysis
from groundup.exchange.osim.subject_files import ID_RESULT, ID_SETUP, write_files
from groundup.loads.loads import Loads
from groundup.mechanics.inverse_dynamics import JointLoads
from groundup.quantities import Side
from groundup.recording.readers.storage import read_table
from validation import opensim_wheel
from validation.line import SHARED, Line
from validation.sabotage import wrapped

OPENSIM_NM = 1.0
# At a trial's ends filter and spline lean on one side: nothing there is a measurement.
_ENDS = 0.15
_MCGILL, _OPENCAP = "mcgill_pig_ofm_gait/HC030A", "opencap_lab_subject4_squat_dropjump_gait"
_HAMNER, _RAJAGOPAL = "hamner_running/multiple_trials", "opensim_rajagopal_3dwalking"
_BMCLAB = "bmclab_running_opensim"
RECORDINGS = {
    "walking, mcgill": ((f"{_MCGILL}/Straight/HC030A05.c3d",), f"{_MCGILL}/Static/HC030A01.c3d"),
    "running, Hamner": ((f"{_HAMNER}/run300.trc", f"{_HAMNER}/run300_grf.mot"), None),
    "squats, OpenCap lab": ((f"{_OPENCAP}/MarkerData/squats1.trc", f"{_OPENCAP}/GRF/squats1_grf.mot"), None),
    "drop jump, OpenCap lab": ((f"{_OPENCAP}/MarkerData/DJ1.trc", f"{_OPENCAP}/GRF/DJ1_grf.mot"), None),
}
# Model, markers, forces and the inverse dynamics their owners made of them.
SUPPLIED = {
    "Rajagopal's walk": (
        f"{_RAJAGOPAL}/subject_walk_scaled.osim",
        f"{_RAJAGOPAL}/markers_walk.trc",
        f"{_RAJAGOPAL}/grf_walk.mot",
        f"{_RAJAGOPAL}/id_walk.sto",
    ),
    "BMClab's run": (
        f"{_BMCLAB}/Rajagopal2015_scaled2.osim",
        f"{_BMCLAB}/motion_capture_run.trc",
        f"{_BMCLAB}/grf_run.mot",
        f"{_BMCLAB}/ID/inverse_dynamics.sto",
    ),
}
_THEIR_NAMES = {
    "hip_flexion": "hip_flexion",
    "knee_flexion": "knee_angle",
    "ankle_dorsiflexion": "ankle_angle",
}


def lines() -> Iterator[Line]:
    """OpenSim's tool on four recordings, then what came with two others."""
    yield from _opensim()
    for title, files in SUPPLIED.items():
        yield _supplied(title, *(SHARED / file for file in files))


def _opensim() -> Iterator[Line]:
    if not opensim_wheel.available():
        yield Line("OpenSim's InverseDynamicsTool on what we hand over", opensim_wheel.ABSENT, "-", None)
        return
    for title, (trials, static) in RECORDINGS.items():
        analysis = analyze([SHARED / t for t in trials], static=None if static is None else SHARED / static)
        yield _against_tool(title, analysis)


def _against_tool(title: str, analysis: Analysis) -> Line:
    trial = analysis.trials[0]
    what = f"OpenSim's InverseDynamicsTool on what we hand over, {title}: largest RMS of a joint moment"
    if not isinstance(trial.loads, Loads):
        return Line(what, trial.loads.reason, f"<= {OPENSIM_NM:g} N m", passed=False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(analysis.subject, trial, folder)
        if not (folder / ID_SETUP).exists():
            return Line(what, "no force is known", f"<= {OPENSIM_NM:g} N m", passed=False)
        _run(folder / ID_SETUP)
        table = read_table(folder / ID_RESULT)
    own = trial.loads.dynamics.generalised_force
    times = own.time.values
    turning = [c.name for c in analysis.subject.chain.coordinates if c.rotational]
    names = [n for n in turning if not n.startswith("pelvis")]
    theirs = np.stack([np.interp(times, table.time, table.column(f"{n}_moment")) for n in names], axis=1)
    inside = (times > max(table.time[0], times[0] + _ENDS)) & (times < min(table.time[-1], times[-1] - _ENDS))
    apart = (own.sel(chain_coordinate=names).values - theirs)[inside]
    rms = np.sqrt(np.mean(apart**2, axis=0))
    worst = int(np.argmax(rms))
    return Line(
        what,
        f"{rms[worst]:.2g} N m ({names[worst]}; {int(inside.sum())} frames)",
        f"<= {OPENSIM_NM:g} N m",
        bool(rms[worst] <= OPENSIM_NM),
    )


def _run(setup: Path) -> None:
    script = (
        "import opensim; opensim.Logger.setLevelString('off'); "
        f"opensim.InverseDynamicsTool({setup.name!r}).run()"
    )
    subprocess.run([sys.executable, "-c", script], cwd=setup.parent, capture_output=True, check=True)


def _supplied(title: str, model: Path, markers: Path, forces: Path, result: Path) -> Line:
    """The person's own model through our whole pipeline, beside their owners' results."""
    trial = analyze([markers], forces=forces, model=model).trials[0]
    what = f"{title}, its own model through groundup, against the inverse dynamics that came with it"
    if not isinstance(trial.loads, Loads):
        return Line(what, trial.loads.reason, "reported", None)
    table, moments = read_table(result), trial.loads.dynamics.moments
    texts = []
    for stem, name in _THEIR_NAMES.items():
        apart, peak = [], []
        for side in Side:
            theirs = table.column(f"{name}_{str(side)[0]}_moment")
            known = np.interp(moments.time.values, table.time, theirs, left=np.nan, right=np.nan)
            own = moments.sel(coordinate=f"{stem}_{side}").values * trial.loads.body_mass
            apart.append(own - known)
            peak.append(float(np.abs(theirs).max()))
        rms = float(np.sqrt(np.nanmean(np.square(apart))))
        texts.append(f"{stem.replace('_', ' ')} {rms:.1f} of {max(peak):.0f}")
    return Line(
        what,
        "; ".join(texts) + " N m RMS of peak",
        "reported (other filters: theirs at 6 Hz or none, of marker weights of their own)",
        None,
    )


_ID = "groundup.mechanics.inverse_dynamics", "inverse_dynamics"


def _negative(loads: JointLoads) -> JointLoads:
    return replace(loads, generalised_force=-loads.generalised_force)


def _in_inches(loads: JointLoads) -> JointLoads:
    return replace(loads, generalised_force=loads.generalised_force / 0.0254)


def _other_sides(loads: JointLoads) -> JointLoads:
    return replace(loads, generalised_force=loads.generalised_force[:, ::-1])


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "OpenSim's InverseDynamicsTool": lambda: wrapped(*_ID, _negative),
    "OpenSim's InverseDynamicsTool on": lambda: wrapped(*_ID, _in_inches),
    "OpenSim's InverseDynamicsTool on what": lambda: wrapped(*_ID, _other_sides),
}
