"""The result tables as CSV text: fixed columns, fixed decimals, empty where there is no number.

UTF-8, comma, decimal point, line feed. Times in s (6 decimals), angles in degrees (4 decimals).
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from groundup.exchange.contents import TrialContents
from groundup.exchange.csv_text import csv_text, number
from groundup.exchange.leg_curves import leg_curves
from groundup.loads.contact_figures import ContactFigures
from groundup.motion.motion import Contact, Motion, Spatiotemporal
from groundup.quantities import ANGLES, Angle, Side
from groundup.recording.recording import Event

TIME_DECIMALS = 6
ANGLE_DECIMALS = 4

EVENT_COLUMNS = ("side", "kind", "time_s", "source", "confidence")
CYCLE_COLUMNS = ("trial", "side", "cycle", "angle", "percent", "value_deg")
CONTACT_COLUMNS = (
    "side",
    "start_s",
    "end_s",
    "plates",
    "state",
    "reason",
    "disagreement_ms",
    "overridden",
    "peak_vertical_n",
    "peak_vertical_bw",
    "vertical_impulse_ns",
    "cop_path_m",
    "cop_distance_m",
)
SPATIOTEMPORAL_COLUMNS = ("name", "side", "value", "sd", "n", "unit", "definition")


def angle_columns() -> tuple[str, ...]:
    """Angle columns of ``angles.csv``, in order: left before right, unsided ones once."""
    return tuple(angle.column(side) for angle in ANGLES for side in (tuple(Side) if angle.sided else (None,)))


def events_csv(events: Iterable[Event]) -> str:
    """Foot contacts and offs in order of time; confidence from 0 to 1."""
    ordered = sorted(events, key=lambda e: (e.time, e.side or "", e.kind))
    return csv_text(
        EVENT_COLUMNS,
        (
            (e.side or "", e.kind, number(e.time, TIME_DECIMALS), e.source, number(e.confidence, 3))
            for e in ordered
        ),
    )


def angles_csv(motion: Motion) -> str:
    """Every reported angle against time, wide, in degrees; blank where not measurable."""
    columns = angle_columns()
    known = {str(name): i for i, name in enumerate(motion.angles["angle"].values)}
    degrees = np.degrees(motion.angles.transpose("time", "angle").values)
    picks = [known.get(column) for column in columns]
    rows = (
        (number(t, TIME_DECIMALS), *("" if k is None else number(row[k], ANGLE_DECIMALS) for k in picks))
        for t, row in zip(motion.angles["time"].values, degrees, strict=True)
    )
    return csv_text(("time_s", *columns), rows)


def cycles_csv(trials: Sequence[TrialContents]) -> str:
    """Every cycle's curves, tidy: one row per point; `side` is the leg the row tells of.

    Rows of pelvis angles in cycles of both legs (squats, landings) have no side. Points without a
    value keep their row, with the value blank; angles that a trial never shows are left out.
    """
    return csv_text(CYCLE_COLUMNS, (row for trial in trials for row in _cycle_rows(trial)))


def spatiotemporal_csv(parameters: Iterable[Spatiotemporal]) -> str:
    """Spatiotemporal parameters, mean and standard deviation over `n` cycles."""
    return csv_text(
        SPATIOTEMPORAL_COLUMNS,
        (
            (p.name, p.side or "", number(p.value, 4), number(p.sd, 4), str(p.n), p.unit, p.definition)
            for p in parameters
        ),
    )


def contacts_csv(contacts: Sequence[Contact], figures: Sequence[ContactFigures] = ()) -> str:
    """Each foot contact with the plates that saw it (joined by ``;``), whether it can be used, and its force.

    Parameters
    ----------
    contacts : sequence of Contact
    figures : sequence of ContactFigures
        Of these contacts in the same order; blank columns where none are given.
    """
    known = figures if len(figures) == len(contacts) else [ContactFigures(c, False) for c in contacts]
    pairs = sorted(zip(contacts, known, strict=True), key=lambda pair: (pair[0].start, pair[0].side))
    return csv_text(CONTACT_COLUMNS, (_contact_row(contact, figures) for contact, figures in pairs))


def _contact_row(contact: Contact, figures: ContactFigures) -> tuple[str, ...]:
    return (
        contact.side,
        number(contact.start, TIME_DECIMALS),
        number(contact.end, TIME_DECIMALS),
        ";".join(contact.plates),
        contact.state,
        contact.reason,
        number(contact.disagreement_ms, 1),
        "yes" if contact.overridden else "no",
        number(figures.peak_n, 1),
        number(figures.peak_bw, 3),
        number(figures.impulse_ns, 2),
        number(figures.pressure_path_m, 4),
        number(figures.pressure_distance_m, 4),
    )


def _cycle_rows(trial: TrialContents) -> Iterator[tuple[str, ...]]:
    for side in (*Side, None):
        for angle in ANGLES:
            yield from _angle_rows(trial, angle, side)


def _angle_rows(trial: TrialContents, angle: Angle, side: Side | None) -> Iterator[tuple[str, ...]]:
    cycles, curves = leg_curves(trial.movement, angle, side)
    if not np.isfinite(curves).any():
        return
    percents = [f"{p:g}" for p in np.linspace(0.0, 100.0, curves.shape[1])]
    for cycle, curve in zip(cycles, curves, strict=True):
        if not angle.sided and (cycle.side is None) != (side is None):
            continue
        for percent, value in zip(percents, curve, strict=True):
            yield (
                trial.recording.name,
                side or "",
                str(cycle.number),
                angle.name,
                percent,
                number(value, ANGLE_DECIMALS),
            )
