"""work.csv, impact.csv, base.csv and their part of summary.json: what is written of known figures."""

import csv
import io
from types import SimpleNamespace

from groundup.exchange.base_summary import base_summary
from groundup.exchange.figures_csv import figures_csv
from groundup.exchange.work_csv import work_csv
from groundup.loads.figure import Figure, FigureDefinition
from groundup.loads.loads import NoLoads
from groundup.loads.phases import Phase
from groundup.loads.work import JointWork
from groundup.motion.task import Task
from groundup.quantities import Side

NAN = float("nan")
PHASE = Phase(Side.LEFT, 2, "loading response", 1.0, 1.1, on_plates=True)
HEIGHT = FigureDefinition("height", "Height", "mm", 1, "as told")


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_joint_in_a_row_with_units_in_the_column_names() -> None:
    knee = JointWork(PHASE, "knee", 0.01, -0.05, 62.5, 1.0, "flexion, adduction")
    blank = JointWork(PHASE, "midfoot", NAN, NAN, NAN, 0.0, "dorsiflexion", "no marker")
    first, second = _rows(work_csv([knee, blank]))
    assert (first["side"], first["number"], first["phase"], first["joint"]) == (
        "left",
        "2",
        PHASE.name,
        "knee",
    )
    assert (first["positive_J_per_kg"], first["negative_J_per_kg"]) == ("0.0100", "-0.0500")
    assert (first["share_of_absorbed_percent"], first["axes"]) == ("62.5", "flexion, adduction")
    assert (second["negative_J_per_kg"], second["why_not_measurable"]) == ("", "no marker")


def test_a_figure_of_both_feet_says_so() -> None:
    (row,) = _rows(figures_csv([Figure(HEIGHT, None, 1, 0.0, 5.0, 12.25)]))
    assert (row["side"], row["value"], row["unit"], row["definition"]) == ("both", "12.2500", "mm", "as told")


def test_summary_tells_medians_or_why_there_is_none() -> None:
    figures = (
        *(Figure(HEIGHT, Side.LEFT, n, 0.0, 1.0, v) for n, v in enumerate((3.0, 9.0, 4.0), start=1)),
        Figure(HEIGHT, Side.RIGHT, 1, 0.0, 1.0, NAN, "not seen"),
    )
    loads = NoLoads("no plates", base=SimpleNamespace(figures=figures))
    told = base_summary(loads, Task.WALKING)
    assert told["base"]["height"] == {
        "unit": "mm",
        "left": {"value": 4.0, "n": 3},
        "right": {"not_measurable": "not seen"},
    }
    assert told["absorbed"] == {"phase": "loading response", "share_percent": {}}
