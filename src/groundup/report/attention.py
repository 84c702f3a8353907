"""What a reader must know before the curves, in sentences; facts only, no thresholds of our own."""

from groundup.assessment import Analysis, TrialResult
from groundup.loads.checks import body_weight, plate_checks, timing
from groundup.loads.checks.check import Verdict
from groundup.loads.loads import Loads
from groundup.motion.motion import WHOLE
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.report.sureness import withheld_words
from groundup.report.words import plural

# Of the others the section on forces tells: a hard step is no error, and residuals are seldom small.
_SERIOUS = (plate_checks.AXES, plate_checks.PLACE, timing.NAME, body_weight.NAME)


def attention(analysis: Analysis) -> tuple[str, ...]:
    """Sentences on what limits this analysis; empty where nothing does."""
    found = list(analysis.notes)
    for trial in analysis.trials:
        name = f"{trial.recording.name}: " if len(analysis.trials) > 1 else ""
        found += [f"{name}{sentence}" for sentence in _trial(trial)]
    given = analysis.subject.model
    if given is not None:
        found.append(
            f"The body is the user's own model, {given.source.name}: nothing was fitted, and its angles are "
            "counted from its own zero pose, so that offsets from a fitted body are to be expected. No "
            "number has an interval, as what the model's maker may have got wrong is not known."
        )
    found += withheld_words(analysis)
    functional = analysis.subject.knee_axis_functional
    prior = [side for side in Side if functional.get(side, True) is False]
    if prior:
        axes = f"{prior[0]} knee flexion axis was" if len(prior) == 1 else "knee flexion axes were"
        found.append(
            f"The {axes} not found from motion, so knee varus/valgus and rotation are "
            "withheld where the knee is bent beyond about 30°: a misplaced axis would show there as false "
            "varus or rotation."
        )
    return tuple(dict.fromkeys(found))


def _trial(trial: TrialResult) -> list[str]:
    recording, movement = trial.recording, trial.movement
    found = []
    if recording.lab_axes is not None and recording.lab_axes.progression == "assumed":
        found.append(
            "the direction of progression is assumed, so pelvic rotation and foot progression may be off."
        )
    if movement.task not in (Task.STANDING, Task.OTHER) and not movement.cycles:
        found.append(f"no complete repetition was found in this {movement.task} trial.")
    left_blank = [g.marker for g in recording.gaps if g.missing > g.filled_rigid + g.filled_spline]
    if left_blank:
        found.append(f"gaps too long to fill remain in {_some(left_blank)}.")
    doubtful = [c for c in movement.contacts if c.plates and c.state not in WHOLE]
    if doubtful:
        states = ", ".join(dict.fromkeys(c.state for c in doubtful))
        found.append(f"{plural(len(doubtful), 'plate contact')} cannot be used for forces ({states}).")
    if not isinstance(trial.loads, Loads) and trial.loads.checks:
        found.append(f"joint loads are not shown: {trial.loads.reason}.")
    found += [
        f"{check.name}: {check.found}. {check.next_step[:1].upper()}{check.next_step[1:]}."
        for check in trial.loads.checks
        if check.verdict is Verdict.NOT_OK and check.name in _SERIOUS
    ]
    if not recording.plates and movement.task in (Task.WALKING, Task.RUNNING):
        found.append("no force plates, so events come from the markers alone.")
    return [sentence[0].upper() + sentence[1:] for sentence in found]


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:6])
    return shown if len(names) <= 6 else f"{shown} and {len(names) - 6} more markers"
