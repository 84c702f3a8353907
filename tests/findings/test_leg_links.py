"""A leg taken apart and put together: the same knee on either side and in any lab; known causes come back."""

from dataclasses import fields

import numpy as np
import pytest
import xarray as xr
from numpy.testing import assert_allclose

from groundup.findings.share.leg_links import (
    ANGLE_GROUPS,
    MOMENT_GROUPS,
    FootForce,
    LegLinks,
    knee_angles,
    knee_moments,
    leg_links,
    mixed,
)
from groundup.findings.share.owen import divide
from groundup.loads.knee.external_moments import LegForces
from groundup.loads.knee.external_moments import knee_moments as knee_moments_of_loads
from groundup.loads.knee.segment_pose import SegmentPose
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
    return leg_links(motion(*pose(seed)), side, HEADINGS, push(seed + 100))


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
    left = leg_links(motion(rotation, origin), Side.LEFT, HEADINGS, acting)
    right = leg_links(seen, Side.RIGHT, -HEADINGS, pushed)
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
    there = leg_links(turned, Side.RIGHT, HEADINGS + 0.7, pushed)
    for own, other in zip(links(4), there, strict=True):
        assert_allclose(own, other, atol=1e-12)


@pytest.mark.parametrize("groups", [ANGLE_GROUPS, MOMENT_GROUPS])
def test_shares_sum_to_the_difference_of_the_knees(groups: dict[str, tuple[str, ...]]) -> None:
    observed, reference = links(5), links(6)
    read = knee_angles if groups is ANGLE_GROUPS else knee_moments
    found = divide(lambda these: read(mixed(observed, reference, these)), groups)
    assert_allclose(found.difference, read(observed) - read(reference), atol=1e-12)
    assert_allclose(sum(found.links.values()), found.difference, atol=1e-9)


@pytest.mark.parametrize("cause", [link for own in ANGLE_GROUPS.values() for link in own])
def test_a_knee_changed_by_one_link_is_that_links_doing(cause: str) -> None:
    reference = links(7)
    observed = mixed(links(8), reference, frozenset({cause}))
    found = divide(lambda these: knee_angles(mixed(observed, reference, these)), ANGLE_GROUPS)
    assert np.abs(found.difference).max() > np.deg2rad(5.0)
    for link, share in found.links.items():
        expected = found.difference if link == cause else np.zeros_like(share)
        assert_allclose(share, expected, atol=1e-9)


@pytest.mark.parametrize("cause", [link for own in MOMENT_GROUPS.values() for link in own])
def test_a_moment_changed_by_one_link_is_that_links_doing(cause: str) -> None:
    reference = links(9)
    observed = mixed(links(10), reference, frozenset({cause}))
    found = divide(lambda these: knee_moments(mixed(observed, reference, these)), MOMENT_GROUPS)
    for link, share in found.links.items():
        expected = found.difference if link == cause else np.zeros_like(share)
        assert_allclose(share, expected, atol=1e-9)


def test_hip_and_pelvis_do_not_enter_a_moment() -> None:
    observed, reference = links(11), links(12)
    above = mixed(observed, reference, frozenset(ANGLE_GROUPS["above"]))
    assert_allclose(knee_moments(above), knee_moments(reference), atol=0.0)


def test_without_force_there_are_angles_and_no_moments() -> None:
    bare = leg_links(motion(*pose(13)), Side.LEFT, HEADINGS)
    assert np.isfinite(knee_angles(bare)).all()
    assert np.isnan(knee_moments(bare)).all()
