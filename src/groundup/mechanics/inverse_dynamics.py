"""Inverse dynamics: the generalised forces a movement needs, and what each joint transmits.

Couplers are not eliminated: every coordinate's own rate and acceleration count, and the force on a dependent
coordinate comes out beside the one on its independent coordinate (as OpenSim does).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np

from groundup.mechanics.functions import evaluate
from groundup.mechanics.ik import available_threads
from groundup.mechanics.kernel import kernel
from groundup.mechanics.kinematics import couple, coupler_rate
from groundup.mechanics.plan import Plan, make_plan
from groundup.mechanics.tree import FloatArray, IntArray, Parameters, Topology

# Standard gravity [m/s^2], the lab's Y up.
GRAVITY = (0.0, -9.80665, 0.0)
# Frames a thread takes in one go; each frame stands for itself, so the result does not depend on it.
_CHUNK = 512


@dataclass(frozen=True)
class ExternalWrenches:
    """What acts on bodies from outside, lab frame.

    Attributes
    ----------
    body : (W,) body each acts on.
    force : (F, W, 3) [N].
    point : (F, W, 3) where the force acts, in the lab [m]; read only where the force is not zero.
    torque : (F, W, 3) free moment beside the force's own [N m].

    All but `body` may carry one leading member axis (E, ...).
    """

    body: IntArray
    force: FloatArray
    point: FloatArray
    torque: FloatArray


@dataclass(frozen=True)
class JointLoads:
    """What a movement needs.

    Attributes
    ----------
    generalised_force : (F, C) internal: what does work on coordinate c at the rate force times velocity
        [N m for rotations, N for translations]. On the coordinates of a free root it is the residual.
    joint_force : (F, B, 3) total force of the parent on each body, lab frame [N]; it and the moment include
        what the muscles across the joint do, and are the residual for a body on the ground.
    joint_moment : (F, B, 3) total moment of the parent on each body about the joint's centre (the point the
        body's rotations turn about), lab frame [N m].

    NaN wherever something missing (NaN) has a say: at the joint itself and at all between it and the ground.
    With a member axis on the parameters, the motion or the forces every array has it in front.
    """

    generalised_force: FloatArray
    joint_force: FloatArray
    joint_moment: FloatArray


def inverse_dynamics(
    topology: Topology,
    parameters: Parameters,
    coordinates: FloatArray,
    rates: FloatArray,
    accelerations: FloatArray,
    external: ExternalWrenches | None = None,
    *,
    gravity: tuple[float, float, float] = GRAVITY,
    threads: int | None = None,
) -> JointLoads:
    """Find the forces that move the chain as given.

    Parameters
    ----------
    topology, parameters : the chain; parameters may carry one leading member axis (E, ...).
    coordinates, rates, accelerations : (F, C), or (E, F, C) with members; dependent coordinates included
        (see :func:`couple_motion`) [rad, m and their derivatives by s].
    external : ExternalWrenches, optional
        Ground forces and the like; without a member axis the same for every member.
    gravity : (3,) in the lab [m/s^2].
    threads : how many to use; all that this process may use if not given. The result does not depend on it.

    Returns
    -------
    JointLoads

    Raises
    ------
    ValueError
        If shapes do not go together or a load acts on no body of the chain.

    Notes
    -----
    Recursive Newton-Euler (Featherstone 2008, ch. 5). A slot's rate is f'(q) q' and its acceleration
    f'(q) q'' + f''(q) q'^2, each slot by its own function. Simbody (OpenSim 4.6) takes rotation i of a
    CustomJoint to be driven by the joint's coordinate i in the velocity term; where one coordinate drives all
    three rotations (the walker knee) its result lacks (a2 x a3) f2' f3' q'^2, about 1 N m in walking.
    """
    motion = [np.asarray(x, np.float64) for x in (coordinates, rates, accelerations)]
    members = _members(parameters, motion, external)
    if members is not None:
        found = []
        for e in range(members):
            own = [_of(array, e, plain) for array, plain in zip(parameters, _AXES, strict=True)]
            q, u, a = (_of(x, e, 2) for x in motion)
            outside = _wrenches_of(external, e)
            found.append(
                inverse_dynamics(
                    topology, Parameters(*own), q, u, a, outside, gravity=gravity, threads=threads
                )
            )
        return JointLoads(*(np.stack([getattr(m, f.name) for m in found]) for f in fields(JointLoads)))
    _check(topology, motion, external)
    return _balance(
        _plan(topology, parameters),
        _inertial(parameters),
        np.array(gravity, np.float64),
        motion,
        _wrenches(external, len(motion[0])),
        np.array([] if external is None else external.body, np.int64),
        threads or available_threads(),
    )


def couple_motion(
    topology: Topology, coordinates: FloatArray, rates: FloatArray, accelerations: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Set every dependent coordinate, its rate and its acceleration by its coupler.

    Parameters
    ----------
    coordinates, rates, accelerations : (..., C); the dependent ones are not read.

    Returns
    -------
    coordinates, rates, accelerations : (..., C)
    """
    q = couple(topology, coordinates)
    slope = coupler_rate(topology, coordinates)
    leader = topology.independent
    u, a = rates[..., leader], accelerations[..., leader]
    bend = np.zeros_like(q)
    for c in np.flatnonzero(leader != np.arange(len(leader))):
        function = int(topology.coupler_function[c])
        bend[..., c] = evaluate(topology.functions, function, coordinates[..., leader[c]], order=2)
    return q, slope * u, slope * a + bend * u * u


