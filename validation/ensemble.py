"""The ensemble itself: no spread without errors, one step for a refit, steady ends, widths by plane."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import numpy as np

from groundup.body.refit import Changes, Refit, Response
from groundup.evidence.table import row
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import angle_columns
from groundup.motion.task import Task
from groundup.quantities import ANGLES, Plane
from groundup.synthetic.markers import MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import standing_trial, walking_trial
from groundup.synthetic.walker import walk
from groundup.uncertainty.body_slips import BodySlips
from groundup.uncertainty.draws import Draws, draw
from groundup.uncertainty.interval import spread_about
from groundup.uncertainty.moved import Moved
from groundup.uncertainty.resolve import Members
from groundup.uncertainty.size import MEMBERS
from validation._full_refit import full_refit
from validation._session import Session, analysed
from validation.line import Line
from validation.virtual_walker import in_lab

_FULL = 10
_LARGEST_SHARE = 0.2
_STEADY = 0.10
_FITTED = ("parent_position", "parent_rotation", "rotation_axis", "marker_position")


def lines() -> Iterator[Line]:
    """Judge the ensemble of one virtual walk with typical marker errors."""
    walked, errors = walk(VirtualPerson()), MarkerErrors(gaps=0)
    session = analysed(
        in_lab(walking_trial(walked, errors, frames=260)), in_lab(standing_trial(walked, errors))
    )
    yield _without_errors(session)
    yield _one_step(session)
    yield _steady(session)
    yield from _widths(session)


def _people(session: Session) -> tuple[Members, list[Moved]]:
    recording, motion = session.trial.recording, session.trial.motion
    heading = np.zeros(motion.poses.sizes["time"])
    moved = [Moved(recording, motion, Task.WALKING, heading)]
    fit = session.subject.fit
    if fit is None:
        raise ValueError("a body that was fitted says how")
    return Members(session.subject, fit, moved, 1), moved


def _without_errors(session: Session) -> Line:
    people, _ = _people(session)
    # Smoothed again it would be another: what smoothing takes has a direction.
    draws = {name: np.zeros((1, size)) for name, size in people.sizes.items() if name != "smoothing"}
    waves = [0.0 * w for w in people.waves(1)]
    found = people.motion(0, people.bodies(draws, waves), draws, waves[0]).angles[0]
    own = session.trial.motion.angles.transpose("time", "angle").sel(angle=list(angle_columns())).values
    off = float(np.rad2deg(np.nanmax(np.abs(found - own))))
    return Line(
        "a member without errors: largest difference of any angle from the recording's own",
        f"{off:.1e} deg",
        "<= 0.001 deg",
        off <= 1e-3,
    )


def _one_step(session: Session) -> Line:
    """Refit ten members in full: the same changed problems, searched to their minimum."""
    people, _ = _people(session)
    draws, waves = draw(people.sizes, MEMBERS // 4, 5), people.waves(MEMBERS // 4)
    stepped = people.bodies(draws, waves)
    full = [
        full_refit(people, {k: v[[e]] for k, v in draws.items()}, [w[[e]] for w in waves])
        for e in range(_FULL)
    ]
    changed = {name: np.array(getattr(stepped.parameters, name)) for name in _FITTED}
    for name, array in changed.items():
        array[:_FULL] = [getattr(parameters, name) for parameters in full]
    parameters = stepped.parameters._replace(**changed)
    once = people.motion(0, stepped, draws, waves[0]).angles
    again = people.motion(0, replace(stepped, parameters=parameters), draws, waves[0]).angles
    seen = np.flatnonzero(np.isfinite(once).all(axis=(0, 1)))
    spread = np.sqrt(np.var(once[..., seen], axis=0).mean(axis=0))
    share = np.sqrt(((once - again)[:_FULL][..., seen] ** 2).mean(axis=(0, 1))) / spread
    worst = int(np.argmax(share))
    together = float(np.sqrt(np.mean(share**2)))
    return Line(
        "one linearised step against full refits of ten members: difference of the angles, of their spread",
        f"{together:.2f} over all angles; most {share[worst]:.2f} ({angle_columns()[seen[worst]]})",
        f"<= {_LARGEST_SHARE} over all angles",
        together <= _LARGEST_SHARE,
    )


def _steady(session: Session) -> Line:
    values = session.values()
    ends = []
    for seed in (1, 2, 3):
        made = session.members(MEMBERS, seed)
        by_name = {tuple(str(part) for part in key): own for key, own in made.measures.items()}
        found = [
            spread_about(np.asarray(value), by_name[key])[1:]
            for key, value in values.items()
            if key in by_name
        ]
        ends.append(np.array(found) - np.array([[v] for k, v in values.items() if k in by_name]))
    away = np.stack(ends)
    share = np.std(away, axis=0, ddof=1) / np.abs(away.mean(axis=0))
    typical = float(np.sqrt(np.nanmean(share**2)))
    return Line(
        f"ends of the 90 % intervals with {MEMBERS} members: how far they move with the seed, as a share",
        f"{100 * typical:.1f} % over all measures of angles",
        f"<= {100 * _STEADY:.0f} %",
        typical <= _STEADY,
    )


def _widths(session: Session) -> Iterator[Line]:
    made = session.members(MEMBERS)
    planes: dict[Plane, list[float]] = {}
    for (_, _, name), curves in made.curves.items():
        angle = next(a for a in ANGLES if a.name == name)
        if name.startswith(("hip", "knee")):
            planes.setdefault(angle.plane, []).append(float(np.nanmean(np.nanstd(curves, axis=0, ddof=1))))
    mean = [float(np.mean(planes[p])) for p in (Plane.SAGITTAL, Plane.FRONTAL, Plane.TRANSVERSE)]
    told = ", ".join(f"{sd:.2f}" for sd in mean)
    yield Line(
        "spread of hip and knee angles over the members, sagittal, frontal and transverse",
        f"{told} deg",
        "each wider than the one before (A60, A66)",
        mean[0] < mean[1] < mean[2],
    )
    detectable = row("A61.detectable").value
    change = [1.96 * np.sqrt(2.0) * sd for sd in mean]
    yield Line(
        "smallest change between two sessions that such spreads would let be seen",
        ", ".join(f"{c:.1f}" for c in change) + " deg",
        f"reported beside {detectable:g} deg (A61, hip and knee in all planes)",
        None,
    )


@contextmanager
def _put(owner: object, name: str, value: object) -> Iterator[None]:
    kept = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, kept)


def _half_a_step() -> AbstractContextManager[None]:
    """The step towards the refit goes half way only."""
    whole = Refit.respond

    def half(self: Refit, changes: Changes) -> Response:
        found = whole(self, changes)
        return Response(0.5 * found.coordinates, 0.5 * found.shape, 0.5 * found.offsets)

    return _put(Refit, "respond", half)


def _restless() -> AbstractContextManager[None]:
    """A member's poses are off although nothing was wrong."""
    whole = Members.motion

    def off(self: Members, *given: object) -> object:
        found = whole(self, *given)  # type: ignore[arg-type]
        return replace(found, angles=found.angles + 1e-3)

    return _put(Members, "motion", off)


def _few() -> AbstractContextManager[None]:
    """An ensemble of thirty members."""
    whole = Session.members

    def few(self: Session, _: int, seed: int = 1) -> object:
        return whole(self, 30, seed)

    return _put(Session, "members", few)


def _tilted_pelvis() -> AbstractContextManager[None]:
    """Pelvis markers that are put wrong by three times as much up and down, and by nothing sideways."""
    whole = BodySlips.offsets

    def tilted(self: BodySlips, draws: Draws) -> tuple[FloatArray, FloatArray]:
        own = dict(draws)
        pelvis = own["pelvis_landmarks"].copy()
        pelvis[:, 1::3] *= 3.0
        return whole(self, {**own, "pelvis_landmarks": pelvis})

    return _put(BodySlips, "offsets", tilted)


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "a member without errors": _restless,
    "one linearised step": _half_a_step,
    "ends of the 90 %": _few,
    "spread of hip and knee": _tilted_pelvis,
}
