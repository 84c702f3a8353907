"""Files, whatever their formats, as a Recording in the file's own axes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from groundup.quantities import BadInputError
from groundup.quantities.printable import printable
from groundup.recording.pairing import pair_inputs
from groundup.recording.readers.c3d_isolated import C3DProcess
from groundup.recording.readers.registry import Registry, default_registry
from groundup.recording.readers.storage_forces import read_forces
from groundup.recording.recording import Recording
from groundup.recording.separate_forces import add_forces

__all__ = ["pair_inputs", "read_head", "read_recording", "read_recordings"]

_HEAD_BYTES = 4096


def read_recording(
    path: Path | str, forces: Path | str | None = None, registry: Registry | None = None
) -> Recording:
    """Read one trial.

    Parameters
    ----------
    path : path
        C3D or TRC file (or what a registered third-party reader knows).
    forces : path, optional
        MOT or STO file with the ground forces of the same trial, on the same absolute clock.
    registry : Registry, optional
        Readers to try; by default the built-in ones and installed plug-ins.

    Returns
    -------
    Recording
        In the file's own axes (``frame == "file"``), SI units, absolute time.

    Raises
    ------
    BadInputError
        If a file is missing, of an unknown kind, or cannot be trusted.
    """
    path = Path(path)
    reader = (registry or default_registry()).reader_for(path, read_head(path))
    recording = reader.read(path)
    if not recording.name.isprintable():  # a file's name may hold anything, and becomes a heading
        recording = replace(recording, name=printable(recording.name))
    if forces is None:
        return recording
    forces = Path(forces)
    read_head(forces)
    return add_forces(recording, read_forces(forces))


def read_recordings(
    pairs: Sequence[tuple[Path, Path | None]], registry: Registry | None = None
) -> list[Recording]:
    """Read several trials, C3D files through one warm process.

    `pairs` as from :func:`groundup.recording.pairing.pair_inputs`.
    """
    registry = registry or default_registry()
    with C3DProcess() as process:
        warm = registry.warmed(process)
        return [read_recording(path, forces, warm) for path, forces in pairs]


def read_head(path: Path) -> bytes:
    """First bytes of a file that exists, can be read and is not empty.

    Raises
    ------
    BadInputError
        Otherwise.
    """
    try:
        if path.is_dir():
            raise BadInputError(path, "path", "a file", "a folder", "give the recordings in it one by one")
        if path.exists() and not path.is_file():
            raise BadInputError(path, "path", "a file", "a pipe or device", "save it as a file first")
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except FileNotFoundError:
        raise BadInputError(path, "path", "an existing file", "no such file", "check the path") from None
    except OSError as error:
        found = (error.strerror or type(error).__name__).lower()
        raise BadInputError(path, "path", "a readable file", found, "check its permissions") from None
    if not head:
        raise BadInputError(path, "contents", "a recording", "an empty file", "export the trial again")
    return head
