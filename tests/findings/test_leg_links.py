"""A leg taken apart and put together: the same knee on either side and in any lab; known causes come back."""

from dataclasses import fields
from functools import partial

import numpy as np
import pytest
import xarray as xr
from numpy.testing import assert_allclose

from groundup.findings.share.composed import Composed
from groundup.findings.share.leg_links import REARFOOT, FootForce, LegLinks, Segment, leg_links, mixed
from groundup.findings.share.leg_readings import knee_angles, knee_moments, kneecap_force
from groundup.findings.share.owen import Division, divide
from groundup.findings.share.quantity import ABOVE, BELOW, GROUND, QUANTITIES, SHAPE, Kind, groups_of, reading
from groundup.loads.knee.external_moments import LegForces
from groundup.loads.knee.external_moments import knee_moments as knee_moments_of_loads
from groundup.loads.knee.patellofemoral import GRAVITY, kneecap_load
from groundup.loads.knee.segment_pose import SegmentPose, segment_pose
from groundup.mechanics.rotation import from_axis_angle, from_cardan
from groundup.motion.joint_angles import hip_and_knee
from groundup.motion.motion import Motion
from groundup.quantities import Side

FRAMES = 7
SEGMENTS = ("pelvis", *(f"{s}_{part}" for s in Side for part in ("thigh", "shank", "talus", "hindfoot")))
MIRROR = np.diag([1.0, 1.0, -1.0])


def motion(rotation: np.ndarray, origin: np.ndarray) -> Motion:
    """A motion of which only the segments are told."""
    time = np.arange(FRAMES) / 100.0
    told = {
        "segment_rotation": xr.DataArray(
            rotation,
            dims=("time", "segment", "row", "column"),
            coords={"time": time, "segment": list(SEGMENTS)},
        ),
        "segment_origin": xr.DataArray(
            origin, dims=("time", "segment", "axis"), coords={"time": time, "segment": list(SEGMENTS)}
        ),
        "not_measurable": {},
    }
    return Motion(**{field.name: told.get(field.name, xr.DataArray()) for field in fields(Motion)})


