"""A person in a squat, built from the default chain."""

import numpy as np

from groundup.body.chain import Chain
from groundup.body.default_chain import default_chain
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.whatif.points import Carrier, carrier_of, points_at
from groundup.whatif.posture import FEET, Demand, Posture, no_demand
from groundup.whatif.sole import soles_of, spread_load
from groundup.whatif.stance import Stance

WEIGHT = 700.0


def squat(
    depths: tuple[float, ...] = (0.3, 0.7, 1.0), *, feet_apart: float = 0.05
) -> tuple[Chain, Carrier, Posture]:
    """A symmetric squat to about 90 degrees of knee flexion, feet flat, half the weight on each foot."""
    chain = default_chain(mass=WEIGHT / 9.80665)
    names = chain.coordinate_names
    coordinates = np.tile(chain.neutral, (len(depths), 1))
    for frame, depth in enumerate(depths):
        bend = {"knee_flexion": 90.0, "ankle_dorsiflexion": 30.0, "hip_flexion": 100.0}
        for side in Side:
            for stem, degrees in bend.items():
                coordinates[frame, names.index(f"{stem}_{side}")] = np.deg2rad(depth * degrees)
            coordinates[frame, names.index(f"hip_adduction_{side}")] = -feet_apart
        coordinates[frame, names.index("pelvis_tilt")] = np.deg2rad(40.0 * depth)
        coordinates[frame, names.index("lumbar_flexion")] = np.deg2rad(10.0 * depth)
    carrier = carrier_of(chain, soles_of(chain))
    points = points_at(carrier, coordinates)
    middle = points.mass[:, [0, 2]]
    load = []
    for foot in FEET:
        own = points.sole[:, foot][..., [0, 2]]
        pressure = np.stack([middle[:, 0], own[..., 1].mean(axis=1)], axis=1)
        load.append(spread_load(np.full(len(depths), WEIGHT / 2), pressure, own))
    pelvis = np.array([names.index(f"pelvis_t{axis}") for axis in "xyz"])
    held = np.ones((len(depths), len(FEET)))
    return chain, carrier, Posture(coordinates, points, np.concatenate(load, axis=1), pelvis, held)


def limited(chain: Chain, posture: Posture, degrees: float, *sides: Side) -> Demand:
    """Less dorsiflexion than was shown, on these sides."""
    asked = no_demand(posture)
    limit = np.array(asked.limit)
    for side in sides:
        ankle = chain.coordinate(f"ankle_dorsiflexion_{side}")
        limit[:, ankle] = posture.coordinates[:, ankle].max() - np.deg2rad(degrees)
    return asked._replace(limit=limit)


def standing_still(posture: Posture, task: Task = Task.SQUAT) -> Stance:
    """A stance of these rows, each a repetition of its own; the forces are those the soles carry."""
    rows = len(posture.load)
    force, pressure = np.zeros((rows, 2, 3)), np.zeros((rows, 2, 3))
    for k, foot in enumerate(FEET):
        load = posture.load[:, foot]
        force[:, k, 1] = load.sum(axis=1)
        total = np.maximum(force[:, k, 1], 1e-9)[:, None]
        pressure[:, k] = np.einsum("rp,rpa->ra", load, posture.points.sole[:, foot]) / total
    return Stance(
        task,
        "at the lowest point",
        posture.coordinates,
        force,
        pressure,
        np.arange(rows),
        (tuple(side for k, side in enumerate(Side) if force[0, k, 1] > 0.0),) * rows,
        posture.coordinates.max(axis=0),
        posture.coordinates.min(axis=0),
    )
