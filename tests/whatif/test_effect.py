"""Effects with their spread: nothing is nothing, directions are published ones, sides are mirror images."""

import numpy as np
import pytest

from groundup.body.anatomy import anatomy_of
from groundup.quantities import Side
from groundup.whatif.change import Change, FootChange
from groundup.whatif.draws import draw
from groundup.whatif.effect import Effects
from groundup.whatif.outcomes import OUTCOMES
from groundup.whatif.solve import effects_of
from tests.whatif.made import squat, standing_still

CHAIN, _, POSTURE = squat(depths=(0.97,))
STANCE = standing_still(POSTURE)


def predicted(change: Change, draws: int = 6) -> Effects:
    return effects_of(CHAIN, anatomy_of(CHAIN), STANCE, change, draw(CHAIN, draws))


def both(**change: float) -> Change:
    return Change(FootChange(**change), FootChange(**change))


def test_nothing_has_no_effect() -> None:
    found = predicted(Change())
    assert found.settled == found.draws
    for effect in found.effects:
        assert max(abs(effect.value), abs(effect.low), abs(effect.high)) < 1e-9
        assert effect.word == "not determined"


def test_every_outcome_of_both_legs_is_told_with_its_spread() -> None:
    found = predicted(both(dorsiflexion=-np.deg2rad(10.0)))
    assert [(e.outcome, e.side) for e in found.effects] == [(o, s) for o in OUTCOMES for s in Side]
    for effect in found.effects:
        assert effect.low <= effect.high
    knee = found.of("knee_flexion", Side.LEFT)
    assert knee.determined
    assert knee.word == "less bent"
    assert knee.recorded == pytest.approx(0.97 * 90.0, abs=1.0)


def test_a_medial_wedge_inverts_the_foot_turns_the_tibia_out_and_raises_the_adduction_moment() -> None:
    """EVIDENCE D06, D09 for the moment; C14 for the turn."""
    found = predicted(both(medial_wedge=np.deg2rad(5.0)))
    for side in Side:
        assert found.of("rearfoot_eversion", side).value < -1.0
        assert found.of("tibial_rotation", side).value < 0.0
        assert found.of("knee_adduction_moment", side).value > 0.0
    lateral = predicted(both(medial_wedge=-np.deg2rad(5.0)))
    assert lateral.of("rearfoot_eversion", Side.LEFT).value > 1.0


def test_a_change_of_one_foot_is_the_mirror_image_of_the_others() -> None:
    asked = FootChange(dorsiflexion=-np.deg2rad(10.0))
    left, right = predicted(Change(left=asked), draws=1), predicted(Change(right=asked), draws=1)
    for outcome in {e.outcome for e in left.effects}:
        for side in Side:
            own, mirrored = left.of(outcome.name, side), right.of(outcome.name, side.other)
            assert own.value == pytest.approx(mirrored.value, abs=0.05), outcome.name


def test_the_same_seed_gives_the_same_spread() -> None:
    change = both(heel_lift=0.01)
    assert predicted(change).effects == predicted(change).effects


def test_a_wedge_lifts_by_its_slope_and_a_lift_in_metres() -> None:
    flat = np.array([[0.0, -0.02], [0.0, 0.02], [0.16, -0.035], [0.14, 0.05], [0.05, -0.02]])
    assert FootChange(heel_lift=0.025).lift(flat).tolist() == [0.025, 0.025, 0.0, 0.0, 0.0]
    wedge = FootChange(forefoot_wedge=np.deg2rad(12.0)).lift(flat)
    assert wedge[2] == pytest.approx(0.16 * np.tan(np.deg2rad(12.0)))
    assert wedge[0] == 0.0
    medial = FootChange(medial_wedge=np.deg2rad(5.0)).lift(flat)
    assert medial[0] - medial[1] == pytest.approx(0.04 * np.tan(np.deg2rad(5.0)))
