"""Colours of the bones: each segment as the links that it stands for."""

from collections.abc import Mapping, Sequence

from groundup.quantities import Side
from groundup.report.deviation import Level, Link
from groundup.report.palette import SURFACES
from groundup.report.scene.skeleton import Part

# Segment -> the links of the first page's drawing that it shows; the one farthest out colours it.
_SHOWS: Mapping[str, tuple[str, ...]] = {
    "pelvis": ("pelvis",),
    "thigh": ("hip",),
    "shank": ("knee", "shank"),
    "talus": ("ankle",),
    "hindfoot": ("ankle",),
    "forefoot": ("foot",),
    "toes": ("foot",),
}
_ORDER = (Level.UNKNOWN, Level.USUAL, Level.DIFFERS, Level.OUTSIDE, Level.FAR)


def levels(parts: Sequence[Part], links: Sequence[Link]) -> tuple[Level, ...]:
    """Level of each part of a skeleton; the pelvis takes the one of its sides that is farther out."""
    return tuple(_level(part.segment.split("_")[-1], part.side, links) for part in parts)


def tints(parts: Sequence[Part], links: Sequence[Link]) -> tuple[str, ...]:
    """Colour of each part of a skeleton; bone where nothing is known."""
    return tuple(SURFACES[level] for level in levels(parts, links))


def _level(piece: str, side: Side | None, links: Sequence[Link]) -> Level:
    shown = _SHOWS.get(piece, ())
    found = [link.level for link in links if link.name in shown and side in (None, link.side)]
    return max(found, key=_ORDER.index, default=Level.UNKNOWN)
