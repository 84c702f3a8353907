"""Force tables under every naming, pairing with markers, and what is refused instead of read."""

from pathlib import Path

import numpy as np
import pytest

from groundup.quantities import BadInputError, Side
from groundup.recording.read import pair_inputs, read_recording
from groundup.recording.readers.storage import read_table
from groundup.recording.readers.storage_forces import force_columns, read_forces

ROWS = 101
TIME = np.arange(ROWS) / 100


def table(columns: list[str], values: np.ndarray, header: str = "osim", time: np.ndarray = TIME) -> str:
    if header == "osim":
        head = f"grf\nversion=1\nnRows={len(time)}\nnColumns={len(columns) + 1}\nendheader\n"
    else:
        counts = f"datacolumns {len(columns) + 1}\t\t\ndatarows {len(time)}\t"
        head = f"name grf.mot\t\t\t\n{counts}\nrange 0 1\t\nendheader\t\n\n"
    names = "\t".join(["            time", *columns])
    rows = "\n".join("\t".join(f"{v:.6f}" for v in (t, *row)) for t, row in zip(time, values, strict=True))
    return f"{head}{names}\n{rows}\n"


def block(peak: float = 700.0) -> np.ndarray:
    """Force, point and moment of one foot (rows, 9): loaded in the middle, zeros elsewhere."""
    values = np.zeros((ROWS, 9))
    values[20:80, 1] = peak
    values[20:80, 0] = 50.0
    values[20:80, 3:6] = [0.4, 0.0, -0.2]
    values[20:80, 7] = 3.0
    return values


STYLES = {
    "before": ("{0}ground_force_v{1}", "{0}ground_force_p{1}", "{0}ground_torque_{1}"),
    "inside": ("ground_force_{0}_v{1}", "ground_force_{0}_p{1}", "ground_torque_{0}_{1}"),
    "moment": ("ground_force_{0}_v{1}", "ground_force_{0}_p{1}", "ground_moment_{0}_m{1}"),
    "force_m": ("ground_force_{0}_v{1}", "ground_force_{0}_p{1}", "ground_force_{0}_m{1}"),
    "glued": ("ground_force{0}_v{1}", "ground_force{0}_p{1}", "ground_moment{0}_m{1}"),
    "short": ("f{0}_{1}", "p{0}_{1}", "m{0}_{1}"),
}


def names(style: str, block_name: str) -> list[str]:
    return [part.format(block_name, axis) for part in STYLES[style] for axis in "xyz"]


@pytest.mark.parametrize(
    ("style", "first", "second", "sides"),
    [
        ("before", "", "1_", (None, None)),
        ("before", "", "l_", (None, Side.LEFT)),
        ("before", "R_", "L_", (Side.RIGHT, Side.LEFT)),
        ("inside", "r", "l", (Side.RIGHT, Side.LEFT)),
        ("inside", "1", "2", (None, None)),
        ("moment", "1", "2", (None, None)),
        ("force_m", "1", "2", (None, None)),
        ("glued", "1", "2", (None, None)),
        ("short", "1", "2", (None, None)),
        ("inside", "calcn_r", "calcn_l", (Side.RIGHT, Side.LEFT)),
    ],
)
@pytest.mark.parametrize("header", ["osim", "simm"])
def test_every_naming(
    tmp_path: Path, style: str, first: str, second: str, sides: tuple[Side | None, Side | None], header: str
) -> None:
    path = tmp_path / "grf.mot"
    columns = names(style, first) + names(style, second)
    path.write_text(table(columns, np.hstack((block(700), block(650))), header))
    plates = read_forces(path).plates
    assert [plate.side for plate in plates] == list(sides)
    assert len({plate.name for plate in plates}) == 2
    for plate, peak in zip(plates, (700, 650), strict=True):
        np.testing.assert_allclose(plate.force.values[50], [50, peak, 0])
        np.testing.assert_allclose(plate.centre_of_pressure.values[50], [0.4, 0, -0.2])
        np.testing.assert_allclose(plate.free_moment.values[50], [0, 3, 0])
        assert np.isnan(plate.centre_of_pressure.values[:20]).all()
        assert np.isnan(plate.free_moment.values[80:]).all()


