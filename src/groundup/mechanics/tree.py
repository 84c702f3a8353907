"""The flat form of a chain: integer topology and float parameters, as the kernels see it.

One joint form only. Body b hangs on its parent by a joint

    X_parent_body = [parent_rotation | parent_position] [R1 R2 R3 | t] [child_rotation | child_position]^-1

where Rk rotates by slot value k about ``rotation_axis[b, k]`` (body-fixed, in sequence) and
t = sum_k value[3 + k] * ``translation_axis[b, k]`` (in the parent-side joint frame). A slot's value is

    slot_offset + slot_scale * f(coordinate[slot_coordinate])      (coordinate -1: slot_offset alone)

with f the identity (function -1) or an entry of the function table.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class Functions(NamedTuple):
    """Table of scalar functions as piecewise polynomials, linear beyond their ends.

    Function k has `piece_count[k]` pieces from `piece_start[k]`; piece p covers
    [breaks[p + k], breaks[p + k + 1]] (each function owns piece_count + 1 breaks) and has the value of the
    polynomial with coefficients[p], highest power first, in s = x - left break. All rows have as many
    coefficients as the highest degree in the table needs, at least one.
    A piece whose left break is minus infinity expands about zero: a polynomial for any x is one piece between
    infinite breaks, and a spline that does not go on straight ends in such pieces.
    """

    piece_start: IntArray
    piece_count: IntArray
    breaks: FloatArray
    coefficients: FloatArray


class Topology(NamedTuple):
    """What never changes when a person's sizes change.

    Attributes
    ----------
    parent : (B,) parent body of each body, -1 for ground; parents come first.
    slot_coordinate : (B, 6) coordinate that drives each slot (3 rotations, 3 translations), -1 for none.
    slot_function : (B, 6) index into `functions`, -1 for identity.
    independent : (C,) the coordinate each coordinate follows; itself where it is free (couplers).
    coupler_function : (C,) function of the independent coordinate, -1 for identity.
    marker_body : (M,) body each marker is fixed to.
    functions : the function table.
    """

    parent: IntArray
    slot_coordinate: IntArray
    slot_function: IntArray
    independent: IntArray
    coupler_function: IntArray
    marker_body: IntArray
    functions: Functions


class Parameters(NamedTuple):
    """Sizes and inertia; every array may carry one leading member axis.

    Attributes
    ----------
    rotation_axis, translation_axis : (B, 3, 3) unit axes by slot.
    slot_scale, slot_offset : (B, 6).
    parent_rotation : (B, 3, 3), parent_position : (B, 3) joint frame in the parent body [m].
    child_rotation : (B, 3, 3), child_position : (B, 3) joint frame in the body itself [m].
    mass : (B,) [kg]; centre_of_mass : (B, 3) in the body [m]; inertia : (B, 3, 3) about it [kg m^2].
    marker_position : (M, 3) in the marker's body [m].
    """

    rotation_axis: FloatArray
    translation_axis: FloatArray
    slot_scale: FloatArray
    slot_offset: FloatArray
    parent_rotation: FloatArray
    parent_position: FloatArray
    child_rotation: FloatArray
    child_position: FloatArray
    mass: FloatArray
    centre_of_mass: FloatArray
    inertia: FloatArray
    marker_position: FloatArray


def no_functions() -> Functions:
    """Give an empty function table, for chains whose slots are all linear."""
    return Functions(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros((0, 4)))
