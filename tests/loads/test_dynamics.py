"""Joint moments and powers: against the walker's truth, by hand, and blank where they are not known."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from groundup.body.default_chain import default_chain
from groundup.body.subject import Subject
from groundup.loads.dynamics import Dynamics, solve_dynamics
from groundup.loads.ground_force import GroundForce
from groundup.loads.joint_axes import columns
from groundup.mechanics.inverse_dynamics import ExternalWrenches, inverse_dynamics
from groundup.mechanics.kinematics import forward
from groundup.motion.motion import Motion
from groundup.motion.track import track
from groundup.quantities import Side
from groundup.recording.recording import Person
from groundup.synthetic.markers import NO_ERRORS
from groundup.synthetic.trial import Trial, walking_trial
from groundup.synthetic.walk import Walk
from validation.true_forces import true_forces
from validation.virtual_walker import in_lab, true_subject

RATE, WEIGHT = 200.0, 9.80665
GENERALISED = [c for c in columns() if not c.startswith(("midtarsal", "toe"))]
FOOT = [c for c in columns() if c.startswith(("midtarsal", "toe"))]


@pytest.fixture(scope="module")
def quick(walked: Walk) -> Trial:
    return walking_trial(walked, NO_ERRORS, rate=RATE, analog_rate=RATE, frames=300)


@pytest.fixture(scope="module")
def motion(quick: Trial) -> Motion:
    return track(in_lab(quick), true_subject(quick, 0.0005))


@pytest.fixture(scope="module")
def solved(walked: Walk, quick: Trial, motion: Motion) -> Dynamics:
    return solve_dynamics(
        true_subject(quick, 0.0005), motion, true_forces(walked, quick.time), body_mass(walked)
    )


def body_mass(walked: Walk) -> float:
    return float(walked.chain.parameters.mass.sum())


def test_moments_are_the_walkers_within_half_a_percent_of_peak(
    walked: Walk, quick: Trial, solved: Dynamics
) -> None:
    chain, forces = walked.chain, true_forces(walked, quick.time)
    exact = inverse_dynamics(
        chain.topology,
        chain.parameters,
        walked.coordinates(quick.time),
        walked.coordinates(quick.time, 1),
        walked.coordinates(quick.time, 2),
        ExternalWrenches(
            np.array([chain.body(f"{side}_hindfoot") for side in Side]),
            forces.force.values,
            np.nan_to_num(forces.centre_of_pressure.values),
            forces.free_moment.values,
        ),
    )
    inside = slice(20, -20)
    for name in GENERALISED:
        truth = exact.generalised_force[:, chain.coordinate(name)] / body_mass(walked)
        error = np.abs(solved.moments.sel(coordinate=name).values - truth)[inside]
        assert error.max() <= 0.005 * np.abs(truth).max(), name
    assert np.abs(solved.residual_force.values[inside]).max() <= 2e-3 * body_mass(walked) * WEIGHT


def test_a_moment_about_an_axis_is_the_generalised_force_of_its_coordinate(
    walked: Walk, solved: Dynamics
) -> None:
    for name in GENERALISED:
        force = solved.generalised_force.sel(chain_coordinate=name).values / body_mass(walked)
        np.testing.assert_allclose(solved.moments.sel(coordinate=name).values, force, atol=1e-9)


def test_power_is_moment_times_the_rate_of_the_coordinate(solved: Dynamics) -> None:
    for name in GENERALISED:
        rate = solved.rates.sel(chain_coordinate=name).values
        moment = solved.moments.sel(coordinate=name).values
        np.testing.assert_allclose(solved.powers.sel(coordinate=name).values, moment * rate, atol=1e-6)


def standing(
    unobservable: dict[str, str] | None = None,
    *,
    ahead: float = 0.0,
    left: float = 1.0,
    cutoff_hz: float | None = None,
) -> tuple[Dynamics, Subject]:
    """Upright and still; half the weight on each foot, `ahead` of the midtarsal joint [m]."""
    chain = default_chain(mass=70.0)
    time = np.arange(40) / 100.0
    names = list(chain.coordinate_names)
    poses = xr.DataArray(
        np.tile(chain.neutral, (len(time), 1)),
        dims=("time", "coordinate"),
        coords={"time": time, "coordinate": names},
    )
    angles = xr.DataArray(
        np.zeros((len(time), len(columns()))),
        dims=("time", "angle"),
        coords={"time": time, "angle": list(columns())},
    )
    hidden = dict(unobservable or {})
    shown = poses.where(~poses.coordinate.isin(list(hidden)))
    motion = Motion(
        poses, shown, shown, angles, angles, poses, poses, poses, poses, not_measurable=dict(hidden)
    )
    subject = Subject(chain, Person(mass=70.0), {}, {}, hidden, {}, None)
    found = forward_origin(subject)
    force, point = np.zeros((len(time), 2, 3)), np.zeros((len(time), 2, 3))
    for foot, side in enumerate(Side):
        force[:, foot] = np.array([0.0, 35.0 * WEIGHT, 0.0]) * (left if side is Side.LEFT else 1.0)
        point[:, foot] = found[f"{side}_forefoot"] * np.array([1.0, 0.0, 1.0])
        point[:, foot, 0] += ahead

    def table(values: np.ndarray) -> xr.DataArray:
        return xr.DataArray(
            values,
            dims=("time", "side", "axis"),
            coords={"time": time, "side": [str(s) for s in Side], "axis": ["x", "y", "z"]},
        )

    ground = GroundForce(table(force), table(point), table(np.zeros_like(force)))
    return solve_dynamics(subject, motion, ground, 70.0, cutoff_hz), subject


def forward_origin(subject: Subject) -> dict[str, np.ndarray]:
    chain = subject.chain
    _, position = forward(chain.topology, chain.parameters, chain.neutral[None])
    return dict(zip(chain.bodies, position[0], strict=True))


def test_midtarsal_moment_is_force_times_lever_once_the_pressure_is_in_front() -> None:
    dynamics, _ = standing(ahead=0.05)
    # Plantarflexor: the ground would bend the forefoot up.
    for side in Side:
        moment = dynamics.moments.sel(coordinate=f"midtarsal_dorsiflexion_{side}").values
        np.testing.assert_allclose(moment, -0.5 * WEIGHT * 0.05, rtol=1e-9)


def test_midtarsal_moment_is_not_known_with_the_pressure_behind() -> None:
    dynamics, _ = standing(ahead=-0.02)
    for name in FOOT:
        assert np.isnan(dynamics.moments.sel(coordinate=name).values).all()
        assert "in front" in dynamics.not_measurable[name]
    assert np.isfinite(dynamics.moments.sel(coordinate="ankle_dorsiflexion_left").values).all()


def test_unknown_force_on_one_foot_blanks_that_leg_and_the_residual_only() -> None:
    dynamics, _ = standing(left=np.nan)
    for name in GENERALISED:
        blank = np.isnan(dynamics.moments.sel(coordinate=name).values)
        assert blank.all() == name.endswith("left"), name
    assert "force on this foot" in dynamics.not_measurable["knee_flexion_left"]
    assert np.isnan(dynamics.residual_force.values).all()


def test_hip_force_carries_what_is_above_it() -> None:
    dynamics, subject = standing()
    chain = subject.chain
    leg = sum(
        mass
        for name, mass in zip(chain.bodies, chain.parameters.mass, strict=True)
        if name.startswith("left_")
    )
    down = dynamics.reaction.sel(joint="left_thigh", axis="y").values
    np.testing.assert_allclose(down, -(35.0 - leg) * WEIGHT / 70.0, rtol=1e-9)


def test_subtalar_moment_needs_no_subtalar_angle_but_its_power_does() -> None:
    reason = "needs three or more foot markers that are not in line"
    dynamics, _ = standing({"subtalar_inversion_left": reason}, ahead=0.05)
    name = "subtalar_inversion_left"
    assert np.isfinite(dynamics.moments.sel(coordinate=name).values).all()
    assert np.isnan(dynamics.powers.sel(coordinate=name).values).all()
    assert dynamics.power_not_measurable[name] == reason
    assert name not in dynamics.not_measurable


def test_hidden_angle_hides_its_moment() -> None:
    dynamics, _ = standing({"knee_adduction_left": "no marker on the left shank"})
    assert np.isnan(dynamics.moments.sel(coordinate="knee_adduction_left").values).all()
    assert dynamics.not_measurable["knee_adduction_left"] == "no marker on the left shank"


def test_the_ends_of_a_trial_are_blank_for_a_quarter_of_the_cutoffs_period() -> None:
    dynamics, _ = standing(cutoff_hz=6.0)
    blank = np.isnan(dynamics.moments.sel(coordinate="knee_flexion_left").values)
    # 1 / (4 x 6 Hz) at 100 Hz: 4.2 frames
    assert np.flatnonzero(~blank).tolist() == list(range(5, 35))


def test_hidden_walker_coordinate_needs_no_replacement(quick: Trial, motion: Motion, walked: Walk) -> None:
    """A leg whose talus pose is unknown loses ankle and subtalar moments, no other."""
    subject = replace(true_subject(quick, 0.0005), unobservable={"ankle_dorsiflexion_left": "no foot marker"})
    found = solve_dynamics(subject, motion, true_forces(walked, quick.time), body_mass(walked))
    lost = {n for n in GENERALISED if np.isnan(found.moments.sel(coordinate=n).values).all()}
    assert lost == {"ankle_dorsiflexion_left", "subtalar_inversion_left"}
