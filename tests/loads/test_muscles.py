"""Electromyograms: which muscle a label names, envelopes, and co-contraction by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from groundup.loads.muscle_activity import envelope, measure_muscles
from groundup.loads.muscle_names import NamedMuscle, is_force, muscle_of
from groundup.loads.muscle_pairs import falconer_winter_index, pairs, rudolph_index
from groundup.motion.motion import Contact, Movement
from groundup.motion.task import Task
from groundup.quantities import Side

RATE = 1000.0
SHARES = arrays(np.float64, 20, elements=st.floats(0.0, 1.0))


@pytest.mark.parametrize(
    ("label", "muscle"),
    [
        ("Voltage.RVL", "vastus lateralis right"),
        ("Voltage.L Tib Ant", "tibialis anterior left"),
        ("EMG_LeftSoleus", "soleus left"),
        ("R Gastroc: EMG 3", "gastrocnemius right"),
        ("LVL", "vastus lateralis left"),
        ("VL_R", "vastus lateralis right"),
        ("Left Rectus Femoris", "rectus femoris left"),
        ("RT TIBIALIS ANT.", "tibialis anterior right"),
        ("LRF", "rectus femoris left"),
        ("RRF", "rectus femoris right"),
        ("RMH", "medial hamstrings right"),
        ("L_GLUT_MED", "gluteus medius left"),
        ("L Hams", "hamstrings left"),
        ("RPL", "peroneus longus right"),
    ],
)
def test_labels_that_name_a_muscle(label: str, muscle: str) -> None:
    named = muscle_of(label)
    assert isinstance(named, NamedMuscle)
    assert named.label == muscle


@pytest.mark.parametrize(
    "label",
    ["Voltage.15", "EMG7", "R Spare", "FootswitchA", "RGM", "LG", "RF", "soleus", "RLicht", "", "L R Gas"],
)
def test_labels_that_do_not_are_not_guessed(label: str) -> None:
    assert isinstance(muscle_of(label), str)


@pytest.mark.parametrize(
    ("label", "unit"), [("Force.Fx1", "N"), ("Fz2", ""), ("Moment.My3", "Nmm"), ("F1Z1", "V")]
)
def test_plate_channels_are_no_muscles(label: str, unit: str) -> None:
    assert is_force(label, unit)


def test_a_muscle_is_no_plate() -> None:
    assert not is_force("Voltage.RVL", "V")


def test_envelope_of_a_sine_is_its_mean_rectified_value() -> None:
    time = np.arange(4000) / RATE
    found = envelope(3.0 * np.sin(2 * np.pi * 100.0 * time) + 0.7, RATE)
    np.testing.assert_allclose(found[1000:3000], 3.0 * 2.0 / np.pi, rtol=0.05)


def test_envelope_leaves_out_motion_artefacts() -> None:
    time = np.arange(4000) / RATE
    assert envelope(np.sin(2 * np.pi * 2.0 * time), RATE)[1000:3000].max() < 0.02


def test_indices_by_hand() -> None:
    """One muscle at 0.5, the other at 0.25 throughout: 0.5 x 0.75, and 2 x 0.25 / 0.75."""
    first, second = np.full(11, 0.5), np.full(11, 0.25)
    assert rudolph_index(first, second) == pytest.approx(0.375)
    assert falconer_winter_index(np.linspace(0, 1, 11), first, second) == pytest.approx(100.0 * 2.0 / 3.0)


@settings(deadline=None)
@given(SHARES, SHARES)
def test_indices_are_symmetric_and_bounded(first: np.ndarray, second: np.ndarray) -> None:
    time = np.linspace(0.0, 1.0, len(first))
    assert rudolph_index(first, second) == rudolph_index(second, first)
    assert 0.0 <= rudolph_index(first, second) <= 2.0
    common = falconer_winter_index(time, first, second)
    assert np.isnan(common) or -1e-9 <= common <= 100.0 + 1e-9


def test_muscles_at_rest_do_not_work_against_each_other() -> None:
    assert rudolph_index(np.zeros(5), np.zeros(5)) == 0.0


def test_pairs_take_the_hamstrings_of_the_same_side_of_the_leg() -> None:
    found = {
        (p.first, p.second)
        for p in pairs({"vastus medialis", "vastus lateralis", "biceps femoris", "semitendinosus"})
    }
    assert found == {("vastus medialis", "semitendinosus"), ("vastus lateralis", "biceps femoris")}
    assert pairs({"vastus lateralis", "gluteus maximus"}) == ()


def _recording(signals: dict[str, np.ndarray], unit: str = "V") -> SimpleNamespace:
    time = np.arange(len(next(iter(signals.values())))) / RATE
    analog = xr.DataArray(
        np.column_stack(list(signals.values())),
        coords={
            "analog_time": time,
            "channel": list(signals),
            "unit": ("channel", [unit] * len(signals)),
        },
        dims=("analog_time", "channel"),
    )
    markers = xr.DataArray(
        np.zeros((len(time) // 10, 1, 3)), {"time": time[::10]}, ("time", "marker", "axis")
    )
    return SimpleNamespace(analog=analog, markers=markers)


def _movement() -> Movement:
    contact = Contact(Side.RIGHT, 0.5, 1.5, ("plate",), "valid")
    return Movement(Task.WALKING, "given", (), (contact,), (), xr.DataArray(np.zeros((0, 0, 0))), ())


def _burst(centre: float, seed: int) -> np.ndarray:
    time = np.arange(3000) / RATE
    noise = np.random.default_rng(seed).normal(size=len(time))
    return 1e-3 * noise * (0.02 + np.exp(-(((time - centre) / 0.15) ** 2)))


def test_two_muscles_in_turn_and_at_once() -> None:
    at_once = measure_muscles(_recording({"RTA": _burst(1.0, 1), "RGAS": _burst(1.0, 2)}), _movement())
    in_turn = measure_muscles(_recording({"RTA": _burst(0.7, 1), "RGAS": _burst(1.3, 2)}), _movement())
    assert at_once is not None
    assert in_turn is not None
    assert at_once.envelopes.max() <= 1.0
    (together,), (apart,) = at_once.cocontraction, in_turn.cocontraction
    assert together.pair.joint == "ankle"
    assert together.rudolph > 2.0 * apart.rudolph
    assert together.falconer_winter > 75.0 > 50.0 > apart.falconer_winter


@pytest.mark.parametrize(
    ("signal", "word"),
    [
        (np.zeros(3000), "no signal"),
        (np.random.default_rng(3).normal(size=3000), "no burst"),
        (np.clip(20.0 * _burst(1.0, 1), -1e-3, 1e-3), "clipped"),
        (np.abs(_burst(1.0, 1)), "rectified"),
    ],
)
def test_channels_that_cannot_be_trusted_say_why(signal: np.ndarray, word: str) -> None:
    found = measure_muscles(_recording({"LSOL": signal}), _movement())
    assert found is not None
    (channel,) = found.channels
    assert word in channel.reason
    assert found.envelopes.sizes["muscle"] == 0


def test_unknown_channels_are_named() -> None:
    found = measure_muscles(_recording({"RTA": _burst(1.0, 1), "R Spare": _burst(1.0, 2)}), _movement())
    assert found is not None
    assert {c.label: c.reason for c in found.channels} == {"RTA": "", "R Spare": "names no muscle"}


def test_recordings_without_muscles_say_nothing() -> None:
    assert measure_muscles(_recording({"Voltage.1": _burst(1.0, 1)}), _movement()) is None
    assert measure_muscles(SimpleNamespace(analog=None), _movement()) is None
