"""Do 90 % intervals hold the truth nine times in ten? People drawn from the ensemble's errors, and others.

Body, markers, skin, plates, segment masses and kneecap are wrong together. Beside the other validation a part
of the people go through it: ``python -m validation.ensemble_coverage --all`` takes four times as many.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.synthetic.markers import NO_ERRORS
from groundup.synthetic.patient_files import patient_walk
from groundup.synthetic.patients import draw_patient
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import Trial, standing_trial, walking_trial
from groundup.synthetic.walk import Walk
from groundup.synthetic.walker import walk
from validation import _coverage
from validation._coverage import ANGLE_CURVES, LOAD_CURVES, LOADS, MEASURES, MOMENTS, QUANTITIES, Told, told
from validation._error_model import OWN_WORLD, SkinKind, World, draw_person
from validation._even_normals import EvenNormals
from validation.line import Line

_PEOPLE, _OTHERS, _MEMBERS, _FRAMES, _SEED = 16, 4, 60, 200, 7
_ALL = 4
_OWN, _ELSE = (0.87, 0.93), (0.80, 0.97)
_WORLDS = (
    World("axes, lengths and hip centres of other people", own_body=False),
    World("skin that carries each marker by itself", skin=SkinKind.ALONE),
    World("landmarks half as far off again", landmarks=1.5),
)
_JUDGED = {
    "measures of angles": MEASURES,
    "measures of joint moments": (MOMENTS,),
    "measures of powers and knee loads": (LOADS,),
    "curves of angles": (ANGLE_CURVES,),
}


def lines(more: int = 1) -> Iterator[Line]:
    """Share of measures and curves whose interval holds the truth."""
    own = _people(OWN_WORLD, more * _PEOPLE)
    for what, kinds in _JUDGED.items():
        yield _line(f"{what}: {OWN_WORLD.name}", own, kinds, _OWN)
    yield _line(f"{LOAD_CURVES}: {OWN_WORLD.name}", own, (LOAD_CURVES,), None)
    for world in _WORLDS:
        people = _people(world, more * _OTHERS)
        judged = tuple(kind for kind in QUANTITIES if kind != LOAD_CURVES)
        yield _line(f"all measures, curves of angles: {world.name}", people, judged, _ELSE)
        yield _table(f"by quantity: {world.name}", people)


def _people(world: World, count: int) -> list[Told]:
    typical = _clean(walk(VirtualPerson())) if world.own_body else None
    found = []
    for number in range(count):
        walked, standing = typical or _clean(patient_walk(draw_patient(number)))
        drawn = draw_person(walked, standing, EvenNormals(_SEED, number, count), world)
        found.append(told(drawn, _MEMBERS))
    return found


def _clean(walked: Walk) -> tuple[Trial, Trial]:
    return walking_trial(walked, NO_ERRORS, frames=_FRAMES), standing_trial(walked, NO_ERRORS)


def _held(people: Sequence[Told], kinds: Sequence[str]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for person in people:
        for (kind, name, _), share in person.items():
            if kind in kinds:
                found.setdefault(name, []).append(share)
    return found


def _line(
    what: str, people: Sequence[Told], kinds: Sequence[str], required: tuple[float, float] | None
) -> Line:
    by_name = _held(people, kinds)
    every = float(np.mean([share for own in by_name.values() for share in own]))
    least = sorted(by_name, key=lambda name: float(np.mean(by_name[name])))[:3]
    worst = ", ".join(f"{name} {100 * np.mean(by_name[name]):.0f} %" for name in least)
    said = "reported" if required is None else f"{100 * required[0]:.0f}-{100 * required[1]:.0f} %"
    return Line(
        f"truth inside the 90 % interval, {what}",
        f"{100 * every:.1f} % of {len(by_name)} of {len(people)} people; least: {worst}",
        said,
        None if required is None else bool(required[0] <= every <= required[1]),
    )


def _table(what: str, people: Sequence[Told]) -> Line:
    shares = []
    for kind in QUANTITIES:
        every = [share for own in _held(people, (kind,)).values() for share in own]
        shares.append(f"{kind} {100 * np.mean(every):.0f} %")
    return Line(f"truth inside the 90 % interval, {what}", "; ".join(shares), "reported", None)


@contextmanager
def _narrow() -> Iterator[None]:
    """Intervals less than half as wide."""
    whole = _coverage.spread_about

    def half(value: FloatArray, members: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        middle = np.nanmedian(members, axis=0)
        return whole(value, middle + 0.4 * (members - middle))

    _coverage.spread_about = half
    try:
        yield
    finally:
        _coverage.spread_about = whole


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "truth inside the 90 % interval": _narrow,
}


if __name__ == "__main__":
    if sys.argv[1:] != ["--all"]:
        sys.exit("usage: python -m validation.ensemble_coverage --all")
    for one in lines(_ALL):
        verdict = {True: "ok", False: "SHORT", None: "-"}[one.passed]
        print(f"  {verdict:<5}  {one.what}: {one.reached} (must reach {one.required})")
