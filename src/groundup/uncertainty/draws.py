"""Standard normal numbers for N members, one block for each source of error."""

from collections.abc import Mapping

import numpy as np

from groundup.mechanics.tree import FloatArray

Draws = Mapping[str, FloatArray]
"""Source -> (N, k) standard normal numbers."""


def draw(sizes: Mapping[str, int], members: int, seed: int) -> dict[str, FloatArray]:
    """Draw for every source.

    Parameters
    ----------
    sizes : source -> how many numbers it needs for a member.
    members : int
    seed : int
        The same seed gives the same numbers.

    Notes
    -----
    Where there are more members than numbers, the columns are made uncorrelated and of mean 0 and standard
    deviation 1 to the last bit: of whatever follows in a straight line from them, the spread over the members
    is then exact, and so is each source's share of it. Otherwise each source is made so by itself.
    """
    random = np.random.default_rng(seed)
    raw = {source: random.standard_normal((members, size)) for source, size in sizes.items() if size}
    if not raw:
        return {}
    together = np.concatenate(list(raw.values()), axis=1)
    if members > together.shape[1] + 1:
        edges = np.cumsum([block.shape[1] for block in raw.values()])[:-1]
        return dict(zip(raw, np.split(whitened(together), edges, axis=1), strict=True))
    return {source: whitened(block) for source, block in raw.items()}


def whitened(numbers: FloatArray) -> FloatArray:
    """(N, k) with mean 0 and uncorrelated columns of standard deviation 1; as given where k > N - 2."""
    members, size = numbers.shape
    if members <= size + 1:
        return numbers
    centred = numbers - numbers.mean(axis=0)
    factor = np.linalg.cholesky(centred.T @ centred / (members - 1))
    return np.ascontiguousarray(np.linalg.solve(factor, centred.T).T)
