"""How readily each part of a posture gives way: assumptions, stated and varied, not measurements."""

from dataclasses import dataclass, field

import numpy as np

from groundup.mechanics.tree import FloatArray

# Standard deviations of how a posture may change, in degrees (DESIGN "Effect").
COORDINATES = {
    "pelvis_tilt": 6.0,
    "pelvis_obliquity": 3.0,
    "pelvis_rotation": 4.0,
    "lumbar_flexion": 6.0,
    "lumbar_bending": 3.0,
    "lumbar_rotation": 3.0,
    "hip_flexion": 8.0,
    "hip_adduction": 4.0,
    "hip_rotation": 6.0,
    "knee_flexion": 8.0,
    "knee_adduction": 1.0,
    "knee_rotation": 3.0,
    "ankle_dorsiflexion": 5.0,
    "subtalar_inversion": 4.0,
    "midtarsal_pronation": 3.0,
    "midtarsal_dorsiflexion": 0.01,  # as recorded: the midfoot gives way about its oblique axis
    "toe_dorsiflexion": 5.0,
}
# A foot that rolls in goes with a knee that falls in: what one standard deviation of it is, in degrees.
_PRONATION_VALGUS = {
    "subtalar_inversion": -4.0,
    "knee_adduction": -1.0,
    "knee_rotation": 2.0,
    "hip_adduction": 4.0,
    "hip_rotation": 4.0,
}


@dataclass(frozen=True)
class Assumptions:
    """What a changed posture is weighed by; metres, newtons and radians, standard deviations.

    `depth` and `pad` may be arrays, one value for each posture.

    Attributes
    ----------
    stiffness : mapping coordinate stem -> factor on its standard deviation; 1 where not named.
    synergy : how strongly pronation and valgus go together; 0 leaves it out.
    pelvis, depth : level position of the pelvis, and how deep the squat is.
    balance_forward, balance_sideways : of the centre of mass.
    pressure_sideways, pressure_forward : of each foot's centre of pressure; forward only where the foot's
        force is kept.
    slip_ball, slip_heel : of the points of the sole along the floor.
    limit : beyond a limit of motion.
    pad : stiffness of the pad under each point [N/m]; `touch` how softly it takes up load [m].
    weight_error, moment_error : of the weight carried [N], and of balance [N m].
    """

    stiffness: dict[str, float] = field(default_factory=dict)
    synergy: float = 1.0
    pelvis: float = 0.050
    depth: float | FloatArray = 0.030
    balance_forward: float = 0.015
    balance_sideways: float = 0.040
    pressure_sideways: float = 0.005
    pressure_forward: float = 0.010
    slip_ball: float = 0.002
    slip_heel: float = 0.006
    limit: float = float(np.deg2rad(0.3))
    pad: float | FloatArray = 2e4
    touch: float = 2e-3
    weight_error: float = 5.0
    moment_error: float = 1.0

    def whitening(self, coordinates: tuple[str, ...]) -> FloatArray:
        """(C, C) matrix that turns a change of the coordinates into standard deviations.

        Coordinates that are lengths (the pelvis's) are rows of zeros here.
        """
        size = np.zeros(len(coordinates))
        together = {side: np.zeros(len(coordinates)) for side in ("left", "right")}
        for c, name in enumerate(coordinates):
            stem, _, side = name.rpartition("_")
            stem, side = (stem, side) if side in together else (name, "")
            if stem not in COORDINATES:
                continue
            size[c] = np.deg2rad(COORDINATES[stem]) * self.stiffness.get(stem, 1.0)
            if side:
                together[side][c] = np.deg2rad(self.synergy * _PRONATION_VALGUS.get(stem, 0.0))
        turned = size > 0.0
        spread = np.diag(size**2) + sum(np.outer(d, d) for d in together.values())
        result = np.zeros_like(spread)
        inverse = np.linalg.inv(np.linalg.cholesky(spread[np.ix_(turned, turned)]))
        result[np.ix_(turned, turned)] = inverse
        return result
