"""OpenSim's own inverse dynamics, for comparison: generalised forces and body velocities of a model."""

from pathlib import Path

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.functions import evaluate
from groundup.mechanics.inverse_dynamics import ExternalWrenches, inverse_dynamics
from groundup.mechanics.kinematics import poses
from groundup.mechanics.tree import FloatArray
from groundup.mechanics.twin.dynamics import body_motion


class OpenSimDynamics:
    """A model in OpenSim, its muscles and other forces switched off, its coordinates unlocked.

    Parameters
    ----------
    path : Path
        A ``.osim`` file.
    names : coordinate names in the order of the columns given and returned.

    Raises
    ------
    ImportError
        Where the ``opensim`` wheel is not installed.
    """

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        import opensim

        opensim.Logger.setLevelString("off")
        self._opensim = opensim
        self._model = opensim.Model(str(path))
        self._state = self._model.initSystem()
        self._coordinates = [self._model.getCoordinateSet().get(name) for name in names]
        forces = self._model.getForceSet()
        for k in range(forces.getSize()):
            forces.get(k).setAppliesForce(self._state, False)
        for coordinate in self._coordinates:
            coordinate.setLocked(self._state, False)
        self._row = [self._row_of(coordinate) for coordinate in self._coordinates]
        self._solver = opensim.InverseDynamicsSolver(self._model)

    def _row_of(self, coordinate: object) -> int:
        """Where a coordinate's speed stands in OpenSim's own vectors."""
        self._state.setU(self._opensim.Vector(self._state.getNU(), 0.0))
        coordinate.setSpeedValue(self._state, 1.0)  # type: ignore[attr-defined]
        return int(np.flatnonzero(self._state.getU().to_numpy())[0])

    def _set(self, q: FloatArray, u: FloatArray) -> None:
        for coordinate, value, speed in zip(self._coordinates, q, u, strict=True):
            coordinate.setValue(self._state, value, False)
            coordinate.setSpeedValue(self._state, speed)
        self._model.realizeVelocity(self._state)

    def forces(self, q: FloatArray, u: FloatArray, a: FloatArray) -> FloatArray:
        """(F, C) generalised forces of InverseDynamicsSolver [N m, N], nothing acting from outside."""
        found = np.empty_like(q)
        acceleration = self._opensim.Vector(self._state.getNU(), 0.0)
        for n in range(len(q)):
            self._set(q[n], u[n])
            for row, value in zip(self._row, a[n], strict=True):
                acceleration.set(row, value)
            found[n] = self._solver.solve(self._state, acceleration).to_numpy()[self._row]
        return found

    def spins(self, q: FloatArray, u: FloatArray, body: str) -> FloatArray:
        """(F, 3) angular velocity of a body in the lab [rad/s]."""
        frame = self._model.getBodySet().get(body)
        found = np.empty((len(q), 3))
        for n in range(len(q)):
            self._set(q[n], u[n])
            found[n] = frame.getVelocityInGround(self._state).get(0).to_numpy()
        return found


def random_motion(
    ranges: FloatArray, frames: int, seed: int = 0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Coordinates (F, C) inside `ranges` (C, 2) and 1 rad or m of zero, rates, accelerations."""
    rng = np.random.default_rng(seed)
    low, high = np.maximum(ranges[:, 0], -1.0), np.minimum(ranges[:, 1], 1.0)
    shape = frames, len(ranges)
    q = rng.uniform(np.minimum(low, high), np.maximum(low, high), shape)
    return q, 2.0 * rng.normal(size=shape), 10.0 * rng.normal(size=shape)


def knees(chain: Chain) -> list[int]:
    """Bodies whose three rotations all follow one coordinate."""
    driven = chain.topology.slot_coordinate[:, :3]
    return [b for b in range(len(driven)) if driven[b, 0] >= 0 and (driven[b] == driven[b, 0]).all()]


def left_out_by_simbody(chain: Chain, q: FloatArray, u: FloatArray) -> FloatArray:
    """(F, C) what Simbody's velocity term leaves out of the generalised forces [N m, N].

    The second rotation turns the third's axis: an angular acceleration (a2 x a3) f2' f3' u^2 where one
    coordinate drives them both. Simbody's ``FunctionBased::buildHdot`` takes rotation i to be driven by the
    joint's coordinate i and has no such term where the first coordinate drives all three.
    """
    topology, parameters = chain.topology, chain.parameters
    placed, still = poses(topology, parameters, q), np.zeros_like(q)
    centres = body_motion(topology, parameters, q, still, still).centre_of_mass
    total = np.zeros_like(q)
    for b in knees(chain):
        missing = missing_acceleration(chain, q, u, b)
        carried = [b]
        for other in range(b + 1, len(chain.bodies)):
            if topology.parent[other] in carried:
                carried.append(other)
        turned = placed.rotation_body_in_lab[:, carried]
        inertia = turned @ parameters.inertia[carried] @ np.swapaxes(turned, -1, -2)
        arm = centres[:, carried] - placed.joint_centre_in_lab[:, b, None]
        # D'Alembert: the inertia of the missing acceleration as a load from outside.
        load = ExternalWrenches(
            np.array(carried),
            -parameters.mass[carried, None] * np.cross(missing[:, None], arm),
            centres[:, carried],
            -(inertia @ missing[:, None, :, None])[..., 0],
        )
        weightless = (0.0, 0.0, 0.0)
        total += inverse_dynamics(
            topology, parameters, q, still, still, load, gravity=weightless
        ).generalised_force
    return total


def missing_acceleration(chain: Chain, q: FloatArray, u: FloatArray, body: int) -> FloatArray:
    """(F, 3) angular acceleration of a body that Simbody leaves out, in the lab [rad/s^2]."""
    topology, parameters = chain.topology, chain.parameters
    axes = poses(topology, parameters, q).axis_in_lab[:, body]
    c = topology.slot_coordinate[body, 1]
    second, third = (
        parameters.slot_scale[body, k]
        * evaluate(topology.functions, int(topology.slot_function[body, k]), q[:, c], 1)
        for k in (1, 2)
    )
    return np.asarray(np.cross(axes[:, 1], axes[:, 2]) * (second * third * u[:, c] ** 2)[:, None])
