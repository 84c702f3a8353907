"""Time and distance parameters of the repetitions: speed, cadence, step and stride, stance, squat depth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from groundup.motion.feet import BodyPoints
from groundup.motion.motion import Cycle, Spatiotemporal
from groundup.motion.passes import walking_passes
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import FloatArray


@dataclass(frozen=True)
class _Parameter:
    name: str
    unit: str
    definition: str
    value: Callable[["_Stride"], float]


@dataclass(frozen=True)
class _Stride:
    """One stride with what its parameters are read from."""

    cycle: Cycle
    points: BodyPoints
    heading: FloatArray
    belt: float

    def mark(self, name: str) -> float:
        return self.cycle.marks.get(name, float("nan"))

    @property
    def seconds(self) -> float:
        return self.cycle.end - self.cycle.start

    def at(self, path: FloatArray, time: float) -> FloatArray:
        """(3,) point of a path at a time; NaN where it is not seen."""
        if not np.isfinite(time):
            return np.full(3, np.nan)
        return np.array([np.interp(time, self.points.time, path[:, k]) for k in range(3)])

    def heel(self, side: Side, time: float) -> FloatArray:
        foot = self.points.feet.get(side)
        return np.full(3, np.nan) if foot is None else self.at(foot.heel, time)

    def forward(self) -> FloatArray:
        angle = float(np.interp(self.cycle.start, self.points.time, self.heading))
        return np.array([np.cos(angle), 0.0, -np.sin(angle)])

    @property
    def side(self) -> Side:
        side = self.cycle.side
        if side is None:
            raise ValueError("a stride has a side")
        return side


def _stride_length(s: _Stride) -> float:
    over_ground = float((s.heel(s.side, s.cycle.end) - s.heel(s.side, s.cycle.start)) @ s.forward())
    return over_ground + s.belt * s.seconds


def _step(s: _Stride) -> FloatArray:
    """(3,) from where the other heel landed to where this one lands at the end of the stride [m]."""
    other = s.mark("opposite_contact")
    return s.heel(s.side, s.cycle.end) - s.heel(s.side.other, other)


def _step_length(s: _Stride) -> float:
    return float(_step(s) @ s.forward()) + s.belt * (s.cycle.end - s.mark("opposite_contact"))


def _step_width(s: _Stride) -> float:
    forward = s.forward()
    return abs(float(_step(s) @ np.array([-forward[2], 0.0, forward[0]])))


def _double_support(s: _Stride) -> float:
    """Both feet down: from this contact to the other's off, and from the other's contact to this off."""
    first = s.mark("opposite_off") - s.cycle.start
    second = s.mark("off") - s.mark("opposite_contact")
    return 100.0 * (first + second) / s.seconds


def _clearance(s: _Stride) -> float:
    foot = s.points.feet.get(s.side)
    inside = (s.points.time > s.mark("off") + 0.3 * (s.cycle.end - s.mark("off"))) & (
        s.points.time < s.cycle.end
    )
    if foot is None or not np.isfinite(foot.forefoot[inside, 1]).any():
        return float("nan")
    return float(np.nanmin(foot.forefoot[inside, 1])) - foot.forefoot_height


_STRIDE_PARAMETERS = (
    _Parameter("stride time", "s", "contact to next contact of the same foot", lambda s: s.seconds),
    _Parameter(
        "stride length",
        "m",
        "heel travel along the direction of progression, belt travel added",
        _stride_length,
    ),
    _Parameter(
        "step time",
        "s",
        "contact of the other foot to contact of this one",
        lambda s: s.cycle.end - s.mark("opposite_contact"),
    ),
    _Parameter(
        "step length",
        "m",
        "other heel's landing to this one's along the direction of progression, belt travel added",
        _step_length,
    ),
    _Parameter(
        "step width",
        "m",
        "other heel's landing to this one's across the direction of progression",
        _step_width,
    ),
    _Parameter(
        "stance",
        "% of stride",
        "contact to off of the same foot",
        lambda s: 100.0 * (s.mark("off") - s.cycle.start) / s.seconds,
    ),
    _Parameter("speed", "m/s", "stride length over stride time", lambda s: _stride_length(s) / s.seconds),
    _Parameter("cadence", "steps/min", "two steps per stride", lambda s: 120.0 / s.seconds),
    _Parameter(
        "foot clearance",
        "m",
        "lowest forefoot height in the last two thirds of swing above its stance height",
        _clearance,
    ),
)
_WALKING_ONLY = (
    _Parameter(
        "single support",
        "% of stride",
        "the other foot is off the ground",
        lambda s: 100.0 * (s.mark("opposite_contact") - s.mark("opposite_off")) / s.seconds,
    ),
    _Parameter("double support", "% of stride", "both feet are on the ground", _double_support),
)
_RUNNING_ONLY = (
    _Parameter(
        "flight time",
        "s",
        "this foot's off to the other's contact",
        lambda s: s.mark("opposite_contact") - s.mark("off"),
    ),
)


def spatiotemporal(
    task: Task, cycles: Sequence[Cycle], points: BodyPoints, heading: FloatArray
) -> tuple[Spatiotemporal, ...]:
    """Parameters by side, mean and standard deviation over cycles; those that cannot be read are left out."""
    if task in (Task.WALKING, Task.RUNNING):
        return _of_strides(task, cycles, points, heading)
    if task in (Task.SQUAT, Task.SINGLE_LEG_SQUAT, Task.LANDING):
        return _of_repetitions(cycles, points)
    return ()


def _of_strides(
    task: Task, cycles: Sequence[Cycle], points: BodyPoints, heading: FloatArray
) -> tuple[Spatiotemporal, ...]:
    parameters = (*_STRIDE_PARAMETERS, *(_WALKING_ONLY if task is Task.WALKING else _RUNNING_ONLY))
    belt = 0.0 if walking_passes(points) else belt_speed(cycles, points)
    result = []
    for parameter in parameters:
        for side in Side:
            values = [parameter.value(_Stride(c, points, heading, belt)) for c in cycles if c.side is side]
            result.append(_summary(parameter.name, side, values, parameter.unit, parameter.definition))
    return tuple(r for r in result if r.n)


def belt_speed(cycles: Sequence[Cycle], points: BodyPoints) -> float:
    """Speed of a treadmill's belt [m/s]: of the feet going back in mid-stance; 0 without strides."""
    speeds = []
    for cycle in cycles:
        off = cycle.marks.get("off")
        foot = points.feet.get(cycle.side) if cycle.side else None
        if off is None or foot is None:
            continue
        stance = off - cycle.start
        inside = (points.time > cycle.start + 0.25 * stance) & (points.time < cycle.start + 0.6 * stance)
        if inside.sum() > 2 and np.isfinite(foot.forefoot[inside, 0]).all():
            speeds.append(-float(np.polyfit(points.time[inside], foot.forefoot[inside, 0], 1)[0]))
    return float(np.median(speeds)) if speeds else 0.0


