"""The page of a comparison: what changed between two results of a person, and their curves overlaid."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from groundup.exchange.result_curves import read_curves
from groundup.findings.change import BETWEEN, Change, Outcome
from groundup.plan.visit import Visit, read_visit
from groundup.report.environment import asset, environment
from groundup.report.overlaid import Curves, overlays
from groundup.report.words import NONE, decimals_for, number


@dataclass(frozen=True)
class Result:
    """One of the two results.

    Attributes
    ----------
    name : str
    curves : of every repetition; empty where the folder holds none.
    visit : what it tells of the person; None where the folder holds a table of measures alone.
    """

    name: str
    curves: Curves
    visit: Visit | None


def result_of(folder: Path) -> Result:
    """Read what a comparison shows of a result folder beside its measures.

    Raises
    ------
    BadInputError
        If the folder is damaged.
    """
    whole = (folder / "assessment.json").is_file()
    name = folder.name or str(folder)
    return Result(name, read_curves(folder), read_visit(folder) if whole else None)


@dataclass(frozen=True)
class Row:
    """One change as told."""

    label: str
    where: str
    leg: str
    key: str
    before: str
    after: str
    change: str
    detectable: str
    direction: str
    reason: str
    repetitions: str


@dataclass(frozen=True)
class Group:
    """Changes of one outcome."""

    key: str
    title: str
    lead: str
    rows: tuple[Row, ...]


_TOLD = {
    Outcome.CHANGED: ("changed", "Changed", "By more than the error between sessions, the biggest first."),
    Outcome.UNCHANGED: (
        "unchanged",
        "Unchanged within error",
        "What change there is lies within the error between sessions.",
    ),
    Outcome.CANNOT_TELL: (
        "open",
        "Can't tell",
        "Measured both times, and yet the change cannot be told from error.",
    ),
}


def comparison_page(before: Result, after: Result, changes: Sequence[Change]) -> str:
    """Render the page.

    Parameters
    ----------
    before, after : Result
    changes : in the order they are told.

    Returns
    -------
    str
        One self-contained HTML page.
    """
    counts = Counter(change.outcome for change in changes if isfinite(change.change))
    absent = Counter(change.reason for change in changes if not isfinite(change.change))
    return (
        environment()
        .get_template("comparison.html.j2")
        .render(
            css=asset("page.css") + asset("comparison.css") + asset("print.css"),
            script=asset("page.js"),
            before=before,
            after=after,
            visits=[v for v in (before.visit, after.visit) if v is not None],
            synthetic=any(r.visit is not None and r.visit.synthetic for r in (before, after)),
            counts=[(counts[one], *_TOLD[one][:2]) for one in Outcome],
            groups=[_group(one, changes) for one in Outcome],
            absent=absent.most_common(),
            overlays=overlays(before.curves, after.curves),
        )
    )


def _group(outcome: Outcome, changes: Sequence[Change]) -> Group:
    own = [c for c in changes if c.outcome is outcome and isfinite(c.change)]
    return Group(*_TOLD[outcome], tuple(_row(change) for change in own))


def _row(change: Change) -> Row:
    decimals = decimals_for(change.unit)
    between = change.side == BETWEEN
    signed = number(change.change, decimals)
    limit = number(change.detectable, decimals)
    unit = "°" if change.unit == "deg" else f" {change.unit}"
    return Row(
        label=change.label,
        where=f"{change.task}, {change.phase}",
        leg="left − right" if between else change.side,
        key="between" if between else change.side,
        before=number(change.before, decimals),
        after=number(change.after, decimals),
        change=f"{'+' if change.change > 0.0 else ''}{signed}{unit}",
        detectable=f"{limit}{unit}" if limit != NONE else NONE,
        direction=change.direction.replace("named side", f"{change.side} side"),
        reason=change.reason,
        repetitions=f"{change.n_before} / {change.n_after}",
    )
