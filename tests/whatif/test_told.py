"""Changes as they are asked for and told: units, sides, one sentence for what cannot be."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundup.exchange.recorded_trial import read_trial
from groundup.motion.task import Task
from groundup.quantities import BadInputError, GroundupError, Side
from groundup.quantities.amounts import lift_in_metres, slope_in_radians
from groundup.whatif.change import Change, FootChange, change_of
from groundup.whatif.effect import Effect, Effects, Told
from groundup.whatif.effect_file import SavedEffects, effect_file_name, effects_json, read_effects
from groundup.whatif.outcomes import OUTCOMES
from groundup.whatif.told import told
from groundup.whatif.words import change_in_words
from tests.house.test_claims import broken


@pytest.mark.parametrize(("text", "metres"), [("25mm", 0.025), ("2.5cm", 0.025), ("0.025", 0.025)])
def test_a_lift_has_a_unit(text: str, metres: float) -> None:
    assert lift_in_metres(text) == pytest.approx(metres)


@pytest.mark.parametrize(("text", "degrees"), [("5", 5.0), ("-5deg", -5.0), ("+12 deg", 12.0)])
def test_a_slope_is_in_degrees_and_has_a_sign(text: str, degrees: float) -> None:
    assert slope_in_radians(text) == pytest.approx(np.deg2rad(degrees))


@pytest.mark.parametrize("text", ["25", "40cm", "high", "-5mm"])
def test_a_lift_nobody_can_stand_on_is_refused(text: str) -> None:
    with pytest.raises(GroundupError, match="a height such as 25mm"):
        lift_in_metres(text)


def test_limits_are_told_in_the_unit_that_people_use() -> None:
    for text in ("40cm", "-5mm"):
        with pytest.raises(GroundupError, match="outside 0 to 100 mm"):
            lift_in_metres(text)
    with pytest.raises(GroundupError, match="outside -30 to 30 deg"):
        slope_in_radians("-95deg")


def test_a_change_is_put_under_the_foot_it_is_asked_for() -> None:
    foot = FootChange(heel_lift=0.01)
    assert change_of(foot, "left") == Change(left=foot)
    assert change_of(foot, "right") == Change(right=foot)
    assert change_of(foot, "both") == Change(foot, foot)


@pytest.mark.parametrize(
    ("foot", "side", "said"),
    [
        (FootChange(), "left", "expected a change"),
        (FootChange(heel_lift=0.01), "up", "left, right or both"),
        (FootChange(eversion=0.1), "left", "more than was shown.*--rearfoot-post below zero"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(foot: FootChange, side: str, said: str) -> None:
    with pytest.raises(GroundupError, match=said):
        change_of(foot, side)


def test_a_change_is_told_in_words() -> None:
    foot = FootChange(heel_lift=0.025, medial_wedge=-np.deg2rad(5.0), dorsiflexion=-np.deg2rad(10.0))
    said = "heel lift 25 mm, lateral wedge 5 deg, 10 deg less dorsiflexion than shown"
    assert change_in_words(Change(left=foot)) == f"{said}, left foot"
    assert change_in_words(Change(foot, foot)) == f"{said}, both feet"


def test_more_dorsiflexion_is_said_to_be_the_most_there_can_be() -> None:
    change = change_of(FootChange(dorsiflexion=np.deg2rad(5.0)), "left")
    assert change_in_words(change) == "5 deg more dorsiflexion than shown, all of it used, left foot"
    assert "as if the ankle alone stopped the squat" in told(
        "squat", replace(effects_with(()), change=change)
    )


def effects_with(effects: tuple[Effect, ...]) -> Effects:
    change = change_of(FootChange(heel_lift=0.01, eversion=-np.deg2rad(4.0)), "left")
    down, up = Told("heel down", 2.0, 28, effects, (Side.RIGHT,)), Told("heel up", 9.0, 0, ())
    return Effects(change, Task.SQUAT, "at the lowest point", 30, 0, down, up, "the ground pushes back")


def test_effects_come_back_from_their_file(tmp_path: Path) -> None:
    knee = Effect(OUTCOMES[0], Side.LEFT, 90.0, -8.0, -12.0, -5.0, 0.0)
    saved = SavedEffects("squat 1", 3, effects_with((knee,)))
    file = tmp_path / effect_file_name("squat 1", saved.effects.change)
    file.write_text(effects_json(saved), encoding="utf-8")
    assert file.name == "squat-1-heel-lift-10-mm-4-deg-less-eversion-than-shown-left-foot.json"
    back = read_effects(file)
    assert (back.trial, back.seed, back.effects.assumed) == ("squat 1", 3, saved.effects.assumed)
    assert back.effects.change.left.heel_lift == pytest.approx(0.01)
    assert back.effects.change.left.eversion == pytest.approx(-np.deg2rad(4.0))
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(BadInputError, match="groundup whatif"):
        read_effects(file)


def test_an_effect_whose_sign_is_open_is_not_given_a_direction() -> None:
    knee, moment = OUTCOMES[0], OUTCOMES[-2]
    effects = (
        Effect(knee, Side.LEFT, 90.0, -8.0, -12.0, -5.0, 0.0),
        Effect(moment, Side.RIGHT, 0.3, 0.01, -0.02, 0.04, 0.6),
    )
    text = told("squat1", effects_with(effects))
    assert "-8.0 (-12.0 to -5.0) deg, less bent" in text
    assert "+0.01 (-0.02 to +0.04) N m/kg, not determined" in text
    assert "28 of 30" in text
    assert broken(text) == []
    assert "tells nothing of pain" in text


def test_a_folder_that_is_no_result_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="a result of groundup analyze"):
        read_trial(tmp_path)
