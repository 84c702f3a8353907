"""How sure the numbers are: what intervals rest on, what is withheld, and what has none."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundup.assessment import Analysis
from groundup.findings.measure import Measure
from groundup.quantities import Side
from groundup.report.words import plural
from groundup.uncertainty.ensemble_summary import why_none
from groundup.uncertainty.withhold import WITHHELD


@dataclass(frozen=True)
class Sureness:
    """What the section says.

    Attributes
    ----------
    lead : str
    changed : (error, part, size here, published size, source) of sizes that are the laboratory's own.
    withheld : (measure, reason).
    without : (reason, measures) that have no interval.
    """

    lead: str
    changed: tuple[tuple[str, str, str, str, str], ...]
    withheld: tuple[tuple[str, str], ...]
    without: tuple[tuple[str, str], ...]


def sureness(analysis: Analysis) -> Sureness:
    """Gather what a reader must know of the intervals of this report."""
    ensemble = analysis.ensemble
    if ensemble is None:
        why = why_none(None, brought=analysis.subject.model is not None)
        return Sureness(f"No number of this report has an interval: {why}.", (), (), ())
    changed = tuple(
        (
            own.label,
            own.part.replace("_", " "),
            _size(own.value, own.unit),
            _size(known.value, known.unit),
            own.source,
        )
        for own, known in ensemble.errors.changes
    )
    lead = (
        f"Intervals hold the truth in 90 of 100 such measurements; they rest on {ensemble.members} versions "
        "of the person that could have made the same recording, each with errors of its own."
    )
    if changed:
        file, count = ensemble.errors.file, plural(len(changed), "size")
        lead += f" Of their errors {count} here are the laboratory's own ({file}), not the published."
    return Sureness(lead, changed, _withheld(analysis.measures), _without(analysis.measures))


def withheld_words(analysis: Analysis) -> tuple[str, ...]:
    """Sentences on what is withheld, for the head of the page; empty where nothing is."""
    found = _withheld(analysis.measures)
    if not found:
        return ()
    names = "; ".join(name for name, _ in found)
    return (
        f"{plural(len(found), 'measure')} withheld, as the interval is too wide to tell anything: {names}. "
        "The methods say how wide, and which error to make smaller.",
    )


def _withheld(measures: Sequence[Measure]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_name(one), one.reason.removeprefix(WITHHELD)) for one in measures if one.reason.startswith(WITHHELD)
    )


def _without(measures: Sequence[Measure]) -> tuple[tuple[str, str], ...]:
    """Measures without interval by reason; a measure of both legs is named once."""
    by_reason: dict[str, dict[str, list[Side]]] = {}
    for one in measures:
        if one.n and one.no_interval:
            words = one.no_interval.removeprefix("no interval: ")
            by_reason.setdefault(words, {}).setdefault(f"{one.definition.label} ({one.task})", []).append(
                one.side
            )
    return tuple(
        (
            reason[:1].upper() + reason[1:],
            "; ".join(name if len(sides) > 1 else f"{name}, {sides[0]}" for name, sides in named.items()),
        )
        for reason, named in by_reason.items()
    )


def _name(measure: Measure) -> str:
    return f"{measure.definition.label}, {measure.side} ({measure.task})"


def _size(value: float, unit: str) -> str:
    return f"{value:.3g}" + ("°" if unit == "deg" else "" if unit == "1" else f" {unit}")
