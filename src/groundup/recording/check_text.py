"""The text of a check report, for a terminal."""

from collections.abc import Iterator

from groundup.quantities import Side
from groundup.recording.check_report import CheckReport, MarkerRow
from groundup.recording.measurable import Measurable

_LISTED = ("matched", "guessed", "cluster", "attached")
_LOW_COVERAGE = 0.95


def render(report: CheckReport) -> str:
    """Render a report as plain text, one fact a line."""
    return "\n".join(_lines(report))


def _lines(report: CheckReport) -> Iterator[str]:
    verdict = "can be analysed" if report.usable else "cannot be analysed as it is"
    yield f"{report.name}: {verdict}"
    yield from (f"  {sentence}" for sentence in report.contents)
    yield from _block("what is wrong", report.problems)
    yield f"marker set: {report.protocol or 'not recognised'}"
    yield f"axes: {report.axes or 'not found'}"
    yield from _marker_lines(report.markers)
    yield from _measurable_lines(report.measurable)
    yield from _block("notes", report.notes)


def _block(title: str, sentences: tuple[str, ...]) -> Iterator[str]:
    if sentences:
        yield f"{title}:"
        yield from (f"  - {sentence}" for sentence in sentences)


def _marker_lines(rows: tuple[MarkerRow, ...]) -> Iterator[str]:
    listed = [row for row in rows if row.how in _LISTED]
    if listed:
        label = max(len(row.label) for row in listed)
        meaning = max(len(row.meaning) for row in listed)
        yield "markers (label, read as, how, seen):"
        for row in listed:
            flag = "  gaps" if row.coverage < _LOW_COVERAGE else ""
            yield f"  {row.label:<{label}}  {row.meaning:<{meaning}}  {row.how:<8}  {row.coverage:4.0%}{flag}"
    for how, title in (
        ("virtual", "computed points, not used"),
        ("unused", "markers not used"),
        ("never seen", "named and never seen"),
    ):
        labels = [row.label for row in rows if row.how == how]
        if labels:
            yield f"{title} ({len(labels)}): {', '.join(labels)}"


def _measurable_lines(items: tuple[Measurable, ...]) -> Iterator[str]:
    if not items:
        return
    yield "can be measured:"
    for item in items:
        if item.possible:
            sides = [str(side) for side in Side if str(side) not in item.missing]
            only = "" if len(sides) == len(Side) else f" ({' and '.join(sides)} only)"
            yield f"  + {item.what}{only}"
    gone = [item for item in items if item.missing]
    if gone:
        yield "cannot be measured:"
        yield from (f"  - {item.what}: {_reasons(item)}" for item in gone)


def _reasons(item: Measurable) -> str:
    said = set(item.missing.values())
    if len(said) == 1 and ("" in item.missing or len(item.missing) == len(Side)):
        return said.pop()
    return "; ".join(f"{side}: {reason}" for side, reason in item.missing.items())
