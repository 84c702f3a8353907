"""The embedded demo: a virtual walker, made anew each time and always the same."""

from importlib import resources
from pathlib import Path
from typing import NamedTuple

from groundup.synthetic.c3d import write_c3d
from groundup.synthetic.markers import MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import standing_trial, walking_trial
from groundup.synthetic.walker import walk


class Demo(NamedTuple):
    """Files of the demo: walking trials and a standing trial of the same virtual person, and an intake."""

    trials: tuple[Path, ...]
    static: Path
    intake: Path


def write_demo(folder: Path) -> Demo:
    """Write the demo's files into an existing folder."""
    walked = walk(VirtualPerson())
    errors = MarkerErrors()
    trial = walking_trial(walked, errors)
    static = standing_trial(walked, errors)
    intake = folder / "intake.toml"
    intake.write_bytes((resources.files("groundup.synthetic") / "demo_intake.toml").read_bytes())
    return Demo(
        (write_c3d(trial, folder / f"{trial.name}.c3d"),),
        write_c3d(static, folder / f"{static.name}.c3d"),
        intake,
    )
