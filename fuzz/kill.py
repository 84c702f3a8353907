"""``python -m fuzz.kill``: ``groundup analyze`` killed at random instants; its folder is then old or new.

Which of the two is told by ``settings.mass`` in the summary, which differs between every two runs; that
nothing of the other is in it, by the contents of all files of a result made without being killed.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from fuzz.process import ROOT
from fuzz.seeds import seeds
from groundup.exchange.outputs import SHARED_FILES, TRIAL_FILES, is_result


@dataclass(frozen=True)
class Killed:
    """After how many seconds a run was killed, and what its folder was then: old, new or something else."""

    seconds: float
    found: str


def kill_runs(count: int, seed: int, folder: Path, *, late: bool = False) -> list[Killed]:
    """Run and kill an analysis `count` times; `late` aims at the moments in which it writes."""
    instants = random.Random(seed)
    recording = _recording(folder)
    out = folder / "out"
    began = time.monotonic()
    _finish(_start(recording, out, "70"))
    usual = time.monotonic() - began
    ends = []
    for number in range(count):
        old, new = _mass(out), str(50 + number % 40)
        new = new if new != old else "95"
        process = _start(recording, out, new)
        began = time.monotonic()
        if late and number % 2:
            _wait_for_writing(process, out)
            time.sleep(instants.uniform(0.0, 0.25))
        else:
            time.sleep(instants.uniform(0.0, usual))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        ends.append(Killed(time.monotonic() - began, _found(out, old, new)))
    return ends


def _recording(folder: Path) -> Path:
    made = folder / "made"
    made.mkdir()
    return min((s.path for s in seeds(made) if s.name.startswith("generated/") and s.path.suffix == ".trc"),
               key=lambda path: "static" in path.name)  # fmt: skip


def _start(recording: Path, out: Path, mass: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "groundup", "analyze", str(recording), "--out", str(out), "--mass", mass]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _finish(process: subprocess.Popen[bytes]) -> None:
    if process.wait():
        raise SystemExit(f"an analysis that was left alone ended with {process.returncode}")


def _wait_for_writing(process: subprocess.Popen[bytes], out: Path) -> None:
    while process.poll() is None and not list(out.parent.glob(f".{out.name}.new-*")):
        time.sleep(0.002)


def _mass(out: Path) -> str:
    """Body mass that the result in a folder was made with; also of one that was moved aside."""
    previous = out.parent / f".{out.name}.previous"
    place = out if out.exists() else previous
    return f"{json.loads((place / 'summary.json').read_text())['settings']['mass']}".removesuffix(".0")


def _found(out: Path, old: str, new: str) -> str:
    """What is in the folder; where it is gone, what the next run puts back before it starts."""
    previous = out.parent / f".{out.name}.previous"
    place = out if out.exists() else previous
    if not place.exists() or not is_result(place):
        return "no result"
    names = {path.name for path in place.iterdir()}
    if names != {*SHARED_FILES, *TRIAL_FILES}:
        return f"a mixture: {sorted(names)}"
    mass = _mass(out)
    page = (place / "report.html").read_text()
    if not page.rstrip().endswith("</html>"):
        return "half a report"
    where = "" if place == out else ", moved aside"
    return {old: f"old{where}", new: f"new{where}"}.get(mass, f"a result for {mass} kg")


def main() -> None:
    """Run the command line; ends with status 1 where a folder was neither old nor new."""
    parser = argparse.ArgumentParser(prog="fuzz.kill", description="Kill analyses at random instants.")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="groundup-kill-") as folder:
        ends = kill_runs(options.count, options.seed, Path(folder), late=True)
    for end in ends:
        print(f"killed after {end.seconds:6.3f} s: {end.found}")
    harmed = [end for end in ends if not end.found.startswith(("old", "new"))]
    print(f"{len(ends)} runs killed, {len(harmed)} folders harmed")
    sys.exit(1 if harmed else 0)


if __name__ == "__main__":
    main()
