"""Do 90 % intervals hold the truth nine times in ten? People drawn from the ensemble's errors, and others."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.synthetic.markers import NO_ERRORS, MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import standing_trial, walking_trial
from groundup.synthetic.walk import Walk
from groundup.synthetic.walker import walk
from validation import _session
from validation._error_model import draw_person
from validation._session import analysed, held
from validation.line import Line
from validation.virtual_walker import in_lab, true_angles

_PEOPLE, _OTHERS, _MEMBERS, _FRAMES = 16, 8, 100, 260
_OWN, _ELSE = (0.87, 0.93), (0.80, 0.97)

Held = Mapping[tuple[str, str, str], bool]


def lines() -> Iterator[Line]:
    """Share of measures of angles whose interval holds the truth."""
    walked = walk(VirtualPerson())
    clean = walking_trial(walked, NO_ERRORS, frames=_FRAMES), standing_trial(walked, NO_ERRORS)
    own = [draw_person(*clean, seed) for seed in range(_PEOPLE)]
    people = [held(analysed(p.walk, p.standing), p.angles, _MEMBERS) for p in own]
    yield _line("people drawn from the ensemble's own errors", people, _OWN)
    others = [_other(walked, seed) for seed in range(_OTHERS)]
    yield _line("skin of another kind, landmarks half as far off again", others, _ELSE)


def _other(walked: Walk, seed: int) -> Held:
    """Hold the intervals of a person whose markers slide each by itself to the truth."""
    errors = MarkerErrors(placement=1.5, gaps=0, seed=100 + seed)
    trial = walking_trial(walked, errors, frames=_FRAMES)
    session = analysed(in_lab(trial), in_lab(standing_trial(walked, errors)))
    return held(session, true_angles(trial), _MEMBERS)


def _line(who: str, people: Sequence[Held], required: tuple[float, float]) -> Line:
    every = [inside for person in people for inside in person.values()]
    by_name: dict[str, list[bool]] = {}
    for person in people:
        for (name, _, _), inside in person.items():
            by_name.setdefault(name, []).append(inside)
    share = {name: float(np.mean(inside)) for name, inside in by_name.items()}
    least = sorted(share, key=lambda name: share[name])[:3]
    told = ", ".join(f"{name} {100 * share[name]:.0f} %" for name in least)
    low, high = required
    return Line(
        f"truth inside the 90 % interval of measures of angles: {who}",
        f"{100 * np.mean(every):.1f} % of {len(every)} of {len(people)} people; least: {told}",
        f"{100 * low:.0f}-{100 * high:.0f} %",
        bool(low <= np.mean(every) <= high),
    )


@contextmanager
def _narrow() -> Iterator[None]:
    """Intervals half as wide."""
    whole = _session.spread_about

    def half(value: FloatArray, members: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        middle = np.nanmedian(members, axis=0)
        return whole(value, middle + 0.4 * (members - middle))

    _session.spread_about = half  # type: ignore[assignment]
    try:
        yield
    finally:
        _session.spread_about = whole  # type: ignore[assignment]


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "truth inside the 90 % interval": _narrow,
}
