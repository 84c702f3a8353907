"""Which error matters most for a number: each source's share of its variance over the members."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.tree import FloatArray

# A source is called the main one only with this share, and where that is not chance.
_LEAST_MAIN = 0.15
_SURE = 2.0
# With fewer members than this beyond a source's numbers its share would be chance.
_SPARE = 30
# Spread of a number that no error moves, relative to its size: rounding.
_MOVED = 1e-9


@dataclass(frozen=True)
class Shares:
    """How the variance of one number divides among the sources of error.

    Attributes
    ----------
    of : source -> share of the variance that follows in a straight line from its numbers, 0 to 1.
    sd : source -> standard deviation of that share, by how few members there are.
    unexplained : float
        What is left: sources acting together, in curves, or not recorded. Shares are found one by one, so
        that chance can make them add up to more than one: the least sure ones then give way.
    main : str
        The largest, where it is not chance; empty where none stands out.
    """

    of: Mapping[str, float]
    sd: Mapping[str, float]
    unexplained: float
    main: str


class Sources:
    """The numbers the members were made from, ready to be told for many values.

    Parameters
    ----------
    draws : source -> (E, k) independent standard normal numbers.
    """

    def __init__(self, draws: Mapping[str, FloatArray]) -> None:
        self._draws = draws
        self._bases: dict[bytes, dict[str, FloatArray]] = {}

    def shares(self, values: FloatArray) -> Shares | None:
        """Divide the variance of a number among the sources of error.

        Parameters
        ----------
        values : (E,) the number of every member; members where it is missing are left out.

        Returns
        -------
        Shares or None
            None where no error moves the number, or too few members show it.

        Notes
        -----
        The share of a source is the adjusted coefficient of determination of a regression on its own numbers
        (Ezekiel 1930): 1 - (1 - R^2) (E - 1) / (E - k - 1), unbiased by how many numbers it takes. Its
        standard deviation is R^2's, with what chance alone would give.
        """
        seen = np.isfinite(values)
        known = values[seen]
        members = len(known)
        if members < _SPARE or known.std() <= _MOVED * max(abs(float(known.mean())), _MOVED):
            return None
        away = (known - known.mean()) / known.std()
        of, sd = {}, {}
        for source, basis in self._of(seen).items():
            count = basis.shape[1]
            share = _adjusted(float(np.sum((basis.T @ away) ** 2)) / members, members, count)
            sd[source] = _spread(share, members, count)
            # What chance alone gives counts as none: it would crowd out what is there.
            of[source] = share if share > sd[source] else 0.0
        of = _within_one(of, sd)
        return Shares(of, sd, max(1.0 - sum(of.values()), 0.0), _main(of, sd))

    def _of(self, seen: NDArray[np.bool_]) -> dict[str, FloatArray]:
        """Orthonormal directions (E, k) of each source's numbers, about their mean."""
        key = seen.tobytes()
        if key not in self._bases:
            few = int(seen.sum()) - _SPARE
            self._bases[key] = {
                source: np.linalg.qr(numbers[seen] - numbers[seen].mean(axis=0))[0]
                for source, numbers in self._draws.items()
                if numbers.shape[1] < few
            }
        return self._bases[key]


def words(shares: Shares | None, labels: Mapping[str, str]) -> str:
    """Name the main source for people, with its share; say so where none stands out.

    Parameters
    ----------
    shares : Shares or None
    labels : source -> what it is called.
    """
    if shares is None:
        return ""
    if not shares.main:
        return "no single error stands out"
    return f"{labels[shares.main]} ({100.0 * shares.of[shares.main]:.0f} % of the variance)"


def _adjusted(explained: float, members: int, count: int) -> float:
    return 1.0 - (1.0 - explained) * (members - 1) / (members - count - 1)


def _within_one(of: Mapping[str, float], sd: Mapping[str, float]) -> dict[str, float]:
    """Take what shares exceed one together from each by how unsure it is."""
    found = dict(of)
    for _ in found:
        excess = sum(found.values()) - 1.0
        unsure = sum(sd[source] ** 2 for source, share in found.items() if share > 0.0)
        if excess <= 0.0 or unsure == 0.0:
            break
        found = {
            source: max(share - excess * sd[source] ** 2 / unsure, 0.0) if share > 0.0 else 0.0
            for source, share in found.items()
        }
    total = max(sum(found.values()), 1.0)
    return {source: share / total for source, share in found.items()}


def _spread(share: float, members: int, count: int) -> float:
    within = float(np.clip(share, 0.0, 1.0))
    signal = 2.0 * np.sqrt(within / members) * (1.0 - within)
    chance = np.sqrt(2.0 * count) / (members - count) * (1.0 - within)
    return float(np.hypot(signal, chance))


def _main(of: Mapping[str, float], sd: Mapping[str, float]) -> str:
    if not of:
        return ""
    largest = max(of, key=lambda source: of[source])
    return largest if of[largest] >= max(_LEAST_MAIN, _SURE * sd[largest]) else ""
