"""Setup files of OpenSim's inverse dynamics tool: what is read, smoothed, solved and written."""

from pathlib import Path

import numpy as np
import pytest

from groundup.exchange.opensim_id import IDResult, run_id, write_id
from groundup.exchange.smoothed_coordinates import Samples, natural_spline, smooth_coordinates
from groundup.quantities import BadInputError
from groundup.recording.readers.storage import read_table
from tests.exchange.setup_snippets import CENTRE, GRAVITY, MASS, tool, write_model, write_table

TIME = np.arange(201) / 200.0
TURN = 0.5 * np.sin(4.0 * TIME)
TURN_RATE = 2.0 * np.cos(4.0 * TIME)
TURN_ACCELERATION = -8.0 * np.sin(4.0 * TIME)
INERTIA_ABOUT_CENTRE = 0.3
DEGREES = ["Coordinates", "inDegrees=yes"]
# Splines are least sure of accelerations at their ends.
INNER = slice(20, -20)

FORCES = {
    **{f"foot_v{a}": np.full(201, v) for a, v in zip("xyz", (3.0, 40.0, 0.0), strict=True)},
    **{f"foot_p{a}": np.full(201, v) for a, v in zip("xyz", (0.2, -0.1, 0.0), strict=True)},
    **{f"foot_t{a}": np.full(201, v) for a, v in zip("xyz", (0.0, 0.0, 1.5), strict=True)},
}
LOADS = (
    '<ExternalForce name="foot"><applied_to_body>b</applied_to_body>'
    "<force_expressed_in_body>ground</force_expressed_in_body>"
    "<point_expressed_in_body>ground</point_expressed_in_body><force_identifier>foot_v</force_identifier>"
    "<point_identifier>foot_p</point_identifier><torque_identifier>foot_t</torque_identifier></ExternalForce>"
)


def solve(
    folder: Path,
    extra: str = "",
    *,
    loads: str = "",
    edit: tuple[str, str] = ("", ""),
    table: dict[str, np.ndarray] | None = None,
) -> IDResult:
    write_model(folder)
    columns = {"turn": np.degrees(TURN), "x": np.full(201, 0.25)} if table is None else table
    write_table(folder / "motion.mot", TIME, columns, DEGREES)
    if loads:
        extra += "<external_loads_file>loads.xml</external_loads_file>"
        text = tool("ExternalLoads", f"<objects>{loads}</objects><datafile>forces.mot</datafile>")
        (folder / "loads.xml").write_text(text.replace(*edit))
        write_table(folder / "forces.mot", TIME, FORCES, ["forces"])
    setup = folder / "setup.xml"
    text = tool(
        "InverseDynamicsTool",
        "<model_file>model.osim</model_file><coordinates_file>motion.mot</coordinates_file>"
        f"<results_directory>Results</results_directory>{extra}",
    )
    setup.write_text(text.replace(*edit))
    return run_id(setup, threads=1)


def force(result: IDResult, name: str) -> np.ndarray:
    return np.asarray(result.generalised_force[:, result.model.chain.coordinate(name)])


def expected() -> tuple[np.ndarray, np.ndarray]:
    """Lagrange's equations of a block that turns about an axis below its centre, held along X."""
    arm = CENTRE[1]
    torque = (INERTIA_ABOUT_CENTRE + MASS * arm**2) * TURN_ACCELERATION - MASS * GRAVITY * arm * np.sin(TURN)
    push = -MASS * arm * (np.cos(TURN) * TURN_ACCELERATION - np.sin(TURN) * TURN_RATE**2)
    return torque, push


def test_finds_the_forces_of_a_pendulum(tmp_path: Path) -> None:
    result = solve(tmp_path)
    torque, push = expected()
    assert result.time == pytest.approx(TIME)
    assert force(result, "turn")[INNER] == pytest.approx(torque[INNER], abs=1e-5)
    assert force(result, "x")[INNER] == pytest.approx(push[INNER], abs=1e-5)
    assert result.notes == ()


