"""Many mutants, one after another, and what went wrong with which."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuzz.mutant import ANALYZE, Mutant, mutant, put
from fuzz.mutation import Expect
from fuzz.process import Process
from fuzz.seeds import Seed, seeds

ANALYSES = 0.05


@dataclass
class Result:
    """How many mutants ended how, and a finding for each that ended badly."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[tuple[Mutant, str]] = field(default_factory=list)


class Campaign:
    """A seed number's mutants; a context manager."""

    def __init__(self, seed_number: int, analyses: float = ANALYSES, seconds: float = 60.0) -> None:
        self._seed_number, self._analyses = seed_number, analyses
        self._folder = Path(tempfile.mkdtemp(prefix="groundup-fuzz-"))
        (self._folder / "generated").mkdir()
        self._sound: tuple[Seed, ...] = ()
        self._process = Process(seconds)
        self._sound_notes: dict[tuple[str, str], frozenset[str]] = {}

    def __enter__(self) -> "Campaign":
        self._sound = seeds(self._folder / "generated")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close()
        shutil.rmtree(self._folder)

    def run(self, indices: Iterable[int], result: Result | None = None) -> Result:
        """Try the mutants of these numbers."""
        result = result or Result()
        for index in indices:
            made = self.mutant(index)
            kind, finding = self._try(made)
            result.counts[f"{made.command} {kind}"] += 1
            if finding:
                result.findings.append((made, finding))
        return result

    def mutant(self, index: int) -> Mutant:
        """Return the mutant of one number."""
        return mutant(self._seed_number, index, self._sound, self._analyses)

    def _try(self, made: Mutant) -> tuple[str, str]:
        """How it ended, and what is wrong with that (nothing: an empty text)."""
        with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
            folder = Path(scratch)
            path = put(made, folder)
            before = set(folder.iterdir())
            out = folder / "result"
            answer = self._process.ask(_request(made.command, path, made.seed, out))
            left = sorted(p.name for p in set(folder.iterdir()) - before)
            return answer["kind"], self._wrong(made, answer, left, out)

    def _wrong(self, made: Mutant, answer: dict[str, Any], left: list[str], out: Path) -> str:
        kind = answer["kind"]
        if kind in ("exception", "crash", "hang"):
            return "\n    ".join([f"{kind}: {answer['error']}", *answer.get("trace", ())])
        if answer["output"]:
            return f"something was printed: {answer['output']!r}"
        if kind == "refused":
            if left:
                return f"refused, but {left} was left behind"
            sentence = answer["sentence"]
            whole = sentence.endswith(".") and "\n" not in sentence and "Traceback" not in sentence
            return "" if whole and len(sentence) < 600 else f"not one sentence: {sentence[:700]!r}"
        if made.command == ANALYZE and (left != ["result"] or not _is_whole(out)):
            return f"accepted, but the output is {left}"
        expect = made.change.expect
        refused = any(note.startswith("problem: ") for note in answer["notes"])
        if expect is Expect.REFUSED and not refused:
            return f"accepted in silence; expected {expect}"
        if expect is Expect.TOLD and not set(answer["notes"]) - self._notes_of(made):
            return f"accepted in silence; expected {expect}"
        return ""

    def _notes_of(self, made: Mutant) -> frozenset[str]:
        """What is said of the sound file."""
        key = (made.seed.name, made.command)
        if key not in self._sound_notes:
            out = self._folder / "sound"
            answer = self._process.ask(_request(made.command, made.seed.path, made.seed, out))
            shutil.rmtree(out, ignore_errors=True)
            self._sound_notes[key] = frozenset(answer.get("notes", ()))
        return self._sound_notes[key]


def _request(command: str, path: Path, seed: Seed, out: Path) -> dict[str, Any]:
    files = [str(path), *([str(seed.markers)] if seed.markers is not None else [])]
    return {"command": command, "files": files, "out": str(out)}


def _is_whole(out: Path) -> bool:
    from groundup.exchange.outputs import SHARED_FILES, TRIAL_FILES, is_result

    names = {path.name for path in out.iterdir()}
    return is_result(out) and names == {*SHARED_FILES, *TRIAL_FILES}
