"""Compile the engine ahead of its first use."""

import time

import numpy as np

from groundup.mechanics.tree import Parameters, Topology, no_functions

# What the first compilation takes on an ordinary laptop core [s]: said to the person who waits for it.
EXPECTED_SECONDS = 15


def compile_kernels() -> float:
    """Compile the solver, or load it where it has been compiled before; returns how long that took [s]."""
    began = time.perf_counter()
    from groundup.mechanics.ik import solve_poses

    slider = Topology(
        parent=np.array([-1]),
        slot_coordinate=np.array([[-1, -1, -1, 0, -1, -1]]),
        slot_function=np.full((1, 6), -1),
        independent=np.array([0]),
        coupler_function=np.array([-1]),
        marker_body=np.array([0]),
        functions=no_functions(),
    )
    unit = np.eye(3)[None]
    sizes = Parameters(
        rotation_axis=unit,
        translation_axis=unit,
        slot_scale=np.ones((1, 6)),
        slot_offset=np.zeros((1, 6)),
        parent_rotation=unit,
        parent_position=np.zeros((1, 3)),
        child_rotation=unit,
        child_position=np.zeros((1, 3)),
        mass=np.zeros(1),
        centre_of_mass=np.zeros((1, 3)),
        inertia=np.zeros((1, 3, 3)),
        marker_position=np.zeros((1, 3)),
    )
    solve_poses(slider, sizes, np.array([[[0.1, 0.0, 0.0]]]), np.ones(1), threads=1)
    return time.perf_counter() - began
