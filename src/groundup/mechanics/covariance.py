"""How well a pose is known: the whole covariance of its coordinates, for a few frames."""

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.kinematics import couple, coupler_rate
from groundup.mechanics.tree import FloatArray, Parameters, Topology
from groundup.mechanics.twin.fit import gauss_newton_hessian


def pose_covariance(
    topology: Topology,
    parameters: Parameters,
    coordinates: FloatArray,
    targets: FloatArray,
    weights: FloatArray,
    prior_weight: FloatArray | None = None,
    locked: NDArray[np.bool_] | None = None,
) -> FloatArray:
    """Inverse Gauss-Newton Hessian of the marker fit.

    Parameters
    ----------
    coordinates : (F, C) poses found [rad, m].
    targets : (F, M, 3) [m]; only which markers are seen matters.
    weights : (M,) or (F, M), one over the variance of a marker per axis [1/m^2].
    prior_weight : (C,) one over the variance of each coordinate's prior; zero: none.
    locked : (C,) coordinates that are known exactly.

    Returns
    -------
    (F, C, C) covariance [rad^2, rad m, m^2]; dependent coordinates included, zero where locked.

    Raises
    ------
    numpy.linalg.LinAlgError
        Where a coordinate is seen neither by a marker nor by a prior.
    """
    count = len(topology.independent)
    pull = np.zeros(count) if prior_weight is None else prior_weight
    hessian = gauss_newton_hessian(topology, parameters, coordinates, targets, weights, pull)
    free = topology.independent == np.arange(count)
    if locked is not None:
        free &= ~locked
    kept = np.flatnonzero(free)
    reduced = np.zeros((len(coordinates), count, count))
    reduced[:, kept[:, None], kept] = np.linalg.inv(hessian[:, kept[:, None], kept])
    rate = coupler_rate(topology, couple(topology, coordinates))
    leader = topology.independent
    return np.asarray(reduced[:, leader[:, None], leader] * rate[:, :, None] * rate[:, None, :])
