"""Forces and contacts of each trial: the gates, every contact on its plates, force curves over stance."""

from dataclasses import dataclass, replace

import numpy as np
from markupsafe import Markup

from groundup.assessment import Analysis, TrialResult
from groundup.loads.checks.check import Check, Verdict
from groundup.loads.contact_figures import ContactFigures
from groundup.loads.loads import Loads
from groundup.motion.feet import body_points
from groundup.motion.motion import WHOLE
from groundup.quantities import Side
from groundup.report.contact_map import ContactMap, contact_maps
from groundup.report.figure import Chart, Curve, draw
from groundup.report.scale import percent_axis, value_axis
from groundup.report.words import NONE, number, plural

_CHARTS = (
    ("vertical", "Vertical", "up", "down", 0.5),
    ("forwards", "Fore and aft", "forwards", "backwards", 0.2),
    ("medial", "Sideways", "medial", "lateral", 0.1),
)


@dataclass(frozen=True)
class ForceChart:
    """One direction of the ground force."""

    title: str
    picture: Markup
    ranges: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CarriedRow:
    """One contact and what it carried."""

    side: str
    span: str
    plates: str
    state: str
    usable: bool
    reason: str
    given: bool
    figures: tuple[str, ...]


@dataclass(frozen=True)
class ForceSection:
    """What the page says of one trial's forces."""

    trial: str
    reason: str
    charts: tuple[ForceChart, ...]
    curves_note: str
    maps: tuple[ContactMap, ...]
    rows: tuple[CarriedRow, ...]
    off_plates: int
    checks: tuple[Check, ...]


def force_sections(analysis: Analysis) -> tuple[ForceSection, ...]:
    """One section for each trial with force plates."""
    return tuple(_section(trial) for trial in analysis.trials if trial.recording.plates)


def _section(trial: TrialResult) -> ForceSection:
    loads, contacts = trial.loads, trial.movement.contacts
    measured = loads if isinstance(loads, Loads) else None
    figures = loads.contacts or tuple(ContactFigures(c, False) for c in contacts)
    charts = _charts(measured) if measured is not None else ()
    return ForceSection(
        trial=trial.recording.name,
        reason="" if measured is not None else getattr(loads, "reason", ""),
        charts=charts,
        curves_note=_curves_note(measured) if measured is not None else "",
        maps=contact_maps(
            contacts,
            trial.recording.plates,
            body_points(trial.recording),
            None if measured is None else measured.ground,
        ),
        rows=tuple(_row(f) for f in sorted(figures, key=lambda f: f.contact.start) if f.contact.plates),
        off_plates=sum(not c.plates for c in contacts),
        checks=tuple(sorted(loads.checks, key=lambda c: c.verdict is not Verdict.NOT_OK)),
    )


def _row(figures: ContactFigures) -> CarriedRow:
    contact = figures.contact
    return CarriedRow(
        side=str(contact.side),
        span=f"{number(contact.start, 2)} to {number(contact.end, 2)}",
        plates=", ".join(contact.plates) or NONE,
        state=contact.state,
        usable=contact.state in WHOLE,
        reason=contact.reason,
        given=contact.overridden,
        figures=(
            number(figures.peak_n, 0),
            number(figures.peak_bw, 2),
            number(figures.impulse_ns, 0),
            number(100.0 * figures.pressure_path_m, 0),
            number(100.0 * figures.pressure_distance_m, 1),
        ),
    )


def _curves_note(loads: Loads) -> str:
    sides = [str(side) for side in loads.stance_forces.side.values]
    if not sides:
        return "No contact is whole and seen from its start to its end, so there are no curves over stance."
    counts = " · ".join(f"{str(s).capitalize()}: {plural(sides.count(s), 'contact')}" for s in map(str, Side))
    return f"{counts}. Bold: mean; thin: single contacts. Force of the ground on the foot."


def _charts(loads: Loads) -> tuple[ForceChart, ...]:
    curves = loads.stance_forces
    if not curves.sizes["contact"]:
        return ()
    return tuple(_chart(loads, *words) for words in _CHARTS)


def _chart(
    loads: Loads, direction: str, title: str, positive: str, negative: str, smallest: float
) -> ForceChart:
    table = loads.stance_forces.sel(direction=direction)
    xs = np.asarray(table.percent.values, np.float64)
    curves: list[Curve] = []
    ranges: list[tuple[str, str]] = []
    for side in map(str, Side):
        own = table.values[table.side.values == side]
        if not len(own):
            continue
        if 1 < len(own) <= 40:
            curves += [Curve(xs, one, side, False) for one in own]
        mean = own.mean(axis=0)
        curves.append(Curve(xs, mean, side, True))
        ranges.append(
            (side, f"{side[0].upper()} {number(float(mean.min()), 2)} to {number(float(mean.max()), 2)}")
        )
    low, high = min(c.ys.min() for c in curves), max(c.ys.max() for c in curves)
    chart = Chart(
        alt=f"{title} ground force in body weights over stance; up is {positive}. "
        + ". ".join(words for _, words in ranges),
        positive=positive,
        negative=negative,
        x_axis=replace(percent_axis(), ticks=(0.0, 20.0, 40.0, 60.0, 80.0)),
        x_label="% of stance",
        x_unit="%",
        y_axis=value_axis(float(low), float(high), smallest),
        curves=tuple(curves),
    )
    return ForceChart(title, draw(chart), tuple(ranges))
