"""A first pose for every sampled frame: the pelvis from its own markers, everything else upright."""

import numpy as np

from groundup.body.chain import Chain
from groundup.body.problem import Problem
from groundup.mechanics.rotation import best_rigid_fit, to_cardan
from groundup.mechanics.tree import FloatArray


def upright_poses(chain: Chain, problem: Problem) -> FloatArray:
    """(F, C) start poses: pelvis laid over its markers, joints at their prior mean."""
    poses = np.tile(chain.prior_mean, (len(problem.targets), 1))
    pelvis = np.flatnonzero(problem.topology.marker_body == chain.body("pelvis"))
    offsets = problem.parameters.marker_position[pelvis]
    known = np.abs(offsets).sum(axis=1) > 0
    targets = np.where(known[:, None], problem.targets[:, pelvis], np.nan)
    rotation, origin = best_rigid_fit(offsets, targets, np.ones(len(pelvis)))
    found = np.isfinite(origin).all(axis=1)
    # Rotation (right side forward), obliquity (right side up), anterior tilt (Baker 2001), so that a turned
    # walker keeps a clinical tilt; obliquity and tilt turn about -X and -Z.
    angles = to_cardan("yxz", rotation[found]) * np.array([1.0, -1.0, -1.0])
    names = ("pelvis_rotation", "pelvis_obliquity", "pelvis_tilt", "pelvis_tx", "pelvis_ty", "pelvis_tz")
    columns = np.array([chain.coordinate(name) for name in names])
    poses[np.ix_(np.flatnonzero(found), columns)] = np.concatenate([angles, origin[found]], axis=1)
    return poses
