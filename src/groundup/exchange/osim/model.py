"""A model file as read: the chain, and what else the file says of its coordinates."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.tree import FloatArray

ROTATIONAL, TRANSLATIONAL, COUPLED = "rotational", "translational", "coupled"


@dataclass(frozen=True)
class OsimModel:
    """A model and its chain.

    Attributes
    ----------
    file : Path
    name : str
    version : int
        OpenSim's document version, e.g. 40500.
    chain : Chain
        Coordinates in the file's order; those of a clamped coordinate's range are hard bounds.
    joints : (B,) name of the joint each body hangs on.
    motion_type : (C,) "rotational" (degrees in a table in degrees), "translational" (metres), or "coupled"
        (drives its joint through curves only: stays in radians).
    coordinate_range : (C, 2) the file's range of each coordinate, whether it binds or not [rad or m].
    gravity : (3,) [m/s^2].
    notes : what was read and is not used.
    """

    file: Path
    name: str
    version: int
    chain: Chain
    joints: tuple[str, ...]
    motion_type: tuple[str, ...]
    coordinate_range: FloatArray
    gravity: FloatArray
    notes: tuple[str, ...] = ()

    @property
    def in_degrees(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """(C,) whether a table in degrees holds the coordinate in degrees."""
        return np.array([kind == ROTATIONAL for kind in self.motion_type])
