"""The separate process that lets the native HDF5 library touch a file; run as a script, never imported.

Called with a path and limits: bytes to read, bytes of memory, seconds. Writes one npz to standard output,
whose ``text`` is JSON: the attributes of every group, and which of its arrays are texts. Imports numpy and
h5py only.
"""

import io
import json
import math
import sys
import time
from typing import Any

_MOST_OBJECTS = 10_000


def _limit_memory(limit_bytes: int) -> None:
    """Cap the address space where the system offers it."""
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


def _plain(value: Any) -> Any:
    """Attribute as something JSON can carry."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, list) and len(value) == 1:  # NetCDF keeps single numbers as lists of one
        value = value[0]
    return value.decode() if isinstance(value, bytes) else value


def read(path: str, most_bytes: int) -> bytes:
    """Pack arrays, texts and group attributes into npz bytes."""
    import h5py
    import numpy as np

    arrays: dict[str, Any] = {}
    texts: dict[str, list[str]] = {}
    attributes: dict[str, dict[str, Any]] = {}
    left = most_bytes

    def take(name: str, item: Any) -> None:
        nonlocal left
        if len(arrays) + len(texts) + len(attributes) > _MOST_OBJECTS:
            raise ValueError("more objects than a recording has")
        if isinstance(item, h5py.Group):
            attributes[name] = _facts(item)
            return
        left -= item.size * max(item.dtype.itemsize, 1)
        if left < 0:
            raise ValueError("arrays larger than the file can fill")
        if h5py.check_string_dtype(item.dtype) is not None:
            texts[name] = [str(text) for text in np.ravel(item.asstr()[()])]
        elif item.dtype.kind in "fiu":
            arrays[name] = np.asarray(item[()], dtype=np.float64)

    with h5py.File(path, "r") as file:
        attributes[""] = _facts(file)
        file.visititems(take)
    text = json.dumps({"attributes": attributes, "texts": texts})
    buffer = io.BytesIO()
    np.savez(
        buffer, text=np.frombuffer(text.encode(), dtype=np.uint8), **{f"/{k}": v for k, v in arrays.items()}
    )
    return buffer.getvalue()


def _facts(group: Any) -> dict[str, Any]:
    """Attributes of a group, but for those the NetCDF library keeps its books in."""
    return {name: _plain(value) for name, value in group.attrs.items() if not name.startswith("_")}


def main() -> None:
    """Read the file named on the command line."""
    _limit_memory(int(sys.argv[3]))
    _limit_seconds(float(sys.argv[4]))
    try:
        payload = read(sys.argv[1], int(sys.argv[2]))
    except (Exception, MemoryError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        sys.exit(1)
    sys.stdout.buffer.write(payload)


if __name__ == "__main__":
    main()
