"""Areas of a power curve, phases and shares: known curves give known energies."""

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from groundup.loads.joint_axes import columns
from groundup.loads.phases import ABSORBING, LOADING, REST, STANCE, SWING, phases, whole_spans
from groundup.loads.work import absorbed, areas, joint_work
from groundup.motion.motion import VALID, Contact, Cycle, Movement
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import Event, EventKind

TIME = np.arange(0.0, 2.0001, 0.01)
LEFT, RIGHT = Side.LEFT, Side.RIGHT


def test_a_sine_gives_and_absorbs_what_its_halves_enclose() -> None:
    time = np.linspace(0.0, 1.0, 4001)
    positive, negative, known = areas(time, np.sin(2.0 * np.pi * time), 0.0, 1.0)
    assert positive == pytest.approx(1.0 / np.pi, rel=1e-5)
    assert negative == pytest.approx(-1.0 / np.pi, rel=1e-5)
    assert known == 1.0


def test_a_crossing_between_samples_is_two_triangles() -> None:
    positive, negative, _ = areas(np.array([0.0, 1.0]), np.array([3.0, -1.0]), 0.0, 1.0)
    assert positive == pytest.approx(0.5 * 3.0 * 0.75)
    assert negative == pytest.approx(-0.5 * 1.0 * 0.25)


def test_ends_between_samples_count_exactly() -> None:
    positive, negative, known = areas(TIME, np.full(len(TIME), -2.0), 0.305, 0.717)
    assert (positive, known) == (0.0, pytest.approx(1.0))
    assert negative == pytest.approx(-2.0 * (0.717 - 0.305))


def test_what_is_not_known_is_no_energy() -> None:
    power = np.where(TIME < 1.0, 1.0, np.nan)
    positive, _, known = areas(TIME, power, 0.5, 1.5)
    assert positive == pytest.approx(0.49, abs=0.011)
    assert known == pytest.approx(0.49, abs=0.011)
    assert np.isnan(areas(TIME, power, 1.2, 1.4)[0])


def _movement(*, first_valid: bool = True) -> Movement:
    """A left stance from 0.4 to 1.0 s, the right foot leaving at 0.52 and landing at 0.88 s."""
    events = [
        Event(side, kind, at, "plate", 1.0)
        for side, kind, at in (
            (LEFT, EventKind.CONTACT, 0.4),
            (RIGHT, EventKind.OFF, 0.52),
            (RIGHT, EventKind.CONTACT, 0.88),
            (LEFT, EventKind.OFF, 1.0),
            (LEFT, EventKind.CONTACT, 1.5),
        )
    ]
    state = VALID if first_valid else "two feet on one plate"
    return Movement(
        task=Task.WALKING,
        task_reason="given",
        events=tuple(events),
        contacts=(Contact(LEFT, 0.4, 1.0, ("plate 1",), state),),
        cycles=(Cycle(LEFT, 1, 0.4, 1.5, {"off": 1.0}),),
        cycle_curves=xr.DataArray(np.empty((1, 0, 101)), dims=("cycle", "angle", "percent")),
        spatiotemporal=(),
    )


MOTION = SimpleNamespace(poses=SimpleNamespace(time=xr.DataArray(TIME, dims="time")))


def _dynamics(**powers: float | np.ndarray) -> SimpleNamespace:
    """Constant or given powers of named columns, zero elsewhere."""
    table = np.zeros((len(TIME), len(columns())))
    for name, value in powers.items():
        table[:, columns().index(name)] = value
    coords = {"time": TIME, "coordinate": list(columns())}
    return SimpleNamespace(
        powers=xr.DataArray(table, dims=("time", "coordinate"), coords=coords),
        power_not_measurable={"hip_flexion_right": "no plate"},
    )


def test_a_stance_has_a_loading_response_a_rest_and_a_swing() -> None:
    found = {p.name: (p.start, p.end) for p in phases(_movement(), None, MOTION)}
    assert found == {STANCE: (0.4, 1.0), LOADING: (0.4, 0.52), REST: (0.52, 1.0), SWING: (1.0, 1.5)}


def test_shares_follow_the_absorbed_energy_of_the_side() -> None:
    dynamics = _dynamics(
        knee_flexion_left=-3.0,
        ankle_dorsiflexion_left=-0.5,
        subtalar_inversion_left=-0.5,
        hip_flexion_left=4.0,
        knee_flexion_right=-99.0,
    )
    works = joint_work(None, MOTION, _movement(), dynamics)
    loading = {w.joint: w for w in works if w.phase.name == LOADING}
    assert loading["knee"].negative == pytest.approx(-3.0 * 0.12)
    assert loading["hip"].positive == pytest.approx(4.0 * 0.12)
    assert loading["ankle"].negative == pytest.approx(-1.0 * 0.12)
    shares = absorbed(works, LOADING)
    assert shares.keys() == {LEFT}
    assert shares[LEFT]["knee"] == pytest.approx(75.0)
    assert shares[LEFT]["ankle"] == pytest.approx(25.0)
    assert shares[LEFT]["hip"] == 0.0


def test_a_joints_axes_are_summed_before_its_energy_is_told() -> None:
    dynamics = _dynamics(knee_flexion_left=-3.0, knee_adduction_left=2.0)
    knee = next(w for w in joint_work(None, MOTION, _movement(), dynamics) if w.joint == "knee")
    assert knee.axes == "flexion, adduction, rotation"
    assert knee.positive == 0.0
    assert knee.negative == pytest.approx(-1.0 * (knee.phase.end - knee.phase.start))


def test_an_axis_that_is_withheld_in_a_part_is_left_out_in_all() -> None:
    dynamics = _dynamics(knee_flexion_left=-3.0, knee_adduction_left=np.where(TIME < 0.9, 2.0, np.nan))
    works = [w for w in joint_work(None, MOTION, _movement(), dynamics) if w.joint == "knee"]
    assert {w.axes for w in works} == {"flexion, rotation"}
    assert next(w for w in works if w.phase.name == LOADING).negative == pytest.approx(-3.0 * 0.12)


def test_a_contact_that_is_not_the_foots_own_says_why() -> None:
    works = joint_work(None, MOTION, _movement(first_valid=False), _dynamics(knee_flexion_left=-3.0))
    stance = [w for w in works if w.phase.name == STANCE]
    assert all(np.isnan(w.negative) and w.reason == "two feet on one plate" for w in stance)


def test_a_leg_that_absorbs_next_to_nothing_has_no_shares() -> None:
    works = joint_work(None, MOTION, _movement(), _dynamics(knee_flexion_left=-0.01))
    assert absorbed(works, ABSORBING[Task.WALKING]) == {}


def test_a_stance_cut_by_the_recording_is_not_measured() -> None:
    (span,) = whole_spans(_movement(), TIME[TIME > 0.395])
    assert not span.on_plates
    assert "recording begins" in span.reason
