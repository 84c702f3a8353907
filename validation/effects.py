"""Effects on recorded squats and standing, against directions and bands that were published."""

from collections.abc import Iterator
from time import perf_counter

import numpy as np

from groundup.quantities import Side
from groundup.whatif.change import Change, FootChange
from groundup.whatif.effect import Effects
from validation.effect_trials import both, effects, said, shifted, signs_turned, trial, wrong
from validation.line import Line

LOST = -np.deg2rad(10.0)
DRAWS = 30  # as many as the command takes
FEWER = 16
INWARD = "knee_from_the_front"
OVER_FOOT = "medial_knee_displacement"


def lines() -> Iterator[Line]:
    """Nothing, less dorsiflexion, a heel lift with it, one side only, a wedge; standing on wedges."""
    squats = trial("squats1")
    still = effects(squats, Change(), DRAWS)
    most = max(max(abs(e.value), abs(e.low), abs(e.high)) for e in still.effects)
    yield Line("effect of nothing: largest", f"{most:.1e}", "0.01 of any unit", most <= 0.01)
    started = perf_counter()
    blocked = effects(squats, both(dorsiflexion=LOST), DRAWS)
    seconds = perf_counter() - started
    yield from _blocked(blocked)
    yield from _gained(effects(squats, both(dorsiflexion=-LOST / 2.0), DRAWS))
    wedge = effects(squats, both(forefoot_wedge=np.deg2rad(12.0)), DRAWS)
    yield from _wedge(wedge)
    lifted = effects(squats, both(dorsiflexion=LOST, heel_lift=0.025), DRAWS)
    yield from _lifted(lifted, wedge, blocked)
    yield from _one_sided()
    yield from _standing()
    rested = min(one.settled for one in (blocked, lifted, wedge))
    yield Line(
        "effect: draws that came to rest, at least", f"{rested} of {DRAWS}", "the rest is left out", None
    )
    other = blocked.other
    yield Line(
        "effect, 10 deg less dorsiflexion: branches of the heel",
        f"{blocked.assumed.heel}, cost {blocked.assumed.cost:.1f}; "
        + (f"{other.heel}, cost {other.cost:.1f}" if other and other.effects else "no other"),
        "both are solved",
        None,
    )
    yield Line(
        f"effect: one squat, one person, {blocked.measured_members} members in the range, seconds",
        f"{seconds:.1f}",
        "10",
        seconds <= 10.0 and blocked.measured_members > 0,
    )


def _blocked(blocked: Effects) -> Iterator[Line]:
    knees = [blocked.of("knee_flexion", side).value for side in Side]
    yield Line(
        "effect, 10 deg less dorsiflexion: knee flexion (VT09, VT10)",
        said(knees, "deg"),
        "-20 to -5 deg",
        all(-20.0 <= value <= -5.0 for value in knees),
    )
    for name, words in (("trunk_lean", "trunk"), ("lumbar_flexion", "lower back")):
        leans = [blocked.of(name, side) for side in Side]
        yield Line(
            f"effect, 10 deg less dorsiflexion: {words} (VT10)",
            said([lean.value for lean in leans], "deg"),
            "forward, certain",
            all(lean.value > 0.0 and lean.determined for lean in leans),
        )
    for name, words in (
        (INWARD, "knee from the front, inward"),
        (OVER_FOOT, "knee over the foot, inward"),
        ("knee_adduction", "knee adduction"),
    ):
        told = [blocked.of(name, side) for side in Side]
        yield Line(
            f"effect, 10 deg less dorsiflexion: {words} (VT09)",
            "; ".join(f"{e.value:.1f} ({e.low:.1f} to {e.high:.1f}) {e.outcome.unit}" for e in told),
            "as it comes",
            None,
        )


def _gained(gained: Effects) -> Iterator[Line]:
    for name, words, sign, must in (
        ("knee_flexion", "knee", 1.0, "more bent, certain"),
        ("trunk_lean", "trunk", -1.0, "backward, certain"),
    ):
        told = [gained.of(name, side) for side in Side]
        yield Line(
            f"effect, 5 deg more dorsiflexion, all of it used: {words} (VT10, the other way)",
            said([one.value for one in told], "deg"),
            must,
            all(sign * one.value > 0.0 and one.determined for one in told),
        )


