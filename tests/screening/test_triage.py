"""Red flags: every rule raised, cleared, and left open by what was not asked."""

import pytest

from groundup.screening.advice import ADVICE
from groundup.screening.condition import AllOf, AtLeast, Between, Yes, any_of, yes
from groundup.screening.interview import Wish, interview
from groundup.screening.questions import BY_NAME, QUESTIONS, Question
from groundup.screening.rule import Rule, Urgency
from groundup.screening.rules import RULES
from groundup.screening.triage import screen

# For each rule, answers that raise it and one changed answer that clears it.
CASES = {
    "sudden_severe_onset": ({"sudden_severe_onset": True}, {"sudden_severe_onset": False}),
    "visible_deformity": ({"visible_deformity": True}, {"visible_deformity": False}),
    "cannot_bear_weight": ({"cannot_bear_weight": True}, {"cannot_bear_weight": False}),
    "hot_red_swollen_joint": ({"hot_red_swollen_joint": True}, {"hot_red_swollen_joint": False}),
    "locking_or_buckling": (
        {"knee_locks": False, "knee_buckles": True},
        {"knee_locks": False, "knee_buckles": False},
    ),
    "unwell_with_joint": (
        {"fever_or_chills": True, "hot_red_swollen_joint": True},
        {"hot_red_swollen_joint": False},
    ),
    "fever_with_knee_pain": ({"fever_or_chills": True}, {"fever_or_chills": False}),
    "hot_joint_at_risk": (
        {"hot_red_swollen_joint": True, "joint_prosthesis": True},
        {"hot_red_swollen_joint": False},
    ),
    "limb_circulation_or_nerves": ({"foot_cold_pale_or_numb": True}, {"foot_cold_pale_or_numb": False}),
    "pulmonary_embolism": ({"breathless_or_chest_pain": True}, {"breathless_or_chest_pain": False}),
    "deep_vein_thrombosis": (
        {
            "leg_or_calf_swollen_or_tender": True,
            "active_cancer": True,
            "pitting_oedema": True,
            "other_diagnosis_as_likely": False,
        },
        {"leg_or_calf_swollen_or_tender": False},
    ),
    "deep_vein_thrombosis_unlikely": (
        {
            "leg_or_calf_swollen_or_tender": True,
            **dict.fromkeys(
                (
                    "active_cancer",
                    "leg_paralysed_or_in_plaster",
                    "bedridden_or_major_surgery",
                    "deep_vein_tenderness",
                    "whole_leg_swollen",
                    "calf_over_3_cm_bigger",
                    "pitting_oedema",
                    "collateral_veins",
                    "previous_deep_vein_thrombosis",
                ),
                False,
            ),
        },
        {"leg_or_calf_swollen_or_tender": False},
    ),
    "anticoagulant_and_swelling": (
        {"anticoagulants": True, "knee_swollen": True},
        {"anticoagulants": False},
    ),
    "compartment_syndrome": (
        {"recent_injury": True, "pain_on_passive_stretch": True},
        {"recent_injury": False, "pain_during_exertion_in_calf_or_shin": False},
    ),
    "ottawa_knee": (
        {"recent_injury": True, "days_since_injury": 2.0, "age_years": 55.0},
        {"days_since_injury": 7.0},
    ),
    "ottawa_ankle": (
        {
            "recent_injury": True,
            "days_since_injury": 1.0,
            "pain_at_malleoli": True,
            "malleolar_bone_tenderness": True,
        },
        {"pain_at_malleoli": False},
    ),
    "ottawa_midfoot": (
        {
            "recent_injury": True,
            "days_since_injury": 1.0,
            "pain_in_midfoot": True,
            "navicular_tenderness": True,
        },
        {"pain_in_midfoot": False},
    ),
    "extensor_mechanism": ({"cannot_raise_straight_leg": True}, {"cannot_raise_straight_leg": False}),
    "achilles_rupture": (
        {"calf_squeeze_does_not_move_foot": True},
        {
            "calf_squeeze_does_not_move_foot": False,
            "snap_at_back_of_heel": False,
            "gap_in_achilles_tendon": False,
        },
    ),
    "syndesmosis": ({"recent_injury": True, "squeeze_test_painful": True}, {"recent_injury": False}),
    "tumour": (
        {"continuous_night_and_rest_pain": True},
        {
            "continuous_night_and_rest_pain": False,
            "unexplained_weight_loss": False,
            "cancer_history": False,
        },
    ),
    "young_bone_pain": (
        {"age_years": 15.0, "unexplained_bone_pain_or_swelling": True},
        {"age_years": 40.0},
    ),
    "slipped_epiphysis": ({"age_years": 12.0, "child_limps": True}, {"age_years": 30.0}),
    "perthes": ({"age_years": 6.0, "child_limps": True}, {"age_years": 30.0}),
    "femoral_neck_stress": (
        {"groin_pain_on_loading": True, "high_or_raised_training_load": True},
        {"groin_pain_on_loading": False},
    ),
    "bone_stress": (
        {"focal_bone_tenderness": True, "low_bone_health": True},
        {"focal_bone_tenderness": False},
    ),
    "cauda_equina": (
        {"saddle_numbness_or_bladder_bowel_change": True},
        {"saddle_numbness_or_bladder_bowel_change": False},
    ),
    "referred_from_hip": ({"hip_movement_brings_on_pain": True}, {"hip_movement_brings_on_pain": False}),
    "referred_from_back": (
        {"pain_runs_down_leg": True},
        {"pain_runs_down_leg": False, "back_movement_brings_on_pain": False},
    ),
}


