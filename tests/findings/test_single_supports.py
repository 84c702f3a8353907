"""Stances that the recording cuts short, whose single support it shows."""

import numpy as np
import pytest
import xarray as xr

from groundup.findings.definition import Phase
from groundup.findings.lone_stances import lone_stances, single_supports
from groundup.findings.phases import window
from groundup.motion.motion import VALID, Contact, Motion, Movement
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import Event, EventKind

TIME = np.arange(0.0, 1.3, 0.01)


def _motion() -> Motion:
    angles = xr.DataArray(
        np.radians(TIME * 100.0)[:, None],
        dims=("time", "angle"),
        coords={"time": TIME, "angle": ["foot_progression_right"]},
    )
    blank = xr.DataArray(np.zeros(0))
    return Motion(blank, blank, blank, angles, angles, blank, blank, blank, blank)


def _movement(*events: tuple[Side, EventKind, float]) -> Movement:
    contacts = (
        Contact(Side.RIGHT, 0.0, 0.7, ("plate",), VALID),
        Contact(Side.LEFT, 0.55, 1.25, ("b",), VALID),
    )
    found = tuple(Event(side, kind, at, "plate", 1.0) for side, kind, at in events)
    curves = xr.DataArray(np.zeros((0, 1, 101)), dims=("cycle", "angle", "percent"))
    return Movement(Task.WALKING, "given", found, contacts, (), curves, ())


OFF, CONTACT = EventKind.OFF, EventKind.CONTACT
CUT = ((Side.LEFT, OFF, 0.1), (Side.LEFT, CONTACT, 0.55), (Side.RIGHT, OFF, 0.7))


def test_a_stance_cut_at_its_start_shows_its_single_support() -> None:
    movement = _movement(*CUT)
    assert lone_stances(movement, _motion()) is None
    shown = single_supports(movement, _motion())
    assert shown is not None
    (cycle,) = shown.cycles
    bounds = window(cycle, Phase.SINGLE_SUPPORT)
    assert cycle.side is Side.RIGHT
    assert bounds == pytest.approx((100 * 0.1 / 0.7, 100 * 0.55 / 0.7))
    inside = np.degrees(np.interp(bounds, shown.cycle_curves.percent, shown.cycle_curves.values[0, 0]))
    assert inside == pytest.approx([10.0, 55.0], abs=1.0), "degrees of the instants of the other foot"


def test_a_stance_whose_single_support_is_cut_too_shows_nothing() -> None:
    assert single_supports(_movement(*CUT[1:]), _motion()) is None
    assert single_supports(_movement(CUT[0], CUT[2]), _motion()) is None
