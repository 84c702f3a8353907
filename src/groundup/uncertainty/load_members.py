"""The named measures of loads, read for every member as they are read for the recording itself."""

from collections.abc import Iterator, Mapping

import numpy as np

from groundup.findings.load_measures import LoadMeasure, Source
from groundup.findings.read_loads import LoadedTrial, read_curve
from groundup.loads.cycle_loads import told_rows
from groundup.loads.joint_axes import STEMS
from groundup.loads.knee.figures import force_readings
from groundup.loads.knee.kinematic_figures import band_readings, twist_readings
from groundup.loads.knee.measure import Reading
from groundup.loads.knee.span import Span
from groundup.loads.knee.window import Window
from groundup.loads.loads import Loads
from groundup.loads.phases import ABSORBING
from groundup.loads.work import JOINTS, JointWork, absorbed_shares, areas
from groundup.mechanics.tree import FloatArray
from groundup.motion.at_instants import at_instants
from groundup.motion.cycles import PERCENT
from groundup.quantities import Side
from groundup.uncertainty.load_curves import LoadCurves
from groundup.uncertainty.own_loads import OwnLoads

Readings = Mapping[str, FloatArray]


class MemberReadings:
    """Measures of loads of the members of one trial.

    Parameters
    ----------
    own : OwnLoads
        Of the recording as analysed: which stances and repetitions are told is its own.
    curves : LoadCurves
        Of the same trial.
    """

    def __init__(self, own: OwnLoads, curves: LoadCurves) -> None:
        self._own = own
        self._trial = own.trial
        self._curves = curves
        self._knee: dict[tuple[Side, int], Readings] = {}

    def read(self, measure: LoadMeasure, side: Side) -> FloatArray:
        """(E, N) the measure in each stance or repetition of a leg; NaN where the recording itself has none.

        Parameters
        ----------
        measure : LoadMeasure
        side : Side
        """
        own = self._own.values[measure, side]
        members = len(self._curves.scale)
        if not len(own):
            return np.zeros((members, 0))
        match measure.source:
            case Source.MOMENTS | Source.POWERS:
                found = self._of_curve(measure, side)
            case Source.KNEE:
                found = self._of_knee(measure, side)
            case Source.IMPACT:
                # These figures grow as the force does.
                return own * (1.0 + self._curves.scale[:, [list(Side).index(side)]])
            case Source.BORNE:
                gain = 1.0 + self._curves.scale
                mine = own * gain[:, [list(Side).index(side)]]
                return 100.0 * mine / (mine + (100.0 - own) * gain[:, [list(Side).index(side.other)]])
            case _:
                found = self._absorbed(measure, side)
        return np.where(np.isfinite(own), measure.sign * found, np.nan)

    def _of_curve(self, measure: LoadMeasure, side: Side) -> FloatArray:
        curves = self._curves
        table = curves.moments if measure.source is Source.MOMENTS else curves.powers
        curve = table[f"{measure.quantity}_{side}"]
        return read_curve(measure, curve, curves.time, self._own.spans, side)

    def _of_knee(self, measure: LoadMeasure, side: Side) -> FloatArray:
        blank = np.full(len(self._curves.scale), np.nan)
        columns = [
            self._readings(span).get(measure.quantity, blank) for span in self._own.knee[measure, side]
        ]
        return np.stack([np.broadcast_to(column, blank.shape) for column in columns], axis=-1)

    def _readings(self, span: Span) -> Readings:
        """Everything read off one span of one knee."""
        key = (span.side, span.number)
        if key not in self._knee:
            self._knee[key] = {r.name: r.value for r in self._read_span(span)}
        return self._knee[key]

    def _read_span(self, span: Span) -> Iterator[Reading]:
        trial, curves = self._trial, self._curves
        window = Window(curves.time, curves.knee[span.side], span)
        percent = 100.0 * (window.time - span.start) / (span.end - span.start)
        yield from twist_readings(window["inward_turn"], window["eversion"], percent)
        measured = isinstance(trial.loads, Loads) and span.on_plates
        vertical = window["vertical_force"] if measured else None
        strain, rate, bend = (window[name] for name in ("itb_strain", "itb_strain_rate", "knee_flexion"))
        yield from band_readings(strain, rate, bend, vertical, span)
        if isinstance(trial.loads, Loads) and span.on_plates:
            yield from force_readings(window, trial.loads.body_mass)

    def _absorbed(self, measure: LoadMeasure, side: Side) -> FloatArray:
        trial = self._trial
        works = trial.loads.work if isinstance(trial.loads, Loads) else ()
        name = ABSORBING.get(trial.movement.task)
        own = [w for w in works if w.phase.name == name and w.phase.side is side]
        blank = np.full(len(self._curves.scale), np.nan)
        columns = [self._share(w, own) for w in own if w.joint == measure.quantity]
        return np.stack([blank if c is None else c for c in columns], axis=-1)

    def _share(self, work: JointWork, others: list[JointWork]) -> FloatArray | None:
        """(E,) share of a joint in what the leg absorbs [%]; None where the recording itself has none."""
        counted = [w for w in others if w.phase == work.phase and np.isfinite(w.share)]
        if work not in counted:
            return None
        return absorbed_shares([self._negative(w) for w in counted])[counted.index(work)]

    def _negative(self, work: JointWork) -> FloatArray:
        words = work.axes.split(", ")
        stems = [stem for stem in JOINTS[work.joint] if stem.partition("_")[2] in words]
        power = np.sum([self._curves.powers[f"{stem}_{work.phase.side}"] for stem in stems], axis=0)
        return areas(self._curves.time, power, work.phase.start, work.phase.end)[1]


def member_cycles(trial: LoadedTrial, curves: LoadCurves) -> dict[tuple[str, Side], FloatArray]:
    """Cut the members' moments and powers into the repetitions that are told of each leg.

    Parameters
    ----------
    trial : LoadedTrial
    curves : LoadCurves
        Of the same trial.

    Returns
    -------
    (``moments.`` or ``powers.`` and the stem, leg) -> (E, N, 101) [N m/kg], [W/kg].
    """
    loads, cycles = trial.loads, trial.movement.cycles
    if not isinstance(loads, Loads) or not cycles:
        return {}
    found = {}
    for side in Side:
        told = [cycles[i] for i in told_rows(loads.curves, side)]
        at = [c.start + PERCENT / 100.0 * (c.end - c.start) for c in told]
        for name, table in (("moments", curves.moments), ("powers", curves.powers)):
            for stem in STEMS if told else ():
                column = f"{stem}_{side}"
                if column in table:
                    cut = [at_instants(when, curves.time, table[column], np.nan) for when in at]
                    found[f"{name}.{stem}", side] = np.stack(cut, axis=1)
    return found
