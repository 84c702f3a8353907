"""Effects of changes at the ankle on recorded squats, against directions and bands that were published."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from groundup.analyze import analyze
from groundup.body.anatomy import anatomy_of
from groundup.exchange.outputs import write
from groundup.exchange.recorded_trial import RecordedTrial, read_trial
from groundup.quantities import Side
from groundup.whatif.change import Change, FootChange
from groundup.whatif.draws import draw
from groundup.whatif.effect import Effects
from groundup.whatif.solve import effects_of
from groundup.whatif.stance import stance_of
from validation.line import SHARED, Line
from validation.sabotage import wrapped

FOLDER = SHARED / "opencap_lab_subject4_squat_dropjump_gait"
LOST = -np.deg2rad(10.0)
DRAWS = 30


def lines() -> Iterator[Line]:
    """Nothing, less dorsiflexion, a heel lift with it, one side only, a wedge."""
    squats = _squats()
    started = perf_counter()
    blocked = _effect(squats, _both(dorsiflexion=LOST))
    seconds = perf_counter() - started
    still = _effect(squats, Change())
    most = max(max(abs(e.value), abs(e.low), abs(e.high)) for e in still.effects)
    yield Line("effect of nothing: largest", f"{most:.1e}", "0.01 of any unit", most <= 0.01)
    knees = [blocked.of("knee_flexion", side).value for side in Side]
    yield Line(
        "effect, 10 deg less dorsiflexion: knee flexion (VT09, VT10)",
        _said(knees, "deg"),
        "-20 to -5 deg",
        all(-20.0 <= value <= -5.0 for value in knees),
    )
    leans = [blocked.of("trunk_lean", side) for side in Side]
    yield Line(
        "effect, 10 deg less dorsiflexion: trunk (VT10)",
        _said([lean.value for lean in leans], "deg"),
        "forward, certain",
        all(lean.value > 0.0 and lean.determined for lean in leans),
    )
    inward = [blocked.of("medial_knee_displacement", side) for side in Side]
    yield Line(
        "effect, 10 deg less dorsiflexion: knee over the foot, inward (VT09)",
        "; ".join(f"{e.value:.1f} ({e.low:.1f} to {e.high:.1f}) mm" for e in inward),
        "as it comes",
        None,
    )
    lifted = _effect(squats, _both(dorsiflexion=LOST, heel_lift=0.025))
    back = [lifted.of("knee_flexion", side).value for side in Side]
    yield Line(
        "effect, 25 mm heel lift under it: flexion from the baseline (VT12)",
        _said(back, "deg"),
        "within 3 deg",
        all(abs(value) <= 3.0 for value in back),
    )
    yield from _one_sided(squats)
    wedge = _effect(squats, _both(forefoot_wedge=np.deg2rad(12.0)))
    falls = [wedge.of("knee_flexion", side).value for side in Side]
    yield Line(
        "effect, 12 deg forefoot wedge: knee flexion (VT09)",
        _said(falls, "deg"),
        "falls",
        all(value < 0.0 for value in falls),
    )
    rested = min(one.settled for one in (blocked, lifted, wedge))
    yield Line(
        "effect: draws that came to rest, at least", f"{rested} of {DRAWS}", "the rest is left out", None
    )
    yield Line("effect: one squat, one person, seconds", f"{seconds:.1f}", "10", seconds <= 10.0)


def _one_sided(squats: RecordedTrial) -> Iterator[Line]:
    for side in Side:
        foot = FootChange(dorsiflexion=LOST)
        found = _effect(squats, Change(left=foot) if side is Side.LEFT else Change(right=foot))
        share = found.of("vertical_force_share", side)
        yield Line(
            f"effect, {side} side blocked: its share of the weight (VT13)",
            f"{share.value:.1f} ({share.low:.1f} to {share.high:.1f}) %",
            "falls in 90 % of draws",
            share.value < 0.0 and share.high < 0.0,
        )


@cache
def _squats() -> RecordedTrial:
    """Analyse the squats and read them back as a user's command would."""
    files = [FOLDER / "MarkerData" / "squats1.trc", FOLDER / "GRF" / "squats1_grf.mot"]
    found = analyze(files, static=FOLDER / "MarkerData" / "static1.trc", mass=62.6, ensemble=0)
    with TemporaryDirectory() as folder:
        write(found, Path(folder) / "squats", "")
        return read_trial(Path(folder) / "squats")


def _effect(squats: RecordedTrial, change: Change) -> Effects:
    chain = squats.chain
    return effects_of(chain, anatomy_of(chain), stance_of(squats), change, draw(chain, DRAWS))


def _both(**change: float) -> Change:
    return Change(FootChange(**change), FootChange(**change))


def _said(values: list[float], unit: str) -> str:
    return ", ".join(f"{side} {value:.1f} {unit}" for side, value in zip(Side, values, strict=True))


def _signs(found: Effects) -> Effects:
    effects = tuple(replace(e, value=-e.value, low=-e.high, high=-e.low) for e in found.effects)
    return replace(found, assumed=replace(found.assumed, effects=effects))


def _shifted(found: Effects) -> Effects:
    effects = tuple(
        replace(e, value=e.value + 5.0, low=e.low + 5.0, high=e.high + 5.0) for e in found.effects
    )
    return replace(found, assumed=replace(found.assumed, effects=effects))


def _wrong(change: Callable[[Effects], Effects]) -> Callable[[], AbstractContextManager[None]]:
    return lambda: wrapped("groundup.whatif.solve", "effects_of", change)


SABOTAGES = {
    "effect of nothing": _wrong(_shifted),
    "effect, 10 deg less dorsiflexion: knee flexion": _wrong(_signs),
    "effect, 10 deg less dorsiflexion: trunk": _wrong(_signs),
    "effect, 25 mm heel lift": _wrong(_shifted),
    "effect, left side blocked": _wrong(_signs),
    "effect, right side blocked": _wrong(_signs),
    "effect, 12 deg forefoot wedge": _wrong(_signs),
}
