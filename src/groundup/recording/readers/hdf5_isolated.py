"""Reading an HDF5 file in a separate process: a crash or a hang there costs one sentence here."""

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError

_WORKER = Path(__file__).with_name("hdf5_worker.py")
_SECONDS = 15.0
"""For a small file; a damaged one can send the library round for ever."""
_BYTES_PER_SECOND = 20e6
_COMPRESSION = 20
"""Times that a compressed recording may grow when it is read."""
_LARGEST_BYTES = 1 << 32
_BASE_MEMORY_BYTES = 2 << 30
_LARGEST_FILE = 1 << 30
_NEXT = "convert the recording again from the file it came from"


@dataclass(frozen=True)
class HDF5Contents:
    """What an HDF5 file holds; places are written ``group/name``, the root group is ``""``.

    Attributes
    ----------
    attributes : group -> name -> number, text or list of them.
    arrays : place -> numbers.
    texts : place -> texts.
    """

    attributes: Mapping[str, Mapping[str, Any]]
    arrays: Mapping[str, NDArray[np.float64]]
    texts: Mapping[str, tuple[str, ...]]


def read_hdf5(path: Path, seconds: float | None = None) -> HDF5Contents:
    """Read groups, attributes, numbers and texts of a file.

    Parameters
    ----------
    path : Path
    seconds : float, optional
        How long it may take; by the file's size where not given.

    Raises
    ------
    BadInputError
        If the library refuses the file, crashes on it or takes longer than `seconds`.
    """
    size = path.stat().st_size
    if size > _LARGEST_FILE:
        raise BadInputError(
            path, "contents", f"a recording of at most {_LARGEST_FILE >> 20} MB", f"{size >> 20} MB", _NEXT
        )
    seconds = _SECONDS + size / _BYTES_PER_SECOND if seconds is None else seconds
    allowed = min(_COMPRESSION * size, _LARGEST_BYTES)
    command = [sys.executable, "-P", str(_WORKER), str(path.resolve())]
    limits = [str(allowed), str(_BASE_MEMORY_BYTES + 4 * allowed), str(seconds)]
    try:
        done = subprocess.run([*command, *limits], capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise _bad(path, f"nothing within the time limit of {seconds:.3g} s") from None
    if done.returncode == 1:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["nothing"]
        raise _bad(path, f"what the HDF5 library refuses ({said[-1][:160].rstrip('. ')})")
    if done.returncode != 0:
        raise _bad(path, f"the HDF5 library crashing on it (exit code {done.returncode})")
    with np.load(io.BytesIO(done.stdout), allow_pickle=False) as packed:
        text = json.loads(packed["text"].tobytes())
        arrays = {place[1:]: packed[place] for place in packed.files if place.startswith("/")}
    texts = {place: tuple(words) for place, words in text["texts"].items()}
    return HDF5Contents(text["attributes"], arrays, texts)


def _bad(path: Path, found: str) -> BadInputError:
    return BadInputError(path, "contents", "a readable NetCDF file", found, _NEXT)
