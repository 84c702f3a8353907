"""Bones take the colour of the instant: how far each angle is from the other leg's or the reference's."""

import json
from dataclasses import replace

import numpy as np
import pytest

from groundup.findings.reference_curve import ReferenceCurve
from groundup.motion.motion import Cycle
from groundup.quantities import Side
from groundup.report.deviation import Level
from groundup.report.norm_band import NormBand
from groundup.report.scene import instants
from groundup.report.scene.data import scene_json
from groundup.report.scene.scene import scene_of
from tests.report import walker


def _shown(monkeypatch: pytest.MonkeyPatch, misfits: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
    """The bent left knee of the walker against a reference that is right for the straight right one."""
    analysis = walker.analysis()
    scene = scene_of(analysis)
    assert scene is not None
    trial = analysis.trials[0]
    time = trial.motion.poses.time.values
    cycles = tuple(Cycle(side, 1, float(time[2]), float(time[-3]), {}) for side in Side)
    shown = replace(scene.trials[0][1], trial=replace(trial, movement=replace(trial.movement, cycles=cycles)))
    level = np.zeros(101)

    def norm(_: object, task: object, angle: object) -> NormBand | None:
        if angle.name != "knee_flexion":  # type: ignore[attr-defined]
            return None
        curve = ReferenceCurve(task, "knee_flexion", level, level + 5.0, "made", "made", None)  # type: ignore[arg-type]
        return NormBand(angle, curve, misfits)  # type: ignore[arg-type]

    monkeypatch.setattr(instants, "norm_band", norm)
    return analysis, scene, shown


def test_a_bent_knee_is_far_out_and_a_straight_one_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis, scene, shown = _shown(monkeypatch)
    found = instants.levels_over_time(analysis, shown, scene.parts)
    told = {part.segment: one for part, one in zip(scene.parts, found, strict=True)}
    bent = np.rad2deg(walker.KNEE) / 5.0
    expected = Level.FAR if bent > instants.FAR else Level.OUTSIDE
    inside = slice(3, -3)
    assert set(told["left_shank"][inside]) == {instants.ORDER.index(expected)}
    assert set(told["right_shank"][inside]) == {instants.ORDER.index(Level.USUAL)}
    assert told["left_shank"][0] == instants.ORDER.index(Level.UNKNOWN), (
        "outside of a cycle nothing is judged"
    )
    assert told["pelvis"] is None


def test_a_reference_of_other_people_colours_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis, scene, shown = _shown(monkeypatch, ("age",))
    assert all(one is None for one in instants.levels_over_time(analysis, shown, scene.parts))


def test_the_page_has_a_digit_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis, scene, shown = _shown(monkeypatch)
    found = instants.levels_over_time(analysis, shown, scene.parts)
    data = json.loads(scene_json(scene, analysis, ("#ffffff",) * len(scene.parts), [found]))
    own = data["trials"][0]["levels"]
    assert [one is None for one in own] == [one is None for one in found]
    assert all(len(one) == data["trials"][0]["count"] for one in own if one is not None)
    assert len(data["levels"]) == len(instants.ORDER)
    plain = json.loads(scene_json(scene, analysis, ("#ffffff",) * len(scene.parts)))
    assert "levels" not in plain["trials"][0]
