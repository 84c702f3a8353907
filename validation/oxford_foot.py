"""Our calcaneus against the tibia and the Oxford Foot Model's hindfoot, in stance."""

from collections.abc import Iterator

import numpy as np

from groundup.assessment import TrialResult
from groundup.quantities import Side
from groundup.recording.recording import EventKind
from validation.line import Line
from validation.people import OXFORD_WALKS, analysed, degrees, sides, vendor_angle
from validation.sabotage import angle_sign

MEDIAN_R, SMALLEST_R, EXCURSION_LIMIT = 0.85, 0.70, 4.0
# Third component of the vendor's point is frontal, second transverse (shared README).
_FRONTAL, _TRANSVERSE = 2, 1

SABOTAGES = {"hindfoot inversion": lambda: angle_sign("rearfoot_inversion")}


def lines() -> Iterator[Line]:
    """Correlation and excursion of every limb, the median, and the rotation the two hinges cannot follow."""
    correlations = []
    for walk in OXFORD_WALKS:
        trial = analysed((walk.trial,), walk.static).trials[0]
        for side, letter in sides():
            vendor = vendor_angle(trial.recording.vendor["angles"], f"{letter}HFTBA")
            rows = in_stance(trial, side) & np.isfinite(vendor).all(axis=1)
            ours = degrees(trial.motion.angles, f"rearfoot_inversion_{side}")
            rows &= np.isfinite(ours)
            r = float(np.corrcoef(ours[rows], vendor[rows, _FRONTAL])[0, 1])
            gap = abs(float(np.ptp(ours[rows])) - float(np.ptp(vendor[rows, _FRONTAL])))
            correlations.append(r)
            yield Line(
                f"hindfoot inversion in stance, {walk.title} {side}",
                f"r {r:.2f}, excursion differs {gap:.1f} deg",
                f"r >= {SMALLEST_R}, excursion within {EXCURSION_LIMIT:g} deg",
                r >= SMALLEST_R and gap <= EXCURSION_LIMIT,
            )
            turn = degrees(trial.motion.angles, f"rearfoot_rotation_{side}")[rows] - vendor[rows, _TRANSVERSE]
            yield Line(
                f"hindfoot rotation lost to two hinges, {walk.title} {side}",
                f"{float(np.std(turn)):.1f} deg RMS",
                "reported",
                None,
            )
    median = float(np.median(correlations))
    yield Line(
        "hindfoot inversion in stance, median r of all limbs",
        f"{median:.2f}",
        f">= {MEDIAN_R}",
        median >= MEDIAN_R,
    )


def in_stance(trial: TrialResult, side: Side) -> np.ndarray:
    """(F,) True between the file's own contacts and offs of a foot."""
    time = trial.recording.markers.time.values
    events = [e for e in trial.recording.events if e.side is side]
    offs = sorted(e.time for e in events if e.kind is EventKind.OFF)
    inside = np.zeros(len(time), dtype=bool)
    for contact in (e.time for e in events if e.kind is EventKind.CONTACT):
        end = next((off for off in offs if off > contact), None)
        if end is not None:
            inside |= (time >= contact) & (time <= end)
    return inside
