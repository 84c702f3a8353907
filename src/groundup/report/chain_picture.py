"""Both legs from behind, each link filled by how far it lies from what it is compared with."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from groundup.quantities import Side
from groundup.report.deviation import Level, Link

WIDTH, HEIGHT = 420.0, 462.0
_MIDDLE = WIDTH / 2.0
_WORDS_AT = 98.0
# Outlines of half a body, x outward from the middle: drawn for the eye, measured nowhere.
_SHAPES = {
    "pelvis": "4,34 22,22 46,12 66,24 72,44 62,64 40,76 18,84 4,76",
    "hip": "25,98 44,90 68,74 78,94 77,132 70,176 62,200 37,200 31,170 24,130",
    "knee": "36,209 62,209 68,223 63,237 36,237 31,223",
    "shank": "37,246 60,246 70,268 68,292 60,326 57,345 41,345 37,326 29,292 29,268",
    "ankle": "38,354 60,354 68,368 61,384 37,384 30,368",
    "foot": "37,393 60,393 70,404 84,420 78,430 36,430 27,420",
}
_WORDS_Y = {"pelvis": 44, "hip": 130, "knee": 219, "shank": 284, "ankle": 366, "foot": 412}
_TITLES = {"hip": "Hip, thigh"}
LEGEND = {
    Level.USUAL: "as usual: within 2 SD of published values that fit, or no fault by clinical tests",
    Level.OUTSIDE: "outside the usual: beyond 2 SD, or a fault by clinical tests",
    Level.FAR: "far outside: beyond 4 SD, or a marked fault",
    Level.DIFFERS: "no values fit, and the legs differ by more than error",
    Level.UNKNOWN: "not measured, or nothing that fits to compare it with",
}
"""What each fill means."""


def chain_picture(links: Sequence[Link]) -> Markup:
    """Draw both legs; the text alternative says every link in words."""
    return Markup(
        f'<svg class="chain" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-labelledby="chain-t chain-d">'
        f'<title id="chain-t">The legs from behind, link by link</title>'
        f'<desc id="chain-d">{escape(_alt(links))}</desc>'
        f"{_patterns()}{''.join(_drawn(link) for link in links)}{_heads()}</svg>"
    )


def swatch(level: Level) -> Markup:
    """Small square of one fill, for the legend."""
    return Markup(
        f'<svg class="chain swatch" viewBox="0 0 18 18" aria-hidden="true">'
        f'<rect class="link {level}" x="2" y="2" width="14" height="14" rx="2"/></svg>'
    )


def _drawn(link: Link) -> str:
    sign = -1.0 if link.side is Side.LEFT else 1.0
    x, y = _MIDDLE + sign * _WORDS_AT, _WORDS_Y[link.name]
    anchor = "end" if link.side is Side.LEFT else "start"
    pairs = [point.split(",") for point in _SHAPES[link.name].split()]
    outline = [(_MIDDLE + sign * float(out), float(down)) for out, down in pairs]
    title = _TITLES.get(link.name, link.name.capitalize())
    return (
        f'<path class="link {link.level}" d="{_smooth(outline)}"/>'
        f'<text class="linkname" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{title}</text>'
        f'<text class="linkword {link.level}" x="{x:g}" y="{y + 15:g}" text-anchor="{anchor}">'
        f"{escape(link.short)}</text>"
    )


def _smooth(points: Sequence[tuple[float, float]]) -> str:
    """Draw a closed curve through the points (Catmull and Rom's, as Bézier pieces)."""
    count = len(points)
    pieces = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for k in range(count):
        before, start, end, after = (points[(k + j) % count] for j in (-1, 0, 1, 2))
        first = [s + (e - b) / 6.0 for s, e, b in zip(start, end, before, strict=True)]
        second = [e - (a - s) / 6.0 for e, a, s in zip(end, after, start, strict=True)]
        pieces.append(f"C{first[0]:.1f} {first[1]:.1f} {second[0]:.1f} {second[1]:.1f} {end[0]:g} {end[1]:g}")
    return "".join(pieces) + "Z"


def _heads() -> str:
    return "".join(
        f'<text class="legname {side}" x="{_MIDDLE + sign * 50:g}" y="454" text-anchor="middle">'
        f"{str(side).capitalize()}</text>"
        for side, sign in ((Side.LEFT, -1.0), (Side.RIGHT, 1.0))
    )


def _patterns() -> str:
    return (
        '<defs><pattern id="chain-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="ground" width="6" height="6"/>'
        '<line class="stripe" x1="0" x2="0" y1="0" y2="6"/></pattern>'
        '<pattern id="chain-dots" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<rect class="ground" width="7" height="7"/><circle class="dot" cx="3.5" cy="3.5" r="1.7"/></pattern>'
        "</defs>"
    )


def _alt(links: Sequence[Link]) -> str:
    sides = []
    for side in Side:
        words = ", ".join(
            f"{link.name} {link.short}" + (f" ({link.words})" if link.words else "")
            for link in links
            if link.side is side
        )
        sides.append(f"{str(side).capitalize()} leg: {words}.")
    return " ".join(sides)
