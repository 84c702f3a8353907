"""The page of a comparison: red flags first, what changed, curves over each other, nothing from elsewhere."""

import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from groundup.exchange.csv_tables import CYCLE_COLUMNS
from groundup.exchange.measures_csv import measures_csv, read_measures
from groundup.exchange.result_curves import read_curves
from groundup.findings.change import changes
from groundup.motion.task import Task
from groundup.plan.visit import Visit
from groundup.quantities import BadInputError, Side
from groundup.report.comparison_page import Result, comparison_page, result_of
from groundup.report.overlaid import overlays
from tests.findings.made import made
from tests.report.test_page import Checker

KNEE, FORCE = "knee_flexion_loading_peak", "patellofemoral_force_peak"
BUMP = 60.0 * np.sin(np.linspace(0.0, np.pi, 101))


def curves(scale: float, n: int = 3) -> dict[tuple[Task, str, str], np.ndarray]:
    repetitions = np.stack([scale * BUMP + k for k in range(n)])
    return {(Task.WALKING, str(side), "knee_flexion"): repetitions for side in Side}


def visit(folder: str, headline: str, *, raised: bool = False, clear: bool = False) -> Visit:
    day = date(2026, 1, 2)
    return Visit(Path(folder), day, True, "", "", None, False, headline, raised, clear, (), (), {}, ())


def told(tmp_path: Path) -> tuple[object, ...]:
    rows = []
    for name, knee in (("one", 20.0), ("two", 31.0)):
        (tmp_path / name).mkdir()
        table = measures_csv([made(KNEE, knee), made(FORCE, knee / 10.0)])
        (tmp_path / name / "measures.csv").write_text(table, encoding="utf-8")
        rows.append(read_measures(tmp_path / name))
    return changes(*rows)


def page(tmp_path: Path, **more: object) -> str:
    after = more.get("after", visit("after", "No red flag.", clear=True))
    before = Result("<b>natural</b>", curves(1.0), visit("before", "No red flag.", clear=True))
    return comparison_page(before, Result("heel lift", curves(0.8), after), told(tmp_path))  # type: ignore[arg-type]


def test_the_page_is_whole_and_takes_nothing_from_elsewhere(tmp_path: Path) -> None:
    html = page(tmp_path)
    checker = Checker()
    checker.feed(html)
    assert not checker.stack
    assert len(checker.ids) == len(set(checker.ids))
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", html)
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "")
    assert "<b>natural</b>" not in html, "a name is text"
    anchors = [value for tag, key, value in checker.attributes if tag == "a" and key == "href"]
    assert {a.removeprefix("#") for a in anchors} <= set(checker.ids)


def test_red_flags_come_before_any_number(tmp_path: Path) -> None:
    html = page(tmp_path, after=visit("after", "Emergency: see a doctor today.", raised=True))
    assert html.index("Emergency: see a doctor today.") < html.index('class="counts"')
    assert "what was measured can wait" in html


def test_a_folder_of_measures_alone_says_that_red_flags_are_not_known(tmp_path: Path) -> None:
    found = told(tmp_path)
    html = comparison_page(*(result_of(tmp_path / name) for name in ("one", "two")), found)  # type: ignore[arg-type]
    assert "Red flags not known" in html
    assert "no curves can be laid over each other" in html


def test_what_changed_is_told_with_its_limit_and_what_cannot_with_its_reason(tmp_path: Path) -> None:
    html = page(tmp_path)
    changed = html[html.index('id="changed"') : html.index('id="unchanged"')]
    assert all(text in changed for text in ("20.0", "31.0", "+11.0°", "5.0°", "towards flexion"))
    left_open = html[html.index('id="open"') :]
    assert "no change that exceeds the error between sessions is published" in left_open


def test_each_leg_has_both_curves_and_the_spread_of_its_repetitions() -> None:
    left, right = overlays(curves(1.0), curves(0.8))
    assert (left.key, right.key) == ("left", "right")
    assert left.counts == "3 gait cycles before, 3 after"
    (cell,) = [cell for _, row in left.rows for cell in row if cell is not None]
    chart = str(cell.chart)
    assert [chart.count(f'"mean {when}"') for when in ("before", "after")] == [1, 1]
    assert [chart.count(f'"band {when}"') for when in ("before", "after")] == [1, 1]
    assert [r.text for r in cell.ranges] == ["1 to 61°", "1 to 49°"]


def test_one_repetition_has_no_spread_and_a_task_in_one_result_no_curves() -> None:
    (left, _) = overlays(curves(1.0, 1), curves(0.8))
    (cell,) = [cell for _, row in left.rows for cell in row if cell is not None]
    assert '"band before"' not in str(cell.chart)
    squat = {(Task.SQUAT, side, angle): values for (_, side, angle), values in curves(1.0).items()}
    assert overlays(curves(1.0), squat) == ()


def _write(folder: Path, *rows: tuple[str, ...]) -> Path:
    lines = [",".join(CYCLE_COLUMNS), *(",".join(row) for row in rows)]
    (folder / "cycles.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    trials = {"trials": [{"name": "walk", "task": "walking"}]}
    (folder / "summary.json").write_text(json.dumps(trials), encoding="utf-8")
    return folder


def test_curves_are_read_back_from_a_result(tmp_path: Path) -> None:
    points = [
        ("walk", "left", c, "knee_flexion", p, v) for c in "12" for p, v in (("0", "10"), ("100", "20"))
    ]
    found = read_curves(_write(tmp_path, *points))
    (values,) = found.values()
    assert list(found) == [(Task.WALKING, "left", "knee_flexion")]
    assert values.shape == (2, 101)
    assert values[:, 50] == pytest.approx([15.0, 15.0])


@pytest.mark.parametrize("value", ["much", "nan;"])
def test_damaged_curves_are_refused_in_one_sentence(tmp_path: Path, value: str) -> None:
    with pytest.raises(BadInputError, match="curves of repetitions"):
        read_curves(_write(tmp_path, ("walk", "left", "1", "knee_flexion", "0", value)))


def test_a_trial_that_the_summary_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="curves of repetitions"):
        read_curves(_write(tmp_path, ("run", "left", "1", "knee_flexion", "0", "1")))
