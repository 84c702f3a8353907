"""Knee loads of a whole recording: what must not change them, and what becomes of them outside."""

import csv
import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from groundup.analyze import analyze, prepare
from groundup.assessment import TrialResult
from groundup.body.fit import fit_subject
from groundup.exchange.knee_loads_csv import COLUMNS, knee_loads_csv
from groundup.exchange.knee_summary import knee_summary
from groundup.loads.knee.knee_loads import KneeLoads
from groundup.loads.loads import Loads, NoLoads, measure_loads
from groundup.mechanics.rotation import from_axis_angle
from groundup.motion.movement import describe
from groundup.motion.passes import progression_heading
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.quantities import Side
from groundup.recording.filters import smooth
from groundup.recording.recording import Recording
from groundup.report.knee_section import knee_sections
from groundup.synthetic.c3d import write_c3d
from groundup.synthetic.trial import Trial
from tests.loads.virtual import changed, mirrored
from tests.report import fakes

MOMENTS = ("adduction_moment_peak_1", "flexion_moment_peak", "internal_rotation_moment_peak")
FIGURES = (
    *MOMENTS,
    "adduction_moment_impulse",
    "adduction_lever_arm",
    "patellofemoral_force_peak",
    "itb_strain_peak",
)


def result(raw: Recording) -> TrialResult:
    """What an analysis makes of a recording as read."""
    recording = prepare(raw)
    smoothed = smooth(recording, 6.0)
    subject = fit_subject([smoothed], None, recording.person)
    motion = track(smoothed, subject, progression_heading(recording))
    movement = describe(recording, motion, Task.WALKING, "given", mass=recording.person.mass)
    return TrialResult(smoothed, motion, movement, measure_loads(recording, subject, motion, movement))


@pytest.fixture(scope="module")
def walked_result(raw: Recording) -> TrialResult:
    return result(raw)


def knee_of(trial: TrialResult) -> KneeLoads:
    assert trial.loads.knee is not None
    return trial.loads.knee


def values(trial: TrialResult) -> dict[tuple[str, Side, int], float]:
    return {
        (m.definition.name, m.span.side, m.span.number): m.value
        for m in knee_of(trial).measures
        if m.definition.name in FIGURES
    }


def test_a_symmetric_walker_has_alike_knees(walked_result: TrialResult) -> None:
    found = values(walked_result)
    for name in MOMENTS:
        legs = {
            side: [v for (n, s, _), v in found.items() if n == name and s is side and np.isfinite(v)]
            for side in Side
        }
        assert np.mean(legs[Side.LEFT]) == pytest.approx(np.mean(legs[Side.RIGHT]), abs=0.04)


def _alike(one: TrialResult, other: TrialResult, *, swapped: bool = False, rel: float = 1e-4) -> None:
    first, second = values(one), values(other)
    assert len(first) == len(second) > 0
    for (name, side, number), value in first.items():
        twin = second[name, side.other if swapped else side, number]
        assert twin == pytest.approx(value, rel=rel, abs=1e-4, nan_ok=True), (name, side)


def test_the_labs_axes_change_nothing(raw: Recording, walked_result: TrialResult) -> None:
    turn = from_axis_angle(np.array([0.0, 0.0, 1.0]), np.array(np.deg2rad(37.0)))
    y_up = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    other = replace(changed(raw, y_up @ turn, np.array([0.8, 0.0, -1.3])), declared_up="+y")
    _alike(walked_result, result(other))


def test_left_for_right_changes_sides_only(raw: Recording, walked_result: TrialResult) -> None:
    _alike(walked_result, result(mirrored(raw)), swapped=True)


def test_the_order_of_the_plates_changes_nothing(raw: Recording, walked_result: TrialResult) -> None:
    _alike(walked_result, result(replace(raw, plates=raw.plates[::-1])), rel=1e-9)


@cache
def _from_file(folder: Path, trial_name: str, unit: str) -> TrialResult:
    return analyze([folder / f"{trial_name}-{unit}.c3d"]).trials[0]


