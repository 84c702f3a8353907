"""Division of a difference among links: the axioms of the Owen value, and values worked out by hand."""

from itertools import permutations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from groundup.findings.share.owen import Game, divide
from groundup.mechanics.tree import FloatArray

GROUPS = {"below": ["heading", "roll", "pitch"], "above": ["hip", "pelvis"], "ground": ["force"]}
LINKS = [link for links in GROUPS.values() for link in links]


def random_game(seed: int, shape: tuple[int, ...] = (4,)) -> Game:
    """A game whose every coalition has a value of its own."""
    rng = np.random.default_rng(seed)
    values: dict[frozenset[str], FloatArray] = {}

    def game(links: frozenset[str]) -> FloatArray:
        return values.setdefault(links, rng.normal(size=shape))

    return game


@pytest.mark.parametrize("seed", range(5))
def test_links_sum_to_their_group_and_groups_to_the_difference(seed: int) -> None:
    found = divide(random_game(seed), GROUPS)
    for group, links in GROUPS.items():
        assert_allclose(found.groups[group], sum(found.links[link] for link in links), atol=1e-12)
    assert_allclose(sum(found.groups.values()), found.difference, atol=1e-12)


def test_it_is_the_mean_over_all_admissible_orders() -> None:
    game = random_game(9, shape=())
    expected = dict.fromkeys(LINKS, 0.0)
    orders = [
        [*first, *second, *third]
        for a, b, c in permutations(GROUPS.values())
        for first in permutations(a)
        for second in permutations(b)
        for third in permutations(c)
    ]
    for order in orders:
        for place, link in enumerate(order):
            step = game(frozenset(order[: place + 1])) - game(frozenset(order[:place]))
            expected[link] += float(step) / len(orders)
    found = divide(game, GROUPS)
    for link in LINKS:
        assert_allclose(found.links[link], expected[link], atol=1e-12)


def test_a_link_that_changes_nothing_has_no_share() -> None:
    inner = random_game(3)
    found = divide(lambda links: inner(links - {"roll"}), GROUPS)
    assert_allclose(found.links["roll"], 0.0, atol=1e-12)


def test_links_of_a_group_that_do_the_same_share_the_same() -> None:
    found = divide(lambda links: np.array(float(len(links & {"hip", "pelvis"})) ** 2), GROUPS)
    assert_allclose(found.links["hip"], found.links["pelvis"], atol=1e-12)
    assert_allclose(found.groups["above"], 4.0)


def test_groups_come_before_links() -> None:
    """Three against one: among single players each would get a quarter; groups first, a half is one's own."""
    alone = {"one": ["a"], "three": ["b", "c", "d"]}
    found = divide(lambda links: np.array(float(links == {"a", "b", "c", "d"})), alone)
    assert_allclose([found.links["a"], found.links["b"]], [1 / 2, 1 / 6])


def test_the_range_over_orders_holds_the_share_and_is_its_width() -> None:
    # a alone adds 1, b alone adds 0, both add 4: a adds 1 first and 4 last.
    values = {frozenset(): 0.0, frozenset("a"): 1.0, frozenset("b"): 0.0, frozenset("ab"): 4.0}
    found = divide(lambda links: np.array(values[links]), {"a": ["a"], "b": ["b"]})
    assert (found.lowest["a"], found.groups["a"], found.highest["a"]) == (1.0, 2.5, 4.0)
    assert (found.lowest["b"], found.groups["b"], found.highest["b"]) == (0.0, 1.5, 3.0)


def test_cancellation_is_one_without_and_grows_with_opposite_shares() -> None:
    worth = {"heading": 5.0, "hip": -4.0}
    game = lambda links: np.array(sum(worth.get(link, 0.0) for link in links))  # noqa: E731
    assert_allclose(divide(game, GROUPS).cancellation, 9.0)
    worth["hip"] = 4.0
    assert_allclose(divide(game, GROUPS).cancellation, 1.0)
