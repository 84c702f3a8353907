"""The command ``groundup whatif``: read a trial, find the effect, keep it beside the result and show it."""

from pathlib import Path

from groundup.assessment import Analysis
from groundup.body.anatomy import anatomy_of
from groundup.exchange.outputs import EFFECTS
from groundup.exchange.recorded_trial import RecordedTrial, choose, read_trial, recorded_of
from groundup.exchange.replace_file import replace_file
from groundup.whatif.change import Change
from groundup.whatif.draws import draw
from groundup.whatif.effect import Effects
from groundup.whatif.effect_file import SavedEffects, effect_file_name, effects_json
from groundup.whatif.solve import effects_of
from groundup.whatif.stance import stance_of
from groundup.whatif.told import told


def run_whatif(
    result: Path,
    change: Change,
    trial: str | None = None,
    *,
    draws: int = 30,
    seed: int = 1,
    report: bool = False,
) -> str:
    """Tell what a change would do to a trial of a result, and keep the effect as a file in ``whatif/``.

    Parameters
    ----------
    result : Path
        Folder that ``groundup analyze`` wrote.
    change : Change
    trial : str, optional
        Its name; else the first of squats, standing, walking, running and landing.
    draws, seed : how many sets of what is not known, and what makes them the same again.
    report : bool
        Show every effect of the folder in its ``report.html`` too.

    Returns
    -------
    str
        The effect as text, and where it was written.

    Raises
    ------
    BadInputError
        If the folder is no result or the trial cannot tell; nothing is written.
    """
    recorded = read_trial(result, trial)
    found = _predicted(recorded, change, draws, seed)
    file = result / EFFECTS / effect_file_name(recorded.name, change)
    file.parent.mkdir(exist_ok=True)
    replace_file(file, effects_json(SavedEffects(recorded.name, seed, found)))
    lines = [told(recorded.name, found), "", f"Written: {file}"]
    if report:
        from groundup.report.effects_section import show_effects

        lines.append(f"Report: {show_effects(result)}")
    return "\n".join(lines)


def predict(
    source: Path | Analysis, change: Change, trial: str | None = None, *, draws: int = 30, seed: int = 1
) -> Effects:
    """Find what a change would do to a trial, in Python; nothing is written.

    Parameters
    ----------
    source : Path or Analysis
        Folder that ``groundup analyze`` wrote, or what `groundup.analyze` returned.
    change : Change
        As of :func:`groundup.whatif.change.change_of`.
    trial, draws, seed : as for :func:`run_whatif`.

    Returns
    -------
    Effects
        Its ``dataset()`` is a table in xarray.

    Raises
    ------
    BadInputError
        If there is no such trial, or it cannot tell.
    """
    if isinstance(source, Path):
        return _predicted(read_trial(source, trial), change, draws, seed)
    trials = {one.recording.name: one for one in source.trials}
    name = choose("the analysis", {name: one.movement.task for name, one in trials.items()}, trial)
    return _predicted(recorded_of(source, trials[name]), change, draws, seed)


def _predicted(recorded: RecordedTrial, change: Change, draws: int, seed: int) -> Effects:
    chain = recorded.chain
    return effects_of(chain, anatomy_of(chain), stance_of(recorded), change, draw(chain, draws, seed))
