"""An earlier session of every member: what is of the person is off alike, what was placed anew is not."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.findings.measures import Trial
from groundup.findings.share.account import comparisons
from groundup.findings.share.earlier import EarlierSession
from groundup.findings.share.share import Reference
from groundup.motion.passes import progression_heading
from groundup.uncertainty.earlier_members import EarlierMembers
from groundup.uncertainty.ensemble import ensemble
from groundup.uncertainty.error_sizes import published
from tests.uncertainty.walked import Analysed

MEMBERS = 12


def earlier(walked: Analysed) -> EarlierSession[Trial]:
    """The walk once more, as of another day."""
    fit = walked.subject.fit
    assert fit is not None
    recording = replace(walked.trial.recording, name="before")
    subject = replace(walked.subject, fit=replace(fit, trials=("before",)))
    return EarlierSession(subject, [replace(walked.trial, recording=recording)])


def spread(walked: Analysed, only: tuple[str, ...]) -> dict[Reference, float]:
    """Standard deviation of the knee's adduction held against the same walk, by reference [deg]."""
    session, trial = earlier(walked), walked.trial
    again = replace(trial, recording=replace(trial.recording, name="again"))
    compared = comparisons(walked.subject, [trial], [again], earlier=session)
    heading = progression_heading(trial.recording)
    found = ensemble(
        walked.subject,
        [trial],
        [heading],
        None,
        members=MEMBERS,
        only=only,
        natural=[(again, heading)],
        compared=compared,
        earlier=session,
    )
    assert found is not None
    return {
        reference: max(
            float(parts["deviation"].std())
            for key, parts in found.shares.items()
            if key[0] is reference and key[4] == "knee_adduction"
        )
        for reference in (Reference.NATURAL, Reference.EARLIER)
    }


def test_placement_widens_and_what_is_of_the_person_does_not(walked: Analysed) -> None:
    placed = spread(walked, ("knee_landmarks",))
    assert placed[Reference.EARLIER] > 3.0 * placed[Reference.NATURAL]
    axis = spread(walked, ("subtalar_axis",))
    assert axis[Reference.EARLIER] == pytest.approx(axis[Reference.NATURAL], abs=0.05)


def test_a_body_that_was_not_fitted_here_is_refused(walked: Analysed) -> None:
    brought = EarlierSession[Trial](replace(walked.subject, fit=None), ())
    with pytest.raises(ValueError, match="not fitted here"):
        EarlierMembers(brought, {"hip_centre": np.zeros((2, 6))}, 1, published())
