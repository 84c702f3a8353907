"""What becomes of every shared recording: analysed, and as what, or refused, and with which sentence."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace

from groundup.analyze import analyze
from groundup.assessment import TrialResult
from groundup.findings.finding import Finding
from groundup.motion.task import Task
from groundup.quantities import GroundupError, Side
from validation._pages import marked_faults, page_faults
from validation.line import SHARED, Line
from validation.sabotage import wrapped

_OPENCAP, _MCGILL = "opencap_lab_subject4_squat_dropjump_gait", "mcgill_pig_ofm_gait"
_MIRRORED = "bmclab_running_opensim/walk/walk1.trc"
_GAIT2392, _C3D = "opensim_gait2392_subject01", "opensim_core_c3d_walking2_walking5"


@dataclass(frozen=True)
class Analysed:
    """Expected of a recording that holds a usable movement.

    `rearfoot`: whether its markers can show rearfoot inversion (three or more on the foot, not in line).
    `repetitions`: at least so many, counted in the file's own events, plates or README.
    """

    task: Task
    rearfoot: bool
    repetitions: int = 0
    forces: str | None = None
    static: str | None = None
    left_handed: bool = False


@dataclass(frozen=True)
class Refused:
    """Expected of a file that holds no usable movement: words of the sentence."""

    words: str


W, R, S, L, Q, O = Task.WALKING, Task.RUNNING, Task.STANDING, Task.LANDING, Task.SQUAT, Task.OTHER  # noqa: E741
_STANDING = f"{_OPENCAP}/MarkerData/static1.trc"


def _opencap(name: str, task: Task, repetitions: int) -> tuple[str, Analysed]:
    forces = f"{_OPENCAP}/GRF/{name}_grf.mot"
    return f"{_OPENCAP}/MarkerData/{name}.trc", Analysed(task, True, repetitions, forces, _STANDING)


EXPECTED: dict[str, Analysed | Refused] = {
    f"{_MCGILL}/HC030A/Straight/HC030A05.c3d": Analysed(
        W, True, 2, None, f"{_MCGILL}/HC030A/Static/HC030A01.c3d"
    ),
    f"{_MCGILL}/HC032A/Straight/HC032A03.c3d": Analysed(
        W, True, 2, None, f"{_MCGILL}/HC032A/Static/HC032A01.c3d"
    ),
    f"{_MCGILL}/HC038A/Straight/HC038A11.c3d": Analysed(
        W, True, 3, None, f"{_MCGILL}/HC038A/Static/HC038A01.c3d"
    ),
    f"{_MCGILL}/HC030A/Static/HC030A01.c3d": Analysed(S, True),
    f"{_MCGILL}/HC032A/Static/HC032A01.c3d": Analysed(S, True),
    f"{_MCGILL}/HC038A/Static/HC038A01.c3d": Analysed(S, True),
    "gaitalytics_pig_cgm2_gait/test_small.c3d": Analysed(W, False, 4),
    "gaitalytics_pig_cgm2_gait/treadmill_events.c3d": Analysed(W, True, 20),
    "msk_modelling_walking/trial1/c3dfile.c3d": Analysed(
        W, False, 1, None, "msk_modelling_walking/Static03/c3dfile.c3d"
    ),
    "msk_modelling_walking/Static03/c3dfile.c3d": Analysed(S, False),
    f"{_C3D}/walking2.c3d": Analysed(W, True, 2),
    f"{_C3D}/walking5.c3d": Analysed(W, True, 2),
    f"{_C3D}/expected/std_walking2_markers.trc": Analysed(W, True),
    f"{_C3D}/expected/std_walking5_markers.trc": Analysed(W, True),
    # The left first and second metatarsal heads are missing in more than 80 % of its frames.
    f"{_C3D}/hostile_trc/dataWithBlanksForMissingMarkers.trc": Analysed(O, False),
    f"{_C3D}/hostile_trc/dataWithNaNsWithSpaces.trc": Analysed(R, True, 8),
    f"{_C3D}/hostile_trc/dataWithEformat.trc": Refused("markers of the pelvis"),
    f"{_C3D}/hostile_trc/dataWithNaNsOfDifferentCases.trc": Refused("markers of the pelvis"),
    "bmclab_running_opensim/motion_capture_run.trc": Analysed(
        R, True, 1, "bmclab_running_opensim/grf_run.mot"
    ),
    "bmclab_running_opensim/static_run.trc": Analysed(S, True),
    _MIRRORED: Refused("--left-handed"),
    "bmclab_running_opensim/walk/walk2.trc": Analysed(W, True, 1),
    "hamner_running/multiple_trials/run200.trc": Analysed(
        R, True, 4, "hamner_running/multiple_trials/run200_grf.mot"
    ),
    "hamner_running/multiple_trials/run300.trc": Analysed(
        R, True, 4, "hamner_running/multiple_trials/run300_grf.mot"
    ),
    "hamner_running/subject04/run300/markers.trc": Analysed(
        R, True, 4, "hamner_running/subject04/run300/grf.mot"
    ),
    # README: LMT5 is not in run500.
    "hamner_running/subject04/run500/markers.trc": Analysed(
        R, False, 4, "hamner_running/subject04/run500/grf.mot"
    ),
    # Heel and fifth metatarsal only; the third marker sits on the toes.
    "opensim_rajagopal_3dwalking/markers_walk.trc": Analysed(
        W, False, 2, "opensim_rajagopal_3dwalking/grf_walk.mot"
    ),
    f"{_GAIT2392}/ik_test/subject01_synthetic_marker_data.trc": Analysed(W, True),
    f"{_GAIT2392}/tutorial5_scale_walk/subject01_static.trc": Analysed(S, True),
    f"{_GAIT2392}/tutorial5_scale_walk/subject01_walk1.trc": Analysed(
        W,
        True,
        2,
        f"{_GAIT2392}/tutorial5_scale_walk/subject01_walk1_grf.mot",
        f"{_GAIT2392}/tutorial5_scale_walk/subject01_static.trc",
    ),
    f"{_GAIT2392}/walk_free/walk_free_01.trc": Analysed(W, True),
    f"{_GAIT2392}/walk_free/walk_free_02.trc": Analysed(W, True),
    f"{_GAIT2392}/walk_free/walk_free_03.trc": Analysed(W, True),
    "markerless_opencap_squat_jump/MarkerData/Squats.trc": Analysed(Q, True, 3),
    "markerless_opencap_squat_jump/MarkerData/Jump.trc": Analysed(L, True, 1),
    "markerless_opencap_squat_jump/MarkerData/neutral.trc": Analysed(S, True),
    _STANDING: Analysed(S, True),
    **dict(
        _opencap(name, task, count)
        for name, task, count in (
            ("walking1", W, 0),
            ("walking2", W, 0),
            ("walkingTI1", W, 0),
            ("walkingTO1", W, 0),
            ("walkingTS1", W, 0),
            ("squats1", Q, 4),
            ("squatsAsym1", Q, 4),
            ("DJ1", L, 1),
            ("DJAsym1", L, 1),
        )
    ),
}
_NOT_RECORDINGS = ("mot", "sto", "json", "mp4", "osim", "xml", "txt", "xlsx")


def _all_marked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Every finding, marked and without any reason."""
    return tuple(replace(f, marked=True, arguments=()) for f in findings)


