"""The result folder of ``groundup analyze``, written whole or not at all.

One trial::

    DIR/report.html  patient.html (unless withheld)  report.pdf  patient.pdf (where asked for)
        result.nc  summary.json  cycles.csv  measures.csv  assessment.json
        angles.csv  events.csv  contacts.csv  spatiotemporal.csv  markers_model.trc
        shares.csv  (where something is at hand to hold the knees against)
        chain.csv  (where repetitions of a leg were seen)
        opensim/  (model, markers, motion, forces and setups to carry on from in OpenSim)
        knee_loads.csv  base.csv
        whatif/  (effects of today's tests, and those ``groundup whatif`` was asked for later)
        moments.csv  powers.csv  work.csv  impact.csv   (where forces were measured)
        inverse_dynamics.sto  ground_forces.mot

Several trials: the first two rows stay at the top and tell of all trials (``cycles.csv`` names the trial in
each row); the others lie in one folder per trial, ``DIR/TRIAL/``.
"""

import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from groundup.exchange.assessment_json import assessment_json
from groundup.exchange.chain_csv import chain_csv
from groundup.exchange.contents import Contents, TrialContents
from groundup.exchange.csv_tables import angles_csv, contacts_csv, cycles_csv, events_csv, spatiotemporal_csv
from groundup.exchange.figures_csv import figures_csv
from groundup.exchange.folder import replace_folder
from groundup.exchange.inverse_dynamics_sto import inverse_dynamics_sto
from groundup.exchange.knee_loads_csv import knee_loads_csv
from groundup.exchange.loads_csv import moments_csv, powers_csv
from groundup.exchange.measures_csv import measures_csv
from groundup.exchange.netcdf import write_netcdf
from groundup.exchange.osim import subject_files
from groundup.exchange.osim.foot_forces import known_forces
from groundup.exchange.osim.motion_files import ground_forces_text
from groundup.exchange.shares_csv import shares_csv
from groundup.exchange.summary import SCHEMA, summary_json
from groundup.exchange.trc import trc_text
from groundup.exchange.work_csv import work_csv
from groundup.loads.loads import Loads

PRINTED_FILES = ("report.pdf", "patient.pdf")
OPTIONAL_FILES = (*PRINTED_FILES, "patient.html", "shares.csv")
"""Of those of the whole result, what is there only where it was asked for, or may be said."""
SHARED_FILES = (
    *OPTIONAL_FILES,
    "report.html",
    "result.nc",
    "summary.json",
    "cycles.csv",
    "measures.csv",
    "assessment.json",
)
OPENSIM = "opensim"
EFFECTS = "whatif"
"""Folder of effects, to which ``groundup whatif`` adds; a new analysis replaces it with its own."""
LOAD_FILES = (
    "knee_loads.csv",
    "base.csv",
    "moments.csv",
    "powers.csv",
    "work.csv",
    "impact.csv",
    "inverse_dynamics.sto",
    "ground_forces.mot",
)
TRIAL_FILES = (
    "angles.csv",
    "events.csv",
    "contacts.csv",
    "spatiotemporal.csv",
    "chain.csv",
    "markers_model.trc",
    OPENSIM,
    *LOAD_FILES,
)


def write(
    analysis: Contents,
    folder: Path,
    report_html: str,
    patient_html: str | None = None,
    printed: Mapping[str, bytes] | None = None,
    effects: Mapping[str, str] | None = None,
) -> Path:
    """Write every output file of an analysis into `folder`, replacing an earlier result there.

    Parameters
    ----------
    analysis : Contents
        A :class:`groundup.assessment.Analysis`.
    folder : Path
        Result folder; made if missing, replaced if it holds an earlier result and nothing else.
    report_html : str
        The page, as rendered by :func:`groundup.report.page.render`.
    patient_html : str, optional
        The sheet for the patient; none is written where it is withheld.
    printed : mapping of str to bytes, optional
        PDFs by their names, two of :data:`PRINTED_FILES`.
    effects : mapping of str to str, optional
        Files of effects in this person, by their names.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    GroundupError
        If the folder holds other files or cannot be written; it is then untouched.
    """
    replace_folder(
        Path(folder),
        partial(_fill, analysis, report_html, patient_html, printed or {}, effects or {}),
        is_ours=is_result,
    )
    return Path(folder) / "report.html"


def is_result(folder: Path) -> bool:
    """Whether a folder is a result of groundup and holds nothing else."""
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if not isinstance(summary, dict) or summary.get("schema") != SCHEMA:
        return False
    return all(_known(path) for path in folder.iterdir())


