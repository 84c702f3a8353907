"""What groundup must never say: cause of pain, injuries to come, diagnoses, responders, stress norms."""

import html
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from groundup.analyze import prepare
from groundup.assessment import Analysis, TrialResult
from groundup.body.fit import fit_subject
from groundup.console import analysis_text, changes_text, triage_text
from groundup.exchange.measures_csv import measures_csv
from groundup.findings.answer import answer
from groundup.findings.change import changes
from groundup.findings.findings import find
from groundup.findings.leg_answer import Outcome
from groundup.findings.measure import Measure
from groundup.findings.measures import measure
from groundup.findings.reference import Person, compare, references
from groundup.findings.registry import definitions
from groundup.loads.loads import measure_loads
from groundup.motion.movement import describe
from groundup.motion.passes import progression_heading
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.plan.plan import PRINCIPLE, plan
from groundup.plan.prediction import Prediction
from groundup.plan.progress_csv import progress_csv
from groundup.plan.told import progress_text
from groundup.plan.told import told as bedside_text
from groundup.plan.trend import TESTS, trends
from groundup.plan.trend import Outcome as Followed
from groundup.plan.verdict import Verdict, judge
from groundup.plan.visit import Visit
from groundup.quantities import Side
from groundup.recording.filters import smooth
from groundup.report.page import render, render_patient
from groundup.report.progress_page import progress_page
from groundup.screening.intake import Intake
from groundup.screening.triage import screen
from groundup.synthetic.markers import MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import to_recording, walking_trial
from groundup.synthetic.walker import walk
from tests.findings.made import made
from tests.report import fakes
from tests.screened import CLEAR

_LOAD = (
    r"(loads?|moments?|forces?|stress|ankle|foot|feet|(over)?pronat\w+|"
    r"dorsiflexion|instability|evers\w+|knee)"
)
FORBIDDEN = {
    "cause of pain (VT30)": (
        rf"\b{_LOAD}\b[^.]*\b(caus\w+|produc\w+|leads? to|triggers?|explains?|responsible for)\b"
        r"[^.]*\b(pain|complaint)",
        r"\b(pain|complaint)\b[^.]*\b(caused by|due to|comes? from|stems from|explained by|because of)\b",
        r"\b(caus\w+|source|reason) of (the|this|your|\w+) (knee )?(pain|complaint)",
    ),
    "less load taken for less pain (VT30)": (
        r"\b(lower|less|reduc\w+)\b[^.]*\b(load|moment|force)\b(?!.*\b(not|no)\b)[^.]*\b(less|lower|relie\w+|reduc\w+)\b[^.]*\bpain",
    ),
    "injuries to come (VT28)": (
        r"\bpredict\w*\b",
        r"\b(injury risk|risk of (an? )?(injur|tear|ruptur|acl)\w*|at risk of)\b",
        r"\b(will|going to|likely to) (be injured|injure|tear|rupture|develop)\b",
    ),
    "diagnosis (VT29)": (
        r"(?<!not a )(?<!no )(?<!nor a )\bdiagnos\w+",
        r"\b(has|have|suffers? from|indicates?|proves?|confirms?) "
        r"(patellofemoral pain|osteoarthritis|runner's knee)",
    ),
    "responders (VT26, VT27)": (
        r"\b(responders?|will respond|will benefit|benefits? from|would benefit)\b",
        r"\b(orthos[ei]s|insole|insert|wedge|tape|shoe)s?\b[^.]*\b(will|would) "
        r"(help|correct|reduce|improve|relieve)",
    ),
    "stress against a norm (C47)": (
        r"^(?!.*\b(not|no)\b).*\b(MPa|stress)\b[^.]*"
        r"\b(norm|normal|usual|healthy|published|outside|too high|raised)\b",
    ),
}
"""What may not be said, as patterns over one sentence."""


def broken(text: str) -> list[str]:
    """Sentences that claim what may not be claimed, with the claim."""
    return [
        f"{claim}: {sentence}"
        for sentence in _sentences(text)
        for claim, patterns in FORBIDDEN.items()
        if any(re.search(pattern, sentence, re.IGNORECASE) for pattern in patterns)
    ]


