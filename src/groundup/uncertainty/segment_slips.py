"""What may be wrong with the masses of the leg's segments: as far as two published tables of them differ."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from groundup.body.chain import Chain
from groundup.evidence.table import row
from groundup.mechanics.tree import FloatArray, Parameters
from groundup.quantities import Side

_PARTS = {
    "thigh": ("thigh",),
    "shank": ("shank",),
    "foot": ("talus", "hindfoot", "forefoot", "toes"),
}
SEGMENT_SIZES: Mapping[str, int] = {"segment_masses": 3 * len(_PARTS)}
"""Source -> how many standard normal numbers it takes for a member."""

# The same quantity in the two tables, men before women: de Leva 1996, Dumas and Wojtusch 2018.
_MASSES = tuple(
    (f"{leva}.mass", f"{dumas}.{part}")
    for part, pair in (("thigh", ("F10", "F13")), ("shank", ("F11", "F14")), ("foot", ("F12", "F15")))
    for leva, dumas in zip(pair, ("F21", "F20"), strict=True)
)
_CENTRES = tuple(
    (f"{leva}.centre", f"{dumas}.{part}_y")
    for part, pair in (("thigh", ("F10", "F13")), ("shank", ("F11", "F14")))
    for leva, dumas in zip(pair, ("F23", "F22"), strict=True)
)
_RADII = tuple(
    (f"{leva}.radius_sagittal", f"{dumas}.{part}_zz")
    for part, pair in (("thigh", ("F10", "F13")), ("shank", ("F11", "F14")))
    for leva, dumas in zip(pair, ("F25", "F24"), strict=True)
)


class SegmentSpread(NamedTuple):
    """Standard deviation of a segment's mass, centre of mass and radius of gyration, as shares of them."""

    mass: float
    centre: float
    radius: float


def segment_spread() -> SegmentSpread:
    """Tell how uncertain inertia is by how far two tables of it differ (EVIDENCE F10-F15, F20-F25)."""
    return SegmentSpread(*(_differ(pairs) for pairs in (_MASSES, _CENTRES, _RADII)))


def _differ(pairs: tuple[tuple[str, str], ...]) -> float:
    """Find the standard deviation of one of two that differ so, as a share of their mean."""
    values = np.abs([[row(first).value, row(second).value] for first, second in pairs])
    shares = np.diff(values, axis=1)[:, 0] / values.mean(axis=1)
    return float(np.sqrt(np.mean(shares**2) / 2.0))


def with_segments(
    chain: Chain, parameters: Parameters, draws: FloatArray, spread: SegmentSpread | None = None
) -> Parameters:
    """Give every member its own segment masses; the rest of the body stays as it is.

    Parameters
    ----------
    chain : Chain
        Its names are read.
    parameters : of the members (E, ...).
    draws : (E, 9) standard normal numbers: mass, centre, radius of thigh, shank and foot; both legs alike.
    spread : SegmentSpread, optional
        The published one where not given.
    """
    spread = spread or segment_spread()
    mass, centre, inertia = (
        np.array(a) for a in (parameters.mass, parameters.centre_of_mass, parameters.inertia)
    )
    parts = np.moveaxis(draws.reshape(len(draws), len(_PARTS), 3), 0, -1)
    for own, bodies in zip(parts, _PARTS.values(), strict=True):
        heavier, further, wider = (1.0 + sd * z for sd, z in zip(spread, own, strict=True))
        for b in (
            chain.bodies.index(f"{s}_{name}")
            for s in Side
            for name in bodies
            if f"{s}_{name}" in chain.bodies
        ):
            mass[:, b] *= heavier
            centre[:, b] *= further[:, None]
            inertia[:, b] *= (heavier * wider**2)[:, None, None]
    return parameters._replace(mass=mass, centre_of_mass=centre, inertia=inertia)
