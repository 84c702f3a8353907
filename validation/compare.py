"""Before against after as ``groundup compare`` tells it: toe-in, toe-out, trunk sway, a squat off one leg."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

import numpy as np

from groundup.analyze import analyze
from groundup.exchange.measures_csv import NAME, measures_csv, read_measures
from groundup.findings.change import BETWEEN, Change, Outcome, changes
from groundup.findings.side_change import side_changes
from groundup.quantities import Side
from validation.line import SHARED, Line
from validation.sabotage import angle_sign, sides_swapped, wrapped

FOLDER = SHARED / "opencap_lab_subject4_squat_dropjump_gait"
ONE, TWO = "walking1", "walking2"
NATURAL = (ONE, TWO)
LEFT, RIGHT = Side.LEFT, Side.RIGHT

# That recording's README; toe-out is negative here, positive there.
NATURAL_OUT, OUT, IN = 8.0, 21.0, {LEFT: 17.0, RIGHT: 3.0}
NATURAL_LEAN, LEAN = 3.0, 17.0
TOLERANCE, MOST_CHANGED, MASS = 3.0, 5.0, 62.6


def lines() -> Iterator[Line]:
    """What was done to the walk or squat, found on its side; and nothing between two natural walks."""
    yield from _feet()
    yield from _trunk()
    yield from _squat()
    found = [c for c in _compared((ONE,), (TWO,)) if np.isfinite(c.change)]
    share = 100.0 * sum(c.outcome is Outcome.CHANGED for c in found) / len(found)
    yield Line(
        "compare, two natural walks: called changed",
        f"{share:.0f} % of {len(found)} measures",
        f"<= {MOST_CHANGED:g} %",
        share <= MOST_CHANGED,
    )


def _feet() -> Iterator[Line]:
    feet = {name: _of(_compared(NATURAL, (name,)), "foot_progression_stance") for name in _WALKS[:2]}
    inward, outward = (feet[name] for name in _WALKS[:2])
    usual = float(np.mean([c.before for c in inward.values()]))
    yield Line(
        "compare, natural walk: foot progression, mean of both legs",
        f"{usual:+.1f} deg",
        f"{-NATURAL_OUT:+g} deg within {TOLERANCE:g}",
        abs(usual + NATURAL_OUT) <= TOLERANCE,
    )
    for side, change in inward.items():
        yield _told(
            f"compare, toe-in: foot progression, {side}", change, "towards toe-in", change.after, IN[side]
        )
    mean = float(np.mean([c.after for c in outward.values()]))
    for side, change in outward.items():
        yield _told(f"compare, toe-out: foot progression, {side}", change, "towards toe-out")
    yield Line(
        "compare, toe-out: mean of both legs",
        f"{mean:+.1f} deg",
        f"{-OUT:+g} deg within {TOLERANCE:g}",
        abs(mean + OUT) <= TOLERANCE,
    )


def _trunk() -> Iterator[Line]:
    found = _compared(NATURAL, (_WALKS[2],))
    lean = _of(found, "trunk_side_lean_stance_peak")[LEFT]
    yield Line(
        "compare, natural walk: lean of the trunk",
        f"{lean.before:+.1f} deg",
        f"{NATURAL_LEAN:g} deg within {TOLERANCE:g}",
        abs(lean.before - NATURAL_LEAN) <= TOLERANCE,
    )
    yield _told("compare, trunk sway: to the left", lean, "to the named side", lean.after, LEAN)
    feet = _of(found, "foot_progression_stance").values()
    yield Line(
        "compare, trunk sway: the feet are not told to have turned",
        " and ".join(f"{c.change:+.1f} deg" for c in feet),
        "not changed",
        not any(c.outcome is Outcome.CHANGED for c in feet),
    )


def _squat() -> Iterator[Line]:
    found = _compared(("squats1",), ("squatsAsym1",))
    ankle = next(c for c in found if (c.measure, c.side) == ("ankle_dorsiflexion_peak", BETWEEN))
    yield Line(
        "compare, squat off one leg: the legs differ, the left ankle bends less",
        f"{ankle.before:+.1f} to {ankle.after:+.1f} deg, {ankle.outcome}",
        "changed, the legs differ more, left below right",
        ankle.outcome is Outcome.CHANGED and ankle.direction == "the legs differ more" and ankle.after < 0.0,
    )
    share = _of(found, "vertical_force_share")[RIGHT]
    yield Line(
        "compare, squat off one leg: the right leg bears more",
        f"{share.before:.0f} to {share.after:.0f} % of the vertical force, {share.outcome}",
        "about half before; after, more by more than its repetitions differ",
        abs(share.before - 50.0) < 5.0
        and share.change > 5.0
        and share.reason.endswith("repetitions differ less than this"),
    )


def _told(what: str, change: Change, direction: str, value: float = 0.0, told: float | None = None) -> Line:
    """One change that must be found, in its direction and, where a figure is given, as large as told."""
    near = "" if told is None else f", {told:g} deg within {TOLERANCE:g}"
    return Line(
        what,
        f"{change.before:+.1f} to {change.after:+.1f} deg, {change.outcome} {change.direction}",
        f"changed {direction}{near}",
        change.outcome is Outcome.CHANGED
        and change.direction == direction
        and (told is None or abs(value - told) <= TOLERANCE),
    )


def _of(found: Sequence[Change], measure: str) -> dict[Side, Change]:
    return {side: c for side in Side for c in found if (c.measure, c.side) == (measure, str(side))}


@cache
def _measured(names: tuple[str, ...]) -> str:
    files = [f for n in names for f in (FOLDER / "MarkerData" / f"{n}.trc", FOLDER / "GRF" / f"{n}_grf.mot")]
    found = analyze(files, static=FOLDER / "MarkerData" / "static1.trc", mass=MASS, ensemble=0)
    return measures_csv(found.measures)


def _compared(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Change, ...]:
    """Changes between two results, each read back from the table it was written to."""
    rows = []
    for names in (before, after):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, NAME).write_text(_measured(names), encoding="utf-8")
            rows.append(read_measures(Path(folder)))
    return (*changes(*rows), *side_changes(*rows))


_WALKS = ("walkingTI1", "walkingTO1", "walkingTS1")


def _turned(angle: str) -> Callable[[], AbstractContextManager[None]]:
    return lambda: angle_sign(angle)


def _in_radians() -> AbstractContextManager[None]:
    return wrapped("groundup.findings.angle_measures", "read", np.radians)


def _nothing_is_error() -> AbstractContextManager[None]:
    return wrapped("groundup.findings.detectable", "widened", lambda limit: 0.01 * limit)


def _same_force() -> AbstractContextManager[None]:
    return wrapped("groundup.findings.read_loads", "borne", lambda found: (50.0 for _ in found))


SABOTAGES = {
    "compare, natural walk: foot progression": _turned("foot_progression"),
    "compare, toe-in": sides_swapped,
    "compare, toe-out: foot": _turned("foot_progression"),
    "compare, toe-out: mean": _in_radians,
    "compare, natural walk: lean": lambda: wrapped(
        "groundup.findings.angle_measures", "read", lambda v: v + 10.0
    ),
    "compare, trunk sway: to the left": _turned("trunk_side_lean"),
    "compare, trunk sway: the feet": _nothing_is_error,
    "compare, squat off one leg: the legs": sides_swapped,
    "compare, squat off one leg: the right": _same_force,
    "compare, two natural walks": _nothing_is_error,
}
