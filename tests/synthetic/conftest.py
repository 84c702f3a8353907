import pytest

from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.walk import Walk
from groundup.synthetic.walker import walk


@pytest.fixture(scope="session")
def walked() -> Walk:
    return walk(VirtualPerson())
