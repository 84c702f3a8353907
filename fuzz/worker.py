"""The process in which mutants are read; it may crash, hang or ask for too much, and another follows."""

import io
import json
import sys
import traceback
import warnings
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuzz.mutant import ANALYZE

if TYPE_CHECKING:
    from groundup.recording.readers.registry import Registry

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
            notes = _analyze(files, Path(request["out"])) if request["command"] == ANALYZE else _check(files)
            answer = {"kind": "accepted", "notes": notes}
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


def _check(files: list[Path]) -> list[str]:
    """Do what ``groundup check`` does; the notes of the report, problems first."""
    from groundup.recording.check import check_recording
    from groundup.recording.pairing import pair_inputs
    from groundup.recording.read import read_recording

    notes: list[str] = []
    registry = _warm_registry()
    if len(files) == 1 and files[0].suffix in (".mot", ".sto"):
        read_recording(files[0], None, registry)  # always refused, after it was read
    for markers, forces in pair_inputs(files):
        report = check_recording(read_recording(markers, forces, registry))
        str(report)
        notes += [*(f"problem: {problem}" for problem in report.problems), *report.notes]
    return notes


@cache
def _warm_registry() -> "Registry":
    """Readers that share one process for C3D files; it ends with this one, when its pipe closes."""
    from groundup.recording.readers.c3d_isolated import C3DProcess
    from groundup.recording.readers.registry import default_registry

    return default_registry().warmed(C3DProcess())


def _analyze(files: list[Path], out: Path) -> list[str]:
    """Do what ``groundup analyze`` does."""
    from groundup.analyze import analyze
    from groundup.console import analysis_text
    from groundup.exchange.outputs import write
    from groundup.report.page import render

    analysis = analyze(files)
    write(analysis, out, render(analysis))
    analysis_text(analysis)
    return [note for trial in analysis.trials for note in trial.recording.notes]


if __name__ == "__main__":
    main()
