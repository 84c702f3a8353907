"""Every share of a person: what their knees are held against, and where the difference sits."""

from collections.abc import Iterator, Sequence

from groundup.body.sampling import targets_of
from groundup.body.subject import Subject
from groundup.findings.measures import Trial
from groundup.findings.share.alignment import Repetition
from groundup.findings.share.compare import shares
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.repetitions import SHARED_TASKS, repetitions
from groundup.findings.share.share import Reference, Share
from groundup.motion.heel_bone import own_heels
from groundup.quantities import Side


def comparisons(
    subject: Subject, trials: Sequence[Trial], natural: Sequence[Trial] = ()
) -> tuple[Comparison, ...]:
    """Find what each leg can be held against: the person's own natural trials first, then the other leg.

    Parameters
    ----------
    subject : Subject
    trials : as analysed.
    natural : of the same person and session, as they usually move.
    """
    return tuple(_comparisons(subject, trials, natural))


def account(comparisons: Sequence[Comparison]) -> tuple[Share, ...]:
    """Share out every comparison."""
    return tuple(share for comparison in comparisons for share in shares(comparison))


def _comparisons(subject: Subject, trials: Sequence[Trial], natural: Sequence[Trial]) -> Iterator[Comparison]:
    for task in dict.fromkeys(t.movement.task for t in trials):
        if task not in SHARED_TASKS:
            continue
        own = [t for t in trials if t.movement.task is task]
        usual = [t for t in natural if t.movement.task is task]
        legs = {side: _of(own, side) for side in Side}
        for reference in (Reference.NATURAL, Reference.OTHER_LEG):
            for side in Side:
                against = _of(usual, side) if reference is Reference.NATURAL else legs[side.other]
                if legs[side] and against:
                    apart = all(_shows_heel(subject, t, side) for t in (*own, *usual))
                    yield Comparison(reference, task, side, legs[side], against, rearfoot=apart)


def _of(trials: Sequence[Trial], side: Side) -> tuple[Repetition, ...]:
    return tuple(one for trial in trials for one in repetitions(trial, side))


def _shows_heel(subject: Subject, trial: Trial, side: Side) -> bool:
    """Whether markers on the heel bone tell the subtalar joint from the foot's roll."""
    return side in own_heels(subject, targets_of(trial.recording, subject.chain.markers))
