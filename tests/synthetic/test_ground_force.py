"""Ground forces: whole-body dynamics hold, and the pressure lies under the feet."""

import numpy as np

from groundup.quantities import Side
from groundup.synthetic.dynamics import GRAVITY
from groundup.synthetic.foot_path import HEEL_RISE, TIP_ROLL
from groundup.synthetic.ground_force import ground_forces
from groundup.synthetic.plate import under_step
from groundup.synthetic.support import sole_outline, toe_joint_ahead


def _momenta(walked, time):
    """Linear and angular momentum about the lab origin by plain differences of the segments' poses."""
    h = 2e-5
    p = walked.chain.parameters

    def state(t):
        rotation, position = walked.segments(t)
        return rotation, position + (rotation @ p.centre_of_mass[..., None])[..., 0]

    before, now, after = state(time - h), state(time), state(time + h)
    speed = (after[1] - before[1]) / (2 * h)
    turn = (after[0] - before[0]) / (2 * h) @ np.swapaxes(now[0], -1, -2)
    spin = np.stack([turn[..., 2, 1], turn[..., 0, 2], turn[..., 1, 0]], -1)
    inertia = now[0] @ p.inertia @ np.swapaxes(now[0], -1, -2)
    linear = np.einsum("b,tbi->ti", p.mass, speed)
    angular = np.einsum("b,tbi->ti", p.mass, np.cross(now[1], speed)) + (inertia @ spin[..., None])[
        ..., 0
    ].sum(1)
    return linear, angular, np.einsum("b,tbi->ti", p.mass, now[1])


def _total(walked, time):
    force, moment = np.zeros((len(time), 3)), np.zeros((len(time), 3))
    for foot in ground_forces(walked, time).values():
        arm = np.nan_to_num(foot.centre)
        force += foot.force
        moment += np.cross(arm, foot.force)
        moment[:, 1] += foot.free_moment
    return force, moment


def test_forces_and_moments_are_the_rates_of_momentum(walked):
    """Integrated over short spans, so that the check needs first differences only."""
    start = np.linspace(0.0, 1.0, 12) * walked.person.stride_time
    nodes, weights = np.polynomial.legendre.leggauss(8)
    length = 0.02
    mass = walked.chain.parameters.mass.sum()
    impulse, turning = np.zeros((12, 3)), np.zeros((12, 3))
    for x, w in zip(nodes, weights, strict=True):
        t = start + 0.5 * length * (1 + x)
        force, moment = _total(walked, t)
        _, _, first_moment = _momenta(walked, t)
        weight = np.array([0.0, -GRAVITY, 0.0])
        impulse += 0.5 * length * w * (force + mass * weight)
        turning += 0.5 * length * w * (moment + np.cross(first_moment, weight))
    linear = _momenta(walked, start + length)[0] - _momenta(walked, start)[0]
    angular = _momenta(walked, start + length)[1] - _momenta(walked, start)[1]
    assert np.abs(impulse - linear).max() < 1e-6 * mass * GRAVITY * length * 10
    assert np.abs(turning - angular).max() < 1e-6 * mass * GRAVITY * length * 10


def _inside(outline, points, margin):
    """Whether points lie inside a convex outline widened by a margin [m] (X-Z plane)."""
    corners = outline[:, [0, 2]]
    hull = corners[np.argsort(np.arctan2(*(corners - corners.mean(0)).T[::-1]))]
    edge = np.roll(hull, -1, axis=0) - hull
    normal = np.column_stack([edge[:, 1], -edge[:, 0]]) / np.linalg.norm(edge, axis=1)[:, None]
    return np.array([((p - hull) * normal).sum(1).max() <= margin for p in points[:, [0, 2]]])


def test_the_centre_of_pressure_stays_under_the_foot(walked):
    person = walked.person
    for side in Side:
        _, on, off = walked.contacts(side, 2.0, 3.0)[0]
        time = np.linspace(on + 0.004, off - 0.004, 150)
        foot = ground_forces(walked, time)[side]
        heavy = foot.force[:, 1] > 20.0
        outline = sole_outline(person, side, int(foot.stride[0]))
        assert _inside(outline, foot.centre[heavy], 0.0).all()


def test_after_heel_rise_the_load_is_on_the_forefoot(walked):
    person = walked.person
    time = np.linspace(HEEL_RISE + 0.03, TIP_ROLL, 20) * person.stride_time
    foot = ground_forces(walked, time)[Side.RIGHT]
    assert (foot.centre[:, 0] > toe_joint_ahead(person) - 0.045).all()


def test_vertical_force_looks_like_walking(walked):
    """EVIDENCE A44: about 1.2 body weights at 1.5 m/s; on average the body's weight."""
    person = walked.person
    time = np.linspace(0.0, person.stride_time, 400, endpoint=False)
    forces = ground_forces(walked, time)
    weight = person.mass * GRAVITY
    for side in Side:
        vertical = forces[side].force[:, 1] / weight
        assert 0.95 < vertical.max() < 1.3
        assert vertical.min() >= -1e-9
    total = np.mean(sum(f.force for f in forces.values()), axis=0)
    np.testing.assert_allclose(total, [0.0, weight, 0.0], atol=1e-6 * weight)


def test_feet_push_and_never_pull_in_double_support(walked):
    time = np.linspace(0.005, 0.115, 30) * walked.person.stride_time
    forces = ground_forces(walked, time)
    for foot in forces.values():
        assert (foot.force[:, 1] > 0).all()
        friction = np.hypot(foot.force[:, 0], foot.force[:, 2]) / foot.force[:, 1]
        assert friction[5:-5].max() < 0.6


def test_plates_hold_the_step(walked):
    for side in Side:
        corners = under_step(walked.person, side, 2)
        outline = sole_outline(walked.person, side, 2)
        assert (outline[:, 0] < corners[:, 0].max()).all()
        assert (outline[:, 0] > corners[:, 0].min()).all()
