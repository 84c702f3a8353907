"""Shares of a walk known beforehand: laws of the division, one link changed, a lab turned, markers shaken."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial

import numpy as np

from groundup.assessment import Analysis
from groundup.findings.share.compare import shares
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.leg_links import FIELDS, LegLinks
from groundup.findings.share.quantity import ABOVE, BELOW, GROUND, Kind
from groundup.findings.share.share import Share
from groundup.mechanics.rotation import from_cardan
from groundup.mechanics.tree import FloatArray
from groundup.recording.recording import Recording
from validation._share_laws import (
    EXACT,
    again,
    by_order,
    compared,
    gap,
    laws,
    legs,
    natural,
    tracked_again,
    turned_motion,
    wrong_axis,
)
from validation.line import Line
from validation.shares import MASS, TOE_IN, against_natural

_DRAWS, _NOISE = 20, 0.003
_LARGEST = {"knee_adduction": 1.0, "knee_rotation": 2.5, "knee_adduction_moment": 3.0}


def lines() -> Iterator[Line]:
    """Judge one toe-in walk against the natural one."""
    found = against_natural(TOE_IN)
    comparison = natural(compared(found))
    own, usual = legs(comparison)
    yield laws(comparison, own, usual)
    yield _causes(comparison, usual)
    yield turned_motion(found, comparison)
    yield tracked_again(found, comparison)
    yield from _shaken(found)


def _causes(comparison: Comparison, usual: LegLinks) -> Line:
    """Change one link of the natural walk by a known turn, shift or push: all of it must come back there."""
    worst, told, least = 0.0, 0, np.inf
    for field, changed in _known(usual).items():
        own = usual._replace(**{field: changed})
        for kind in Kind:
            found = comparison.divided(kind, own, usual)
            link = next((k for k in found.links if field in FIELDS[k]), None)
            if link is None:
                worst = max(worst, gap(found.difference, 0.0 * found.difference))
                continue
            told += 1
            least = min(least, float(np.nanmax(np.abs(found.difference))))
            worst = max(worst, gap(found.links[link], found.difference))
            worst = max(worst, *(gap(v, 0.0 * v) for k, v in found.links.items() if k != link))
    return Line(
        "share, open chains with a known cause: all of it on the link that was changed",
        f"{worst:.0e} off in {told} cases, least deviation {least:.2g}",
        "1e-9 off",
        worst <= EXACT and least > 1e-4,
    )


def _known(leg: LegLinks) -> Mapping[str, FloatArray]:
    turn = from_cardan("zxy", np.deg2rad([6.0, -5.0, 8.0]))
    return {
        "heading": leg.heading + np.deg2rad(8.0),
        "roll": leg.roll - np.deg2rad(5.0),
        "pitch": leg.pitch + np.deg2rad(7.0),
        "subtalar": leg.subtalar @ turn,
        "talocrural": leg.talocrural @ turn,
        "pelvis": leg.pelvis @ turn,
        "hip": leg.hip @ turn,
        "pressure": leg.pressure + np.array([0.02, 0.0, -0.01]),
        "force": 1.1 * leg.force,
        "free": leg.free + 0.02,
        "knee_from_ankle": 1.05 * leg.knee_from_ankle,
    }


def _shaken(found: Analysis) -> Iterator[Line]:
    """Shake every marker of both trials by 3 mm along each axis, as slowly as skin moves."""
    random = np.random.default_rng(7)
    told = [shares(again(found, partial(_shake, random))) for _ in range(_DRAWS)]
    for name, most in _LARGEST.items():
        scale, unit = (MASS, "N m") if name.endswith("moment") else (1.0, "deg")
        worst = {
            group: scale * max(_spread(told, name, group))
            for group in (BELOW, ABOVE, GROUND)
            if group in _of(told[0], name)[0].groups
        }
        largest = max(worst.values())
        yield Line(
            f"share, 3 mm of soft-tissue-like noise, {name}: spread of {' and '.join(worst)}",
            ", ".join(f"{value:.2f}" for value in worst.values()) + f" {unit}",
            f"<= {most:g} {unit}",
            largest <= most,
        )


def _of(found: Sequence[Share], name: str) -> list[Share]:
    return [share for share in found if share.quantity.name == name]


def _spread(told: Sequence[Sequence[Share]], name: str, group: str) -> list[float]:
    """Standard deviation over the draws, of each phase."""
    values = np.array([[s.groups[group].value for s in _of(one, name)] for one in told])
    return [float(sd) for sd in values.std(axis=0, ddof=1)]


def _shake(random: np.random.Generator, recording: Recording) -> Recording:
    """Add waves of 0.3 to 3 Hz, each marker and axis its own, of 3 mm standard deviation."""
    markers = recording.markers.transpose("time", "marker", "axis")
    time = np.asarray(markers.time.values, np.float64)
    shape = (4, 1, *markers.shape[1:])
    rate, phase = random.uniform(0.3, 3.0, shape), random.uniform(0.0, 2.0 * np.pi, shape)
    waves = np.sin(2.0 * np.pi * rate * time[:, None, None] + phase).sum(axis=0) * np.sqrt(2.0 / len(rate))
    return replace(recording, markers=markers.copy(data=markers.values + _NOISE * waves))


@contextmanager
def _louder() -> Iterator[None]:
    """Noise of 15 mm in place of 3."""
    globals()["_NOISE"], kept = 0.015, _NOISE
    try:
        yield
    finally:
        globals()["_NOISE"] = kept


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "share, laws": by_order,
    "share, open chains": by_order,
    "share, lab turned": wrong_axis,
    "share, recordings turned": wrong_axis,
    "share, 3 mm": _louder,
}
