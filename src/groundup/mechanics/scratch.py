"""What the pose solver writes to while it works on one frame."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.plan import Plan
from groundup.mechanics.tree import FloatArray


class Scratch(NamedTuple):
    """In the kernel's argument order; B bodies, S slots, M markers, N columns, P priors, C coordinates.

    Attributes
    ----------
    rotation : (B, 9); position : (B, 3); slots : (S, 8); markers : (M, 3); composite : (B, 22).
    hessian : (N, N); gradient : (N,); factor : (N, N); pivot, step : (N,); held, preset, values : (N,).
    target : (M, 3); weight : (M,); origin : (3,); prior : (P, 2); pose, before : (C,).
    """

    rotation: FloatArray
    position: FloatArray
    slots: FloatArray
    markers: FloatArray
    composite: FloatArray
    hessian: FloatArray
    gradient: FloatArray
    factor: FloatArray
    pivot: FloatArray
    step: FloatArray
    held: NDArray[np.bool_]
    preset: FloatArray
    values: FloatArray
    target: FloatArray
    weight: FloatArray
    origin: FloatArray
    prior: FloatArray
    pose: FloatArray
    before: FloatArray


def scratch(plan: Plan, coordinates: int) -> Scratch:
    """Room for one thread's frame."""
    bodies, slots, markers = len(plan.body_int), len(plan.slot_int), len(plan.marker_order)
    columns = len(plan.column_coordinate)
    return Scratch(
        rotation=np.empty((bodies, 9)),
        position=np.empty((bodies, 3)),
        slots=np.empty((slots, 8)),
        markers=np.empty((markers, 3)),
        composite=np.empty((bodies, 22)),
        hessian=np.empty((columns, columns)),
        gradient=np.empty(columns),
        factor=np.empty((columns, columns)),
        pivot=np.empty(columns),
        step=np.empty(columns),
        held=np.empty(columns, np.bool_),
        preset=np.empty(columns),
        values=np.empty(columns),
        target=np.zeros((markers, 3)),
        weight=np.zeros(markers),
        origin=np.zeros(3),
        prior=np.empty((len(plan.prior_int), 2)),
        pose=np.empty(coordinates),
        before=np.empty(coordinates),
    )
