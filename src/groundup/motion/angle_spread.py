"""How well each reported angle is known, from how well the pose is."""

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import Poses, carried_by
from groundup.mechanics.rotation import skew
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import angle_columns, reported_angles

_STEP = 1e-5  # rad


def angle_table(
    chain: Chain, coordinates: FloatArray, rotation: FloatArray, position: FloatArray, heading: FloatArray
) -> FloatArray:
    """(F, A) reported angles [rad] in the order of their columns; arguments as for `reported_angles`."""
    found = reported_angles(chain, coordinates, rotation, position, heading)
    return np.stack([found[name] for name in angle_columns()], axis=1)


def angle_spread(
    chain: Chain, coordinates: FloatArray, placed: Poses, heading: FloatArray, covariance: FloatArray
) -> FloatArray:
    """Carry the covariance of the pose through to the reported angles.

    Parameters
    ----------
    chain : the default chain, whose joints turn one to one with their coordinates.
    coordinates : (F, C) [rad, m]; placed : Poses of them.
    heading : (F,) [rad].
    covariance : (F, C, C) of the pose [rad^2, rad m, m^2].

    Returns
    -------
    (F, A) standard deviations [rad], NaN where the angle is.
    """
    rotation, position = placed.rotation_body_in_lab, placed.position_body_in_lab
    base = angle_table(chain, coordinates, rotation, position, heading)
    carried = carried_by(chain.topology)
    slope = np.zeros((*base.shape, coordinates.shape[1]))
    bodies, slots = np.nonzero(chain.topology.slot_coordinate[:, :3] >= 0)
    for b, k in zip(bodies, slots, strict=True):
        c = chain.topology.slot_coordinate[b, k]
        if chain.coordinates[c].locked:
            continue
        shifted, turned, moved = coordinates.copy(), rotation.copy(), position.copy()
        shifted[:, c] += _STEP
        # Turning a joint a little turns all it carries about its axis: no need to place the chain again.
        turn = _STEP * skew(placed.axis_in_lab[:, b, k])[:, None]
        on = carried[:, b]
        arm = position[:, on] - placed.joint_centre_in_lab[:, b, None]
        turned[:, on] += turn @ rotation[:, on]
        moved[:, on] += (turn @ arm[..., None])[..., 0]
        slope[..., c] = np.sin(angle_table(chain, shifted, turned, moved, heading) - base) / _STEP
    spread = np.nan_to_num(covariance) @ np.swapaxes(slope, 1, 2)
    variance = np.einsum("fac,fca->fa", slope, spread)
    return np.where(np.isnan(base), np.nan, np.sqrt(np.maximum(variance, 0.0)))
