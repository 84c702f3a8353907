"""One trial as the page's scene holds it: poses, forces, contacts and angles in the trial's own view."""

from dataclasses import dataclass

import numpy as np

from groundup.assessment import TrialResult
from groundup.loads.loads import Loads
from groundup.mechanics.tree import FloatArray, IntArray
from groundup.quantities import Side
from groundup.report.scene.frames import MOST, shown_frames, telling_instant
from groundup.report.scene.poses import SegmentPoses
from groundup.report.scene.turn import turn_between
from groundup.report.scene.view import View, view_of
from groundup.uncertainty.member_poses import MOST as MOST_MEMBERS
from groundup.uncertainty.member_poses import RATE, MemberPoses

ANGLES = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion")
"""Angles read out beside the picture."""
GRAVITY = 9.80665
_ARROW, _LONGEST_ARROW = 0.42, 0.85  # of the shown height: body weight, and the largest force


@dataclass(frozen=True)
class SceneGhosts:
    """Members against the best estimate.

    Attributes
    ----------
    instants : (G,) places among the shown frames.
    turn : (member, G, B, 3) rotation vectors in the view [rad].
    shift : (member, G, B, 3) of the segments' origins in the view [m].
    """

    instants: IntArray
    turn: FloatArray
    shift: FloatArray


@dataclass(frozen=True)
class SceneTrial:
    """What is shown of a trial; lengths in metres, forces in newtons, all in the trial's view.

    Attributes
    ----------
    trial : TrialResult
    view : View
    frames : (F,) numbers of the frames shown.
    time : (F,) [s].
    rotation : (F, B, 3, 3) of each segment in the view.
    origin : (F, B, 3)
    force, pressure : (F, 2, 3)
        Ground force on each foot and where it acts; NaN where there is none or it is not known.
    weight : float
        Body weight [N]; NaN where not known.
    angles : (F, 2, 3) [deg], of ``ANGLES``.
    plates : (4, 2) corners on the floor (X, Z), each.
    still : place among the frames of the instant that a still picture takes.
    why_no_force : words; empty where forces are shown.
    ghosts : SceneGhosts or None
    """

    trial: TrialResult
    view: View
    frames: IntArray
    time: FloatArray
    rotation: FloatArray
    origin: FloatArray
    force: FloatArray
    pressure: FloatArray
    weight: float
    angles: FloatArray
    plates: tuple[FloatArray, ...]
    still: int
    why_no_force: str
    ghosts: SceneGhosts | None = None

    def metres_per_newton(self, height: float) -> float:
        """Length of a force's arrow where this height [m] is shown: short enough to stay in the picture."""
        largest = float(np.nanmax(np.linalg.norm(self.force, axis=-1), initial=0.0))
        usual = _ARROW * height / self.weight if self.weight > 0.0 else np.inf
        return min(usual, _LONGEST_ARROW * height / max(largest, 1.0))


def scene_trial(
    trial: TrialResult,
    poses: SegmentPoses,
    segments: tuple[str, ...],
    floor: float,
    *,
    most: int = MOST,
    ghosts: MemberPoses | None = None,
) -> SceneTrial | None:
    """Gather what is shown of a trial; None where it has fewer than two tracked frames.

    Parameters
    ----------
    trial : TrialResult
    poses : SegmentPoses
        Of the trial.
    segments : of the chain, in the order they are drawn.
    floor : float
        Height in the lab [m].
    most : int
        Frames to show at most.
    ghosts : MemberPoses, optional
        Of the same trial.
    """
    frames = shown_frames(trial, most)
    if len(frames) < 2:
        return None
    view = view_of(trial, poses, floor)
    columns = [poses.segments.index(segment) for segment in segments]
    rotation = view.rotation @ poses.rotation[frames][:, columns]
    origin = view.points(poses.origin[frames][:, columns])
    force, pressure, reason = _forces(trial, view, frames)
    corners = [p.corners for p in trial.recording.plates if p.corners is not None]
    return SceneTrial(
        trial=trial,
        view=view,
        frames=frames,
        time=trial.motion.poses.time.values[frames],
        rotation=rotation,
        origin=origin,
        force=force,
        pressure=pressure,
        weight=trial.loads.body_mass * GRAVITY if isinstance(trial.loads, Loads) else float("nan"),
        angles=_angles(trial, frames),
        plates=tuple(view.points(c)[:, [0, 2]] for c in corners),
        still=telling_instant(trial, frames, force[..., 1]),
        why_no_force=reason,
        ghosts=None if ghosts is None else _against(ghosts, trial, view, poses, segments, frames),
    )


def _forces(trial: TrialResult, view: View, frames: IntArray) -> tuple[FloatArray, FloatArray, str]:
    """Give force and its place where both are known, and why there are none."""
    nothing = np.full((len(frames), len(Side), 3), np.nan)
    if not isinstance(trial.loads, Loads):
        return nothing, nothing.copy(), trial.loads.reason
    ground = trial.loads.ground_at_frames
    force = ground.force.transpose("time", "side", "axis").values[frames]
    place = ground.centre_of_pressure.transpose("time", "side", "axis").values[frames]
    known = (np.isfinite(force) & np.isfinite(place)).all(axis=-1, keepdims=True)
    return (
        np.where(known, view.vectors(force), np.nan),
        np.where(known, view.points(place), np.nan),
        "" if known.any() else "no foot's force is known in the frames shown",
    )


def _angles(trial: TrialResult, frames: IntArray) -> FloatArray:
    """(F, 2, 3) degrees; NaN where not measurable."""
    table = trial.motion.angles.transpose("time", "angle")
    names = table.angle.values.tolist()
    found = np.full((len(frames), len(Side), len(ANGLES)), np.nan)
    for s, side in enumerate(Side):
        for k, angle in enumerate(ANGLES):
            column = f"{angle}_{side}"
            if column in names:
                found[:, s, k] = np.degrees(table.values[frames, names.index(column)])
    return found


def _against(
    ghosts: MemberPoses,
    trial: TrialResult,
    view: View,
    poses: SegmentPoses,
    segments: tuple[str, ...],
    frames: IntArray,
) -> SceneGhosts:
    """Members as small turns and shifts from the best estimate, a few times a second."""
    time = trial.motion.poses.time.values[frames]
    count = max(2, min(len(frames), int(np.ceil((time[-1] - time[0]) * RATE)) + 1))
    instants = np.unique(np.round(np.linspace(0, len(frames) - 1, count)).astype(np.int64))
    own = np.abs(ghosts.time[None] - time[instants][:, None]).argmin(axis=1)
    columns = [ghosts.segments.index(segment) for segment in segments]
    best = [poses.segments.index(segment) for segment in segments]
    rotation, origin = (table[frames[instants]][:, best] for table in (poses.rotation, poses.origin))
    members = slice(0, MOST_MEMBERS)
    turned = ghosts.rotation[members][:, own][:, :, columns]
    moved = ghosts.origin[members][:, own][:, :, columns]
    return SceneGhosts(
        instants,
        view.vectors(turn_between(np.broadcast_to(rotation, turned.shape), turned)),
        view.vectors(moved - origin),
    )
