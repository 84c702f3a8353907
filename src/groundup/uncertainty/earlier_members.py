"""An earlier session of every member: the same bones, and markers placed anew with errors of their own."""

from collections.abc import Sequence

import numpy as np

from groundup.findings.measures import Trial
from groundup.findings.share.earlier import EarlierSession
from groundup.motion.passes import progression_heading
from groundup.motion.standing import standing_motion
from groundup.motion.task import Task
from groundup.uncertainty.draws import Draws, draw
from groundup.uncertainty.error_sizes import ErrorSizes
from groundup.uncertainty.force_errors import FORCE_SIZES
from groundup.uncertainty.moved import Moved
from groundup.uncertainty.resolve import Members
from groundup.uncertainty.share_members import PlacedSession
from groundup.uncertainty.skin import WAVES

_OF_THE_PERSON = (
    "hip_centre",
    "subtalar_axis",
    "talocrural_axis",
    "tibial_torsion",
    "segment_lengths",
    "smoothing",
)
"""Sources that a person, or the method, brings to every session: they are off alike in both."""


class EarlierMembers:
    """Finds an earlier session again for every member.

    Parameters
    ----------
    session : EarlierSession
        Its body was fitted here: no other's errors are known.
    draws : source -> (N, k) what today's members were made from.
    seed : int
    errors : ErrorSizes
    only : sources of error to take; all where not given.
    """

    def __init__(
        self,
        session: EarlierSession[Trial],
        draws: Draws,
        seed: int,
        errors: ErrorSizes,
        only: Sequence[str] | None = None,
    ) -> None:
        subject = session.subject
        if subject.fit is None:
            raise ValueError("the errors of a body that was not fitted here are not known")
        self._trials = session.trials
        moved = [
            Moved(t.recording, t.motion, t.movement.task, progression_heading(t.recording))
            for t in session.trials
        ]
        standing = standing_motion(session.standing, subject)
        if session.standing is not None and standing is not None:
            still = np.zeros(standing.poses.sizes["time"])
            moved.append(Moved(session.standing, standing, Task.STANDING, still))
        members = len(next(iter(draws.values())))
        # Another seed than today's, and always the same one for it.
        own = int(np.random.SeedSequence((seed, 3)).generate_state(1)[0])
        self._people = Members(subject, subject.fit, moved, own, errors)
        sizes = {**self._people.sizes, **FORCE_SIZES}
        anew = draw({name: sizes[name] for name in sizes if only is None or name in only}, members, own)
        self._draws = {
            source: draws[source] if _shared(source, numbers.shape, draws) else numbers
            for source, numbers in anew.items()
        }
        self._waves = [w * float(only is None or WAVES in only) for w in self._people.waves(members)]

    def find(self, rows: slice) -> PlacedSession:
        """Find the bodies and poses of some members in every trial of the session."""
        draws = {source: numbers[rows] for source, numbers in self._draws.items()}
        waves = [numbers[rows] for numbers in self._waves]
        chain = self._people.bodies(draws, waves)
        placed = {
            trial.recording.name: self._people.motion(number, chain, draws, waves[number]).placed
            for number, trial in enumerate(self._trials)
        }
        return PlacedSession(chain, placed, draws)


def _shared(source: str, shape: tuple[int, ...], draws: Draws) -> bool:
    return source in _OF_THE_PERSON and source in draws and draws[source].shape == shape
