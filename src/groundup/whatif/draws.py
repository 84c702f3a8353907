"""What is not known, drawn: assumptions, axes and errors of measurement; the spread of an effect."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from groundup.body.chain import Chain
from groundup.body.default_chain import FootAxes, mirror_axis, subtalar_axis
from groundup.evidence.table import row
from groundup.mechanics.tree import FloatArray, IntArray
from groundup.quantities import Side
from groundup.uncertainty.force_errors import FORCE_SIZES, force_slips
from groundup.whatif.assumptions import COORDINATES, Assumptions
from groundup.whatif.midfoot import ACROSS, OBLIQUE
from groundup.whatif.sole import soles_of

_STIFFNESS = 0.3  # of the logarithm: a factor of 0.6 to 1.6 in nine of ten draws
_PAD = 0.5
_DEPTHS = (0.030, 0.010, 0.100)
_PRIOR = 0.3  # of the logarithm of how far the pressure goes: its source states no spread


class Draws(NamedTuple):
    """N sets of what is not known, the first as stated and as recorded.

    `assumed` (N,) sets; `subtalar` (N, 2 sides, 3) axes in the talus; `midtarsal` (N, 2 sides, 3) axes in the
    hindfoot; `pressure` (N, 2 sides, 2) error of
    where a plate says that the force acts [m]; `scale` (N, 2 sides) of its size, as a share; `member` (N,)
    which possible version of the person, -1 for the best estimate; `prior` (N,) factor on how far the
    pressure goes under a wedge in gait.
    """

    assumed: tuple[Assumptions, ...]
    subtalar: FloatArray
    midtarsal: FloatArray
    pressure: FloatArray
    scale: FloatArray
    member: IntArray
    prior: FloatArray


def draw(chain: Chain, count: int, seed: int = 1) -> Draws:
    """Draw stiffness, depth, pads, the synergy or not, the axes of the foot, and errors of measurement.

    Parameters
    ----------
    chain : Chain
    count : int
        How many, the stated ones among them.
    seed : int

    Raises
    ------
    BadInputError
        If its feet are not those of the default chain.

    Notes
    -----
    Subtalar inclination and deviation spread between people by EVIDENCE F31; errors of plates as in the
    ensemble; the other spreads are assumptions. The midtarsal axis is the oblique one or lies across the
    foot.
    """
    soles_of(chain)  # refuses other feet, which have no such axes
    rng = np.random.default_rng(seed)
    stated = Assumptions()
    assumed, axes = [stated], [_axes(chain, np.zeros((2, 2)))]
    spread = np.deg2rad([row("F31.inclination_spread").value, row("F31.deviation_spread").value])
    for k in range(1, count):
        stiffness = {stem: float(np.exp(rng.normal(0.0, _STIFFNESS))) for stem in COORDINATES}
        assumed.append(
            replace(
                stated,
                stiffness=stiffness,
                synergy=float(k % 2),
                depth=_DEPTHS[k % len(_DEPTHS)],
                pad=float(stated.pad * np.exp(rng.normal(0.0, _PAD))),
            )
        )
        axes.append(_axes(chain, rng.normal(size=(2, 2)) * spread))
    errors = {name: rng.normal(size=(count, size)) for name, size in FORCE_SIZES.items()}
    prior = np.exp(rng.normal(0.0, _PRIOR, count))
    for numbers in errors.values():
        numbers[0] = 0.0
    prior[0] = 1.0
    slips = force_slips(errors, count, float(chain.parameters.mass.sum()))
    return Draws(
        tuple(assumed),
        np.array(axes),
        np.array([_midtarsal(k) for k in range(count)]),
        slips.shift[..., [0, 2]],
        slips.scale,
        np.arange(count) - 1,
        prior,
    )


def _midtarsal(number: int) -> FloatArray:
    """(2, 3) axes of both sides: oblique in the stated draw and half of the others."""
    axis = ACROSS if number // 2 % 2 else OBLIQUE
    return np.array([mirror_axis(axis, side) for side in Side])


def _axes(chain: Chain, turned: FloatArray) -> FloatArray:
    """(2, 3) subtalar axes of both sides, inclination and deviation (2, 2) away from the chain's [rad]."""
    found = []
    for side, (inclination, deviation) in zip(Side, turned, strict=True):
        own = mirror_axis(chain.parameters.rotation_axis[chain.body(f"{side}_hindfoot"), 0], side)
        axes = FootAxes(
            float(np.clip(np.arcsin(own[1]) + inclination, np.deg2rad(10.0), np.deg2rad(75.0))),
            float(np.arctan2(-own[2], own[0]) + deviation),
        )
        found.append(mirror_axis(subtalar_axis(axes), side))
    return np.array(found)