def _sentences(text: str) -> Iterator[str]:
    bare = re.sub(r"<(style|script|code)\b.*?</\1>", " ", text, flags=re.DOTALL)
    bare = re.sub(r"</?(small|span|strong|b|sub|sup|a|em)\b[^>]*>", "", bare)
    for part in re.split(r"<[^>]+>|\n|(?<=[.!?;])\s", bare):
        sentence = html.unescape(part).strip()
        if sentence:
            yield sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Overpronation causes the pain at the inner knee.",
        "The pain comes from the ankle.",
        "This load explains your knee pain.",
        "The adduction moment is the source of the pain.",
        "A lower adduction moment means less pain.",
        "This knee predicts an ACL injury.",
        "The risk of injury is raised.",
        "She will develop patellofemoral pain.",
        "Diagnosis: patellofemoral pain.",
        "The force confirms patellofemoral pain.",
        "This foot is a responder.",
        "The person will benefit from an orthosis.",
        "A wedge will reduce the load.",
        "Patellofemoral stress 9.7 MPa, outside the usual.",
        "<td>Stress of 5 MPa is <b>normal</b></td>",
    ],
)
def test_the_guard_catches_a_claim(sentence: str) -> None:
    assert broken(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A description of movement for trained readers; not a diagnosis.",
        "Stress is not compared with published values.",
        "A lower adduction moment did not bring less pain in trials of wedges (D08, D10).",
        "Pain is told at this site of this leg (inner knee); load and pain are told apart.",
        "Lunge 27°, limited below 30°.",
    ],
)
def test_the_guard_lets_plain_facts_pass(sentence: str) -> None:
    assert broken(sentence) == []


INTAKES: tuple[dict[str, object], ...] = (
    {},
    {
        "about": {"age_years": 30},
        "complaint": {"side": "both", "sites": ["inner knee", "outer knee", "around the kneecap"]},
        "tests_left": {"lunge_deg": [20.0], "lunge_cm": [5.0], "foot_posture_items": [2, 2, 2, 2, 2, 2]},
        "tests_right": {"lunge_deg": [41.0], "lunge_cm": [11.0], "foot_posture_items": [0, 0, 0, 0, 0, 0]},
        "ankle_left": {"sprains": 3},
        "questionnaires": {"cait_left": [0] * 9, "cait_right": [5, 4, 3, 3, 2, 3, 4, 3, 3]},
    },
    {"about": {"age_years": 12}, "red_flags": {"visible_deformity": True}},
)
_FOUND = {**INTAKES[1], "red_flags": CLEAR}
_WELL = {"lunge_deg": [41.0], "foot_posture_items": [0, 0, 0, 0, 0, 0]}
_STEADY = [5, 4, 3, 3, 2, 3, 4, 3, 3]
SCREENED: tuple[dict[str, object], ...] = (
    {"about": {"age_years": 30}, "red_flags": CLEAR},
    _FOUND,
    {**_FOUND, "complaint": {"side": "left", "onset": "gradual", "sites": ["around the kneecap"]}},
    {
        "about": {"age_years": 30},
        "red_flags": CLEAR,
        "tests_left": _WELL,
        "tests_right": _WELL,
        "questionnaires": {"cait_left": _STEADY, "cait_right": _STEADY},
    },
)
"""People without a red flag: nothing tested, faults found, found where pain is told, no fault."""


def _extremes(factor: float) -> tuple[Measure, ...]:
    """Every measure of both legs in every task, far beyond its reference on the left."""
    found = []
    for name, definition in definitions().items():
        for task in definition.tasks:
            speed = 2.5 if task is Task.RUNNING else 1.3
            for side in Side:
                usual = made(name, 1.0, side, task=task, speed=speed).comparison
                mean, sd = (1.0, 10.0) if usual is None else (usual.reference.mean, usual.reference.sd)
                value = mean + (factor * sd if side is Side.LEFT else 0.0)
                found.append(made(name, value, side, task=task, speed=speed, margin=0.01))
    return tuple(found)


@pytest.fixture(scope="module")
def walked() -> TrialResult:
    """A virtual walker, analysed from its markers and plates."""
    trial = walking_trial(walk(VirtualPerson()), MarkerErrors(0.0, 0.0, 0.0, 0, 1), frames=330)
    recording = prepare(to_recording(trial))
    smoothed = smooth(recording, 6.0)
    subject = fit_subject([smoothed], None, recording.person)
    motion = track(smoothed, subject, progression_heading(recording))
    movement = describe(recording, motion, Task.WALKING, "given", mass=recording.person.mass)
    return TrialResult(smoothed, motion, movement, measure_loads(recording, subject, motion, movement))


def _texts(analysis: Analysis) -> Iterator[str]:
    yield render(analysis)
    yield render_patient(analysis) or ""
    yield analysis_text(analysis)
    yield measures_csv(analysis.measures)


@pytest.mark.parametrize("content", [*INTAKES, *SCREENED])
@pytest.mark.parametrize("factor", [-4.0, 0.0, 4.0])
def test_no_page_claims_what_the_evidence_does_not_bear(content: dict[str, object], factor: float) -> None:
    intake, measures = Intake.model_validate(content), _extremes(factor)
    findings = find(measures, intake)
    told = answer(findings, intake)
    for trial in (fakes.walking(), fakes.squat(), fakes.standing()):
        analysis = fakes.analysis(trial, intake=intake, measures=measures, findings=findings, answer=told)
        assert [line for text in _texts(analysis) for line in broken(text)] == []


