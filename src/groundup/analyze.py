"""The main job, from top to bottom: recordings in, one analysis out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import groundup
from groundup.assessment import Analysis, TrialResult
from groundup.body.fit import fit_subject
from groundup.body.subject import Subject
from groundup.clock import Clock, Progress
from groundup.exchange.user_model import subject_of_model
from groundup.findings.answer import answer
from groundup.findings.finding import Finding
from groundup.findings.findings import find
from groundup.findings.fit import person_of
from groundup.findings.measure import Measure
from groundup.findings.measures import measure
from groundup.findings.norms.norms import Norms
from groundup.findings.share.account import account, comparisons
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.earlier import EarlierSession
from groundup.given import intake_given, norms_given, person_given, settings_told, sizes_of_errors, task_named
from groundup.loads.body_mass import weigh, weighed
from groundup.loads.loads import measure_loads
from groundup.mechanics.warmup import load_beside
from groundup.motion.given_contacts import contacts_by_trial, with_given_contacts
from groundup.motion.motion import Contact, Motion, Movement
from groundup.motion.movement import describe
from groundup.motion.passes import progression_heading
from groundup.motion.recognise import recognise_task
from groundup.motion.standing import standing_motion
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.quantities import BadInputError
from groundup.recording.axes import orient
from groundup.recording.filters import cutoff_for, smooth
from groundup.recording.gaps import repair
from groundup.recording.handedness import mirror
from groundup.recording.identify import identify
from groundup.recording.pairing import pair_inputs
from groundup.recording.read import read_recordings
from groundup.recording.recording import Person, Recording
from groundup.uncertainty.attach import with_errors, without_errors
from groundup.uncertainty.ensemble import Ensemble
from groundup.uncertainty.ensemble import ensemble as resolve
from groundup.uncertainty.ensemble_summary import why_none
from groundup.uncertainty.error_sizes import ErrorSizes
from groundup.uncertainty.share_members import with_share_errors
from groundup.uncertainty.withhold import without_the_too_wide

if TYPE_CHECKING:
    from groundup.screening.intake import Intake

_Held = tuple[
    Sequence[TrialResult], Sequence[TrialResult], EarlierSession[TrialResult] | None, Sequence[Comparison]
]
"""Trials, natural ones, an earlier session, and what is held against what."""
_SURE = "telling how sure each number is"
Named = tuple[Task, str]
"""A task and why it is taken for that."""


def _silent(_stage: str, _fraction: float) -> None:
    """Progress nobody watches."""


def analyze(
    trials: Sequence[Path | str],
    *,
    static: Path | str | None = None,
    forces: Path | str | None = None,
    mass: float | None = None,
    height: float | None = None,
    task: str | None = None,
    protocol: str | None = None,
    left_handed: bool = False,
    model: Path | str | None = None,
    intake: Path | str | None = None,
    contacts: Path | str | None = None,
    norms: Path | str | None = None,
    natural: Sequence[Path | str] = (),
    earlier: Sequence[Path | str] = (),
    ensemble: int = 0,
    seed: int = 1,
    errors: Path | str | None = None,
    progress: Progress = _silent,
) -> Analysis:
    """Analyse one person's recordings.

    Parameters
    ----------
    trials : sequence of path
        Recordings (C3D, TRC, CSV, NetCDF) of one person with one marker placement; force files (.mot, .sto)
        among them are paired with their markers by name.
    static : path, optional
        A standing trial; one among `trials` is recognised and used where none is given.
    forces : path, optional
        Force file of a single TRC trial.
    mass, height : float, optional
        Body mass [kg] and height [m]; what the files say otherwise.
    task : str, optional
        A value of ``motion.Task`` where the task should not be recognised.
    protocol : str, optional
        Marker set by name; recognised otherwise.
    left_handed : bool
        The files' axes are left-handed: mirror them.
    model : path, optional
        The person's own scaled OpenSim model; it is tracked as it is, and no body is fitted.
    intake : path, optional
        What was asked of the person (TOML or JSON): red flags come first on every page, and mass and height
        count where neither the options nor the files say them.
    contacts : path, optional
        Which foot was on which plate and when (columns of ``contacts.csv``), instead of what is found.
    norms : path, optional
        The laboratory's own norms (``groundup norms build``), preferred to published ones where they fit.
    natural : sequence of path
        Recordings of the same person and session, moving as they usually do (with force files, paired by
        name): what the knees of `trials` are held against, link by link. Nothing else is told of them.
    earlier : sequence of path
        Recordings of the same person from an earlier session, with markers placed anew (its standing trial
        among them): held against as well. A body is fitted to that session by itself, and errors of both
        placements count.
    ensemble : int
        How many possible versions of the person tell how far each number may be off; 0 for none.
    seed : int
        The same seed gives the same versions.
    errors : path, optional
        The laboratory's own sizes of errors (a table as ``groundup errors`` prints), in the place of the
        published ones.
    progress : callable
        Called with a stage and the share done, 0 to 1.

    Returns
    -------
    Analysis

    Raises
    ------
    BadInputError
        If a file cannot be used; nothing is written.
    """
    clock = Clock(progress)
    named = [task, protocol, mass, height, left_handed or None, ensemble or None, seed if ensemble else None]
    settings = settings_told(named, [model, contacts, norms, errors], natural, earlier)
    asked, chosen, own = intake_given(intake), task_named(task), norms_given(norms)
    sizes = sizes_of_errors(errors, model, ensemble)
    recordings, standing, count = _read(trials, natural, static, forces, protocol, left_handed, clock)
    person = person_given([*recordings, *([standing] if standing else [])], mass, height, asked)
    stepped = {} if contacts is None else contacts_by_trial(contacts, recordings)
    tasks, smoothed = _recognised(recordings, chosen, clock)
    standing = standing or _standing_among(smoothed, tasks)
    subject = _subject(smoothed, tasks, standing, model, person, clock)
    moved = _tracked(recordings, smoothed, subject, tasks, stepped, clock)
    posture, sex = standing_motion(standing, subject), None if asked is None else asked.about.sex
    subject = _weighed(subject, recordings, moved, standing)
    every = _loaded(recordings, smoothed, subject, moved, (posture, sex), clock)
    results, habits, wanted = every[:count], every[count:], (ensemble, seed, sizes, sex)
    before = _before(earlier, subject, (task, protocol), clock, left_handed=left_handed)
    compared = comparisons(subject, results, habits, person_of(asked), own, before)
    many = _many(subject, (results, habits, before, compared), recordings, (standing, posture), wanted, clock)
    measured, found = _judged(results, asked, (many, model is not None), own, clock)
    return Analysis(
        subject=subject,
        trials=tuple(results),
        natural=tuple(habits),
        earlier=() if before is None else tuple(before.trials),
        shares=with_share_errors(account(compared), {} if many is None else many.shares),
        static=standing,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        version=groundup.__version__,
        settings=settings,
        timings=clock.timings,
        intake=asked,
        measures=measured,
        ensemble=many,
        norms=own,
        findings=found,
        answer=answer(found, asked),
        synthetic=any("synthetic" in note.lower() for r in recordings for note in r.notes),
    )


def _many(
    subject: Subject,
    held: _Held,
    recordings: Sequence[Recording],
    standing: tuple[Recording | None, Motion | None],
    wanted: tuple[int, int, ErrorSizes, str | None],
    clock: Clock,
) -> Ensemble | None:
    """Find everything again for the same person with errors, many times over."""
    clock.stage(_SURE, 0.88)
    (trials, habits, before, compared), (recording, motion) = held, standing
    members, seed, sizes, sex = wanted
    headings = [progression_heading(recording) for recording in recordings]
    return resolve(
        subject,
        trials,
        headings[: len(trials)],
        None if recording is None or motion is None else (recording, motion),
        members=members,
        seed=seed,
        sex=sex,
        errors=sizes,
        natural=list(zip(habits, headings[len(trials) :], strict=True)),
        compared=compared,
        earlier=before,
        progress=lambda done: clock.tell(_SURE, 0.88 + 0.05 * done),
    )


def _before(
    earlier: Sequence[Path | str],
    subject: Subject,
    given: tuple[str | None, str | None],
    clock: Clock,
    *,
    left_handed: bool,
) -> EarlierSession[TrialResult] | None:
    """Analyse an earlier session by itself; `given` are the task and the marker set by name."""
    if not earlier:
        return None
    if subject.model is not None:
        raise BadInputError(
            "--earlier",
            "its use",
            "a body fitted to each session: markers placed anew sit elsewhere on the model",
            "a model that was brought",
            "leave one of the two out",
        )
    clock.stage("finding the earlier session", 0.87)
    task, protocol = given
    found = analyze(
        earlier,
        mass=subject.person.mass,
        height=subject.person.height,
        task=task,
        protocol=protocol,
        left_handed=left_handed,
    )
    return _named_before(found)


def _named_before(found: Analysis) -> EarlierSession[TrialResult]:
    """Name the recordings of an earlier session so that none is taken for one of today."""

    def called(name: str) -> str:
        return f"{name} (earlier)"

    def of(recording: Recording) -> Recording:
        return replace(recording, name=called(recording.name))

    fit = found.subject.fit
    known = None if fit is None else replace(fit, trials=tuple(called(name) for name in fit.trials))
    return EarlierSession(
        replace(found.subject, fit=known),
        [replace(trial, recording=of(trial.recording)) for trial in found.trials],
        None if found.static is None else of(found.static),
    )


def _judged(
    results: Sequence[TrialResult],
    asked: "Intake | None",
    sure: tuple[Ensemble | None, bool],
    own: Norms | None,
    clock: Clock,
) -> tuple[tuple[Measure, ...], tuple[Finding, ...]]:
    """Measure all trials, and find what follows; `sure` has the ensemble and whether a body was brought."""
    measured = measure(results, person_of(asked), () if own is None else own.references())
    many, brought = sure
    if many is None:
        measured = without_errors(measured, why_none(many, brought=brought))
    else:
        measured = without_the_too_wide(with_errors(measured, many))
    found = find(measured, asked)
    clock.stage("done", 0.93)
    return measured, found


def _standing_among(recordings: Sequence[Recording], tasks: Sequence[Named]) -> Recording | None:
    """Find the first trial of standing, where there are others: alone it is what was recorded."""
    still = [r for r, (t, _) in zip(recordings, tasks, strict=True) if t is Task.STANDING]
    return still[0] if still and len(still) < len(recordings) else None


def _subject(
    recordings: Sequence[Recording],
    tasks: Sequence[Named],
    standing: Recording | None,
    model: Path | str | None,
    person: Person,
    clock: Clock,
) -> Subject:
    """Fit the body to the trials that move, or take the person's own model as it is."""
    clock.stage("fitting the body" if model is None else "matching the model", 0.3)
    if model is not None:
        return subject_of_model(Path(model), recordings, person)
    moving = [r for r, (t, _) in zip(recordings, tasks, strict=True) if t is not Task.STANDING]
    return fit_subject(moving or recordings, standing, person)


