"""How probable it is that what a finding is held against is truly passed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundup.findings.measure import Measure
from groundup.quantities import chance_of


@dataclass(frozen=True)
class Beyond:
    """A measure of a person, held against a limit.

    Attributes
    ----------
    words : str
        What it would mean, e.g. ``peak rearfoot eversion from 9.9°``.
    measure : Measure or None
        None where it was not measured.
    limit : float
        In the measure's unit.
    direction : int
        1 where the finding lies above the limit, -1 where below.
    """

    words: str
    measure: Measure | None
    limit: float
    direction: int = 1


def chance_of_any(limits: Sequence[Beyond]) -> tuple[float, str]:
    """Probability that at least one limit is truly passed, for what may be wrong with the measurement.

    Returns
    -------
    chance : float
        NaN where nothing tells how far a measure may be off.
    words : str
        Of what; limits whose measure was not seen, or has no interval, are not in it.

    Notes
    -----
    The measures of one person are wrong together: a misplaced marker moves several. So the versions of the
    person are asked one by one whether any limit is passed, and counted. Clinical tests are not in it.
    """
    passed, words = [], []
    for one in limits:
        error = None if one.measure is None else one.measure.error
        if error is None or error.truths is None:
            continue
        beyond = one.direction * (error.truths - one.limit)
        passed.append(np.where(np.isfinite(beyond), beyond > 0.0, np.nan))
        words.append(one.words)
    if not passed:
        return float("nan"), ""
    together = np.stack(passed)
    known = np.isfinite(together).all(axis=0)
    return chance_of(np.asarray(together[:, known].any(axis=0))), " or ".join(words)
