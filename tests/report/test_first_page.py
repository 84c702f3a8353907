"""Page 1: the answer on the page, the leg in words, nothing behind a red flag; and the patient's sheet."""

import re
from dataclasses import replace

import numpy as np
import pytest

from groundup.findings.answer import answer
from groundup.findings.findings import find
from groundup.findings.measure import Measure
from groundup.quantities import MeasurementError, Side
from groundup.report.deviation import LINKS, Level, deviations
from groundup.report.page import render, render_patient
from groundup.report.patient_words import (
    FOUND,
    FOUND_BOTH,
    NOT_FOUND,
    NOT_FOUND_BOTH,
    TOPICS,
    TRY,
    WARNINGS,
)
from groundup.screening.intake import Intake
from groundup.screening.rules import RULES
from tests.findings.made import made
from tests.report import fakes
from tests.report.test_page import parse, words
from tests.screened import CLEAR, screened

LEFT_LIMITED = {
    "complaint": {"side": "left", "onset": "gradual"},
    "tests_left": {"lunge_deg": [24.0], "foot_posture_items": [0] * 6},
    "tests_right": {"lunge_deg": [40.0], "foot_posture_items": [0] * 6},
}
KNEECAP = tuple(
    made("patellofemoral_force_peak", 2.4 if s is Side.LEFT else 0.9, s, margin=0.01) for s in Side
)


def _analysis(intake: Intake | None, measures: tuple[Measure, ...] = KNEECAP, trial=None):
    found = find(measures, intake)
    changes = {"intake": intake, "measures": measures, "findings": found, "answer": answer(found, intake)}
    return fakes.analysis(*([trial] if trial else []), **changes)


