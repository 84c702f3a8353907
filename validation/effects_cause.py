"""Virtual people whose valgus comes from below, from above or both: is the true link the one that would help?

Each squats by a model that is not groundup's (`_virtual_squatters`), first naturally and then with a fault of
one leg's rest, drawn without a look at any rule. Their markers are analysed; each link that departs from the
natural squat is normalised in turn, and by how much the knee comes back out is compared. More people than
`make validate` has time for: ``python -m validation.effects_cause NUMBER``.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xarray as xr

from groundup.analyze import analyze
from groundup.body.anatomy import anatomy_of
from groundup.exchange.outputs import write
from groundup.exchange.recorded_trial import RecordedTrial, read_trial
from groundup.exchange.trc import trc_text
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.whatif import solve
from groundup.whatif.change import Change, FootChange, HipChange
from groundup.whatif.draws import draw
from groundup.whatif.effect import Effects
from groundup.whatif.points import carrier_of, points_at
from groundup.whatif.posture import FEET
from groundup.whatif.sole import soles_of
from groundup.whatif.stance import Stance, stance_of
from validation._virtual_squatters import Fault, Squatter, knee_over_foot, seen, settle, squatter
from validation.effect_trials import shifted, signs_turned, wrong
from validation.line import Line
from validation.virtual_patients import wilson

PEOPLE, EACH, DRAWS, MEMBERS = 10, 6, 12, 6
_RATE, _SQUAT, _REST = 50.0, 1.8, 0.4  # Hz, s, s
_NEEDED = 0.9
_KNEE = "medial_knee_displacement"


class Weighed(NamedTuple):
    """By how much more the knee comes out [mm] with what is below normal than with what is above.

    `true` in the person's own model; `found`, `low` and `high` (90 %) from their markers; `kind` of fault.
    """

    kind: str
    true: float
    found: float
    low: float
    high: float

    @property
    def told(self) -> bool:
        """Whether the range leaves zero out."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def right(self) -> bool:
        """Whether the link said to matter more is the true one."""
        return self.told and self.found * self.true > 0.0

    @property
    def decidable(self) -> bool:
        """Whether the built-in difference exceeds the interval, half its width."""
        return abs(self.true) > 0.5 * (self.high - self.low)


def lines() -> Iterator[Line]:
    """Right where the built-in difference exceeds the interval; "can't tell" or right elsewhere."""
    found = [one for seed in range(PEOPLE) for one in weighed(seed)]
    yield from judged(found)


def weighed(seed: int) -> list[Weighed]:
    """Let one person squat with each fault, analyse it, and weigh what is below against what is above."""
    person, faults = squatter(seed), _drawn(seed)
    true = _true(person, faults)
    squats = _recorded(person, faults, seed)
    stance = stance_of(squats)
    if len(stance.coordinates) != len(faults) + 1:
        raise ValueError(f"expected {len(faults) + 1} squats, found {len(stance.coordinates)}")
    return [
        Weighed(_kind(fault), difference, *_weigh(squats, stance, k, fault.side))
        for k, (fault, difference) in enumerate(zip(faults, true, strict=True), start=1)
    ]


def judged(found: list[Weighed]) -> Iterator[Line]:
    """Lines of what was weighed."""
    clear = [one for one in found if one.decidable]
    ordered = sum(one.found * one.true > 0.0 for one in clear)
    low, high = wilson(ordered, len(clear))
    yield Line(
        "virtual causes: difference beyond the interval, normalising the true link brings the knee back more",
        f"{ordered} of {len(clear)} (95 % {low:.2f} to {high:.2f}), certain at 90 % in"
        f" {sum(one.right for one in clear)}",
        f"{_NEEDED:.0%}",
        bool(clear) and ordered >= _NEEDED * len(clear),
    )
    rest = [one for one in found if not one.decidable]
    misled = sum(one.told and not one.right for one in rest)
    yield Line(
        "virtual causes: difference within the interval, the other link is named",
        f"{misled} of {len(rest)}; can't tell {sum(not one.told for one in rest)}",
        f"at most {1.0 - _NEEDED:.0%}",
        misled <= (1.0 - _NEEDED) * len(rest),
    )
    for kind in ("below", "above", "both"):
        own = [one for one in found if one.kind == kind]
        yield Line(
            f"virtual causes, from {kind}: named right, named wrong, can't tell",
            f"{sum(o.right for o in own)}, {sum(o.told and not o.right for o in own)},"
            f" {sum(not o.told for o in own)} of {len(own)}",
            "reported",
            None,
        )


def _drawn(seed: int) -> list[Fault]:
    """Faults of one leg each: below, above and both in turn."""
    rng = np.random.default_rng([seed, 79])
    found = []
    for k in range(EACH):
        below, above = np.deg2rad([rng.uniform(5.0, 14.0), rng.uniform(6.0, 20.0)])
        side = tuple(Side)[int(rng.integers(2))]
        found.append(Fault(side, below if k % 3 != 1 else 0.0, above if k % 3 != 0 else 0.0))
    return found


def _kind(fault: Fault) -> str:
    return "both" if fault.below and fault.above else "below" if fault.below else "above"


