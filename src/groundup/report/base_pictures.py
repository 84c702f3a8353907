"""The base as pictures: the pressure's way under each foot, and the butterfly it draws under the pelvis."""

import numpy as np
import xarray as xr
from markupsafe import Markup

from groundup.loads.butterfly import BOTH
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.report.footprint import footprint

_FOOT_WIDTH, _FOOT_HEIGHT, _FOOT = 300.0, 250.0, 205.0
_SIZE, _MARGIN = 300.0, 26.0
_MOST_POINTS = 1500
_STEPS = (0.02, 0.05, 0.1, 0.2, 0.5)


def pressure_picture(pressure: xr.DataArray) -> Markup | None:
    """Draw every stance's path under a schematic sole, left and right side by side, toes up.

    Parameters
    ----------
    pressure : DataArray (stance, direction, percent)
        As :func:`groundup.loads.pressure.measure_pressure` gives it.
    """
    along = pressure.sel(direction="along").values
    across = pressure.sel(direction="across").values
    if not np.isfinite(along).any():
        return None
    parts = []
    for k, side in enumerate(Side):
        middle = _FOOT_WIDTH * (0.27 + 0.46 * k)
        outline = footprint(np.zeros(2), np.array([_FOOT, 0.0]), side)
        parts.append(f'<path class="sole" d="{_path(middle + outline[:, 1], _up(outline[:, 0]))}Z"/>')
        outward = -1.0 if side is Side.LEFT else 1.0
        own = np.flatnonzero((pressure.side.values == str(side)) & np.isfinite(along).any(axis=1))
        for stance in own:
            scale = _FOOT / float(pressure.length.values[stance])
            xs, ys = middle + outward * scale * across[stance], _up(_FOOT * along[stance])
            seen = np.isfinite(xs) & np.isfinite(ys)
            kind = "mean" if len(own) == 1 else "pressure"
            parts.append(f'<path class="{kind} {side}" d="{_path(xs[seen], ys[seen])}"/>')
            parts.append(
                f'<circle class="start {side}" cx="{xs[seen][0]:.1f}" cy="{ys[seen][0]:.1f}" r="2.6"/>'
            )
        parts.append(
            f'<text class="end {side}" text-anchor="middle" x="{middle:g}" y="{_FOOT_HEIGHT - 4:g}">'
            f"{str(side).capitalize()}{'' if len(own) else ': not measured'}</text>"
        )
    alt = "Way of the centre of pressure under each foot, toes up; the dot is where it begins."
    return _picture(_FOOT_WIDTH, _FOOT_HEIGHT, alt, parts)


def butterfly_picture(table: xr.DataArray) -> Markup | None:
    """Draw the centre of pressure under the pelvis, the direction of walking up.

    Parameters
    ----------
    table : DataArray (time, foot, direction)
        As :func:`groundup.loads.butterfly.butterfly` gives it.
    """
    values = table.transpose("time", "foot", "direction").values
    seen = values[np.isfinite(values).all(axis=2)]
    if len(seen) < 2:
        return None
    low, high = seen.min(axis=0), seen.max(axis=0)
    forward, sideways = high[0] - low[0], 2.0 * max(float(np.abs(seen[:, 1]).max()), 0.05)
    scale = (_SIZE - 2.0 * _MARGIN) / max(forward, sideways, 0.1)
    height = scale * forward + 2.0 * _MARGIN
    middle = _SIZE / 2.0

    def at(points: FloatArray) -> tuple[FloatArray, FloatArray]:
        return middle + scale * points[:, 1], _MARGIN + scale * (high[0] - points[:, 0])

    step = max(1, -(-len(values) // _MOST_POINTS))
    names = [str(f) for f in table.foot.values]
    parts = [_rule(scale, height)]
    if low[0] < 0.0 < high[0]:
        y = float(_MARGIN + scale * high[0])
        parts.append(f'<path class="pelvis" d="M{middle - 7:g} {y:.1f}h14M{middle:g} {y - 7:.1f}v14"/>')
    for name in (BOTH, *map(str, Side)):
        path = values[::step, names.index(name)]
        kind = "mean both thin" if name == BOTH else f"pressure {name}"
        parts.append(f'<path class="{kind}" d="{_strokes(*at(path))}"/>')
    alt = (
        "Centre of pressure relative to the middle of the pelvis, seen from above, walking direction up; the "
        "left foot is on the left."
    )
    return _picture(_SIZE, height + 14.0, alt, parts)


def _picture(width: float, height: float, alt: str, parts: list[str]) -> Markup:
    return Markup(
        f'<svg class="basepicture" viewBox="0 0 {width:g} {height:.0f}" role="img" aria-label="{alt}">'
        f"{''.join(parts)}</svg>"
    )


def _up(along: FloatArray) -> FloatArray:
    return _FOOT_HEIGHT - 30.0 - along


def _rule(scale: float, height: float) -> str:
    """Draw a bar of known length."""
    length = next((s for s in _STEPS if scale * s >= 40.0), _STEPS[-1])
    end = _MARGIN + scale * length
    return (
        f'<path class="rule" d="M{_MARGIN:g} {height:.1f}H{end:.1f}"/>'
        f'<text class="tick" x="{end + 4:.1f}" y="{height + 3:.1f}">{100.0 * length:g} cm</text>'
    )


def _path(xs: FloatArray, ys: FloatArray) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(xs, ys, strict=True))


def _strokes(xs: FloatArray, ys: FloatArray) -> str:
    """Path data; a gap starts a new stroke."""
    out, pen = [], "M"
    for x, y in zip(xs, ys, strict=True):
        if np.isfinite(x) and np.isfinite(y):
            out.append(f"{pen}{x:.1f} {y:.1f}")
            pen = "L"
        else:
            pen = "M"
    return "".join(out)
