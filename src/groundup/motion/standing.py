"""The person standing, tracked: what strains and other comparisons with one's own standing refer to."""

from dataclasses import replace

import numpy as np

from groundup.body.subject import Subject
from groundup.motion.motion import Motion
from groundup.motion.track import track
from groundup.recording.recording import Recording

# A standing person hardly moves: this many frames, evenly taken, tell the mean.
_FRAMES = 40


def standing_motion(recording: Recording | None, subject: Subject) -> Motion | None:
    """Track a few frames of a standing trial; None where there is none.

    Parameters
    ----------
    recording : Recording or None
        In lab frame, repaired; need not be smoothed, as only means over it are told.
    subject : Subject
    """
    if recording is None or recording.markers.sizes["time"] < 2:
        return None
    count = recording.markers.sizes["time"]
    chosen = np.unique(np.linspace(0, count - 1, min(_FRAMES, count)).round().astype(np.int64))
    return track(replace(recording, markers=recording.markers.isel(time=chosen)), subject)
