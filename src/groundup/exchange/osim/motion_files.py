"""Tables OpenSim reads: coordinates over time and ground forces over time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.body.chain import Chain
from groundup.mechanics.tree import FloatArray
from groundup.quantities import GroundupError

_DIGITS = 10


@dataclass(frozen=True)
class AppliedForce:
    """A force on one body, as OpenSim's external loads have it.

    Attributes
    ----------
    name : str
        Of the force and its columns, e.g. ``right_foot``.
    body : str
        Body it acts on.
    force : (T, 3) on the body, in the lab [N]; zero where nothing touches.
    point : (T, 3) where it acts, in the lab [m].
    torque : (T, 3) free moment besides, in the lab [N m].
    """

    name: str
    body: str
    force: FloatArray
    point: FloatArray
    torque: FloatArray

    @property
    def force_prefix(self) -> str:
        """What the columns of force begin with; x, y, z follow."""
        return f"{self.name}_force_v"

    @property
    def point_prefix(self) -> str:
        """What the columns of the point begin with."""
        return f"{self.name}_force_p"

    @property
    def torque_prefix(self) -> str:
        """What the columns of the free moment begin with."""
        return f"{self.name}_torque_"


def table_text(
    title: str, time: FloatArray, columns: Sequence[str], values: FloatArray, *, in_degrees: bool
) -> str:
    """Text of a ``.mot`` or ``.sto`` file.

    Parameters
    ----------
    title : str
        First line of the header.
    time : (T,) [s].
    columns : names, without time.
    values : (T, columns) as they are to stand there; finite.
    in_degrees : what the header is to say of rotations.
    """
    header = [
        title,
        "version=1",
        f"nRows={len(time)}",
        f"nColumns={len(columns) + 1}",
        f"inDegrees={'yes' if in_degrees else 'no'}",
        "endheader",
        "\t".join(("time", *columns)),
    ]
    line = "\t".join([f"%.{_DIGITS}g"] * (len(columns) + 1))
    rows = (line % tuple(row) for row in (np.column_stack([time, values]) + 0.0).tolist())
    return "\n".join((*header, *rows)) + "\n"


def motion_text(
    chain: Chain,
    time: FloatArray,
    coordinates: FloatArray,
    *,
    in_degrees: NDArray[np.bool_] | None = None,
    title: str = "Coordinates",
) -> str:
    """Text of a ``.mot`` of poses, in degrees.

    Frames without a pose are left out; a coordinate that was not measured in a frame stands at its default,
    as OpenSim needs every coordinate to place the body.

    Parameters
    ----------
    chain : Chain
    time : (F,) [s].
    coordinates : (F, C) [rad, m]; NaN where there is none.
    in_degrees : (C,) which coordinates are written in degrees; the rotational ones where not given. OpenSim
        leaves coordinates that drive their joint through curves only in radians.
    title : str
    """
    turning = np.array([c.rotational for c in chain.coordinates]) if in_degrees is None else in_degrees
    posed = np.isfinite(coordinates).any(axis=1)
    values = np.where(np.isfinite(coordinates[posed]), coordinates[posed], chain.neutral)
    values = np.where(turning, np.degrees(values), values)
    return table_text(title, time[posed], chain.coordinate_names, values, in_degrees=True)


def ground_forces_text(time: FloatArray, forces: Sequence[AppliedForce]) -> str:
    """Text of a ``.mot`` of forces, points and free moments in the lab [N, m, N m].

    Raises
    ------
    GroundupError
        If a force is missing at some time: nothing there would be read as no contact.
    """
    columns: list[str] = []
    blocks: list[FloatArray] = [np.zeros((len(time), 0))]
    for applied in forces:
        block = np.concatenate([applied.force, applied.point, applied.torque], axis=1)
        missing = ~np.isfinite(block).all(axis=1)
        if missing.any():
            raise GroundupError(
                f"the force {applied.name!r} is missing at {time[missing][0]:.3f} s and OpenSim would take "
                "it for none; give a stretch of time where it is known."
            )
        prefixes = (applied.force_prefix, applied.point_prefix, applied.torque_prefix)
        columns += [f"{prefix}{axis}" for prefix in prefixes for axis in "xyz"]
        blocks.append(block)
    values = np.concatenate(blocks, axis=1)
    return table_text("ground forces", time, columns, values, in_degrees=False)
