"""Who turns when: the links of each leg from the ground up on a line of time."""

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape

from groundup.assessment import Analysis
from groundup.findings.chain import LINKS, LegTiming, LinkTiming
from groundup.findings.timing import FEWEST, Told
from groundup.report.words import number, plural

_WIDTH, _LEFT, _ROW = 480.0, 170.0, 30.0
_HEEL, _TIBIA = LINKS[0].name, LINKS[1].name
_REPEATED = {"way down": "repetition"}


@dataclass(frozen=True)
class LegPicture:
    """One leg: its drawing, a sentence, the table behind it, and why links are missing."""

    side: str
    title: str
    drawing: Markup
    sentence: str
    rows: tuple[tuple[str, str, str], ...]
    phase: str
    missing: tuple[str, ...]


def timing_sections(analysis: Analysis) -> tuple[LegPicture, ...]:
    """One picture for each leg of each trial with repetitions."""
    several = len(analysis.trials) > 1
    return tuple(
        _picture(leg, f"{t.recording.name}: " if several else "") for t in analysis.trials for leg in t.chain
    )


def _picture(leg: LegTiming, trial: str) -> LegPicture:
    side = str(leg.side)
    return LegPicture(
        side=side,
        title=f"{trial}{side} leg, {leg.task}, {plural(leg.cycles, _REPEATED.get(leg.phase, leg.phase))}",
        drawing=_drawing(leg),
        sentence=_sentence(leg),
        rows=tuple((one.link.label, _told(one.onset), _told(one.peak)) for one in leg.links),
        phase=leg.phase,
        missing=tuple(dict.fromkeys(one.peak.reason for one in leg.links if one.peak.reason)),
    )


def _sentence(leg: LegTiming) -> str:
    heel, tibia = leg.links[:2]
    later = leg.later[_HEEL, _TIBIA]
    reasons = [one.peak.reason for one in (heel, tibia) if one.peak.reason]
    few = "" if leg.cycles >= FEWEST else f" Too few cycles ({leg.cycles}) for an interval."
    if reasons:
        return f"Heel against tibia is not measurable: {'; '.join(reasons)}.{few}"
    words = (
        f"{heel.link.words.capitalize()} at {number(heel.peak.value, 0)} %, {tibia.link.words} "
        f"at {number(tibia.peak.value, 0)} % of the {leg.phase}"
    )
    if not np.isfinite(later.value):
        return f"{words}.{few}"
    word = "later" if later.value >= 0.0 else "earlier"
    ends = sorted(later_end * (1.0 if later.value >= 0.0 else -1.0) for later_end in (later.low, later.high))
    span = f" ({number(ends[0], 0)} to {number(ends[1], 0)})" if np.isfinite(later.low) else ""
    return f"{words}: {number(abs(later.value), 0)} % {word}{span}.{few}"


def _told(value: Told) -> str:
    span = f" ({number(value.low, 0)} to {number(value.high, 0)})" if np.isfinite(value.low) else ""
    return f"{number(value.value, 0)}{span}"


def _drawing(leg: LegTiming) -> Markup:
    count = len(leg.links)
    height = _ROW * count + 34.0
    out = [
        f'<svg class="timing" viewBox="0 0 {_WIDTH:g} {height:g}" role="img" '
        f'aria-label="{escape(_alt(leg))}">'
    ]
    for tick in range(0, 101, 25):
        x = _x(tick)
        out.append(f'<line class="grid" x1="{x:g}" x2="{x:g}" y1="4" y2="{height - 26:g}"/>')
        out.append(
            f'<text text-anchor="middle" x="{x:g}" y="{height - 8:g}">{tick}{" %" if not tick else ""}</text>'
        )
    for k, one in enumerate(leg.links):
        out.append(_row(one, str(leg.side), _ROW * (count - 1 - k) + 20.0))
    return Markup("".join(out) + "</svg>")


def _row(one: LinkTiming, side: str, y: float) -> str:
    text = f'<text x="0" y="{y + 4:g}">{escape(one.link.label)}</text>'
    if not np.isfinite(one.peak.value):
        return f'{text}<text class="none" x="{_LEFT + 16.0:g}" y="{y + 4:g}">no peak told</text>'
    bar = ""
    if np.isfinite(one.peak.low):
        ends = f'x1="{_x(one.peak.low):.1f}" x2="{_x(one.peak.high):.1f}"'
        bar = f'<line class="mean {side}" {ends} y1="{y:g}" y2="{y:g}"/>'
    return f'{text}{bar}<circle class="taken {side}" cx="{_x(one.peak.value):.1f}" cy="{y:g}" r="6"/>'


def _x(percent: float) -> float:
    return _LEFT + 10.0 + (_WIDTH - _LEFT - 30.0) * float(np.clip(percent, 0.0, 100.0)) / 100.0


def _alt(leg: LegTiming) -> str:
    told = [f"{o.link.label} {number(o.peak.value, 0)} %" for o in leg.links if np.isfinite(o.peak.value)]
    return f"Peaks of the {leg.side} leg in percent of the {leg.phase}: {', '.join(told) or 'none told'}"