def pose(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    rotation = from_cardan("zxy", rng.uniform(-0.5, 0.5, (FRAMES, len(SEGMENTS), 3)))
    return rotation, rng.uniform(-0.5, 0.5, (FRAMES, len(SEGMENTS), 3))


def push(seed: int) -> FootForce:
    rng = np.random.default_rng(seed)
    force = rng.normal((0.0, 9.0, 0.0), 1.0, (FRAMES, 3))
    return FootForce(force, rng.uniform(-0.1, 0.1, (FRAMES, 3)), rng.normal(size=(FRAMES, 3)) * 0.05)


HEADINGS = np.linspace(0.1, 0.3, FRAMES)


def links(seed: int, side: Side = Side.RIGHT) -> LegLinks:
    return leg_links(placed(*pose(seed)), side, HEADINGS, push(seed + 100))


def placed(rotation: np.ndarray, origin: np.ndarray) -> Segment:
    return partial(segment_pose, motion(rotation, origin))


@pytest.mark.parametrize("side", list(Side))
def test_composed_knee_is_the_reported_knee(side: Side) -> None:
    rotation, _ = pose(1)
    reported = hip_and_knee({name: rotation[:, k] for k, name in enumerate(SEGMENTS)}, side)
    expected = [reported[f"knee_{plane}_{side}"] for plane in ("flexion", "adduction", "rotation")]
    assert_allclose(knee_angles(links(1, side)), np.stack(expected, axis=-1), atol=1e-12)


@pytest.mark.parametrize("side", list(Side))
def test_composed_moment_is_the_ground_forces_moment_about_the_knee(side: Side) -> None:
    rotation, origin = pose(2)
    k, acting = SEGMENTS.index(f"{side}_shank"), push(102)
    about_knee = np.cross(acting.point - origin[:, k], acting.force) + acting.free
    forces = LegForces(-about_knee, *acting)
    known = {plane: np.zeros(FRAMES) for plane in ("flexion", "adduction", "rotation")}
    loads = knee_moments_of_loads(SegmentPose(rotation[:, k], origin[:, k]), forces, known, 1.0, side)
    expected = [loads[f"{plane}_moment"] for plane in ("flexion", "adduction", "rotation")]
    assert_allclose(knee_moments(links(2, side)), np.stack(expected, axis=-1), atol=1e-12)


def test_a_left_leg_is_its_mirror_images_right_leg() -> None:
    rotation, origin = pose(3)
    other = list(range(len(SEGMENTS)))
    for k, name in enumerate(SEGMENTS):
        for side in Side:
            if name.startswith(str(side)):
                other[k] = SEGMENTS.index(name.replace(str(side), str(side.other)))
    acting = push(103)
    seen = motion((MIRROR @ rotation @ MIRROR)[:, other], (origin @ MIRROR)[:, other])
    pushed = FootForce(acting.force @ MIRROR, acting.point @ MIRROR, -acting.free @ MIRROR)
    left = leg_links(placed(rotation, origin), Side.LEFT, HEADINGS, acting)
    right = leg_links(partial(segment_pose, seen), Side.RIGHT, -HEADINGS, pushed)
    for own, mirrored in zip(left, right, strict=True):
        assert_allclose(own, mirrored, atol=1e-12)


def test_a_turned_and_moved_lab_changes_no_link() -> None:
    rotation, origin = pose(4)
    turn, shift, acting = (
        from_axis_angle(np.array([0.0, 1.0, 0.0]), np.array(0.7)),
        np.array([1.0, 0.0, -3.0]),
        push(104),
    )
    turned = motion(turn @ rotation, origin @ turn.T + shift)
    pushed = FootForce(acting.force @ turn.T, acting.point @ turn.T + shift, acting.free @ turn.T)
    there = leg_links(partial(segment_pose, turned), Side.RIGHT, HEADINGS + 0.7, pushed)
    for own, other in zip(links(4), there, strict=True):
        assert_allclose(own, other, atol=1e-12)


def owen(observed: LegLinks, reference: LegLinks, kind: Kind, *, rearfoot: bool = False) -> Division:
    composed = Composed(observed, reference)
    return divide(lambda links: reading(kind, composed, links), groups_of(kind, rearfoot=rearfoot))


def read(kind: Kind, leg: LegLinks) -> np.ndarray:
    return np.stack([q.of(leg) for q in QUANTITIES if q.kind is kind], axis=-1)


@pytest.mark.parametrize("kind", list(Kind))
def test_shares_sum_to_the_difference_of_the_knees(kind: Kind) -> None:
    observed, reference = links(5), links(6)
    found = owen(observed, reference, kind)
    assert_allclose(found.difference, read(kind, observed) - read(kind, reference), atol=1e-12)
    assert_allclose(sum(found.links.values()), found.difference, atol=1e-9)


@pytest.mark.parametrize(
    ("kind", "cause"), [(kind, link) for kind in Kind for own in groups_of(kind).values() for link in own]
)
def test_a_knee_changed_by_one_link_is_that_links_doing(kind: Kind, cause: str) -> None:
    reference = links(7)
    observed = mixed(links(8), reference, frozenset({cause}))
    found = owen(observed, reference, kind)
    if kind is Kind.ANGLE:
        assert np.abs(found.difference).max() > 5.0
    for link, share in found.links.items():
        expected = found.difference if link == cause else np.zeros_like(share)
        assert_allclose(share, expected, atol=1e-9)


def test_the_rearfoot_told_apart_changes_no_other_link() -> None:
    observed, reference = links(14), links(15)
    whole, apart = (owen(observed, reference, Kind.ANGLE, rearfoot=told) for told in (False, True))
    assert REARFOOT in apart.links
    assert REARFOOT not in whole.links
    for group in (BELOW, ABOVE):
        assert_allclose(apart.groups[group], whole.groups[group], atol=1e-9)


def test_what_is_composed_once_is_what_is_composed_each_time() -> None:
    observed, reference = links(16), links(17)
    composed = Composed(observed, reference)
    for group in (BELOW, ABOVE, GROUND, SHAPE):
        told = frozenset(groups_of(Kind.KNEECAP)[group])
        leg = mixed(observed, reference, told)
        assert_allclose(composed.angles(told), np.degrees(knee_angles(leg)), atol=1e-12)
        assert_allclose(composed.moments(told), knee_moments(leg), atol=1e-12)
        assert_allclose(composed.kneecap(told)[..., 0], kneecap_force(leg), atol=1e-12)


def test_kneecap_force_is_the_loads_of_the_same_moments() -> None:
    """Shank and thigh lean 0.6 rad to either side over a level foot: moments are read off by hand."""
    level = np.broadcast_to(np.eye(3), (1, 3, 3))
    back = from_axis_angle(np.array([0.0, 0.0, 1.0]), np.array([0.6]))
    leg = LegLinks(
        *(np.zeros(1) for _ in range(3)),
        subtalar=level,
        talocrural=np.swapaxes(back, -1, -2),
        pelvis=level,
        hip=back,
        knee_from_ankle=np.array([[0.0, 0.4, 0.0]]),
        hip_from_knee=np.array([[0.0, 0.42, 0.0]]),
        pressure=np.array([[0.05, -0.08, 0.0]]),
        force=np.array([[0.0, 5.0, 0.0]]),
        free=np.zeros((1, 3)),
    )
    knee = 0.4 * np.sin(0.6)
    hip = knee - 0.42 * np.sin(0.6)
    moments = {
        "knee_flexion": np.array([5.0 * (0.05 - knee)]),
        "hip_flexion": np.array([-5.0 * (0.05 - hip)]),
        "ankle_dorsiflexion": np.array([-5.0 * 0.05]),
    }
    angles = {
        "knee_flexion": np.array([1.2]),
        "hip_flexion": np.array([0.6]),
        "ankle_dorsiflexion": np.array([0.6]),
    }
    expected = kneecap_load(angles, moments, np.array([0.5]), 70.0, None)["patellofemoral_force"] / GRAVITY
    assert expected[0] > 0.1
    assert_allclose(np.degrees(knee_angles(leg))[0], [np.degrees(1.2), 0.0, 0.0], atol=1e-9)
    assert_allclose(kneecap_force(leg), expected, atol=1e-12)


def test_hip_and_pelvis_do_not_enter_a_moment() -> None:
    observed, reference = links(11), links(12)
    above = mixed(observed, reference, frozenset(groups_of(Kind.ANGLE)[ABOVE]))
    assert_allclose(knee_moments(above), knee_moments(reference), atol=0.0)


def test_without_force_there_are_angles_and_no_moments() -> None:
    bare = leg_links(placed(*pose(13)), Side.LEFT, HEADINGS)
    assert np.isfinite(knee_angles(bare)).all()
    assert np.isnan(knee_moments(bare)).all()
