"""Owen values: a difference divided among links that act together, groups first, without order effect."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from groundup.mechanics.tree import FloatArray

Game = Callable[[frozenset[str]], FloatArray]
"""What comes out (...) when these links are as observed and all others as in the reference."""


@dataclass(frozen=True)
class Division:
    """A difference, divided.

    Attributes
    ----------
    difference : (...) observed minus reference.
    links : link -> (...) its Owen value; they sum to the difference.
    groups : group -> (...) sum of its links: the Shapley value among the groups.
    lowest, highest : group -> (...) range of what it adds over all orders of the groups.
    """

    difference: FloatArray
    links: Mapping[str, FloatArray]
    groups: Mapping[str, FloatArray]
    lowest: Mapping[str, FloatArray]
    highest: Mapping[str, FloatArray]

    @property
    def cancellation(self) -> FloatArray:
        """(...) sum of the groups' sizes over the size of the difference: 1 where none cancels another."""
        size = np.sum([np.abs(value) for value in self.groups.values()], axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(size / np.abs(self.difference))

    def of(self, rows: slice) -> "Division":
        """Tell the same of some of the rows (N, ...) alone."""
        return Division(
            self.difference[rows],
            *(
                {name: value[rows] for name, value in told.items()}
                for told in (self.links, self.groups, self.lowest, self.highest)
            ),
        )


def divide(game: Game, groups: Mapping[str, Sequence[str]]) -> Division:
    """Divide what lies between the reference and the observation among links.

    Parameters
    ----------
    game : Game
        Called once for each coalition the division needs.
    groups : group -> its links
        A link belongs to one group.

    Returns
    -------
    Division

    Notes
    -----
    Owen 1977 (Values of games with a priori unions): a link is added to every set of whole other groups
    together with every part of its own; all orders of groups, and of links within a group, count the same.
    """
    told: dict[frozenset[str], FloatArray] = {}

    def value(links: frozenset[str]) -> FloatArray:
        if links not in told:
            told[links] = np.asarray(game(links), dtype=np.float64)
        return told[links]

    shares = {
        link: np.sum(
            [
                weight * (value(others | {link}) - value(others))
                for others, weight in _coalitions(link, group, groups)
            ],
            axis=0,
        )
        for group, links in groups.items()
        for link in links
    }
    added = {group: _added(value, group, groups) for group in groups}
    everything = frozenset(link for links in groups.values() for link in links)
    return Division(
        difference=value(everything) - value(frozenset()),
        links=shares,
        groups={group: np.sum([shares[link] for link in links], axis=0) for group, links in groups.items()},
        lowest={group: np.min(steps, axis=0) for group, steps in added.items()},
        highest={group: np.max(steps, axis=0) for group, steps in added.items()},
    )


def _coalitions(
    link: str, group: str, groups: Mapping[str, Sequence[str]]
) -> Iterator[tuple[frozenset[str], float]]:
    """Whom a link joins, and how often among all admissible orders."""
    others = [name for name in groups if name != group]
    beside = [name for name in groups[group] if name != link]
    for joined, far in _subsets(others):
        whole = frozenset(name for other in joined for name in groups[other])
        for near, close in _subsets(beside):
            yield whole | frozenset(near), far * close


def _subsets(names: Sequence[str]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Every subset, weighed by the share of orders in which just these come before one more."""
    for size in range(len(names) + 1):
        for subset in combinations(names, size):
            yield subset, 1.0 / ((len(names) + 1) * comb(len(names), size))


def _added(
    value: Callable[[frozenset[str]], FloatArray], group: str, groups: Mapping[str, Sequence[str]]
) -> list[FloatArray]:
    own = frozenset(groups[group])
    before = [
        frozenset(link for name in joined for link in groups[name])
        for joined, _ in _subsets([name for name in groups if name != group])
    ]
    return [value(joined | own) - value(joined) for joined in before]