def test_takes_off_what_acts_from_outside(tmp_path: Path) -> None:
    result = solve(tmp_path, loads=LOADS)
    torque, push = expected()
    # The force acts at (0.2, -0.1) and the axis is at (0.25, 0): its moment is -0.05 * 40 + 0.1 * 3.
    assert force(result, "turn")[INNER] == pytest.approx(
        torque[INNER] - (-0.05 * 40 + 0.1 * 3 + 1.5), abs=1e-5
    )
    assert force(result, "x")[INNER] == pytest.approx(push[INNER] - 3.0, abs=1e-5)


def test_takes_forces_and_points_in_the_body_s_own_axes(tmp_path: Path) -> None:
    own = LOADS.replace("body>ground", "body>b")
    result = solve(tmp_path, loads=own)
    torque, push = expected()
    # In the body's axes the arm about the turning axis does not change.
    assert force(result, "turn")[INNER] == pytest.approx(torque[INNER] - (0.2 * 40 + 0.1 * 3 + 1.5), abs=1e-5)
    turned = 3.0 * np.cos(TURN) - 40.0 * np.sin(TURN)
    assert force(result, "x")[INNER] == pytest.approx((push - turned)[INNER], abs=1e-5)


@pytest.mark.parametrize("off", ["<appliesForce>false</appliesForce>", "<isDisabled>true</isDisabled>"])
def test_leaves_out_loads_that_are_switched_off(tmp_path: Path, off: str) -> None:
    result = solve(tmp_path, loads=LOADS.replace("</ExternalForce>", f"{off}</ExternalForce>"))
    assert force(result, "x")[INNER] == pytest.approx(expected()[1][INNER], abs=1e-5)


def test_writes_moments_and_forces_by_opensim_s_names(tmp_path: Path) -> None:
    result = solve(tmp_path, "<time_range>0.1 0.9</time_range>")
    table = read_table(write_id(result))
    assert table.path == tmp_path / "Results" / "inverse_dynamics.sto"
    assert table.columns == ("turn_moment", "x_force")
    assert table.time == pytest.approx(TIME[20:181])
    assert table.column("turn_moment") == pytest.approx(expected()[0][20:181], abs=1e-5)


def test_holds_coordinates_that_are_not_given_at_their_default(tmp_path: Path) -> None:
    result = solve(tmp_path, table={"turn": np.degrees(TURN)})
    assert force(result, "turn")[INNER] == pytest.approx(expected()[0][INNER], abs=1e-5)
    assert result.notes == ("not in motion.mot, held at the default: x",)


def test_tells_which_forces_of_the_model_do_not_count(tmp_path: Path) -> None:
    write_model(tmp_path)
    held = '<Thelen2003Muscle name="m"/><SpringGeneralizedForce name="s"/>'
    inside = f"<ForceSet><objects>{held}</objects></ForceSet>"

    def notes(excluded: str) -> tuple[str, ...]:
        folder = tmp_path / (excluded or "none")
        folder.mkdir()
        solve(folder)
        model = folder / "model.osim"
        model.write_text(model.read_text().replace("</Model>", f"{inside}</Model>"))
        setup = folder / "setup.xml"
        word = f"<forces_to_exclude>{excluded}</forces_to_exclude></InverseDynamicsTool>"
        setup.write_text(setup.read_text().replace("</InverseDynamicsTool>", word))
        return run_id(setup, threads=1).notes

    assert "1 SpringGeneralizedForce" in notes("Muscles")[0]
    assert "Thelen2003Muscle" not in notes("muscles")[0]
    assert "1 Thelen2003Muscle, 1 SpringGeneralizedForce" in notes("")[0]
    assert notes("ALL") == ()


def test_a_swing_at_the_cut_off_keeps_half_its_size_and_a_ramp_stays() -> None:
    time = np.arange(600) / 100.0
    values = np.column_stack([np.sin(2.0 * np.pi * 6.0 * time), 3.0 - 2.0 * time])
    smooth = smooth_coordinates(Samples(time, values), 6.0)
    middle = (smooth.time > 2.0) & (smooth.time < 4.0)
    kept = np.sin(2.0 * np.pi * 6.0 * smooth.time[middle])
    assert smooth.values[middle, 0] == pytest.approx(0.5 * kept, abs=1e-6)
    inside = (smooth.time >= 0.0) & (smooth.time <= time[-1])
    assert smooth.values[inside, 1] == pytest.approx(3.0 - 2.0 * smooth.time[inside], abs=1e-9)


