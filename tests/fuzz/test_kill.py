"""An analysis that is killed, finds no space or has company leaves the old result or the new one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="kills and limits as Posix knows them")

from fuzz.kill import kill_runs

OLD_OR_NEW = ("old", "new")

_WRITE = """
import resource, signal, sys
from pathlib import Path
from groundup.exchange.folder import replace_folder
from groundup.quantities import GroundupError
limit = int(sys.argv[3])
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
def fill(folder):
    for name in "abcdefgh":
        (folder / name).write_text(sys.argv[2] * 100_000)
try:
    for _ in range(int(sys.argv[4])):
        replace_folder(Path(sys.argv[1]), fill, lambda folder: True)
except GroundupError as problem:
    sys.stderr.write(str(problem))
    sys.exit(1)
"""


def _write(out: Path, text: str, limit: int = 0, times: int = 1) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", _WRITE, str(out), text, str(limit), str(times)]
    return subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)


def _contents(out: Path) -> set[str]:
    assert sorted(path.name for path in out.iterdir()) == list("abcdefgh")
    return {path.read_text() for path in out.iterdir()}


def test_a_killed_analysis_leaves_the_old_result_or_the_new_one(tmp_path: Path) -> None:
    ends = kill_runs(2, 1, tmp_path, late=True)
    assert [end for end in ends if not end.found.startswith(OLD_OR_NEW)] == []


def test_a_limit_on_file_sizes_is_one_sentence_and_the_old_result_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = _write(out, "o")
    assert first.communicate()[1] == ""
    process = _write(out, "n", limit=50_000)
    _, said = process.communicate()
    assert process.returncode == 1, said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1
    assert _contents(out) == {"o" * 100_000}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_two_runs_at_once_do_each_other_no_harm(tmp_path: Path) -> None:
    out = tmp_path / "out"
    runs = [_write(out, text, times=15) for text in "no"]
    said = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert _contents(out) in ({"n" * 100_000}, {"o" * 100_000})
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        process = _write(tmp_path / "out", "n")
        _, said = process.communicate()
    finally:
        tmp_path.chmod(0o700)
    assert process.returncode == 1
    assert "No permission" in said
