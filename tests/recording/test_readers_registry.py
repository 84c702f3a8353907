"""Third parties can add a reader; the first that knows the file reads it."""

from pathlib import Path

import pytest

from groundup.quantities import BadInputError
from groundup.recording.read import read_recording
from groundup.recording.readers import registry as registry_module
from groundup.recording.readers.registry import Reader, default_registry
from groundup.recording.recording import Recording


class Shouting:
    name = "shouting"

    def sniff(self, path: Path, head: bytes) -> bool:
        return head.startswith(b"SHOUT")

    def read(self, path: Path) -> Recording:
        raise BadInputError(path, "everything", "whispering", "shouting", "be quiet")


def test_a_registered_reader_is_asked_first(tmp_path: Path) -> None:
    path = tmp_path / "a.trc"
    path.write_bytes(b"SHOUT")
    assert isinstance(Shouting(), Reader)
    with pytest.raises(BadInputError, match="be quiet"):
        read_recording(path, registry=default_registry().register(Shouting()))
    with pytest.raises(BadInputError, match="PathFileType"):
        read_recording(path)


def test_installed_packages_register_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    class Entry:
        name = "shouting"

        def load(self) -> type[Shouting]:
            return Shouting

    monkeypatch.setattr(
        registry_module, "entry_points", lambda group: [Entry()] if group == "groundup.readers" else []
    )
    default_registry.cache_clear()
    try:
        assert default_registry().readers[0].name == "shouting"
    finally:
        default_registry.cache_clear()
