"""A leg that moves smoothly, and repetitions of it, made by hand."""

import numpy as np

from groundup.findings.definition import Phase
from groundup.findings.share.alignment import Repetition
from groundup.findings.share.compare import shares as shared
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.leg_links import LegLinks
from groundup.findings.share.share import Reference, Share
from groundup.mechanics.rotation import from_cardan
from groundup.motion.task import Task
from groundup.quantities import Side

RATE, SECONDS = 100.0, 0.7
TIME = np.arange(round(RATE * 1.0)) / RATE - 0.1
PHASES = {Phase.LOADING: (0.0, 0.1), Phase.SINGLE_SUPPORT: (0.1, 0.5)}


def leg(heading: float = 0.0, push: float = 9.0, seed: int = 1) -> LegLinks:
    """A leg that moves smoothly: each link swings with its own size."""
    rng = np.random.default_rng(seed)
    swing = np.sin(2.0 * np.pi * TIME / SECONDS)[:, None]

    def turn() -> np.ndarray:
        return from_cardan("zxy", rng.uniform(-0.2, 0.2, 3) + swing * rng.uniform(-0.2, 0.2, 3))

    still, still3 = np.ones(len(TIME)), np.ones((len(TIME), 1))
    return LegLinks(
        heading * still,
        0.1 * swing[:, 0],
        0.2 * swing[:, 0],
        turn(),
        turn(),
        turn(),
        turn(),
        still3 * [0.0, 0.4, 0.0],
        still3 * [0.0, 0.42, 0.0],
        still3 * [0.05, -0.08, 0.0] + 0.03 * swing,
        still3 * [0.3, push, 0.2],
        still3 * [0.0, 0.02, 0.0],
    )


def repetition(**told: float) -> Repetition:
    return Repetition(leg(**told), TIME, PHASES)


def shares(side: Side, own: list[Repetition], usual: list[Repetition]) -> tuple[Share, ...]:
    return shared(Comparison(Reference.NATURAL, Task.WALKING, side, tuple(own), tuple(usual)))
