"""One leg from the front at the peak of its adduction moment: foot, shank, thigh, ground force, lever arm."""

from itertools import pairwise

import numpy as np
from markupsafe import Markup, escape

from groundup.loads.knee.frontal_view import FrontalView
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.report.words import number

WIDTH, HEIGHT = 200.0, 330.0
_MARGIN, _FLOOR = 16.0, 34.0
_TALLEST = 0.95  # of the picture's height for hip to floor
_FORCE_REACH = 1.18  # the force's line is drawn this far past the knee's height, of shank length


def draw_leg(view: FrontalView, medial_left: bool | None = None) -> Markup:
    """Draw one leg as seen from the front.

    Parameters
    ----------
    view : FrontalView
    medial_left : bool, optional
        Where the body's middle lies; by the side where not given (the viewer faces the person).
    """
    middle_left = view.side is Side.LEFT if medial_left is None else medial_left
    place = _Place(view, 1.0 if middle_left else -1.0)
    side = str(view.side)
    lever_words = f"{number(abs(1000.0 * view.lever_arm), 0)} mm"
    return Markup(
        f'<svg class="legpicture" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'aria-label="{escape(_alt(view))}">'
        f"{place.floor()}{_bones(view, place, side)}{_force(view, place)}{_lever(view, place, lever_words)}"
        f"{_middle(middle_left)}</svg>"
    )


class _Place:
    """From the picture's metres to its points; the knee stands where all of the leg fits."""

    def __init__(self, view: FrontalView, lateral: float) -> None:
        points = [
            p for p in (view.hip, view.knee, view.ankle, view.centre_of_pressure) if np.isfinite(p).all()
        ]
        heights = [float(p[1]) for p in points]
        self._scale = _TALLEST * (HEIGHT - _MARGIN - _FLOOR) / (max(heights) - min(heights))
        self._lateral = lateral
        self._low = min(heights)
        self._middle = WIDTH / 2.0

    def __call__(self, point: FloatArray) -> tuple[float, float]:
        x = self._middle + self._lateral * self._scale * float(point[0])
        return x, HEIGHT - _FLOOR - self._scale * (float(point[1]) - self._low)

    def floor(self) -> str:
        y = HEIGHT - _FLOOR + 6.0
        return f'<line class="floor" x1="{_MARGIN:g}" x2="{WIDTH - _MARGIN:g}" y1="{y:g}" y2="{y:g}"/>'


def _bones(view: FrontalView, place: _Place, side: str) -> str:
    out = []
    chain = [view.hip, view.knee, view.ankle, view.toe]
    for word, (first, second) in zip(("thigh", "shank", "foot"), pairwise(chain), strict=True):
        if np.isfinite(first).all() and np.isfinite(second).all():
            out.append(_line(f"bone {word} {side}", place(first), place(second)))
    for joint in chain[:3]:
        if np.isfinite(joint).all():
            x, y = place(joint)
            out.append(f'<circle class="joint {side}" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>')
    return "".join(out)


def _force(view: FrontalView, place: _Place) -> str:
    """Draw the arrow of the ground force from where it acts, and its line on past the knee."""
    along = view.force / np.linalg.norm(view.force)
    shank = float(np.linalg.norm(view.ankle)) if np.isfinite(view.ankle).all() else 0.4
    start = view.centre_of_pressure
    tip = start + along * 0.8 * shank
    end = start + along * _FORCE_REACH * max(float(-start[1]) / max(float(along[1]), 0.3), 0.5 * shank)
    x, y = place(tip)
    dx, dy = np.array(place(tip)) - np.array(place(start))
    size = float(np.hypot(dx, dy))
    ux, uy = dx / size, dy / size
    head = " ".join(
        f"{x + 9 * (ux * a - uy * b):.1f},{y + 9 * (uy * a + ux * b):.1f}"
        for a, b in ((1.0, 0.0), (-0.4, 0.55), (-0.4, -0.55))
    )
    newtons = number(float(np.linalg.norm(view.force)), 0)
    at = f'x="{place(start)[0]:.1f}" y="{HEIGHT - 9:g}" text-anchor="middle"'
    words = f'<text class="forceword" {at}>{newtons} N</text>'
    return (
        _line("forceline", place(start), place(end))
        + _line("force", place(start), (x, y))
        + f'<polygon class="forcehead" points="{head}"/>{words}'
    )


def _lever(view: FrontalView, place: _Place, words: str) -> str:
    knee, foot = place(view.knee), place(view.foot_of_lever)
    outward = 1.0 if knee[0] >= foot[0] else -1.0
    anchor = "start" if outward > 0 else "end"
    text = (
        f'<text class="leverword" x="{knee[0] + outward * 10:.1f}" y="{knee[1] + 4:.1f}" '
        f'text-anchor="{anchor}">{words}</text>'
    )
    return _line("lever", knee, foot) + text


def _middle(left: bool) -> str:
    x, anchor = (_MARGIN, "start") if left else (WIDTH - _MARGIN, "end")
    arrow = "\N{LEFTWARDS ARROW} inside" if left else "inside \N{RIGHTWARDS ARROW}"
    return f'<text class="tick" x="{x:g}" y="12" text-anchor="{anchor}">{arrow}</text>'


def _line(kind: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    return (
        f'<line class="{kind}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'
    )


def _alt(view: FrontalView) -> str:
    where = "inside" if view.lever_arm >= 0 else "outside"
    return (
        f"{str(view.side).capitalize()} leg from the front: the ground force passes "
        f"{number(abs(1000.0 * view.lever_arm), 0)} mm to the {where} of the knee centre."
    )