def test_the_page_opens_with_flags_then_the_answer() -> None:
    text = words(render(_analysis(screened(**LEFT_LIMITED))))
    order = [
        "No red flag in what was asked",
        "The left knee's load probably comes in part",
        "Speaks for",
        "Quality",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert text.count("not a diagnosis") == 1


def test_reasons_tests_and_steps_stand_on_it() -> None:
    text = words(render(_analysis(screened(**LEFT_LIMITED))))
    assert "Lunge 24°, limited below 30°" in text
    assert "Heel lift under a squat" in text
    assert "Ask first: recent surgery, a tendency to fall" in text
    assert "Have the pain evaluated by a professional" in text
    assert "one page in plain words" in text


def test_what_the_reasons_rest_on_is_cited_with_how_it_was_checked() -> None:
    page = render(_analysis(screened(**LEFT_LIMITED)))
    table = page[page.index('<section id="citations">') :]
    for number in ("B05", "C37", "C05", "C11", "B03"):
        assert f'<th scope="row">{number}</th>' in table
    assert "seen at the source" in table


@pytest.mark.parametrize(("peak", "told"), [(0.90, True), (0.45, False)])
def test_a_wedge_on_a_knee_whose_medial_load_is_raised_says_so(peak: float, told: bool) -> None:
    names = ("knee_adduction_moment_first_peak", "knee_adduction_moment_second_peak")
    measures = tuple(made(name, peak, margin=0.01) for name in names)  # N082: 0.45 (0.09), N083: 0.45 (0.13)
    intake = screened(complaint={"side": "left"}, tests_left={"foot_posture_items": [2, 2, 2, 2, 1, 1]})
    text = words(render(_analysis(intake, measures)))
    assert "by 6 % in walking and 4 % in running" in text
    assert ("It is raised on this knee already" in text) is told


def test_a_raised_flag_leaves_only_what_to_do() -> None:
    page = render(_analysis(screened(red_flags={**CLEAR, "visible_deformity": True}, **LEFT_LIMITED)))
    text = words(page)
    assert "The answer is withheld: a red flag comes first (visible deformity)" in text
    for gone in ("Speaks for", "What to test today", "link by link", "Heel lift"):
        assert gone not in text
    assert "No page for the patient is written" in text


def test_without_an_intake_reasons_are_withheld_and_tests_wait() -> None:
    text = words(render(_analysis(None)))
    assert "The answer is withheld: red flags are not screened" in text
    assert "Speaks for" not in text
    assert "once the red flags are screened" in text


@pytest.mark.parametrize(
    "trial", [fakes.walking(), fakes.squat(), fakes.standing(), fakes.walking(blank=True)]
)
def test_a_page_without_a_measure_is_whole(trial) -> None:
    analysis = _analysis(screened(), (), trial)
    parse(render(analysis))
    assert "too little was tested and measured" in words(render(analysis))
    parse(render_patient(analysis) or "")


def test_the_drawing_says_every_link_in_words() -> None:
    page = render(_analysis(screened(**LEFT_LIMITED)))
    alternative = re.search(r'<desc id="chain-d">(.*?)</desc>', page)
    assert alternative is not None
    left, right = alternative.group(1).split("Right leg:")
    assert "knee 3.8 SD above" in left  # (2.4 - 0.9) / 0.4, by C37
    assert "knee as usual" in right
    assert "ankle bends too little (limited dorsiflexion: lunge 24°" in left
    for name in LINKS:
        assert name in left
        assert name in right


def test_links_take_the_furthest_measure_that_fits() -> None:
    measures = (
        made("hip_adduction_stance_peak", 5.2 + 3.0 * 3.4),  # of children: does not fit an adult
        made("knee_adduction_moment_first_peak", 0.45 + 5.0 * 0.09),  # 5 SD above N082
        made("patellofemoral_force_peak", 0.9),
    )
    levels = {(link.side, link.name): link.level for link in deviations(measures, ())}
    assert levels[Side.LEFT, "knee"] is Level.FAR
    assert levels[Side.LEFT, "hip"] is Level.UNKNOWN
    assert levels[Side.RIGHT, "knee"] is Level.UNKNOWN


@pytest.mark.parametrize(
    ("name", "difference", "level"),
    [
        ("hip_flexion_peak", 6.0, Level.DIFFERS),  # angles: 5 degrees are detectable (A61)
        ("hip_flexion_peak", 4.0, Level.UNKNOWN),
        ("hip_adduction_stance_peak", 9.0, Level.UNKNOWN),  # markers tell this plane, not legs (A66)
    ],
)
def test_legs_that_differ_beyond_error_are_dotted_on_both(name: str, difference: float, level: Level) -> None:
    measures = (made(name, 5.0), made(name, 5.0 + difference, Side.RIGHT))
    levels = {link.level for link in deviations(measures, ()) if link.name == "hip"}
    assert levels == {level}


@pytest.mark.parametrize(("shift", "level"), [(1.0, Level.DIFFERS), (-1.0, Level.UNKNOWN)])
def test_an_error_that_bends_one_leg_and_stretches_the_other_may_be_the_difference(
    shift: float, level: Level
) -> None:
    """Each leg's own interval is as wide; what counts is whether the error goes the same way in both."""
    slips = np.linspace(-6.0, 6.0, 40)
    measures = [
        replace(
            made("hip_flexion_peak", value, side),
            error=MeasurementError(3.5, value - 5.5, value + 5.5, 40, truths=value + sign * slips),
        )
        for side, value, sign in ((Side.LEFT, 20.0, 1.0), (Side.RIGHT, 28.0, shift))
    ]
    levels = {link.level for link in deviations(measures, ()) if link.name == "hip"}
    assert levels == {level}


def _patient(content: dict[str, object], trial=None) -> str:
    return words(render_patient(_analysis(screened(**content), KNEECAP, trial)) or "")


@pytest.mark.parametrize(
    "intake",
    [
        None,
        Intake(),
        Intake(red_flags={"visible_deformity": False}),
        screened(red_flags={**CLEAR, "knee_locks": True}),
    ],
)  # fmt: skip
def test_no_sheet_unless_screened_without_a_flag(intake: Intake | None) -> None:
    assert render_patient(_analysis(intake)) is None


def test_the_sheet_tells_the_patient_in_plain_words() -> None:
    text = _patient(LEFT_LIMITED)
    assert "Your left ankle bends less than usual" in text
    assert "Your right ankle bends far enough" in text
    assert "It is likely that your ankle and foot add to the load on your left knee" in text
    assert "after about 8 weeks" in text
    assert "Go to an emergency room at once if your knee or leg changes its shape" in text
    for jargon in (
        "dorsiflexion",
        "pronat",
        "patellofemoral",
        "SD",
        "moment",
        "EVIDENCE",
        "(B05)",
        "sagittal",
    ):
        assert jargon not in text


def test_legs_that_agree_are_told_together() -> None:
    well = {"lunge_deg": [40.0], "foot_posture_items": [0] * 6}
    text = _patient({"tests_left": well, "tests_right": well})
    assert "Both your ankles bend far enough. Maybe your feet do not roll in too much." in text


LITTLE = {**LEFT_LIMITED, "tests_left": {"lunge_deg": [40.0], "foot_posture_items": [0] * 6}}


@pytest.mark.parametrize("content", [LEFT_LIMITED, LITTLE, {}])
@pytest.mark.parametrize("trial", [fakes.walking(), fakes.squat(), fakes.standing()])
def test_the_sheet_reads_at_grade_eight_or_below(content: dict[str, object], trial) -> None:
    page = render_patient(_analysis(screened(**content), KNEECAP, trial)) or ""
    bare = re.sub(r"<(style|svg)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert grade(re.sub(r"</(p|li|h\d|figcaption|title)>", ". ", bare)) <= 8.0


def grade(page: str) -> float:
    """Flesch and Kincaid's grade: 0.39 words per sentence + 11.8 syllables per word - 15.59."""
    text = re.sub(r"<[^>]+>", " ", page)
    sentences = [s for s in re.split(r"[.!?:]+(?:\s|$)", text) if re.search(r"[a-zA-Z]", s)]
    every = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", w.lower())))) for w in every)
    return 0.39 * len(every) / len(sentences) + 11.8 * syllables / len(every) - 15.59


def test_the_grade_tells_plain_from_learned() -> None:
    assert grade("The cat sat on the mat. It was a good day.") < 3.0
    assert (
        grade("Contemporaneous biomechanical investigations demonstrate considerable heterogeneity.") > 14.0
    )


def test_every_finding_and_test_has_plain_words() -> None:
    from groundup.findings.bedside import bedside_tests

    names = {finding.name for finding in find((), None)}
    assert names == set(FOUND) == set(NOT_FOUND) == set(TOPICS) == set(FOUND_BOTH) == set(NOT_FOUND_BOTH)
    assert set(bedside_tests()) == set(TRY)


def test_warnings_are_red_flag_rules_and_hold_the_five_of_the_mission() -> None:
    names = {rule.name for rule in RULES}
    assert set(WARNINGS) <= names
    assert {
        "sudden_severe_onset", "visible_deformity", "cannot_bear_weight", "hot_red_swollen_joint",
        "locking_or_buckling",
    } <= set(WARNINGS)  # fmt: skip
