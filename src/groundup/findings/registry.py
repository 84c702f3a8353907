"""Every named measure there is."""

from collections.abc import Mapping
from functools import cache

from groundup.findings.angle_measures import angle_measures
from groundup.findings.definition import Definition
from groundup.findings.heel_down import HEEL_DOWN
from groundup.findings.load_measures import load_measures
from groundup.findings.stride_measures import STRIDE_MEASURES


@cache
def definitions() -> Mapping[str, Definition]:
    """Name -> definition; where a measure has several, by task, the first."""
    every = [m.definition for kind in (STRIDE_MEASURES, angle_measures(), load_measures()) for m in kind]
    return {d.name: d for d in reversed([*every, HEEL_DOWN])}
