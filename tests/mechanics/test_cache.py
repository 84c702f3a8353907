"""The compiled cache is never stale and never in the way."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import groundup

SLIDER = """
import logging, sys
logging.basicConfig(stream=sys.stdout, format="%(message)s")
from groundup.mechanics.kernels.shifted import shifted
print("value", shifted(1.0))
"""
CALLEE = '''"""Callee."""
from groundup.mechanics.cache import inner
@inner()
def shift(x: float) -> float:
    """Shift."""
    return x + {amount}
'''
CALLER = '''"""Caller."""
from groundup.mechanics.cache import entry
from groundup.mechanics.kernels.shift import shift
@entry("f8(f8)")
def shifted(x: float) -> float:
    """Shift, compiled."""
    return shift(x)
'''


@pytest.fixture
def package(tmp_path):
    """A copy of the package with one small kernel whose callee lives in another file."""
    copy = tmp_path / "copy" / "groundup"
    shutil.copytree(
        Path(groundup.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__", "*.nbi", "*.nbc")
    )
    (copy / "mechanics" / "kernels" / "shift.py").write_text(CALLEE.format(amount=1.0))
    (copy / "mechanics" / "kernels" / "shifted.py").write_text(CALLER)
    return copy


def run(package, code, cache):
    environment = os.environ | {"PYTHONPATH": str(package.parent), "GROUNDUP_CACHE_DIR": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def compiled(cache):
    return sorted(path.name for path in cache.rglob("*.nbc"))


def test_an_edited_callee_changes_the_result(package, tmp_path):
    cache = tmp_path / "cache"
    assert "value 2.0" in run(package, SLIDER, cache)
    first = compiled(cache)
    assert first
    assert "value 2.0" in run(package, SLIDER, cache)
    assert compiled(cache) == first
    (package / "mechanics" / "kernels" / "shift.py").write_text(CALLEE.format(amount=5.0))
    assert "value 6.0" in run(package, SLIDER, cache)
    assert not list(package.rglob("*.nbc"))


def test_without_a_writable_folder_it_runs_uncached_with_one_notice(package, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    said = run(package, SLIDER, blocked)
    assert "value 2.0" in said
    assert said.count("no writable cache folder") == 1
    assert not list(package.rglob("*.nbc"))


def test_importing_the_room_does_not_import_numba():
    code = (
        "import sys, groundup.mechanics.ik, groundup.mechanics.kinematics, groundup.mechanics.warmup, "
        "groundup.mechanics.inverse_dynamics, groundup.mechanics.cache; "
        "print([m for m in ('numba', 'llvmlite') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_warm_up_compiles_once_and_then_loads(tmp_path, monkeypatch):
    code = (
        "from groundup.mechanics.warmup import compile_kernels; from groundup.mechanics.cache import is_cold;"
        "print(is_cold()); compile_kernels(); print(is_cold())"
    )
    said = run(Path(groundup.__file__).parent, code, tmp_path / "cache")
    assert said.split() == ["True", "False"]
    kernels = {name.split(".")[1].split("-")[0] for name in compiled(tmp_path / "cache")}
    assert kernels == {"solve_frames", "balance_frames"}
    assert run(Path(groundup.__file__).parent, code, tmp_path / "cache").split() == ["False", "False"]
