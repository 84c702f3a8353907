"""How each coordinate turns each body, for joints of any form."""

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.functions import evaluate
from groundup.mechanics.kinematics import Poses, carried_by, coupler_rate
from groundup.mechanics.tree import FloatArray


def turning(chain: Chain, coordinates: FloatArray, placed: Poses, coordinate: int) -> FloatArray:
    """Angular velocity of every body per unit rate of one independent coordinate.

    Parameters
    ----------
    chain : Chain
    coordinates : (..., F, C), dependent ones included [rad, m]; the chain's parameters may carry one leading
        member axis.
    placed : Poses
        Of these coordinates.
    coordinate : int
        What follows it through a coupler counts; zero for a dependent coordinate.

    Returns
    -------
    (..., F, B, 3) in the lab [1, or rad/m].
    """
    topology, parameters = chain.topology, chain.parameters
    spin = np.zeros(placed.position_body_in_lab.shape)
    if topology.independent[coordinate] != coordinate:
        return spin
    rate = coupler_rate(topology, coordinates)
    carried = carried_by(topology)
    driven = topology.slot_coordinate[:, :3]
    mine = (driven >= 0) & (topology.independent[driven] == coordinate)
    for b, k in zip(*np.nonzero(mine), strict=True):
        c = int(driven[b, k])
        slope = evaluate(topology.functions, int(topology.slot_function[b, k]), coordinates[..., c], 1)
        slope = slope * rate[..., c] * parameters.slot_scale[..., None, b, k]
        turn = slope[..., None] * placed.axis_in_lab[..., b, k, :]
        spin[..., carried[:, b], :] += turn[..., None, :]
    return spin
