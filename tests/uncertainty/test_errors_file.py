"""A laboratory's own sizes of errors take the place of the published ones, or are refused in one sentence."""

from pathlib import Path

import numpy as np
import pytest

from groundup.quantities import BadInputError
from groundup.uncertainty.error_sizes import published
from groundup.uncertainty.errors_file import errors_csv, read_errors
from groundup.uncertainty.force_errors import force_slips

HEADER = "error,part,value,unit,source\n"


def _file(folder: Path, rows: str) -> Path:
    path = folder / "lab.csv"
    path.write_text(rows, encoding="utf-8")
    return path


def test_the_table_as_printed_changes_nothing(tmp_path: Path) -> None:
    found = read_errors(_file(tmp_path, errors_csv(published())))
    assert found.rows == published().rows
    assert found.changes == ()
    assert found.file == "lab.csv"


def test_a_row_in_another_unit_of_its_kind(tmp_path: Path) -> None:
    rows = "force_delay,lag,0.004,s,our synchronisation test\nhip_centre,hip,0,mm,ultrasound\n"
    found = read_errors(_file(tmp_path, HEADER + rows))
    assert found.of("force_delay", "lag") == pytest.approx(0.004)
    assert {own.part: (own.value, known.value) for own, known in found.changes} == {
        "lag": (4.0, 2.1),
        "hip": (0.0, 7.1),
    }
    assert found.of("subtalar_axis", "inclination") == published().of("subtalar_axis", "inclination")
    late = force_slips({"force_delay": np.ones((1, 1))}, 1, 70.0, found).delay
    np.testing.assert_allclose(late, 0.004)


def test_a_spreadsheet_with_semicolons(tmp_path: Path) -> None:
    text = "error;part;value;unit;source\nhip_centre;hip;3;mm;our phantom\n"
    assert read_errors(_file(tmp_path, text)).of("hip_centre", "hip") == pytest.approx(0.003)


@pytest.mark.parametrize(
    ("rows", "place", "said"),
    [
        ("knee_landmarks,knee_latteral,3,mm,ours\n", "line 2", "knee_latteral"),
        ("landmarks,knee_lateral,3,mm,ours\n", "line 2", "landmarks"),
        ("hip_centre,hip,3,deg,ours\n", "line 2, unit", "deg"),
        ("hip_centre,hip,-3,mm,ours\n", "line 2, value", "-3"),
        ("hip_centre,hip,nan,mm,ours\n", "line 2, value", "nan"),
        ("hip_centre,hip,3 mm,mm,ours\n", "line 2, value", "3 mm"),
        ("hip_centre,hip,3,m,ours\n", "line 2, value", "3"),
        ("hip_centre,hip,3,mm,\n", "line 2, source", "nothing"),
        ("hip_centre,hip,3,mm,A71.harrington\n", "line 2, source", "published"),
        ("hip_centre,hip,3,mm,ours\nhip_centre,hip,4,mm,ours\n", "line 3", "again"),
        ("hip_centre,hip,3,mm\n", "line 2", "4"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(tmp_path: Path, rows: str, place: str, said: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_errors(_file(tmp_path, HEADER + rows))
    assert refused.value.place == place
    assert said in refused.value.found
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "error,part,value,unit\n"])
def test_another_table_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadInputError, match="expected a column"):
        read_errors(_file(tmp_path, content))


def test_no_table_at_all(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="a table of errors"):
        read_errors(tmp_path / "none.csv")
    (tmp_path / "lab.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(BadInputError, match="a table of errors"):
        read_errors(tmp_path / "lab.csv")
