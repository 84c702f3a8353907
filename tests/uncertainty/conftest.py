import pytest

from groundup.recording.recording import Recording
from groundup.synthetic.markers import NO_ERRORS
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import to_recording, walking_trial
from groundup.synthetic.walker import walk
from tests.uncertainty.walked import Analysed, analysed


@pytest.fixture(scope="session")
def raw() -> Recording:
    return to_recording(walking_trial(walk(VirtualPerson()), NO_ERRORS, frames=330))


@pytest.fixture(scope="session")
def walked(raw: Recording) -> Analysed:
    return analysed(raw)
