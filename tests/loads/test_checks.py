"""Gates: quiet where all is well, loud where an error of known size is put in."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.loads.checks.body_weight import check_body_weight
from groundup.loads.checks.check import Verdict
from groundup.loads.checks.plate_checks import check_direction, check_plate_axes, check_pressure_place
from groundup.loads.checks.residuals import check_residuals
from groundup.loads.checks.timing import check_timing, estimate_delay
from groundup.loads.checks.vertical_peak import check_vertical_peak
from groundup.loads.contact_figures import ContactFigures, contact_figures
from groundup.loads.ground_force import at_frames, ground_force
from groundup.loads.stance_forces import stance_forces
from groundup.mechanics.derivatives import differentiate
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.motion.feet import body_points
from groundup.motion.motion import OTHER, VALID, Contact
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.synthetic.ground_force import ground_forces
from groundup.synthetic.walk import Walk
from tests.loads.virtual import contacts
from tests.motion import stepping

FRAMES = np.arange(0.5, 2.5, 0.01)
CLOCK = np.arange(0.0, 3.0, 0.001)


@pytest.fixture(scope="module")
def body(walked: Walk) -> tuple[np.ndarray, np.ndarray, float]:
    """Centre of mass at the frames, total force at the plates' clock, mass."""
    p = walked.chain.parameters
    rotation, position = walked.segments(FRAMES)
    centres = position + (rotation @ p.centre_of_mass[..., None])[..., 0]
    mass = float(p.mass.sum())
    total = sum(foot.force for foot in ground_forces(walked, CLOCK).values())
    return np.einsum("fba,b->fa", centres, p.mass / mass), np.asarray(total), mass


@pytest.mark.parametrize("delay", [0.0, 0.0123, -0.0305])
def test_the_delay_is_found_to_a_fraction_of_a_frame(
    body: tuple[np.ndarray, np.ndarray, float], delay: float
) -> None:
    centre, total, mass = body
    found = estimate_delay(FRAMES, centre, mass, CLOCK + delay, total, 50.0)
    assert found is not None
    assert found[0] == pytest.approx(delay, abs=0.001)
    assert found[1] < 0.001


def test_a_late_force_is_told_and_a_short_one_cannot_be(body: tuple[np.ndarray, np.ndarray, float]) -> None:
    centre, total, mass = body
    well = check_timing(FRAMES, centre, mass, CLOCK, total, 50.0)
    late = check_timing(FRAMES, centre, mass, CLOCK + 0.04, total, 50.0)
    assert (well.verdict, late.verdict) == (Verdict.OK, Verdict.NOT_OK)
    assert late.value == pytest.approx(40.0, abs=1.0)
    assert "after motion" in late.found
    assert late.next_step
    unknown = np.where(CLOCK[:, None] > 0.8, np.nan, total)
    assert check_timing(FRAMES, centre, mass, CLOCK, unknown, 50.0).verdict is Verdict.CANNOT_TELL
    standing = np.tile([0.0, -mass * GRAVITY[1], 0.0], (len(CLOCK), 1))
    still = np.tile(centre[0], (len(FRAMES), 1))
    assert check_timing(FRAMES, still, mass, CLOCK, standing, 50.0).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize("axis", [0, 2])
def test_a_horizontal_force_of_wrong_sign_is_told(
    body: tuple[np.ndarray, np.ndarray, float], axis: int
) -> None:
    centre, total, mass = body
    acceleration = differentiate(centre, 100.0).acceleration
    force = np.stack([np.interp(FRAMES, CLOCK, column) for column in total.T], axis=1)
    assert check_direction(force, acceleration, mass, 100.0).verdict is Verdict.OK
    force[:, axis] *= -1.0
    wrong = check_direction(force, acceleration, mass, 100.0)
    assert wrong.verdict is Verdict.NOT_OK
    assert ("forwards" if axis == 0 else "sideways") in wrong.found
    assert "no loads are shown" in wrong.consequence
    force[:] = np.nan
    assert check_direction(force, acceleration, mass, 100.0).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize("turned", [None, (0,), (1,), (0, 1)])
def test_a_plate_with_turned_axes_is_told_and_gives_no_force(turned: tuple[int, ...] | None) -> None:
    recording = stepping.recording(stepping.Gait())
    points = body_points(recording)
    plate = recording.plates[1]
    assert plate.corners is not None
    # The plate a little aside, so that its foot is not in its middle.
    corners = plate.corners + np.array([0.06, 0.0, 0.04])
    point = plate.centre_of_pressure.values.copy()
    for edge in turned or ():
        along = corners[0] - corners[1 if edge == 0 else 3]
        along = along / np.linalg.norm(along)
        point -= 2.0 * np.outer((point - corners.mean(axis=0)) @ along, along)
    plate = replace(
        plate, corners=corners, centre_of_pressure=plate.centre_of_pressure.copy(data=point), name="odd"
    )
    found = check_plate_axes([plate], points, Task.WALKING)
    assert found.verdict is (Verdict.OK if turned is None else Verdict.NOT_OK)
    states = {c.state for c in contacts(replace(recording, plates=(plate,))) if c.plates}
    if turned is not None:
        assert "odd" in found.found
        assert states == {OTHER}


