"""Standard normal numbers for N members, one block for each source of error."""

from collections.abc import Mapping

import numpy as np

from groundup.mechanics.tree import FloatArray

Draws = Mapping[str, FloatArray]
"""Source -> (N, k) standard normal numbers."""

_JOINT = 0.8  # of the members: so many columns at most are made uncorrelated together


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
    The columns are made uncorrelated and of mean 0 and standard deviation 1 to the last bit, those of as many
    sources together as the members allow, the smallest first: of whatever follows in a straight line from
    them, the spread over the members is then exact, and so is each source's share of it.
    """
    random = np.random.default_rng(seed)
    raw = {source: random.standard_normal((members, size)) for source, size in sizes.items() if size}
    joint: dict[str, FloatArray] = {}
    for source in sorted(raw, key=lambda name: raw[name].shape[1]):
        taken = sum(block.shape[1] for block in joint.values())
        if taken + raw[source].shape[1] <= _JOINT * members:
            joint[source] = raw[source]
    found = {source: whitened(block) for source, block in raw.items() if source not in joint}
    if joint:
        together = whitened(np.concatenate(list(joint.values()), axis=1))
        edges = np.cumsum([block.shape[1] for block in joint.values()])[:-1]
        found |= dict(zip(joint, np.split(together, edges, axis=1), strict=True))
    return {source: found[source] for source in raw}


def whitened(numbers: FloatArray) -> FloatArray:
    """(N, k) with mean 0 and uncorrelated columns of standard deviation 1; as given where k > N - 2."""
    members, size = numbers.shape
    if members <= size + 1:
        return numbers
    centred = numbers - numbers.mean(axis=0)
    factor = np.linalg.cholesky(centred.T @ centred / (members - 1))
    return np.ascontiguousarray(np.linalg.solve(factor, centred.T).T)
