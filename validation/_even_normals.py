"""Normal numbers spread evenly over a few people."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri


class EvenNormals(np.random.Generator):
    """A generator whose standard normal numbers are spread evenly over the people; all others are their own.

    A Latin hypercube (McKay 1979). A score of people drawn merely at random tells 84 to 96 % of a coverage
    that is 90 %.

    Parameters
    ----------
    seed : int
    person, people : which of how many.
    """

    def __init__(self, seed: int, person: int, people: int) -> None:
        super().__init__(np.random.PCG64([seed, person]))
        self._together = np.random.default_rng(seed)
        self._person, self._middles = person, ndtri((np.arange(people) + 0.5) / people)

    def standard_normal(self, size: Any = None, *_: Any, **__: Any) -> Any:  # type: ignore[override]
        """Give numbers of that shape; the same call of another person gives theirs."""
        shape = () if size is None else np.atleast_1d(size)
        count = int(np.prod(shape))
        order = self._together.permuted(np.tile(np.arange(len(self._middles)), (count, 1)), axis=1)
        found: NDArray[np.float64] = self._middles[order[:, self._person]]
        return float(found[0]) if size is None else found.reshape(shape)
