"""A person in a squat, built from the default chain."""

import numpy as np

from groundup.body.chain import Chain
from groundup.body.default_chain import default_chain
from groundup.quantities import Side
from groundup.whatif.points import Carrier, carrier_of, points_at
from groundup.whatif.posture import Demand, Posture
from groundup.whatif.sole import soles_of, spread_load

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
    for foot in (slice(0, 4), slice(4, 8)):
        own = points.sole[:, foot][..., [0, 2]]
        pressure = np.stack([middle[:, 0], own[..., 1].mean(axis=1)], axis=1)
        load.append(spread_load(np.full(len(depths), WEIGHT / 2), pressure, own))
    pelvis = np.array([names.index(f"pelvis_t{axis}") for axis in "xyz"])
    return chain, carrier, Posture(coordinates, points, np.concatenate(load, axis=1), pelvis)


def nothing(chain: Chain) -> Demand:
    """No change."""
    return Demand(np.zeros(8), np.full(len(chain.coordinates), np.inf))


def limited(chain: Chain, posture: Posture, degrees: float, *sides: Side) -> Demand:
    """Less dorsiflexion than was shown, on these sides."""
    limit = np.full(len(chain.coordinates), np.inf)
    for side in sides:
        ankle = chain.coordinate(f"ankle_dorsiflexion_{side}")
        limit[ankle] = posture.coordinates[:, ankle].max() - np.deg2rad(degrees)
    return Demand(np.zeros(8), limit)
