"""C3D files that are cut, mutated or deadly end in one sentence, never in a plausible recording."""

import struct
import sys
import textwrap
import time
from pathlib import Path

import pytest
from c3d_fixture import points_of, write_c3d
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundup.quantities import BadInputError
from groundup.recording.read import read_recording, read_recordings
from groundup.recording.readers import c3d_isolated
from groundup.recording.readers.c3d_isolated import C3DProcess
from groundup.recording.readers.c3d_layout import check_layout


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_c3d(tmp_path / "good.c3d", points_of(4, 30), ["A", "B", "C", "D"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0.01, 0.97))
def test_every_truncation_is_refused(good: Path, tmp_path: Path, share: float) -> None:
    data = good.read_bytes()
    data_end = check_layout(good).bytes_needed
    cut = tmp_path / "cut.c3d"
    cut.write_bytes(data[: int(data_end * share)])
    with pytest.raises(BadInputError):
        check_layout(cut)


def test_a_truncated_file_says_how_much_is_missing(good: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.c3d"
    cut.write_bytes(good.read_bytes()[:-1000])
    with pytest.raises(BadInputError, match=r"30 frames \(\d+ bytes\), found \d+ bytes, \d+ too few"):
        read_recording(cut)


@pytest.mark.parametrize(
    ("offset", "value", "sentence"),
    [
        (2, struct.pack("<H", 60000), "one number of points"),
        (8, struct.pack("<H", 65000), "too few"),
        (20, struct.pack("<f", 0.0), "a positive number"),
        (12, struct.pack("<f", 0.1), "POINT:SCALE"),
        (6, struct.pack("<H", 900), "at least one frame"),
        (0, b"\xff", "parameter section"),
    ],
)
def test_a_mutated_header_is_refused(good: Path, offset: int, value: bytes, sentence: str) -> None:
    data = bytearray(good.read_bytes())
    data[offset : offset + len(value)] = value
    good.write_bytes(data)
    with pytest.raises(BadInputError, match=sentence):
        read_recording(good)


def test_a_record_beyond_the_parameter_section_is_refused(good: Path) -> None:
    data = bytearray(good.read_bytes())
    start = (data[0] - 1) * 512 + 4
    name_length = abs(struct.unpack_from("b", data, start)[0])
    struct.pack_into("<h", data, start + 2 + name_length, 32000)
    good.write_bytes(data)
    with pytest.raises(BadInputError, match="a record within the section"):
        read_recording(good)


def test_something_else_named_c3d_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.c3d"
    path.write_text("PathFileType? no" * 100)
    with pytest.raises(BadInputError):
        read_recording(path)


def _worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    script = tmp_path / "worker.py"
    script.write_text(textwrap.dedent(body))
    monkeypatch.setattr(c3d_isolated, "_WORKER", script)


def test_a_crash_in_the_library_is_one_sentence(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _worker(tmp_path, monkeypatch, "import os, sys\nsys.stdin.readline()\nos.abort()\n")
    with pytest.raises(BadInputError, match="the C3D library crashing on it"):
        read_recording(good)


def test_a_hang_in_the_library_is_one_sentence(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _worker(tmp_path, monkeypatch, "import time\ntime.sleep(60)\n")
    began = time.monotonic()
    with C3DProcess(seconds=0.3) as process, pytest.raises(BadInputError, match=r"time limit of 0\.3 s"):
        process.read(good)
    assert time.monotonic() - began < 10


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the address-space limit is a Unix one")
def test_a_memory_blow_up_is_one_sentence(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(c3d_isolated, "_BASE_MEMORY_BYTES", 30_000_000)
    with pytest.raises(BadInputError, match=r"more memory|crashing|refuses"):
        read_recording(good)


def test_a_process_goes_on_after_a_file_that_killed_it(good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.c3d"
    bad.write_bytes(b"\x02P" + b"\x00" * 2000)
    with C3DProcess() as process:
        with pytest.raises(BadInputError):
            process.read(bad)
        assert process.read(good).points.shape == (3, 4, 30)


def test_several_files_share_a_process(good: Path) -> None:
    first, second = read_recordings([(good, None), (good, None)])
    assert first.labels == second.labels
    assert first.sources == second.sources