def _true(person: Squatter, faults: list[Fault]) -> list[float]:
    """By how much more the knee comes out [mm] without the fault below than without the one above."""
    parted = [f for fault in faults for f in (fault._replace(below=0.0), fault._replace(above=0.0))]
    at = settle(person, np.ones(len(parted)), parted)
    found = []
    for k, fault in enumerate(faults):
        without_below, without_above = knee_over_foot(person, at[2 * k : 2 * k + 2], fault.side)
        found.append(float(1000.0 * (without_above - without_below)))
    return found


def _recorded(person: Squatter, faults: list[Fault], seed: int) -> RecordedTrial:
    """Record a natural squat and one with each fault, and analyse them."""
    shown = [Fault(Side.LEFT, 0.0, 0.0), *faults]
    depth = np.concatenate([[0.0], np.repeat([0.5, 1.0], len(shown))])
    at = settle(person, depth, [shown[0], *shown, *shown])
    standing, half, lowest = at[0], at[1 : 1 + len(shown)], at[1 + len(shown) :]
    share = np.sin(np.pi * np.arange(0.0, 1.0, 1.0 / (_SQUAT * _RATE)))[:, None] ** 2
    rest = np.repeat(standing[None], int(_REST * _RATE), axis=0)
    moved = [rest]
    for middle, bottom in zip(half, lowest, strict=True):
        curve = standing * (1 - share) * (1 - 2 * share) + 4 * middle * share * (1 - share)
        moved += [curve + bottom * share * (2 * share - 1), rest]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        static = _trc(folder / "standing.trc", person, np.repeat(rest, 3, axis=0), seed)
        squats = _trc(folder / "squats.trc", person, np.concatenate(moved), seed + 1000)
        found = analyze([squats], static=static, mass=70.0, task="squat", ensemble=MEMBERS)
        write(found, folder / "result", "")
        return read_trial(folder / "result")


def _trc(file: Path, person: Squatter, at: FloatArray, seed: int) -> Path:
    markers = xr.DataArray(
        seen(person, at, seed),
        dims=("time", "marker", "axis"),
        coords={"time": np.arange(len(at)) / _RATE, "marker": [m.label for m in person.markers]},
    )
    file.write_text(trc_text(markers, _RATE, 1, file.name), encoding="utf-8")
    return file


def _weigh(squats: RecordedTrial, stance: Stance, k: int, side: Side) -> tuple[float, float, float]:
    """Difference of what normalising below and above does to a squat [mm], and its 90 % range."""
    chain = squats.chain
    own = _one(stance, k)
    foot, hip = _departures(squats, stance, k, side)
    changes = (
        Change(left=foot) if side is Side.LEFT else Change(right=foot),
        Change(left_hip=hip) if side is Side.LEFT else Change(right_hip=hip),
    )
    draws = draw(chain, DRAWS)
    below, above = (
        solve.effects_of(chain, anatomy_of(chain), own, change, draws).of(_KNEE, side).by_draw
        for change in changes
    )
    difference = above - below
    known = difference[np.isfinite(difference)]
    low, high = np.percentile(known, [5.0, 95.0])
    return float(difference[0]), float(low), float(high)


def _one(stance: Stance, k: int) -> Stance:
    """One squat of a stance."""
    at = stance.coordinates[k]
    return replace(
        stance,
        coordinates=at[None],
        force=stance.force[k : k + 1],
        pressure=stance.pressure[k : k + 1],
        group=np.zeros(1, np.int64),
        sides=(stance.sides[k],),
        largest=at,
        smallest=at,
        deviation=None if stance.deviation is None else stance.deviation[:, k : k + 1],
    )


def _departures(squats: RecordedTrial, stance: Stance, k: int, side: Side) -> tuple[FootChange, HipChange]:
    """What takes each link back to the natural squat, the first: no more than it departs from it."""
    chain, carrier = squats.chain, carrier_of(squats.chain, soles_of(squats.chain))
    more = {
        name: float(np.diff(stance.coordinates[[0, k], chain.coordinate(f"{name}_{side}")])[0])
        for name in ("subtalar_inversion", "hip_adduction", "hip_rotation")
    }
    heel = points_at(carrier, stance.coordinates[[0, k]]).sole[:, FEET[tuple(Side).index(side)]][:, :2]
    across = np.linalg.norm(heel[0, 1] - heel[0, 0])
    rolled = np.arcsin((heel[:, 1, 1] - heel[:, 0, 1]) / across)
    return (
        FootChange(
            rearfoot_post=max(float(rolled[1] - rolled[0]), 0.0),
            eversion=min(more["subtalar_inversion"], 0.0),
        ),
        HipChange(-max(more["hip_adduction"], 0.0), -max(more["hip_rotation"], 0.0)),
    )


def _hip_overstated(found: Effects) -> Effects:
    """Let what is done at a hip bring the knee out by 30 mm more."""
    at_hip = any(found.change.hip(side) != HipChange() for side in Side)
    return shifted(found, -30.0) if at_hip else found


SABOTAGES = {
    "virtual causes: difference beyond": wrong(signs_turned),
    "virtual causes: difference within": wrong(_hip_overstated),
}


if __name__ == "__main__":
    everybody = [one for seed in range(int(sys.argv[1])) for one in weighed(seed)]
    for line in judged(everybody):
        print(f"{line.what}: {line.reached} (must reach {line.required})")
