"""One sanity gate and what it found."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a gate came out."""

    OK = "ok"
    NOT_OK = "not ok"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Check:
    """One gate.

    Attributes
    ----------
    name : str
        What is looked at, in words.
    verdict : Verdict
    found : str
        What was found, with its unit; why it cannot be told.
    limit : str
        What it had to be.
    source : str
        Where the limit comes from.
    consequence : str
        What was done about it: what is withheld, or that nothing is, and why; empty unless not ok.
    next_step : str
        What the person can do; empty unless not ok.
    value : float
        The figure itself where there is one, in `unit`; NaN otherwise.
    unit : str
    uncertainty : float
        Standard deviation of `value`; NaN where it has none.
    """

    name: str
    verdict: Verdict
    found: str
    limit: str
    source: str
    consequence: str = ""
    next_step: str = ""
    value: float = float("nan")
    unit: str = ""
    uncertainty: float = float("nan")


OURS = "our own limit; no published figure"
"""Source of a limit that rests on no study."""


def judged(good: bool) -> Verdict:
    """Verdict of a gate that could be judged."""
    return Verdict.OK if good else Verdict.NOT_OK


def signed(value: float, decimals: int) -> str:
    """Write a number with its sign, a true minus."""
    return f"{value:+.{decimals}f}".replace("-", "\N{MINUS SIGN}")
