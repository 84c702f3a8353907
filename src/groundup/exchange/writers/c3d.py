"""A recording as a C3D file: markers, force plates, events, analog channels and sizes of the person."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from groundup.exchange.writers.c3d_plates import Platform
from groundup.quantities import BadInputError, Side
from groundup.recording.readers.c3d_layout import check_layout
from groundup.recording.recording import EventKind, FloatArray, Person, Recording

_PER_METRE = {"mm": 1e3, "cm": 1e2, "m": 1.0}
_EVENT_WORDS = {EventKind.CONTACT: "Foot Strike", EventKind.OFF: "Foot Off"}
_CONTEXTS = {Side.LEFT: "Left", Side.RIGHT: "Right", None: "General"}
_MOST_ENTRIES = 255
"""Entries of one C3D parameter; longer lists go on in NAME2, NAME3 ..."""
_WRAP = 65536
"""Numbers that two bytes of a C3D's header tell apart."""


def write_c3d(
    recording: Recording, path: Path, *, unit: str = "mm", platforms: Sequence[Platform] = ()
) -> None:
    """Write a recording in its own axes, numbers as 32-bit floats.

    Parameters
    ----------
    recording : Recording
    path : Path
    unit : str
        Of length in the file: mm, cm or m.
    platforms : sequence of Platform
        Its force plates (see :func:`groundup.exchange.writers.c3d_plates.platforms`).

    Raises
    ------
    BadInputError
        If the recording begins before time zero: a C3D counts its frames from 1.
    OSError
        If it cannot be written whole.
    """
    import ezc3d

    file = ezc3d.c3d()
    _fill_points(file, recording, unit)
    _fill_analog(file, recording, platforms, unit)
    if platforms:
        _fill_plates(file, recording, platforms, _PER_METRE[unit])
    _fill_events(file, recording)
    _fill_words(file, recording)
    file.write(str(path))
    _refuse_half(path)


def _refuse_half(path: Path) -> None:
    """Find out what ezc3d does not say: that the disk was full."""
    try:
        check_layout(path)
    except BadInputError as problem:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from problem


def first_frame(recording: Recording) -> int:
    """Frame number at which a C3D's clock, (frame - 1) / rate, shows the recording's time.

    Raises
    ------
    BadInputError
        If a C3D cannot count so: it starts at frame 1 and has two bytes for the number of frames.
    """
    start, frames = float(recording.markers.time.values[0]), recording.markers.sizes["time"]
    number = round(start * recording.rate) + 1
    for wrong, expected, found in (
        (number < 1, "a start at 0 s or later", f"{start:g} s"),
        (number % _WRAP == 0, f"another first frame than a multiple of {_WRAP}", f"{number}"),
        (frames >= _WRAP, f"at most {_WRAP - 1} frames", f"{frames}"),
    ):
        if wrong:
            name = recording.sources[0].name if recording.sources else recording.name
            raise BadInputError(
                name, "frames", f"{expected}, as a C3D has", found, "choose .trc, .csv or .nc"
            )
    return number


