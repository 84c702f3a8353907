"""Proof that the validation can fail: an error is put in on purpose, and the line must then fall short.

A validation module names its errors in ``SABOTAGES``: the beginning of a line's `what` -> a function that
makes a context manager which puts the error in. See ``validation/README.md``.
"""

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from groundup.motion.motion import Motion
from groundup.quantities import GroundupError, Side
from groundup.recording.recording import Recording

Injection = Callable[[], AbstractContextManager[None]]


def sabotage(names: Sequence[str]) -> int:
    """Apply every injection of the named modules, each in a process of its own; 1 if a line survives one."""
    survived = 0
    for name in names:
        for prefix in _injections(name):
            done = subprocess.run(
                [sys.executable, "-m", "validation", "--inject", name, prefix],
                capture_output=True,
                text=True,
                check=False,
            )
            survived += done.returncode != 0
            said = (done.stdout.strip() or done.stderr.strip() or "said nothing").splitlines()[-1]
            print(
                f"  {'fails' if done.returncode == 0 else 'SURVIVES':<8}  {name}: {prefix}: {said}",
                flush=True,
            )
    print(f"{survived} lines survived an injected error")
    return 1 if survived else 0


def inject(name: str, prefix: str) -> int:
    """Run one module with one error in it; 0 if the lines it is meant for all fall short."""
    module = importlib.import_module(f"validation.{name}")
    with module.SABOTAGES[prefix]():
        try:
            met = [
                line for line in module.lines() if line.what.startswith(prefix) and line.passed is not None
            ]
        except GroundupError as problem:
            print(f"refused: {problem}")
            return 0
    if not met:
        print("no judged line begins so")
        return 1
    print("; ".join(f"{line.reached} (must reach {line.required})" for line in met))
    return 1 if any(line.passed for line in met) else 0


def _injections(name: str) -> tuple[str, ...]:
    return tuple(getattr(importlib.import_module(f"validation.{name}"), "SABOTAGES", {}))


@contextmanager
def wrapped(module: str, function: str, change: Callable[[Any], Any]) -> Iterator[None]:
    """Pass what a function returns through `change`, wherever the function was imported to.

    Parameters
    ----------
    module, function : str
        Where it is defined, e.g. ``"groundup.motion.track"``, ``"track"``.
    change : callable
        From the true result to the wrong one.
    """
    original = getattr(importlib.import_module(module), function)

    def wrong(*arguments: Any, **options: Any) -> Any:
        return change(original(*arguments, **options))

    _replace(original, wrong)
    try:
        yield
    finally:
        # A module first imported meanwhile holds the wrong one too.
        _replace(wrong, original)


def _replace(old: object, new: object) -> None:
    for name, place in list(sys.modules.items()):
        if name.partition(".")[0] in ("groundup", "validation", "bench"):
            for key, value in list(vars(place).items()):
                if value is old:
                    setattr(place, key, new)


def angle_sign(angle: str) -> AbstractContextManager[None]:
    """Turn the sign of an angle (both sides) in every tracked trial."""
    return wrapped("groundup.motion.track", "track", lambda motion: with_angle_turned(motion, angle))


def sides_swapped() -> AbstractContextManager[None]:
    """Give the left leg's angles to the right and the other way round."""
    return wrapped("groundup.motion.track", "track", with_sides_swapped)


def with_angle_turned(motion: Motion, angle: str) -> Motion:
    """Return the motion with the sign of one angle turned."""
    sign = [-1.0 if str(name).startswith(angle) else 1.0 for name in motion.angles["angle"].values]
    angles = motion.angles.transpose("time", "angle")
    return replace(motion, angles=angles.copy(data=angles.values * np.array(sign)))


def with_sides_swapped(motion: Motion) -> Motion:
    """Return the motion with left and right exchanged."""
    other = [_other_side(str(name)) for name in motion.angles["angle"].values]
    angles = motion.angles.transpose("time", "angle")
    return replace(motion, angles=angles.copy(data=angles.sel(angle=other).values))


def marker_unit(factor: float) -> AbstractContextManager[None]:
    """Read every marker in the wrong unit."""

    def scale(recording: Recording) -> Recording:
        return replace(recording, markers=recording.markers * factor)

    return wrapped("groundup.recording.read", "read_recording", scale)


def events_late(seconds: float) -> AbstractContextManager[None]:
    """Move every event found in a trial by the same time."""

    def late(movement: Any) -> Any:
        return replace(movement, events=tuple(replace(e, time=e.time + seconds) for e in movement.events))

    return wrapped("groundup.motion.movement", "describe", late)


def _other_side(name: str) -> str:
    for side in Side:
        if name.endswith(f"_{side}"):
            return f"{name.removesuffix(side)}{side.other}"
    return name
