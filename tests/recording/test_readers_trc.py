"""TRC in the dialects that exist, and the sentences for those that cannot be understood."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from groundup.quantities import BadInputError
from groundup.recording.read import read_recording


def trc(
    rows: Sequence[str],
    labels: Sequence[str] = ("A", "B"),
    *,
    units: str = "mm",
    rate: str = "100",
    frames: int | None = None,
    markers: int | None = None,
    axis_line: bool = True,
    sep: str = "\t",
    end: str = "\n",
) -> str:
    head = [
        "PathFileType\t4\t(X/Y/Z)\tx.trc",
        "DataRate CameraRate NumFrames NumMarkers Units OrigDataRate OrigDataStartFrame OrigNumFrames",
        "\t".join(
            map(str, (rate, rate, frames or len(rows), markers or len(labels), units, rate, 1, len(rows)))
        ),
        sep.join(["Frame#", "Time", *(f"{label}{sep}{sep}" if sep == "\t" else label for label in labels)]),
    ]
    if axis_line:
        head.append(sep.join(["", "", *(f"{axis}{i + 1}" for i in range(len(labels)) for axis in "XYZ")]))
    return end.join([*head, "", *rows]) + end


def row(frame: int, time: str | float, values: Sequence[object], sep: str = "\t") -> str:
    return sep.join(str(value) for value in (frame, time, *values))


GOOD = [row(i, (i - 1) / 100, [100.0 + i, 200, 300, 400, 500, 600]) for i in range(1, 6)]


def read(tmp_path: Path, text: str | bytes) -> object:
    path = tmp_path / "a.trc"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_recording(path)


def test_positions_time_and_labels(tmp_path: Path) -> None:
    recording = read(tmp_path, trc(GOOD))
    assert recording.labels == ("A", "B")
    np.testing.assert_allclose(recording.markers.values[2, 0], [0.103, 0.2, 0.3])
    np.testing.assert_allclose(recording.markers.time.values, np.arange(5) / 100)
    assert recording.rate == 100


@pytest.mark.parametrize(
    ("units", "factor"), [("mm", 1e-3), ("cm", 1e-2), ("m", 1.0), ("  mm  ", 1e-3), ("meters", 1.0)]
)
def test_units(tmp_path: Path, units: str, factor: float) -> None:
    recording = read(tmp_path, trc(GOOD, units=units))
    np.testing.assert_allclose(recording.markers.values[0, 1], np.array([400, 500, 600]) * factor)


def test_an_unknown_unit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"Units: expected a unit of length \(mm, cm, m\), found 'ft'"):
        read(tmp_path, trc(GOOD, units="ft"))


@pytest.mark.parametrize("word", ["NaN", "nan", "NAN", "  NaN ", "-nan(ind)", "1.#QNAN", "N/A", "", "inf"])
def test_missing_spelled_in_any_way_is_nan(tmp_path: Path, word: str) -> None:
    rows = [GOOD[0], row(2, 0.01, [word, word, word, 400, 500, 600]), *GOOD[2:]]
    recording = read(tmp_path, trc(rows))
    assert np.isnan(recording.markers.values[1, 0]).all()
    assert np.isfinite(recording.markers.values).sum() == 27


def test_blanks_at_the_end_of_a_row_and_extra_tabs(tmp_path: Path) -> None:
    rows = [GOOD[0] + "\t\t", row(2, 0.01, [100, 200, 300, "", "", ""]), *GOOD[2:]]
    recording = read(tmp_path, trc(rows))
    assert np.isnan(recording.markers.values[1, 1]).all()


def test_a_place_of_exactly_zero_is_a_gap(tmp_path: Path) -> None:
    rows = [GOOD[0], row(2, 0.01, [0, 0, 0, 0, 500, 600]), *GOOD[2:]]
    recording = read(tmp_path, trc(rows))
    assert np.isnan(recording.markers.values[1, 0]).all()
    assert np.isfinite(recording.markers.values[1, 1]).all()


def test_spaces_instead_of_tabs(tmp_path: Path) -> None:
    rows = [row(i, (i - 1) / 100, [1, 2, 3, 4, 5, 6], sep="  ") for i in range(1, 5)]
    recording = read(tmp_path, trc(rows, sep=" "))
    np.testing.assert_allclose(recording.markers.values[0, 1], [0.004, 0.005, 0.006])


def test_exponents_windows_ends_blank_lines_and_a_missing_axis_line(tmp_path: Path) -> None:
    rows = [row(i, f"{(i - 1) / 100:.3E}", ["1.0E+02", "2e2", "-3.0E+2", 4, 5, 6]) for i in range(1, 5)]
    rows.insert(2, "\t\t\t")
    recording = read(tmp_path, "\ufeff" + trc(rows, axis_line=False, end="\r\n", frames=4))
    np.testing.assert_allclose(recording.markers.values[:, 0], np.tile([0.1, 0.2, -0.3], (4, 1)))


def test_miscounted_headers_are_said(tmp_path: Path) -> None:
    recording = read(tmp_path, trc(GOOD, frames=900, markers=7))
    assert recording.markers.shape == (5, 2, 3)
    assert "the header counts 7 markers, the file names 2" in recording.notes
    assert "the header counts 900 frames, the file holds 5" in recording.notes


def test_repeated_labels(tmp_path: Path) -> None:
    recording = read(tmp_path, trc(GOOD, labels=("A", "A")))
    assert recording.labels == ("A", "A__2")
    assert any("more than once (A)" in note for note in recording.notes)


def test_a_cropped_file_keeps_its_absolute_time(tmp_path: Path) -> None:
    rows = [row(333 + i, f"{(332 + i) / 60:.3f}", [1, 2, 3, 4, 5, 6]) for i in range(20)]
    recording = read(tmp_path, trc(rows, rate="60"))
    assert recording.first_frame == 333
    np.testing.assert_allclose(recording.markers.time.values, (332 + np.arange(20)) / 60, atol=1e-9)


@pytest.mark.parametrize(("rate", "said"), [("60", "60 Hz"), ("9" * 20, "1e+20 Hz")])
def test_a_rate_that_the_time_column_contradicts_loses_and_is_said(
    tmp_path: Path, rate: str, said: str
) -> None:
    recording = read(tmp_path, trc(GOOD, rate=rate))
    assert recording.rate == 100
    assert any(f"the header says {said}, the time column 100 Hz" in note for note in recording.notes)


def test_frames_left_out_of_the_file_are_gaps_in_time(tmp_path: Path) -> None:
    recording = read(tmp_path, trc([*GOOD[:2], *GOOD[3:]]))
    assert recording.markers.shape[0] == 5
    assert np.isnan(recording.markers.values[2]).all()
    assert any("skips 1 frames" in note for note in recording.notes)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda r: [*r[:2], row(3, 0.02, [1, 2, 3, 4]), *r[3:]], "line 9: expected 8 columns"),
        (
            lambda r: [*r[:2], row(3, 0.02, [1, 2, "three", 4, 5, 6]), *r[3:]],
            "line 9, column 5: expected a number, found 'three'",
        ),
        (lambda r: [*r[:2], row(3, 0.02, ["1,5", 2, 3, 4, 5, 6]), *r[3:]], "found '1,5'"),
        (lambda r: [*r[:2], row(3, "", [1, 2, 3, 4, 5, 6]), *r[3:]], "line 9, column 2: expected a time"),
        (lambda r: [*r[:2], row(3, 0.005, [1, 2, 3, 4, 5, 6]), *r[3:]], "time column"),
        (lambda r: [*r[:3], row(4, 0.034, [1, 2, 3, 4, 5, 6]), *r[4:]], "on an even clock"),
        (lambda r: [], "rows of marker positions"),
    ],
)
def test_rows_that_cannot_be_understood_name_their_line(
    tmp_path: Path, change: object, sentence: str
) -> None:
    with pytest.raises(BadInputError, match=sentence):
        read(tmp_path, trc(change(GOOD)))


def test_a_file_cut_inside_a_row_or_a_number_is_refused(tmp_path: Path) -> None:
    text = trc(GOOD, frames=20)
    with pytest.raises(BadInputError, match="expected 8 columns"):
        read(tmp_path, text[:-10])
    with pytest.raises(BadInputError, match="cut off after 5"):
        read(tmp_path, text[:-2])


def test_text_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="line 4: expected text in UTF-8, found byte 0xe9"):
        read(tmp_path, trc(GOOD, labels=("Épaule", "B")).encode("latin-1").replace(b"\xc9", b"\xe9"))


def test_other_text_named_trc_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="PathFileType"):
        read(tmp_path, "hello\n" * 20)
