"""Every member's body and poses: found again for what its errors make of the markers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundup.body.anatomy import anatomy_of
from groundup.body.chain import Chain
from groundup.body.fitted import Fit
from groundup.body.refit import Changes, Refit
from groundup.body.shape import reshape
from groundup.body.subject import Subject
from groundup.mechanics.ik_members import solve_members
from groundup.mechanics.kinematics import Poses
from groundup.mechanics.kinematics import poses as place_bodies
from groundup.mechanics.tree import FloatArray
from groundup.motion.heel_bone import OWN_HEEL_ANGLES, own_heels, with_own_heels
from groundup.motion.joint_angles import angle_columns, reported_angles
from groundup.uncertainty.body_slips import BodySlips
from groundup.uncertainty.draws import Draws
from groundup.uncertainty.error_sizes import ErrorSizes, published
from groundup.uncertainty.moved import Moved
from groundup.uncertainty.skin import draw_waves, skin_motion, skin_sizes

# The low-pass leaves the share H of a movement's amplitude and takes 1 - H; again it would take H (1 - H).
# What it took is 1 / H of that: 1 where movement is slow, the root of 2 at half power (the cut-off), 2 at
# half amplitude. The steps between are the spread, either way, of the logarithm.
_STEP = float(np.sqrt(2.0))
_SHAPED = ("parent_position", "parent_rotation", "rotation_axis")


@dataclass(frozen=True)
class MemberMotion:
    """One trial of some members.

    Attributes
    ----------
    coordinates : (E, F, C) poses [rad, m].
    angles : (E, F, A) reported angles [rad], columns as in ``motion.angles``; blank where those are.
    placed : poses of the bodies (E, F, B, ...).
    """

    coordinates: FloatArray
    angles: FloatArray
    placed: Poses


class Members:
    """The same person many times over, each with errors of its own.

    Parameters
    ----------
    subject, fit : the person as found, and how.
    trials : the trials that were tracked, those of the fit among them by name.
    seed : int
    errors : ErrorSizes, optional
        The published ones where not given.
    """

    def __init__(
        self,
        subject: Subject,
        fit: Fit,
        trials: Sequence[Moved],
        seed: int,
        errors: ErrorSizes | None = None,
    ) -> None:
        self._subject, self._fit, self._trials, self._seed = subject, fit, trials, seed
        self.errors = errors or published()
        self._slips = BodySlips(subject, fit, self.errors)
        self._stages = Refit(fit.first), Refit(fit.last)
        self._smoothed_away = [trial.smoothed_away(subject.chain.markers) for trial in trials]

    @property
    def sizes(self) -> dict[str, int]:
        """Source -> how many standard normal numbers it takes for a member."""
        return {**self._slips.sizes, **skin_sizes(self._subject.chain), "smoothing": 1}

    def bodies(self, draws: Draws, waves: Sequence[FloatArray]) -> Chain:
        """Chain whose parameters have a member axis: each member's sizes, axes and marker offsets.

        Parameters
        ----------
        draws : source -> (E, k); a source left out has no error.
        waves : for each trial, of :func:`groundup.uncertainty.skin.draw_waves`.
        """
        fit, (first, last) = self._fit, self._stages
        offsets, sizes = self._slips.offsets(draws)
        seen = self._samples_seen(draws, waves)
        before = first.respond(Changes(seen, self._slips.poses(draws), sizes, offsets))
        after = last.respond(Changes(seen, self._slips.poses(draws, before.coordinates), sizes, offsets))
        state = fit.last.state
        made = reshape(self._subject.chain.parameters, fit.last.problem.shape, after.shape)
        members = len(after.shape)
        whole = {
            name: np.broadcast_to(array, (members, *array.shape))
            for name, array in self._subject.chain.parameters._asdict().items()
        }
        whole |= {name: getattr(made, name) for name in _SHAPED}
        whole["marker_position"] = state.parameters.marker_position + after.offsets
        parameters = type(made)(**{name: np.ascontiguousarray(a) for name, a in whole.items()})
        return replace(self._subject.chain, parameters=parameters)

    def _samples_seen(self, draws: Draws, waves: Sequence[FloatArray]) -> FloatArray:
        """(E, F, M, 3) where skin and the low-pass took the markers in the frames the fit looked at [m].

        In the axes of the bodies that carry them.
        """
        fit, chain = self._fit, self._subject.chain
        members = len(next(iter(draws.values())))
        found = np.zeros((members, *fit.samples.targets.shape))
        named = {trial.recording.name: n for n, trial in enumerate(self._trials)}
        for number, name in enumerate(fit.trials):
            rows = np.flatnonzero(fit.samples.trial == number)
            own = named.get(name)
            if own is None or not len(rows):
                continue
            trial, frames = self._trials[own], fit.samples.frame[rows]
            found[:, rows] = skin_motion(
                chain,
                fit.last.state.coordinates[rows],
                trial.clock[frames],
                trial.task,
                draws,
                waves[own],
                self.errors,
            )
            placed = fit.last.state.placed.rotation_body_in_lab[rows][:, chain.topology.marker_body]
            away = np.swapaxes(placed, -1, -2) @ self._smoothed_away[own][frames][..., None]
            found[:, rows] -= self._smoothed(draws)[:, None, None, None] * away[..., 0]
        return found

    def _smoothed(self, draws: Draws) -> FloatArray:
        """(E,) how many times what the low-pass would take once more is taken off a member's movement.

        A member is what would be found if the person moved as was found and were recorded again.
        """
        if "smoothing" not in draws:
            return np.zeros(len(next(iter(draws.values()))))
        return np.asarray(self.errors.of("smoothing", "path") * _STEP ** draws["smoothing"][:, 0])

    def motion(self, trial: int, chain: Chain, draws: Draws, waves: FloatArray) -> MemberMotion:
        """Track a trial again for every member."""
        moved, subject = self._trials[trial], self._subject
        starts = moved.poses
        skin = skin_motion(subject.chain, starts, moved.time, moved.task, draws, waves, self.errors)
        placed = place_bodies(subject.chain.topology, subject.chain.parameters, starts, slot_axes=False)
        carried = placed.rotation_body_in_lab[:, chain.topology.marker_body]
        targets = moved.targets(chain.markers) + (carried @ skin[..., None])[..., 0]
        targets -= self._smoothed(draws)[:, None, None, None] * self._smoothed_away[trial][moved.rows]
        found = solve_members(
            chain.topology,
            chain.parameters,
            np.ascontiguousarray(targets),
            subject.marker_weights,
            (chain.prior_mean, chain.prior_weight),
            (np.array([c.lower for c in chain.coordinates]), np.array([c.upper for c in chain.coordinates])),
            chain.locked,
            starts,
        )
        bodies = place_bodies(chain.topology, chain.parameters, found, slot_axes=False)
        return MemberMotion(found, self._angles(moved, chain, bodies.rotation_body_in_lab, targets), bodies)

    def _angles(self, moved: Moved, chain: Chain, rotation: FloatArray, targets: FloatArray) -> FloatArray:
        anatomy = anatomy_of(chain)
        named = reported_angles(anatomy, rotation, moved.heading)
        heels = own_heels(self._subject, moved.targets(chain.markers))
        if heels:
            turned = with_own_heels(replace(self._subject, chain=chain), rotation, targets, heels)
            own = reported_angles(anatomy, turned, moved.heading)
            named |= {f"{stem}_{s}": own[f"{stem}_{s}"] for stem in OWN_HEEL_ANGLES for s in heels}
        angles = np.stack([named[column] for column in angle_columns()], axis=-1)
        shown = moved.motion.angles.transpose("time", "angle").sel(angle=list(angle_columns())).values
        return np.where(np.isfinite(shown), angles, np.nan)

    def waves(self, members: int) -> list[FloatArray]:
        """For each trial (N, ...) numbers of what skin does with time."""
        chain = self._subject.chain
        return [draw_waves(chain, members, self._seed, n) for n in range(len(self._trials))]
