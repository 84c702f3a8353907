"""Ground forces from a file of their own: whatever its columns are called, the same force on its foot."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundup.exchange.writers.storage import forces_text
from groundup.loads.ground_force import GroundForce, ground_force
from groundup.motion.motion import VALID
from groundup.quantities import Side
from groundup.recording.readers.storage_forces import read_forces
from groundup.recording.recording import Recording
from groundup.recording.separate_forces import add_forces
from tests.loads.virtual import contacts
from tests.motion import stepping

RECORDING = stepping.recording(stepping.Gait(), treadmill=True)

# Number of the force and letter of the axis -> names of force, point and moment.
NAMINGS: dict[str, Callable[[int, str], tuple[str, str, str]]] = {
    "OpenSim, first block bare": lambda k, a: (
        f"{'' if k == 1 else '1_'}ground_force_v{a}",
        f"{'' if k == 1 else '1_'}ground_force_p{a}",
        f"{'' if k == 1 else '1_'}ground_torque_{a}",
    ),
    "numbered": lambda k, a: (
        f"ground_force_{k}_v{a}",
        f"ground_force_{k}_p{a}",
        f"ground_force_{k}_m{a}",
    ),
    "glued": lambda k, a: (f"ground_force{k}_v{a}", f"ground_force{k}_p{a}", f"ground_moment{k}_m{a}"),
    "left and right": lambda k, a: (
        f"ground_force_{'lr'[k - 1]}_v{a}",
        f"ground_force_{'lr'[k - 1]}_p{a}",
        f"ground_torque_{'lr'[k - 1]}_{a}",
    ),
    "sides before": lambda k, a: (
        f"{'LR'[k - 1]}_ground_force_v{a}",
        f"{'LR'[k - 1]}_ground_force_p{a}",
        f"{'LR'[k - 1]}_ground_torque_{a}",
    ),
    "short": lambda k, a: tuple(f"{q}{k}_{'xyz'.index(a) + 1}" for q in "fpm"),  # type: ignore[return-value]
    "sides told wrongly": lambda k, a: (
        f"{'RL'[k - 1]}_ground_force_v{a}",
        f"{'RL'[k - 1]}_ground_force_p{a}",
        f"{'RL'[k - 1]}_ground_torque_{a}",
    ),
}


def read_with(naming: str, folder: Path, order: tuple[int, ...] = (0, 1)) -> Recording:
    """The belts written to a file under other names, and read beside the markers."""
    lines = forces_text([RECORDING.plates[k] for k in order], "forces").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("time"))
    names = [NAMINGS[naming](order[k] + 1, a) for k in (0, 1) for a in "xyz"]
    lines[at] = "\t".join(
        ["time", *(names[3 * k + i][part] for k in (0, 1) for part in range(3) for i in range(3))]
    )
    path = folder / "grf.mot"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return add_forces(replace(RECORDING, plates=()), read_forces(path))


def on_feet(recording: Recording) -> GroundForce:
    found = ground_force(recording, contacts(recording))
    assert found is not None
    return found


@pytest.mark.parametrize("naming", NAMINGS)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_every_naming_and_order_gives_the_same_forces(
    naming: str, order: tuple[int, int], tmp_path: Path
) -> None:
    recording = read_with(naming, tmp_path, order)
    whole = [c for c in contacts(recording) if c.state == VALID]
    assert {c.side for c in whole} == set(Side)
    expected, found = on_feet(RECORDING), on_feet(recording)
    for part in ("force", "centre_of_pressure", "free_moment"):
        one, two = getattr(expected, part).values, getattr(found, part).values
        # The last sample of the force file lies beyond the last frame.
        count = min(len(one), len(two))
        np.testing.assert_allclose(two[:count], one[:count], atol=1e-5, err_msg=part)
