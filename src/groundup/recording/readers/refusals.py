"""What a file is that we do not read, and what to give instead."""

from pathlib import Path

_KINDS = {
    ".json": ("a JSON file, which no reader takes", "give the C3D or TRC file the data came from"),
    ".osim": ("an OpenSim model", "give the recording (C3D, or TRC with its force file), not the model"),
    ".xml": ("an XML settings file", "give the recording (C3D, or TRC with its force file)"),
    ".txt": ("a text file without a defined layout", "export the trial as C3D or TRC"),
    ".mat": ("a MATLAB file", "export the trial as C3D or TRC"),
    ".b3d": ("an AddBiomechanics file", "give its TRC and force file"),
    ".h5": ("an HDF5 file", "export the trial as C3D or TRC"),
    ".nc": ("a NetCDF file of an older kind", "give the recording it was computed from"),
}  # fmt: skip
_VIDEO = {".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v"}
_VIDEO_ANSWER = (
    "a video",
    "run a pose estimation that gives 3-D points and export them as TRC or C3D",
)
_MAGIC = (
    (b"\x89HDF", _KINDS[".h5"]),
    (b"PK\x03\x04", ("a zip archive", "unpack it and give the recording in it")),
    (b"%PDF", ("a PDF", "give the recording, not a report of it")),
)


def describe_unreadable(path: Path, head: bytes) -> tuple[str, str]:
    """Say what was found (a noun phrase), and what to give instead (an imperative)."""
    suffix = path.suffix.lower()
    if suffix in _VIDEO or head[4:8] == b"ftyp":
        return _VIDEO_ANSWER
    if suffix in _KINDS:
        return _KINDS[suffix]
    for magic, answer in _MAGIC:
        if head.startswith(magic):
            return answer
    kind = f"a file of kind '{suffix}'" if suffix else "a file without a known ending"
    return kind, "export the trial as C3D or TRC"
