"""The separate process that lets the native C3D library touch a file; run as a script, never imported.

Speaks over pipes: one JSON request per line on standard input, one framed answer per request on
standard output (a status byte, eight length bytes, the payload). Imports numpy and ezc3d only, so
that a fresh process is ready quickly and needs nothing of groundup.
"""

import io
import json
import math
import os
import sys
import time
from typing import Any, BinaryIO

OK = b"k"
FAILED = b"e"


def _limit_memory(limit_bytes: int) -> None:
    """Cap the address space where the system offers it: a mutated count can ask for everything."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = limit_bytes if hard == resource.RLIM_INFINITY else min(limit_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _limit_seconds(seconds: float) -> None:
    """Cap the processor time from here on: whoever waits may be killed, and the library loop for ever."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    last = math.ceil(time.process_time() + seconds + 5.0)
    resource.setrlimit(
        resource.RLIMIT_CPU, (last if hard == resource.RLIM_INFINITY else min(last, hard), hard)
    )


def _answer(stream: BinaryIO, status: bytes, payload: bytes) -> None:
    stream.write(status + len(payload).to_bytes(8, "little") + payload)
    stream.flush()


def _plain(value: Any) -> Any:
    """Parameter value as something JSON can carry."""
    return value if isinstance(value, list) else value.tolist()


def _read(path: str) -> bytes:
    """Read one file with ezc3d and pack arrays and parameters into npz bytes."""
    import ezc3d
    import numpy as np

    content = ezc3d.c3d(path)
    parameters = {
        group: {
            name: {"value": _plain(entry["value"]), "shape": list(np.shape(entry["value"]))}
            for name, entry in entries.items()
            if name != "__METADATA__"
        }
        for group, entries in content["parameters"].items()
    }
    header = content["header"]
    facts = {
        "rate": float(header["points"]["frame_rate"]),
        "first_frame": int(header["points"]["first_frame"]) + 1,
        "analog_rate": float(header["analogs"]["frame_rate"]),
        "header_events": {
            "times": [float(time) for time in header["events"]["events_time"]],
            "labels": [str(label) for label in header["events"]["events_label"]],
        },
    }
    buffer = io.BytesIO()
    np.savez(
        buffer,
        points=np.asarray(content["data"]["points"], dtype=np.float64)[:3],
        residuals=np.asarray(content["data"]["meta_points"]["residuals"], dtype=np.float64)[0],
        analog=np.asarray(content["data"]["analogs"], dtype=np.float64)[0],
        text=np.frombuffer(json.dumps({"facts": facts, "parameters": parameters}).encode(), dtype=np.uint8),
    )
    return buffer.getvalue()


def main() -> None:
    """Answer requests until standard input closes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the native library prints must not end up between the answers
    for line in sys.stdin:
        request = json.loads(line)
        _limit_memory(int(request["memory_limit_bytes"]))
        _limit_seconds(float(request["seconds"]))
        try:
            payload = _read(request["path"])
        except (Exception, MemoryError) as error:
            _answer(answers, FAILED, f"{type(error).__name__}: {error}".encode())
        else:
            _answer(answers, OK, payload)


if __name__ == "__main__":
    main()
