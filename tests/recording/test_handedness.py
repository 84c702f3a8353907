"""A file in left-handed axes, told so, gives the walk of the right-handed one; untold, it is refused."""

import numpy as np
import pytest

from groundup.analyze import prepare
from groundup.quantities import BadInputError, Side
from groundup.recording.handedness import mirror
from groundup.recording.recording import Recording
from groundup.synthetic.markers import MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import to_recording, walking_trial
from groundup.synthetic.walker import walk as walk_of


@pytest.fixture(scope="module")
def walk() -> Recording:
    return to_recording(walking_trial(walk_of(VirtualPerson()), MarkerErrors()))


def test_mirroring_twice_gives_the_recording_back(walk):
    twice = mirror(mirror(walk))
    np.testing.assert_array_equal(twice.markers, walk.markers)
    np.testing.assert_array_equal(twice.plates[0].free_moment, walk.plates[0].free_moment)


def test_a_mirrored_file_is_refused_and_the_sentence_says_what_to_do(walk):
    with pytest.raises(BadInputError, match="--left-handed"):
        prepare(mirror(walk))


def test_a_left_handed_file_told_so_keeps_its_sides(walk):
    put_right = prepare(mirror(mirror(walk)))
    asis = put_right.match.landmarks
    right = put_right.markers.sel(marker=asis[f"{Side.RIGHT}_asis"]).mean("time")
    left = put_right.markers.sel(marker=asis[f"{Side.LEFT}_asis"]).mean("time")
    assert float((right - left)[2]) > 0.1, "Z points to the person's right"


def test_the_moment_of_a_mirrored_force_is_the_mirrored_moment(walk):
    """r x F computed from mirrored r and F must equal the mirrored free moment's kind of vector."""
    plate = walk.plates[0]
    lever, force = np.array([0.1, 0.2, 0.3]), np.array([5.0, -7.0, 11.0])
    turned = np.array([1.0, -1.0, 1.0])  # the file is Z up, so Y is turned
    factor = np.cross(lever * turned, force * turned) / np.cross(lever, force)
    np.testing.assert_allclose(mirror(walk).plates[0].free_moment, plate.free_moment * factor)
