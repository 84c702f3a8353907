"""The process in which mutants are read; it may crash, hang or ask for too much, and another follows."""

import io
import json
import re
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuzz.mutant import ANALYZE, CHECK, CONVERT, INTAKE
from fuzz.scenes import ID, IK, MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundup.exchange.opensim_tools import Outcome
    from groundup.recording.readers.registry import Registry
    from groundup.recording.recording import Recording

_ADDRESS_SPACE = 8 << 30


def main() -> None:
    """Answer one JSON line per request; the answers go where standard output went when this began."""
    answers = sys.stdout
    _limit_memory()
    warnings.simplefilter("error")
    for line in sys.stdin:
        answers.write(json.dumps(_outcome(json.loads(line))) + "\n")
        answers.flush()


def _limit_memory() -> None:
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, hard))


def _outcome(request: dict[str, Any]) -> dict[str, Any]:
    from groundup.quantities import GroundupError

    files = [Path(name) for name in request["files"]]
    said = io.StringIO()
    answer: dict[str, Any]
    with redirect_stdout(said), redirect_stderr(said):
        try:
            answer = {"kind": "accepted", **_DO[request["command"]](files, Path(request["out"]))}
        except GroundupError as refusal:
            answer = {"kind": "refused", "sentence": str(refusal)}
        except BaseException as error:
            trace = traceback.format_exc().splitlines()
            answer = {
                "kind": "exception",
                "error": f"{type(error).__name__}: {error}"[:300],
                "trace": trace[-12:],
            }
    answer["output"] = said.getvalue()[:500]
    return answer


def _check(files: list[Path], _out: Path) -> dict[str, Any]:
    """Do what ``groundup check`` does; the notes of the report, problems first, and the facts read."""
    from groundup.recording.check import check_recording
    from groundup.recording.pairing import pair_inputs
    from groundup.recording.read import read_recording

    notes: list[str] = []
    facts: list[Any] = []
    registry = _warm_registry()
    if len(files) == 1 and files[0].suffix in (".mot", ".sto"):
        read_recording(files[0], None, registry)  # always refused, after it was read
    for markers, forces in pair_inputs(files):
        recording = read_recording(markers, forces, registry)
        report = check_recording(recording)
        str(report).encode()
        notes += [*(f"problem: {problem}" for problem in report.problems), *report.notes]
        facts += _facts(recording)
    return {"notes": notes, "facts": facts}


def _facts(recording: "Recording") -> list[Any]:
    """What no change of a few numbers alters: how much was recorded, when, how often and how large."""
    import numpy as np

    markers = recording.markers.values
    seen = np.abs(markers[np.isfinite(markers)])
    size = round(float(np.log2(max(np.median(seen), 1e-30)))) if seen.size else None
    points = markers.shape[1] + sum(array.sizes["point"] for array in recording.vendor.values())
    return [len(markers), points, round(recording.rate, 3), len(recording.plates), size]


def _convert(files: list[Path], out: Path) -> dict[str, Any]:
    """Do what ``groundup convert`` does, and read what it wrote where there is a reader."""
    from groundup.exchange.convert import convert
    from groundup.quantities import GroundupError
    from groundup.recording.read import read_recording

    convert(files[0], out)
    if out.suffix not in (".mot", ".sto"):
        try:
            read_recording(out, None, _warm_registry())
        except GroundupError as refusal:
            raise RuntimeError(f"what was written is refused: {refusal}") from refusal
    return {"notes": read_recording(files[0], None, _warm_registry()).notes}


def _ik(files: list[Path], _out: Path) -> dict[str, Any]:
    """Do what ``groundup ik`` does."""
    from groundup.exchange.opensim_tools import inverse_kinematics

    return _one(inverse_kinematics(files))


def _id(files: list[Path], _out: Path) -> dict[str, Any]:
    """Do what ``groundup id`` does."""
    from groundup.exchange.opensim_tools import inverse_dynamics

    return _one(inverse_dynamics(files))


def _one(outcomes: "Iterator[Outcome]") -> dict[str, Any]:
    (outcome,) = outcomes
    if outcome.problem is not None:
        raise outcome.problem
    assert outcome.output is not None
    if not re.search(rb"(?i)endheader(?!.*\b(nan|inf)\b)", outcome.output.read_bytes(), re.DOTALL):
        raise RuntimeError("what was solved holds values that are no numbers")
    return {"notes": outcome.notes}


def _intake(files: list[Path], _out: Path) -> dict[str, Any]:
    """Do what ``groundup analyze --intake`` does with the intake."""
    from groundup.console import triage_text
    from groundup.screening.intake import read_intake

    triage_text(read_intake(files[0]).triage()).encode()
    return {"notes": ()}


@cache
def _warm_registry() -> "Registry":
    """Readers that share one process for C3D files; it ends with this one, when its pipe closes."""
    from groundup.recording.readers.c3d_isolated import C3DProcess
    from groundup.recording.readers.registry import default_registry

    return default_registry().warmed(C3DProcess())


def _model(files: list[Path], out: Path) -> dict[str, Any]:
    """Do what ``groundup analyze --model`` does with the model beside the trial."""
    (model,) = files[0].parent.glob("*.osim")
    return _analyze(files, out, model)


def _analyze(files: list[Path], out: Path, model: Path | None = None) -> dict[str, Any]:
    """Do what ``groundup analyze`` does."""
    from groundup.analyze import analyze
    from groundup.console import analysis_text
    from groundup.exchange.outputs import write
    from groundup.report.page import render

    analysis = analyze(files, model=model)
    write(analysis, out, render(analysis))
    analysis_text(analysis)
    notes = [note for trial in analysis.trials for note in trial.recording.notes]
    return {"notes": [*analysis.subject.notes, *notes]}


_DO: dict[str, Callable[[list[Path], Path], dict[str, Any]]] = {
    ANALYZE: _analyze,
    CHECK: _check,
    CONVERT: _convert,
    IK: _ik,
    ID: _id,
    MODEL: _model,
    INTAKE: _intake,
}


if __name__ == "__main__":
    main()