def _of_repetitions(cycles: Sequence[Cycle], points: BodyPoints) -> tuple[Spatiotemporal, ...]:
    height = points.pelvis[:, 1]
    depth, lowering, rising = [], [], []
    for cycle in cycles:
        bottom = cycle.marks.get("bottom", float("nan"))
        start = cycle.marks.get("contact", cycle.start)
        depth.append(float(np.interp(start, points.time, height) - np.interp(bottom, points.time, height)))
        lowering.append(bottom - start)
        rising.append(cycle.end - bottom)
    found = (
        _summary(
            "repetition time", None, [c.end - c.start for c in cycles], "s", "start to end of the repetition"
        ),
        _summary(
            "depth", None, depth, "m", "drop of the pelvis from start (landing: contact) to its lowest point"
        ),
        _summary("lowering time", None, lowering, "s", "start (landing: contact) to the lowest pelvis"),
        _summary("rising time", None, rising, "s", "lowest pelvis to the end of the repetition"),
    )
    return tuple(f for f in found if f.n)


def _summary(
    name: str, side: Side | None, values: Sequence[float], unit: str, definition: str
) -> Spatiotemporal:
    seen = np.array([v for v in values if np.isfinite(v)])
    mean = float(seen.mean()) if len(seen) else float("nan")
    spread = float(seen.std(ddof=1)) if len(seen) > 1 else float("nan")
    return Spatiotemporal(name, side, mean, spread, len(seen), unit, definition, tuple(map(float, seen)))
