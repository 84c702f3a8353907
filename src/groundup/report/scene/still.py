"""A still image of the scene as SVG: what stands in where nothing can turn, and on paper."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np
from markupsafe import Markup, escape

from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.report.palette import SIDES
from groundup.report.scene.arrow import arrow
from groundup.report.scene.camera import KEY_LIGHT, PRESETS, SHADOW_LIGHT, Camera, distance_for
from groundup.report.scene.scene import Scene
from groundup.report.scene.trial import SceneTrial
from groundup.report.words import number

WIDTH, HEIGHT = 720.0, 560.0
_SLICE = 0.012  # m of depth within which nothing hides anything worth seeing
_SHADES = 14
_AMBIENT = 0.42
_SMALLEST = 0.15  # square units of the picture: smaller triangles are not seen
_GRID = np.arange(-1.5, 1.51, 0.5)


def still(scene: Scene, shown: SceneTrial, colours: tuple[str, ...], alt: str) -> Markup:
    """Draw one trial at its telling instant, from the oblique preset.

    Parameters
    ----------
    scene : Scene
    shown : SceneTrial
    colours : of each part of the skeleton.
    alt : str
        What a screen reader says.
    """
    picture = _Picture(scene, shown)
    solids = "".join(picture.solids(colours))
    inner = f'{"".join(picture.floor())}<g transform="scale(.1)">{solids}</g>{"".join(picture.labels())}'
    return Markup(
        f'<svg class="scene-svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'aria-label="{escape(alt)}">{inner}</svg>'
    )


class _Picture:
    """One instant as the camera sees it."""

    def __init__(self, scene: Scene, shown: SceneTrial) -> None:
        _, _, azimuth, elevation = PRESETS[0]
        k = shown.still
        self._scene, self._shown, self._frame = scene, shown, k
        middle = np.nanmean(shown.origin[k], axis=0)
        target = np.array([middle[0], 0.47 * scene.height, middle[2]])
        heading = float(shown.view.heading[shown.frames[k]])
        self._camera = Camera(
            target, np.deg2rad(azimuth) - heading, np.deg2rad(elevation), distance_for(scene.height)
        )
        self._placed = [
            part.bone.vertices @ shown.rotation[k, b].T + shown.origin[k, b]
            for b, part in enumerate(scene.parts)
        ]

    def floor(self) -> Iterator[str]:
        """Grid, plates, the way of the pressure, and the shadow."""
        middle = self._camera.target * np.array([1.0, 0.0, 1.0])
        snapped = np.round(middle / 0.5) * 0.5
        lines = []
        for at in _GRID:
            lines += [
                self._line([(at, -1.5), (at, 1.5)], snapped),
                self._line([(-1.5, at), (1.5, at)], snapped),
            ]
        yield f'<path class="scene-grid" d="{"".join(lines)}"/>'
        for corners in self._shown.plates:
            if np.abs(corners - middle[[0, 2]]).max() < 2.5:
                yield f'<path class="scene-plate" d="{self._line(corners, np.zeros(3))}Z"/>'
        light = np.array(SHADOW_LIGHT)
        for part, vertices in zip(self._scene.parts, self._placed, strict=True):
            if part.segment == "trunk":
                continue
            fallen = vertices - vertices[:, 1:2] * light / light[1]
            outline = _hull(self._points(fallen[::3]))
            yield f'<path class="scene-shadow" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in outline)}Z"/>'

    def solids(self, colours: tuple[str, ...]) -> Iterator[str]:
        """Draw bones and arrows, far to near; neighbours of one shade share a path."""
        triangles: list[FloatArray] = []
        paints: list[str] = []
        for part, vertices, colour in zip(self._scene.parts, self._placed, colours, strict=True):
            triangles.append(vertices[part.bone.faces])
            paints += [colour] * len(part.bone.faces)
        for side, colour in SIDES.items():
            solid = self._arrow(Side(side))
            if solid is not None:
                triangles.append(solid)
                paints += [colour] * len(solid)
        corners = np.concatenate(triangles)
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        length = np.linalg.norm(normals, axis=1, keepdims=True)
        normals = normals / np.where(length > 0.0, length, 1.0)
        flat = self._camera.project(corners)
        seen = np.flatnonzero(self._visible(flat))
        fills = self._fills(paints, self._shades(normals))
        slices = np.round(flat[..., 2].mean(axis=1) / _SLICE).astype(np.int64)
        order = sorted(seen.tolist(), key=lambda i: (-slices[i], fills[i]))
        points = np.round(10.0 * self._to_page(flat)).astype(np.int64).tolist()
        for fill, group in groupby(order, key=lambda i: fills[i]):
            yield f'<path color="{fill}" d="{"".join(_triangle(points[i]) for i in group)}"/>'

    def _fills(self, paints: list[str], shades: FloatArray) -> list[str]:
        made: dict[tuple[str, int], str] = {}
        keys = list(zip(paints, shades.astype(int).tolist(), strict=True))
        for key in set(keys):
            made[key] = _shaded(*key)
        return [made[key] for key in keys]

    def labels(self) -> Iterator[str]:
        """L and R beside the knees, and what the ground carries under each foot."""
        for s, side in enumerate(Side):
            shank = next((b for b, p in enumerate(self._scene.parts) if p.segment == f"{side}_shank"), None)
            if shank is not None:
                x, y = self._points(self._shown.origin[self._frame, shank][None])[0]
                letter = str(side)[0].upper()
                yield f'<text class="scene-side {side}" x="{x + 24:.0f}" y="{y + 5:.0f}">{letter}</text>'
            force = self._shown.force[self._frame, s]
            if np.isfinite(force).all() and force[1] > 0.0:
                tip = self._shown.pressure[self._frame, s] + force * self._metres_per_newton()
                x, y = self._points(tip[None])[0]
                size = number(float(np.linalg.norm(force)), 0)
                at = f'x="{x:.0f}" y="{y - 7:.0f}" text-anchor="middle"'
                yield f'<text class="scene-force {side}" {at}>{size} N</text>'

    def _arrow(self, side: Side) -> FloatArray | None:
        s = list(Side).index(side)
        force, place = self._shown.force[self._frame, s], self._shown.pressure[self._frame, s]
        if not (np.isfinite(force).all() and np.isfinite(place).all() and force[1] > 0.0):
            return None
        solid = arrow(place, force * self._metres_per_newton())
        return np.asarray(solid.vertices[solid.faces])

    def _metres_per_newton(self) -> float:
        return self._shown.metres_per_newton(self._scene.height)

    def _shades(self, normals: FloatArray) -> FloatArray:
        """(N,) steps of light, 0 dark to _SHADES bright."""
        key = np.array(KEY_LIGHT) / np.linalg.norm(KEY_LIGHT)
        facing = normals @ self._camera.axes.T @ key
        light = _AMBIENT + (1.0 - _AMBIENT) * np.clip(0.25 + 0.75 * facing, 0.0, 1.0) + 0.10 * normals[:, 1]
        return np.asarray(np.round(_SHADES * np.clip(light, 0.0, 1.0)))

    def _visible(self, flat: FloatArray) -> FloatArray:
        a, b, c = flat[:, 0, :2], flat[:, 1, :2], flat[:, 2, :2]
        twice = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
        return np.asarray(np.isfinite(twice) & (twice * (HEIGHT / 2.0) ** 2 > _SMALLEST))

    def _points(self, places: FloatArray) -> FloatArray:
        return self._to_page(self._camera.project(places))

    def _to_page(self, flat: FloatArray) -> FloatArray:
        return np.stack(
            [WIDTH / 2.0 + flat[..., 0] * HEIGHT / 2.0, HEIGHT / 2.0 - flat[..., 1] * HEIGHT / 2.0], axis=-1
        )

    def _line(self, places: object, around: FloatArray) -> str:
        flat = np.array([(x + around[0], 0.0, z + around[2]) for x, z in np.asarray(places)])
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self._points(flat))


def _triangle(points: list[list[int]]) -> str:
    (ax, ay), (bx, by), (cx, cy) = points
    return f"M{ax} {ay}l{bx - ax} {by - ay} {cx - bx} {cy - by}z"


def _shaded(colour: str, step: int) -> str:
    """Colour under a step of light."""
    channels = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    light = step / _SHADES
    return "#" + "".join(f"{min(255, round(c * (0.30 + 0.72 * light))):02x}" for c in channels)


def _hull(points: FloatArray) -> list[tuple[float, float]]:
    """Convex outline of points in the plane (monotone chain)."""
    ordered = sorted({(round(float(x), 1), round(float(y), 1)) for x, y in points})

    def half(run: list[tuple[float, float]]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for p in run:
            while len(out) > 1 and _left(out[-2], out[-1], p) <= 0.0:
                out.pop()
            out.append(p)
        return out[:-1]

    return half(ordered) + half(ordered[::-1])


def _left(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
