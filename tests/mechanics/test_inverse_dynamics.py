"""Inverse dynamics against its twin, textbook answers, energy, Lagrange's equations and a walking person."""

import numpy as np
import pytest

from groundup.body.default_chain import default_chain
from groundup.mechanics.inverse_dynamics import (
    GRAVITY,
    ExternalWrenches,
    couple_motion,
    inverse_dynamics,
)
from groundup.mechanics.kinematics import couple, forward
from groundup.mechanics.tree import Parameters, Topology, no_functions
from groundup.mechanics.twin.dynamics import inverse_dynamics as by_hand
from groundup.quantities import Side
from groundup.synthetic.ground_force import ground_forces
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.walker import walk
from tests.mechanics.random_chain import random_chain

G = -GRAVITY[1]
STEP = 1e-30


def hinges(lengths, masses, centres, inertias):
    """A chain of hinges about lab Z, each body hanging along -Y from the one before."""
    bodies = len(lengths)
    slots = np.full((bodies, 6), -1)
    slots[:, 2] = np.arange(bodies)
    axes = np.tile(np.eye(3), (bodies, 1, 1))
    above = np.array([0.0, *lengths[:-1]])
    topology = Topology(
        parent=np.arange(bodies) - 1,
        slot_coordinate=slots,
        slot_function=np.full((bodies, 6), -1),
        independent=np.arange(bodies),
        coupler_function=np.full(bodies, -1),
        marker_body=np.zeros(0, np.int64),
        functions=no_functions(),
    )
    parameters = Parameters(
        rotation_axis=axes,
        translation_axis=axes,
        slot_scale=np.ones((bodies, 6)),
        slot_offset=np.zeros((bodies, 6)),
        parent_rotation=axes,
        parent_position=np.outer(above, [0.0, -1.0, 0.0]),
        child_rotation=axes,
        child_position=np.zeros((bodies, 3)),
        mass=np.array(masses),
        centre_of_mass=np.outer(centres, [0.0, -1.0, 0.0]),
        inertia=np.array(inertias)[:, None, None] * np.eye(3),
        marker_position=np.zeros((0, 3)),
    )
    return topology, parameters


def moving(count, frames=9, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(frames, count)) * size for size in (0.4, 2.0, 10.0)]


def wrenches(bodies, frames=9, count=3, seed=5):
    rng = np.random.default_rng(seed)
    parts = [rng.normal(size=(frames, count, 3)) * size for size in (300.0, 1.0, 20.0)]
    return ExternalWrenches(rng.integers(0, bodies, count), *parts)


def test_a_pendulum_needs_what_the_textbook_says():
    """Inertia about the pivot times acceleration plus weight times lever; the pivot carries the rest."""
    m, c, i = 3.0, 0.4, 0.05
    q, u, a = moving(1)
    found = inverse_dynamics(*hinges([1.0], [m], [c], [i]), q, u, a)
    np.testing.assert_allclose(
        found.generalised_force[:, 0], ((i + m * c * c) * a + m * G * c * np.sin(q))[:, 0], rtol=1e-13
    )
    inward, along = np.stack([-np.sin(q), np.cos(q)], -1)[:, 0], np.stack([np.cos(q), np.sin(q)], -1)[:, 0]
    force = m * c * (u * u * inward + a * along) + m * G * np.array([0.0, 1.0])
    np.testing.assert_allclose(found.joint_force[:, 0, :2], force, rtol=1e-12)
    np.testing.assert_allclose(found.joint_moment[:, 0, 2], found.generalised_force[:, 0], rtol=1e-13)


def test_a_double_pendulum_needs_what_the_textbook_says():
    """Craig 2005, Introduction to Robotics, eq. 6.58: point masses at the ends of two links."""
    l1, l2, m1, m2 = 0.45, 0.4, 8.0, 3.5
    q, u, a = moving(2)
    found = inverse_dynamics(*hinges([l1, l2], [m1, m2], [l1, l2], [0.0, 0.0]), q, u, a).generalised_force
    # Craig's first angle is from the horizontal.
    (t1, t2), (u1, u2), (a1, a2) = (q - [np.pi / 2, 0.0]).T, u.T, a.T
    s2, c2, c1, c12 = np.sin(t2), np.cos(t2), np.cos(t1), np.cos(t1 + t2)
    first = (
        m2 * l2**2 * (a1 + a2)
        + m2 * l1 * l2 * c2 * (2 * a1 + a2)
        + (m1 + m2) * l1**2 * a1
        - m2 * l1 * l2 * s2 * u2**2
        - 2 * m2 * l1 * l2 * s2 * u1 * u2
        + m2 * l2 * G * c12
        + (m1 + m2) * l1 * G * c1
    )
    second = m2 * l1 * l2 * c2 * a1 + m2 * l1 * l2 * s2 * u1**2 + m2 * l2 * G * c12 + m2 * l2**2 * (a1 + a2)
    np.testing.assert_allclose(found, np.stack([first, second], -1), rtol=1e-11, atol=1e-11)


