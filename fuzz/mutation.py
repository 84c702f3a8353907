"""What a mutant is: a file, what was done to it, and what must not happen to it in silence."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from fuzz.seeds import Seed


class Expect(StrEnum):
    """What a mutant must lead to, besides a result or one sentence."""

    HONEST = "a result or one sentence"
    TOLD = "a refusal, or a note that the sound file does not have"
    REFUSED = "a refusal"


@dataclass(frozen=True)
class Change:
    """New contents, how they came about, and what they must lead to.

    `holes` bytes that take no space on disk follow the contents; a `special` is no regular file.
    """

    data: bytes
    said: str
    expect: Expect = Expect.HONEST
    holes: int = 0
    special: str = ""


Mutator = Callable[[bytes, Random, Seed], Change | None]
"""None where the mutation does not apply to the file."""
