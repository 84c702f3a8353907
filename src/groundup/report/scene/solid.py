"""Closed triangle surfaces made of rings: tubes, ellipsoids, hoops, and a few of them joined."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray, IntArray


@dataclass(frozen=True)
class Solid:
    """A surface.

    Attributes
    ----------
    vertices : (V, 3) array
        [m].
    faces : (T, 3) array
        Indices into `vertices`, counter-clockwise seen from outside.
    """

    vertices: FloatArray
    faces: IntArray

    @property
    def normals(self) -> FloatArray:
        """(V, 3) unit normals, smooth over every connected piece."""
        corners = self.vertices[self.faces]
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        summed = np.zeros_like(self.vertices)
        for k in range(3):
            np.add.at(summed, self.faces[:, k], across)
        length = np.linalg.norm(summed, axis=1, keepdims=True)
        return np.asarray(summed / np.where(length > 0.0, length, 1.0))

    def moved(self, by: FloatArray) -> "Solid":
        """Shift by (3,) [m]."""
        return Solid(self.vertices + by, self.faces)

    def scaled(self, by: FloatArray) -> "Solid":
        """Stretch along the axes by (3,) factors; an odd number of negative ones mirrors."""
        faces = self.faces if np.prod(by) > 0.0 else self.faces[:, ::-1]
        return Solid(self.vertices * by, faces)


def join(solids: Sequence[Solid]) -> Solid:
    """Put several together as one."""
    starts = np.cumsum([0, *(len(s.vertices) for s in solids)])
    faces = [s.faces + start for s, start in zip(solids, starts, strict=False)]
    return Solid(np.vstack([s.vertices for s in solids]), np.vstack(faces))


def tube(rings: Sequence[Sequence[float]], sides: int = 10, between: int = 2) -> Solid:
    """Loft a tapered, closed tube through elliptic rings.

    Parameters
    ----------
    rings : at least two of (x, y, z, half depth, half width)
        Centre and half axes [m]: the depth along the tube's own forward direction, the width across it.
    sides : corners of a ring.
    between : smooth steps from one ring to the next.
    """
    told = _smooth(np.asarray(rings, np.float64), between)
    centres = told[:, :3]
    along = np.gradient(centres, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    # A direction that is never along the tube keeps the rings from twisting.
    mean = np.abs(along).mean(axis=0)
    guide = np.eye(3)[2] if mean[2] < 0.8 * np.linalg.norm(mean) else np.eye(3)[0]
    depth = np.cross(guide, along)
    depth /= np.linalg.norm(depth, axis=1, keepdims=True)
    width = np.cross(along, depth)
    turn = 2.0 * np.pi * np.arange(sides) / sides
    circle = (
        np.cos(turn)[None, :, None] * (told[:, 3:4] * depth)[:, None, :]
        + np.sin(turn)[None, :, None] * (told[:, 4:5] * width)[:, None, :]
    )
    bulge = 0.35 * told[[0, -1], 3:].min(axis=1)[:, None] * along[[0, -1]]
    poles = np.stack([centres[0] - bulge[0], centres[-1] + bulge[1]])
    return _lofted(centres[:, None, :] + circle, poles)


def ellipsoid(centre: Sequence[float], radii: Sequence[float], sides: int = 10, rings: int = 5) -> Solid:
    """Make an ellipsoid with half axes along x, y, z [m]."""
    up = np.pi * np.arange(1, rings + 1) / (rings + 1)
    turn = 2.0 * np.pi * np.arange(sides) / sides
    unit = np.stack(
        [
            np.sin(up)[:, None] * np.cos(turn)[None],
            np.broadcast_to(-np.cos(up)[:, None], (rings, sides)),
            np.sin(up)[:, None] * -np.sin(turn)[None],
        ],
        axis=-1,
    )
    half = np.asarray(radii, np.float64)
    poles = np.array([[0.0, -1.0, 0.0], [0.0, 1.0, 0.0]])
    return _lofted(unit * half + np.asarray(centre), poles * half + np.asarray(centre))


def hoop(path: FloatArray, radius: float, sides: int = 4) -> Solid:
    """Make a closed ring of round section along a closed (N, 3) path."""
    along = np.roll(path, -1, axis=0) - np.roll(path, 1, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    out = path - path.mean(axis=0)
    out -= (out * along).sum(axis=1, keepdims=True) * along
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    up = np.cross(along, out)
    turn = 2.0 * np.pi * np.arange(sides) / sides
    rings = path[:, None] + radius * (
        np.cos(turn)[None, :, None] * out[:, None] + np.sin(turn)[None, :, None] * up[:, None]
    )
    count = len(path)
    return Solid(rings.reshape(-1, 3), _quads(np.arange(count), (np.arange(count) + 1) % count, sides))


def _lofted(rings: FloatArray, poles: FloatArray) -> Solid:
    """Join (R, S, 3) rings, closed by a (2, 3) pole at each end."""
    count, sides, _ = rings.shape
    own = np.arange(sides)
    following = (own + 1) % sides
    first, last = count * sides, count * sides + 1
    lid = np.stack([np.full(sides, first), following, own], axis=1)
    floor = (count - 1) * sides
    cap = np.stack([np.full(sides, last), floor + own, floor + following], axis=1)
    walls = _quads(np.arange(count - 1), np.arange(1, count), sides)
    return Solid(np.vstack([rings.reshape(-1, 3), poles]), np.vstack([walls, lid, cap]))


def _quads(lower: IntArray, upper: IntArray, sides: int) -> IntArray:
    """Two triangles for every field between rings `lower` and `upper`."""
    own = np.arange(sides)[None]
    following = (np.arange(sides) + 1)[None] % sides
    a, b = lower[:, None] * sides + own, lower[:, None] * sides + following
    c, d = upper[:, None] * sides + own, upper[:, None] * sides + following
    return np.concatenate(
        [np.stack([a, b, d], axis=-1).reshape(-1, 3), np.stack([a, d, c], axis=-1).reshape(-1, 3)]
    )


def _smooth(rings: FloatArray, between: int) -> FloatArray:
    """Points on the Catmull-Rom curve through the rows, `between` steps from each to the next."""
    if len(rings) < 3 or between < 2:
        return rings
    padded = np.vstack([2 * rings[0] - rings[1], rings, 2 * rings[-1] - rings[-2]])
    out = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for t in np.arange(between) / between:
            slope = (2 * before - 5 * start + 4 * end - after) * t + (
                3 * start - before - 3 * end + after
            ) * t**2
            out.append(start + 0.5 * t * (end - before + slope))
    return np.vstack([*out, rings[-1]])
