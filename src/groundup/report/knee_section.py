"""The section "What the knee carries": pictures, curves, tables and what cannot be had, per trial."""

from dataclasses import dataclass

from markupsafe import Markup

from groundup.assessment import Analysis, TrialResult
from groundup.loads.knee.frontal_view import FrontalView
from groundup.loads.knee.span import Span
from groundup.loads.loads import Loads
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.report.knee_curves import LoadChart, knee_charts
from groundup.report.knee_table import KneeTable, knee_tables
from groundup.report.leg_picture import draw_leg
from groundup.report.muscle_charts import MusclePage, muscle_page
from groundup.report.words import number, plural

CANNOT = (
    "How the kneecap tracks in its groove, how far cartilage is compressed and how far ligaments are "
    "strained cannot be had from markers on the skin, and are not told here."
)


@dataclass(frozen=True)
class LegPicture:
    """A leg drawn from the front, and what is to be seen in words."""

    side: str
    drawing: Markup
    words: str


@dataclass(frozen=True)
class KneeSection:
    """What one trial says of the knees; `place` is its own among the trials."""

    place: int
    name: str
    task: str
    counts: str
    reason: str
    pictures: tuple[LegPicture, ...]
    charts: tuple[LoadChart, ...]
    tables: tuple[KneeTable, ...]
    muscles: MusclePage | None
    notes: tuple[str, ...]
    single: bool


def knee_sections(analysis: Analysis) -> tuple[KneeSection, ...]:
    """Tell every trial that has stances or repetitions."""
    found = (
        _section(trial, place)
        for place, trial in enumerate(analysis.trials)
        if trial.movement.task is not Task.STANDING
    )
    return tuple(section for section in found if section is not None)


def _section(trial: TrialResult, place: int) -> KneeSection | None:
    loads = trial.loads
    knee = loads.knee
    if knee is None or not knee.measures:
        return None
    spans = tuple(dict.fromkeys(m.span for m in knee.measures))
    reason = "" if isinstance(loads, Loads) else loads.reason
    pictures = [
        LegPicture(str(v.side), draw_leg(v), _picture_words(v))
        for v in sorted(knee.views, key=lambda v: v.side is Side.LEFT)
    ]
    return KneeSection(
        place=place,
        name=trial.recording.name,
        task=str(trial.movement.task),
        counts=_counts(spans),
        reason=reason,
        pictures=tuple(pictures),
        charts=knee_charts(knee.curves, spans),
        tables=knee_tables(knee.measures, trial.movement.task),
        muscles=muscle_page(loads.muscles, spans),
        notes=tuple(note[:1].upper() + note[1:] for note in knee.notes),
        single=any(sum(s.side is side for s in spans) > 1 for side in Side),
    )


def _counts(spans: tuple[Span, ...]) -> str:
    """Say how many stances or repetitions the figures are of, and on how many the force was measured."""
    noun = "stance" if any(span.stance for span in spans) else "repetition"
    legs = []
    for side in Side:
        own = [span for span in spans if span.side is side]
        measured = sum(span.on_plates for span in own)
        legs.append(f"{side}: {plural(len(own), noun)}, {measured} with the force measured")
    return f"{'; '.join(legs)}.".capitalize()


def _picture_words(view: FrontalView) -> str:
    where = "inside" if view.lever_arm >= 0.0 else "outside"
    turns = "adducts" if view.static_moment >= 0.0 else "abducts"
    rest = view.moment - view.static_moment
    arm = number(abs(1000.0 * view.lever_arm), 0)
    return (
        f"At {number(view.time, 2)} s the ground force passes {arm} mm to "
        f"the {where} of the knee centre and {turns} it by {number(abs(view.static_moment), 2)} N·m/kg. "
        f"Weight and inertia of shank and foot change that by {number(rest, 2)}: the external adduction "
        f"moment is {number(view.moment, 2)} N·m/kg."
    )
