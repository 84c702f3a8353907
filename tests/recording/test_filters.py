"""Zero-lag Butterworth: half power at the cut-off, no delay, gaps respected."""

import numpy as np
import pytest
from people import person

from groundup.recording.filters import cutoff_for, smooth, smooth_paths, spans

RATE = 200.0


def wave(frequency, seconds=10.0):
    time = np.arange(round(seconds * RATE)) / RATE
    return np.repeat(np.sin(2 * np.pi * frequency * time)[:, None, None], 3, axis=2)


def gain(frequency, cutoff):
    path = wave(frequency)
    smoothed, _ = smooth_paths(path, RATE, cutoff)
    inner = slice(400, -400)
    return float(np.sqrt((smoothed[inner] ** 2).mean() / (path[inner] ** 2).mean()))


@pytest.mark.parametrize("cutoff", [6.0, 12.0, 30.0])
def test_half_power_at_the_cut_off(cutoff):
    assert gain(cutoff, cutoff) == pytest.approx(np.sqrt(0.5), abs=2e-3)


def test_what_is_slow_passes_and_what_is_fast_does_not():
    assert gain(1.0, 6.0) == pytest.approx(1.0, abs=1e-3)
    # Fourth order in effect: one octave above, 1 / (1 + C (2^4)) with the corrected cut-off, at most 0.15.
    assert gain(12.0, 6.0) < 0.15
    assert gain(24.0, 6.0) < 0.01


def test_nothing_is_shifted_in_time():
    path = wave(3.0)
    smoothed, _ = smooth_paths(path, RATE, 6.0)
    inner = slice(400, -400)
    before, after = path[inner, 0, 0], smoothed[inner, 0, 0]
    lag = np.argmax(np.correlate(after, before, "full")) - (len(before) - 1)
    assert lag == 0


def test_gaps_stay_and_do_not_spread():
    path = wave(1.0).repeat(2, axis=1)
    path[300:320, 0] = np.nan
    smoothed, left = smooth_paths(path, RATE, 6.0)
    assert left == 0
    assert np.isnan(smoothed[300:320, 0]).all()
    assert np.isfinite(smoothed[:300, 0]).all()
    assert np.isfinite(smoothed[320:, 0]).all()
    np.testing.assert_array_equal(smoothed[:, 1], smooth_paths(path[:, 1:], RATE, 6.0)[0][:, 0])


def test_spans_too_short_are_left_and_counted():
    path = wave(1.0)
    path[5:] = np.nan
    smoothed, left = smooth_paths(path, RATE, 6.0)
    assert left == 5
    np.testing.assert_array_equal(smoothed, path)


def test_a_recording_says_how_it_was_smoothed():
    made = smooth(person(), 6.0)
    assert made.operations[-1].name == "smooth"
    assert made.operations[-1].arguments["cutoff_hz"] == 6.0
    assert made.markers.dims == ("time", "marker", "axis")


def test_a_slow_recording_is_not_smoothed_and_says_so():
    made = smooth(person(rate=25.0), 12.0)
    assert made.operations == ()
    assert "not smoothed" in made.notes[-1]


def test_a_steady_marker_stays_where_it_is():
    path = np.full((200, 1, 3), 0.123)
    np.testing.assert_allclose(smooth_paths(path, RATE, 6.0)[0], path, atol=1e-12)


def test_cut_off_by_task():
    # EVIDENCE F50: walking 6 Hz, running 10-15 Hz.
    assert cutoff_for("walking") == 6.0
    assert 10.0 <= cutoff_for("running") <= 15.0
    assert cutoff_for("squat") == cutoff_for("standing") == 6.0
    assert cutoff_for("landing") == cutoff_for("running")


def test_spans_of_a_mask():
    assert list(spans(np.array([True, True, False, True]))) == [(0, 2), (3, 4)]
    assert list(spans(np.zeros(3, dtype=bool))) == []
