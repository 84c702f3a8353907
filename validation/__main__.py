"""Run the validation and print its table: ``python -m validation [NAME ...] [--sabotage]``.

Exit status 0 where every judged line reached what it must, 1 where one fell short.
"""

import argparse
import sys
import time
from collections.abc import Sequence

from validation.line import SHARED, Line
from validation.modules import in_turn
from validation.sabotage import inject, sabotage

MODULES = (
    "recording_files",
    "recording_meaning",
    "kernels",
    "inverse_dynamics",
    "events",
    "contacts",
    "gates",
    "virtual_walker",
    "body_fit",
    "vendor_angles",
    "moments",
    "moments_opensim",
    "moments_invariance",
    "vendor_moments",
    "oxford_foot",
    "opencap_lab",
    "invariance",
    "knee_loads",
    "impact_base",
    "ensemble",
    "ensemble_coverage",
    "ensemble_loads",
    "two_walks",
    "finding_chances",
    "shares",
    "share_exact",
    "share_squats",
    "share_earlier",
    "effects",
    "follow_up",
    "effects_gait",
    "effects_cause",
    "outcomes",
    "compare",
    "reference_gait",
    "virtual_patients",
    "report_page",
    "scene_page",
    "osim_models",
    "user_model",
    "opensim_tools",
    "speed",
)
_VERDICTS = {True: "ok", False: "SHORT", None: "-"}
_EXPLAINED = "short, explained"


def main() -> int:
    """Run the named modules, or all; see the module's text for the exit status."""
    parser = argparse.ArgumentParser(prog="python -m validation", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[[], *MODULES], help="modules to run; all by default")
    parser.add_argument("--sabotage", action="store_true", help="show that each line fails when it should")
    parser.add_argument("--inject", nargs=2, metavar=("NAME", "PREFIX"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"validation skipped: the recordings are absent (looked in {SHARED.parent.name}/{SHARED.name})")
        return 0
    if options.inject:
        return inject(*options.inject)
    names = options.names or MODULES
    return sabotage(names) if options.sabotage else _validate(names)


def _validate(names: Sequence[str]) -> int:
    began = time.perf_counter()
    lines: list[Line] = []
    for name, found in in_turn(names):
        lines += found.lines
        print(f"\n{name} ({found.seconds:.1f} s)")
        print(_table(found.lines), flush=True)
    short = [line for line in lines if line.passed is False and not line.known]
    explained = sum(line.passed is False for line in lines) - len(short)
    judged = sum(line.passed is not None for line in lines)
    if short:
        print(f"\nfell short\n{_table(short)}")
    print(
        f"\n{judged} lines judged: {judged - len(short) - explained} reached, {len(short)} fell short, "
        f"{explained} more for reasons given; "
        f"{len(lines) - judged} reported beside them; {time.perf_counter() - began:.0f} s"
    )
    return 1 if short or not judged else 0


def _verdict(line: Line) -> str:
    return _EXPLAINED if line.passed is False and line.known else _VERDICTS[line.passed]


def _required(line: Line) -> str:
    """What a line must reach, and why it is known not to, or that it now does."""
    if not line.known:
        return line.required
    return f"{line.required}; {line.known if line.passed is False else 'reached: no longer to be explained'}"


def _table(lines: list[Line]) -> str:
    rows = [(_verdict(line), line.what, line.reached, _required(line)) for line in lines]
    widths = [max(len(row[k]) for row in rows) for k in range(4)] if rows else []
    padded = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(f"  {row.rstrip()}" for row in padded)


if __name__ == "__main__":
    sys.exit(main())