def test_a_measured_walk_claims_nothing_either(walked: TrialResult) -> None:
    intake = Intake.model_validate(_FOUND)
    # One step of each leg is on plates: as if three had been, so that the rules have something to judge.
    seen = [replace(m, values=m.values.repeat(3)) for m in measure([walked], Person(30.0))]
    measures = tuple(replace(m, comparison=next(iter(compare(m, Person(30.0), 1.3)), None)) for m in seen)
    found = find(measures, intake)
    assert any(f.arguments for f in found)
    told = answer(found, intake)
    assert not told.withheld
    analysis = fakes.analysis(walked, intake=intake, measures=measures, findings=found, answer=told)
    assert [line for text in _texts(analysis) for line in broken(text)] == []


def test_the_screened_people_get_every_kind_of_answer() -> None:
    """So that the guard above reads each kind of sentence."""
    outcomes = set()
    for content in SCREENED:
        for factor in (-4.0, 0.0, 4.0):
            intake = Intake.model_validate(content)
            legs = answer(find(_extremes(factor), intake), intake).legs
            outcomes |= {leg.outcome for leg in legs}
    assert outcomes == set(Outcome)


def test_neither_red_flags_nor_changes_claim_it() -> None:
    flags = [triage_text(screen(answers)) for answers in ({}, {"visible_deformity": True}, {"age_years": 70})]
    rows = [[{k: _cell(v) for k, v in m.row().items()} for m in _extremes(factor)] for factor in (0.0, 4.0)]
    told = changes_text("before", "after", changes(*rows))
    assert "MPa" in told
    assert [line for text in [*flags, told] for line in broken(text)] == []


def test_plans_say_who_chooses_and_pick_nobody() -> None:
    for content in SCREENED:
        for factor in (-4.0, 0.0, 4.0):
            intake, measures = Intake.model_validate(content), _extremes(factor)
            found = find(measures, intake)
            laid = plan(answer(found, intake), found, measures, intake)
            told = [text for offer in laid.offers for text in _strings(asdict(offer))]
            told += [text for one in (*laid.tests, *laid.targets) for text in _strings(asdict(one))]
            assert any("Hip and knee strengthening" in text for text in told)
            assert [line for text in told for line in broken(text)] == []
    assert "a professional chooses" in PRINCIPLE
    assert broken(PRINCIPLE) == []


def test_a_test_of_a_change_and_progress_claim_nothing() -> None:
    rows = [[{k: _cell(v) for k, v in m.row().items()} for m in _extremes(factor)] for factor in (0.0, 4.0)]
    expected = [
        Prediction(definition.name, side, low, low + 5.0, definition.unit, "told by the user")
        for definition in definitions().values()
        for side in Side
        for low in (-60.0, -2.0, 2.0)
    ]
    found = judge(expected, *rows)
    assert {one.verdict for one in found} == set(Verdict)
    forms = {"pain_usual": (7.0, 1.0), "koos_pf": (40.0, 90.0), "lefs": (40.0, 42.0)}
    visits = [_visit(k, rows[k], {name: totals[k] for name, totals in forms.items()}) for k in (0, 1)]
    changed = trends(visits)
    assert {trend.outcome for trend in changed} >= {Followed.CHANGED, Followed.NOT_YET, Followed.CANNOT_TELL}
    texts = [bedside_text("before", "after", found), progress_text(visits, changed)]
    texts += [progress_page(visits, changed, ()), progress_csv(visits, changed)]
    assert [line for text in texts for line in broken(text)] == []


def _visit(k: int, rows: list[dict[str, str]], totals: dict[str, float]) -> Visit:
    tests = [
        {"name": name, "side": str(side), "value": 20.0 + 3.0 * k, "unit": "deg", "repeats": 3}
        for name in TESTS
        for side in Side
    ]
    scores = {
        name: {"title": name, "total": total, "smallest_change_beyond_error": 9.0}
        for name, total in totals.items()
    }
    day = date(2026, 1 + 2 * k, 10)
    flags = ("No red flag in what was asked.", False, True)
    return Visit(
        Path(f"visit {k}"), day, True, "A7", "", None, False, *flags, tuple(rows), tuple(tests), scores, ()
    )


def _strings(value: object) -> Iterator[str]:
    """Every text of a record, the evidence it cites left out: its titles are other people's words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if not name.endswith("evidence") and name != "weeks":
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _cell(value: str | float) -> str:
    return value if isinstance(value, str) else "" if value != value else str(value)


def test_no_reference_is_a_stress() -> None:
    for reference in references():
        assert reference.evidence.unit != "MPa"
        assert definitions()[reference.measure].unit != "MPa"
