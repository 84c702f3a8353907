"""What the person is doing, from how pelvis and feet move."""

import numpy as np
from numpy.typing import NDArray

from groundup.motion.feet import BodyPoints, body_points
from groundup.motion.signals import bridge, runs
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import FloatArray, Recording

BoolArray = NDArray[np.bool_]

_STILL = 0.03  # m: a standing pelvis stays inside this
_DEEP = 0.10  # m: a squat lowers the pelvis more than this; a stride's rise and fall stays below it
_OFF_GROUND = 0.05  # m above its resting height: a foot in the air
_WITH_GROUND = 0.4  # m/s about the ground's (or belt's) own speed: a foot part at rest on it
_SWING = 1.0  # m/s past the ground: a foot on its way
_ONE_LEG_SHARE = 0.6
_FLIGHT_S = 0.03
_FALL = -1.2  # m/s: nobody squats this fast
_IN_TURN = 0.7  # feet that swing together more of the time than this jump; fast runners reach 0.4


def recognise_task(recording: Recording) -> tuple[Task, str]:
    """Task of a recording and the reason in words.

    Parameters
    ----------
    recording : Recording
        In lab frame, identified.
    """
    points = body_points(recording)
    if not points.feet or not np.isfinite(points.pelvis).any():
        return Task.OTHER, "pelvis or feet are not seen"
    height = points.pelvis[:, 1]
    drop = float(np.nanpercentile(height, 95) - np.nanpercentile(height, 1))
    down = {side: _on_ground(points, side) for side in points.feet}
    swinging = {side: _swinging(points, side) for side in points.feet}
    steps = sum(len(_lasting(mask, points.rate)) for mask in swinging.values())
    if steps >= 2 and _in_turn(swinging):
        flights = _lasting(_flight(down), points.rate, _FLIGHT_S)
        if len(flights) >= 2 and len(flights) >= steps / 3:
            return (
                Task.RUNNING,
                f"feet swing in turn, {steps} swings, with {len(flights)} flights between them",
            )
        return Task.WALKING, f"feet swing in turn, {steps} swings, one foot always on the ground"
    if drop > _DEEP:
        return _squat_or_landing(points, down, drop)
    spread = float(np.nanmax(np.nanstd(points.pelvis, axis=0)))
    if spread < _STILL and not steps:
        return Task.STANDING, f"the pelvis stays within {1e3 * spread:.0f} mm and the feet stay down"
    return Task.OTHER, "no repeated steps, squats or landings were found"


def _squat_or_landing(points: BodyPoints, down: dict[Side, BoolArray], drop: float) -> tuple[Task, str]:
    height = bridge(points.pelvis[:, 1], round(0.1 * points.rate))
    caught = _lasting(_flight(down), points.rate)
    if caught and float(np.nanmin(np.gradient(height) * points.rate)) < _FALL:
        return Task.LANDING, "the body falls faster than anyone squats and is caught by the feet"
    low = height < np.nanmedian(height) - 0.3 * drop
    for side, mask in down.items():
        held_up = 1.0 - float(mask[low].mean()) if low.any() else 0.0
        if held_up > _ONE_LEG_SHARE and side.other in down:
            return Task.SINGLE_LEG_SQUAT, f"the pelvis drops {1e2 * drop:.0f} cm with the {side} foot held up"
    return Task.SQUAT, f"the pelvis drops {1e2 * drop:.0f} cm over feet that stay down"


def _ground_speed(points: BodyPoints, side: Side) -> float:
    """Forward speed of what the foot stands on [m/s]: 0 over ground, backwards on a belt."""
    foot = points.feet[side]
    low = foot.forefoot[:, 1] < np.nanpercentile(foot.forefoot[:, 1], 25.0)
    speed = np.gradient(foot.forefoot[:, 0]) * points.rate
    return float(np.nanmedian(speed[low])) if np.isfinite(speed[low]).any() else 0.0


def _part_on_ground(path: FloatArray, rest: float, ground: float, rate: float) -> BoolArray:
    speed = np.abs(np.gradient(path[:, 0]) * rate - ground)
    with np.errstate(invalid="ignore"):
        return np.asarray((speed < _WITH_GROUND + 0.15 * abs(ground)) & (path[:, 1] < rest + _OFF_GROUND))


def _on_ground(points: BodyPoints, side: Side) -> BoolArray:
    """(F,) True where heel or forefoot rests on the ground; also where the foot is not seen."""
    foot = points.feet[side]
    ground = _ground_speed(points, side)
    unseen = ~np.isfinite(foot.heel[:, 0] + foot.forefoot[:, 0])
    heel = _part_on_ground(foot.heel, foot.heel_height, ground, points.rate)
    forefoot = _part_on_ground(foot.forefoot, foot.forefoot_height, ground, points.rate)
    return np.asarray(heel | forefoot | unseen)


def _swinging(points: BodyPoints, side: Side) -> BoolArray:
    """(F,) True where the foot is off the ground and moves past it."""
    foot = points.feet[side]
    speed = np.gradient(foot.forefoot[:, 0]) * points.rate - _ground_speed(points, side)
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(speed) > _SWING) & (foot.heel[:, 1] > foot.heel_height + 0.5 * _OFF_GROUND))


def _in_turn(swinging: dict[Side, BoolArray]) -> bool:
    """Whether the feet swing one after the other, not together as in a jump."""
    if len(swinging) < 2:
        return True
    left, right = swinging[Side.LEFT], swinging[Side.RIGHT]
    fewer = min(left.sum(), right.sum())
    return bool(fewer > 0 and (left & right).sum() < _IN_TURN * fewer)


def _flight(down: dict[Side, BoolArray]) -> BoolArray:
    return np.asarray(~np.logical_or.reduce(list(down.values())))


def _lasting(mask: BoolArray, rate: float, seconds: float = 0.05) -> list[tuple[int, int]]:
    return [(first, stop) for first, stop in runs(mask) if stop - first >= seconds * rate]