def test_a_thrown_body_needs_nothing():
    chain = default_chain()
    still = np.tile(chain.neutral, (3, 1))
    rates, falling = np.zeros_like(still), np.zeros_like(still)
    rates[:, chain.coordinate("pelvis_tx")] = 4.0
    falling[:, chain.coordinate("pelvis_ty")] = -G
    found = inverse_dynamics(chain.topology, chain.parameters, still, rates, falling)
    for part in (found.generalised_force, found.joint_force, found.joint_moment):
        assert np.abs(part).max() < 1e-10


def test_what_hangs_still_pulls_with_its_weight():
    chain = default_chain()
    zero = np.zeros((1, len(chain.coordinates)))
    found = inverse_dynamics(chain.topology, chain.parameters, chain.neutral[None], zero, zero)
    below = {"shank", "talus", "hindfoot", "forefoot", "toes"}
    mass = sum(
        m
        for m, b in zip(chain.parameters.mass, chain.bodies, strict=True)
        if b.removeprefix("left_") in below and b.startswith("left")
    )
    np.testing.assert_allclose(found.joint_force[0, chain.body("left_shank")], [0, mass * G, 0], atol=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_the_kernel_equals_its_twin(seed):
    chain = random_chain(seed)
    motion = moving(len(chain[0].independent), seed=seed)
    motion[0][:, :3] += 40.0
    outside = wrenches(9, seed=seed)
    found, expected = inverse_dynamics(*chain, *motion, outside), by_hand(*chain, *motion, outside)
    for name in ("generalised_force", "joint_force", "joint_moment"):
        a, b = getattr(found, name), getattr(expected, name)
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-9 * np.abs(b).max())


def energies(chain, q, u):
    """Kinetic and potential energy (F,), the speeds by a complex step through forward kinematics alone."""
    rotation, position = forward(*chain, q + 1j * STEP * u)
    p = chain[1]
    centre = position + (rotation @ p.centre_of_mass[..., None])[..., 0]
    speed = centre.imag / STEP
    turning = rotation.imag / STEP @ np.swapaxes(rotation.real, -1, -2)
    spin = np.stack([turning[..., 2, 1], turning[..., 0, 2], turning[..., 1, 0]], -1)
    inertia = rotation.real @ p.inertia @ np.swapaxes(rotation.real, -1, -2)
    kinetic = 0.5 * np.einsum("b,fbi,fbi->f", p.mass, speed, speed)
    kinetic += 0.5 * np.einsum("fbi,fbij,fbj->f", spin, inertia, spin)
    return kinetic, G * centre.real[..., 1] @ p.mass


@pytest.mark.parametrize("seed", range(5))
def test_generalised_forces_obey_lagrange(seed):
    """d/dt dT/du - dT/dq + dV/dq by differences of energies that know nothing of accelerations."""
    chain = random_chain(seed)
    count = len(chain[0].independent)
    q, u, a = moving(count, frames=2, seed=seed)
    h = 1e-4

    def momentum(at, speed):
        # T is a quadratic form in u: its central difference is exact.
        steps = np.eye(count)
        return np.stack(
            [0.5 * (energies(chain, at, speed + s)[0] - energies(chain, at, speed - s)[0]) for s in steps], -1
        )

    expected = (momentum(q + h * u, u + h * a) - momentum(q - h * u, u - h * a)) / (2 * h)
    for c, step in enumerate(np.eye(count) * h):
        (t1, v1), (t0, v0) = energies(chain, q + step, u), energies(chain, q - step, u)
        expected[:, c] += (v1 - v0 - t1 + t0) / (2 * h)
    found = inverse_dynamics(*chain, q, u, a).generalised_force
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6 * np.abs(expected).max())


