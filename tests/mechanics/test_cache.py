"""The compiled cache is never stale and never in the way."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import groundup
from groundup.mechanics.compiler import arguments
from groundup.mechanics.kernel import kernel

SLIDER = """
import logging, sys
logging.basicConfig(stream=sys.stdout, format="%(message)s")
from groundup.mechanics.kernel import kernel
print("value", kernel("shifted")(1.0))
"""
# Whether numba had to be imported.
LOADED = SLIDER + "print('numba' in sys.modules)"
STUCK = """
import os, sys, time
from pathlib import Path
from groundup.mechanics.kernel import kernel
def wait(*_):
    print("writing", flush=True)
    time.sleep(60)
Path.replace = wait
kernel("shifted")
"""
CALLEE = '''"""Callee."""
from groundup.mechanics.compiler import inner
@inner()
def shift(x: float) -> float:
    """Shift."""
    return x + {amount}
'''
CALLER = '''"""Caller."""
from groundup.mechanics.compiler import entry
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
    shutil.copytree(Path(groundup.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
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


def started(package, code, cache):
    environment = os.environ | {"PYTHONPATH": str(package.parent), "GROUNDUP_CACHE_DIR": str(cache)}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def compiled(cache):
    return sorted(path.name for path in cache.rglob("*.kernel"))


def test_an_edited_callee_changes_the_result(package, tmp_path):
    cache = tmp_path / "cache"
    assert "value 2.0" in run(package, SLIDER, cache)
    first = compiled(cache)
    assert first
    assert "value 2.0" in run(package, SLIDER, cache)
    assert compiled(cache) == first
    (package / "mechanics" / "kernels" / "shift.py").write_text(CALLEE.format(amount=5.0))
    assert "value 6.0" in run(package, SLIDER, cache)
    assert not list(package.rglob("*.kernel"))


def test_without_a_writable_folder_it_runs_uncached_with_one_notice(package, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    said = run(package, SLIDER, blocked)
    assert "value 2.0" in said
    assert said.count("no writable cache folder") == 1
    assert not list(package.rglob("*.kernel"))


def test_a_damaged_file_is_compiled_anew(package, tmp_path):
    cache = tmp_path / "cache"
    run(package, SLIDER, cache)
    (file,) = cache.rglob("*.kernel")
    whole = file.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], whole[:-1] + bytes([whole[-1] ^ 1])):
        file.write_bytes(damaged)
        assert "value 2.0" in run(package, SLIDER, cache)
        assert file.stat().st_size == len(whole)


def test_two_processes_compile_into_one_cache_at_once(package, tmp_path):
    cache = tmp_path / "cache"
    both = [started(package, SLIDER, cache) for _ in range(2)]
    for process in both:
        said, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint
        assert said.strip() == "value 2.0"
        assert complaint == ""
    assert [path.name for path in cache.rglob("*.*")] == ["shifted.kernel"]
    assert "False" in run(package, LOADED, cache)


@pytest.mark.parametrize("when", ["at once", "amid writing"])
def test_killed_while_compiling_the_cache_stays_usable(package, tmp_path, when):
    cache = tmp_path / "cache"
    process = started(package, SLIDER if when == "at once" else STUCK, cache)
    if when == "amid writing":
        assert process.stdout.readline() == "writing\n"
    else:
        time.sleep(0.5)
    process.kill()
    process.communicate(timeout=60)
    assert not list(cache.rglob("*.kernel"))
    assert "value 2.0" in run(package, SLIDER, cache)
    assert "False" in run(package, LOADED, cache)


def test_where_machine_code_cannot_stand_alone_numba_runs_it(package, tmp_path):
    blind = "import groundup.mechanics.kernel as k\nk.machine_code = lambda *_: None\n"
    assert "value 2.0" in run(package, blind + SLIDER, tmp_path / "cache")
    assert compiled(tmp_path / "cache") == []


def test_an_array_of_another_kind_is_refused():
    balance = kernel("balance_frames")
    with pytest.raises(TypeError, match="argument 0"):
        balance(*([np.zeros((2, 2))] * len(arguments(balance.signature)[1])))


def test_importing_the_room_does_not_import_numba():
    code = (
        "import sys, groundup.mechanics.ik, groundup.mechanics.kinematics, groundup.mechanics.warmup, "
        "groundup.mechanics.inverse_dynamics, groundup.mechanics.kernel; "
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
    assert compiled(tmp_path / "cache") == ["balance_frames.kernel", "probe.kernel", "solve_frames.kernel"]
    assert run(Path(groundup.__file__).parent, code, tmp_path / "cache").split() == ["False", "False"]