def _tracked(
    recordings: Sequence[Recording],
    smoothed: Sequence[Recording],
    subject: Subject,
    tasks: Sequence[Named],
    stepped: Mapping[str, tuple[Contact, ...]],
    clock: Clock,
) -> list[tuple[Motion, Movement]]:
    """Track every trial and describe what happens in it."""
    moved = []
    for number, (recording, smooth_one) in enumerate(zip(recordings, smoothed, strict=True)):
        clock.stage("tracking", 0.6 + 0.25 * number / len(recordings))
        motion = track(smooth_one, subject, progression_heading(recording))
        movement = describe(recording, motion, *tasks[number], mass=subject.person.mass)
        moved.append((motion, with_given_contacts(movement, stepped, recording.name)))
    return moved


def _recognised(
    recordings: Sequence[Recording], chosen: Task | None, clock: Clock
) -> tuple[list[Named], list[Recording]]:
    """Tell every trial's task, and smooth its paths as that needs."""
    clock.stage("recognising the task", 0.25)
    tasks = [(chosen, "given") if chosen else recognise_task(recording) for recording in recordings]
    # Smoothing would round off the impacts that events are read from: they come from the paths as recorded.
    return tasks, [smooth(r, cutoff_for(t)) for r, (t, _) in zip(recordings, tasks, strict=True)]


