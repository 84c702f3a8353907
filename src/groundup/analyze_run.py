"""The command ``groundup analyze``: analyse, try the changes of today's tests, draw the pages, write all."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from groundup.analyze import analyze
from groundup.console import analysis_text
from groundup.exchange.outputs import write
from groundup.plan.own_effects import own_effects
from groundup.progress import progress_bar
from groundup.quantities import GroundupError
from groundup.report.page import render, render_patient
from groundup.report.printer import find_printer, print_pages
from groundup.setup_runs import say_if_cold
from groundup.whatif.effect_file import effect_file_name, effects_json


def run_analyze(
    trials: Sequence[Path], folder: Path, *, paper: str | None = None, **options: Any
) -> tuple[str, GroundupError | None]:
    """Analyse recordings into a result folder.

    Parameters
    ----------
    trials : sequence of Path
    folder : Path
        Written whole or not at all.
    paper : str, optional
        Of the PDFs; none are printed without.
    options : as :func:`groundup.analyze.analyze` takes them.

    Returns
    -------
    str
        What came of it.
    GroundupError or None
        Why a PDF could not be printed though all else was written.
    """
    printer = None if paper is None else find_printer(paper)
    with progress_bar() as bar:
        progress = _saying_if_cold(bar)
        analysis = analyze(trials, progress=progress, **options)
        effects = own_effects(
            analysis, analysis.plan.tests, lambda: progress("trying today's tests in this person", 0.93)
        )
        progress("writing the report", 0.95)
        pages = {"report": render(analysis, effects), "patient": render_patient(analysis)}
        printed, problem = ({}, None) if printer is None else print_pages(printer, pages)
        files = {effect_file_name(one.trial, one.effects.change): effects_json(one) for one in effects}
        report = write(analysis, folder, str(pages["report"]), pages["patient"], printed, files)
        progress("done", 1.0)
    said = [f"Report: {report}", *(f"Printed: {folder / name}" for name in printed)]
    return "\n".join([analysis_text(analysis), *said]), problem


def _saying_if_cold(bar: Callable[[str, float], None]) -> Callable[[str, float], None]:
    """Let the bar say that the engine must be compiled, once a recording needs it: one refused does not."""

    def progress(stage: str, fraction: float) -> None:
        if stage in ("fitting the body", "matching the model"):
            say_if_cold()
        bar(stage, fraction)

    return progress
