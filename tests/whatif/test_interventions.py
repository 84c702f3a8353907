"""Supports, posts, limits and turns of the foot do what their name says, on two feet, on one, in gait."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.body.anatomy import anatomy_of
from groundup.motion.task import Task
from groundup.quantities import GroundupError, Side
from groundup.whatif.branches import heel_word
from groundup.whatif.carried import carried
from groundup.whatif.change import Change, FootChange, HipChange, change_of
from groundup.whatif.demand import demand_of
from groundup.whatif.draws import draw
from groundup.whatif.effect import Effects
from groundup.whatif.posture import FEET
from groundup.whatif.rows import rows_of
from groundup.whatif.settle import settle
from groundup.whatif.solve import effects_of, recorded_outcomes
from groundup.whatif.stance import Stance
from groundup.whatif.told import told
from tests.whatif.made import WEIGHT, squat, standing_still

CHAIN, CARRIER, POSTURE = squat(depths=(0.6,))
ANATOMY = anatomy_of(CHAIN)
STANCE = standing_still(POSTURE)


def found(draws: int = 1, stance: Stance = STANCE, **change: float) -> Effects:
    foot = FootChange(**change)
    return effects_of(CHAIN, ANATOMY, stance, Change(foot, foot), draw(CHAIN, draws))


def test_an_arch_support_inverts_the_foot() -> None:
    for side in Side:
        assert found(arch_support=0.012).of("rearfoot_eversion", side).value < -0.5


def test_a_post_under_heel_or_ball_does_less_than_the_whole_wedge() -> None:
    slope = np.deg2rad(5.0)
    whole, heel, ball = (
        found(**{name: slope}).of("rearfoot_eversion", Side.LEFT).value
        for name in ("medial_wedge", "rearfoot_post", "forefoot_post")
    )
    assert whole < heel < 0.0
    assert whole < ball < 0.0


def test_tape_keeps_eversion_below_its_limit() -> None:
    free = found(medial_wedge=-np.deg2rad(5.0)).of("rearfoot_eversion", Side.RIGHT).value
    taped = found(medial_wedge=-np.deg2rad(5.0), eversion=-np.deg2rad(2.0)).of(
        "rearfoot_eversion", Side.RIGHT
    )
    assert free > 1.0
    assert taped.value == pytest.approx(-2.0, abs=0.5)


def test_dorsiflexion_that_is_gained_undoes_what_as_much_less_would_do() -> None:
    """Where the ankle stops a squat, the posture follows its limit nearly in a straight line."""
    less, more = (found(dorsiflexion=np.deg2rad(angle)) for angle in (-5.0, 5.0))
    for name in ("knee_flexion", "trunk_lean", "hip_flexion"):
        for side in Side:
            back = -less.of(name, side).value
            assert more.of(name, side).value == pytest.approx(back, rel=0.4, abs=0.5), name
    assert more.of("ankle_dorsiflexion", Side.LEFT).value == pytest.approx(5.0, abs=1.0)


def test_more_dorsiflexion_is_told_of_squats_alone() -> None:
    with pytest.raises(GroundupError, match=r"expected a squat.*found walking"):
        found(stance=walking(STANCE), dorsiflexion=0.1)


def test_a_hip_goes_no_further_in_than_it_is_let() -> None:
    less = HipChange(adduction=-np.deg2rad(5.0), rotation=-np.deg2rad(5.0))
    effects = effects_of(CHAIN, ANATOMY, STANCE, Change(right_hip=less), draw(CHAIN, 1))
    assert effects.of("hip_adduction", Side.RIGHT).value == pytest.approx(-5.0, abs=1.0)
    assert effects.of("hip_rotation", Side.RIGHT).value == pytest.approx(-5.0, abs=1.0)
    assert abs(effects.of("hip_adduction", Side.LEFT).value) < 5.0


def test_a_kneecap_beyond_the_published_figures_is_said_to_be_untold() -> None:
    _, _, deep = squat(depths=(1.1,))
    asked = FootChange(dorsiflexion=-np.deg2rad(2.0))
    effects = effects_of(CHAIN, ANATOMY, standing_still(deep), Change(left=asked), draw(CHAIN, 2))
    assert effects.assumed.kneecap_untold == tuple(Side)
    assert "patellofemoral_force" not in {e.outcome.name for e in effects.effects}
    assert "left and right: not told, the knee bends beyond the 90 deg" in told("squat", effects)
    assert found(dorsiflexion=-np.deg2rad(2.0)).assumed.kneecap_untold == ()


def test_a_foot_turned_in_takes_the_tibia_along() -> None:
    effects = found(progression=np.deg2rad(10.0))
    for side in Side:
        assert effects.of("tibial_rotation", side).value > 4.0
    out = found(progression=-np.deg2rad(10.0))
    assert out.of("tibial_rotation", Side.LEFT).value < -4.0


def test_seen_from_the_front_a_foot_turned_out_goes_outward_of_the_knee_above_it() -> None:
    """Upright, the ball 0.107 m ahead of the knee's plumb line; along the foot nothing changes."""
    _, _, upright = squat(depths=(0.0,), feet_apart=0.0)
    straight = standing_still(upright)
    turned = np.array(straight.coordinates)
    for side in Side:
        turned[:, CHAIN.coordinate(f"hip_rotation_{side}")] -= np.deg2rad(20.0)
    before, after = (
        recorded_outcomes(CHAIN, ANATOMY, replace(straight, coordinates=q))
        for q in (straight.coordinates, turned)
    )
    for side in Side:
        over, front = (
            after[name, side] - before[name, side]
            for name in ("medial_knee_displacement", "knee_from_the_front")
        )
        assert over == pytest.approx(0.0, abs=1e-6)
        assert front == pytest.approx(1000.0 * 0.107 * np.sin(np.deg2rad(20.0)), abs=3.0)


