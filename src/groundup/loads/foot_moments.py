"""Moments within the foot: known only while the whole ground force acts beyond the joint."""

from collections.abc import Mapping

import numpy as np

from groundup.body.anatomy import Anatomy
from groundup.loads.force_arrays import ForceArrays
from groundup.loads.joint_axes import JointAxis
from groundup.mechanics.kinematics import Poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

INSIDE_FOOT = ("midtarsal_dorsiflexion", "toe_dorsiflexion")


def with_force_in_front(
    anatomy: Anatomy,
    axes: Mapping[str, JointAxis],
    moments: Mapping[str, FloatArray],
    placed: Poses,
    ground: ForceArrays,
    mass: float,
) -> dict[str, FloatArray]:
    """Give the moments of the joints within the foot.

    One plate tells one force, and how the heel and the forefoot share it is not known while both stand.
    Once its centre of pressure lies in front of a joint, the whole force is taken to act beyond it
    (Stefanyshyn and Nigg 1997, J Biomech 30:1081, for the toes); before that the moment is not known.

    Parameters
    ----------
    anatomy, axes, placed : the chain's segments, joint axes and poses.
    moments : column -> (..., F) with the whole force on the hindfoot [N m/kg]: what inertia and weight need.
    ground : ForceArrays
        At the same instants.
    mass : float
        Body mass [kg].

    Returns
    -------
    column -> (..., F) [N m/kg]; NaN while the foot stands with its centre of pressure behind the joint.
    """
    found = {}
    for foot, side in enumerate(Side):
        for column in (f"{stem}_{side}" for stem in INSIDE_FOOT):
            if column not in axes:
                continue
            joint = axes[column]
            force, point, twist = (part[..., foot, :] for part in ground)
            centre = placed.joint_centre_in_lab[..., joint.body, :]
            hindfoot = f"{side}_hindfoot"
            ahead = placed.rotation_body_in_lab[..., anatomy.body[hindfoot], :, 0]
            arm = point - centre
            loaded = np.isfinite(point).all(axis=-1)
            external = np.cross(np.nan_to_num(arm), force) + twist
            own = moments[column] - np.sum(external * joint.axis, axis=-1) / mass
            with np.errstate(invalid="ignore"):
                in_front = np.sum(arm * ahead, axis=-1) > 0.0
            found[column] = np.where(~loaded, moments[column], np.where(in_front, own, np.nan))
    return found
