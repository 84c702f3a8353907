"""Simple shapes, so that a written model is seen in OpenSim's window: a rod from each joint to the next."""

from xml.etree.ElementTree import Element

import numpy as np

from groundup.body.chain import Chain
from groundup.exchange.osim.xml_text import branch, leaf, numbers
from groundup.mechanics.rotation import to_cardan
from groundup.mechanics.tree import FloatArray

_RADIUS = 0.012
_SHORTEST = 0.01


def add_bones(body: Element, chain: Chain, b: int) -> None:
    """Add a rod from the body's own joint to each joint it carries."""
    parameters = chain.parameters
    ends = [parameters.parent_position[c] for c in np.flatnonzero(chain.topology.parent == b)]
    if not ends and parameters.mass[b] > 0.0:
        ends = [parameters.centre_of_mass[b]]
    start = parameters.child_position[b]
    components: Element | None = None
    for k, end in enumerate(ends):
        length = float(np.linalg.norm(end - start))
        if length < _SHORTEST:
            continue
        components = branch(body, "components") if components is None else components
        frame = branch(components, "PhysicalOffsetFrame", f"bone_{k}")
        geometry = branch(frame, "attached_geometry")
        rod = branch(geometry, "Cylinder", "rod")
        leaf(rod, "socket_frame", "..")
        leaf(rod, "radius", numbers([_RADIUS]))
        leaf(rod, "half_height", numbers([length / 2.0]))
        leaf(frame, "socket_parent", "..")
        leaf(frame, "translation", numbers((start + end) / 2.0))
        leaf(frame, "orientation", numbers(to_cardan("xyz", _along_y((end - start) / length))))


def _along_y(direction: FloatArray) -> FloatArray:
    """(3, 3) rotation whose y axis is `direction`."""
    helper = np.eye(3)[int(np.argmin(np.abs(direction)))]
    x = np.cross(direction, helper)
    x /= np.linalg.norm(x)
    return np.stack([x, direction, np.cross(x, direction)], axis=1)
