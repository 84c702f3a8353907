"""One mutant, always the same for the same seed number and index."""

import os
from dataclasses import dataclass
from pathlib import Path
from random import Random

from fuzz.mutation import Change, Mutator
from fuzz.of_bytes import ANY
from fuzz.of_c3d import C3D
from fuzz.of_hdf5 import HDF5
from fuzz.of_text import TEXT
from fuzz.of_toml import TOML
from fuzz.of_xml import XML
from fuzz.scenes import ID, IK, MODEL
from fuzz.seeds import Seed

CHECK, ANALYZE, CONVERT, INTAKE = "check", "analyze", "convert", "intake"
TARGETS = (".trc", ".csv", ".mot", ".sto", ".nc", ".c3d")
_OTHERS = (*(CHECK,) * 12, *(CONVERT,) * 2, *(IK,) * 3, *(ID,) * 3, INTAKE)
_OWN: dict[str, tuple[Mutator, ...]] = {
    ".c3d": C3D, ".nc": HDF5, ".osim": XML, ".xml": XML, ".toml": TOML,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """What is done to which file, and which command gets it; `target` is the ending it is converted to."""

    index: int
    command: str
    seed: Seed
    mutator: str
    change: Change
    target: str = ""

    def __str__(self) -> str:
        what = f"{self.command}{self.target} {self.seed.name}"
        return f"#{self.index} {what}, {self.mutator}: {self.change.said}"


def mutant(seed_number: int, index: int, sound: tuple[Seed, ...], analyses: float) -> Mutant:
    """Mutant number `index` of a campaign; `analyses` is the share that goes to ``analyze``."""
    random = Random(f"{seed_number}/{index}")
    analyzing = random.random() < analyses
    command = random.choice((ANALYZE, ANALYZE, MODEL) if analyzing else _OTHERS)
    if command == MODEL and not any(s.scene is not None and s.scene.tool == MODEL for s in sound):
        command = ANALYZE
    fitting = _fitting(command, random, sound)
    while True:
        seed = random.choice(fitting)
        data = seed.path.read_bytes()
        own = _OWN.get(seed.path.suffix.lower(), TEXT)
        mutator = random.choice(own if own and random.random() < 0.6 else ANY)
        change = mutator(data, random, seed)
        if change is not None and (change.data != data or change.special or change.holes):
            target = random.choice(TARGETS) if command == CONVERT else ""
            return Mutant(index, command, seed, mutator.__name__, change, target)


def _fitting(command: str, random: Random, sound: tuple[Seed, ...]) -> list[Seed]:
    """Sound files for a command, of one format: there are three times as many tables as C3D files."""
    if command in (IK, ID, MODEL):
        made = random.random() < 0.7
        scenes = [s for s in sound if s.scene is not None and s.scene.tool == command]
        some = [s for s in scenes if s.scene is not None and s.scene.setup.stem.startswith("block") == made]
        fitting = some or scenes
        suffix = random.choice(sorted({s.path.suffix for s in fitting}))
        return [s for s in fitting if s.path.suffix == suffix]
    if command == INTAKE:
        return [s for s in sound if s.path.suffix == ".toml"]
    suffix = random.choice((".c3d", ".c3d", ".c3d", ".trc", ".trc", ".trc", ".mot", ".sto", ".csv", ".nc"))
    recorded = [s for s in sound if s.scene is None and s.path.suffix != ".toml"]
    fitting = [s for s in recorded if s.path.suffix.lower() == suffix]
    if command == CHECK and fitting:
        return fitting
    analyzable = [s for s in recorded if s.analyzable]
    return [s for s in analyzable if s.path.suffix == suffix] or analyzable


def put(made: Mutant, folder: Path) -> Path:
    """Write the mutant into a folder under the sound file's name, beside the files it is read with."""
    for other in made.seed.scene.files if made.seed.scene is not None else ():
        if other != made.seed.path:
            (folder / other.name).symlink_to(other)
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
