"""Who absorbs it, as one picture: two legs, a disc on each joint whose area is the energy it takes up."""

from collections.abc import Mapping

import numpy as np
from markupsafe import Markup, escape

from groundup.quantities import Side
from groundup.report.words import number

WIDTH, HEIGHT = 480.0, 300.0
_MIDDLE = WIDTH / 2.0
# A bent leg from the side, x away from the picture's middle: drawn for the eye, measured nowhere.
_LEG = {"hip": (96.0, 62.0), "knee": (62.0, 148.0), "ankle": (98.0, 232.0)}
_TOE, _PELVIS = (58.0, 252.0), (100.0, 24.0)
_LARGEST = 34.0
_WORDS_AT = 232.0


def absorption_picture(
    energy: Mapping[Side, Mapping[str, float]], share: Mapping[Side, Mapping[str, float]]
) -> Markup:
    """Draw both legs.

    Parameters
    ----------
    energy : side -> joint -> energy absorbed [J/kg], positive.
    share : side -> joint -> of what the leg absorbs [%].
    """
    largest = max((v for joints in energy.values() for v in joints.values()), default=0.0)
    legs = "".join(_leg(side, energy.get(side, {}), share.get(side, {}), largest) for side in Side)
    return Markup(
        f'<svg class="absorption" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'aria-label="{escape(_alt(energy, share))}">'
        f'<line class="floor" x1="20" x2="{WIDTH - 20:g}" y1="262" y2="262"/>{legs}</svg>'
    )


def _leg(side: Side, energy: Mapping[str, float], share: Mapping[str, float], largest: float) -> str:
    sign = -1.0 if side is Side.LEFT else 1.0

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return _MIDDLE + sign * point[0], point[1]

    points = [place(p) for p in (_PELVIS, *_LEG.values(), _TOE)]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    kind = "bone" if energy else "bone unknown"
    out = [f'<path class="{kind} {side}" d="{path}" fill="none"/>']
    anchor = "start" if side is Side.LEFT else "end"
    for joint, point in _LEG.items():
        x, y = place(point)
        words_x = _MIDDLE + sign * _WORDS_AT
        if joint not in energy:
            continue
        radius = _LARGEST * float(np.sqrt(energy[joint] / largest)) if largest > 0.0 else 0.0
        out.append(f'<circle class="taken {side}" cx="{x:g}" cy="{y:g}" r="{max(radius, 1.5):.1f}"/>')
        percent = f"{number(share[joint], 0)} %" if joint in share else ""
        out.append(
            f'<text class="joint" text-anchor="{anchor}" x="{words_x:g}" y="{y - 2:g}">'
            f'{joint.capitalize()} <tspan class="{side}">{percent}</tspan></text>'
            f'<text class="energy" text-anchor="{anchor}" x="{words_x:g}" y="{y + 13:g}">'
            f"{number(energy[joint], _decimals(energy[joint]))} J/kg</text>"
        )
    x, _ = place((122.0, 0.0))
    total = sum(energy.values())
    words = f"{number(total, _decimals(total))} J/kg absorbed" if energy else "not measurable"
    out.append(
        f'<text class="total {side}" text-anchor="middle" x="{x:g}" y="284">{str(side).capitalize()}: '
        f"{words}</text>"
    )
    return "".join(out)


def _decimals(value: float) -> int:
    return 3 if abs(value) < 0.1 else 2


def _alt(energy: Mapping[Side, Mapping[str, float]], share: Mapping[Side, Mapping[str, float]]) -> str:
    parts = []
    for side, joints in energy.items():
        words = ", ".join(
            f"{joint} {number(share.get(side, {}).get(joint, float('nan')), 0)} %, {number(v, 3)} J/kg"
            for joint, v in joints.items()
        )
        parts.append(f"{str(side).capitalize()} leg absorbs: {words}.")
    return " ".join(parts) or "Not measurable."
