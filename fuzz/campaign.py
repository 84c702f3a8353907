"""Many mutants, one after another, and what went wrong with which."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fuzz.mutant import ANALYZE, CHECK, CONVERT, Mutant, mutant, put
from fuzz.mutation import Change, Expect
from fuzz.process import Process
from fuzz.scenes import ID, IK, MODEL
from fuzz.seeds import Seed, seeds

ANALYSES = 0.05
# Of every trial; loads and files for OpenSim are there where they can be computed.
_ALWAYS = ("angles.csv", "events.csv", "contacts.csv", "spatiotemporal.csv", "markers_model.trc")


@dataclass
class Result:
    """How many mutants ended how, and a finding for each that ended badly.

    `tried` counts them by format and mutation.
    """

    counts: Counter[str] = field(default_factory=Counter)
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: list[tuple[Mutant, str]] = field(default_factory=list)


class Campaign:
    """A seed number's mutants; a context manager."""

    def __init__(self, seed_number: int, analyses: float = ANALYSES, seconds: float = 60.0) -> None:
        self._seed_number, self._analyses = seed_number, analyses
        self._folder = Path(tempfile.mkdtemp(prefix="groundup-fuzz-"))
        (self._folder / "generated").mkdir()
        self._sound: tuple[Seed, ...] = ()
        self._process = Process(seconds)
        self._answers: dict[tuple[str, str], dict[str, Any]] = {}

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
            result.tried[made.seed.path.suffix.lower(), made.mutator] += 1
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
            out = folder / f"result{made.target}"
            answer = self._process.ask(_request(made, path, out))
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
        if not self._is_complete(made, left, out):
            return f"accepted, but the output is {left}"
        sound = self._sound_answer(made)
        told = set(answer["notes"]) - set(sound.get("notes", ()))
        refused = any(note.startswith("problem: ") for note in answer["notes"])
        expect = made.change.expect
        if expect is Expect.REFUSED and not refused:
            return f"accepted in silence; expected {expect}"
        if expect is Expect.TOLD and not told:
            return f"accepted in silence; expected {expect}"
        if made.command == CHECK and not told and answer.get("facts") != sound.get("facts"):
            return f"other facts in silence: {answer.get('facts')}, truly {sound.get('facts')}"
        return ""

    def _is_complete(self, made: Mutant, left: list[str], out: Path) -> bool:
        if made.command in (ANALYZE, MODEL):
            return left == ["result"] and _is_whole(out)
        if made.command == CONVERT:
            return left == [out.name]
        if made.command in (IK, ID):
            return bool(left) and not any(name.startswith(".") for name in left)
        return not left

    def _sound_answer(self, made: Mutant) -> dict[str, Any]:
        """What is answered to the sound file."""
        key = (made.seed.name, made.command)
        if key not in self._answers:
            if made.command not in (CHECK, ANALYZE):
                self._answers[key] = self._sound_elsewhere(made)
                return self._answers[key]
            out = self._folder / "sound"
            self._answers[key] = self._process.ask(_request(made, made.seed.path, out))
            shutil.rmtree(out, ignore_errors=True)
        return self._answers[key]

    def _sound_elsewhere(self, made: Mutant) -> dict[str, Any]:
        """The same of a command that writes beside the file."""
        unchanged = replace(made, change=Change(made.seed.path.read_bytes(), "nothing"))
        with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
            path = put(unchanged, Path(scratch))
            return self._process.ask(_request(unchanged, path, Path(scratch) / f"result{made.target}"))


def _request(made: Mutant, path: Path, out: Path) -> dict[str, Any]:
    seed = made.seed
    files = [str(path), *([str(seed.markers)] if seed.markers is not None else [])]
    if seed.scene is not None:
        files = [str(path.parent / seed.scene.setup.name)]
    return {"command": made.command, "files": files, "out": str(out)}


def _is_whole(out: Path) -> bool:
    from groundup.exchange.outputs import OPTIONAL_FILES, SHARED_FILES, is_result

    always = {*SHARED_FILES, *_ALWAYS} - {*OPTIONAL_FILES}
    return is_result(out) and {path.name for path in out.iterdir()} >= always