def test_columns_in_any_order_find_their_block() -> None:
    columns = names("inside", "r") + names("inside", "l")
    found = force_columns(tuple(columns[:3] + columns[9:12] + columns[3:9] + columns[12:]))
    assert found["r"]["force"] == {0: 0, 1: 1, 2: 2}
    assert found["l"]["force"] == {0: 3, 1: 4, 2: 5}
    assert found["l"]["moment"] == {0: 15, 1: 16, 2: 17}


def test_other_columns_are_no_forces() -> None:
    assert (
        force_columns(("pelvis_tilt", "hip_flexion_r", "knee_angle_r_moment", "pelvis_tx_force", "Fx1")) == {}
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("grf\nversion=1\ntime\tx\n", "expected a line 'endheader'"),
        ("g\nendheader\nx\ty\n1\t2\n", "column names starting with 'time'"),
        ("g\nendheader\ntime\tx\n0\t1\n0.01\n", "line 5: expected 2 columns, found 1"),
        ("g\nendheader\ntime\tx\n0\t1\n0.01\tabc\n", "line 5, column 2: expected a number, found 'abc'"),
        ("g\nnRows=9\nendheader\ntime\tx\n0\t1\n0.01\t2", "cut off after 2"),
        ("g\nendheader\ntime\tx\n", "rows of numbers"),
        ("g\nDataType=Quaternion\nendheader\ntime\tx\n0\t1,0,0,0\n", "orientations of inertial sensors"),
    ],
)
def test_tables_that_cannot_be_understood(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "a.sto"
    path.write_text(text)
    with pytest.raises(BadInputError, match=sentence):
        read_table(path)


def test_a_stale_row_count_is_said(tmp_path: Path) -> None:
    path = tmp_path / "grf.mot"
    text = table(names("inside", "r"), block()).replace(f"nRows={ROWS}", "nRows=5000")
    path.write_text(text)
    assert "the header of grf.mot counts 5000 rows, the file holds 101" in read_forces(path).notes


def test_millimetres_are_refused(tmp_path: Path) -> None:
    values = block()
    values[:, 3:6] *= 1000
    path = tmp_path / "grf.mot"
    path.write_text(table(names("inside", "r"), values))
    with pytest.raises(BadInputError, match="can only be millimetres"):
        read_forces(path)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("walk.mp4", b"\x00\x00\x00\x18ftypmp42", "found a video; run a pose estimation"),
        ("model.osim", b"<?xml?>", "found an OpenSim model"),
        ("setup.xml", b"<?xml?>", "found an XML settings file"),
        ("a.json", b"{}", "found a JSON file"),
        ("a.xyz", b"??", "found a file of kind '.xyz'"),
        ("a.zip", b"PK\x03\x04aaaa", "found a zip archive"),
        ("empty.c3d", b"", "found an empty file"),
    ],
)
def test_what_is_no_recording_is_named(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=sentence):
        read_recording(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no such file"):
        read_recording(tmp_path / "none.c3d")
    with pytest.raises(BadInputError, match="found a folder"):
        read_recording(tmp_path)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (["pelvis_tilt", "knee_angle_r"], "found joint coordinates"),
        (["hip_flexion_r_moment", "knee_angle_r_moment"], "found joint moments"),
        (["Fx1", "Fy1"], "found raw plate channels"),
        (names("inside", "r"), "found ground forces only"),
    ],
)
def test_a_table_alone_says_what_it_holds(tmp_path: Path, columns: list[str], sentence: str) -> None:
    path = tmp_path / "a.mot"
    path.write_text(table(columns, np.ones((ROWS, len(columns)))))
    with pytest.raises(BadInputError, match=sentence):
        read_recording(path)


def markers(path: Path, start: float = 0.0) -> Path:
    """A heel by the point of application and a hip above it."""
    head = "PathFileType\t4\t(X/Y/Z)\ta\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\n"
    rows = "\n".join(f"{i + 1}\t{start + i / 100:.2f}\t0.35\t0.05\t-0.2\t0.4\t0.9\t-0.1" for i in range(ROWS))
    path.write_text(f"{head}100\t100\t{ROWS}\t2\tm\nFrame#\tTime\tHEEL\t\t\tHIP\t\t\n{rows}\n")
    return path


