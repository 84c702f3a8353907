"""Every instant of a stance under every draw, as rows of one search."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.draws import Draws
from groundup.whatif.midfoot import with_oblique_midfoot
from groundup.whatif.points import Carrier, carrier_of, points_at
from groundup.whatif.posture import FEET, LEVEL, Posture
from groundup.whatif.sole import soles_of, spread_load
from groundup.whatif.stance import LEAST_FORCE, Stance


class Rows(NamedTuple):
    """N draws of F instants, draw by draw: R = N F rows.

    `carrier` and `posture` of each row; `assumed` with a value for each row where draws differ; `whitening`
    (R, C, C); `force` and `pressure` (R, 2, 3) on the feet as recorded under each draw's errors [N, m];
    `deviation` (R, C) of the draw's version of the person [rad, m].
    """

    carrier: Carrier
    posture: Posture
    assumed: Assumptions
    whitening: FloatArray
    force: FloatArray
    pressure: FloatArray
    deviation: FloatArray


def rows_of(chain: Chain, stance: Stance, draws: Draws) -> Rows:
    """Repeat a stance for every draw, each with its own axes, stiffness and errors."""
    chain, stance = with_oblique_midfoot(chain, stance)
    frames, count = len(stance.coordinates), len(draws.assumed)
    carrier = carrier_of(chain, soles_of(chain))
    axes = np.repeat(chain.parameters.rotation_axis[None], count, axis=0)
    for k, side in enumerate(Side):
        axes[:, chain.body(f"{side}_hindfoot"), 0] = draws.subtalar[:, k]
        axes[:, chain.body(f"{side}_forefoot"), 0] = draws.midtarsal[:, k]
    parameters = carrier.parameters._replace(rotation_axis=np.repeat(axes, frames, axis=0))
    carrier = carrier._replace(parameters=parameters)
    assumed = replace(
        draws.assumed[0],
        depth=np.repeat([one.depth for one in draws.assumed], frames),
        pad=np.repeat([one.pad for one in draws.assumed], frames),
    )
    names = chain.coordinate_names
    whitening = np.repeat([one.whitening(names) for one in draws.assumed], frames, axis=0)
    deviation = _deviation(stance, draws).reshape(count * frames, -1)
    coordinates = np.tile(stance.coordinates, (count, 1)) + deviation
    force, pressure = _forces(stance, draws)
    points = points_at(carrier, coordinates)
    load = np.concatenate(
        [
            spread_load(force[:, k, 1], pressure[:, k][:, LEVEL], points.sole[:, foot][..., LEVEL])
            for k, foot in enumerate(FEET)
        ],
        axis=1,
    )
    pelvis = np.array([names.index(f"pelvis_t{axis}") for axis in "xyz"])
    posture = Posture(coordinates, points, load, pelvis, np.tile(_held(stance), (count, 1)), stance.still)
    return Rows(carrier, posture, assumed, whitening, force, pressure, deviation)


def _held(stance: Stance) -> FloatArray:
    """(F, 2) how firmly each foot's pressure is held: where the body moves, by its load in the contact.

    What holds the pressure under a foot is a moment, and little load needs little of it: a foot that lands or
    leaves does not lie down on a wedge.
    """
    held = np.ones((len(stance.coordinates), len(FEET)))
    if not stance.still:
        for number in range(len(stance.sides)):
            own = stance.group == number
            held[own] = stance.force[own, :, 1] / np.maximum(stance.force[own, :, 1].max(axis=0), LEAST_FORCE)
    return np.asarray(np.maximum(held, 0.0))


def _deviation(stance: Stance, draws: Draws) -> FloatArray:
    """(N, F, C) of each draw's version of the person; none for the best estimate."""
    found = np.zeros((len(draws.assumed), *stance.coordinates.shape))
    if stance.deviation is not None and len(stance.deviation):
        other = draws.member >= 0
        found[other] = stance.deviation[draws.member[other] % len(stance.deviation)]
    return found


def _forces(stance: Stance, draws: Draws) -> tuple[FloatArray, FloatArray]:
    """(R, 2, 3) forces and where they act, each draw with its plates' errors, where there were plates."""
    frames, count = len(stance.coordinates), len(draws.assumed)
    force, pressure = np.tile(stance.force, (count, 1, 1)), np.tile(stance.pressure, (count, 1, 1))
    if stance.measured:
        force *= 1.0 + np.repeat(draws.scale, frames, axis=0)[..., None]
        loaded = force[..., 1] > LEAST_FORCE
        pressure[..., LEVEL] += np.repeat(draws.pressure, frames, axis=0) * loaded[..., None]
    return force, pressure
