"""Curves between their samples: to the last bit what numpy's interpolation gives, for many curves at once."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from groundup.motion.at_instants import at_instants

TIMES = st.lists(st.floats(-5.0, 5.0).map(lambda t: round(t, 6)), min_size=1, max_size=12)


@given(TIMES, TIMES, st.integers(0, 1000))
@settings(max_examples=150, deadline=None)
def test_every_curve_is_interpolated_as_numpy_does(
    samples: list[float], when: list[float], seed: int
) -> None:
    time, at = np.unique(samples), np.array([*when, *samples])
    curves = np.random.default_rng(seed).normal(size=(3, 2, len(time)))
    curves[2, 1, len(time) // 2] = np.nan
    for beyond in (None, np.nan, 7.0):
        found = at_instants(at, time, curves, beyond)
        for index in np.ndindex(3, 2):
            expected = np.interp(at, time, curves[index], left=beyond, right=beyond)
            np.testing.assert_array_equal(found[index], expected)
