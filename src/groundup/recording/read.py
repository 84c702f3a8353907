"""A file, whatever its format, as a Recording in its own axes."""

from pathlib import Path

from groundup.quantities import BadInputError
from groundup.recording.readers.registry import Registry, default_registry
from groundup.recording.recording import Recording

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
    registry = registry or default_registry()
    path = Path(path)
    return registry.reader_for(path, _head(path)).read(path)


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise BadInputError(path, "path", "a file", "a folder", "give the recordings in it one by one")
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except FileNotFoundError:
        raise BadInputError(path, "path", "an existing file", "no such file", "check the path") from None
    except PermissionError:
        raise BadInputError(
            path, "path", "a readable file", "no permission to read it", "change its permissions"
        ) from None
    if not head:
        raise BadInputError(path, "contents", "a recording", "an empty file", "export the trial again")
    return head
