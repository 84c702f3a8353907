"""How well each reported angle is known, from how well the pose is."""

from collections.abc import Mapping

import numpy as np

from groundup.body.anatomy import Anatomy
from groundup.body.chain import Chain
from groundup.body.turning import turning
from groundup.mechanics.kinematics import Poses
from groundup.mechanics.rotation import skew
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import angle_columns, angles_between, reported_angles
from groundup.quantities import Side

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
    segments = anatomy.rotations(placed.rotation_body_in_lab)
    columns = angle_columns()
    base = angles_between(anatomy, segments, heading)
    slope = np.zeros((len(coordinates), len(columns), coordinates.shape[1]))
    for c, coordinate in enumerate(chain.coordinates):
        if coordinate.locked:
            continue
        spin = turning(chain, coordinates, placed, c)
        moved = {name for name, b in anatomy.body.items() if spin[:, b].any()}
        # Turning a joint a little turns all it carries about its axis: no need to place the chain again.
        turned = {
            name: segments[name] + _STEP * skew(spin[:, anatomy.body[name]]) @ segments[name]
            if name in moved
            else segments[name]
            for name in _affected(moved, segments)
        }
        for name, values in angles_between(anatomy, turned, heading).items():
            slope[:, columns.index(name), c] = np.sin(values - base[name]) / _STEP
    spread = np.nan_to_num(covariance) @ np.swapaxes(slope, 1, 2)
    variance = np.einsum("fac,fca->fa", slope, spread)
    blank = np.full(len(coordinates), np.nan)
    unknown = np.isnan(np.stack([base.get(name, blank) for name in columns], axis=1))
    return np.where(unknown, np.nan, np.sqrt(np.maximum(variance, 0.0)))


def _affected(moved: set[str], segments: Mapping[str, FloatArray]) -> list[str]:
    """Segments of the legs that move, pelvis and trunk: the angles of the others stay."""
    legs = tuple(f"{side}_" for side in Side if any(name.startswith(f"{side}_") for name in moved))
    return [name for name in segments if moved and (name in ("pelvis", "trunk") or name.startswith(legs))]
