"""A change in words."""

from collections.abc import Iterator

import numpy as np

from groundup.quantities import Side
from groundup.whatif.change import Change, FootChange


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
        yield f"forefoot wedge {_degrees(foot.forefoot_wedge)}"
    if foot.medial_wedge:
        yield f"{_edge(foot.medial_wedge)} wedge {_degrees(foot.medial_wedge)}"
    if foot.rearfoot_post:
        yield f"{_edge(foot.rearfoot_post)} rearfoot post {_degrees(foot.rearfoot_post)}"
    if foot.forefoot_post:
        yield f"{_edge(foot.forefoot_post)} forefoot post {_degrees(foot.forefoot_post)}"
    if foot.arch_support:
        yield f"arch support {1000.0 * foot.arch_support:g} mm"
    if foot.dorsiflexion > 0.0:
        yield f"{_degrees(foot.dorsiflexion)} more dorsiflexion than shown, all of it used"
    elif foot.dorsiflexion:
        yield f"{_degrees(foot.dorsiflexion)} less dorsiflexion than shown"
    if foot.eversion:
        yield f"{_degrees(foot.eversion)} less eversion than shown"
    if foot.progression:
        yield f"foot turned {'in' if foot.progression > 0.0 else 'out'} {_degrees(foot.progression)}"


def _edge(slope: float) -> str:
    return "medial" if slope > 0.0 else "lateral"


def _degrees(angle: float) -> str:
    return f"{abs(np.rad2deg(angle)):.3g} deg"
