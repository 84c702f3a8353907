"""Contacts drawn on their plates: whose foot, which state, where the pressure went."""

import re
from dataclasses import replace

import numpy as np
import pytest

from groundup.loads.ground_force import ground_force
from groundup.motion.feet import body_points
from groundup.motion.motion import SHARED, VALID, Contact
from groundup.quantities import Side
from groundup.report.contact_map import HATCH, ContactMap, contact_maps
from groundup.report.footprint import footprint
from tests.loads.virtual import contacts
from tests.motion import stepping

RECORDING = stepping.recording(stepping.Gait())
POINTS = body_points(RECORDING)
FOUND = contacts(RECORDING)


def drawn(found: tuple[Contact, ...] = FOUND) -> tuple[ContactMap, ...]:
    return contact_maps(found, RECORDING.plates, POINTS, ground_force(RECORDING, found))


def points_of(picture: str, kind: str) -> np.ndarray:
    """Corners of the first drawn shape of a class."""
    match = re.search(rf'class="{kind}" points="([^"]+)"', picture)
    assert match is not None, kind
    return np.array([[float(n) for n in pair.split(",")] for pair in match[1].split()])


def test_every_contact_on_a_plate_is_drawn_in_order_of_time() -> None:
    maps = drawn()
    on_plates = sorted((c for c in FOUND if c.plates), key=lambda c: c.start)
    assert [m.side for m in maps] == [str(c.side) for c in on_plates]
    assert [m.title for m in maps] == [
        f"{str(c.side).capitalize()}, {c.start:.2f} to {c.end:.2f} s" for c in on_plates
    ]
    for m, contact in zip(maps, on_plates, strict=True):
        assert contact.plates[0] in m.picture
        assert f'class="sole {contact.side}"' in m.picture
        assert HATCH not in m.picture


def test_a_contact_that_is_not_used_is_hatched_and_says_its_state() -> None:
    one = next(c for c in FOUND if c.plates)
    (m,) = drawn((replace(one, state=SHARED, reason="both feet"),))
    assert not m.usable
    assert m.state == SHARED
    assert f"url(#{HATCH})" in m.picture
    assert "two feet on one plate. both feet" in m.picture


def test_foot_and_pressure_lie_on_their_plate_and_run_to_the_right_of_the_page() -> None:
    for m in drawn():
        plate, sole = points_of(m.picture, "plate used"), points_of(m.picture, f"sole {m.side}")
        way = points_of(m.picture, "way")
        low, high = plate.min(axis=0), plate.max(axis=0)
        assert (sole.mean(axis=0) > low).all()
        assert (sole.mean(axis=0) < high).all()
        assert way[-1, 0] > way[0, 0]
        assert ((way > low - 1.0) & (way < high + 1.0)).all()


def test_the_persons_right_is_down() -> None:
    """Left and right foot of two contacts, drawn with both plates' outlines on one scale."""
    left = next(m for m in drawn() if m.side == "left")
    own = points_of(left.picture, "sole left").mean(axis=0)
    other = [
        np.array([[float(n) for n in pair.split(",")] for pair in text.split()]).mean(axis=0)
        for text in re.findall(r'class="plate" points="([^"]+)"', left.picture)
    ]
    rights = [c for c in FOUND if c.plates and c.side is Side.RIGHT]
    assert len([place for place in other if place[1] > own[1] + 5.0]) == len(rights)


def test_on_a_belt_the_pressure_is_told_beside_the_foot() -> None:
    recording = stepping.recording(stepping.Gait(), treadmill=True)
    found = tuple(c for c in contacts(recording) if c.state == VALID and 1.0 < c.start < 3.0)
    maps = contact_maps(found, recording.plates, body_points(recording), ground_force(recording, found))
    assert len(maps) == len(found) > 1
    for m in maps:
        sole, way = points_of(m.picture, f"sole {m.side}"), points_of(m.picture, "way")
        # On the moving belt the pressure runs backwards through the lab, but forwards along the foot.
        assert way[-1, 0] > way[0, 0]
        assert np.ptp(way[:, 0]) < 1.5 * np.ptp(sole[:, 0])


@pytest.mark.parametrize("side", list(Side))
def test_the_big_toe_lies_on_the_medial_side(side: Side) -> None:
    outline = footprint(np.array([0.0, 0.0]), np.array([0.25, 0.0]), side)
    tip = outline[outline[:, 0].argmax()]
    # Walking along X, Z points to the right: the middle of the body is at +Z of a left foot.
    assert np.sign(tip[1]) == (1.0 if side is Side.LEFT else -1.0)
    np.testing.assert_allclose(outline[:, 0].min(), -0.01, atol=0.005)
    np.testing.assert_allclose(outline[:, 0].max(), 0.25, atol=0.005)
