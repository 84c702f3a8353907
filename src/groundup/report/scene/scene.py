"""The scene of a report: one person's bones and every trial that can be shown with them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundup.assessment import Analysis
from groundup.body.subject import Subject
from groundup.quantities import Side
from groundup.report.scene.frames import MOST, MOST_TOGETHER
from groundup.report.scene.poses import SegmentPoses, segment_poses
from groundup.report.scene.skeleton import Part, skeleton
from groundup.report.scene.trial import SceneTrial, scene_trial
from groundup.report.scene.view import stand

_FEWEST = 60  # frames of a trial, however many there are


@dataclass(frozen=True)
class Scene:
    """What the page's 3-D view shows.

    Attributes
    ----------
    parts : of the skeleton, each in its segment's frame.
    trials : (place among the analysis' trials, what is shown of it), in order.
    height : float
        Of the highest part over the floor, where the first trial's still picture is taken [m].
    """

    parts: tuple[Part, ...]
    trials: tuple[tuple[int, SceneTrial], ...]
    height: float

    @property
    def segments(self) -> tuple[str, ...]:
        """Segments in the order of their poses."""
        return tuple(part.segment for part in self.parts)


def scene_of(analysis: Analysis) -> Scene | None:
    """Gather the scene of an analysis; None where no trial has a leg to show.

    Parameters
    ----------
    analysis : Analysis
        Members of its ensemble, where it has one, are shown beside the best estimate.
    """
    placed = [segment_poses(trial.motion) for trial in analysis.trials]
    stood = [stand(trial, poses) for trial, poses in zip(analysis.trials, placed, strict=True)]
    soles = {
        side: float(np.median([feet[side] for _, feet in stood if side in feet]))
        for side in Side
        if any(side in feet for _, feet in stood)
    }
    parts = skeleton(_best_seen(placed), soles, _trunk_markers(analysis.subject)) if placed else ()
    if not parts:
        return None
    segments = tuple(part.segment for part in parts)
    most = max(_FEWEST, min(MOST, MOST_TOGETHER // len(analysis.trials)))
    members = analysis.ensemble.poses if analysis.ensemble is not None else {}
    found = []
    for number, (trial, poses) in enumerate(zip(analysis.trials, placed, strict=True)):
        own = members.get(trial.recording.name)
        shown = scene_trial(trial, poses, segments, stood[number][0], most=most, ghosts=own)
        if shown is not None:
            found.append((number, shown))
    return Scene(parts, tuple(found), _height(parts, found[0][1])) if found else None


def _best_seen(placed: Sequence[SegmentPoses]) -> SegmentPoses:
    """Trial with most tracked frames."""
    return max(placed, key=lambda poses: int(np.isfinite(poses.origin[:, 0, 0]).sum()))


def _trunk_markers(subject: Subject) -> int:
    if "trunk" not in subject.chain.bodies:
        return 0
    return int((subject.chain.topology.marker_body == subject.chain.body("trunk")).sum())


def _height(parts: tuple[Part, ...], shown: SceneTrial) -> float:
    """Highest vertex of any frame, as far as every fifth tells."""
    tops = []
    for b, part in enumerate(parts):
        up = shown.rotation[::5, b, 1, :] @ part.bone.vertices[::4].T
        tops.append(np.nanmax(up + shown.origin[::5, b, 1][:, None]))
    return float(max(tops))
