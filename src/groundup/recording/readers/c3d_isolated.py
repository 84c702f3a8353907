"""Reading a C3D in a separate process: a crash, a hang or a memory blow-up there costs one sentence here."""

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError
from groundup.quantities.printable import printable

_WORKER = Path(__file__).with_name("c3d_worker.py")
_REEXPORT = "export the trial again from the capture software"
_BASE_MEMORY_BYTES = 3 << 30
_MEMORY_PER_FILE_BYTE = 60
_BASE_SECONDS = 30.0
_BYTES_PER_SECOND = 2e6


@dataclass(frozen=True)
class RawC3D:
    """A C3D as the library gives it, before any meaning: file units, file frame.

    Attributes
    ----------
    rate : float
        Point rate [Hz].
    first_frame : int
        The recording's own number of its first frame (from 1).
    analog_rate : float
        [Hz]; 0 without analog data.
    points : (3, points, frames) array
        In POINT:UNITS (whatever they are for a computed point).
    residuals : (points, frames) array
        Negative where a point was not seen.
    analog : (channels, samples) array
        In ANALOG:UNITS.
    parameters : mapping
        Group -> parameter -> value (list of str, or array).
    header_event_times, header_event_labels : tuple
        The header's own short event list [s].
    """

    rate: float
    first_frame: int
    analog_rate: float
    points: NDArray[np.float64]
    residuals: NDArray[np.float64]
    analog: NDArray[np.float64]
    parameters: Mapping[str, Mapping[str, Any]]
    header_event_times: tuple[float, ...] = ()
    header_event_labels: tuple[str, ...] = ()


class C3DProcess:
    """A worker process; used as a context manager, it reads any number of files warm.

    Parameters
    ----------
    seconds : float, optional
        Time limit per file [s]; by default 30 s plus a second per 2 MB.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "C3DProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if one was started."""
        if self._process is None:
            return
        process, self._process = self._process, None
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:  # it died with a request unread: nothing left to say to it
                    continue
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def read(self, path: Path, data_bytes: int | None = None) -> RawC3D:
        """Read one file.

        `data_bytes` is what its header asks for, where that is known: time and memory are granted for
        that much, whatever the file's length.

        Raises
        ------
        BadInputError
            If the library refuses the file, crashes on it, or takes too long.
        """
        size = path.stat().st_size if data_bytes is None else data_bytes
        limit = self._seconds if self._seconds is not None else _BASE_SECONDS + size / _BYTES_PER_SECOND
        request = {
            "path": str(path.resolve()),
            "seconds": limit,
            "memory_limit_bytes": min(_BASE_MEMORY_BYTES + _MEMORY_PER_FILE_BYTE * size, _memory_bytes()),
        }
        status, payload = self._ask(path, request, limit)
        if status == b"e":
            found = _reason(payload.decode(errors="replace"))
            raise BadInputError(path, "contents", "a readable C3D", found, _REEXPORT)
        return _unpack(payload)

    def _ask(self, path: Path, request: Mapping[str, object], seconds: float) -> tuple[bytes, bytes]:
        if self._process is None:
            self._process = _start()
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            head = process.stdout.read(9)
            length = int.from_bytes(head[1:], "little")
            payload = process.stdout.read(length) if len(head) == 9 else b""
        except BrokenPipeError:
            head, payload, length = b"", b"", 0
        finally:
            timer.cancel()
        if len(head) == 9 and len(payload) == length:
            return head[:1], payload
        code = process.wait()
        self.close()
        found = (
            f"nothing within the time limit of {seconds:.3g} s"
            if expired.is_set()
            else f"the C3D library crashing on it (exit code {code})"
        )
        raise BadInputError(path, "contents", "a readable C3D", found, _REEXPORT)


def _memory_bytes() -> int:
    """Memory of this machine, which no file may ask more of; without bound where it cannot be told."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf
        return sys.maxsize


def _reason(text: str) -> str:
    """Say in a person's words why the library gave up."""
    if "bad_alloc" in text or "MemoryError" in text or "length_error" in text:
        return "counts that ask for more memory than such a file can fill"
    lines = text.strip().splitlines() or ["nothing"]
    return f"what the C3D library refuses ({lines[0][:160].rstrip('. ')})"


def _start() -> "subprocess.Popen[bytes]":
    """Start a worker; one linear-algebra thread, since each would reserve address space."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-P", str(_WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _unpack(payload: bytes) -> RawC3D:
    with np.load(io.BytesIO(payload), allow_pickle=False) as arrays:
        text = json.loads(arrays["text"].tobytes())
        points, residuals, analog = arrays["points"], arrays["residuals"], arrays["analog"]
    facts = text["facts"]
    parameters = {
        group: {name: _value(entry) for name, entry in entries.items()}
        for group, entries in text["parameters"].items()
    }
    return RawC3D(
        rate=facts["rate"],
        first_frame=facts["first_frame"],
        analog_rate=facts["analog_rate"],
        points=points,
        residuals=residuals,
        analog=analog,
        parameters=parameters,
        header_event_times=tuple(facts["header_events"]["times"]),
        header_event_labels=tuple(printable(label) for label in facts["header_events"]["labels"]),
    )


def _value(entry: Mapping[str, Any]) -> Any:
    """Text parameters as a list of str, the others as an array of their own shape."""
    value = entry["value"]
    if value and isinstance(value, list) and isinstance(value[0], str):
        return value
    return np.asarray(value, dtype=np.float64).reshape(entry["shape"])


def read_isolated(path: Path, seconds: float | None = None) -> RawC3D:
    """Read one C3D in a process of its own (see :class:`C3DProcess`)."""
    with C3DProcess(seconds) as process:
        return process.read(path)
