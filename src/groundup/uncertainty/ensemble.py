"""The same person many times over: every measure and every curve of N members."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from groundup.body.subject import Subject
from groundup.findings.measures import Trial
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.earlier import EarlierSession
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.motion.task import Task
from groundup.recording.recording import Recording
from groundup.uncertainty.draws import Draws, draw
from groundup.uncertainty.earlier_members import EarlierMembers
from groundup.uncertainty.ensemble_loads import LOAD_SIZES, load_labels
from groundup.uncertainty.error_sizes import ErrorSizes, published
from groundup.uncertainty.gather import CurveKey, Found, Gathered, Key
from groundup.uncertainty.member_poses import MemberPoses
from groundup.uncertainty.moved import Moved
from groundup.uncertainty.resolve import Members
from groundup.uncertainty.share_members import ShareErrors, ShareMembers
from groundup.uncertainty.skin import WAVES

Progress = Callable[[float], None]
# Frames of members held at once: some hundred megabytes, whatever their number and the trial's length.
_FRAMES = 12000


@dataclass(frozen=True)
class Ensemble:
    """N members of one person.

    Attributes
    ----------
    members : int
    seed : int
    draws : source -> (N, k) standard normal numbers the members were made from.
    measures : (name, side, task) -> (N,) mean over the repetitions in which the person shows the measure, in
        its unit; NaN where a member does not.
    curves : (task, leg or None, angle) -> (N, 101) mean over the repetitions that tell of the leg [deg].
    labels : source -> what it is called, for people.
    poses : trial -> poses of some of the members, for the eye.
    errors : how large each kind of error was taken.
    shares : by how much each member tells another share than was measured.
    """

    members: int
    seed: int
    draws: Draws
    measures: Mapping[Key, FloatArray]
    curves: Mapping[CurveKey, FloatArray]
    labels: Mapping[str, str]
    poses: Mapping[str, MemberPoses] = field(default_factory=dict)
    errors: ErrorSizes = field(default_factory=published)
    shares: ShareErrors = field(default_factory=dict)


def ensemble(
    subject: Subject,
    trials: Sequence[Trial],
    headings: Sequence[FloatArray],
    standing: tuple[Recording, Motion] | None,
    *,
    members: int,
    seed: int = 1,
    sex: str | None = None,
    errors: ErrorSizes | None = None,
    only: Sequence[str] | None = None,
    natural: Sequence[tuple[Trial, FloatArray]] = (),
    compared: Sequence[Comparison] = (),
    earlier: EarlierSession[Trial] | None = None,
    progress: Progress = lambda _: None,
) -> Ensemble | None:
    """Find everything again for N people who could have made the same recording.

    Parameters
    ----------
    subject : Subject
    trials : as analysed.
    headings : for each trial (F,) its direction of progression [rad].
    standing : the standing trial and some tracked frames of it, where there is one.
    members, seed : how many (0: none), and what makes them the same ones again.
    sex : {"female", "male"}, optional
    errors : how large each is; the published ones where not given.
    only : sources of error to take, `WAVES` among them; all where not given.
    natural : trials that others are held against, each with its direction of progression (F,) [rad].
    compared : what is held against what.
    earlier : a session of the same person, with markers placed anew, that is held against as well.
    progress : called with the share done.

    Returns
    -------
    Ensemble or None
        None for no members, and where the body was not fitted here: what its makers may have got wrong is
        not known.
    """
    if subject.fit is None or not members:
        return None
    every = [*zip(trials, headings, strict=True), *natural]
    moved = [Moved(t.recording, t.motion, t.movement.task, h) for t, h in every]
    if standing is not None:
        recording, motion = standing
        moved.append(Moved(recording, motion, Task.STANDING, np.zeros(motion.poses.sizes["time"])))
    people = Members(subject, subject.fit, moved, seed, errors)
    sizes = {**people.sizes, **LOAD_SIZES}
    draws = draw({name: sizes[name] for name in sizes if only is None or name in only}, members, seed)
    waves = people.waves(members)
    also = [trial for trial, _ in natural]
    before = None if earlier is None else EarlierMembers(earlier, draws, seed, people.errors, only)
    held = [*trials, *also, *(() if earlier is None else earlier.trials)]
    shared = ShareMembers(compared, held, members, seed, people.errors) if compared else None
    gathered = Gathered(subject, trials, moved, people, sex, also, shared, before)
    longest = max(len(m.heading) for m in moved)
    step = max(1, min(members, _FRAMES // max(longest, 1)))
    parts = [slice(first, min(first + step, members)) for first in range(0, members, step)]

    def find(rows: slice) -> Found:
        own = {name: numbers[rows] for name, numbers in draws.items()}
        return gathered.find(own, [w[rows] * float(only is None or WAVES in only) for w in waves], rows)

    for rows in parts:
        gathered.keep(find(rows))
        progress(rows.stop / members)
    labels = published().labels | load_labels()
    return Ensemble(
        members,
        seed,
        draws,
        gathered.measures(),
        gathered.curves(),
        labels,
        gathered.poses(),
        errors=people.errors,
        shares={} if shared is None else shared.found(),
    )
