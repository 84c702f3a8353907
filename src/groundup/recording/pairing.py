"""Which force file belongs to which marker file, when both are given in any order."""

import re
from collections.abc import Iterable
from pathlib import Path

from groundup.quantities import BadInputError

FORCE_SUFFIXES = (".mot", ".sto")
_FILLER = re.compile(r"(grfs?|forces?|fp|ground|reactions?|kinetics|markers?|trc|mocap|motion|capture|c3d)")


def pair_inputs(paths: Iterable[Path | str]) -> list[tuple[Path, Path | None]]:
    """Pair marker files with force files.

    Parameters
    ----------
    paths : iterable of path
        C3D, TRC, MOT and STO files in any order.

    Returns
    -------
    list of (markers, forces or None)
        Marker files in the order given.

    Raises
    ------
    BadInputError
        If a force file fits no marker file, or more than one equally well, or two force files fit
        the same one.

    Notes
    -----
    A single marker file takes a single force file whatever their names. Among several, the names
    decide, bare of words such as "grf" and "markers" and of case and separators; the names of the
    folders count where the files' own say nothing.
    """
    given = [Path(path) for path in paths]
    forces = [path for path in given if path.suffix.lower() in FORCE_SUFFIXES]
    markers = [path for path in given if path not in forces]
    if forces and not markers:
        raise BadInputError(
            forces[0], "arguments", "a recording with markers (C3D, TRC)", "tables only",
            "give the C3D or TRC of the trial first",
        )  # fmt: skip
    taken: dict[Path, Path] = {}
    for force in forces:
        marker = markers[0] if len(markers) == 1 else _match(force, markers)
        if marker in taken:
            raise BadInputError(
                force, "name", "one force file per recording",
                f"{taken[marker].name} for {marker.name} already",
                "give one of them, or name each like its recording",
            )  # fmt: skip
        taken[marker] = force
    return [(marker, taken.get(marker)) for marker in markers]


def _match(force: Path, markers: list[Path]) -> Path:
    """Find the only marker file whose name fits best."""
    scored = [(_score(force, marker), marker) for marker in markers]
    best = max(score for score, _ in scored)
    fitting = [marker for score, marker in scored if score == best]
    if best == (0, 0) or len(fitting) > 1:
        names = ", ".join(marker.name for marker in (fitting if best != (0, 0) else markers)[:4])
        raise BadInputError(
            force, "name", "the name of one of the recordings in it", f"no way to tell among {names}",
            "name the force file like its recording (walk1.trc, walk1_grf.mot)",
        )  # fmt: skip
    return fitting[0]


def _score(force: Path, marker: Path) -> tuple[int, int]:
    """How well two names fit: 2 for equal bare stems, 1 for one beginning with the other; then folders."""
    ours, theirs = _bare(force.stem), _bare(marker.stem)
    same_folder = int(force.parent == marker.parent)
    if ours == theirs:
        return (2, same_folder) if ours else (same_folder, same_folder)
    if ours and theirs and (ours.startswith(theirs) or theirs.startswith(ours)):
        rest = ours[len(theirs) :] or theirs[len(ours) :]
        return (0, 0) if rest[:1].isdigit() else (1, same_folder)
    return 0, 0


def _bare(stem: str) -> str:
    return re.sub(r"[\W_]+", "", _FILLER.sub("", stem.lower()))
