"""Virtual patients: blind to the rules, the fault where it belongs, the truth in what the cameras see."""

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import groundup.synthetic
from groundup.body.anthropometry import typical_sizes
from groundup.mechanics.kinematics import forward
from groundup.quantities import Side
from groundup.recording.read import read_recordings
from groundup.screening.intake import Intake
from groundup.screening.scores import CAIT, score
from groundup.synthetic.marker_set import marker_set
from groundup.synthetic.patient import Fault, Patient, Severity
from groundup.synthetic.patient_faults import (
    BANDS,
    HEALTHY_WITHIN,
    foot_posture_of_people,
    lunge_distance,
    unstable_scores,
)
from groundup.synthetic.patient_files import patient_trials, patient_walk, write_patient
from groundup.synthetic.patient_intake import intake
from groundup.synthetic.patient_skin import SkinMode, place
from groundup.synthetic.patients import HEALTHY, PER_SEVERITY, draw_patient, population
from groundup.synthetic.walk import Walk

MODULES = sorted(Path(groundup.synthetic.__file__).parent.glob("patient*.py"))
LUNGE_MEAN, LUNGE_SPREAD = 40.6, 5.2  # Calatayud 2015 [deg]


def one_sided(fault: Fault, severity: Severity = Severity.MARKED) -> Patient:
    drawn = (draw_patient(n, fault, severity) for n in range(50))
    return next(patient for patient in drawn if len(patient.sides) == 1)


