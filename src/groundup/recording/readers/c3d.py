"""C3D files: the native library's numbers, given meaning, units and absolute time."""

from pathlib import Path

import numpy as np

from groundup.quantities import BadInputError, Operation
from groundup.recording.plates import COP_THRESHOLD_N
from groundup.recording.readers.c3d_analog import clean_analog, correct_unsigned, read_analog
from groundup.recording.readers.c3d_events import read_events
from groundup.recording.readers.c3d_isolated import C3DProcess, RawC3D
from groundup.recording.readers.c3d_layout import BLOCK, Layout, check_layout
from groundup.recording.readers.c3d_parameters import Parameters
from groundup.recording.readers.c3d_person import read_person
from groundup.recording.readers.c3d_plates import read_plates
from groundup.recording.readers.c3d_points import split_points
from groundup.recording.readers.source import source_file
from groundup.recording.readers.timing import refuse_absurd_rate
from groundup.recording.readers.units import length_factor
from groundup.recording.recording import ForcePlate, Recording

_KEY = 0x50  # second byte of every C3D
_SIXTEEN_BIT_FRAMES = 32767  # beyond this POINT:FRAMES may hold anything


class C3DReader:
    """Reads C3D files (Intel or DEC numbers; integer or float) through an isolated process.

    Parameters
    ----------
    process : C3DProcess, optional
        A warm one to go through; by default every file gets a fresh one.
    """

    name = "C3D"
    suffixes = (".c3d",)

    def __init__(self, process: C3DProcess | None = None) -> None:
        self._process = process

    def sniff(self, path: Path, head: bytes) -> bool:
        """Whether the name ends as a C3D's, or the first bytes are one's (block number, then 0x50)."""
        binary = len(head) > 1 and head[1] == _KEY and 1 < head[0] < 128 and b"\x00" in head
        return path.suffix.lower() in self.suffixes or binary

    def read(self, path: Path) -> Recording:
        """Read one file.

        Raises
        ------
        BadInputError
            If the file is truncated, malformed, or lacks what a recording needs.
        """
        if self._process is not None:
            return read_c3d(path, self._process)
        with C3DProcess() as process:
            return read_c3d(path, process)


def read_c3d(path: Path, process: C3DProcess, *, subtract_baseline: bool = True) -> Recording:
    """Read one file through a given process (see :meth:`C3DReader.read`).

    `subtract_baseline`: take the plates' mean unloaded wrench off their data.
    """
    layout = check_layout(path)
    raw, lost_notes = clean_analog(correct_unsigned(process.read(path, layout.bytes_needed), layout))
    if not raw.points.shape[2]:
        raise BadInputError(
            path,
            "data section",
            f"{layout.frames} frames of {layout.points} points",
            "none that the C3D library can find",
            "copy or export the file again",
        )
    parameters = Parameters(raw.parameters)
    rate, first_frame, notes = _timing(path, raw, parameters)
    unit = length_factor(parameters.word("POINT", "UNITS"), path, "parameter POINT:UNITS")
    time = (first_frame - 1 + np.arange(raw.points.shape[2])) / rate
    points = split_points(raw, time, unit)
    if points.markers.sizes["marker"] == 0:
        raise BadInputError(
            path, "parameter POINT:LABELS", "at least one marker", "none", "export the trial with its markers"
        )
    events, event_notes = read_events(raw)
    person, person_notes = read_person(raw)
    analog = read_analog(raw, float(time[0]), rate)
    plates: tuple[ForcePlate, ...] = ()
    plate_notes: tuple[str, ...] = ()
    operations = [Operation("read", {"file": path.name, "unit": parameters.word("POINT", "UNITS")})]
    if analog is not None:
        plates, plate_notes = read_plates(
            raw, points.markers.values, analog.analog_time.values, unit, subtract_baseline=subtract_baseline
        )
    if plates:
        operations.append(
            Operation(
                "force plates", {"subtract_baseline": subtract_baseline, "cop_threshold_N": COP_THRESHOLD_N}
            )
        )
    return Recording(
        name=path.stem,
        sources=(source_file(path, C3DReader.name),),
        rate=rate,
        first_frame=first_frame,
        markers=points.markers,
        plates=plates,
        analog=analog,
        vendor=points.vendor,
        events=events,
        person=person,
        declared_up=_declared_up(parameters),
        notes=(
            *_surplus(path, layout),
            *notes,
            *lost_notes,
            *_made_up(parameters),
            *points.notes,
            *event_notes,
            *person_notes,
            *plate_notes,
        ),
        operations=tuple(operations),
    )


def _surplus(path: Path, layout: Layout) -> tuple[str, ...]:
    """Say that data follow the last frame: counts may be too small, or something else was appended."""
    surplus = path.stat().st_size - layout.bytes_needed
    # The last block is filled up, and some programs append an empty one.
    if surplus < 2 * BLOCK:
        return ()
    return (f"{surplus} bytes follow the {layout.frames} frames that the header counts; they were not read",)


def _timing(path: Path, raw: RawC3D, parameters: Parameters) -> tuple[float, int, list[str]]:
    """Rate, first frame number, and notes where header and parameters differ."""
    notes: list[str] = []
    rate = parameters.number("POINT", "RATE") or raw.rate
    refuse_absurd_rate(rate, path, "parameter POINT:RATE")
    if raw.rate > 0 and abs(raw.rate - rate) > 1e-3 * rate:
        notes.append(f"the header says {raw.rate:g} Hz, POINT:RATE {rate:g} Hz; the latter was used")
    frames = parameters.number("POINT", "FRAMES")
    if frames is not None and 0 < frames < _SIXTEEN_BIT_FRAMES and frames != raw.points.shape[2]:
        notes.append(
            f"POINT:FRAMES says {frames:g} frames, the header {raw.points.shape[2]}; the latter was used"
        )
    subjects = parameters.words("SUBJECTS", "NAMES")
    if len(set(subjects)) > 1:
        notes.append(f"the file holds {len(set(subjects))} subjects ({', '.join(sorted(set(subjects))[:4])})")
    first = raw.first_frame
    field = parameters.numbers("TRIAL", "ACTUAL_START_FIELD").ravel()
    if field.size == 2 and np.isfinite(field).all():
        actual = int(field[0]) % 65536 + 65536 * int(field[1])
        if actual % 65536 == first % 65536:
            first = max(actual, 1)  # the header's two bytes wrap beyond frame 65,535
        elif actual > 0:
            notes.append(
                f"the header's first frame is {first}, TRIAL:ACTUAL_START_FIELD {actual}; the former was used"
            )
    return float(rate), first, notes


def _declared_up(parameters: Parameters) -> str | None:
    """POINT:Y_SCREEN, the axis the file calls vertical, as "+z"; X_SCREEN says nothing of progression."""
    word = parameters.word("POINT", "Y_SCREEN").lower().replace(" ", "")
    word = word if word[:1] in "+-" else f"+{word}"
    return word if len(word) == 2 and word[1] in "xyz" else None


def _made_up(parameters: Parameters) -> tuple[str, ...]:
    """Pass on what a generated file says of itself, so that every page can say it too."""
    said = (*parameters.words("MANUFACTURER", "SOFTWARE"), *parameters.words("SUBJECTS", "DESCRIPTIONS"))
    return tuple(dict.fromkeys(word for word in said if "synthetic" in word.lower()))