def _state(name: str, answers: dict[str, bool | float]) -> str:
    triage = screen(answers)
    if name in {rule.name for rule in triage.raised}:
        return "raised"
    return "clear" if name in {rule.name for rule in triage.clear} else "open"


def test_every_rule_has_a_case() -> None:
    assert set(CASES) == {rule.name for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_raised_cleared_and_left_open(rule: Rule) -> None:
    raising, change = CASES[rule.name]
    assert _state(rule.name, raising) == "raised"
    assert _state(rule.name, {**raising, **change}) == "clear"
    assert _state(rule.name, {}) == "open", "an answer that was not asked is never a no"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_answer_that_raises_a_rule_is_needed(rule: Rule) -> None:
    raising, _ = CASES[rule.name]
    for question in raising:
        fewer = {name: answer for name, answer in raising.items() if name != question}
        only_no = raising[question] is False
        assert _state(rule.name, fewer) == "open" or only_no, question


def test_every_question_is_used_and_every_word_is_a_question() -> None:
    asked = set()
    for rule in (*RULES, *ADVICE):
        answers: dict[str, bool | float | None] = {}
        while rule.when.holds(answers) is None:
            for question in rule.when.open_questions(answers):
                assert question in BY_NAME
                asked.add(question)
                # The answer that keeps a rule of this kind open longest.
                answers[question] = _keeps_open(rule, answers, question)
    assert asked == {question.name for question in QUESTIONS}


def _keeps_open(rule: Rule, answers: dict[str, bool | float | None], question: str) -> bool | float:
    choices: list[bool | float] = [1.0, 6.0, 10.0, 30.0] if BY_NAME[question].numeric else [True, False]
    for choice in choices:
        if rule.when.holds({**answers, question: choice}) is None:
            return choice
    return choices[0]


def test_wells_needs_two_points() -> None:
    swollen = {"leg_or_calf_swollen_or_tender": True, "active_cancer": True, "pitting_oedema": True}
    assert _state("deep_vein_thrombosis", swollen) == "open", "another diagnosis may take two points away"
    assert _state("deep_vein_thrombosis", {**swollen, "other_diagnosis_as_likely": False}) == "raised"
    with_other = {**swollen, "other_diagnosis_as_likely": True, "collateral_veins": True}
    assert _state("deep_vein_thrombosis", with_other) == "open", "three more could still be answered"


def test_the_ottawa_knee_rule_is_for_fresh_injuries_of_any_age() -> None:
    young = {
        "recent_injury": True,
        "days_since_injury": 1.0,
        "age_years": 54.9,
        "isolated_patellar_tenderness": False,
        "fibular_head_tenderness": False,
        "cannot_flex_knee_90": False,
        "cannot_take_four_steps": False,
    }
    assert _state("ottawa_knee", young) == "clear"
    assert _state("ottawa_knee", {**young, "cannot_flex_knee_90": True}) == "raised"


def test_the_most_urgent_flag_comes_first_and_withholds_the_verdict() -> None:
    triage = screen({"knee_locks": True, "visible_deformity": True})
    assert [rule.name for rule in triage.raised] == ["visible_deformity", "locking_or_buckling"]
    assert triage.urgency is Urgency.EMERGENCY
    assert triage.verdict_withheld
    assert triage.headline.startswith("Red flag, emergency")


def test_nothing_asked_is_said() -> None:
    assert screen({}).headline == "Red flags not screened."
    assert screen({}).verdict_withheld


def test_the_interview_ends_with_every_rule_decided() -> None:
    asked = []

    def ask(question: Question) -> bool | float:
        asked.append(question.name)
        return 40.0 if question.numeric else False

    triage = screen(interview(ask))
    assert triage.screened
    assert not triage.raised
    assert not triage.verdict_withheld
    assert len(asked) == len(set(asked)) < len(QUESTIONS) / 2, "a no spares what hangs on it"


def test_the_interview_leaves_open_what_nobody_can_say() -> None:
    answers = interview(lambda question: None if question.name == "knee_locks" else False)
    open_rules = screen(answers).open
    assert "knee_locks" not in answers
    assert "locking_or_buckling" in {rule.rule.name for rule in open_rules}


def test_the_interview_goes_on_from_what_is_known() -> None:
    asked = []

    def ask(question: Question) -> bool | float:
        asked.append(question.name)
        return 40.0 if question.numeric else False

    interview(ask, {"visible_deformity": False, "age_years": 30.0})
    assert "visible_deformity" not in asked
    assert "age_years" not in asked


def test_three_valued_logic() -> None:
    a, b = Yes("a"), Yes("b")
    assert AllOf(a, b).holds({"a": False}) is False
    assert AllOf(a, b).holds({"a": True}) is None
    assert any_of(a, b).holds({"a": True}) is True
    assert any_of(a, b).holds({"a": False}) is None
    assert yes("a", "b").holds({"a": False, "b": False}) is False
    assert Between("n", 1.0, 2.0).holds({"n": 2.0}) is False
    assert Between("n", 1.0, 2.0).holds({"n": 1.0}) is True
    assert AtLeast(1.0, ((2.0, a), (-2.0, b))).holds({"a": True}) is None


def test_the_plain_advice_is_told_and_withholds_nothing() -> None:
    """EVIDENCE E17: pain without a clear injury, or that stays despite local treatment."""
    (rule,) = ADVICE
    asked = screen({})
    assert asked.advice == ()
    assert asked.advice_open[0].questions == ("recent_injury", "pain_persists_despite_treatment")
    for told in ({"recent_injury": False}, {"pain_persists_despite_treatment": True}):
        triage = screen(told)
        assert triage.advice == (rule,)
        assert rule not in triage.raised
        assert triage.urgency is None
    neither = screen({"recent_injury": True, "pain_persists_despite_treatment": False})
    assert neither.advice == neither.advice_open == ()
    assert screen({"recent_injury": True}).advice_open


def test_advice_leaves_a_clear_screening_clear() -> None:
    nos = interview(lambda question: 40.0 if question.numeric else False)
    triage = screen({**nos, "pain_persists_despite_treatment": True})
    assert triage.advice
    assert triage.screened
    assert not triage.verdict_withheld


def test_going_back_answers_the_question_before_anew() -> None:
    said: list[str] = []

    def ask(question: Question) -> bool | float | Wish:
        said.append(question.name)
        if len(said) == 2:
            return Wish.BACK
        return 40.0 if question.numeric else len(said) == 1

    answers = interview(ask)
    assert said[0] == said[2] != said[1]
    assert answers[said[0]] is False, "the first answer, a yes, was taken back"


def test_going_back_at_the_first_question_asks_it_again() -> None:
    said = iter([Wish.BACK, True])
    answers = interview(lambda question: next(said, Wish.SKIP))
    assert list(answers.values()) == [True]


def test_every_flag_names_a_source() -> None:
    for rule in (*RULES, *ADVICE):
        assert rule.source.strip(), rule.name
        assert "pending" not in rule.source or rule.source_pending, rule.name
