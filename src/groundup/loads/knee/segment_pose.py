"""Where a segment is over time, as plain arrays."""

from typing import NamedTuple

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion


class SegmentPose(NamedTuple):
    """Rotation (F, 3, 3) of a segment in the lab and its origin (F, 3) there [m]."""

    rotation: FloatArray
    origin: FloatArray


def segment_pose(motion: Motion, segment: str) -> SegmentPose | None:
    """Take one segment of a motion; None where the chain has none of this name."""
    names = motion.segment_origin.segment.values.tolist()
    if segment not in names:
        return None
    k = names.index(segment)
    rotation = motion.segment_rotation.transpose("time", "segment", "row", "column").values[:, k]
    origin = motion.segment_origin.transpose("time", "segment", "axis").values[:, k]
    return SegmentPose(np.asarray(rotation), np.asarray(origin))