@pytest.mark.parametrize("seed", range(5))
def test_power_is_the_rate_of_energy(seed):
    """Joint power plus what flows in from outside is d/dt (T + V) along the movement."""
    chain = random_chain(seed)
    q, u, a = moving(len(chain[0].independent), seed=seed)
    outside = wrenches(9, seed=seed)
    h = 2e-4

    def total(t):
        return sum(energies(chain, q + t * u + 0.5 * t * t * a, u + t * a))

    rate = (8 * (total(h) - total(-h)) - (total(2 * h) - total(-2 * h))) / (12 * h)
    rotation, position = forward(*chain, q + 1j * STEP * u)
    turning = rotation.imag / STEP @ np.swapaxes(rotation.real, -1, -2)
    spin = np.stack([turning[..., 2, 1], turning[..., 0, 2], turning[..., 1, 0]], -1)
    power = np.zeros(len(q))
    for k, b in enumerate(outside.body):
        arm = outside.point[:, k] - position.real[:, b]
        speed = position.imag[:, b] / STEP + np.cross(spin[:, b], arm)
        power += np.sum(outside.force[:, k] * speed + outside.torque[:, k] * spin[:, b], axis=-1)
    found = inverse_dynamics(*chain, q, u, a, outside).generalised_force
    np.testing.assert_allclose(
        np.sum(found * u, axis=-1) + power, rate, rtol=0, atol=1e-8 * np.abs(rate).max()
    )


def test_coupled_motion_is_that_of_the_coupled_coordinates():
    topology, _ = random_chain(3)
    q, u, a = moving(len(topology.independent))
    h = 1e-4
    before, now, after = (couple(topology, q + t * u + 0.5 * t * t * a) for t in (-h, 0.0, h))
    coupled = couple_motion(topology, q, u, a)
    np.testing.assert_allclose(coupled[0], now, atol=1e-14)
    np.testing.assert_allclose(coupled[1], (after - before) / (2 * h), atol=1e-5)
    np.testing.assert_allclose(coupled[2], (after - 2 * now + before) / h**2, atol=1e-3)


def mirror(chain):
    """Order and sign that turn coordinates into those of the mirror image, and the bodies' order."""
    odd = ("pelvis_tz", "pelvis_obliquity", "pelvis_rotation", "lumbar_bending", "lumbar_rotation")

    def other(name):
        return name.replace("left", "#").replace("right", "left").replace("#", "right")

    columns = [chain.coordinate(other(name)) for name in chain.coordinate_names]
    sign = np.array([-1.0 if name in odd else 1.0 for name in chain.coordinate_names])
    return columns, sign, [chain.body(other(name)) for name in chain.bodies]


def test_the_mirror_image_needs_the_mirrored_forces():
    chain = default_chain()
    columns, sign, bodies = mirror(chain)
    motion = moving(len(chain.coordinates))
    outside = wrenches(len(chain.bodies))
    flip = np.array([1.0, 1.0, -1.0])
    mirrored = ExternalWrenches(
        np.array(bodies)[outside.body], outside.force * flip, outside.point * flip, -outside.torque * flip
    )
    own = inverse_dynamics(chain.topology, chain.parameters, *motion, outside)
    other = inverse_dynamics(
        chain.topology, chain.parameters, *((x * sign)[:, columns] for x in motion), mirrored
    )
    size = np.abs(own.generalised_force).max()
    for found, expected in (
        (other.generalised_force, (own.generalised_force * sign)[:, columns]),
        (other.joint_force, own.joint_force[:, bodies] * flip),
        (other.joint_moment, -own.joint_moment[:, bodies] * flip),
    ):
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12 * size)


def test_a_virtual_walker_leaves_no_residual():
    """The walker's ground forces come from its momenta alone: nothing is left for the pelvis to carry."""
    walked = walk(VirtualPerson())
    chain = walked.chain
    time = np.linspace(0.0, 1.0, 101) * walked.person.stride_time
    feet = ground_forces(walked, time)
    outside = ExternalWrenches(
        np.array([chain.body(f"{side}_hindfoot") for side in Side]),
        np.stack([feet[side].force for side in Side], 1),
        np.stack([feet[side].centre for side in Side], 1),
        np.stack([np.outer(feet[side].free_moment, [0.0, 1.0, 0.0]) for side in Side], 1),
    )
    assert np.isnan(outside.point).any()
    motion = (walked.coordinates(time, order) for order in range(3))
    found = inverse_dynamics(chain.topology, chain.parameters, *motion, outside)
    weight = chain.parameters.mass.sum() * G
    assert np.abs(found.joint_force[:, 0]).max() < 1e-6 * weight
    assert np.abs(found.joint_moment[:, 0]).max() < 1e-6 * weight
    assert np.abs(found.generalised_force[:, :6]).max() < 1e-6 * weight
    knee = found.generalised_force[:, chain.coordinate("knee_flexion_right")]
    assert np.abs(knee).max() > 0.1 * chain.parameters.mass.sum()


