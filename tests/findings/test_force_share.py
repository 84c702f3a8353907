"""How much of the vertical force each leg bears, from forces that are known."""

from dataclasses import dataclass

import numpy as np
import pytest
import xarray as xr

from groundup.findings.read_loads import borne
from groundup.motion.motion import VALID, Contact, Cycle, Movement
from groundup.motion.task import Task
from groundup.quantities import Side

TIME = np.arange(0.0, 4.0, 0.01)


@dataclass(frozen=True)
class _Part:
    """As much of a trial as the share is read from."""

    force: xr.DataArray

    @property
    def time(self) -> np.ndarray:
        return TIME


def _share(left: float, right: float, side: Side, state: str = VALID) -> list[float]:
    force = np.zeros((len(TIME), 2, 3))
    force[:, 0, 1], force[:, 1, 1] = left, right
    force[:, :, 0] = 300.0  # pushing forward bears no weight
    table = xr.DataArray(force, dims=("time", "side", "axis"), coords={"time": TIME})
    contacts = tuple(Contact(s, 0.0, 4.0, (f"plate {s}",), VALID) for s in Side)
    contacts = tuple(
        c if c.side is Side.RIGHT else Contact(c.side, 0.0, 4.0, c.plates, state) for c in contacts
    )
    cycles = (Cycle(None, 1, 0.5, 1.5, {"bottom": 1.0}), Cycle(None, 2, 2.0, 3.0, {"bottom": 2.5}))
    empty = xr.DataArray(np.zeros((2, 0, 101)), dims=("cycle", "angle", "percent"))
    movement = Movement(Task.SQUAT, "given", (), contacts, cycles, empty, ())
    poses = xr.DataArray(np.zeros((len(TIME), 0)), dims=("time", "coordinate"), coords={"time": TIME})
    trial = type("Trial", (), {"movement": movement, "motion": type("M", (), {"poses": poses})})
    loads = type("L", (), {"ground_at_frames": _Part(table)})
    return list(borne(trial, loads, side))  # type: ignore[arg-type]


def test_the_share_is_of_the_vertical_force_of_both_feet() -> None:
    assert _share(200.0, 600.0, Side.LEFT) == pytest.approx([25.0, 25.0])
    assert _share(200.0, 600.0, Side.RIGHT) == pytest.approx([75.0, 75.0])


def test_a_foot_whose_force_is_not_known_leaves_no_share() -> None:
    assert np.isnan(_share(np.nan, 600.0, Side.RIGHT)).all()
    assert np.isnan(_share(200.0, 600.0, Side.LEFT, "partial foot")).all()