def trial_folders(names: list[str]) -> list[str]:
    """One folder name per trial: portable, and different even where case does not count."""
    taken: set[str] = set()
    folders = []
    for name in names:
        stem = re.sub(r"[^\w.-]+", "_", name).strip("._") or "trial"
        stem = f"{stem}_" if stem.lower() in (*SHARED_FILES, OPENSIM, EFFECTS) else stem
        folder, k = stem, 2
        while folder.lower() in taken:
            folder, k = f"{stem}_{k}", k + 1
        taken.add(folder.lower())
        folders.append(folder)
    return folders


def _known(path: Path) -> bool:
    if not path.is_dir() or path.is_symlink():
        return path.name in SHARED_FILES or path.name in TRIAL_FILES
    if path.name == OPENSIM:
        return all(_is_opensim(inner.name) for inner in path.iterdir())
    if path.name == EFFECTS:
        return all(inner.suffix == ".json" and inner.is_file() for inner in path.iterdir())
    return all(inner.name in TRIAL_FILES and _known(inner) for inner in path.iterdir())


def _is_opensim(name: str) -> bool:
    """Whether a file is handed over to OpenSim, or comes from running the setups there."""
    return name in (*subject_files.NAMES, *subject_files.RESULTS) or name.endswith(subject_files.RESULT_ENDS)


def _fill(
    analysis: Contents,
    report_html: str,
    patient_html: str | None,
    printed: Mapping[str, bytes],
    effects: Mapping[str, str],
    folder: Path,
) -> None:
    names = trial_folders([t.recording.name for t in analysis.trials])
    alone = len(names) == 1
    _text(folder / "report.html", report_html)
    if patient_html is not None:
        _text(folder / "patient.html", patient_html)
    for name, content in printed.items():
        (folder / name).write_bytes(content)
    if effects:
        (folder / EFFECTS).mkdir()
    for name, text in effects.items():
        _text(folder / EFFECTS / name, text)
    folders = ["."] if alone else names
    _text(folder / "summary.json", summary_json(analysis, folders))
    _text(folder / "cycles.csv", cycles_csv(analysis.trials))
    _text(folder / "measures.csv", measures_csv(analysis.measures))
    if analysis.shares:
        _text(folder / "shares.csv", shares_csv(analysis.shares))
    _text(folder / "assessment.json", assessment_json(analysis, folders))
    write_netcdf(analysis, names, folder / "result.nc")
    for trial, name in zip(analysis.trials, names, strict=True):
        own = folder if alone else folder / name
        own.mkdir(exist_ok=True)
        _fill_trial(trial, own)
        (own / OPENSIM).mkdir()
        subject_files.write_files(analysis.subject, trial, own / OPENSIM)
        if isinstance(trial.loads, Loads):
            _fill_loads(analysis, trial.loads, own)


def _fill_trial(trial: TrialContents, folder: Path) -> None:
    recording, motion, movement = trial.recording, trial.motion, trial.movement
    _text(folder / "angles.csv", angles_csv(motion))
    _text(folder / "events.csv", events_csv(movement.events))
    _text(folder / "contacts.csv", contacts_csv(movement.contacts, trial.loads.contacts))
    _text(folder / "spatiotemporal.csv", spatiotemporal_csv(movement.spatiotemporal))
    if trial.chain:
        _text(folder / "chain.csv", chain_csv(trial.chain))
    if trial.loads.knee is not None:
        _text(folder / "knee_loads.csv", knee_loads_csv(trial.loads.knee, trial.loads.muscles))
    if trial.loads.base is not None:
        _text(folder / "base.csv", figures_csv(trial.loads.base.figures))
    name = "markers_model.trc"
    _text(folder / name, trc_text(motion.markers_model, recording.rate, recording.first_frame, name))


def _fill_loads(analysis: Contents, loads: Loads, folder: Path) -> None:
    dynamics = loads.dynamics
    _text(folder / "moments.csv", moments_csv(dynamics))
    _text(folder / "powers.csv", powers_csv(dynamics))
    _text(folder / "work.csv", work_csv(loads.work))
    _text(folder / "impact.csv", figures_csv(loads.impact))
    _text(folder / "inverse_dynamics.sto", inverse_dynamics_sto(analysis.subject.chain, dynamics))
    forces = known_forces(loads.ground)
    if forces is not None:
        _text(folder / "ground_forces.mot", ground_forces_text(*forces.within()))


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
