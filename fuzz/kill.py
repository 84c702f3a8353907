"""``python -m fuzz.kill``: ``groundup analyze`` killed at random instants; its folder is then old or new.

Half of the kills come at random instants, half at random operations on files while results are written.
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
from groundup.exchange.outputs import is_result


@dataclass(frozen=True)
class Killed:
    """When a run was killed, and what its folder was then: old, new or something else."""

    when: str
    found: str


def kill_runs(count: int, seed: int, folder: Path, *, late: bool = False) -> list[Killed]:
    """Run and kill an analysis `count` times; `late` aims every other kill at the writing of results.

    The last entry is a run that nobody kills: it must find its way through what the others left.
    """
    instants = random.Random(seed)
    recording = _recording(folder)
    out = folder / "out"
    began = time.monotonic()
    _finish(_start(recording, out, "70"))
    usual = time.monotonic() - began
    whole = _names(out)
    operations = _count_operations(recording, folder / "counted", folder / "count")
    ends = []
    for number in range(count):
        old, new = _mass(out), str(50 + number % 40)
        new = new if new != old else "95"
        began = time.monotonic()
        if late and number % 2:
            at = instants.randrange(operations)
            _start(recording, out, new, kill_at=at).wait()
            when = f"at file operation {at + 1} of {operations}"
        else:
            process = _start(recording, out, new)
            time.sleep(instants.uniform(0.0, usual))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            when = f"after {time.monotonic() - began:.3f} s"
        ends.append(Killed(when, _found(out, old, new, whole)))
    _finish(_start(recording, out, "70"))
    left = sorted(path.name for path in out.parent.iterdir() if path.name.startswith(f".{out.name}."))
    ends.append(
        Killed("not at all, at last", _found(out, "70", "70", whole) if not left else f"left: {left}")
    )
    return ends


def _recording(folder: Path) -> Path:
    made = folder / "made"
    made.mkdir()
    return min((s.path for s in seeds(made) if s.name.startswith("generated/") and s.path.suffix == ".trc"),
               key=lambda path: "static" in path.name)  # fmt: skip


# Counts what is about to be done to files beside the results, and dies before the one that is asked for.
_COUNTED = """
import os, signal, sys
from pathlib import Path
beside, at, count = os.path.dirname(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
done = 0
def watch(event, arguments):
    global done
    if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"):
        name = arguments[0] if isinstance(arguments[0], (str, os.PathLike)) else ""
        if event in ("os.remove", "os.rmdir") or str(name).startswith(beside + os.sep + ".out."):
            if done == at:
                os.kill(os.getpid(), signal.SIGKILL)
            done += 1
sys.addaudithook(watch)
from groundup.cli import main
try:
    main(sys.argv[4:])
finally:
    if at < 0:
        counted = done
        count.write_text(str(counted))
"""


def _count_operations(recording: Path, folder: Path, count: Path) -> int:
    """How many operations on files it takes to replace one result by another."""
    folder.mkdir()
    out = folder / "out"
    _finish(_start(recording, out, "70"))
    _finish(_start(recording, out, "71", kill_at=-1, count=count))
    return int(count.read_text())


def _start(
    recording: Path, out: Path, mass: str, kill_at: int | None = None, count: Path = Path(os.devnull)
) -> subprocess.Popen[bytes]:
    arguments = ["analyze", str(recording), "--out", str(out), "--mass", mass]
    command = [sys.executable, "-m", "groundup", *arguments]
    if kill_at is not None:
        command = [sys.executable, "-c", _COUNTED, str(out), str(kill_at), str(count), *arguments]
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


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def _mass(out: Path) -> str:
    """Body mass that the result in a folder was made with; also of one that was moved aside."""
    previous = out.parent / f".{out.name}.previous"
    place = out if out.exists() else previous
    return f"{json.loads((place / 'summary.json').read_text())['settings']['mass']}".removesuffix(".0")


def _found(out: Path, old: str, new: str, whole: set[str]) -> str:
    """What is in the folder; where it is gone, what the next run puts back before it starts."""
    previous = out.parent / f".{out.name}.previous"
    place = out if out.exists() else previous
    if not place.exists() or not is_result(place):
        return "no result"
    if (names := _names(place)) != whole:
        return f"a mixture: {sorted(names ^ whole)}"
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
        print(f"killed {end.when}: {end.found}")
    harmed = [end for end in ends if not end.found.startswith(("old", "new"))]
    print(f"{len(ends) - 1} runs killed, {len(harmed)} folders harmed")
    sys.exit(1 if harmed else 0)


if __name__ == "__main__":
    main()
