"""Shares of repetitions: they sum up and know their spread; a motion held against itself explains nothing."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from groundup.findings.definition import Phase
from groundup.findings.share.alignment import Repetition, together
from groundup.findings.share.leg_links import FORCE, HEADING, LegLinks, mixed
from groundup.findings.share.leg_readings import knee_angles
from groundup.findings.share.quantity import QUANTITIES
from groundup.findings.share.sampled import sampled
from groundup.findings.share.share import Part, Share
from groundup.quantities import MeasurementError, Side
from tests.findings.made_leg import PHASES, RATE, TIME, leg, repetition, shares


def of(found: tuple[Share, ...], name: str, phase: Phase = Phase.SINGLE_SUPPORT) -> Share:
    return next(s for s in found if s.quantity.name == name and s.phase is phase)


def test_every_quantity_in_every_phase_sums_to_its_deviation() -> None:
    found = shares(Side.RIGHT, [repetition(heading=0.2, push=10.0)], [repetition(seed=2)])
    assert len(found) == len(PHASES) * len(QUANTITIES)
    for share in found:
        assert_allclose(sum(p.value for p in share.groups.values()), share.deviation.value, atol=1e-9)
        for group, links in share.structure.items():
            assert_allclose(sum(share.links[k].value for k in links), share.groups[group].value, atol=1e-9)
        assert share.cancellation >= 1.0 - 1e-9


def test_a_motion_held_against_itself_has_nothing_to_explain() -> None:
    for share in shares(Side.LEFT, [repetition()], [repetition()]):
        assert abs(share.deviation.value) <= 2.0 * share.deviation.timing + 1e-9
        assert not share.explains or abs(share.deviation.value) < 1e-9


def test_a_foot_turned_inward_is_headings_doing_and_has_its_sign() -> None:
    turned = shares(Side.RIGHT, [repetition(heading=np.deg2rad(15.0))], [repetition()])
    share = of(turned, "knee_rotation")
    assert share.deviation.value > 5.0
    assert share.links[HEADING].value == pytest.approx(share.deviation.value, abs=0.05)
    assert share.groups["above"].value == pytest.approx(0.0, abs=0.05)
    assert share.explains
    assert share.verdict == "deviates"
    back = of(shares(Side.RIGHT, [repetition(heading=-np.deg2rad(15.0))], [repetition()]), "knee_rotation")
    assert back.deviation.value < -5.0


def test_a_harder_push_is_the_grounds_doing() -> None:
    share = of(shares(Side.RIGHT, [repetition(push=11.0)], [repetition()]), "knee_flexion_moment")
    assert share.links[FORCE].value == pytest.approx(share.deviation.value, abs=1e-3)


def test_spread_between_repetitions_is_told() -> None:
    steady = [repetition(heading=0.2), repetition(heading=0.2)]
    unsteady = [repetition(heading=0.1), repetition(heading=0.3)]
    alike = of(shares(Side.RIGHT, steady, [repetition()]), "knee_rotation")
    apart = of(shares(Side.RIGHT, unsteady, [repetition()]), "knee_rotation")
    assert apart.deviation.value == pytest.approx(alike.deviation.value, abs=0.1)
    assert apart.deviation.sd > alike.deviation.sd + np.rad2deg(0.1) * 0.5
    assert apart.links[HEADING].sd > 4.0


def test_a_phase_only_one_of_them_has_is_left_out() -> None:
    partly = Repetition(leg(), TIME, {Phase.LOADING: PHASES[Phase.LOADING]})
    found = shares(Side.RIGHT, [repetition()], [partly])
    assert {share.phase for share in found} == {Phase.LOADING}


def test_without_force_only_angles_are_shared() -> None:
    bare = Repetition(mixed(leg(), _blank(), _ANGLES), TIME, PHASES)
    found = shares(Side.RIGHT, [bare], [repetition()])
    assert {share.quantity.unit for share in found} == {"deg"}


def test_what_lies_beyond_the_recording_is_not_shared() -> None:
    late = Repetition(leg(), TIME, {Phase.LOADING: (0.8, 1.2)})
    assert shares(Side.RIGHT, [late], [late]) == ()


def test_links_between_frames_compose_what_lies_between() -> None:
    told, halfway = leg(), TIME[20:60] + 0.5 / RATE
    expected = 0.5 * (knee_angles(told)[20:60] + knee_angles(told)[21:61])
    assert_allclose(knee_angles(sampled(told, TIME, halfway)), expected, atol=np.deg2rad(0.01))
    on_frames = sampled(told, TIME, TIME)
    for own, read in zip(told, on_frames, strict=True):
        assert_allclose(read, own, atol=1e-12)


def test_error_leaves_a_small_deviation_unexplained() -> None:
    share = of(shares(Side.RIGHT, [repetition(heading=0.1)], [repetition()]), "knee_rotation")
    error = {"deviation": MeasurementError(share.deviation.value / 1.9, 0.0, 0.0, 100)}
    assert share.explains
    assert not share.with_errors(error).explains
    assert Part(1.0, sd=3.0, timing=4.0).spread == 5.0


def test_squats_are_laid_over_each_other_by_how_far_the_pelvis_is_down() -> None:
    time = np.arange(200) / 100.0
    shallow, deep = (0.9 - depth * np.sin(np.pi * time / 2.0) ** 2 for depth in (0.2, 0.4))
    phases = {Phase.DOWN: (0.0, 1.0), Phase.BOTTOM: (1.0, 1.0)}
    own, other = (Repetition(leg(), time, phases, height) for height in (shallow, deep))
    for phase, least in ((Phase.DOWN, 0.02), (Phase.BOTTOM, 0.18)):
        at, then = together(own, other, phase, 11) or ((), ())
        down = np.interp(at, time, shallow), np.interp(then, time, deep)
        assert_allclose(*down, atol=1e-3)
        assert_allclose(0.9 - down[0][[0, -1]], [least, 0.2], atol=1e-3)


def test_members_are_read_each_at_their_own_instants() -> None:
    told, late = leg(), np.array([[0.0], [0.02]]) + TIME[20:40]
    many = LegLinks(*(np.stack([field, field]) for field in told))
    found = sampled(many, TIME, late)
    for k in range(2):
        for own, read in zip(sampled(told, TIME, late[k]), found, strict=True):
            assert_allclose(read[k], own, atol=1e-12)


_ANGLES = frozenset({HEADING, "foot roll and subtalar", "foot pitch and talocrural", "pelvis", "hip"})


def _blank() -> LegLinks:
    return LegLinks(*(np.full_like(field, np.nan) for field in leg()))
