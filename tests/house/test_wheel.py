"""What is installed holds the data files the program reads at run time."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = (".toml", ".csv", ".html", ".css", ".js", ".j2", ".svg", ".json", ".c3d", ".txt")


@pytest.mark.slow
def test_the_wheel_holds_every_data_file_of_the_source(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    needed = {
        path.relative_to(source).as_posix()
        for path in (source / "groundup").rglob("*")
        if path.suffix in (*DATA, ".py") or path.name == "py.typed"
    }
    assert needed - inside == set()
    assert any(name.endswith(".toml") for name in inside)
    assert any(name.startswith("groundup/evidence/tables/") for name in inside)
    assert not any(name.startswith(("tests/", "validation/", "bench/")) for name in inside)
    assert any(name.endswith("licenses/LICENSE") for name in inside)