def _loaded(
    recordings: Sequence[Recording],
    smoothed: Sequence[Recording],
    subject: Subject,
    moved: Sequence[tuple[Motion, Movement]],
    person: tuple[Motion | None, str | None],
    clock: Clock,
) -> list[TrialResult]:
    """Measure the loads of every trial; `person` is how they stand and their sex."""
    clock.stage("measuring the loads", 0.85)
    loads = [measure_loads(r, subject, *m, *person) for r, m in zip(recordings, moved, strict=True)]
    return [TrialResult(r, *m, load) for r, m, load in zip(smoothed, moved, loads, strict=True)]


def _weighed(
    subject: Subject,
    recordings: Sequence[Recording],
    moved: Sequence[tuple[Motion, Movement]],
    standing: Recording | None,
) -> Subject:
    """Let the plates of all trials, the standing one too, say a mass that nobody said."""
    if subject.person.mass is not None:
        return subject
    found = [weigh(r, subject, *m) for r, m in zip(recordings, moved, strict=True)]
    if standing is not None and standing.name not in [r.name for r in recordings]:
        still = track(standing, subject)
        found.append(weigh(standing, subject, still, describe(standing, still, Task.STANDING)))
    return weighed(subject, found)


def _read(
    trials: Sequence[Path | str],
    natural: Sequence[Path | str],
    static: Path | str | None,
    forces: Path | str | None,
    protocol: str | None,
    left_handed: bool,
    clock: Clock,
) -> tuple[list[Recording], Recording | None, int]:
    """Read and prepare every file, natural trials last, and count the trials; the standing trial is apart.

    All are named apart: no result overwrites another.
    """
    clock.stage("reading", 0.02)
    load_beside()
    own = pair_inputs([*trials, *([forces] if forces is not None else [])])
    pairs = [*own, *pair_inputs(natural)]
    given = [*pairs, *([(Path(static), None)] if static is not None else [])]
    read = [mirror(recording) if left_handed else recording for recording in read_recordings(given)]
    prepared = _named_apart([prepare(recording, protocol) for recording in read])
    return prepared[: len(pairs)], prepared[-1] if static is not None else None, len(own)


def prepare(recording: Recording, protocol: str | None = None) -> Recording:
    """Bring a recording into the form later rooms want: matched to a marker set, in lab axes, gaps filled."""
    return repair(orient(identify(recording, protocol)))


def _named_apart(recordings: Sequence[Recording]) -> list[Recording]:
    """Give trials with the same file name a number, so that outputs do not collide."""
    counts: dict[str, int] = {}
    result = []
    for recording in recordings:
        counts[recording.name] = counts.get(recording.name, 0) + 1
        again = counts[recording.name]
        result.append(recording if again == 1 else replace(recording, name=f"{recording.name}-{again}"))
    return result
