"""Start poses for a first frame: the root turned to several headings, everything else as it was."""

from collections.abc import Iterator

import numpy as np

from groundup.mechanics.tree import FloatArray, IntArray, Topology


def root_coordinates(topology: Topology) -> IntArray:
    """Coordinates that move bodies hanging on the ground."""
    driven = topology.slot_coordinate[topology.parent < 0]
    # numpy's unique first imports masked arrays, a hundredth of a second of a short run.
    return np.flatnonzero(np.bincount(topology.independent[driven[driven >= 0]]))


def root_starts(topology: Topology, begin: FloatArray) -> Iterator[FloatArray]:
    """`begin` (C,), then with each rotation of the root turned by a quarter, half and three quarters."""
    yield begin
    turning = topology.slot_coordinate[topology.parent < 0][:, :3].ravel()
    for c in turning[turning >= 0]:
        for quarter in (1, 2, -1):
            turned = begin.copy()
            turned[topology.independent[c]] += quarter * np.pi / 2.0
            yield turned
