"""What is asked of an analysis: options and what is known of the person, checked and put together."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from groundup.findings.norms.file import read_norms
from groundup.findings.norms.norms import Norms
from groundup.motion.task import Task
from groundup.quantities import BadInputError
from groundup.recording.recording import Person, Recording
from groundup.uncertainty.error_sizes import ErrorSizes, published
from groundup.uncertainty.errors_file import read_errors

if TYPE_CHECKING:
    from groundup.screening.intake import Intake


def task_named(name: str | None) -> Task | None:
    """Give a task by its name.

    Raises
    ------
    BadInputError
        If there is none of that name.
    """
    if name is None:
        return None
    try:
        return Task(name.strip().lower().replace("_", " "))
    except ValueError:
        known = ", ".join(Task)
        raise BadInputError(
            "--task", "its value", f"one of {known}", repr(name), "choose one of them"
        ) from None


def person_given(
    recordings: Sequence[Recording], mass: float | None, height: float | None, intake: "Intake | None"
) -> Person:
    """Gather what intake and files say of the person (the first file counts), overruled by the options."""
    person = Person() if intake is None else Person(intake.about.mass_kg, intake.about.height_m)
    for recording in reversed(recordings):
        said = recording.person
        person = Person(
            mass=said.mass or person.mass,
            height=said.height or person.height,
            leg_length={**person.leg_length, **said.leg_length},
            knee_width={**person.knee_width, **said.knee_width},
            ankle_width={**person.ankle_width, **said.ankle_width},
        )
    return replace(person, mass=mass or person.mass, height=height or person.height)


def intake_given(intake: Path | str | None) -> "Intake | None":
    """Read the intake; its library is loaded only where there is one."""
    if intake is None:
        return None
    from groundup.screening.intake import read_intake

    return read_intake(Path(intake))


def norms_given(norms: Path | str | None) -> Norms | None:
    """Read the laboratory's own norms."""
    return None if norms is None else read_norms(Path(norms))


def sizes_of_errors(errors: Path | str | None, model: Path | str | None, members: int) -> ErrorSizes:
    """Read the laboratory's own sizes of errors; where nothing would rest on them they are refused."""
    if errors is None:
        return published()
    if model is not None or not members:
        brought = model is not None
        found = "a model that was brought, which has none" if brought else "no ensemble (0 members)"
        then = "leave one of the two out" if brought else "leave it out, or ask for an ensemble"
        raise BadInputError("--errors", "its use", "intervals that rest on it", found, then)
    return read_errors(Path(errors))


def settings_told(
    named: Sequence[str | float | None],
    files: Sequence[Path | str | None],
    natural: Sequence[Path | str],
    earlier: Sequence[Path | str],
) -> dict[str, str]:
    """Tell the options in force, files by their names."""
    words = ("task", "protocol", "mass", "height", "left_handed", "ensemble", "seed")
    kinds = ("model", "contacts", "norms", "errors")
    told = dict(zip(kinds, map(_name, files), strict=True))
    usual, before = (", ".join(Path(path).name for path in paths) or None for paths in (natural, earlier))
    return _said(**dict(zip(words, named, strict=True)), **told, natural=usual, earlier=before)


def _name(path: Path | str | None) -> str | None:
    return None if path is None else Path(path).name


def _said(**options: str | float | None) -> dict[str, str]:
    """Tell the options that were given, as text."""
    return {name: str(value) for name, value in options.items() if value is not None}
