"""Closing a leg: joint angles nearest to the reference curves with the foot exactly where it is planted."""

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import Poses, poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.foot_path import FootPath

_ENOUGH, _EXACT = 1e-10, 1e-9


def close_leg(
    chain: Chain,
    side: Side,
    wish: FloatArray,
    spread: FloatArray,
    foot: FootPath,
    start: FloatArray,
    rounds: int,
) -> FloatArray:
    """Coordinates (T, C) that put one hindfoot on its path, nearest to the wish.

    Minimises the sum of ((q - wish) / spread)^2 under the exact constraint (Gauss-Newton, null-space form).

    Parameters
    ----------
    wish : (T, C) [rad, m]; spread : (C,) how far each coordinate may give way, 0 for prescribed ones.
    start : (T, C) where the search begins.
    rounds : most iterations.

    Raises
    ------
    ValueError
        If the foot is not reached: the person's steps are too long for the legs.
    """
    q = np.where(spread == 0.0, wish, start)
    weight = spread**2
    residual = np.zeros(1)
    for _ in range(rounds):
        residual, jacobian = _off(chain, q, side, foot)
        back = wish - q
        weighted = jacobian * weight
        gap = -residual - (jacobian @ back[..., None])[..., 0]
        force = np.linalg.solve(weighted @ np.swapaxes(jacobian, -1, -2), gap[..., None])
        move = back + (np.swapaxes(weighted, -1, -2) @ force)[..., 0]
        largest = np.abs(move).max(-1, keepdims=True)
        q = q + move * np.minimum(1.0, 0.3 / np.maximum(largest, 1e-300))
        if largest.max() < _ENOUGH:
            break
    if rounds > 10 and np.abs(residual).max() > _EXACT:
        raise ValueError("expected steps the legs can reach, found a foot out of reach; shorten the stride")
    return q


def limb(chain: Chain, side: Side) -> Chain:
    """Pelvis and one leg down to the hindfoot, with the whole chain's coordinates: less to compute."""
    kept = [
        chain.body(n) for n in ("pelvis", *(f"{side}_{p}" for p in ("thigh", "shank", "talus", "hindfoot")))
    ]
    t, p = chain.topology, chain.parameters
    topology = t._replace(
        parent=np.array([kept.index(b) if b in kept else -1 for b in t.parent[kept]], dtype=np.int64),
        slot_coordinate=t.slot_coordinate[kept],
        slot_function=t.slot_function[kept],
        marker_body=np.zeros(0, dtype=np.int64),
    )
    sliced = {name: getattr(p, name)[kept] for name in p._fields if name != "marker_position"}
    parameters = p._replace(**sliced, marker_position=np.zeros((0, 3)))
    return Chain(tuple(chain.bodies[b] for b in kept), chain.coordinates, (), topology, parameters)


def _off(chain: Chain, q: FloatArray, side: Side, foot: FootPath) -> tuple[FloatArray, FloatArray]:
    """(T, 6) how far the hindfoot is from where it must be, and its derivative (T, 6, C)."""
    found = poses(chain.topology, chain.parameters, q)
    body = chain.body(f"{side}_hindfoot")
    linear, angular = _motion(chain, found, body)
    off = np.swapaxes(foot.rotation, -1, -2) @ found.rotation_body_in_lab[:, body]
    turn = 0.5 * np.stack(
        [off[:, 2, 1] - off[:, 1, 2], off[:, 0, 2] - off[:, 2, 0], off[:, 1, 0] - off[:, 0, 1]], -1
    )
    # The vector of a skew part moves by (trace(A) I - A^T) w / 2 when A turns by w.
    factor = 0.5 * (np.trace(off, axis1=-2, axis2=-1)[:, None, None] * np.eye(3) - np.swapaxes(off, -1, -2))
    slope = factor @ np.swapaxes(foot.rotation, -1, -2) @ angular
    away = found.position_body_in_lab[:, body] - foot.position
    return np.concatenate([away, turn], -1), np.concatenate([linear, slope], -2)


def _motion(chain: Chain, found: Poses, body: int) -> tuple[FloatArray, FloatArray]:
    """Linear (of its origin) and angular velocity of a body per coordinate: (T, 3, C) each."""
    topology = chain.topology
    frames = found.position_body_in_lab.shape[0]
    linear = np.zeros((frames, 3, len(chain.coordinates)))
    angular = np.zeros_like(linear)
    b = body
    while b >= 0:
        arm = found.position_body_in_lab[:, body] - found.joint_centre_in_lab[:, b]
        for k in range(6):
            c = int(topology.slot_coordinate[b, k])
            if c < 0:
                continue
            axis = found.axis_in_lab[:, b, k]
            linear[:, :, c] += np.cross(axis, arm) if k < 3 else axis
            if k < 3:
                angular[:, :, c] += axis
        b = int(topology.parent[b])
    return linear, angular
