"""How long a person waits: ``groundup analyze`` as a process of its own, from C3D to all outputs."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from validation.line import SHARED, Line
from validation.quiet import wait_for_quiet
from validation.sabotage import wrapped

TRIAL = SHARED / "gaitalytics_pig_cgm2_gait" / "test_small.c3d"  # 337 frames at 100 Hz
FIT_STAGE = "fitting the body"
CACHED, FIT, EMPTY = 6.0, 3.0, 30.0
MEMBERS, WITH_MEMBERS = 200, 15.0
SLOW = "poses and loads of every frame are found again for every member"
OUTPUTS = {
    "report.html",
    "result.nc",
    "summary.json",
    "angles.csv",
    "cycles.csv",
    "events.csv",
    "contacts.csv",
}
OUTPUTS |= {"spatiotemporal.csv", "markers_model.trc"}


def lines() -> Iterator[Line]:
    """Wall time with kernels at hand (best of six: others use the machine too), and with an empty cache."""
    load = wait_for_quiet()
    with tempfile.TemporaryDirectory() as cache:
        empty, _, said = analyze(cache)
        runs = sorted(analyze(cache)[:2] for _ in range(6))
        many = min(analyze(cache, MEMBERS)[0] for _ in range(3))
    cached, fit = runs[0]
    yield Line(
        "analyze 3.4 s of walking, kernels cached",
        f"{cached:.1f} s ({load})",
        f"<= {CACHED:g} s",
        cached <= CACHED,
    )
    yield Line("of which the subject fit", f"{fit:.1f} s", f"<= {FIT:g} s", fit <= FIT)
    yield Line(
        f"analyze 3.4 s of walking, ensemble of {MEMBERS}",
        f"{many:.1f} s ({load})",
        f"<= {WITH_MEMBERS:g} s",
        many <= WITH_MEMBERS,
        "" if many <= WITH_MEMBERS else SLOW,
    )
    yield Line("analyze 3.4 s of walking, empty cache", f"{empty:.1f} s", f"<= {EMPTY:g} s", empty <= EMPTY)
    told = "ompil" in said
    yield Line(
        "the first run says that it compiles",
        said.strip().splitlines()[0] if said else "nothing",
        "said",
        told,
    )


def analyze(cache: str, members: int = 0) -> tuple[float, float, str]:
    """Wall time of one analysis [s], the part of the fit [s], and what it said on standard error.

    The limits without members are those of the analysis itself; an ensemble has a limit of its own.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = [sys.executable, "-m", "groundup", "analyze"]
        began = time.perf_counter()
        done = subprocess.run(
            [*command, str(TRIAL), "--out", str(out), "--ensemble", str(members)],
            capture_output=True,
            text=True,
            # As installed: Python keeps what it compiled of the package, which pip does where it installs.
            env={**os.environ, "GROUNDUP_CACHE_DIR": cache, "PYTHONDONTWRITEBYTECODE": ""},
            check=False,
        )
        wall = time.perf_counter() - began
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        missing = OUTPUTS - {path.name for path in out.iterdir()}
        if missing:
            raise RuntimeError(f"no {', '.join(sorted(missing))}")
        timings = json.loads((out / "summary.json").read_text(encoding="utf-8"))["run"]["timings_s"]
    return wall, timings[FIT_STAGE], done.stderr


def _slower() -> AbstractContextManager[None]:
    """Take milliseconds for seconds."""
    return wrapped("validation.speed", "analyze", lambda found: (1e3 * found[0], 1e3 * found[1], ""))


SABOTAGES = dict.fromkeys(("analyze 3.4 s of walking", "of which", "the first run"), _slower)
