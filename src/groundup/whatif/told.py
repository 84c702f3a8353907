"""A predicted effect in words."""

from collections.abc import Iterator

import numpy as np

from groundup.quantities import Side
from groundup.whatif.change import Change, FootChange
from groundup.whatif.effect import Effect, Effects

LIMITS = (
    "A prediction of mechanics to test the same day; it tells nothing of pain.",
    "Range: 5th to 95th percentile over what is assumed (stiffness, depth, heel pad, subtalar axes,"
    " pronation going with valgus or not); measurement error is not in it.",
    "The squat is taken as standing still at its lowest point, the heel staying in the branch it begins in;"
    " forces along the floor stay as recorded.",
)


def told(trial: str, found: Effects) -> str:
    """Lay an effect out as text: one line for each quantity and leg."""
    head = f"{trial}: {change_in_words(found.change)}"
    drawn = f"{found.settled} of {found.draws} sets of assumptions came to rest"
    width = max(len(effect.outcome.label) for effect in found.effects)
    lines = [_line(effect, width) for effect in found.effects]
    return "\n".join([head, drawn, "", *lines, "", *LIMITS])


def change_in_words(change: Change) -> str:
    """Name a change, foot by foot."""
    parts = {side: list(_parts(change.of(side))) for side in Side}
    if parts[Side.LEFT] == parts[Side.RIGHT]:
        return f"{', '.join(parts[Side.LEFT]) or 'nothing changed'}, both feet"
    said = [f"{', '.join(words)}, {side} foot" for side, words in parts.items() if words]
    return "; ".join(said)


def _parts(foot: FootChange) -> Iterator[str]:
    if foot.heel_lift:
        yield f"heel lift {1000.0 * foot.heel_lift:g} mm"
    if foot.forefoot_wedge:
        yield f"forefoot wedge {np.rad2deg(foot.forefoot_wedge):.3g} deg"
    if foot.medial_wedge:
        kind = "medial" if foot.medial_wedge > 0.0 else "lateral"
        yield f"{kind} wedge {abs(np.rad2deg(foot.medial_wedge)):.3g} deg"
    if foot.dorsiflexion:
        more = "more" if foot.dorsiflexion > 0.0 else "less"
        yield f"{abs(np.rad2deg(foot.dorsiflexion)):.3g} deg {more} dorsiflexion than shown"


def _line(effect: Effect, width: int) -> str:
    digits = 2 if effect.outcome.unit == "N m/kg" else 1
    value, low, high = (f"{v:+.{digits}f}" for v in (effect.value, effect.low, effect.high))
    return (
        f"  {effect.outcome.label:<{width}}  {effect.side:<5}  {value:>7} ({low} to {high})"
        f" {effect.outcome.unit}, {effect.word}"
    )
