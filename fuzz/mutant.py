"""One mutant, always the same for the same seed number and index."""

import os
from dataclasses import dataclass
from pathlib import Path
from random import Random

from fuzz.mutation import Change
from fuzz.of_bytes import ANY
from fuzz.of_c3d import C3D
from fuzz.of_text import TEXT
from fuzz.seeds import Seed

CHECK, ANALYZE = "check", "analyze"


@dataclass(frozen=True)
class Mutant:
    """What is done to which file, and which command gets it."""

    index: int
    command: str
    seed: Seed
    mutator: str
    change: Change

    def __str__(self) -> str:
        return f"#{self.index} {self.command} {self.seed.name}, {self.mutator}: {self.change.said}"


def mutant(seed_number: int, index: int, sound: tuple[Seed, ...], analyses: float) -> Mutant:
    """Mutant number `index` of a campaign; `analyses` is the share that goes to ``analyze``."""
    random = Random(f"{seed_number}/{index}")
    analyze = random.random() < analyses
    # By format first: there are three times as many tables as C3D files.
    suffix = random.choice((".c3d", ".c3d", ".trc", ".trc", ".mot", ".sto"))
    fitting = [s for s in sound if s.path.suffix.lower() == suffix]
    if analyze or not fitting:
        fitting = [
            s for s in sound if s.analyzable and (s.path.suffix == suffix or suffix in (".mot", ".sto"))
        ]
    fitting = fitting or [s for s in sound if s.analyzable]
    while True:
        seed = random.choice(fitting)
        data = seed.path.read_bytes()
        own = C3D if seed.path.suffix.lower() == ".c3d" else TEXT
        mutator = random.choice(own if random.random() < 0.6 else ANY)
        change = mutator(data, random, seed)
        if change is not None and (change.data != data or change.special or change.holes):
            return Mutant(index, ANALYZE if analyze else CHECK, seed, mutator.__name__, change)


def put(made: Mutant, folder: Path) -> Path:
    """Write the mutant into a folder under the sound file's name; returns the path."""
    path = folder / made.seed.path.name
    change = made.change
    if change.special == "a folder":
        path.mkdir()
    elif change.special == "a pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(change.data)
        if change.holes:
            os.truncate(path, len(change.data) + change.holes)
    return path
