"""The commands ``ik`` and ``id``: they need no more than their files' names, and start without typer."""

import sys
from pathlib import Path

from groundup.exchange import opensim_tools

TOOLS = {"ik": opensim_tools.inverse_kinematics, "id": opensim_tools.inverse_dynamics}


def run_setups(tool: str, setups: list[Path]) -> int:
    """Run setup files of one tool of OpenSim's, say what came of each, and give the exit status.

    Parameters
    ----------
    tool : ``ik`` or ``id``.
    setups : sequence of Path
    """
    say_if_cold()
    outcomes = {}
    if sys.stderr.isatty():
        from groundup.progress import progress_bar

        with progress_bar() as bar:
            bar("solving", 0.0)
            for outcome in TOOLS[tool](setups):
                outcomes[outcome.setup_file] = outcome
                bar("solving", len(outcomes) / len(setups))
    else:
        outcomes = {outcome.setup_file: outcome for outcome in TOOLS[tool](setups)}
    for setup in dict.fromkeys(setups):
        outcome = outcomes[setup]
        for note in outcome.notes:
            sys.stderr.write(f"groundup: {setup.name}: {note}.\n")
        if outcome.problem is None:
            sys.stdout.write(f"{setup.name}: {outcome.summary}\n  {outcome.output}\n")
        else:
            sys.stderr.write(f"groundup: {outcome.problem}\n")
    return int(any(outcome.problem for outcome in outcomes.values()))


def say_if_cold() -> None:
    """Say on standard error that the engine has to be compiled, where it has to."""
    from groundup.mechanics.cache import is_cold

    if is_cold():
        from tqdm import tqdm

        from groundup.mechanics.warmup import EXPECTED_SECONDS

        # Not plainly written: a progress bar may be on the screen.
        tqdm.write(
            f"Compiling the engine, once on this machine: about {EXPECTED_SECONDS} s.", file=sys.stderr
        )
