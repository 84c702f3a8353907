"""A first pose for every sampled frame: the pelvis from its own markers, everything else upright."""

import numpy as np

from groundup.body.bundle import Problem
from groundup.body.chain import Chain
from groundup.body.default_chain import prior_mean
from groundup.mechanics.tree import FloatArray


def upright_poses(chain: Chain, problem: Problem) -> FloatArray:
    """(F, C) start poses: pelvis laid over its markers, joints at their prior mean."""
    poses = np.tile(prior_mean(chain), (len(problem.targets), 1))
    pelvis = np.flatnonzero(problem.topology.marker_body == chain.body("pelvis"))
    offsets = problem.parameters.marker_position[pelvis]
    names = ("pelvis_rotation", "pelvis_obliquity", "pelvis_tilt", "pelvis_tx", "pelvis_ty", "pelvis_tz")
    columns = [chain.coordinate(name) for name in names]
    for f, target in enumerate(problem.targets[:, pelvis]):
        seen = np.isfinite(target).all(axis=1) & (np.abs(offsets).sum(axis=1) > 0)
        if seen.sum() < 3:
            continue
        rotation, origin = lay_over(offsets[seen], target[seen])
        poses[f, columns] = (*pelvis_angles(rotation), *origin)
    return poses


def lay_over(points: FloatArray, targets: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Rotation (3, 3) and translation (3,) that lay points (N, 3) over targets (N, 3) best (Kabsch)."""
    middle, aim = points.mean(axis=0), targets.mean(axis=0)
    u, _, vt = np.linalg.svd((points - middle).T @ (targets - aim))
    flip = np.sign(np.linalg.det(vt.T @ u.T))
    rotation = vt.T @ np.diag([1.0, 1.0, flip]) @ u.T
    return rotation, aim - rotation @ middle


def pelvis_angles(rotation: FloatArray) -> tuple[float, float, float]:
    """Rotation (right side forward), obliquity (right side up) and anterior tilt of the pelvis [rad].

    The sequence is rotation, obliquity, tilt (Baker 2001), so that a turned walker keeps a clinical tilt.
    """
    about_x = -np.arcsin(np.clip(rotation[1, 2], -1.0, 1.0))
    about_y = np.arctan2(rotation[0, 2], rotation[2, 2])
    about_z = np.arctan2(rotation[1, 0], rotation[1, 1])
    return float(about_y), float(-about_x), float(-about_z)
