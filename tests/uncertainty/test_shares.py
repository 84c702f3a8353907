"""Variance shares of functions whose shares are known."""

import numpy as np
import pytest

from groundup.uncertainty.shares import Shares, Sources, words

SIZES = {"markers": 12, "axes": 2, "plates": 10, "delay": 1, "skin": 48}
MEMBERS = 200


def drawn(seed: int, members: int = MEMBERS) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {source: random.standard_normal((members, size)) for source, size in SIZES.items()}


def along(numbers: np.ndarray, size: float) -> np.ndarray:
    """Standard normal sum of all numbers of a source, times a size."""
    return size * numbers.sum(axis=1) / np.sqrt(numbers.shape[1])


def told(seed: int, **sizes: float) -> Shares:
    draws = drawn(seed)
    found = Sources(draws).shares(sum((along(draws[s], v) for s, v in sizes.items()), np.zeros(MEMBERS)))
    assert found is not None
    return found


def test_shares_of_a_sum_are_the_squares_of_its_parts() -> None:
    """Sizes 3, 2 and 1: 9, 4 and 1 of 14, over forty draws of two hundred members."""
    sizes = {"markers": 3.0, "plates": 2.0, "delay": 1.0}
    found = [told(seed, **sizes) for seed in range(40)]
    for source in SIZES:
        mean = float(np.mean([f.of[source] for f in found]))
        assert mean == pytest.approx(sizes.get(source, 0.0) ** 2 / 14.0, abs=0.03), source


def test_one_draw_is_off_by_no_more_than_it_says() -> None:
    sizes = {"markers": 3.0, "plates": 2.0, "delay": 1.0}
    off = []
    for seed in range(40):
        found = told(seed, **sizes)
        off += [(found.of[s] - v**2 / 14.0) / found.sd[s] for s, v in sizes.items()]
    assert np.mean(np.abs(off) < 2.0) > 0.9


def test_what_two_sources_do_together_is_nobodys() -> None:
    draws = drawn(1)
    together = Sources(draws).shares(draws["delay"][:, 0] * draws["axes"][:, 0])
    assert together is not None
    assert together.unexplained > 0.75
    assert together.main == ""


def test_an_even_curve_is_no_straight_line() -> None:
    draws = drawn(2)
    curved = Sources(draws).shares(draws["delay"][:, 0] ** 2)
    assert curved is not None
    assert curved.of["delay"] < 0.1
    assert curved.main == ""


def test_the_main_source_is_named_with_its_share() -> None:
    found = told(3, axes=2.0, plates=1.0)
    assert found.main == "axes"
    share = f"{100.0 * found.of['axes']:.0f}"
    assert (
        words(found, {"axes": "direction of the axes"})
        == f"direction of the axes ({share} % of the variance)"
    )


def test_many_numbers_explain_nothing_by_being_many() -> None:
    """Pure noise beside 48 numbers: an unadjusted regression would claim a quarter."""
    draws = drawn(4)
    noise = np.random.default_rng(99).standard_normal(MEMBERS)
    found = Sources(draws).shares(noise)
    assert found is not None
    assert found.of["skin"] < 0.15
    assert found.main == ""


def test_one_error_alone_has_it_all() -> None:
    """What other sources claim by chance beside it gives way."""
    for seed in range(5):
        draws = drawn(seed, members=60)
        found = Sources(draws).shares(3.0 * draws["delay"][:, 0])
        assert found is not None
        assert found.main == "delay"
        assert found.of["delay"] > 0.95


def test_what_no_error_moves_has_no_shares() -> None:
    assert Sources(drawn(5)).shares(np.full(MEMBERS, 3.7)) is None
    assert words(None, {}) == ""


def test_missing_members_are_left_out() -> None:
    draws = drawn(6)
    values = along(draws["markers"], 1.0)
    values[::4] = np.nan
    found = Sources(draws).shares(values)
    assert found is not None
    assert found.main == "markers"
    assert found.of["markers"] == pytest.approx(1.0, abs=0.1)
    assert Sources(draws).shares(np.where(np.arange(MEMBERS) < 20, values, np.nan)) is None


def test_units_and_zero_do_not_matter() -> None:
    draws = drawn(7)
    values = along(draws["markers"], 1.0) + along(draws["delay"], 1.0)
    first, second = Sources(draws).shares(values), Sources(draws).shares(-1000.0 * values + 5e4)
    assert first is not None
    assert second is not None
    for source in SIZES:
        assert first.of[source] == pytest.approx(second.of[source], abs=1e-9)