def test_millimetres_and_metres_are_the_same(trial: Trial, tmp_path: Path) -> None:
    for unit in ("mm", "m"):
        write_c3d(trial, tmp_path / f"{trial.name}-{unit}.c3d", unit)
    # Single precision in the file, magnified by the fit.
    _alike(*(_from_file(tmp_path, trial.name, unit) for unit in ("mm", "m")), rel=5e-3)


def test_without_plates_movement_remains(raw: Recording) -> None:
    bare = result(replace(raw, plates=()))
    assert isinstance(bare.loads, NoLoads)
    found = {m.definition.name: m for m in knee_of(bare).measures}
    assert np.isnan(found["adduction_moment_peak"].value)
    assert found["adduction_moment_peak"].reason
    assert np.isfinite(found["itb_strain_peak"].value)
    assert np.isfinite(found["tibial_rotation_range"].value)
    assert set(knee_of(bare).curves) == {"itb_length", "itb_strain", "itb_strain_rate"}
    (section,) = knee_sections(fakes.analysis(bare))
    assert section.reason
    assert not section.pictures
    assert [c.title for c in section.charts] == ["Iliotibial band strain"]


def test_the_picture_shows_the_lever_arm(walked_result: TrialResult) -> None:
    """Foot of the lever on the force's line, square to it, as far from the knee as the figure says."""
    for view in knee_of(walked_result).views:
        foot = view.foot_of_lever
        assert float(foot @ view.force) == pytest.approx(0.0, abs=1e-9)
        assert float(np.linalg.norm(foot)) == pytest.approx(abs(view.lever_arm))
        # Inside is the side the body's middle lies on: a medial line passes at negative lateral places.
        assert np.sign(foot[0]) == -np.sign(view.lever_arm)
        assert view.hip[1] > 0.0 > view.ankle[1] > view.centre_of_pressure[1]
    (section,) = knee_sections(fakes.analysis(walked_result))
    assert [p.side for p in section.pictures] == ["right", "left"]
    arm = f"{abs(1000.0 * knee_of(walked_result).views[0].lever_arm):.0f} mm"
    assert any(arm in p.words and arm in p.drawing for p in section.pictures)


def test_the_page_says_what_each_figure_rests_on(walked_result: TrialResult) -> None:
    (section,) = knee_sections(fakes.analysis(walked_result))
    assert [t.title for t in section.tables] == [
        "Inner compartment",
        "Kneecap",
        "Axial twist",
        "Iliotibial band",
    ]
    assert all(t.rests_on for t in section.tables)
    remarks = " ".join(r.remark for t in section.tables for r in t.rows)
    assert "29 healthy adults" in remarks
    stress = next(r for t in section.tables for r in t.rows if r.label.startswith("Patellofemoral stress"))
    assert not stress.remark
    assert all(" to " in words for words in stress.small)


def test_table_and_summary_hold_every_figure(walked_result: TrialResult) -> None:
    knee = knee_of(walked_result)
    rows = list(csv.DictReader(io.StringIO(knee_loads_csv(knee, None))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(knee.measures)
    assert all(bool(r["value"]) != bool(r["why_not_measurable"]) for r in rows)
    assert all(r["rests_on"] and r["unit"] for r in rows)
    summary = json.loads(json.dumps(knee_summary(knee)))
    told = summary["left"]["adduction_moment_peak_1"]
    mean = np.nanmean(
        [
            m.value
            for m in knee.measures
            if m.definition.name == "adduction_moment_peak_1" and m.span.side is Side.LEFT
        ]
    )
    assert told["mean"] == pytest.approx(mean)
    assert told["unit"] == "N m/kg"
    assert told["low"] < told["mean"] < told["high"]


def test_every_curve_says_its_unit(walked_result: TrialResult) -> None:
    assert isinstance(walked_result.loads, Loads)
    for name, curve in knee_of(walked_result).curves.items():
        assert curve.attrs["units"], name
        assert curve.dims == ("time", "side")
