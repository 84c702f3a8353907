"""What today's tests would do to this person: effects of the changes that the plan proposes."""

from collections.abc import Callable, Sequence

from groundup.body.anatomy import anatomy_of
from groundup.exchange.contents import Contents
from groundup.exchange.outputs import trial_folders
from groundup.exchange.recorded_trial import RecordedTrial, recorded_of
from groundup.plan.expected import Expected
from groundup.quantities import BadInputError
from groundup.whatif.change import change_of
from groundup.whatif.draws import draw
from groundup.whatif.effect import Effects
from groundup.whatif.effect_file import SavedEffects, foot_change_of
from groundup.whatif.solve import effects_of
from groundup.whatif.stance import stance_of

_DRAWS, _SEED = 30, 1  # as ``groundup whatif`` takes where nothing else is said


def own_effects(
    analysis: Contents, tests: Sequence[Expected], progress: Callable[[], None] = lambda: None
) -> tuple[SavedEffects, ...]:
    """Find what the change of each test would do, under both feet, in the first trial of its tasks.

    Parameters
    ----------
    analysis : Contents
    tests : of the plan; those whose change no effect tells of are left out.
    progress : called before the first effect is sought.

    Notes
    -----
    Where a trial cannot tell (an own model's feet, no foot on the ground) there is no effect, as with
    ``groundup whatif``, which then says why.
    """
    found = []
    names = trial_folders([trial.recording.name for trial in analysis.trials])
    for test in tests:
        for name, trial in zip(names, analysis.trials, strict=True):
            if test.foot and trial.movement.task in test.tasks:
                progress()
                effects = _effects(recorded_of(analysis, trial), test)
                found += [SavedEffects(name, _SEED, effects)] if effects and effects.effects else []
                break
    return tuple(found)


def _effects(recorded: RecordedTrial, test: Expected) -> Effects | None:
    chain = recorded.chain
    change = change_of(foot_change_of(test.foot), "both")
    try:
        draws = draw(chain, _DRAWS, _SEED)
        return effects_of(chain, anatomy_of(chain), stance_of(recorded), change, draws)
    except BadInputError:
        return None