def test_both_branches_of_the_heel_are_told() -> None:
    effects = found(dorsiflexion=-np.deg2rad(10.0))
    assert effects.assumed.heel == "heel down"
    assert effects.other is not None
    assert effects.other.heel == "heel up"
    assert effects.other.effects == () or effects.other.cost > effects.assumed.cost


def test_the_heel_is_told_by_what_it_carries() -> None:
    load = np.ones((2, 10))
    assert heel_word(load) == "heel down"
    load[:, [0, 1]] = 0.0
    assert heel_word(load) == "left heel up"
    load[:, [5, 6]] = 0.0
    assert heel_word(load) == "heel up"


def test_a_single_leg_squat_tells_of_the_leg_that_stands() -> None:
    load = np.array(POSTURE.load)
    load[:, FEET[0]] *= 2.0
    load[:, FEET[1]] = 0.0
    stance = standing_still(POSTURE._replace(load=load), Task.SINGLE_LEG_SQUAT)
    effects = found(stance=stance, dorsiflexion=-np.deg2rad(10.0))
    assert {e.side for e in effects.effects} == {Side.LEFT}
    assert "knee_from_the_front" not in {e.outcome.name for e in effects.effects}
    assert effects.of("knee_flexion", Side.LEFT).value < -1.0
    nothing = found(stance=stance)
    assert max(abs(e.value) for e in nothing.effects) < 1e-6


def test_without_plates_the_weight_lies_under_the_centre_of_mass() -> None:
    force, pressure = carried(CARRIER, POSTURE.coordinates, WEIGHT / 9.80665)
    assert force[0, :, 1] == pytest.approx([WEIGHT / 2, WEIGHT / 2], rel=1e-6)
    assert pressure[0, :, 0] == pytest.approx([POSTURE.points.mass[0, 0]] * 2, abs=1e-6)


def walking(stance: Stance) -> Stance:
    return Stance(
        Task.WALKING,
        "peak in stance",
        stance.coordinates,
        stance.force,
        stance.pressure + np.array([0.0, 0.0, -0.05]) * np.array([[[-1.0], [1.0]]]),
        np.zeros(1, np.int64),
        (tuple(Side),),
        stance.largest,
        stance.smallest,
    )


def test_in_gait_the_pressure_goes_as_far_as_published_and_no_further() -> None:
    """EVIDENCE D08: 5 degrees of lateral wedge lower the peak adduction moment by 5.8 %."""
    effects = found(stance=walking(STANCE), medial_wedge=-np.deg2rad(5.0))
    assert "D08" in effects.force
    assert effects.other is None
    for side in Side:
        moment = effects.of("knee_adduction_moment", side)
        assert moment.value / moment.recorded == pytest.approx(-0.058, abs=0.004)
    assert "vertical_force_share" not in {e.outcome.name for e in effects.effects}


def test_a_foot_that_lands_or_leaves_does_not_lie_down_on_a_wedge() -> None:
    """A tenth of the load holds the pressure to its place a tenth as firmly: the foot inverts less."""
    contact = walking(STANCE)
    light = contact.force * np.array([1.0, 0.1, 1.0])
    landing = replace(
        contact,
        coordinates=np.repeat(contact.coordinates, 2, axis=0),
        force=np.concatenate([light, contact.force]),
        pressure=np.repeat(STANCE.pressure, 2, axis=0),
        group=np.zeros(2, np.int64),
    )
    draws = draw(CHAIN, 1)
    rows = rows_of(CHAIN, landing, draws)
    assert rows.posture.held == pytest.approx(np.array([[0.1, 0.1], [1.0, 1.0]]))
    asked = demand_of(
        CHAIN, landing, change_of(FootChange(medial_wedge=0.09), "both"), rows, np.zeros((2, 2))
    )
    found = settle(rows.carrier, rows.posture, asked, rows.assumed, rows.whitening)
    turned = found.coordinates - rows.posture.coordinates
    for side in Side:
        inverted = turned[:, CHAIN.coordinate(f"subtalar_inversion_{side}")]
        assert abs(inverted[0]) < 0.3 * inverted[1]
    assert rows_of(CHAIN, replace(landing, task=Task.SQUAT), draws).posture.held == pytest.approx(1.0)


def test_in_gait_without_a_published_figure_it_is_kinematics_only() -> None:
    effects = found(stance=walking(STANCE), heel_lift=0.02)
    assert "kinematics only" in effects.force
    nothing = found(stance=walking(STANCE))
    assert max(abs(e.value) for e in nothing.effects) < 1e-9


def test_measurement_widens_the_range() -> None:
    change = {"dorsiflexion": -np.deg2rad(10.0)}
    errors = np.random.default_rng(3).normal(0.0, np.deg2rad(4.0), (7, *STANCE.coordinates.shape))
    errors[..., :3] = 0.0
    uncertain = Stance(**{**vars(STANCE), "deviation": errors})
    narrow, wide = found(8, **change), found(8, uncertain, **change)
    assert (narrow.measured_members, wide.measured_members) == (0, 7)
    knee = "knee_flexion"
    spans = [e.of(knee, Side.LEFT).high - e.of(knee, Side.LEFT).low for e in (narrow, wide)]
    assert spans[1] > spans[0]
    assert wide.of(knee, Side.LEFT).value == pytest.approx(narrow.of(knee, Side.LEFT).value, abs=1e-6)
