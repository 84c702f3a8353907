"""Tables of the manual made from the program itself, so that they cannot fall behind it."""

from pathlib import Path

from groundup.evidence import rows
from groundup.loads.knee.measure import DEFINITIONS
from groundup.quantities import ANGLES, Side
from groundup.recording.protocol import protocols


def write(folder: Path) -> None:
    """Write every table as Markdown into `folder`."""
    for name, text in (
        ("columns", _columns()),
        ("protocols", _protocols()),
        ("evidence", _evidence()),
        ("knee_figures", _knee_figures()),
    ):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def _columns() -> str:
    lines = []
    for angle in ANGLES:
        names = ", ".join(f"`{angle.column(side)}`" for side in (tuple(Side) if angle.sided else (None,)))
        lines.append((names, angle.plane, angle.positive, angle.negative, angle.zero))
    return _table(("column", "plane", "positive", "negative", "zero"), lines)


def _protocols() -> str:
    text = []
    for protocol in protocols():
        text += [f"## {protocol.title}", "", f"`{protocol.name}`. {protocol.citation}", ""]
        rows_ = [
            (key.replace("_", " "), ", ".join(f"`{label}`" for label in labels))
            for key, labels in protocol.landmarks.items()
        ]
        rows_ += [
            (f"{key.replace('_', ' ')} (moves with it)", ", ".join(f"`{label}`" for label in labels))
            for key, labels in protocol.technical.items()
        ]
        if rows_:
            text += [_table(("landmark", "labels"), rows_)]
        text += [f"- {note}" for note in protocol.notes] + [""]
    return "\n".join(text)


def _evidence() -> str:
    lines = []
    for row in rows().values():
        spread = "" if row.spread is None else f" ± {row.spread:g}"
        source = row.citation + (f", doi {row.doi}" if row.doi else "")
        lines.append(
            (
                row.id,
                row.quantity,
                f"{row.value:g}{spread} {row.unit}",
                row.population,
                source,
                row.confidence,
            )
        )
    return _table(("id", "quantity", "value", "population", "source", "checked"), lines)


def _knee_figures() -> str:
    lines, whole = [], ""
    for d in DEFINITIONS:
        if not d.label.startswith("… "):
            whole = d.label.partition(",")[0]
        meaning = d.label.replace("… ", f"{whole}: ", 1) if d.label.startswith("… ") else d.label
        lines.append((f"`{d.name}`", meaning, d.unit, d.rests_on))
    return _table(("measure", "meaning", "unit", "rests on"), lines)


def _table(head: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    text = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    text += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines]
    return "\n".join(text) + "\n"