def test_forces_are_laid_beside_markers_by_absolute_time(tmp_path: Path) -> None:
    grf = tmp_path / "walk_grf.mot"
    grf.write_text(table(names("inside", "r"), block()))
    recording = read_recording(markers(tmp_path / "walk.trc", start=0.3), grf)
    plate = recording.plates[0]
    assert float(plate.force.plate_time[0]) == pytest.approx(
        0.29
    )  # cut to the markers' time, one frame of slack
    assert float(plate.force.sel(axis="y").sel(plate_time=0.5, method="nearest")) == 700
    assert any("the forces cover 0.000 to 1.000 s" in note for note in recording.notes)
    assert [source.name for source in recording.sources] == ["walk.trc", "walk_grf.mot"]


def test_forces_of_another_time_or_place_are_refused(tmp_path: Path) -> None:
    grf = tmp_path / "walk_grf.mot"
    grf.write_text(table(names("inside", "r"), block(), time=TIME + 50))
    with pytest.raises(BadInputError, match=r"found forces from 50.000 to 51.000 s"):
        read_recording(markers(tmp_path / "walk.trc"), grf)
    moved = block()
    moved[20:80, 3] += 2.0
    grf.write_text(table(names("inside", "r"), moved))
    with pytest.raises(BadInputError, match="from the nearest marker"):
        read_recording(markers(tmp_path / "walk.trc"), grf)


def test_a_force_on_the_ground_is_turned_to_the_foot(tmp_path: Path) -> None:
    values = block()
    values[:, :3] *= -1
    values[:, 6:] *= -1
    grf = tmp_path / "walk_grf.mot"
    grf.write_text(table(names("inside", "r"), values))
    recording = read_recording(markers(tmp_path / "walk.trc"), grf)
    np.testing.assert_allclose(recording.plates[0].force.values[50], [50, 700, 0])
    np.testing.assert_allclose(recording.plates[0].free_moment.values[50], [0, 3, 0])
    assert any("stores the force on the ground" in note for note in recording.notes)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["grf.mot", "markers.trc"], [("markers.trc", "grf.mot")]),
        (
            ["walk2_grf.mot", "walk1.trc", "walk1_grf.mot", "walk2.trc"],
            [("walk1.trc", "walk1_grf.mot"), ("walk2.trc", "walk2_grf.mot")],
        ),
        (
            ["static.trc", "Walk-1_Forces.mot", "walk1_markers.trc"],
            [("static.trc", None), ("walk1_markers.trc", "Walk-1_Forces.mot")],
        ),
        (
            ["a/markers.trc", "b/markers.trc", "b/grf.mot", "a/grf.mot"],
            [("a/markers.trc", "a/grf.mot"), ("b/markers.trc", "b/grf.mot")],
        ),
        (
            ["M/DJ1.trc", "G/DJ1_grf.mot", "M/DJAsym1.trc", "G/DJAsym1_grf.mot"],
            [("M/DJ1.trc", "G/DJ1_grf.mot"), ("M/DJAsym1.trc", "G/DJAsym1_grf.mot")],
        ),
        (["a.c3d", "b.c3d"], [("a.c3d", None), ("b.c3d", None)]),
    ],
)
def test_pairs_by_name_in_any_order(given: list[str], expected: list[tuple[str, str | None]]) -> None:
    pairs = [(str(m), None if f is None else str(f)) for m, f in pair_inputs(given)]
    assert pairs == expected


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["walk1.trc", "walk2.trc", "grf.mot"], "no way to tell among walk1.trc, walk2.trc"),
        (["walk1.trc", "walk10.trc", "walk_grf.mot"], "no way to tell"),
        (["walk1.trc", "walk1_grf.mot", "walk1_forces.mot"], "one force file per recording"),
        (["grf.mot"], "expected a recording with markers"),
    ],
)
def test_ambiguous_pairs_are_refused(given: list[str], sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence):
        pair_inputs(given)
