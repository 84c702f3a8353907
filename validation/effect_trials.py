"""Recorded trials that effects are told of, analysed and read back as a user's command would."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from groundup.analyze import analyze
from groundup.body.anatomy import anatomy_of
from groundup.exchange.outputs import write
from groundup.exchange.recorded_trial import RecordedTrial, read_trial
from groundup.quantities import Side
from groundup.whatif.change import Change, FootChange
from groundup.whatif.draws import draw
from groundup.whatif.effect import Effect, Effects
from groundup.whatif.solve import effects_of
from groundup.whatif.stance import stance_of
from validation.line import SHARED
from validation.sabotage import wrapped

LAB = SHARED / "opencap_lab_subject4_squat_dropjump_gait"
RUN = SHARED / "hamner_running" / "multiple_trials"
MEMBERS = 8
"""Possible versions of the person who squats: they take turns in the draws."""


@cache
def trial(name: str) -> RecordedTrial:
    """Analyse a trial and read it back: ``squats1``, ``walking1``, ``static1`` or ``run300``."""
    if name == "run300":
        found = analyze([RUN / f"{name}.trc", RUN / f"{name}_grf.mot"], mass=70.0)
    else:
        files = [LAB / "MarkerData" / f"{name}.trc", LAB / "GRF" / f"{name}_grf.mot"]
        static = None if name == "static1" else LAB / "MarkerData" / "static1.trc"
        members = MEMBERS if name == "squats1" else 0
        found = analyze(files, static=static, mass=62.6, ensemble=members)
    with TemporaryDirectory() as folder:
        write(found, Path(folder) / name, "")
        return read_trial(Path(folder) / name)


def effects(recorded: RecordedTrial, change: Change, draws: int) -> Effects:
    """Find what a change would do, assumptions drawn with the command's own seed."""
    chain = recorded.chain
    return effects_of(chain, anatomy_of(chain), stance_of(recorded), change, draw(chain, draws))


def both(**change: float) -> Change:
    """Put a change under both feet."""
    return Change(FootChange(**change), FootChange(**change))


def said(values: list[float], unit: str, digits: int = 1) -> str:
    """Tell a value of each leg."""
    return ", ".join(f"{side} {value:.{digits}f} {unit}" for side, value in zip(Side, values, strict=True))


def signs_turned(found: Effects) -> Effects:
    """Turn every effect round, as a left foot taken for a right one would."""
    return _each(
        found,
        lambda e: replace(
            e, value=-e.value, low=-e.high, high=-e.low, rising=1.0 - e.rising, by_draw=-e.by_draw
        ),
    )


def shifted(found: Effects, by: float = 5.0) -> Effects:
    """Add so many units to every effect."""
    return _each(
        found,
        lambda e: replace(e, value=e.value + by, low=e.low + by, high=e.high + by, by_draw=e.by_draw + by),
    )


def wrong(change: Callable[[Effects], Effects]) -> Callable[[], AbstractContextManager[None]]:
    """Make an injection that changes what is found."""
    return lambda: wrapped("groundup.whatif.solve", "effects_of", change)


def _each(found: Effects, change: Callable[[Effect], Effect]) -> Effects:
    return replace(
        found, assumed=replace(found.assumed, effects=tuple(change(e) for e in found.assumed.effects))
    )
