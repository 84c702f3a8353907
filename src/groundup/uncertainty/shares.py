"""Which error matters most for a number: each source's share of its variance over the members."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

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
        that chance can make them add up to more than one: they are then scaled to one.
    main : str
        The largest, where it is not chance; empty where none stands out.
    """

    of: Mapping[str, float]
    sd: Mapping[str, float]
    unexplained: float
    main: str


def shares_of(draws: Mapping[str, FloatArray], values: FloatArray) -> Shares | None:
    """Divide the variance of a number among the sources of error.

    Parameters
    ----------
    draws : source -> (E, k) independent standard normal numbers the members were made from.
    values : (E,) the number of every member; members where it is missing are left out.

    Returns
    -------
    Shares or None
        None where no error moves the number, or too few members show it.

    Notes
    -----
    The share of a source is the adjusted coefficient of determination of a regression on its own numbers
    (Ezekiel 1930): 1 - (1 - R^2) (E - 1) / (E - k - 1), unbiased by how many numbers it takes. Its standard
    deviation is R^2's, with what chance alone would give.
    """
    seen = np.isfinite(values)
    known = values[seen]
    members = len(known)
    if members < _SPARE or known.std() <= _MOVED * max(abs(float(known.mean())), _MOVED):
        return None
    told = {source: numbers[seen] for source, numbers in draws.items() if members - numbers.shape[1] > _SPARE}
    raw = {source: _adjusted(numbers, known) for source, numbers in told.items()}
    sd = {source: _spread(raw[source], members, numbers.shape[1]) for source, numbers in told.items()}
    # What chance alone gives counts as none: it would crowd out what is there.
    positive = {source: share if share > sd[source] else 0.0 for source, share in raw.items()}
    total = sum(positive.values())
    of = {source: share / max(total, 1.0) for source, share in positive.items()}
    return Shares(of, sd, max(1.0 - total, 0.0), _main(of, sd))


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


def _adjusted(numbers: FloatArray, values: FloatArray) -> float:
    members, count = numbers.shape
    basis, _ = np.linalg.qr(numbers - numbers.mean(axis=0))
    away = values - values.mean()
    explained = float(np.sum((basis.T @ away) ** 2) / (away @ away))
    return float(1.0 - (1.0 - explained) * (members - 1) / (members - count - 1))


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
