"""Axial twist and the iliotibial band: signs, scaling, coupling by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from groundup.body.default_chain import default_chain
from groundup.body.subject import Subject
from groundup.evidence import row
from groundup.loads.knee import iliotibial_band as band
from groundup.loads.knee.kinematic_figures import band_figures, twist_figures
from groundup.loads.knee.measure import KneeMeasure
from groundup.loads.knee.span import Span
from groundup.mechanics.kinematics import forward
from groundup.motion.joint_angles import reported_angles
from groundup.motion.motion import Motion
from groundup.quantities import Side
from groundup.recording.recording import Person

MODEL = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "opensim_gait2392_subject01"
SPAN = Span(Side.RIGHT, 1, 0.0, 1.0, stance=True, on_plates=False)


def subject(scale: float = 1.0) -> Subject:
    chain = default_chain()
    parameters = chain.parameters._replace(parent_position=scale * chain.parameters.parent_position)
    return Subject(
        chain=replace(chain, parameters=parameters),
        person=Person(),
        marker_sd={},
        residual_rms={},
        unobservable={},
        knee_axis_functional={},
        static_trial=None,
    )


def moved(person: Subject, **degrees: np.ndarray) -> Motion:
    """Motion of the chain with some coordinates given over one second."""
    frames = max((len(np.atleast_1d(v)) for v in degrees.values()), default=1)
    q = np.tile(person.chain.neutral, (frames, 1))
    for name, values in degrees.items():
        q[:, person.chain.coordinate(name)] = np.deg2rad(values)
    rotation, origin = forward(person.chain.topology, person.chain.parameters, q)
    time = np.linspace(0.0, 1.0, frames)
    angles = reported_angles(person.anatomy, rotation, np.zeros(frames))
    bodies = list(person.chain.bodies)
    blank = xr.DataArray(np.zeros(frames), dims="time", coords={"time": time})
    return Motion(
        poses=xr.DataArray(
            q, {"time": time, "coordinate": list(person.chain.coordinate_names)}, ("time", "coordinate")
        ),
        angles=xr.DataArray(
            np.column_stack(list(angles.values())), {"time": time, "angle": list(angles)}, ("time", "angle")
        ),
        segment_rotation=xr.DataArray(
            rotation, {"time": time, "segment": bodies}, ("time", "segment", "row", "column")
        ),
        segment_origin=xr.DataArray(
            origin, {"time": time, "segment": bodies, "axis": ["x", "y", "z"]}, ("time", "segment", "axis")
        ),
        **dict.fromkeys(("coordinates", "coordinate_sd", "angle_sd", "markers_model", "residual"), blank),
    )


def length(person: Subject, side: Side = Side.RIGHT, **degrees: float) -> float:
    given = {name: np.array([value]) for name, value in degrees.items()}
    return float(band.band_length(band.band_path(person, side), moved(person, **given))[0])


def test_the_path_is_the_models_where_the_person_has_its_size() -> None:
    """Straight pieces between the model's own four points, neutral pose, by hand."""
    person = subject()
    path = band.band_path(person, Side.RIGHT)
    assert path is not None
    thigh = float(np.linalg.norm(person.chain.parameters.parent_position[person.chain.body("right_shank")]))
    scale = thigh / band.MODEL_KNEE_BELOW_HIP
    second = float(np.linalg.norm(path.points[2][1] - path.points[1][1]))
    assert second == pytest.approx(scale * np.linalg.norm(band.MODEL_EPICONDYLE - band.MODEL_THIGH_UPPER))
    assert [segment for segment, _ in path.points] == ["pelvis", "right_thigh", "right_thigh", "right_shank"]


def test_adducting_the_hip_lengthens_it_on_both_sides_alike() -> None:
    person = subject()
    for side in Side:
        assert length(person, side, **{f"hip_adduction_{side}": 10.0}) > length(person, side)
    longer = {side: length(person, side, **{f"hip_adduction_{side}": 10.0}) for side in Side}
    assert longer[Side.LEFT] == pytest.approx(longer[Side.RIGHT])


def test_varus_of_the_knee_lengthens_it() -> None:
    person = subject()
    assert length(person, knee_adduction_right=5.0) > length(person)


def test_strain_does_not_know_the_persons_size() -> None:
    pose = {"hip_adduction_right": 8.0, "hip_flexion_right": 20.0, "knee_flexion_right": 15.0}
    strains = [length(subject(s), **pose) / length(subject(s)) for s in (1.0, 0.6)]
    assert strains[0] == pytest.approx(strains[1])


def test_a_chain_without_a_pelvis_has_no_band() -> None:
    person = subject()
    without = replace(person.chain, bodies=tuple("base" if b == "pelvis" else b for b in person.chain.bodies))
    assert band.band_path(replace(person, chain=without), Side.RIGHT) is None
    assert np.isnan(band.band_length(None, moved(person))).all()