def _wedge(wedge: Effects) -> Iterator[Line]:
    falls = [wedge.of("knee_flexion", side).value for side in Side]
    yield Line(
        "effect, 12 deg forefoot wedge: knee flexion (VT09)",
        said(falls, "deg"),
        "falls",
        all(value < 0.0 for value in falls),
    )
    for name, words, must in (
        (INWARD, "seen from the front", 80.0),
        (OVER_FOOT, "along the foot, toes out", None),
    ):
        rising = [100.0 * wedge.of(name, side).rising for side in Side]
        yield Line(
            f"effect, 12 deg forefoot wedge: draws in which the knee goes inward, {words} (VT09)",
            said(rising, "%", 0),
            "as it comes" if must is None else f"{must:.0f} %",
            None if must is None else all(share >= must for share in rising),
        )


def _lifted(lifted: Effects, wedge: Effects, blocked: Effects) -> Iterator[Line]:
    back = [lifted.of("knee_flexion", side).value for side in Side]
    yield Line(
        "effect, 25 mm heel lift under it: flexion from the baseline (VT12)",
        said(back, "deg"),
        "within 3 deg",
        all(abs(value) <= 3.0 for value in back),
    )
    for other, words, must in ((wedge, "the forefoot wedge's", 85.0), (blocked, "the block's", None)):
        below = [100.0 * _below(lifted, other, side) for side in Side]
        yield Line(
            f"effect, 25 mm heel lift: draws with the knee less inward than {words} (VT12)",
            said(below, "%", 0),
            "as it comes" if must is None else f"{must:.0f} %",
            None if must is None else all(share >= must for share in below),
        )


def _below(first: Effects, second: Effects, side: Side) -> float:
    """Share of the draws at rest in both in which the knee goes less inward in the first."""
    more = second.of(INWARD, side).by_draw - first.of(INWARD, side).by_draw
    known = more[np.isfinite(more)]
    return float((known > 0.0).mean())


def _one_sided() -> Iterator[Line]:
    foot = FootChange(dorsiflexion=LOST)
    for side in Side:
        change = Change(left=foot) if side is Side.LEFT else Change(right=foot)
        share = effects(trial("squats1"), change, FEWER).of("vertical_force_share", side)
        yield Line(
            f"effect, {side} side blocked: its share of the weight falls (VT13)",
            f"{share.value:.1f} ({share.low:.1f} to {share.high:.1f}) %, in {100 * (1 - share.rising):.0f} %",
            "in 90 % of draws",
            share.value < 0.0 and share.rising <= 0.1,
        )


def _standing() -> Iterator[Line]:
    found = effects(trial("static1"), both(medial_wedge=-np.deg2rad(10.0)), FEWER // 2)
    shank, hip = (
        [found.of(name, side).value for side in Side] for name in ("tibial_rotation", "hip_rotation")
    )
    yield Line(
        "effect, standing on 10 deg wedges that evert: shank and hip turn inward, the shank more (VT15)",
        f"shank {said(shank, 'deg')}; hip {said(hip, 'deg')}",
        "shank >= hip > 0",
        all(above > 0.0 and below >= above for below, above in zip(shank, hip, strict=True)),
    )


SABOTAGES = {
    "effect of nothing": wrong(shifted),
    "effect, 10 deg less dorsiflexion: knee flexion": wrong(signs_turned),
    "effect, 10 deg less dorsiflexion: trunk": wrong(signs_turned),
    "effect, 10 deg less dorsiflexion: lower back": wrong(signs_turned),
    "effect, 5 deg more dorsiflexion": wrong(signs_turned),
    "effect, 25 mm heel lift under it": wrong(shifted),
    "effect, left side blocked": wrong(signs_turned),
    "effect, right side blocked": wrong(signs_turned),
    "effect, 12 deg forefoot wedge: knee flexion": wrong(signs_turned),
    "effect, 12 deg forefoot wedge: draws in which the knee goes inward, seen": wrong(signs_turned),
    "effect, 25 mm heel lift: draws with the knee less inward than the forefoot": wrong(signs_turned),
    "effect, standing on": wrong(signs_turned),
}
