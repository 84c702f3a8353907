"""The heel bone by its own markers, where it wears enough of them.

The chain joins heel and forefoot by one hinge. A foot that pronates also twists there: its heel bone turns
while the forefoot stays on the floor, and a heel held by the forefoot's markers would show a third of that.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from groundup.body.subject import Subject
from groundup.mechanics.rotation import best_rigid_fit, from_axis_angle, to_rotation_vector
from groundup.mechanics.tree import FloatArray
from groundup.motion.angle_spread import angle_table
from groundup.motion.at_instants import at_instants
from groundup.motion.joint_angles import angle_columns
from groundup.quantities import Side

# Markers nearer than this to a line tell nothing about turning about it [m].
_APART = 0.020
# A set of heel markers counts where it is seen in so many of the frames.
_SEEN = 0.5
OWN_HEEL_ANGLES = {"rearfoot_inversion": 0, "rearfoot_rotation": 1}
"""Angles read from the heel bone's own markers, and the axis of the heel bone they turn about."""


def read_own_heels(
    subject: Subject,
    rotation: FloatArray,
    targets: FloatArray,
    heading: FloatArray,
    angles: FloatArray,
    angle_sd: FloatArray,
) -> None:
    """Write the rearfoot's angles anew, where its own markers tell them, and how well they are known.

    Parameters
    ----------
    subject : Subject
    rotation : (F, B, 3, 3) rotation_body_in_lab as tracked.
    targets : (F, M, 3) markers as seen [m].
    heading : (F,) [rad].
    angles, angle_sd : (F, A) as tracked, changed in place [rad].
    """
    heels = own_heels(subject, targets)
    if not heels:
        return
    own = angle_table(subject.anatomy, with_own_heels(subject, rotation, targets, heels), heading)
    names = angle_columns()
    for side, markers in heels.items():
        variance = heel_variance(subject, markers)
        for stem, axis in OWN_HEEL_ANGLES.items():
            k = names.index(f"{stem}_{side}")
            angles[:, k] = own[:, k]
            angle_sd[:, k] = np.sqrt(np.square(angle_sd[:, k]) + variance[axis])


def own_heels(subject: Subject, targets: FloatArray) -> dict[Side, NDArray[np.intp]]:
    """Heel markers (numbers in the chain) of each foot that shows its heel bone by itself.

    Parameters
    ----------
    subject : fitted here; a model that the user brought keeps the foot it has.
    targets : (F, M, 3) markers as seen, in the chain's order [m], NaN where not.
    """
    if subject.model is not None:
        return {}
    chain, found = subject.chain, dict[Side, NDArray[np.intp]]()
    for side in Side:
        name = f"{side}_hindfoot"
        if name not in chain.bodies:
            continue
        own = np.flatnonzero(chain.topology.marker_body == chain.body(name))
        seen = np.array([m for m in own if np.isfinite(targets[:, m]).all(1).mean() >= _SEEN], np.intp)
        if len(seen) >= 3 and _spread(chain.parameters.marker_position[seen])[1] > _APART:
            found[side] = seen
    return found


def with_own_heels(
    subject: Subject, rotation: FloatArray, targets: FloatArray, heels: dict[Side, NDArray[np.intp]]
) -> FloatArray:
    """(..., F, B, 3, 3) rotation_body_in_lab with each heel bone turned as its own markers say.

    The chain's parameters, the rotations and the targets may have a member axis in front.

    Where one of its markers is not seen, the turn is drawn in from the frames before and after.
    """
    chain, result = subject.chain, rotation.copy()
    for side, own in heels.items():
        b = chain.body(f"{side}_hindfoot")
        local = chain.parameters.marker_position[..., own, :]
        tracked = rotation[..., b, :, :]
        result[..., b, :, :] = tracked @ _turn(local, tracked, targets[..., own, :])
    return result


def heel_variance(subject: Subject, own: Sequence[int] | NDArray[np.intp]) -> FloatArray:
    """(3,) variance of a heel bone's turn about its axes from the noise of its own markers [rad^2]."""
    chain = subject.chain
    local = chain.parameters.marker_position[list(own)]
    local = local - local.mean(axis=0)
    variance = np.mean([subject.marker_sd[chain.markers[m]] ** 2 for m in own])
    inertia = (local**2).sum() * np.eye(3) - local.T @ local
    return np.asarray(variance * np.diag(np.linalg.inv(inertia)))


def _spread(local: FloatArray) -> FloatArray:
    return np.linalg.svd(local - local.mean(axis=0), compute_uv=False)


def _turn(local: FloatArray, rotation: FloatArray, seen: FloatArray) -> FloatArray:
    """(..., F, 3, 3) turn of the heel bone in its tracked frame; none where it is not tracked."""
    known = np.isfinite(seen).all(axis=(-1, -2)) & np.isfinite(rotation).all(axis=(-1, -2))
    usable = known.reshape(-1, known.shape[-1]).all(axis=0)
    if not usable.any():
        return np.broadcast_to(np.eye(3), rotation.shape)
    points = local[..., None, :, :]
    heel, _ = best_rigid_fit(points, seen[..., usable, :, :], np.ones(local.shape[-2]))
    turns = to_rotation_vector(np.swapaxes(rotation[..., usable, :, :], -1, -2) @ heel)
    frames = np.arange(seen.shape[-3], dtype=np.float64)
    whole = np.swapaxes(at_instants(frames, frames[usable], np.swapaxes(turns, -1, -2)), -1, -2)
    angle = np.linalg.norm(whole, axis=-1)
    axis = whole / np.maximum(angle, 1e-12)[..., None]
    return from_axis_angle(axis, angle)