SABOTAGES = {
    "analysed, ": lambda: wrapped(
        "groundup.motion.recognise", "recognise_task", lambda found: (Task.OTHER, found[1])
    ),
    "reports of every": lambda: wrapped(
        "groundup.report.quality", "trial_quality", lambda quality: replace(quality, facts=())
    ),
    "people of the recordings": lambda: wrapped("groundup.findings.findings", "find", _all_marked),
    "refused, ": lambda: wrapped("validation.outcomes", "_sentence", lambda _: ""),
}


def lines() -> Iterator[Line]:
    """One line a recording, one for recordings nobody listed, one for everything that is no recording.

    Then of all of them: whether every page is whole and states a quality, and which faults are called marked.
    """
    pages: dict[str, list[str]] = {}
    marked: dict[str, list[tuple[str, bool]]] = {}
    for path, expected in EXPECTED.items():
        if isinstance(expected, Refused):
            yield _refused(path, expected)
        else:
            yield _analysed(path, expected, pages=pages, marked=marked)
    yield _whole(pages)
    yield _unmarked(marked)
    found = {str(p.relative_to(SHARED)) for kind in ("c3d", "trc") for p in SHARED.rglob(f"*.{kind}")}
    missing = sorted(found ^ set(EXPECTED))
    yield _analysed(_MIRRORED, Analysed(W, True, 1, left_handed=True), "analysed as left-handed")
    yield Line("recordings without a pinned outcome", ", ".join(missing) or "none", "none", not missing)
    yield _no_recordings()


