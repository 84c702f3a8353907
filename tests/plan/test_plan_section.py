"""The plan on the page and for programs: whole, dated, and nothing behind a red flag."""

import json

import pytest

from groundup.exchange.assessment_json import assessment_json
from groundup.findings.answer import answer
from groundup.findings.findings import find
from groundup.plan.expected import expectations
from groundup.plan.option import options
from groundup.quantities import Side
from groundup.report.page import render, render_patient
from groundup.report.patient_words import OPTIONS
from groundup.report.plan_section import plan_section
from groundup.screening.intake import Intake
from tests.report import fakes
from tests.report.test_page import parse, words
from tests.screened import CLEAR, screened

LIMITED = {"lunge_deg": [24.0], "foot_posture_items": [2, 2, 2, 2, 1, 1]}
ABOUT = {"date": "2026-11-02"}


def analysis(intake: Intake | None):
    found = find((), intake)
    return fakes.analysis(intake=intake, findings=found, answer=answer(found, intake))


def _section(page: str) -> str:
    start = page.index('<section id="plan">')
    return words(page[start : page.index("</section>", start) + len("</section>")])


def test_the_page_lays_the_plan_out() -> None:
    page = render(analysis(screened(about=ABOUT, complaint={"side": "left"}, tests_left=LIMITED)))
    parse(page)
    text = _section(page)
    for part in (
        "no prescription: a professional chooses",
        "Calf stretching",
        "Hip and knee strengthening",
        "6 % in walking",
        "Podiatrist or orthopaedist, with the person",
        "Weight-bearing lunge, shank angle",
        "at least 35",
        "28 December 2026",  # eight weeks after the recording (D27)
    ):
        assert part in text, part


@pytest.mark.parametrize(
    "intake", [None, screened(red_flags={**CLEAR, "visible_deformity": True}, tests_left=LIMITED)]
)
def test_red_flags_stand_before_the_section_too(intake: Intake | None) -> None:
    page = render(analysis(intake))
    text = _section(page)
    assert "No plan is laid out. The answer is withheld" in text
    for gone in ("Calf stretching", "Hip and knee strengthening", "Targets, and when to look again"):
        assert gone not in text
    told = json.loads(assessment_json(analysis(intake), ["."]))["plan"]
    assert (told["tests"], told["offers"], told["targets"]) == ([], [], [])
    assert told["withheld"]


def test_programs_read_the_plan_with_its_evidence() -> None:
    document = json.loads(assessment_json(analysis(screened(tests_left=LIMITED)), ["."]))["plan"]
    names = [offer["option"]["name"] for offer in document["offers"]]
    assert {"hip_and_knee_strength", "calf_stretching", "medial_orthosis"} <= set(names)
    orthosis = document["offers"][names.index("medial_orthosis")]["option"]
    assert {row["id"] for row in orthosis["trade_off_evidence"]} >= {"D07.walking", "D07.running"}
    lunge = document["targets"][0]
    assert (lunge["name"], lunge["now"], lunge["target"], lunge["weeks"]["value"]) == ("lunge_deg", 24, 35, 8)


def test_an_expectation_is_a_group_s_and_says_when_one_person_cannot_show_it() -> None:
    intake = screened(complaint={"side": "left"}, tests_left=LIMITED)
    found = {one.test: one for one in expectations(find((), intake), intake)}
    tape, lift = found["arch_tape"], found["heel_lift"]
    assert (tape.value, tape.low, tape.high) == (2.64, 1.39, 3.90)  # D02
    assert tape.direction == "inversion"
    assert not tape.can_be_seen  # 5 degrees can be detected in one person (A61)
    assert tape.prediction(Side.LEFT) == "rearfoot_eversion_peak left 1.39..3.9 deg"
    assert lift.prediction(Side.LEFT) == "knee_flexion_peak left 0.. deg"
    told = plan_section(analysis(intake))
    assert "mean of a group in trials, not of this person" in told.tests[1].expected
    assert "direction only" in told.tests[0].expected
    assert all(card.against for card in told.tests)


def test_the_patient_reads_every_option_in_plain_words() -> None:
    assert set(OPTIONS) == {option.name for option in options()}
    page = render_patient(analysis(screened(complaint={"side": "left"}, tests_left=LIMITED)))
    text = words(page or "")
    assert "Talk over what may come next" in text
    for name in ("hip_and_knee_strength", "calf_stretching", "medial_orthosis"):
        assert OPTIONS[name] in text
    stopped = screened(tests_left=LIMITED, precautions={"numb_or_diabetic_feet": True})
    assert OPTIONS["medial_orthosis"] not in words(render_patient(analysis(stopped)) or "")
