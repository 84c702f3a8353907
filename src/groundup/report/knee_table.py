"""Figures of the knee as tables: each leg's mean over its stances or repetitions, by what they tell of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundup.evidence import row
from groundup.loads.knee.measure import Definition, KneeMeasure, definition
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.report.words import NONE, number, spread


@dataclass(frozen=True)
class FigureRow:
    """One figure: its label, unit, each leg's value in words, and a remark under it."""

    label: str
    unit: str
    values: tuple[str, ...]
    small: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True)
class KneeTable:
    """Figures that tell of one thing, what they rest on, and why some are missing."""

    title: str
    words: str
    rows: tuple[FigureRow, ...]
    rests_on: tuple[str, ...]
    missing: tuple[str, ...]


_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Inner compartment",
        "The adduction moment presses the inner half of the joint together. It stands for that load, and is "
        "not it: contact forces need the muscles, which are left out here. “10 mm: ±” is what a knee centre "
        "10 mm beside the true one would make of it.",
        (
            "adduction_moment_peak",
            "adduction_moment_peak_1",
            "adduction_moment_peak_2",
            "adduction_moment_impulse",
            "adduction_lever_arm",
            "adduction_moment_static",
            "abduction_moment_peak",
        ),
    ),
    (
        "Kneecap",
        "From the knee moment to the quadriceps, to the force between kneecap and thigh bone, and spread "
        "over the area that touches. No stress here is compared with a norm, and none tells of pain.",
        (
            "flexion_moment_peak",
            "flexion_moment_impulse",
            "quadriceps_force_peak",
            "patellofemoral_force_peak",
            "patellofemoral_force_net",
            "patellofemoral_force_impulse",
            "patellofemoral_stress_peak",
            "patellofemoral_area",
            "knee_flexion_at_stress",
        ),
    ),
    (
        "Axial twist",
        "How far the tibia turns on the thigh bone, how it follows the rearfoot's eversion, and the moment "
        "that turns it.",
        (
            "tibial_rotation_range",
            "tibial_rotation_excursion",
            "tibial_rotation_peak_time",
            "eversion_excursion",
            "coupling_ratio",
            "coupling_slope",
            "coupling_r",
            "coupling_delay",
            "internal_rotation_moment_peak",
            "external_rotation_moment_peak",
        ),
    ),
    (
        "Iliotibial band",
        "Strain of a path from the pelvis over the outer thigh to the tibia, and the time it lies at the "
        "epicondyle while the leg is loaded. A strain, never a tension.",
        ("itb_strain_peak", "itb_strain_rate_peak", "itb_zone_time", "itb_zone_share"),
    ),
)
# Beside a person's own figures, where the task is the same: what healthy people have.
_PUBLISHED = {
    (Task.WALKING, "adduction_moment_peak_1"): "N082.peak_1",
    (Task.WALKING, "adduction_moment_peak_2"): "N083.peak_2",
    (Task.WALKING, "patellofemoral_force_peak"): "C37.walking",
    (Task.RUNNING, "patellofemoral_force_peak"): "C37.running",
}
_UNITS = {"mm2": "mm²", "1": "", "deg": "°", "N m/kg": "N·m/kg", "N m s/kg": "N·m·s/kg", "BW s": "BW·s"}


def knee_tables(measures: Sequence[KneeMeasure], task: Task) -> tuple[KneeTable, ...]:
    """Make the tables of one trial; a table without any value is left out where nothing explains it."""
    found = []
    for title, words, names in _GROUPS:
        known = [m for m in measures if m.definition.name in names]
        rows = [_row(definition(name), known, task) for name in names]
        shown = tuple(r for r in rows if any(v != NONE for v in r.values))
        rests_on = dict.fromkeys(
            m.definition.rests_on for m in known if np.isfinite(m.value) and m.definition.rests_on
        )
        # What only adds to another one says that one again.
        longest = tuple(t for t in rests_on if not any(o != t and o.startswith(t) for o in rests_on))
        if shown or known:
            found.append(KneeTable(title, words, shown, longest, _missing(known)))
    return tuple(found)


def _row(told: Definition, measures: Sequence[KneeMeasure], task: Task) -> FigureRow:
    values, small = [], []
    for side in Side:
        own = [m for m in measures if m.span.side is side and m.definition is told and np.isfinite(m.value)]
        numbers = np.array([m.value for m in own])
        sd = float(numbers.std(ddof=1)) if len(own) > 1 else float("nan")
        mean = float(numbers.mean()) if len(own) else float("nan")
        values.append(spread(mean, sd, told.decimals))
        small.append(_bounds(own, told))
    return FigureRow(
        told.label, _UNITS.get(told.unit, told.unit), tuple(values), tuple(small), _published(told, task)
    )


def _bounds(own: Sequence[KneeMeasure], told: Definition) -> str:
    """Give the mean interval of the single figures, and what it bounds them by."""
    bounded = [m for m in own if np.isfinite(m.low) and np.isfinite(m.high)]
    if not bounded:
        return ""
    low, high = (float(np.mean([getattr(m, end) for m in bounded])) for end in ("low", "high"))
    if bounded[0].bounds.startswith("95 %"):
        return f"{number(low, told.decimals)} to {number(high, told.decimals)}"
    return f"10 mm: ± {number(0.5 * (high - low), told.decimals)}"


def _published(told: Definition, task: Task) -> str:
    found = _PUBLISHED.get((task, told.name))
    if found is None:
        return ""
    figure = row(found)
    return (
        f"{figure.population}: {spread(figure.value, figure.spread or float('nan'), told.decimals)} "
        f"({figure.citation})"
    )


def _missing(measures: Sequence[KneeMeasure]) -> tuple[str, ...]:
    """Say once, per leg, why figures are missing where a leg has none of them."""
    reasons: dict[tuple[str, str], list[Side]] = {}
    for side in Side:
        own = [m for m in measures if m.span.side is side]
        for name in dict.fromkeys(m.definition.name for m in own):
            same = [m for m in own if m.definition.name == name]
            if not any(np.isfinite(m.value) for m in same):
                label = same[0].definition.label.removeprefix("… ")
                reasons.setdefault((same[0].reason, label), []).append(side)
    told: dict[tuple[str, tuple[Side, ...]], list[str]] = {}
    for (reason, label), sides in reasons.items():
        told.setdefault((reason, tuple(sides)), []).append(label)
    return tuple(
        f"{' and '.join(sides).capitalize()}: {reason} ({_listed(labels)})."
        for (reason, sides), labels in told.items()
    )


def _listed(labels: Sequence[str]) -> str:
    shown = [label[:1].lower() + label[1:] for label in labels]
    return "; ".join(shown) if len(shown) <= 3 else f"{'; '.join(shown[:2])}; and {len(shown) - 2} more"
