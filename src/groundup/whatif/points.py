"""Where the points of the soles and the centre of mass are, and how they move with the coordinates."""

from typing import NamedTuple

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import marker_jacobian, place_markers, poses
from groundup.mechanics.tree import FloatArray, Parameters, Topology
from groundup.whatif.sole import Soles


class Carrier(NamedTuple):
    """A chain whose markers are the points of the soles, then the centre of mass of each of its bodies.

    `share` (B,) is what each body weighs of the whole; `soles` how many of the markers are points of soles.
    """

    topology: Topology
    parameters: Parameters
    share: FloatArray
    soles: int


class Points(NamedTuple):
    """`sole` (F, P, 3) and `mass` (F, 3) in the lab [m]; `sole_by` (F, P, 3, C), `mass_by` (F, 3, C)."""

    sole: FloatArray
    mass: FloatArray
    sole_by: FloatArray
    mass_by: FloatArray


def carrier_of(chain: Chain, soles: Soles) -> Carrier:
    """Hang the points on a chain in place of its markers."""
    parameters, bodies = chain.parameters, np.arange(len(chain.bodies))
    return Carrier(
        chain.topology._replace(marker_body=np.concatenate([soles.body, bodies])),
        parameters._replace(marker_position=np.concatenate([soles.position, parameters.centre_of_mass])),
        parameters.mass / parameters.mass.sum(),
        len(soles.body),
    )


def points_at(carrier: Carrier, coordinates: FloatArray) -> Points:
    """Place the points for coordinates (F, C) [rad, m]."""
    topology, parameters, share, soles = carrier
    found = poses(topology, parameters, coordinates)
    at = place_markers(topology, parameters, found.rotation_body_in_lab, found.position_body_in_lab)
    by = marker_jacobian(topology, parameters, coordinates, found)
    return Points(
        at[:, :soles],
        np.einsum("fba,b->fa", at[:, soles:], share),
        by[:, :soles],
        np.einsum("fbac,b->fac", by[:, soles:], share),
    )