def _fill_points(file: Any, recording: Recording, unit: str) -> None:
    positions = recording.markers.transpose("axis", "marker", "time").values * _PER_METRE[unit]
    lost = ~np.isfinite(positions).all(axis=0)
    points = np.ones((4, *lost.shape))
    points[:3] = np.where(lost, 0.0, positions)
    number = first_frame(recording)
    # The header's two bytes wrap; where they do, TRIAL has the whole number, in two halves.
    file["header"]["points"]["first_frame"] = number % _WRAP - 1
    if number >= _WRAP:
        last = number + lost.shape[1] - 1
        _add_whole(file, "TRIAL", "ACTUAL_START_FIELD", [number % _WRAP, number // _WRAP])
        _add_whole(file, "TRIAL", "ACTUAL_END_FIELD", [last % _WRAP, last // _WRAP])
    file["data"]["points"] = points
    # ezc3d takes the residual from the meta points: negative says the marker was not seen.
    file["data"]["meta_points"]["residuals"] = np.where(lost, -1.0, 0.0)[None]
    file["data"]["meta_points"]["camera_masks"] = np.zeros((7, *lost.shape), dtype=bool)
    point = file["parameters"]["POINT"]
    point["RATE"]["value"] = [recording.rate]
    point["UNITS"]["value"] = [unit]
    point["LABELS"]["value"] = list(recording.labels)
    if recording.declared_up is not None:
        file.add_parameter("POINT", "Y_SCREEN", [recording.declared_up.upper()])


def _fill_analog(file: Any, recording: Recording, platforms: Sequence[Platform], unit: str) -> None:
    """Channels as they were, then six for each plate, moments in newtons times the unit of length."""
    blocks: list[FloatArray] = []
    labels: list[str] = []
    units: list[str] = []
    if recording.analog is not None:
        blocks.append(recording.analog.transpose("channel", "analog_time").values)
        labels += [str(name) for name in recording.analog.channel.values]
        units += [str(word) for word in recording.analog.unit.values]
    for platform in platforms:
        blocks.append(platform.channels.T * np.repeat([1.0, _PER_METRE[unit]], 3)[:, None])
        labels += platform.labels
        units += ["N"] * 3 + [f"N{unit}"] * 3
    if not blocks:
        return
    values = np.concatenate(blocks)
    analog = file["parameters"]["ANALOG"]
    analog["RATE"]["value"] = [recording.rate * values.shape[1] / recording.markers.sizes["time"]]
    analog["LABELS"]["value"] = labels
    analog["UNITS"]["value"] = units
    analog["SCALE"]["value"] = np.ones(len(labels))
    analog["OFFSET"]["value"] = np.zeros(len(labels), dtype=int)
    analog["GEN_SCALE"]["value"] = [1.0]
    file["data"]["analogs"] = values[None]


def _fill_plates(file: Any, recording: Recording, platforms: Sequence[Platform], per_metre: float) -> None:
    count = len(platforms)
    before = 0 if recording.analog is None else recording.analog.sizes["channel"]
    for name, value in (
        ("USED", np.array([count])),
        ("TYPE", np.full(count, 2)),
        ("CORNERS", np.stack([platform.corners.T * per_metre for platform in platforms], axis=-1)),
        ("ORIGIN", np.stack([platform.origin * per_metre for platform in platforms], axis=-1)),
        ("CHANNEL", before + np.arange(1, 6 * count + 1).reshape(count, 6).T),
        ("ZERO", np.array([0, 0])),
    ):
        file["parameters"]["FORCE_PLATFORM"][name]["value"] = value
    _add_whole(file, "FORCE_PLATFORM", "ZEROED", [int(platform.zeroed) for platform in platforms])


def _fill_events(file: Any, recording: Recording) -> None:
    if not recording.events:
        return
    _add_whole(file, "EVENT", "USED", [len(recording.events)])
    for number, start in enumerate(range(0, len(recording.events), _MOST_ENTRIES), 1):
        events = recording.events[start : start + _MOST_ENTRIES]
        suffix = "" if number == 1 else str(number)
        for name, value in (
            ("CONTEXTS", [_CONTEXTS[event.side] for event in events]),
            ("LABELS", [_EVENT_WORDS[event.kind] for event in events]),
            ("TIMES", np.array([divmod(event.time, 60.0) for event in events]).T),
        ):
            file.add_parameter("EVENT", name + suffix, value)


def _fill_words(file: Any, recording: Recording) -> None:
    """Say who it is of and, where nobody was recorded, that."""
    made_up = [note for note in recording.notes if "synthetic" in note.lower()]
    for name, metres_or_kilograms in _sizes(recording.person).items():
        file.add_parameter("PROCESSING", name, [metres_or_kilograms])
    file.add_parameter("MANUFACTURER", "COMPANY", ["groundup"])
    if made_up:
        file.add_parameter("MANUFACTURER", "SOFTWARE", made_up[:1])
        file.add_parameter("SUBJECTS", "NAMES", ["Virtual"])
        file.add_parameter("SUBJECTS", "DESCRIPTIONS", made_up[:1])


def _add_whole(file: Any, group: str, name: str, values: list[int]) -> None:
    """Add whole numbers, which ezc3d would make floats of when given as a list."""
    file.add_parameter(group, name, values[0])
    file["parameters"][group][name]["value"] = np.array(values)


def _sizes(person: Person) -> dict[str, float]:
    """Names and units other programs use: kilograms and millimetres."""
    found = {"Bodymass": person.mass, "Height": None if person.height is None else person.height * 1e3}
    for side, letter in ((Side.LEFT, "L"), (Side.RIGHT, "R")):
        for name, lengths in (
            ("LegLength", person.leg_length),
            ("KneeWidth", person.knee_width),
            ("AnkleWidth", person.ankle_width),
        ):
            if side in lengths:
                found[f"{letter}{name}"] = lengths[side] * 1e3
    return {name: float(value) for name, value in found.items() if value is not None}