def test_residuals_against_the_peak_force_and_the_height_of_the_mass() -> None:
    frames = np.arange(0.0, 2.0, 0.01)
    ground = np.zeros((200, 2, 3))
    ground[:, 0, 1] = 1000.0
    centre = np.tile([0.0, 1.2, 0.0], (200, 1))
    left = 0.999 * np.tile([30.0, 0.0, 40.0], (200, 1))
    # 50 N of 1000 N is the 5 % allowed; 10 N m of 1000 N times 1.0 m above the floor the 1 %.
    moment = 0.999 * np.tile([10.0, 0.0, 0.0], (200, 1))
    force, turning = check_residuals(frames, left, moment, ground, centre, 0.2, 6.0)
    assert (force.verdict, turning.verdict) == (Verdict.OK, Verdict.OK)
    assert "5.0 %" in force.found
    assert "1.0 %" in turning.found
    force, turning = check_residuals(frames, 1.02 * left, 1.02 * moment, ground, centre, 0.2, 6.0)
    assert (force.verdict, turning.verdict) == (Verdict.NOT_OK, Verdict.NOT_OK)
    ground[:, 1] = np.nan
    assert check_residuals(frames, left, moment, ground, centre, 0.2, 6.0)[0].verdict is Verdict.CANNOT_TELL


def contact(state: str = VALID, reason: str = "") -> Contact:
    return Contact(Side.LEFT, 1.0, 1.6, ("plate 1",), state, reason)


@pytest.mark.parametrize(
    ("task", "peak", "verdict"),
    [
        (Task.WALKING, 1.15, Verdict.OK),
        (Task.WALKING, 1.45, Verdict.NOT_OK),
        (Task.WALKING, 0.6, Verdict.NOT_OK),
        (Task.RUNNING, 2.5, Verdict.OK),
        (Task.RUNNING, 1.2, Verdict.NOT_OK),
        (Task.LANDING, 3.0, Verdict.CANNOT_TELL),
    ],
)
def test_peak_force_by_task(task: Task, peak: float, verdict: Verdict) -> None:
    cut = ContactFigures(contact(), True, 100.0, 0.1)
    found = check_vertical_peak(task, [ContactFigures(contact(), False, 700.0 * peak, peak), cut])
    assert found.verdict is verdict
    assert check_vertical_peak(task, [cut]).verdict is Verdict.CANNOT_TELL


def test_pressure_beside_the_foot() -> None:
    near = ContactFigures(contact(), False, 700.0, 1.0, 300.0, 0.2, 0.02)
    beside = ContactFigures(contact(OTHER, "the pressure lies 15 cm beside the foot"), False)
    assert check_pressure_place([near]).verdict is Verdict.OK
    assert check_pressure_place([near, beside]).verdict is Verdict.NOT_OK
    assert check_pressure_place([]).verdict is Verdict.CANNOT_TELL


def test_body_weight() -> None:
    assert check_body_weight(70.0, 73.4, 1.0, given=True).verdict is Verdict.OK
    assert check_body_weight(70.0, 73.6, 1.0, given=True).verdict is Verdict.NOT_OK
    assert check_body_weight(70.0, 70.0, 1.0, given=False).verdict is Verdict.CANNOT_TELL
    assert check_body_weight(70.0, None, 0.0, given=True).verdict is Verdict.CANNOT_TELL


def test_figures_and_curves_of_a_contact_in_newton_seconds_and_body_weights() -> None:
    recording = stepping.recording(stepping.Gait())
    found = contacts(recording)
    ground = ground_force(recording, found)
    assert ground is not None
    points = body_points(recording)
    framed = at_frames(ground, points.time, None)
    mass = 700.0 / -GRAVITY[1]
    figures = contact_figures(found, ground, framed, points, mass)
    whole = [f for f in figures if f.contact.plates]
    assert len(whole) == 4
    for f in whole:
        # 700 N for 0.68 s, less half of the ramps of 0.03 and 0.05 s; the pressure runs one foot forwards.
        assert f.peak_n == pytest.approx(700.0)
        assert f.peak_bw == pytest.approx(1.0)
        assert f.impulse_ns == pytest.approx(700.0 * (0.68 - 0.04), rel=0.01)
        assert f.pressure_path_m == pytest.approx(stepping.FOOT, rel=0.1)
        assert f.pressure_distance_m < 0.03
        assert not f.cut
    unknown = next(f for f in figures if not f.contact.plates)
    assert np.isnan([unknown.peak_n, unknown.impulse_ns, unknown.pressure_path_m]).all()
    curves = stance_forces(figures, ground, points.time, np.zeros(len(points.time)), mass)
    assert curves.sizes == {"contact": 4, "direction": 3, "percent": 101}
    np.testing.assert_allclose(curves.sel(direction="vertical", percent=50.0), 1.0)


@pytest.mark.parametrize("heading", [0.0, np.pi / 2, np.pi])
def test_force_curves_are_told_along_the_walk_and_towards_the_middle(heading: float) -> None:
    recording = stepping.recording(stepping.Gait(), heading=heading)
    forward = np.array([np.cos(heading), 0.0, -np.sin(heading)])
    right = np.array([np.sin(heading), 0.0, np.cos(heading)])
    pushed = tuple(
        replace(p, force=p.force + (70.0 * forward + 35.0 * right) * (p.force.values[:, 1:2] > 50.0))
        for p in recording.plates
    )
    recording = replace(recording, plates=pushed)
    found = contacts(recording)
    ground = ground_force(recording, found)
    assert ground is not None
    points = body_points(recording)
    mass = 700.0 / -GRAVITY[1]
    figures = contact_figures(found, ground, at_frames(ground, points.time, None), points, mass)
    curves = stance_forces(figures, ground, points.time, np.full(len(points.time), heading), mass)
    middle = curves.sel(percent=50.0)
    np.testing.assert_allclose(middle.sel(direction="forwards"), 0.1)
    expected = np.where(middle.side == "left", 0.05, -0.05)
    np.testing.assert_allclose(middle.sel(direction="medial"), expected)
