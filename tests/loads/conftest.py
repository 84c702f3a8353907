import pytest

from groundup.recording.recording import Recording
from groundup.synthetic.markers import MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import Trial, to_recording, walking_trial
from groundup.synthetic.walk import Walk
from groundup.synthetic.walker import walk

NO_ERRORS = MarkerErrors(0.0, 0.0, 0.0, 0, 1)


@pytest.fixture(scope="session")
def walked() -> Walk:
    return walk(VirtualPerson())


@pytest.fixture(scope="session")
def trial(walked: Walk) -> Trial:
    return walking_trial(walked, NO_ERRORS, frames=330)


@pytest.fixture(scope="session")
def raw(trial: Trial) -> Recording:
    return to_recording(trial)