# Axes of each of a chain's parameters without members, in their order.
_AXES = (3, 3, 2, 2, 3, 2, 3, 2, 1, 2, 3, 2)


def _members(
    parameters: Parameters, motion: list[FloatArray], external: ExternalWrenches | None
) -> int | None:
    """How many members there are; None where nothing has a member axis."""
    leads = [parameters.slot_scale.shape[:-2], parameters.mass.shape[:-1], *(x.shape[:-2] for x in motion)]
    if external is not None:
        leads += [np.shape(x)[:-3] for x in (external.force, external.point, external.torque)]
    lead = np.broadcast_shapes(*leads)
    return lead[0] if lead else None


def _of(array: FloatArray, member: int, plain: int) -> FloatArray:
    """One member's part of an array, or the array itself, which all share."""
    return array[member if len(array) > 1 else 0] if array.ndim > plain else array


def _wrenches_of(external: ExternalWrenches | None, member: int) -> ExternalWrenches | None:
    if external is None:
        return None
    parts = (external.force, external.point, external.torque)
    return ExternalWrenches(external.body, *(_of(np.asarray(x), member, 3) for x in parts))


def _check(topology: Topology, motion: list[FloatArray], external: ExternalWrenches | None) -> None:
    """Refuse what the kernel, which checks nothing, would read beyond its end."""
    expected = len(motion[0]), len(topology.independent)
    if any(x.shape != expected for x in motion):
        raise ValueError(
            f"expected coordinates and derivatives of shape {expected}, got {[x.shape for x in motion]}"
        )
    if external is None:
        return
    loads = len(motion[0]), len(external.body), 3
    shapes = [np.shape(x) for x in (external.force, external.point, external.torque)]
    if any(shape != loads for shape in shapes):
        raise ValueError(f"expected force, point and torque of shape {loads}, got {shapes}")
    if not np.isin(external.body, np.arange(len(topology.parent))).all():
        raise ValueError(f"expected bodies 0 to {len(topology.parent) - 1}, got {list(external.body)}")


def _plan(topology: Topology, parameters: Parameters) -> Plan:
    count = len(topology.independent)
    uncoupled = topology._replace(
        independent=np.arange(count),
        coupler_function=np.full(count, -1),
        marker_body=np.zeros(0, np.int64),
    )
    return make_plan(uncoupled, parameters._replace(marker_position=np.zeros((0, 3))))


def _inertial(parameters: Parameters) -> FloatArray:
    """(B, 10) mass, centre of mass, inertia (xx yy zz xy xz yz)."""
    moments = parameters.inertia[:, [0, 1, 2, 0, 0, 1], [0, 1, 2, 1, 2, 2]]
    return np.column_stack([parameters.mass, parameters.centre_of_mass, moments])


def _wrenches(external: ExternalWrenches | None, frames: int) -> FloatArray:
    if external is None:
        return np.zeros((frames, 0, 9))
    return np.concatenate([external.force, external.point, external.torque], axis=2, dtype=np.float64)


def _scratch(plan: Plan) -> tuple[FloatArray, ...]:
    """Make room for a frame's bodies, slots, markers, motion and loads, and a point at zero."""
    bodies, slots, markers = len(plan.body_int), len(plan.slot_int), len(plan.marker_order)
    shapes = (bodies, 9), (bodies, 3), (slots, 8), (markers, 3), (bodies, 12), (bodies, 6)
    return *(np.empty(shape) for shape in shapes), np.zeros(3)


def _balance(
    plan: Plan,
    inertial: FloatArray,
    gravity: FloatArray,
    motion: list[FloatArray],
    wrenches: FloatArray,
    wrench_body: IntArray,
    threads: int,
) -> JointLoads:
    balance_frames = kernel("balance_frames")
    frames, count = motion[0].shape
    bodies = len(plan.body_int)
    loads = JointLoads(
        np.empty((frames, count)), np.empty((frames, bodies, 3)), np.empty((frames, bodies, 3))
    )
    moved = [np.ascontiguousarray(x) for x in motion]

    def balance(first: int) -> None:
        part = slice(first, first + _CHUNK)
        balance_frames(
            plan.body_int,
            plan.body_float,
            plan.slot_int,
            plan.slot_float,
            plan.marker_position,
            plan.piece_start,
            plan.piece_count,
            plan.breaks,
            plan.coefficients,
            inertial,
            gravity,
            wrench_body,
            *(x[part] for x in moved),
            wrenches[part],
            loads.generalised_force[part],
            loads.joint_force[part],
            loads.joint_moment[part],
            *_scratch(plan),
        )

    heads = range(0, frames, _CHUNK)
    if threads > 1 and len(heads) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(balance, heads))
    else:
        for first in heads:
            balance(first)
    return loads
