"""One share as a picture: the leg from hip to ground, and how far each part moves the knee which way."""

from markupsafe import Markup, escape

from groundup.findings.share.quantity import ABOVE, BELOW, GROUND, SHAPE, Kind
from groundup.findings.share.share import Part, Share
from groundup.report.share_words import GROUPS, ZERO, amount, interval, sentence

_WIDTH, _ROW, _TOP = 390.0, 44.0, 28.0
_LEG, _TEXT, _LEFT, _RIGHT = 16.0, 40.0, 212.0, 384.0
_MIDDLE = 0.5 * (_LEFT + _RIGHT)
_KNEE = "knee"


def share_picture(share: Share) -> Markup:
    """Draw what comes from above, from below and through the ground, and what is left at the knee."""
    rows = _rows(share)
    height = _TOP + _ROW * len(rows) + 6.0
    reach = _reach(share)
    out = [
        f'<svg class="share" viewBox="0 0 {_WIDTH:g} {height:g}" role="img" '
        f'aria-label="{escape(sentence(share))}">',
        _leg([name for name, _ in rows]),
        f'<line class="zero" x1="{_MIDDLE:g}" x2="{_MIDDLE:g}" y1="{_TOP - 8:g}" y2="{height - 6:g}"/>',
        f'<text class="way" text-anchor="end" x="{_MIDDLE - 6:g}" y="14">'
        f"← {escape(share.quantity.negative)}</text>",
        f'<text class="way" x="{_MIDDLE + 6:g}" y="14">{escape(share.quantity.positive)} →</text>',
    ]
    for k, (name, part) in enumerate(rows):
        out.append(_row(share, name, part, _y(k), reach))
    return Markup("".join(out) + "</svg>")


def _rows(share: Share) -> list[tuple[str, Part | None]]:
    """From the hip down; what cannot add anything by definition says so."""
    rows: list[tuple[str, Part | None]] = [
        (ABOVE, share.groups.get(ABOVE)),
        (_KNEE, share.deviation),
        (BELOW, share.groups[BELOW]),
    ]
    if share.quantity.kind is not Kind.ANGLE:
        rows.append((GROUND, share.groups[GROUND]))
    shape = share.groups.get(SHAPE)
    if shape is not None and abs(shape.value) > 0.05 * max(abs(p.value) for p in share.groups.values()):
        rows.append((SHAPE, shape))
    return rows


def _reach(share: Share) -> float:
    """Largest size that must find room on the scale."""
    ends = [
        abs(end)
        for part in (share.deviation, *share.groups.values())
        for end in (part.value, *((part.error.low, part.error.high) if part.error is not None else ()))
    ]
    return float(max(*ends, 1e-9))


def _row(share: Share, name: str, part: Part | None, y: float, reach: float) -> str:
    label = "Knee, all together" if name == _KNEE else GROUPS[name]
    text = f'<text class="part {name}" x="{_TEXT:g}" y="{y - 3:g}">{escape(label)}</text>'
    if part is None:
        return f'{text}<text class="told" x="{_TEXT:g}" y="{y + 12:g}">{ZERO}</text>'
    told = f'<text class="told" x="{_TEXT:g}" y="{y + 12:g}">{escape(amount(share, part.value))}</text>'
    start, end = sorted((_MIDDLE, _x(part.value, reach)))
    kind = name if part.sure else f"{name} unsure"
    bar = (
        f'<rect class="push {kind}" x="{start:.1f}" width="{max(end - start, 1.0):.1f}" '
        f'y="{y - 9:g}" height="18" rx="2"/>'
    )
    whisker = ""
    if part.error is not None:
        low, high = _x(part.error.low, reach), _x(part.error.high, reach)
        span = escape(interval(share, part))
        whisker = (
            f'<path class="whisker" '
            f'd="M{low:.1f} {y:g}H{high:.1f}M{low:.1f} {y - 4:g}v8M{high:.1f} {y - 4:g}v8">'
            f"<title>90 % interval: {span}</title></path>"
        )
    return text + told + bar + whisker


def _leg(names: list[str]) -> str:
    """Draw a leg beside the rows, its joints at their heights."""
    at = {name: _y(k) for k, name in enumerate(names)}
    hip, knee, foot = at[ABOVE], at[_KNEE], at[BELOW]
    return (
        f'<path class="bone" d="M{_LEG:g} {hip:g}V{knee:g}V{foot:g}h12"/>'
        f'<circle class="joint" cx="{_LEG:g}" cy="{hip:g}" r="7"/>'
        f'<circle class="joint knee" cx="{_LEG:g}" cy="{knee:g}" r="7"/>'
        f'<circle class="joint" cx="{_LEG:g}" cy="{foot:g}" r="5"/>'
        f'<path class="floor" d="M2 {foot + 9:g}h32"/>'
    )


def _y(row: int) -> float:
    return _TOP + _ROW * (row + 0.5) - 4.0


def _x(value: float, reach: float) -> float:
    return _MIDDLE + 0.5 * (_RIGHT - _LEFT) * value / reach
