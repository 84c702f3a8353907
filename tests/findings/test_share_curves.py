"""Reference curves on a body: its own curves give its own motion back; another knee is another share."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.findings.definition import Phase
from groundup.findings.fit import Fit
from groundup.findings.reference_curve import ReferenceCurve
from groundup.findings.share.alignment import Repetition
from groundup.findings.share.compare import shares
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.repetitions import repetitions
from groundup.findings.share.resolved import curve_sd, resolved
from groundup.findings.share.share import Reference, Share
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.synthetic.markers import NO_ERRORS
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import to_recording, walking_trial
from groundup.synthetic.walker import walk
from tests.uncertainty.walked import Analysed, analysed

SIDE = Side.LEFT
JOINTS = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion")


@pytest.fixture(scope="module")
def walked() -> Analysed:
    return analysed(to_recording(walking_trial(walk(VirtualPerson()), NO_ERRORS, frames=330)))


def own_curves(
    walked: Analysed, sd: float, side: Side = SIDE, joints: tuple[str, ...] = JOINTS
) -> dict[str, ReferenceCurve]:
    """Mean curves of the walk itself."""
    curves = walked.trial.movement.cycle_curves
    rows = [i for i, c in enumerate(walked.trial.movement.cycles) if c.side is side]
    found = {}
    for name in joints:
        mean = np.degrees(curves.sel(angle=f"{name}_{side}").values[rows]).mean(axis=0)
        found[name] = ReferenceCurve(
            Task.WALKING, name, mean, np.full(101, sd), "this walk", "one", Fit(of_adults=True)
        )
    return found


def held(walked: Analysed, curves: dict[str, ReferenceCurve]) -> dict[Phase, Share]:
    own = repetitions(walked.trial, SIDE)
    usual = resolved(walked.subject, walked.trial, SIDE, curves)
    apart = {
        (phase, "knee_flexion"): sd
        for phase, sd in curve_sd(walked.trial, SIDE, curves["knee_flexion"]).items()
    }
    only = ("knee_flexion",)
    told = shares(Comparison(Reference.CURVES, Task.WALKING, SIDE, own, usual, only=only, usual_sd=apart))
    return {share.phase: share for share in told}


def test_its_own_curves_give_its_own_motion_back(walked: Analysed) -> None:
    found = held(walked, own_curves(walked, 5.0))
    assert set(found) == {Phase.LOADING, Phase.SINGLE_SUPPORT, Phase.PUSH_OFF}
    for share in found.values():
        assert abs(share.deviation.value) < 1.0
        assert share.usual_sd == pytest.approx(5.0)
        assert not share.explains


def test_a_straighter_knee_deviates_with_the_foot_where_it_stood(
    walked: Analysed,
) -> None:
    curves = own_curves(walked, 2.0)
    curves["knee_flexion"] = replace(curves["knee_flexion"], mean=curves["knee_flexion"].mean + 15.0)
    share = held(walked, curves)[Phase.SINGLE_SUPPORT]
    assert -16.0 < share.deviation.value < -4.0
    assert share.explains
    assert abs(share.links["foot heading"].value) < 0.3
    assert abs(share.links["foot roll and subtalar"].value) < 1.0


def test_the_foot_stays_where_it_stood(walked: Analysed) -> None:
    curves = own_curves(walked, 2.0)
    curves["knee_flexion"] = replace(curves["knee_flexion"], mean=curves["knee_flexion"].mean + 15.0)
    for stride in resolved(walked.subject, walked.trial, SIDE, curves):
        assert stride.fixed
        before = _own(walked, stride)
        for name in ("heading", "roll", "pitch"):
            moved = np.abs(getattr(stride.leg, name) - getattr(before, name))
            assert np.degrees(moved).max() < 2.0, name
    assert np.isnan(stride.leg.force).all()


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(("name", "word"), [("knee_adduction", "valgus"), ("knee_rotation", "outward")])
@pytest.mark.parametrize("more", [8.0, -8.0])
def test_a_knee_short_of_its_curve_deviates_the_other_way_on_either_leg(
    walked: Analysed, side: Side, name: str, word: str, more: float
) -> None:
    """Curves told anatomically: more of them is less of the person, on the left leg as on the right."""
    curves = own_curves(walked, 2.0, side, (*JOINTS, name))
    curves[name] = replace(curves[name], mean=curves[name].mean + more)
    own, usual = repetitions(walked.trial, side), resolved(walked.subject, walked.trial, side, curves)
    told = shares(Comparison(Reference.CURVES, Task.WALKING, side, own, usual, only=(name,)))
    for share in told:
        away = -share.deviation.value / more
        assert 0.3 < away < 1.2, (share.phase, share.deviation.value)
        assert (word in share.quantity.word(share.deviation.value)) == (more > 0.0)
    assert {share.phase for share in told} == {Phase.LOADING, Phase.SINGLE_SUPPORT, Phase.PUSH_OFF}


def _own(walked: Analysed, stride: Repetition) -> object:
    one = repetitions(walked.trial, SIDE)[0]
    rows = np.searchsorted(one.time, stride.time)
    return type(one.leg)(*(field[rows] for field in one.leg))
