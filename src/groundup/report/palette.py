"""One set of colours for how far a link lies from the usual, on every picture of the leg.

The flat drawing of the first page has them in ``chain.css``; what cannot hatch or dot a surface takes them
from here. They differ in lightness too, so that their order survives in grey.
"""

from collections.abc import Mapping

from groundup.report.deviation import Level

BONE = "#ece4d3"
"""A link of which nothing is known, where it is drawn as a bone."""
FILLS: Mapping[Level, str] = {
    Level.USUAL: "#c5dff0",
    Level.OUTSIDE: "#f0a030",
    Level.FAR: "#9c2f10",
}
"""Fills of the flat drawing that are plain colours."""
SURFACES: Mapping[Level, str] = {**FILLS, Level.DIFFERS: "#a896cc", Level.UNKNOWN: BONE}
"""The same on a solid: legs that differ have a colour between the dots and the ground of their pattern."""
SHORT: Mapping[Level, str] = {
    Level.USUAL: "as usual",
    Level.OUTSIDE: "outside the usual",
    Level.FAR: "far outside",
    Level.DIFFERS: "legs differ",
    Level.UNKNOWN: "not judged",
}
"""What a colour means, in few words; the first page says it in full."""
SIDES = {"left": "#c0392b", "right": "#14679e"}
"""Colours of the two legs, as ``--left`` and ``--right`` of the page."""
