"""Effects of wedges in recorded walking and running, against trials of wedges, posts and arch supports.

Priors, not tests: D08 and D09 set how far the pressure goes under a wedge, D07 under an arch support. Tests:
D03 and D04 (VT04), D05 (VT06), D07 for a medial wedge (VT07), and VT03 of the recording. VT08 is what D08 was
set to.
"""

from collections.abc import Iterator

import numpy as np

from groundup.body.anatomy import anatomy_of
from groundup.quantities import Side
from groundup.whatif.effect import Effects
from groundup.whatif.outcomes import Values
from groundup.whatif.solve import recorded_outcomes
from groundup.whatif.stance import stance_of
from validation.effect_trials import both, effects, said, shifted, signs_turned, trial, wrong
from validation.line import Line
from validation.sabotage import wrapped

DRAWS = 6
FIVE = np.deg2rad(5.0)


def lines() -> Iterator[Line]:
    """A recording's own ratio, wedges either way in running and walking, an arch support, nothing."""
    running, walking = trial("run300"), trial("walking1")
    medial = effects(running, both(medial_wedge=FIVE), DRAWS)
    yield from _running(medial, effects(running, both(medial_wedge=-FIVE), DRAWS))
    inner, outer = (effects(walking, both(medial_wedge=slope), DRAWS) for slope in (FIVE, -FIVE))
    yield from _posting(inner, outer, medial)
    yield from _moments(inner, outer, medial)
    arch = effects(walking, both(arch_support=0.01), DRAWS)
    yield Line(
        "effect, walking on an arch support of 10 mm: eversion (VT26)",
        said([arch.of("rearfoot_eversion", side).value for side in Side], "deg"),
        "no systematic effect was published",
        None,
    )


def _running(medial: Effects, lateral: Effects) -> Iterator[Line]:
    ratio = [_ratio(side) for side in Side]
    yield Line(
        "effect, running: recorded excursion of eversion over the tibia's, from contact to peak (VT03)",
        said(ratio, "deg/deg", 2),
        "1.0 to 2.0",
        all(1.0 <= value <= 2.0 for value in ratio),
    )
    falls = [medial.of("rearfoot_eversion", side).value for side in Side]
    yield Line(
        "effect, running on a 5 deg medial wedge: peak eversion (VT04)",
        said(falls, "deg"),
        "-3 to -0.5 deg",
        all(-3.0 <= value <= -0.5 for value in falls),
    )
    turns = [medial.of("tibial_rotation", side).value for side in Side]
    yield Line(
        "effect, running on a 5 deg medial wedge: the tibia's range (VT04)",
        said(turns, "deg"),
        "falls",
        all(value < 0.0 for value in turns),
    )
    rises = [lateral.of("rearfoot_eversion", side).value for side in Side]
    yield Line(
        "effect, running on a 5 deg lateral wedge: peak eversion (D04: +1.7)",
        said(rises, "deg"),
        "rises",
        all(value > 0.0 for value in rises),
    )


def _ratio(side: Side) -> float:
    """Eversion's excursion over that of the tibia turning inward, mean over the contacts of a leg."""
    recorded = trial("run300")
    stance = stance_of(recorded)
    told = recorded_outcomes(recorded.chain, anatomy_of(recorded.chain), stance)
    found = []
    for number, sides in enumerate(stance.sides):
        if side in sides:
            own = stance.group == number
            evert, turn = (told[name, side][own] for name in ("rearfoot_eversion", "tibial_rotation"))
            found.append((evert.max() - evert[0]) / (turn.max() - turn[0]))
    return float(np.mean(found))


def _posting(inner: Effects, outer: Effects, medial: Effects) -> Iterator[Line]:
    slopes = [
        (outer.of("rearfoot_eversion", side).value - inner.of("rearfoot_eversion", side).value) / 10.0
        for side in Side
    ]
    yield Line(
        "effect, walking: fall of peak eversion per degree of posting (VT06)",
        said(slopes, "deg/deg", 2),
        "0.1 to 0.3",
        all(0.1 <= slope <= 0.3 for slope in slopes),
        known=(
            "posts were worn in shoes; here the stated 5 mm for the pressure sideways binds a bare foot to"
            " the wedge: with 15 mm the slope is 0.4, with pads a quarter as stiff 0.1; neither is tuned"
        ),
    )
    runs = [-medial.of("rearfoot_eversion", side).value / 5.0 for side in Side]
    yield Line("effect, running: the same", said(runs, "deg/deg", 2), "as it comes", None)


def _moments(inner: Effects, outer: Effects, medial: Effects) -> Iterator[Line]:
    for found, what, must, low, high in (
        (inner, "walking on a 5 deg medial wedge: knee adduction moment (VT07)", True, 2.0, 10.0),
        (medial, "running on a 5 deg medial wedge: knee adduction moment (VT07)", True, 2.0, 10.0),
        (
            outer,
            "walking on a 5 deg lateral wedge: knee adduction moment (VT08, set by D08)",
            False,
            -10.0,
            -3.0,
        ),
    ):
        shares = [100.0 * e.value / e.recorded for e in (found.of("knee_adduction_moment", s) for s in Side)]
        yield Line(
            f"effect, {what}",
            said(shares, "%"),
            f"{low:+.0f} to {high:+.0f} %",
            all(low <= share <= high for share in shares) if must else None,
        )


def _half_evert(found: Values) -> Values:
    return {key: 0.5 * v if key[0] == "rearfoot_eversion" else v for key, v in found.items()}


SABOTAGES = {
    "effect, running: recorded excursion": lambda: wrapped(
        "groundup.whatif.solve", "recorded_outcomes", _half_evert
    ),
    "effect, running on a 5 deg medial wedge: peak eversion": wrong(signs_turned),
    "effect, running on a 5 deg medial wedge: the tibia": wrong(signs_turned),
    "effect, running on a 5 deg lateral wedge": wrong(signs_turned),
    "effect, walking on a 5 deg medial wedge: knee adduction moment": wrong(signs_turned),
    "effect, running on a 5 deg medial wedge: knee adduction moment": wrong(shifted),
}
