"""Shares of a knee's deviation: toe-in, toe-out and trunk sway of one person against their natural walk."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache

from groundup.analyze import analyze
from groundup.assessment import Analysis
from groundup.findings.definition import Phase
from groundup.findings.share.leg_links import HEADING
from groundup.findings.share.share import Part, Reference, Share
from validation._share_laws import EXACT
from validation.line import SHARED, Line
from validation.sabotage import wrapped

FOLDER = SHARED / "opencap_lab_subject4_squat_dropjump_gait"
AGAIN = "walking2"
_MEMBERS, _QUIET = 100, 0.9
MASS = 62.6
NATURAL, TOE_IN, TOE_OUT, SWAY = "walking1", "walkingTI1", "walkingTO1", "walkingTS1"


def lines() -> Iterator[Line]:
    """Heading carries what the feet were turned by, the ground what the sway changed."""
    found = {name: against_natural(name).shares for name in (TOE_IN, TOE_OUT, SWAY)}
    every = [share for own in found.values() for share in own]
    gap = max(abs(sum(p.value for p in s.groups.values()) - s.deviation.value) for s in every)
    inner = max(
        abs(sum(s.links[k].value for k in links) - s.groups[group].value)
        for s in every
        for group, links in s.structure.items()
    )
    yield Line(
        "share: sums to the deviation, links to their group", f"{gap:.0e}, {inner:.0e}", "1e-9",
        max(gap, inner) <= EXACT,
    )  # fmt: skip
    for name, turned in ((TOE_IN, 1.0), (TOE_OUT, -1.0)):
        share = _of(found[name], "knee_rotation")
        largest = max(share.links, key=lambda link: abs(share.links[link].value))
        yield Line(
            f"share, {name}: knee rotation is told of the foot's heading",
            f"{largest} {share.links[largest].value:+.1f} of {share.deviation.value:+.1f} deg",
            f"{HEADING}, {'inward' if turned > 0 else 'outward'}",
            largest == HEADING and share.links[HEADING].value * turned > 0.0,
        )
    sway = _of(found[SWAY], "knee_adduction_moment")
    carried = max(sway.groups, key=lambda group: abs(sway.groups[group].value))
    yield Line(
        f"share, {SWAY}: the adduction moment falls, by the ground force",
        f"{carried} {sway.groups[carried].value:+.2f} of {sway.deviation.value:+.2f} N m/kg",
        "ground, below zero",
        carried == "ground" and sway.groups["ground"].value < 0.0,
    )
    yield _again()


def _again() -> Line:
    """Hold another natural walk of the session against the first."""
    found = [s for s in against_natural(AGAIN, _MEMBERS).shares if s.reference is Reference.NATURAL]
    loud = [f"{s.quantity.label} in {s.phase}" for s in found if s.explains]
    quiet, told = len(found) - len(loud), f" (not: {', '.join(loud)})" if loud else ""
    return Line(
        f"share, {AGAIN}, natural as {NATURAL}: no deviation to explain",
        f"{quiet} of {len(found)} quantities{told}",
        f">= {100 * _QUIET:.0f} %",
        quiet >= _QUIET * len(found) > 0.0,
    )


@cache
def against_natural(name: str, ensemble: int = 0, usual: str = NATURAL) -> Analysis:
    """Analyse a trial of the person against their natural walk, or squats."""
    own, natural = (
        (FOLDER / "MarkerData" / f"{n}.trc", FOLDER / "GRF" / f"{n}_grf.mot") for n in (name, usual)
    )
    return analyze(
        own, natural=natural, static=FOLDER / "MarkerData" / "static1.trc", mass=MASS, ensemble=ensemble
    )


def _of(found: tuple[Share, ...], quantity: str) -> Share:
    return next(
        s
        for s in found
        if s.quantity.name == quantity
        and s.phase is Phase.SINGLE_SUPPORT
        and s.reference is Reference.NATURAL
    )


def turned_round(found: tuple[Share, ...]) -> tuple[Share, ...]:
    """Turn every share's sign: an error."""

    def back(parts: dict[str, Part]) -> dict[str, Part]:
        return {k: replace(p, value=-p.value) for k, p in parts.items()}

    return tuple(
        replace(
            share,
            deviation=replace(share.deviation, value=-share.deviation.value),
            groups=back(dict(share.groups)),
            links=back(dict(share.links)),
        )
        for share in found
    )


def _in_other_unit(found: tuple[Share, ...]) -> tuple[Share, ...]:
    return tuple(
        replace(share, groups={k: replace(p, value=57.3 * p.value) for k, p in share.groups.items()})
        for share in found
    )


def wrong(change: Callable[..., tuple[Share, ...]]) -> Callable[[], AbstractContextManager[None]]:
    """Put an error into every share."""
    return lambda: wrapped("groundup.findings.share.compare", "shares", change)


def _without_errors(found: tuple[Share, ...]) -> tuple[Share, ...]:
    return tuple(share.with_errors({}) for share in found)


SABOTAGES = {
    f"share, {AGAIN}": lambda: wrapped(
        "groundup.uncertainty.share_members", "with_share_errors", _without_errors
    ),
    "share: sums": wrong(_in_other_unit),
    f"share, {TOE_IN}": wrong(turned_round),
    f"share, {TOE_OUT}": wrong(turned_round),
    f"share, {SWAY}": wrong(turned_round),
}
