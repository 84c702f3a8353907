"""Measures of what the joints carry: moments, powers, knee loads, impact, shares of absorbed energy."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import xarray as xr

from groundup.findings.definition import Phase
from groundup.findings.load_measures import LoadMeasure, Source
from groundup.findings.pick import pick
from groundup.loads.knee.measure import KneeMeasure
from groundup.loads.knee.measure import definition as knee_definition
from groundup.loads.knee.span import Span
from groundup.loads.loads import Loads, NoLoads
from groundup.loads.phases import ABSORBING, whole_spans
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import WHOLE, Motion, Movement
from groundup.quantities import Side

_NO_STANCE = "no whole stance or repetition of the {side} leg"
_CUT = "the recording begins or ends within the stance"
_SHARES = {
    Phase.STANCE: (0.0, 100.0),
    Phase.WHOLE: (0.0, 100.0),
    Phase.FIRST_HALF: (0.0, 50.0),
    Phase.SECOND_HALF: (50.0, 100.0),
}
"""Phase -> its first and last percent of the stance or repetition."""


class LoadedTrial(Protocol):
    """One analysed trial."""

    @property
    def movement(self) -> Movement:
        """Contacts and cycles."""
        ...

    @property
    def motion(self) -> Motion:
        """Poses and angles."""
        ...

    @property
    def loads(self) -> Loads | NoLoads:
        """What its forces say."""
        ...


def read_load(measure: LoadMeasure, trial: LoadedTrial, side: Side) -> FloatArray:
    """(N,) the measure in each stance or repetition of a leg; NaN where it was not measured."""
    loads, task = trial.loads, trial.movement.task
    if measure.source is Source.KNEE:
        return measure.sign * np.array([m.value for m in knee_figures(measure, trial, side)], np.float64)
    if isinstance(loads, NoLoads):
        return np.zeros(0)
    match measure.source:
        case Source.MOMENTS:
            return _of_curves(measure, loads.dynamics.moments, trial.movement, side)
        case Source.POWERS:
            return _of_curves(measure, loads.dynamics.powers, trial.movement, side)
        case Source.IMPACT:
            values = [f.value for f in loads.impact if _is(f.definition.name, f.side, measure, side)]
        case Source.BORNE:
            values = list(borne(trial, loads, side))
        case _:
            phase = ABSORBING.get(task)
            values = [
                w.share
                for w in loads.work
                if w.phase.name == phase and _is(w.joint, w.phase.side, measure, side)
            ]
    return measure.sign * np.array(values, np.float64)


def read_margin(measure: LoadMeasure, trials: Sequence[LoadedTrial], side: Side) -> float:
    """Half the mean width of the bounds that a knee's figures carry, in the unit; NaN without any."""
    if measure.source is not Source.KNEE:
        return float("nan")
    widths = [m.high - m.low for trial in trials for m in knee_figures(measure, trial, side)]
    known = [width for width in widths if np.isfinite(width)]
    return 0.5 * float(np.mean(known)) if known else float("nan")


def why_not(measure: LoadMeasure, trials: Sequence[LoadedTrial], side: Side) -> str:
    """Reason why no trial shows a load."""
    reasons = [reason for trial in trials for reason in _reasons(measure, trial, side) if reason]
    return reasons[0] if reasons else _NO_STANCE.format(side=side)


def _reasons(measure: LoadMeasure, trial: LoadedTrial, side: Side) -> Iterator[str]:
    loads, column = trial.loads, f"{measure.quantity}_{side}"
    if measure.source is Source.KNEE:
        yield from (m.reason for m in knee_figures(measure, trial, side))
        yield _CUT if loads.knee is not None and loads.knee.measures else ""
    if isinstance(loads, NoLoads):
        yield loads.reason
        return
    if measure.source is Source.MOMENTS:
        yield loads.dynamics.not_measurable.get(column, "")
    if measure.source is Source.POWERS:
        yield loads.dynamics.power_not_measurable.get(column, "")
    if measure.source is Source.IMPACT:
        yield from (f.reason for f in loads.impact if _is(f.definition.name, f.side, measure, side))
    if measure.source is Source.ABSORBED:
        phase = ABSORBING.get(trial.movement.task)
        own = [w for w in loads.work if w.phase.side is side and w.phase.name == phase]
        yield from (w.reason for w in own if w.joint != "midfoot")
        yield "the leg absorbs next to nothing" if own else ""
    contacts = [c for c in trial.movement.contacts if c.side is side and c.state not in WHOLE]
    yield from (c.reason or c.state for c in contacts)


def knee_figures(measure: LoadMeasure, trial: LoadedTrial, side: Side) -> list[KneeMeasure]:
    """Figures of a knee, without the loads of stances that the recording cuts short."""
    knee = trial.loads.knee
    if knee is None:
        return []
    own = [m for m in knee.measures if _is(m.definition.name, m.span.side, measure, side)]
    if not knee_definition(measure.quantity).needs_force:
        return own
    whole = whole_spans(trial.movement, np.asarray(trial.motion.poses.time.values, np.float64))
    cut = {(s.side, s.number) for s in whole if not s.on_plates}
    return [m for m in own if m.reason or (m.span.side, m.span.number) not in cut]


def borne(trial: LoadedTrial, loads: Loads, side: Side) -> Iterator[float]:
    """Share of the vertical force that a leg bears in each repetition [%]; NaN where a foot's is unknown."""
    force = loads.ground_at_frames.force.transpose("time", "side", "axis").values[..., 1]
    time = np.asarray(trial.motion.poses.time.values, np.float64)
    own = list(Side).index(side)
    for span in whole_spans(trial.movement, time):
        if span.side is side:
            inside = (time >= span.start) & (time <= span.end)
            whole = force[inside].sum() if span.on_plates and inside.any() else np.nan
            yield float(100.0 * force[inside, own].sum() / whole) if whole > 0.0 else np.nan


def _is(name: str, whose: Side | None, measure: LoadMeasure, side: Side) -> bool:
    return name == measure.quantity and whose is side


def _of_curves(measure: LoadMeasure, table: xr.DataArray, movement: Movement, side: Side) -> FloatArray:
    """(N,) of each stance or repetition on plates; a curve that is not known throughout gives none."""
    names, column = [str(c) for c in table.coordinate.values], f"{measure.quantity}_{side}"
    if column not in names:
        return np.zeros(0)
    curve = table.transpose("time", "coordinate").values[:, names.index(column)]
    time = np.asarray(table.time.values, np.float64)
    return measure.sign * read_curve(measure, curve, time, whole_spans(movement, time), side)


def read_curve(
    measure: LoadMeasure, curve: FloatArray, time: FloatArray, spans: Sequence[Span], side: Side
) -> FloatArray:
    """Read a measure, before its sign, off curves in each stance or repetition of a leg.

    Parameters
    ----------
    measure : LoadMeasure
    curve, time : (..., T) and (T,) [s].
    spans : stances and repetitions of the same trial, of both legs.
    side : Side

    Returns
    -------
    (..., N) of each on plates; NaN where the curve is not known throughout.
    """
    first, last = _SHARES[measure.definition.phase]
    values = []
    for span in spans:
        if span.side is side and span.on_plates and measure.pick is not None:
            percent = 100.0 * (time - span.start) / (span.end - span.start)
            values.append(pick(measure.pick, curve, percent, (first, last)))
    return np.stack(values, axis=-1) if values else np.zeros((*curve.shape[:-1], 0))
