"""Compile the engine ahead of its first use."""

import contextlib
import multiprocessing
import threading
import time
from importlib import import_module

import numpy as np

from groundup.mechanics.cache import folder, is_cold
from groundup.mechanics.tree import Parameters, Topology, no_functions

# What the first compilation takes on an ordinary laptop core [s]: said to the person who waits for it.
EXPECTED_SECONDS = 15


def compile_kernels() -> float:
    """Compile the kernels side by side, or load those compiled before; returns how long that took [s]."""
    began = time.perf_counter()
    beside = None
    if is_cold() and folder() is not None:
        # One process compiles one kernel at a time; a child that fails costs its kernel's time here, no more.
        beside = multiprocessing.get_context("spawn").Process(target=_balance_slider)
        beside.start()
    _pose_slider()
    if beside is not None:
        beside.join()
    _balance_slider()
    return time.perf_counter() - began


def load_beside() -> None:
    """Load the compiled pose solver in a thread of its own: time that reading files leaves idle.

    Does nothing where it would have to compile; a failure to load shows where the solver is first called.
    """
    if not is_cold():
        threading.Thread(target=_load_pose_solver, name="load engine").start()


def _load_pose_solver() -> None:
    with contextlib.suppress(ImportError):
        import_module("groundup.mechanics.kernels.frames")


def _pose_slider() -> None:
    from groundup.mechanics.ik import solve_poses

    solve_poses(*_slider(), np.array([[[0.1, 0.0, 0.0]]]), np.ones(1), threads=1)


def _balance_slider() -> None:
    from groundup.mechanics.inverse_dynamics import inverse_dynamics

    inverse_dynamics(*_slider(), *np.zeros((3, 1, 1)), threads=1)


def _slider() -> tuple[Topology, Parameters]:
    """One body on one slide."""
    topology = Topology(
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
    return topology, sizes