def _analysed(
    path: str,
    expected: Analysed,
    how: str = "analysed",
    *,
    pages: dict[str, list[str]] | None = None,
    marked: dict[str, list[tuple[str, bool]]] | None = None,
) -> Line:
    files = [SHARED / path, *([SHARED / expected.forces] if expected.forces else [])]
    static = SHARED / expected.static if expected.static else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            told = analyze(files, static=static, left_handed=expected.left_handed)
    except GroundupError as problem:
        return Line(f"{how}, {path}", f"refused: {problem}", "analysed", False)
    trial = told.trials[0]
    if pages is not None and marked is not None:
        pages[path], marked[path] = page_faults(told), marked_faults(told)
    rearfoot = _measured(trial, "rearfoot_inversion")
    reached = _words(trial.movement.task, f"{len(trial.movement.cycles)}", rearfoot)
    required = _words(expected.task, f">= {expected.repetitions}", expected.rearfoot)
    good = (
        trial.movement.task is expected.task
        and len(trial.movement.cycles) >= expected.repetitions
        and rearfoot == expected.rearfoot
        and _measured(trial, "knee_flexion")
    )
    return Line(f"{how}, {path}", reached, required, good)


def _whole(pages: dict[str, list[str]]) -> Line:
    wrong = [f"{path}: {fault}" for path, faults in pages.items() for fault in faults]
    whole = sum(not faults for faults in pages.values())
    return Line(
        "reports of every usable recording: whole, every link leads somewhere, quality stated",
        f"{whole} of {len(pages)}" + "".join(f"; {w}" for w in wrong[:3]),
        "all",
        not wrong,
    )


def _unmarked(marked: dict[str, list[tuple[str, bool]]]) -> Line:
    """Nobody in the recordings is said to be ill: a fault called marked must at least be cited."""
    called = [f"{path}: {name}" for path, found in marked.items() for name, _ in found]
    uncited = [name for found in marked.values() for name, cited in found if not cited]
    return Line(
        "people of the recordings, none of them said to be ill: faults called marked without a cited reason",
        f"{len(uncited)} (marked with one: {len(called) - len(uncited)}, in {len(marked)} recordings)",
        "0",
        not uncited,
    )


def _words(task: Task, repetitions: str, rearfoot: bool) -> str:
    return f"{task}, {repetitions} repetitions, rearfoot {'seen' if rearfoot else 'blank'}"


def _measured(trial: TrialResult, angle: str) -> bool:
    """Whether an angle has numbers on both sides."""
    return all(bool(trial.motion.angles.sel(angle=f"{angle}_{side}").notnull().any()) for side in Side)


def _refused(path: str, expected: Refused) -> Line:
    sentence = _sentence(path)
    good = expected.words in sentence and "\n" not in sentence
    return Line(f"refused, {path}", sentence or "analysed", f"a sentence with '{expected.words}'", good)


def _sentence(path: str) -> str:
    try:
        analyze([SHARED / path])
    except GroundupError as problem:
        return str(problem)
    return ""


def _no_recordings() -> Line:
    paths = sorted(str(p.relative_to(SHARED)) for kind in _NOT_RECORDINGS for p in SHARED.rglob(f"*.{kind}"))
    # One of each folder: the 448 keypoint files of one folder are of one kind.
    one_of_each = {(path.rpartition("/")[0], path.rpartition(".")[2]): path for path in paths}.values()
    accepted = [path for path in one_of_each if not _sentence(path)]
    return Line(
        "files that are no recordings, refused with a sentence",
        f"{len(one_of_each) - len(accepted)} of {len(one_of_each)}",
        "all",
        not accepted,
    )
