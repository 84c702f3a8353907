"""A hinge more in a joint that has room for one."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.body.chain import Chain, Coordinate
from groundup.mechanics.tree import FloatArray

_TURNS = slice(0, 3)  # slots of a joint that turn


def with_hinge(chain: Chain, body: str, axis: FloatArray, coordinate: Coordinate) -> Chain:
    """Turn a body about another axis before its joint's own ones.

    Parameters
    ----------
    chain : Chain
    body : str
    axis : (3,) unit vector in the joint's frame in the parent body.
    coordinate : Coordinate
        Drives it; it becomes the chain's last.

    Raises
    ------
    ValueError
        If three rotations turn the body already.
    """
    b, count = chain.body(body), len(chain.coordinates)
    topology, parameters = chain.topology, chain.parameters
    if topology.slot_coordinate[b, _TURNS][-1] >= 0:
        raise ValueError(f"expected a rotation of {body} that nothing drives, found three that are driven.")

    return replace(
        chain,
        coordinates=(*chain.coordinates, coordinate),
        topology=topology._replace(
            slot_coordinate=_put_first(b, topology.slot_coordinate, count),
            slot_function=_put_first(b, topology.slot_function, -1),
            independent=np.append(topology.independent, count),
            coupler_function=np.append(topology.coupler_function, -1),
        ),
        parameters=parameters._replace(
            rotation_axis=_put_first(b, parameters.rotation_axis, axis),
            slot_scale=_put_first(b, parameters.slot_scale, 1.0),
            slot_offset=_put_first(b, parameters.slot_offset, 0.0),
        ),
    )


def _put_first(body: int, array: NDArray[Any], value: FloatArray | float) -> NDArray[Any]:
    """Shift what a body's turns are by one slot, with another one before them."""
    moved = np.array(array)
    turns = moved[body, _TURNS]
    moved[body, _TURNS] = np.concatenate([np.broadcast_to(value, turns[:1].shape), turns[:-1]])
    return moved
