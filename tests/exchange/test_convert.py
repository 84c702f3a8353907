"""The command's own work: what it reads and refuses, what it says, and that nothing is written half."""

from pathlib import Path

import pytest
from made_recording import made_recording

from groundup.cli import main
from groundup.exchange.convert import convert
from groundup.exchange.convert_left import left_behind
from groundup.exchange.writers.netcdf import write_recording
from groundup.quantities import BadInputError, GroundupError
from groundup.recording.recording import Recording

TABLE = "\n".join(
    (
        "Coordinates", "version=1", "nRows=2", "nColumns=3", "inDegrees=yes", "endheader",
        "time\tknee\tpelvis_tx", "0\t10.5\t1", "0.1\t11\tnan", "",
    )
)  # fmt: skip


@pytest.fixture
def recording() -> Recording:
    return made_recording()


@pytest.fixture
def source(recording: Recording, tmp_path: Path) -> Path:
    write_recording(recording, tmp_path / "made.nc")
    return tmp_path / "made.nc"


def test_every_format_says_what_it_leaves_behind(source: Path) -> None:
    def left(name: str) -> str:
        return " ".join(convert(source, source.with_name(name)).notes)

    assert left("a.nc") == left("a.c3d") == ""
    assert "2 force plates, 3 events, 2 analog channels" in left("a.trc")
    assert ".mot holds the forces" in left("a.trc")
    assert "left behind: 4 markers, 3 events" in left("a.mot")
    assert "force plate" not in left("a.mot")


def test_nothing_is_said_where_nothing_is_left(recording: Recording) -> None:
    assert left_behind(recording, {"markers", "forces", "events", "analog", "person"}) is None


def test_plates_without_corners_are_left_out_of_a_c3d(source: Path) -> None:
    for name in ("a.trc", "a.mot"):
        convert(source, source.with_name(name))
    converted = convert(source.with_name("a.trc"), source.with_name("b.c3d"), source.with_name("a.mot"))
    assert "force 1, which has no corners, force 2, which has no corners" in converted.notes[0]


def test_a_start_between_frames_is_told_in_a_c3d(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("time [s],A x [m],A y [m],A z [m]\n0.503,1,1,1\n0.513,1,1,1\n0.523,1,1,1\n")
    assert "-0.0030 s off" in convert(path, tmp_path / "a.c3d").notes[0]


def test_a_csv_holds_markers_or_forces(source: Path) -> None:
    assert "x [m]" in convert(source, source.with_name("m.csv")).path.read_text().splitlines()[0]
    forces = convert(source, source.with_name("f.csv"), part="forces").path
    assert forces.read_text().startswith("time [s],plate 1 force x [N]")
    with pytest.raises(GroundupError, match="choose markers or forces"):
        convert(source, source.with_name("x.csv"), part="legs")


def test_what_makes_no_sense_is_one_sentence_and_leaves_nothing(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    markers = convert(source, tmp_path / "a.trc").path
    forces = convert(source, tmp_path / "a.mot").path
    table = tmp_path / "table.mot"
    table.write_text(TABLE)
    for given, name, words in (
        (source, "a.docx", r"ends in \.trc"),
        (markers, "a.mot", "ground forces to write, found none"),
        (forces, "a.trc", "markers to write, found ground forces only"),
        (forces, "a.c3d", "markers to write, found ground forces only"),
        (table, "a.c3d", "markers to write, found joint coordinates"),
    ):
        with pytest.raises(BadInputError, match=words):
            convert(given, folder / name)
    with pytest.raises(GroundupError, match="could not be written"):
        convert(source, tmp_path / "absent" / "a.trc")
    with pytest.raises(BadInputError, match="leave --forces out"):
        convert(forces, folder / "a.nc", forces)
    with pytest.raises(BadInputError, match="ground forces alone"):
        convert(markers, folder / "a.nc", table)
    assert not list(folder.iterdir())


def test_an_old_file_stays_where_the_new_one_fails(source: Path, tmp_path: Path) -> None:
    markers = convert(source, tmp_path / "a.trc").path
    old = tmp_path / "old.mot"
    old.write_text("mine")
    with pytest.raises(BadInputError):
        convert(markers, old)
    assert old.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.trc", "made.nc", "old.mot"]


def test_the_command_tells_on_standard_error(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["convert", str(source), str(source.with_name("a.trc"))])
    said = capsys.readouterr()
    assert ended.value.code in (0, None)
    assert said.out.strip() == f"Written: {source.with_name('a.trc')}"
    assert said.err.count("\n") == 1
    assert "left behind: 2 force plates" in said.err


@pytest.mark.parametrize("way", [("a.csv",), ("a.nc",), ("a.csv", "b.nc", "c.sto"), ("a.nc", "b.csv")])
@pytest.mark.parametrize("degrees", ["yes", "no", None])
def test_a_table_comes_back_to_the_last_bit(
    tmp_path: Path, way: tuple[str, ...], degrees: str | None
) -> None:
    path = tmp_path / "source.mot"
    path.write_text(TABLE.replace("inDegrees=yes\n", f"inDegrees={degrees}\n" if degrees else ""))
    first = convert(path, tmp_path / "again.mot").path.read_text()
    for name in way:
        path = convert(path, tmp_path / name).path
    assert convert(path, tmp_path / "back.mot").path.read_text() == first
    assert (f"inDegrees={degrees}" in first) == (degrees is not None)
    assert "0.1\t11.0\tnan" in first
    assert first.startswith("Coordinates\n")


def test_older_headers_say_degrees_in_words(tmp_path: Path) -> None:
    path = tmp_path / "old.mot"
    path.write_text(TABLE.replace("inDegrees=yes", "Angles are in degrees."))
    assert convert(path, tmp_path / "a.csv").path.read_text().splitlines()[1] == "# inDegrees=yes"
