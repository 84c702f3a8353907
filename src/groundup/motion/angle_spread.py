"""How well each reported angle is known, from how well the pose is."""

import numpy as np

from groundup.body.anatomy import Anatomy
from groundup.body.chain import Chain
from groundup.body.turning import turning
from groundup.mechanics.kinematics import Poses
from groundup.mechanics.rotation import skew
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import angle_columns, reported_angles

_STEP = 1e-5  # rad


def angle_table(anatomy: Anatomy, rotation: FloatArray, heading: FloatArray) -> FloatArray:
    """(F, A) reported angles [rad] in the order of their columns; arguments as for `reported_angles`."""
    found = reported_angles(anatomy, rotation, heading)
    return np.stack([found[name] for name in angle_columns()], axis=1)


def angle_spread(
    chain: Chain,
    anatomy: Anatomy,
    coordinates: FloatArray,
    placed: Poses,
    heading: FloatArray,
    covariance: FloatArray,
) -> FloatArray:
    """Carry the covariance of the pose through to the reported angles.

    Parameters
    ----------
    chain : Chain
        Joints of any form; what is coupled to a coordinate turns with it.
    anatomy : Anatomy
        Of the chain.
    coordinates : (F, C) [rad, m]; placed : Poses of them.
    heading : (F,) [rad].
    covariance : (F, C, C) of the pose [rad^2, rad m, m^2].

    Returns
    -------
    (F, A) standard deviations [rad], NaN where the angle is.
    """
    rotation = placed.rotation_body_in_lab
    base = angle_table(anatomy, rotation, heading)
    slope = np.zeros((*base.shape, coordinates.shape[1]))
    bodies = list(anatomy.body.values())
    for c, coordinate in enumerate(chain.coordinates):
        if coordinate.locked:
            continue
        spin = turning(chain, coordinates, placed, c)[:, bodies]
        if not spin.any():
            continue
        # Turning a joint a little turns all it carries about its axis: no need to place the chain again.
        turned = rotation.copy()
        turned[:, bodies] += _STEP * skew(spin) @ rotation[:, bodies]
        slope[..., c] = np.sin(angle_table(anatomy, turned, heading) - base) / _STEP
    spread = np.nan_to_num(covariance) @ np.swapaxes(slope, 1, 2)
    variance = np.einsum("fac,fca->fa", slope, spread)
    return np.where(np.isnan(base), np.nan, np.sqrt(np.maximum(variance, 0.0)))
