"""Which instants of a trial effects are told of."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.body.default_chain import default_chain
from groundup.exchange.recorded_trial import MemberSpread, RecordedTrial, Stood
from groundup.motion.task import Task
from groundup.quantities import BadInputError, Side
from groundup.whatif.stance import stance_of

CHAIN = default_chain(mass=70.0)
FRAMES = 101


def trial(task: Task) -> RecordedTrial:
    """One second; the left foot stands all the time, the right foot in the second half."""
    time = np.linspace(0.0, 1.0, FRAMES)
    force, pressure = np.zeros((FRAMES, 2, 3)), np.zeros((FRAMES, 2, 3))
    force[:, 0, 1] = 700.0
    force[time > 0.5, 1, 1] = 300.0
    pressure[time <= 0.5, 1] = np.nan
    return RecordedTrial(
        "one",
        task,
        CHAIN,
        time,
        np.tile(CHAIN.neutral, (FRAMES, 1)),
        force,
        pressure,
        np.array([0.2, 0.8]),
        (Stood(Side.LEFT, 0.0, 0.6), Stood(Side.RIGHT, 0.5, 1.0)),
        None,
    )


def test_a_squat_is_told_at_its_lowest_points_of_the_legs_that_stand() -> None:
    stance = stance_of(trial(Task.SQUAT))
    assert stance.still
    assert len(stance.coordinates) == 2
    assert stance.sides == ((Side.LEFT,), (Side.LEFT, Side.RIGHT))
    assert np.isfinite(stance.pressure).all()


def test_gait_is_told_over_contacts_with_plates() -> None:
    stance = stance_of(trial(Task.WALKING))
    assert not stance.still
    assert stance.sides == ((Side.LEFT,), (Side.RIGHT,))
    assert [(stance.group == g).sum() for g in (0, 1)] == [12, 12]


def test_standing_needs_no_plates_and_gait_does() -> None:
    bare = replace(trial(Task.STANDING), force=None, pressure=None)
    stance = stance_of(bare)
    assert not stance.measured
    assert stance.force[0, :, 1].sum() == pytest.approx(70.0 * 9.80665)
    with pytest.raises(BadInputError, match="force plate"):
        stance_of(replace(bare, task=Task.RUNNING))


def test_what_parts_members_from_the_best_estimate_is_told_between_its_instants() -> None:
    spread = MemberSpread(np.array([0.0, 1.0]), np.array([[[0.0], [2.0]], [[1.0], [1.0]]]))
    assert spread.at(np.array([-1.0, 0.25, 2.0]))[..., 0].tolist() == [[0.0, 0.5, 2.0], [1.0, 1.0, 1.0]]
