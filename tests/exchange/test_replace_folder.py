"""A result folder is all old or all new, whatever happens in between."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from groundup.exchange import folder as subject
from groundup.exchange.folder import replace_folder
from groundup.quantities import GroundupError


def fill_with(text: str):
    def fill(folder: Path) -> None:
        (folder / "a").write_text(text)
        (folder / "b").write_text(text)

    return fill


def always(folder: Path) -> bool:
    return True


def contents(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text() for p in folder.iterdir()}


def test_a_new_folder_appears_with_its_parents(tmp_path: Path) -> None:
    replace_folder(tmp_path / "x" / "out", fill_with("new"), always)
    assert contents(tmp_path / "x" / "out") == {"a": "new", "b": "new"}
    assert [p.name for p in (tmp_path / "x").iterdir()] == ["out"]


def test_an_old_result_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "stale").write_text("old")
    replace_folder(out, fill_with("new"), always)
    assert contents(out) == {"a": "new", "b": "new"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_failure_while_writing_leaves_the_old_result(tmp_path: Path) -> None:
    out = tmp_path / "out"
    replace_folder(out, fill_with("old"), always)

    def broken(folder: Path) -> None:
        (folder / "a").write_text("half")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        replace_folder(out, broken, always)
    assert contents(out) == {"a": "old", "b": "old"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "No permission"), (errno.EIO, "could not be written")],
)
def test_the_disks_refusal_is_one_sentence(tmp_path: Path, code: int, words: str) -> None:
    def refused(folder: Path) -> None:
        raise OSError(code, os.strerror(code))

    with pytest.raises(GroundupError, match=words) as caught:
        replace_folder(tmp_path / "out", refused, always)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_swap_puts_the_old_result_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    replace_folder(out, fill_with("old"), always)
    rename = Path.rename

    def stubborn(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(errno.EIO, "no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    with pytest.raises(GroundupError):
        replace_folder(out, fill_with("new"), always)
    assert contents(out) == {"a": "old", "b": "old"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_run_killed_between_the_renames_is_repaired_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".out.previous").mkdir()
    (tmp_path / ".out.previous" / "a").write_text("old")

    def broken(folder: Path) -> None:
        raise ValueError

    with pytest.raises(ValueError):
        replace_folder(tmp_path / "out", broken, always)
    assert contents(tmp_path / "out") == {"a": "old"}


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_run_leaves_the_old_result(tmp_path: Path) -> None:
    out = tmp_path / "out"
    replace_folder(out, fill_with("old"), always)
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from groundup.exchange.folder import replace_folder\n"
        "def fill(folder):\n"
        "    (folder / 'a').write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "replace_folder(Path(sys.argv[1]), fill, lambda f: True)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(out)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert contents(out) == {"a": "old", "b": "old"}
    replace_folder(out, fill_with("new"), always)
    assert [p.name for p in tmp_path.iterdir()] == ["out"], "what the killed run left behind is cleared away"


def test_other_peoples_files_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(GroundupError, match="--out"):
        replace_folder(tmp_path, fill_with("new"), lambda folder: False)
    assert contents(tmp_path) == {"thesis.docx": "years of work"}


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(GroundupError, match="is a file"):
        replace_folder(tmp_path / "out", fill_with("new"), always)


def test_every_file_reaches_the_disk_before_the_swap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, swap = subject._sync, subject._swap
    monkeypatch.setattr(subject, "_sync", lambda path: (order.append(path.name), sync(path)))
    monkeypatch.setattr(subject, "_swap", lambda *args: (order.append("swap"), swap(*args)))
    replace_folder(tmp_path / "out", fill_with("new"), always)
    assert {"a", "b"} <= set(order[: order.index("swap")])
