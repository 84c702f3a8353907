"""Effects of today's tests in this person: found where a trial can tell, shown on the card, kept as files."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from groundup.analyze import analyze
from groundup.assessment import Analysis
from groundup.exchange.outputs import EFFECTS, write
from groundup.exchange.recorded_trial import read_trial, recorded_of
from groundup.findings.answer import answer
from groundup.findings.findings import find
from groundup.plan.own_effects import own_effects
from groundup.plan.prediction import read_predictions
from groundup.quantities import BadInputError, Side
from groundup.report.page import render
from groundup.whatif.effect_file import effect_file_name, effects_json, read_all_effects
from groundup.whatif_run import predict
from tests.report import fakes
from tests.report.test_page import words
from tests.screened import CLEAR, screened
from tests.whatif.made import squat

CHAIN, _, POSTURE = squat(depths=(0.1, 0.9, 0.1))
LIMITED = {"lunge_deg": [24.0], "foot_posture_items": [0] * 6}
LAB = Path(__file__).resolve().parents[3] / "shared" / "data" / "opencap_lab_subject4_squat_dropjump_gait"


def squatting() -> Analysis:
    """A person with a limited left ankle who squats once."""
    base = fakes.squat("squat a", repetitions=1)
    time = base.movement.cycles[0].marks["bottom"] + np.array([-1.0, 0.0, 1.0])
    poses = xr.DataArray(
        POSTURE.coordinates,
        dims=("time", "coordinate"),
        coords={"time": time, "coordinate": list(CHAIN.coordinate_names)},
    )
    trial = replace(base, motion=replace(base.motion, poses=poses))
    intake = screened(complaint={"side": "left"}, red_flags=CLEAR, tests_left=LIMITED)
    found = find((), intake)
    made = fakes.analysis(trial, intake=intake, findings=found, answer=answer(found, intake))
    return replace(made, subject=replace(made.subject, chain=CHAIN))


def test_the_lift_of_todays_test_is_tried_in_the_squat_that_was_recorded() -> None:
    analysis, asked = squatting(), []
    (found,) = own_effects(analysis, analysis.plan.tests, lambda: asked.append(True))
    assert asked == [True]
    assert found.trial == "squat_a"
    assert found.effects.change.of(Side.RIGHT).heel_lift == pytest.approx(0.025)
    assert found.effects.of("knee_flexion", Side.LEFT).value > 0.5


def test_the_same_in_python_as_a_table() -> None:
    analysis = squatting()
    (found,) = own_effects(analysis, analysis.plan.tests)
    told = predict(analysis, found.effects.change)
    assert told.effects == found.effects.effects
    table = told.dataset().sel(quantity="knee_flexion", side="left")
    knee = told.of("knee_flexion", Side.LEFT)
    assert float(table.change) == knee.value
    assert (float(table.low), float(table.high)) == (knee.low, knee.high)
    assert str(table.unit.values) == "deg"
    with pytest.raises(BadInputError, match="squat a"):
        predict(analysis, found.effects.change, "another")


def test_without_a_squat_or_a_test_nothing_is_tried() -> None:
    analysis = squatting()
    walking = replace(analysis, trials=(fakes.walking(),))
    assert own_effects(walking, analysis.plan.tests) == ()
    assert own_effects(analysis, ()) == ()


def test_feet_that_an_effect_does_not_know_tell_none() -> None:
    analysis = squatting()
    other = replace(CHAIN, bodies=tuple(name.replace("hindfoot", "calcn") for name in CHAIN.bodies))
    brought = replace(analysis, subject=replace(analysis.subject, chain=other))
    assert own_effects(brought, analysis.plan.tests) == ()


def test_the_card_tells_the_effect_in_this_person_and_tests_it(tmp_path: Path) -> None:
    analysis = squatting()
    (found,) = effects = own_effects(analysis, analysis.plan.tests)
    page = render(analysis, effects)
    name = effect_file_name(found.trial, found.effects.change)
    left = found.effects.of("knee_flexion", Side.LEFT)
    card = words(page)
    assert f"Left {left.value:.1f}° ({left.low:.1f} to {left.high:.1f}), {left.word}" in card
    assert f"--prediction 'before/{EFFECTS}/{name}'" in card
    assert "groundup whatif before/" not in card
    assert f"In this person Knee flexion: left {left.value:.1f}°" in card
    assert page.count('<section id="effects">') == page.count('href="#effects">What would') - 1 == 1
    (tmp_path / name).write_text(effects_json(found), encoding="utf-8")
    assert "knee_flexion_peak" in {one.measure for one in read_predictions(str(tmp_path / name))}


def test_without_the_effect_the_card_says_how_to_get_it() -> None:
    card = words(render(squatting()))
    assert "groundup whatif before/ --heel-lift=25mm --report" in card
    assert "In this person" not in card


@pytest.mark.skipif(not LAB.is_dir(), reason="the shared recordings are not beside the repository")
def test_a_trial_is_the_same_before_it_is_written_and_read_back(tmp_path: Path) -> None:
    marks, forces = LAB / "MarkerData", LAB / "GRF" / "squats1_grf.mot"
    analysis = analyze([marks / "squats1.trc", forces], static=marks / "static1.trc", mass=62.6)
    effects = own_effects(squatting(), squatting().plan.tests)
    files = {"lift.json": effects_json(effects[0])}
    write(analysis, tmp_path / "out", "", effects=files)
    assert len(read_all_effects(tmp_path / "out")) == 1
    now, then = recorded_of(analysis, analysis.trials[0]), read_trial(tmp_path / "out")
    assert (now.task, now.contacts, now.members) == (then.task, then.contacts, then.members)
    columns = [then.chain.coordinate(name) for name in now.chain.coordinate_names]
    np.testing.assert_allclose(now.coordinates, then.coordinates[:, columns], atol=1e-7)
    for name in ("time", "bottoms", "force", "pressure"):
        np.testing.assert_allclose(getattr(now, name), getattr(then, name), atol=1e-6)
