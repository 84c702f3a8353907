"""The commands ``ik`` and ``id``: several setups at once, one sentence for each that fails."""

import subprocess
import sys
from pathlib import Path

import numpy as np

from tests.exchange.setup_snippets import (
    all_markers,
    ik_setup,
    place,
    tool,
    write_model,
    write_table,
    write_trc,
)


def groundup(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "groundup", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def trial(folder: Path) -> None:
    folder.mkdir()
    write_model(folder)
    write_trc(folder, place(np.linspace(0.0, 0.5, 20), np.linspace(0.0, 0.2, 20)))
    (folder / "setup.xml").write_text(ik_setup(all_markers()))


def test_solves_several_setups_and_tells_of_each(tmp_path: Path) -> None:
    trial(tmp_path / "one")
    trial(tmp_path / "two")
    trial(tmp_path / "three")
    (tmp_path / "three" / "markers.trc").unlink()
    done = groundup("ik", "one/setup.xml", "three/setup.xml", "two/setup.xml", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.count("20 frames, markers 0.00 mm") == 2
    said = [line for line in done.stderr.splitlines() if not line.startswith("Compiling")]
    assert len(said) == 1
    assert said[0].startswith("groundup: markers.trc:")
    assert (tmp_path / "one" / "out.mot").read_text() == (tmp_path / "two" / "out.mot").read_text()
    assert not (tmp_path / "three" / "out.mot").exists()
    assert not list(tmp_path.rglob(".*.new-*"))


def test_solves_forces_from_the_motion_just_written(tmp_path: Path) -> None:
    trial(tmp_path / "one")
    assert groundup("ik", "one/setup.xml", cwd=tmp_path).returncode == 0
    text = "<model_file>model.osim</model_file><coordinates_file>out.mot</coordinates_file>"
    (tmp_path / "one" / "id.xml").write_text(tool("InverseDynamicsTool", text))
    done = groundup("id", "one/id.xml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("id.xml: 20 frames")
    assert (tmp_path / "one" / "inverse_dynamics.sto").exists()


def test_an_output_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    trial(tmp_path / "one")
    write_table(tmp_path / "one" / "in_the_way", np.arange(2.0), {"a": np.zeros(2)}, ["t"])
    text = ik_setup(all_markers()).replace("out.mot", "in_the_way/out.mot")
    (tmp_path / "one" / "setup.xml").write_text(text)
    done = groundup("ik", "one/setup.xml", cwd=tmp_path)
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr
