"""The engine is loaded beside the reading of files, and only where it is compiled already."""

import threading

import pytest

from groundup.mechanics import warmup


def started(monkeypatch: pytest.MonkeyPatch, *, cold: bool) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(warmup, "is_cold", lambda: cold)
    monkeypatch.setattr(warmup, "_load_pose_solver", lambda: names.append(threading.current_thread().name))
    warmup.load_beside()
    for thread in threading.enumerate():
        if thread.name == "load engine":
            thread.join()
    return names


def test_a_compiled_engine_is_loaded_in_a_thread_of_its_own(monkeypatch):
    assert started(monkeypatch, cold=False) == ["load engine"]


def test_nothing_is_compiled_before_it_is_needed(monkeypatch):
    assert started(monkeypatch, cold=True) == []