def test_strain_rate_is_the_slope_of_the_strain() -> None:
    time = xr.DataArray(np.linspace(0.0, 1.0, 11), dims="time")
    lengths = dict.fromkeys(Side, 0.5 * (1.0 + 0.02 * time.values))
    curves = band.iliotibial_band(time, lengths, dict.fromkeys(Side, 0.5))
    np.testing.assert_allclose(curves.itb_strain_rate, 0.02)
    np.testing.assert_allclose(curves.itb_strain.sel(side="left"), 0.02 * time)


@pytest.mark.skipif(not MODEL.exists(), reason="../shared/data is absent")
def test_points_are_those_of_the_public_model() -> None:
    text = (MODEL / "tutorial5_scale_walk" / "gait2354_simbody.osim").read_text(encoding="utf-8")
    start = text.index('name="tfl_r"')
    for k, point in enumerate(
        (band.MODEL_CREST, band.MODEL_THIGH_UPPER, band.MODEL_EPICONDYLE, band.MODEL_GERDY), 1
    ):
        at = text.index("<location>", text.index(f'"tfl_r-P{k}"', start)) + len("<location>")
        np.testing.assert_allclose(point, np.array(text[at : text.index("<", at)].split(), float))


def _named(measures: list[KneeMeasure]) -> dict[str, KneeMeasure]:
    return {m.definition.name: m for m in measures}


def test_turn_and_eversion_by_hand() -> None:
    """The tibia turns in by 5 degrees while the rearfoot everts by 10: ratio 2, slope 0.5, in step."""
    person = subject()
    wave = np.sin(np.linspace(0.0, np.pi, 101))
    motion = moved(person, knee_rotation_right=5.0 * wave)
    angles = motion.angles.copy()
    angles.loc[{"angle": "rearfoot_inversion_right"}] = -np.deg2rad(10.0) * wave
    found = _named(list(twist_figures(replace(motion, angles=angles), SPAN)))
    assert found["tibial_rotation_excursion"].value == pytest.approx(5.0, rel=1e-6)
    assert found["tibial_rotation_peak_time"].value == pytest.approx(50.0)
    assert found["eversion_excursion"].value == pytest.approx(10.0, rel=1e-6)
    assert found["coupling_ratio"].value == pytest.approx(2.0, rel=1e-6)
    assert found["coupling_slope"].value == pytest.approx(0.5, rel=1e-6)
    assert found["coupling_r"].value == pytest.approx(1.0)
    assert found["coupling_delay"].value == pytest.approx(0.0)


def test_without_a_rearfoot_only_the_transfer_is_missing() -> None:
    motion = moved(subject(), knee_rotation_right=5.0 * np.sin(np.linspace(0.0, np.pi, 101)))
    angles = motion.angles.copy()
    angles.loc[{"angle": "rearfoot_inversion_right"}] = np.nan
    blind = replace(motion, angles=angles, not_measurable={"rearfoot_inversion_right": "no heel markers"})
    found = _named(list(twist_figures(blind, SPAN)))
    assert found["tibial_rotation_excursion"].value == pytest.approx(5.0, rel=1e-6)
    for name in ("eversion_excursion", "coupling_ratio", "coupling_slope", "coupling_delay"):
        assert np.isnan(found[name].value)
        assert found[name].reason == "no heel markers"


def test_time_in_the_zone_counts_loaded_frames_only() -> None:
    """From 0 to 50 degrees evenly in a second: 10 of 50 degrees are 0.2 s, half of it loaded."""
    person = subject()
    motion = moved(person, knee_flexion_right=np.linspace(0.0, 50.0, 1001))
    path = band.band_path(person, Side.RIGHT)
    lengths = dict.fromkeys(Side, band.band_length(path, motion))
    curves = band.iliotibial_band(motion.poses.time, lengths, dict.fromkeys(Side, 0.5))
    free = _named(list(band_figures(motion, curves, SPAN, None)))
    force = np.where(np.linspace(0.0, 50.0, 1001) < 25.0, 700.0, 0.0)
    loaded = _named(list(band_figures(motion, curves, SPAN, force)))
    assert free["itb_zone_time"].value == pytest.approx(0.2, abs=0.002)
    assert loaded["itb_zone_share"].value == pytest.approx(10.0, abs=0.2)


def test_zone_is_the_evidences() -> None:
    assert band.IMPINGEMENT_ZONE[1] == row("C36.friction", may_drive=True).value
    assert band.IMPINGEMENT_ZONE[0] == pytest.approx(row("C36.strike", may_drive=True).value, abs=2.0)
