"""Where a trial stands on the floor, and which way it is looked at: the frame of its picture.

X runs along the direction of progression, Y up from the floor, Z to the right; the origin is on the floor
under the middle of the pelvis' path. So a lab that is turned or moved gives the same picture.
"""

from dataclasses import dataclass

import numpy as np

from groundup.assessment import TrialResult
from groundup.loads.ground_force import GroundForce
from groundup.loads.loads import Loads
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray
from groundup.motion.feet import BodyPoints
from groundup.motion.passes import heading_of, walking_passes
from groundup.quantities import Side
from groundup.report.scene import bones
from groundup.report.scene.poses import SegmentPoses
from groundup.report.scene.skeleton import foot_offsets

_RESTING = 4.0  # percent of the frames in which a sole is lowest: it stands then
_FARTHEST_FLOOR = 0.06  # m: plates further from where the feet stand are told in another height
_SOLES = (0.7, 1.5)  # of the sole of a foot of this length, for shoes and bare feet
_FOOT_POINTS = np.array([(-0.045, -1.0, 0.0), (0.118, -1.0, -0.033), (0.10, -1.0, 0.036)])


@dataclass(frozen=True)
class View:
    """How the lab lies in the picture.

    Attributes
    ----------
    rotation : (3, 3) rotation_lab_in_view.
    origin : (3,) the view's origin in the lab [m], on the floor.
    heading : (F,) direction of progression about Y, from the view's X [rad].
    """

    rotation: FloatArray
    origin: FloatArray
    heading: FloatArray

    def points(self, in_lab: FloatArray) -> FloatArray:
        """(..., 3) points of the lab in the view [m]."""
        return np.asarray((in_lab - self.origin) @ self.rotation.T)

    def vectors(self, in_lab: FloatArray) -> FloatArray:
        """(..., 3) vectors of the lab in the view."""
        return np.asarray(in_lab @ self.rotation.T)


def view_of(trial: TrialResult, poses: SegmentPoses, floor: float) -> View:
    """Turn a trial into its direction of progression, or, where nobody walks, into where the pelvis faces."""
    pelvis = poses.place("pelvis") or 0
    heading = _heading(trial, poses, pelvis)
    # There and back: the way that most frames go, not a way between.
    usual = float(np.median(heading)) if len(heading) else 0.0
    main = float(heading[np.argmin(np.abs(heading - usual))]) if len(heading) else 0.0
    rotation = from_axis_angle(np.array([0.0, 1.0, 0.0]), np.array(-main))
    path = poses.origin[:, pelvis]
    path = path[np.isfinite(path).all(axis=1)] @ rotation.T
    middle = 0.5 * (path.min(axis=0) + path.max(axis=0)) if len(path) else np.zeros(3)
    middle = rotation.T @ middle
    return View(rotation, np.array([middle[0], floor, middle[2]]), heading - main)


def _heading(trial: TrialResult, poses: SegmentPoses, pelvis: int) -> FloatArray:
    time = np.asarray(trial.motion.poses.time.values, np.float64)
    points = BodyPoints(time, trial.recording.rate, poses.origin[:, pelvis], {}, 0.0)
    passes = walking_passes(points)
    if passes:
        return heading_of(points, passes)
    ahead = poses.rotation[:, pelvis, :, 0]
    ahead = ahead[np.isfinite(ahead).all(axis=1)]
    facing = ahead.mean(axis=0) if len(ahead) else np.array([1.0, 0.0, 0.0])
    return np.full(len(poses.origin), float(np.arctan2(-facing[2], facing[0])))


def plates_height(trial: TrialResult) -> float | None:
    """Height of the force plates [m]; None without any that tell it."""
    corners = [p.corners[:, 1] for p in trial.recording.plates if p.corners is not None]
    if corners:
        return float(np.median(np.concatenate(corners)))
    if isinstance(trial.loads, Loads):
        return _pressure_height(trial.loads.ground)
    return None


def _pressure_height(ground: GroundForce) -> float | None:
    heights = ground.centre_of_pressure.transpose(..., "axis").values[..., 1]
    seen = heights[np.isfinite(heights)]
    return float(np.median(seen)) if len(seen) else None


def standing_height(poses: SegmentPoses, side: Side) -> tuple[float, float] | None:
    """Height in the lab at which a sole of middling thickness rests, and that thickness [m]."""
    places = foot_offsets(poses, side)
    if "hindfoot" not in places:
        return None
    hindfoot = poses.segments.index(f"{side}_hindfoot")
    along = places["toes"][0] / bones.TOE_JOINT if "toes" in places else 1.0
    thick = along * bones.SOLE
    points = _FOOT_POINTS * np.array([along, thick, along]) - places["hindfoot"]
    points = points * (np.array([1.0, 1.0, -1.0]) if side is Side.LEFT else np.ones(3))
    heights = poses.rotation[:, hindfoot, 1, :] @ points.T + poses.origin[:, hindfoot, 1:2]
    lowest = heights.min(axis=1)
    lowest = lowest[np.isfinite(lowest)]
    return (float(np.percentile(lowest, _RESTING)), thick) if len(lowest) else None


def stand(trial: TrialResult, poses: SegmentPoses) -> tuple[float, dict[Side, float]]:
    """Find the floor [m, lab] and how thick the soles are over it [m]."""
    resting = {side: found for side in Side if (found := standing_height(poses, side)) is not None}
    if not resting:
        return plates_height(trial) or 0.0, {}
    lowest = min(height for height, _ in resting.values())
    plates = plates_height(trial)
    floor = plates if plates is not None and abs(plates - lowest) < _FARTHEST_FLOOR else lowest
    return floor, {
        side: float(np.clip(thick + height - floor, _SOLES[0] * thick, _SOLES[1] * thick))
        for side, (height, thick) in resting.items()
        if height - floor < _FARTHEST_FLOOR  # a foot that never comes down says nothing of its sole
    }
