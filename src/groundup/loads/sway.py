"""Sway: how the centre of pressure wanders while a person stands, on both legs or one."""

from collections.abc import Iterator, Sequence

import numpy as np

from groundup.loads.figure import Figure, FigureDefinition
from groundup.loads.ground_force import GroundForce
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Contact, Movement
from groundup.motion.signals import at_times, low_pass
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import Recording

LEAST_SECONDS = 5.0
"""Shorter stretches of standing are not told."""
_CUTOFF_HZ = 10.0
_PROBABILITY = 0.95
# Gait and jumps leave no stretch of standing.
_TASKS = (Task.STANDING, Task.OTHER)
_EDGE = 0.5
# The plates carry the whole person where they carry the body weight to this share.
_WHOLE = 0.2

_HOW = (
    "centre of pressure of the stretch of standing, low-passed at 10 Hz (as Santos and Duarte 2016 PeerJ "
    "4:e2648); the length of the stretch matters, and stands beside it"
)
SECONDS = FigureDefinition("sway_seconds", "Length of the stretch", "s", 1, _HOW)
AREA = FigureDefinition(
    "sway_area", "Sway area", "cm2", 2, f"ellipse that holds 95 % of a bivariate normal distribution; {_HOW}"
)
PATH = FigureDefinition("sway_path", "Sway path", "cm", 1, f"length of the way; {_HOW}")
VELOCITY = FigureDefinition("sway_velocity", "Sway velocity", "cm/s", 2, f"path by time; {_HOW}")
FORWARD = FigureDefinition("sway_range_forward", "Range forward and back", "cm", 1, _HOW)
SIDEWAYS = FigureDefinition("sway_range_sideways", "Range to the sides", "cm", 1, _HOW)
DEFINITIONS = (SECONDS, AREA, PATH, VELOCITY, FORWARD, SIDEWAYS)


def measure_sway(
    recording: Recording, ground: GroundForce, movement: Movement, mass: float
) -> tuple[Figure, ...]:
    """Tell the sway of every stretch of standing: on both legs together, and on one.

    Parameters
    ----------
    recording : Recording
        What both feet do together is taken from all its plates, whichever foot stands on which.
    ground : GroundForce
        As measured, at the plates' own rate: one leg's is taken from here.
    movement : Movement
        Only standing trials and those of no known task have any.
    mass : float
        Body mass [kg].
    """
    if movement.task not in _TASKS:
        return ()
    time = np.asarray(ground.force.time.values, np.float64)
    alone = list(_on_one_leg(movement.contacts, float(time[0]), float(time[-1])))
    stretches: list[tuple[Side | None, float, float]] = [*alone]
    if movement.task is Task.STANDING and not alone:
        stretches.append((None, float(time[0]), float(time[-1])))
    found: list[Figure] = []
    numbers: dict[Side | None, int] = {}
    for side, start, end in stretches:
        numbers[side] = numbers.get(side, 0) + 1
        inside = (time >= start) & (time <= end)
        if side is None:
            path, carried = _of_all_plates(recording, time)
            whole = bool((np.abs(carried[inside] / (mass * -GRAVITY[1]) - 1.0) < _WHOLE).all())
        else:
            path = ground.centre_of_pressure.sel(side=str(side)).values[:, [0, 2]]
            whole = True
        found += _figures(side, numbers[side], time[inside], path[inside], whole)
    return tuple(found)


def _figures(side: Side | None, number: int, time: FloatArray, path: FloatArray, whole: bool) -> list[Figure]:
    seconds = float(time[-1] - time[0])
    reason = ""
    if seconds < LEAST_SECONDS:
        reason = f"stood for {seconds:.1f} s; {LEAST_SECONDS:.0f} s are needed"
    elif not whole:
        reason = "the plates do not carry the whole person throughout"
    elif not np.isfinite(path).all():
        reason = "the force is not known throughout"
    values = [seconds, *([float("nan")] * 5 if reason else sway(time, path))]
    return [
        Figure(d, side, number, float(time[0]), float(time[-1]), float(v), "" if np.isfinite(v) else reason)
        for d, v in zip(DEFINITIONS, values, strict=True)
    ]


def sway(time: FloatArray, path: FloatArray) -> tuple[float, float, float, float, float]:
    """Figures of a path on the floor.

    Parameters
    ----------
    time : (n,) [s]
    path : (n, 2)
        Forward and to the side [m].

    Returns
    -------
    area [cm^2], path [cm], velocity [cm/s], range forward [cm], range to the sides [cm]

    Notes
    -----
    The area is pi x chi-squared (2 degrees of freedom, 95 %) x the root of the determinant of the covariance.
    """
    rate = 1.0 / float(np.median(np.diff(time)))
    if rate > 2.5 * _CUTOFF_HZ:
        path = np.column_stack([low_pass(column, rate, _CUTOFF_HZ) for column in path.T])
    covariance = np.cov(path.T, ddof=1)
    # Of two normal values together: the chi-square distribution with two degrees has this quantile.
    quantile = -2.0 * np.log(1.0 - _PROBABILITY)
    area = np.pi * quantile * np.sqrt(max(float(np.linalg.det(covariance)), 0.0))
    length = float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())
    forward, sideways = (float(np.ptp(column)) for column in path.T)
    return (
        1e4 * area,
        100.0 * length,
        100.0 * length / (time[-1] - time[0]),
        100.0 * forward,
        100.0 * sideways,
    )


def _of_all_plates(recording: Recording, time: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(T, 2) centre of pressure of all plates together, forward and right [m]; (T,) vertical force [N]."""
    moment, total = np.zeros((len(time), 2)), np.zeros(len(time))
    for plate in recording.plates:
        own = np.asarray(plate.force.plate_time.values, np.float64)
        vertical = plate.force.transpose(..., "axis").values[:, 1]
        point = plate.centre_of_pressure.transpose(..., "axis").values[:, [0, 2]]
        loaded = np.isfinite(point).all(axis=1)
        weight = np.where(loaded, vertical, 0.0)
        parts = np.column_stack([weight, weight[:, None] * np.nan_to_num(point)])
        summed = at_times(own, parts, time)
        total += summed[:, 0]
        moment += summed[:, 1:]
    with np.errstate(invalid="ignore", divide="ignore"):
        return moment / total[:, None], total


def _on_one_leg(
    contacts: Sequence[Contact], first: float, last: float
) -> Iterator[tuple[Side, float, float]]:
    """Stretches in which one foot alone is on the ground for long enough."""
    for side in Side:
        others = sorted((c for c in contacts if c.side is side.other), key=lambda c: c.start)
        for contact in (c for c in contacts if c.side is side):
            begins = [max(contact.start, first), *(c.end for c in others)]
            ends = [*(c.start for c in others), min(contact.end, last)]
            for begin, end in zip(begins, ends, strict=True):
                start, stop = max(begin, contact.start, first), min(end, contact.end, last)
                # The first and last half second are the other foot's leaving and coming down.
                if stop - start >= LEAST_SECONDS + 2.0 * _EDGE:
                    yield side, start + _EDGE, stop - _EDGE
