"""An angle as it was solved, whether or not it may be shown: for what needs every frame, as loads do."""

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import hip_and_knee
from groundup.motion.motion import Motion
from groundup.quantities import Side


def solved_angle(motion: Motion, column: str) -> FloatArray:
    """(F,) one angle of a leg [rad], of our chain or of the user's own model.

    Parameters
    ----------
    motion : Motion
    column : str
        A reported angle with its side, e.g. ``knee_flexion_left``. Our chain has a coordinate for it; of
        somebody's model, hip and knee follow from the segments, and other angles are as reported.
    """
    if column in motion.poses.coordinate.values:
        return np.asarray(motion.poses.sel(coordinate=column).values)
    rotation = motion.segment_rotation.transpose("segment", "time", "row", "column")
    segments = dict(zip(rotation.segment.values.tolist(), rotation.values, strict=True))
    for side in Side:
        found = hip_and_knee(segments, side)
        if column in found:
            return found[column]
    return np.asarray(motion.angles.sel(angle=column).values)
