"""The midfoot's oblique axis: which way it turns, mirrored, on top of the arch that was recorded."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.body.anatomy import anatomy_of
from groundup.mechanics.kinematics import poses
from groundup.quantities import Side
from groundup.whatif.change import Change, FootChange
from groundup.whatif.draws import draw
from groundup.whatif.midfoot import OBLIQUE, with_oblique_midfoot
from groundup.whatif.solve import effects_of
from tests.whatif.made import squat, standing_still

CHAIN, _, POSTURE = squat(depths=(0.9,))
STANCE = standing_still(POSTURE)


def test_the_axis_lies_as_manter_measured_it() -> None:
    up, inward = np.arcsin(-OBLIQUE[1]), np.arctan2(OBLIQUE[2], -OBLIQUE[0])
    assert np.degrees([up, inward]) == pytest.approx([52.0, 57.0])


@pytest.mark.parametrize("side", Side)
def test_pronation_bends_the_forefoot_up_and_out_and_everts_it(side: Side) -> None:
    chain, stance = with_oblique_midfoot(CHAIN, STANCE)
    turned = np.zeros(len(chain.coordinates))
    turned[chain.coordinate(f"midtarsal_pronation_{side}")] = 0.1
    found = poses(chain.topology, chain.parameters, turned[None]).rotation_body_in_lab[0]
    forefoot = found[chain.body(f"{side}_forefoot")]
    outward = 1.0 if side is Side.RIGHT else -1.0
    toes, sole = forefoot[:, 0], -forefoot[:, 1]
    assert toes[1] > 0.0
    assert outward * toes[2] > 0.0
    assert outward * sole[2] > 0.0
    assert stance.coordinates.shape[1] == len(chain.coordinates)
    assert not stance.coordinates[:, -2:].any()


def test_a_recorded_arch_stays_as_it_is() -> None:
    coordinates = np.array(STANCE.coordinates)
    for side in Side:
        coordinates[:, CHAIN.coordinate(f"midtarsal_dorsiflexion_{side}")] = 0.1
    arched = replace(STANCE, coordinates=coordinates)
    draws = draw(CHAIN, 4)
    nothing = effects_of(CHAIN, anatomy_of(CHAIN), arched, Change(), draws)
    assert max(abs(e.value) for e in nothing.effects) < 1e-9
    foot = FootChange(dorsiflexion=-np.deg2rad(10.0))
    flat, bent = (
        effects_of(CHAIN, anatomy_of(CHAIN), s, Change(foot, foot), draws) for s in (STANCE, arched)
    )
    for side in Side:
        knees = [found.of("knee_flexion", side).value for found in (flat, bent)]
        assert knees[0] == pytest.approx(knees[1], abs=2.0)


def test_draws_take_the_oblique_axis_or_one_across_the_foot() -> None:
    draws = draw(CHAIN, 8)
    assert draws.midtarsal[0, 1] == pytest.approx(OBLIQUE)
    assert draws.midtarsal[0, 0] == pytest.approx(OBLIQUE * [-1.0, -1.0, 1.0])
    across = [bool(axes[1, 2] == 1.0) for axes in draws.midtarsal]
    assert 0 < sum(across) < len(across)
