"""Where every segment of a trial is, as plain arrays asked for by name."""

from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion

_FRAMES_ASKED = 120


@dataclass(frozen=True)
class SegmentPoses:
    """Poses of a trial.

    Attributes
    ----------
    segments : (B,) names.
    rotation : (F, B, 3, 3) rotation_segment_in_lab.
    origin : (F, B, 3) [m] in lab.
    """

    segments: tuple[str, ...]
    rotation: FloatArray
    origin: FloatArray

    def place(self, segment: str) -> int | None:
        """Place of a segment; None where the chain has none of this name."""
        return self.segments.index(segment) if segment in self.segments else None

    def offset(self, parent: str, child: str) -> FloatArray | None:
        """(3,) where a child's joint lies in its parent's frame [m], in the middle of the frames."""
        above, below = self.place(parent), self.place(child)
        if above is None or below is None:
            return None
        step = max(1, len(self.origin) // _FRAMES_ASKED)
        apart = self.origin[::step, below] - self.origin[::step, above]
        local = (apart[:, None] @ self.rotation[::step, above])[:, 0]
        local = local[np.isfinite(local).all(axis=1)]
        return np.asarray(np.median(local, axis=0)) if len(local) else None


def segment_poses(motion: Motion) -> SegmentPoses:
    """Take the segments' poses out of a motion."""
    rotation = motion.segment_rotation.transpose("time", "segment", "row", "column").values
    origin = motion.segment_origin.transpose("time", "segment", "axis").values
    return SegmentPoses(
        tuple(str(name) for name in motion.segment_origin.segment.values),
        np.asarray(rotation, np.float64),
        np.asarray(origin, np.float64),
    )