def test_uneven_samples_are_evened_out_at_the_shortest_interval() -> None:
    time = np.arange(100) / 100.0 + 1e-4 * (np.arange(100) % 2)
    smooth = smooth_coordinates(Samples(time, np.sin(time)[:, None]), 10.0)
    assert np.diff(smooth.time) == pytest.approx(np.full(len(smooth.time) - 1, np.diff(time).min()))


def test_natural_splines_are_straight_at_their_ends() -> None:
    time = np.linspace(0.0, 1.0, 30)
    samples = Samples(time, np.exp(time)[:, None])
    for degree, orders in ((3, (2,)), (5, (3, 4))):
        spline = natural_spline(samples, degree)
        assert spline(time)[:, 0] == pytest.approx(np.exp(time))
        for order in orders:
            assert spline(time[[0, -1]], nu=order) == pytest.approx(np.zeros((2, 1)), abs=1e-6)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("motion.mot", "absent.mot", "absent.mot"),
        ("<coordinates_file>motion.mot", "<coordinates_file>", "coordinates_file"),
        (
            "InverseDynamicsTool",
            "AnalyzeTool",
            "expected a setup of the InverseDynamicsTool, found AnalyzeTool",
        ),
        ("<results", "<time_range>7 8</time_range><results", "expected times between 0 and 1 s"),
        (
            "<results",
            "<lowpass_cutoff_frequency_for_coordinates>low</lowpass_cutoff_frequency_for_coordinates><results",
            "one number",
        ),
        ("forces.mot", "absent_forces.mot", "absent_forces.mot"),
        ("foot_v<", "hand_v<", "expected three that begin with 'hand_v', found 0"),
        ("<applied_to_body>b", "<applied_to_body>wing", "expected a body of the model, found 'wing'"),
        ("ExternalForce", "PrescribedForce", "expected an ExternalForce, found PrescribedForce"),
    ],
)
def test_refuses_in_one_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        solve(tmp_path, loads=LOADS, edit=(old, new))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("header", "values", "said"),
    [
        (["Coordinates"], np.degrees(TURN), "inDegrees=yes or inDegrees=no"),
        (DEGREES, np.where(TIME == 0.5, np.nan, TURN), "a missing value"),
    ],
)
def test_refuses_tables_that_leave_something_open(
    tmp_path: Path, header: list[str], values: np.ndarray, said: str
) -> None:
    solve(tmp_path)
    write_table(tmp_path / "motion.mot", TIME, {"turn": values}, header)
    with pytest.raises(BadInputError, match=said):
        run_id(tmp_path / "setup.xml", threads=1)


def test_refuses_forces_that_do_not_cover_the_trial(tmp_path: Path) -> None:
    solve(tmp_path, loads=LOADS)
    short = {name: column[:100] for name, column in FORCES.items()}
    write_table(tmp_path / "forces.mot", TIME[:100], short, ["forces"])
    with pytest.raises(BadInputError, match=r"expected forces from 0 to 1 s, found 0 to 0\.495 s"):
        run_id(tmp_path / "setup.xml", threads=1)


def test_reads_degrees_from_words_and_radians_from_states(tmp_path: Path) -> None:
    solve(tmp_path)
    for header, values in (
        (["Coordinates", "Angles are in degrees."], np.degrees(TURN)),
        (["s", "inDegrees=no"], TURN),
    ):
        name = "turn" if "deg" in header[1].lower().replace("indegrees", "") else "/jointset/j/turn/value"
        write_table(tmp_path / "motion.mot", TIME, {name: values}, header)
        found = force(run_id(tmp_path / "setup.xml", threads=1), "turn")
        assert found[INNER] == pytest.approx(expected()[0][INNER], abs=1e-5)
