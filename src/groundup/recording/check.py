"""``groundup check``: read a file, identify and orient it, and tell what was found."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from groundup.quantities import BadInputError
from groundup.recording.axes import orient
from groundup.recording.check_report import CheckReport, MarkerRow
from groundup.recording.gaps import repair
from groundup.recording.identify import identify
from groundup.recording.measurable import measurable
from groundup.recording.protocol import protocols
from groundup.recording.read import read_recording
from groundup.recording.recording import EventKind, ForcePlate, LabAxes, Person, Recording

# Vertical force [N] above which a plate is said to be stepped on.
_LOADED_N = 50.0


def check(path: Path | str, forces: Path | str | None = None) -> CheckReport:
    """Tell what is in a file, how it is read, what can be measured from it and what is wrong with it.

    Parameters
    ----------
    path : path
        A recording with markers.
    forces : path, optional
        The ground forces of the same trial, where they are in a file of their own.

    Returns
    -------
    CheckReport
        ``str()`` of it is the text for a terminal.

    Raises
    ------
    BadInputError
        Where the file cannot be read at all; what is wrong with a readable one is in the report.
    """
    return check_recording(read_recording(path, forces))


def check_recording(recording: Recording) -> CheckReport:
    """Do the same as :func:`check` for a recording that has been read."""
    problems: list[str] = []
    raw = recording
    try:
        recording = identify(recording)
        recording = orient(recording)
        recording = repair(recording)
    except BadInputError as error:
        problems.append(str(error))
    match = recording.match
    title = None
    reasons: tuple[str, ...] = ()
    if match is not None:
        title = f"{match.title} ({match.protocol})"
        reasons = next((p.notes for p in protocols() if p.name == match.protocol), ())
    return CheckReport(
        name=recording.name,
        contents=tuple(_contents(raw)),
        protocol=title,
        axes=None if recording.lab_axes is None else _axes(recording.lab_axes),
        markers=tuple(_marker_rows(raw, recording)),
        measurable=() if match is None else measurable(recording, match),
        problems=tuple(problems),
        notes=(*recording.notes, *(f"about this marker set: {reason}" for reason in reasons)),
    )


def _contents(recording: Recording) -> Iterator[str]:
    frames = recording.markers.sizes["time"]
    time = recording.markers.time.values
    yield (
        f"{frames} frames at {recording.rate:g} Hz ({frames / recording.rate:.2f} s), "
        f"first frame {recording.first_frame}, t = {time[0]:.3f} to {time[-1]:.3f} s"
    )
    yield f"{len(recording.labels)} points"
    yield (
        "no force plates"
        if not recording.plates
        else f"{len(recording.plates)} force plates: "
        + "; ".join(_plate(plate) for plate in recording.plates)
    )
    if recording.analog is not None:
        yield f"{recording.analog.shape[-1]} analog channels"
    yield _events(recording)
    if recording.vendor:
        counts = [f"{kind} {array.sizes['point']}" for kind, array in recording.vendor.items()]
        yield "computed by the vendor's software: " + ", ".join(counts)
    yield _person(recording.person)


def _plate(plate: ForcePlate) -> str:
    force = plate.force.transpose(..., "axis").values
    size = np.linalg.norm(force, axis=1)
    seen = size[np.isfinite(size)]
    if not len(seen) or seen.max() < _LOADED_N:
        return f"{plate.name} not stepped on"
    kind = f" (type {plate.kind})" if plate.kind is not None else ""
    return f"{plate.name}{kind} up to {seen.max():.0f} N, loaded {np.mean(seen > _LOADED_N):.0%} of the time"


def _events(recording: Recording) -> str:
    if not recording.events:
        return "no events in the file"
    parts = []
    for kind, word in ((EventKind.CONTACT, "contacts"), (EventKind.OFF, "offs")):
        events = [event for event in recording.events if event.kind is kind]
        unsided = sum(event.side is None for event in events)
        parts.append(f"{len(events)} {word}" + (f" ({unsided} without side)" if unsided else ""))
    return "events in the file: " + ", ".join(parts)


def _person(person: Person) -> str:
    said = []
    if person.mass is not None:
        said.append(f"mass {person.mass:.1f} kg")
    if person.height is not None:
        said.append(f"height {person.height:.2f} m")
    for word, lengths in (
        ("leg length", person.leg_length),
        ("knee width", person.knee_width),
        ("ankle width", person.ankle_width),
    ):
        said += [f"{side} {word} {value * 1000:.0f} mm" for side, value in lengths.items()]
    return "the person: " + (", ".join(said) if said else "the file says nothing (give --mass and --height)")


def _axes(axes: LabAxes) -> str:
    return f"up is {axes.up}, forward is {axes.forward} ({axes.progression}): " + "; ".join(axes.evidence)


def _marker_rows(raw: Recording, recording: Recording) -> Iterator[MarkerRow]:
    values = raw.markers.transpose("marker", "time", "axis").values
    coverage = dict(zip(raw.labels, np.isfinite(values).all(axis=2).mean(axis=1).tolist(), strict=True))
    match = recording.match
    if match is None:
        yield from (MarkerRow(label, "", "unused", coverage[label]) for label in raw.labels)
        return
    for landmark, label in match.landmarks.items():
        how = "guessed" if label in match.guessed else "matched"
        yield MarkerRow(label, landmark.replace("_", " "), how, coverage[label])
    for label, segment in match.technical.items():
        how = "attached" if label in match.attached else "guessed" if label in match.guessed else "cluster"
        yield MarkerRow(label, f"on the {segment.replace('_', ' ')}", how, coverage[label])
    for label in match.virtual:
        yield MarkerRow(label, "", "virtual", coverage[label])
    for label in match.unused:
        yield MarkerRow(label, "", "unused" if coverage[label] else "never seen", coverage[label])
