"""``knee_loads.csv``: what each knee carried, tidy: one row per figure of each stance or repetition."""

from collections.abc import Iterator

from groundup.exchange.csv_text import csv_text, number
from groundup.loads.knee.knee_loads import KneeLoads
from groundup.loads.knee.measure import KneeMeasure
from groundup.loads.muscle_activity import Cocontraction, MuscleActivity

COLUMNS = (
    "side",
    "span",
    "number",
    "start_s",
    "end_s",
    "measure",
    "value",
    "low",
    "high",
    "bounds",
    "unit",
    "at_s",
    "why_not_measurable",
    "rests_on",
)
_DECIMALS = 4
_TIME_DECIMALS = 6
_MUSCLES = "surface electromyograms, each divided by its own peak in the trial"


def knee_loads_csv(knee: KneeLoads, muscles: MuscleActivity | None) -> str:
    """Text of the table.

    Parameters
    ----------
    knee : KneeLoads
    muscles : MuscleActivity or None
        Its co-contraction indices follow the knee's figures.

    Notes
    -----
    `low` and `high` bound a value by what `bounds` says: "95 %", or "10 mm of knee centre" (what a knee
    centre 10 mm beside the true one would make of it). `at_s` is the instant of a peak.
    """
    indices = [] if muscles is None else muscles.cocontraction
    return csv_text(COLUMNS, [*map(_row, knee.measures), *(row for one in indices for row in _indices(one))])


def _row(measure: KneeMeasure) -> tuple[str, ...]:
    span, told = measure.span, measure.definition
    return (
        span.side,
        "stance" if span.stance else "repetition",
        str(span.number),
        number(span.start, _TIME_DECIMALS),
        number(span.end, _TIME_DECIMALS),
        told.name,
        number(measure.value, _DECIMALS),
        number(measure.low, _DECIMALS),
        number(measure.high, _DECIMALS),
        measure.bounds,
        told.unit,
        number(measure.at, _TIME_DECIMALS),
        measure.reason,
        told.rests_on,
    )


def _indices(index: Cocontraction) -> Iterator[tuple[str, ...]]:
    names = f"{index.pair.first}/{index.pair.second}"
    span = index.span
    for stem, value, unit in (
        ("cocontraction_rudolph", index.rudolph, "1"),
        ("cocontraction_falconer_winter", index.falconer_winter, "%"),
    ):
        yield (
            span.side,
            "stance" if span.stance else "repetition",
            str(span.number),
            number(span.start, _TIME_DECIMALS),
            number(span.end, _TIME_DECIMALS),
            f"{stem}_{index.pair.joint}:{names}",
            number(value, _DECIMALS),
            "",
            "",
            "",
            unit,
            "",
            "",
            _MUSCLES,
        )
