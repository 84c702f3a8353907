"""A joint with one hinge more: as it was at zero, about its axis else, and never in place of another."""

import numpy as np
import pytest

from groundup.body.chain import Chain, Coordinate
from groundup.body.default_chain import default_chain
from groundup.body.extra_hinge import with_hinge
from groundup.mechanics.kinematics import poses
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray

AXIS = np.array([0.6, 0.0, 0.8])


def rotation(chain: Chain, coordinates: FloatArray, body: str) -> FloatArray:
    found = poses(chain.topology, chain.parameters, coordinates[None])
    return np.asarray(found.rotation_body_in_lab[0, chain.body(body)])


def test_it_turns_before_the_joints_own_hinge_and_nothing_else() -> None:
    chain = default_chain(mass=70.0)
    more = with_hinge(chain, "right_forefoot", AXIS, Coordinate("twist"))
    before = chain.neutral + 0.1
    for angle in (0.0, 0.3):
        after = np.append(before, angle)
        hind = rotation(chain, before, "right_hindfoot")
        own = hind.T @ rotation(chain, before, "right_forefoot")
        assert rotation(more, after, "right_forefoot") == pytest.approx(
            hind @ from_axis_angle(AXIS, np.array(angle)) @ own
        )
        assert rotation(more, after, "left_toes") == pytest.approx(rotation(chain, before, "left_toes"))


def test_a_joint_with_three_rotations_is_refused() -> None:
    with pytest.raises(ValueError, match="right_thigh"):
        with_hinge(default_chain(mass=70.0), "right_thigh", AXIS, Coordinate("more"))
