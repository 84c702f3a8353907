"""What a fit would have found for slightly different people: one linearised step from where it converged."""

from dataclasses import dataclass

import numpy as np

from groundup.body.fitted import Stage
from groundup.body.normal import normal_equations
from groundup.body.one_thread import solve_definite, summed_products
from groundup.mechanics.tree import FloatArray

_FAINT = 1e-9  # as in the search: keeps a coordinate that nothing sees invertible


@dataclass(frozen=True)
class Changes:
    """What is different about each of E people; every array has the member axis in front.

    Attributes
    ----------
    targets : (E, F, M, 3) shift of every sampled marker, in the axes of the body that carries it [m].
    pose_mean : (E, F, C) shift of the poses' prior [rad, m].
    shape_mean : (E, S) shift of the prior of the sizes [m, rad].
    offset_mean : (E, M, 3) shift of the prior of the marker offsets [m].
    """

    targets: FloatArray
    pose_mean: FloatArray
    shape_mean: FloatArray
    offset_mean: FloatArray


@dataclass(frozen=True)
class Response:
    """What the fit makes of the changes.

    Attributes
    ----------
    coordinates : (E, F, C) change of the sampled poses [rad, m].
    shape : (E, S) change of sizes and axes [m, rad].
    offsets : (E, M, 3) change of the marker offsets [m].
    """

    coordinates: FloatArray
    shape: FloatArray
    offsets: FloatArray


class Refit:
    """A search that has ended, ready for one Gauss-Newton step towards the minimum of each changed problem.

    At the minimum the gradient vanishes; what the changes add to it is all that drives the step. Poses are
    eliminated by their Schur complement, as in :mod:`groundup.body.bundle`.
    """

    def __init__(self, stage: Stage) -> None:
        self._problem = stage.problem
        self._normal = normal = normal_equations(stage.problem, stage.state, fit_shape=True)
        self._qq = normal.qq.copy()
        index = np.arange(normal.qq.shape[1])
        self._qq[:, index, index] += _FAINT
        self._eliminated: FloatArray = np.asarray(np.linalg.solve(self._qq, normal.qp), np.float64)
        self._schur = normal.pp - summed_products(normal.qp, self._eliminated)

    def respond(self, changes: Changes) -> Response:
        """Follow the changes of E members."""
        normal, sizes = self._normal, changes.shape_mean.shape[1]
        by_pose, by_parameter = self._pull(changes)
        right = by_parameter - summed_products(self._eliminated, by_pose)
        change = solve_definite(self._schur, right)
        alone: FloatArray = np.asarray(np.linalg.solve(self._qq, by_pose), np.float64)
        poses = alone - self._eliminated @ change
        offsets = change[sizes:].T.reshape(-1, len(normal.pp[sizes:]) // 3, 3)
        return Response(np.moveaxis(poses, 2, 0), np.ascontiguousarray(change[:sizes].T), offsets)

    def _pull(self, changes: Changes) -> tuple[FloatArray, FloatArray]:
        """(F, C, E) on the poses and (P, E) on shape and offsets, what the changes add to the gradient."""
        problem, normal = self._problem, self._normal
        members, frames = changes.targets.shape[:2]
        sizes = changes.shape_mean.shape[1]
        moved = changes.targets.reshape(members, frames, -1).transpose(1, 2, 0)
        stiffness = problem.frame_weight[:, None] / problem.pose_sd**2
        by_pose: FloatArray = normal.qp[:, :, sizes:] @ moved
        by_pose = by_pose + np.moveaxis(stiffness * changes.pose_mean, 0, 2)
        precision = 1.0 / problem.offset_sd.ravel() ** 2
        about_prior = precision[:, None] * changes.offset_mean.reshape(members, -1).T
        follows = problem.offset_follows.reshape(len(precision), sizes)
        by_shape = summed_products(normal.by_marker, moved) - follows.T @ about_prior
        by_shape = np.asarray(by_shape + (changes.shape_mean / problem.shape_sd**2).T)
        by_offset = np.asarray(about_prior + (normal.weights[..., None] * moved).sum(axis=0))
        return by_pose, np.concatenate([by_shape, by_offset])
