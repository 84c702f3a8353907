"""The numbers that members are made from."""

import numpy as np

from groundup.uncertainty.draws import draw, whitened

SIZES = {"pelvis": 12, "skin": 48, "delay": 1, "none": 0}


def test_the_same_seed_gives_the_same_numbers_and_another_others() -> None:
    first, again, other = (draw(SIZES, 100, seed) for seed in (3, 3, 4))
    assert set(first) == {"pelvis", "skin", "delay"}
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.allclose(first["pelvis"], other["pelvis"])


def test_what_follows_in_a_straight_line_has_the_spread_it_must_have() -> None:
    found = draw(SIZES, 100, 1)
    together = np.concatenate(list(found.values()), axis=1)
    assert together.shape == (100, 61)
    weights = np.linspace(-1.0, 2.0, 61)
    values = together @ weights
    assert np.isclose(values.std(ddof=1), np.linalg.norm(weights), rtol=1e-12)
    assert abs(values.mean()) < 1e-12


def test_more_numbers_than_members_stay_as_they_are_drawn() -> None:
    numbers = np.random.default_rng(1).standard_normal((10, 30))
    assert whitened(numbers) is numbers
    few = draw({"small": 3, "large": 30}, 10, 1)
    assert np.allclose(np.cov(few["small"], rowvar=False), np.eye(3))
    assert few["large"].shape == (10, 30)
