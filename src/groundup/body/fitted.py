"""How a subject was found, kept so that it can be found again for a slightly different person."""

from dataclasses import dataclass

from groundup.body.problem import Problem, State
from groundup.body.sampling import Markers, Samples


@dataclass(frozen=True)
class Stage:
    """One search of the fit: what was known before it, and where it ended."""

    problem: Problem
    state: State


@dataclass(frozen=True)
class Fit:
    """The searches that led to a subject.

    Attributes
    ----------
    markers : Markers
    samples : Samples
        Frames looked at, in the trials `trials` by name.
    first : Stage
        Before the knee's axis is set by its function.
    last : Stage
        What the subject is.
    """

    markers: Markers
    samples: Samples
    trials: tuple[str, ...]
    first: Stage
    last: Stage
