"""Shares against an earlier session: said so, and no deviation is claimed while placement is not weighed."""

from dataclasses import replace

import numpy as np

from groundup.findings.share.compare import shares
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.share import Reference, Share
from groundup.motion.task import Task
from groundup.quantities import MeasurementError, Side
from tests.findings.made_leg import repetition


def held(reference: Reference) -> Share:
    own, usual = repetition(heading=0.3), repetition()
    found = shares(Comparison(reference, Task.WALKING, Side.LEFT, (own,), (usual,)))
    return next(s for s in found if s.quantity.name == "knee_rotation")


def test_without_errors_of_placement_no_deviation_is_claimed() -> None:
    assert held(Reference.NATURAL).explains
    bare = held(Reference.EARLIER)
    assert not bare.explains
    assert bare.verdict.startswith("not determined")
    for sd, verdict in ((0.5, "deviates"), (50.0, "no deviation to explain")):
        weighed = bare.with_errors({"deviation": MeasurementError(sd, -sd, sd, 100)})
        assert weighed.verdict == verdict


def test_every_row_says_how_the_references_markers_sit() -> None:
    said = {str(reference): held(reference).rows()[0]["markers"] for reference in Reference}
    assert said["own natural trial"] == "the same"
    assert said["own earlier session"] == "placed anew"
    assert len(set(said.values())) == len(Reference)


def test_bones_found_anew_are_geometry_and_stated() -> None:
    longer = repetition()
    longer = replace(longer, leg=longer.leg._replace(hip_from_knee=1.05 * longer.leg.hip_from_knee))
    found = shares(Comparison(Reference.EARLIER, Task.WALKING, Side.LEFT, (repetition(),), (longer,)))
    assert all(np.isfinite(share.closure) for share in found)
    alike = shares(Comparison(Reference.NATURAL, Task.WALKING, Side.LEFT, (repetition(),), (longer,)))
    assert all(np.isnan(share.closure) for share in alike)
