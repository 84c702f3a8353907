"""A trial as it was tracked, to be tracked again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundup.body.sampling import targets_of
from groundup.mechanics.tree import FloatArray, IntArray
from groundup.motion.motion import Motion
from groundup.motion.task import Task
from groundup.recording.filters import smooth_paths
from groundup.recording.recording import Recording


@dataclass(frozen=True)
class Moved:
    """One trial as it was tracked, all its frames or some of them.

    `heading` (F,) is the direction of progression in the tracked frames [rad].
    """

    recording: Recording
    motion: Motion
    task: Task
    heading: FloatArray

    @property
    def time(self) -> FloatArray:
        """(F,) instants [s]."""
        return np.asarray(self.motion.poses.time.values, np.float64)

    @property
    def clock(self) -> FloatArray:
        """Instants of all frames of the recording [s]."""
        return np.asarray(self.recording.markers.time.values, np.float64)

    def targets(self, labels: Sequence[str]) -> FloatArray:
        """(F, M, 3) markers in the tracked frames [m]."""
        return targets_of(self.recording, labels)[self.rows]

    @property
    def rows(self) -> IntArray:
        """(F,) numbers of the tracked frames in the recording."""
        return np.searchsorted(self.clock, self.time)

    def smoothed_away(self, labels: Sequence[str]) -> FloatArray:
        """(all frames, M, 3) what smoothing again would take off the paths [m]; nothing off unsmoothed ones.

        The first time took off the movement itself by as much or more, in the same direction: what was noise
        is gone by then.
        """
        whole = targets_of(self.recording, labels)
        cutoffs = [o.arguments["cutoff_hz"] for o in self.recording.operations if o.name == "smooth"]
        if not cutoffs:
            return np.zeros_like(whole)
        again, _ = smooth_paths(whole, self.recording.rate, float(cutoffs[-1]))
        return np.asarray(np.nan_to_num(whole - again))

    @property
    def poses(self) -> FloatArray:
        """(F, C) poses as tracked [rad, m]."""
        return np.asarray(self.motion.poses.transpose("time", "coordinate").values, np.float64)
