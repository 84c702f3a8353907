"""No room, no permission, something in the way: one sentence, an exit status, and nothing half-written."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="limits and permissions as Posix knows them")

from fuzz.scenes import Scene, scenes

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
_LIMITED = """
import os, resource, signal, sys
limit, user = int(sys.argv[1]), int(sys.argv[2])
from groundup.cli import main
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
if user:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
main(sys.argv[3:])
"""
# Text, and the two formats that native libraries write.
CONVERTED = (".trc", ".nc", ".c3d")


def groundup(*arguments: object, limit: int = 0, user: int = 0, **variables: str) -> tuple[int, str]:
    """Exit status and what is said on standard error."""
    command = [sys.executable, "-c", _LIMITED, str(limit), str(user), *map(str, arguments)]
    environment = {**os.environ, **variables}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def one_sentence(answer: tuple[int, str]) -> str:
    status, said = answer
    assert status == 1, said
    assert said.startswith("groundup: ")
    assert said.count("\n") == 1, said
    assert "Traceback" not in said
    assert "defect" not in said
    return said


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from groundup.synthetic.demo import write_demo

    folder = tmp_path_factory.mktemp("demo")
    folder.parent.chmod(0o755)
    folder.chmod(0o755)
    return write_demo(folder).trials[0]


@pytest.fixture
def setups(tmp_path: Path) -> dict[str, Scene]:
    made = scenes(tmp_path / "no data", tmp_path / "scene")
    return {scene.tool: scene for scene in made}


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    folder = tmp_path / "outputs"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("ending", CONVERTED)
def test_a_conversion_without_room_leaves_nothing(walk: Path, outputs: Path, ending: str) -> None:
    one_sentence(groundup("convert", walk, outputs / f"a{ending}", limit=8_000))
    assert beside(outputs) == []


def test_an_analysis_without_room_leaves_nothing(walk: Path, outputs: Path) -> None:
    one_sentence(groundup("analyze", walk, "--out", outputs / "result", limit=20_000))
    assert beside(outputs) == []


@pytest.mark.parametrize("tool", ["ik", "id"])
def test_a_setup_without_room_leaves_nothing(setups: dict[str, Scene], tool: str) -> None:
    scene = setups[tool]
    before = beside(scene.setup.parent)
    one_sentence(groundup(tool, scene.setup, limit=600))
    assert beside(scene.setup.parent) == before


def test_a_demo_without_room_for_its_recordings_says_so(outputs: Path) -> None:
    assert "temporary" in one_sentence(groundup("demo", "--out", outputs / "demo", limit=20_000))
    assert beside(outputs) == []


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, and nothing left on it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if mount is None or unmount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run([unmount, folder], check=True)


@pytest.mark.parametrize("ending", CONVERTED)
def test_a_full_disk_is_called_full(walk: Path, full: Path, ending: str) -> None:
    (full / "filling").write_bytes(bytes(50_000))
    assert "full" in one_sentence(groundup("convert", walk, full / f"a{ending}"))
    assert beside(full) == ["filling"]


def test_results_on_a_full_disk(walk: Path, full: Path) -> None:
    assert "full" in one_sentence(groundup("analyze", walk, "--out", full / "result"))
    assert beside(full) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become nobody")
@pytest.mark.parametrize("command", ["convert", "ik", "id"])
def test_without_permission_nothing_is_written(
    walk: Path, outputs: Path, setups: dict[str, Scene], command: str
) -> None:
    for folder in (outputs, *outputs.parents[:3]):
        folder.chmod(0o755)
    if command == "convert":
        answer = groundup("convert", walk, outputs / "a.trc", user=NOBODY)
    else:
        outputs = setups[command].setup.parent
        answer = groundup(command, setups[command].setup, user=NOBODY)
    if "ModuleNotFound" in answer[1] or "PermissionError" in answer[1]:
        pytest.skip("nobody may not read the program itself")
    before = beside(outputs)
    assert "No permission" in one_sentence(answer)
    assert beside(outputs) == before


@pytest.mark.parametrize("ending", [".trc", ".c3d"])
def test_a_folder_in_the_place_of_a_file_stays(walk: Path, outputs: Path, ending: str) -> None:
    place = outputs / f"a{ending}"
    place.mkdir()
    one_sentence(groundup("convert", walk, place))
    assert beside(outputs) == [place.name]


def test_a_file_in_the_place_of_a_folder_stays(walk: Path, outputs: Path) -> None:
    place = outputs / "result"
    place.write_text("mine")
    one_sentence(groundup("analyze", walk, "--out", place))
    one_sentence(groundup("convert", walk, place / "a.trc"))
    assert place.read_text() == "mine"
    assert beside(outputs) == ["result"]


@pytest.mark.parametrize("tool", ["ik", "id"])
def test_no_result_takes_the_place_of_what_is_read(setups: dict[str, Scene], tool: str) -> None:
    scene = setups[tool]
    text = scene.setup.read_text()
    for name in ("block_ik.mot", "block_id.sto"):
        text = text.replace(name, "block.mot")
    scene.setup.write_text(text)
    coordinates = scene.setup.with_name("block.mot").read_bytes()
    assert "which is read" in one_sentence(groundup(tool, scene.setup))
    assert scene.setup.with_name("block.mot").read_bytes() == coordinates
