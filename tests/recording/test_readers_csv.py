"""CSV recordings: what is read, and what is refused in one sentence."""

from pathlib import Path

import numpy as np
import pytest

from groundup.quantities import BadInputError
from groundup.recording.read import read_recording
from groundup.recording.readers.csv_table import read_csv
from groundup.recording.readers.csv_tables import csv_forces, csv_storage

HEAD = "frame,time [s],A x [mm],A y [mm],A z [mm]\n"
ROWS = "5,0.04,1,2,3\n6,0.05,1,,3\n7,0.06,1,2,3.5\n"


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_units_frames_and_gaps(tmp_path: Path, end: str) -> None:
    found = read_recording(table(tmp_path, "\ufeff" + (HEAD + ROWS).replace("\n", end)))
    assert (found.first_frame, found.rate, found.labels) == (5, 100.0, ("A",))
    np.testing.assert_allclose(
        found.markers.values[[0, 2], 0], [[0.001, 0.002, 0.003], [0.001, 0.002, 0.0035]]
    )
    assert np.isnan(found.markers.values[1]).all()


def test_a_table_without_frames_has_those_of_its_clock(tmp_path: Path) -> None:
    found = read_recording(table(tmp_path, "Time [s],A_X [m],A_Y [m],A_Z [m]\n0.04,1,2,3\n0.05,1,2,3\n"))
    assert (found.first_frame, found.labels) == (5, ("A",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + ROWS.rstrip(), "line 4, the last: expected a line end"),
        (HEAD + ROWS.replace("5\n", "5,9\n"), "line 4: expected 5 columns, found 6"),
        (HEAD + ROWS.replace("2,3\n", "two,3\n", 1), "line 2, column 4: expected a number, found 'two'"),
        (
            HEAD + ROWS.replace("6,", "9,", 1),
            "line 3, column 1: expected a frame number that goes with the time",
        ),
        (HEAD + ROWS.replace("0.06", "0.05"), "line 4, time column"),
        (HEAD + ROWS.replace("0.06", "inf"), "line 4, time column: expected a time in seconds"),
        (HEAD, "line 2: expected rows of numbers, found none"),
        (HEAD.replace("[mm]", "[parsec]") + ROWS, "column 3: expected a unit of length"),
        (HEAD.replace(" [mm]", "") + ROWS, "column 3: expected a position"),
        (HEAD.replace("A z", "B z") + ROWS, "columns of 'A': expected x, y and z, found x, y"),
        (HEAD.replace("A z", "A y") + ROWS, "'A y' twice"),
        (HEAD.replace("time [s]", "time [ms]") + ROWS, "column names"),
        ("name,age\nx,3\n", "line 2, column 1: expected a number"),
        ("1;2;3\n4;5;6\n", "a number"),
        ('"frame,time\n1,2\n', "cells with commas"),
        ("# only this\n", "the end of the file"),
        ("plate 1 force x [N],time [s]\n1,0\n2,0.1\n", "ground forces only"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_recording(table(tmp_path, text))
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_forces_have_units(tmp_path: Path) -> None:
    names = [f"left force {axis} [kN]" for axis in "xyz"]
    names += [f"left centre of pressure {axis} [mm]" for axis in "xyz"]
    text = ",".join(["time [s]", *names]) + "\n0,0,0,0.7,100,0,0\n0.01,0,0,0.7,100,0,0\n"
    forces = csv_forces(read_csv(table(tmp_path, text)))
    (plate,) = forces.plates
    assert (plate.name, plate.side) == ("left", "left")
    np.testing.assert_allclose(plate.force.values[0], [0, 0, 700])
    np.testing.assert_allclose(plate.centre_of_pressure.values[0], [0.1, 0, 0])
    assert np.isnan(plate.free_moment.values).all()
    for wrong, words in (
        ("[kN]", "a unit of force"),
        ("left force", "a quantity of a plate"),
        ("[s]", "'time"),
    ):
        with pytest.raises(BadInputError, match=words):
            csv_forces(read_csv(table(tmp_path, text.replace(wrong, "[?]", 1))))


def test_a_table_of_no_units_starts_with_time(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="'time' first"):
        csv_storage(read_csv(table(tmp_path, "knee,hip\n1,2\n")))