def everybody(count: int = 60) -> Iterator[Patient]:
    return population(dict.fromkeys(Severity, count // 10), count)


@pytest.fixture(scope="module")
def pronated() -> Patient:
    return one_sided(Fault.PRONATION)


@pytest.fixture(scope="module")
def walked(pronated: Patient) -> Walk:
    return patient_walk(pronated)


def test_the_population_is_blind_to_the_rules() -> None:
    assert MODULES
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any("findings" in name or "screening" in name for name in names), path.name
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                rules = ("B05.", "B10.pronated", "B10.normal", "B13.", "B19.", "B20.screen", "B22.gives")
                assert not node.value.startswith(rules), f"{path.name}: {node.value}"


def test_sixty_of_each_and_three_hundred_healthy() -> None:
    assert PER_SEVERITY * len(Fault) * len(Severity) + HEALTHY == 840
    few = list(population({Severity.MARKED: 2}, 3))
    assert len(few) == 2 * len(Fault) + 3
    assert len({p.name for p in everybody()}) == len(list(everybody()))


def test_a_patient_is_always_the_same() -> None:
    first, again = (draw_patient(3, Fault.STIFF_ANKLE, Severity.MILD) for _ in range(2))
    assert first == again
    assert intake(first) == intake(again)


def z_of_lunge(patient: Patient, side: Side) -> float:
    return (patient.legs[side].lunge_deg - LUNGE_MEAN) / LUNGE_SPREAD


@pytest.mark.parametrize("severity", Severity)
def test_a_stiff_ankle_is_stiff_on_its_side_alone(severity: Severity) -> None:
    low, high = BANDS[severity]
    for number in range(30):
        patient = draw_patient(number, Fault.STIFF_ANKLE, severity)
        for side in Side:
            z = z_of_lunge(patient, side)
            assert low <= -z <= high if side in patient.sides else abs(z) <= HEALTHY_WITHIN + 1e-9
            stiff = "ankle_dorsiflexion" in patient.person.feet[side].offsets
            assert stiff == (side in patient.sides)


def test_only_an_unstable_ankle_has_a_low_score_and_a_history_for_sure() -> None:
    for number in range(30):
        patient = draw_patient(number, Fault.UNSTABLE_ANKLE, Severity.MARKED)
        for side in patient.sides:
            assert patient.legs[side].sprains >= 1
            assert patient.legs[side].stability <= unstable_scores().inv_cdf(1 / 3)


def test_worse_pronation_stands_and_moves_worse() -> None:
    posture, motion = [], []
    for severity in Severity:
        drawn = [draw_patient(n, Fault.PRONATION, severity) for n in range(60)]
        legs = [p.legs[side] for p in drawn for side in p.sides]
        posture.append(np.mean([leg.foot_posture for leg in legs]))
        motion.append(np.mean([leg.eversion for leg in legs]))
    assert np.all(np.diff(posture) > 1.0)
    assert np.all(np.diff(motion) > np.deg2rad(0.5))


def test_healthy_people_are_the_published_ones() -> None:
    drawn = [draw_patient(n) for n in range(400)]
    legs = [leg for p in drawn for leg in p.legs.values()]
    assert all(p.fault is None and not p.sides for p in drawn)
    assert np.mean([leg.lunge_deg for leg in legs]) == pytest.approx(LUNGE_MEAN, abs=0.6)
    assert np.mean([leg.foot_posture for leg in legs]) == pytest.approx(foot_posture_of_people()[0], abs=0.3)
    # Wright 2014: 86.8 % of stable ankles above 25; Hiller 2012: 59.7 % had an ankle injury.
    assert np.mean([round(leg.stability) > 25 for leg in legs]) == pytest.approx(0.868, abs=0.04)
    assert np.mean([any(leg.sprains for leg in p.legs.values()) for p in drawn]) == pytest.approx(
        0.6, abs=0.07
    )


def test_published_shares_come_back_from_the_curves_drawn_through_them() -> None:
    mean, spread = foot_posture_of_people()
    assert (mean, spread) == (pytest.approx(1.55, abs=0.02), pytest.approx(2.75, abs=0.02))
    assert unstable_scores().cdf(25.5) == pytest.approx(0.966)
    assert unstable_scores().cdf(23.5) == pytest.approx(0.807)


def test_the_wall_is_farther_away_the_further_the_shank_leans() -> None:
    sizes = typical_sizes()
    near, far = lunge_distance(30.0, sizes), lunge_distance(40.0, sizes)
    assert far - near == pytest.approx(100.0 * sizes.shank * (np.sin(np.deg2rad(40.0)) - 0.5))
    # Healthy men lean 40.6 degrees 11.7 cm from the wall (Calatayud 2015).
    assert lunge_distance(40.6, sizes) == pytest.approx(11.7, abs=3.0)


def test_every_intake_is_one_that_the_program_accepts() -> None:
    for patient in everybody():
        told = Intake.model_validate(json.loads(json.dumps(intake(patient))))
        for side, items in (
            (Side.LEFT, told.questionnaires.cait_left),
            (Side.RIGHT, told.questionnaires.cait_right),
        ):
            assert items is not None
            total = score(CAIT, items).total
            assert total is not None
            assert abs(total - patient.legs[side].stability) < 6.0


def test_tests_err_by_no_more_than_published_and_not_by_nothing() -> None:
    off = []
    for number in range(100):
        patient = draw_patient(number)
        for side in Side:
            tests = intake(patient)[f"tests_{side}"]
            off.append(np.mean(np.array(tests["lunge_deg"], float)) - patient.legs[side].lunge_deg)
            posture = sum(tests["foot_posture_items"])  # type: ignore[call-overload]
            assert abs(posture - patient.legs[side].foot_posture) <= 1.5
    # A detectable change of 4.7 degrees is a standard error of 1.7 (Powden 2015).
    assert np.std(off) == pytest.approx(1.7, abs=0.3)


def test_joint_axes_differ_between_people_and_from_the_analysis() -> None:
    axes = np.array([p.person.feet[s].axes.deviation for p in everybody() for s in Side])
    assert np.rad2deg(axes.mean()) == pytest.approx(16.0, abs=2.0)
    assert np.rad2deg(axes.std()) > 5.0


def test_a_patient_in_a_mirror_is_built_in_a_mirror(pronated: Patient) -> None:
    own, seen = pronated.person.chain(), pronated.person.mirrored().chain()
    for body in ("shank", "talus", "hindfoot", "forefoot"):
        right = own.parameters.rotation_axis[own.body(f"right_{body}"), 0]
        left = seen.parameters.rotation_axis[seen.body(f"left_{body}"), 0]
        sign = np.array([-1.0, -1.0, 1.0])
        assert np.allclose(left, right * sign) or np.allclose(left, -right * sign)


def heel_eversion(walked: Walk, side: Side, at: np.ndarray) -> np.ndarray:
    """Roll of the heel bone to the floor [rad], everted positive."""
    rotation, _ = walked.segments(at)
    b = walked.chain.body(f"{side}_hindfoot")
    lateral = rotation[:, b, :, 2]
    return np.arcsin(lateral[:, 1]) * (1.0 if side is Side.RIGHT else -1.0)


def test_the_heel_turns_as_far_as_is_true_of_it_on_each_side(pronated: Patient, walked: Walk) -> None:
    for side in Side:
        _, on, off = walked.contacts(side, 0.0, 5.0)[1]
        truth = pronated.legs[side].eversion
        seen = heel_eversion(walked, side, np.linspace(on, off, 80))
        most = seen[np.argmax(np.abs(seen))]
        # The axis of the twist rises by some 25 degrees: most of the turn, not all, is roll.
        assert 0.8 < most / truth < 1.02
    ill = pronated.sides[0]
    assert pronated.legs[ill].eversion > pronated.legs[ill.other].eversion


def test_the_forefoot_stays_on_the_floor_while_the_heel_turns(pronated: Patient, walked: Walk) -> None:
    side = pronated.sides[0]
    _, on, off = walked.contacts(side, 0.0, 5.0)[1]
    rotation, position = walked.segments(np.linspace(on + 0.2 * (off - on), on + 0.45 * (off - on), 20))
    for part in ("forefoot", "toes"):
        b = walked.chain.body(f"{side}_{part}")
        assert np.ptp(position[:, b], axis=0).max() < 2e-4
        assert np.ptp(rotation[:, b], axis=0).max() < 2e-3
    h = walked.chain.body(f"{side}_hindfoot")
    heel = position[:, h] + rotation[:, h] @ walked.person.heel_point(side)
    assert np.ptp(heel, axis=0).max() < 2e-4


def test_hands_miss_within_bounds_and_skin_is_at_rest_in_standing(pronated: Patient) -> None:
    markers = marker_set(pronated.person.body)
    off = np.array([a.position - b.position for a, b in zip(place(markers, (1, 2)), markers, strict=True)])
    assert 0.001 < np.abs(off).max() <= 0.015
    still = replace(pronated, skin=replace(pronated.skin, noise=0.0, gaps=0, mode=SkinMode.BOTH))
    _, standing = patient_trials(still)
    assert np.ptp(standing.markers, axis=0).max() < 1e-9
    chain = standing.worn
    rotation, position = forward(chain.topology, chain.parameters, standing.coordinates)
    b = chain.topology.marker_body
    placed = position[:, b] + np.einsum("tmij,mj->tmi", rotation[:, b], chain.parameters.marker_position)
    assert np.abs(standing.markers - placed).max() < 0.02


def test_files_hold_millimetres_and_are_read_as_metres(pronated: Patient, tmp_path: Path) -> None:
    files = write_patient(pronated, tmp_path, plates=False)
    (read,) = read_recordings([(files.walk, None)])
    trial, _ = patient_trials(pronated)
    column = list(trial.worn.markers).index("C7")
    height = read.markers.sel(marker="C7", axis="z").values
    assert np.nanmax(np.abs(height - trial.markers[:, column, 1])) < 1e-4
    assert 0.7 * pronated.person.height < np.nanmean(height) < pronated.person.height
    told = json.loads(files.intake.read_text(encoding="utf-8"))
    assert told["about"]["height_m"] == pytest.approx(pronated.person.height, abs=0.02)
