"""Run OpenSim setup files, several at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from groundup.mechanics.ik import available_threads
from groundup.quantities import GroundupError


@dataclass(frozen=True)
class Outcome:
    """What became of one setup file.

    Attributes
    ----------
    setup_file : Path
    output : the file written, or None.
    summary : what was found, in a few words.
    notes : what was done differently from OpenSim or left out.
    problem : why there is no output, or None.
    """

    setup_file: Path
    output: Path | None = None
    summary: str = ""
    notes: tuple[str, ...] = ()
    problem: GroundupError | None = None


def inverse_kinematics(setup_files: Sequence[Path]) -> Iterator[Outcome]:
    """Solve setup files of the InverseKinematicsTool and write what they ask for.

    Parameters
    ----------
    setup_files : sequence of Path
        Solved side by side; each outcome comes when it is there.
    """
    return _side_by_side(setup_files, _ik)


def inverse_dynamics(setup_files: Sequence[Path]) -> Iterator[Outcome]:
    """Solve setup files of the InverseDynamicsTool and write what they ask for.

    Parameters
    ----------
    setup_files : sequence of Path
        Solved side by side; each outcome comes when it is there.
    """
    return _side_by_side(setup_files, _id)


def _ik(setup_file: Path, threads: int) -> Outcome:
    # Imported here: a whole run of either tool is hardly longer than what the other would import.
    from groundup.exchange.opensim_ik import run_ik, write_ik

    result = run_ik(setup_file, threads)
    output = write_ik(result)
    millimetres = 1e3 * result.rms
    summary = f"{len(result.time)} frames, markers {millimetres:.2f} mm from the model (root mean square)"
    return Outcome(setup_file, output, summary, result.notes)


def _id(setup_file: Path, threads: int) -> Outcome:
    from groundup.exchange.opensim_id import run_id, write_id

    result = run_id(setup_file, threads)
    return Outcome(setup_file, write_id(result), f"{len(result.time)} frames", result.notes)


def _side_by_side(setup_files: Sequence[Path], solve: Callable[[Path, int], Outcome]) -> Iterator[Outcome]:
    processors = available_threads()
    together = max(1, min(processors, len(setup_files)))

    def attempt(setup_file: Path) -> Outcome:
        try:
            return solve(setup_file, max(1, processors // together))
        except GroundupError as problem:
            return Outcome(setup_file, problem=problem)

    if together == 1:
        yield from map(attempt, setup_files)
        return
    from concurrent.futures import ThreadPoolExecutor, as_completed

    with ThreadPoolExecutor(together) as pool:
        for done in as_completed([pool.submit(attempt, path) for path in setup_files]):
            yield done.result()
