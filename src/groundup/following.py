"""Commands that follow one person: a test of a change today, progress over months."""

from pathlib import Path
from typing import Annotated

import typer

Result = Annotated[Path, typer.Argument(help="A folder that 'groundup analyze' wrote.", show_default=False)]


def bedside_test(
    baseline: Result,
    changed: Result,
    prediction: Annotated[
        str,
        typer.Option(
            help="What was expected: a file that 'groundup whatif' wrote, or 'MEASURE SIDE LOW..HIGH UNIT', "
            "e.g. 'knee_flexion_peak left 3..9 deg'; an end left out is open.",
            show_default=False,
        ),
    ],
    record: Annotated[
        Path | None,
        typer.Option(
            help="The person's record of tests (.json); the test is added to it.", show_default=False
        ),
    ] = None,
) -> None:
    """Tell whether a change did what was expected of it: held, failed or can't tell, with both errors."""
    from datetime import UTC, datetime

    from groundup.plan.prediction import read_predictions
    from groundup.plan.record import add_entry
    from groundup.plan.told import told
    from groundup.plan.verdict import judge
    from groundup.plan.visit import same_person

    expected = read_predictions(prediction)
    before, after = same_person(baseline, changed)
    found = judge(expected, before.measures, after.measures)
    typer.echo(told(before.name, after.name, found))
    if record is not None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        add_entry(record, now, after.code or before.code, before.name, after.name, found)
        typer.echo(f"Added to {record}")


def progress(
    folders: Annotated[
        list[Path],
        typer.Argument(
            help="Folders that 'groundup analyze' wrote for one person, two or more.", show_default=False
        ),
    ],
    tests: Annotated[
        Path | None, typer.Option(help="The person's record of 'groundup test --record'.", show_default=False)
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for progress.html and progress.csv.")] = Path("progress"),
) -> None:
    """Show one person over time: tests and measures with their error, beside how the person is."""
    from groundup.exchange.replace_file import replace_files
    from groundup.plan.progress_csv import progress_csv
    from groundup.plan.record import read_record
    from groundup.plan.told import progress_text
    from groundup.plan.trend import trends
    from groundup.plan.visit import of_person, read_visits
    from groundup.report.progress_page import progress_page

    visits = read_visits(folders)
    entries = () if tests is None else of_person(visits, tests, read_record(tests))
    found = trends(visits)
    page, table = out / "progress.html", out / "progress.csv"
    replace_files({page: progress_page(visits, found, entries), table: progress_csv(visits, found)})
    typer.echo(progress_text(visits, found))
    typer.echo(f"Written: {page}")
    typer.echo(f"Written: {table}")
