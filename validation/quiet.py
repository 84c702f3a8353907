"""Timed lines wait until nothing else uses the machine: a busy one measures its neighbours."""

import os
import time

_QUIET_LOAD = 1.3
_PATIENCE_S = 150.0


def wait_for_quiet() -> str:
    """Wait for a load below 1.3, two and a half minutes at most; the load then found, in words."""
    if not hasattr(os, "getloadavg"):
        return "load unknown"
    until = time.monotonic() + _PATIENCE_S
    while os.getloadavg()[0] > _QUIET_LOAD and time.monotonic() < until:
        time.sleep(5.0)
    return f"load {os.getloadavg()[0]:.1f}"