def test_threads_and_far_away_change_nothing():
    chain = default_chain()
    motion = moving(len(chain.coordinates), frames=2000)
    outside = wrenches(len(chain.bodies), frames=2000)
    own = inverse_dynamics(chain.topology, chain.parameters, *motion, outside, threads=1)
    two = inverse_dynamics(chain.topology, chain.parameters, *motion, outside, threads=2)
    assert np.array_equal(own.generalised_force, two.generalised_force)
    assert np.array_equal(own.joint_moment, two.joint_moment)
    away = np.zeros(len(chain.coordinates))
    away[chain.coordinate("pelvis_tx")] = 500.0
    moved = ExternalWrenches(
        outside.body, outside.force, outside.point + np.array([500.0, 0.0, 0.0]), outside.torque
    )
    far = inverse_dynamics(chain.topology, chain.parameters, motion[0] + away, *motion[1:], moved)
    assert np.abs(far.joint_moment - own.joint_moment).max() < 1e-9


def test_members_are_solved_each_by_its_own_sizes():
    topology, parameters = random_chain(1)
    heavier = parameters._replace(mass=1.1 * parameters.mass)
    motion = moving(len(topology.independent))
    both = Parameters(*(np.stack(pair) for pair in zip(parameters, heavier, strict=True)))
    found = inverse_dynamics(topology, both, *motion)
    for k, one in enumerate((parameters, heavier)):
        alone = inverse_dynamics(topology, one, *motion)
        assert np.array_equal(found.generalised_force[k], alone.generalised_force)
        assert np.array_equal(found.joint_force[k], alone.joint_force)


def test_members_move_and_are_pushed_each_in_its_own_way():
    """Motion and forces with a member axis, and a chain that all share: each as if it were alone."""
    chain = default_chain()
    motions = [moving(len(chain.coordinates), seed=seed) for seed in (2, 3)]
    pushed = [wrenches(len(chain.bodies), seed=seed) for seed in (4, 5)]
    together = [np.stack(pair) for pair in zip(*motions, strict=True)]
    outside = ExternalWrenches(
        pushed[0].body,
        *(np.stack([getattr(w, name) for w in pushed]) for name in ("force", "point", "torque")),
    )
    found = inverse_dynamics(chain.topology, chain.parameters, *together, outside)
    for k, motion in enumerate(motions):
        own = ExternalWrenches(pushed[0].body, outside.force[k], outside.point[k], outside.torque[k])
        alone = inverse_dynamics(chain.topology, chain.parameters, *motion, own)
        np.testing.assert_array_equal(found.joint_moment[k], alone.joint_moment)
        np.testing.assert_array_equal(found.generalised_force[k], alone.generalised_force)


def test_what_is_missing_stays_missing_and_goes_no_further():
    chain = default_chain()
    q, u, a = moving(len(chain.coordinates))
    q[4, chain.coordinate("knee_flexion_left")] = np.nan
    found = inverse_dynamics(chain.topology, chain.parameters, q, u, a).generalised_force
    assert np.isnan(found[4, chain.coordinate("hip_flexion_left")])
    assert np.isnan(found[4, chain.coordinate("pelvis_ty")])
    assert np.isfinite(found[4, chain.coordinate("hip_flexion_right")])
    assert np.isfinite(np.delete(found, 4, axis=0)).all()


def test_arrays_that_do_not_go_together_are_refused():
    chain = default_chain()
    model = chain.topology, chain.parameters
    q, u, a = moving(len(chain.coordinates))
    outside = wrenches(len(chain.bodies))
    with pytest.raises(ValueError, match="expected coordinates and derivatives of shape"):
        inverse_dynamics(*model, q, u[:-1], a)
    with pytest.raises(ValueError, match="expected coordinates and derivatives of shape"):
        inverse_dynamics(*model, q[:, :-1], u[:, :-1], a[:, :-1])
    short = ExternalWrenches(outside.body, outside.force[:-1], outside.point, outside.torque)
    with pytest.raises(ValueError, match="expected force, point and torque of shape"):
        inverse_dynamics(*model, q, u, a, short)
    nowhere = ExternalWrenches(np.array([0, -1, 2]), outside.force, outside.point, outside.torque)
    with pytest.raises(ValueError, match="expected bodies 0 to 13"):
        inverse_dynamics(*model, q, u, a, nowhere)
