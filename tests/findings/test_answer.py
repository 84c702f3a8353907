"""The answer: every branch, both ways as readily, mirrored sides, and nothing behind red flags."""

from dataclasses import replace

import pytest

from groundup.evidence.table import row
from groundup.findings.answer import Answer, answer
from groundup.findings.finding import Argument, Finding, Kind, Verdict, Weight
from groundup.findings.leg_answer import Certainty, Outcome, answer_leg
from groundup.quantities import Side
from groundup.screening.intake import Intake
from tests.screened import CLEAR, screened

DORSIFLEXION, PRONATION, INSTABILITY = "limited dorsiflexion", "overpronation", "ankle instability"
KNEECAP, MEDIAL, BAND = "patellofemoral load", "medial load", "iliotibial band load"
FAULTS = (DORSIFLEXION, PRONATION, INSTABILITY)
THERE, NOT, MAYBE, UNLIKELY, OPEN = "there", "not", "maybe", "unlikely", "open"


def found(name: str, state: str, side: Side = Side.LEFT) -> Finding:
    """A finding that is there, not there, leans one way, or of which nothing is known."""
    verdict = {
        THERE: Verdict.PRESENT,
        NOT: Verdict.ABSENT,
        MAYBE: Verdict.CONSISTENT,
    }.get(state, Verdict.CANNOT_TELL)
    weight = Weight.DECISIVE if state in (THERE, NOT) else Weight.SUPPORTING
    seen = Argument(f"{name} seen", 20.0, row("B05.limited"), state in (THERE, MAYBE), weight)
    settled = state in (THERE, NOT)
    return Finding(
        name,
        side,
        verdict,
        () if state == OPEN else (seen,),
        () if settled else (f"test of {name}",),
        "" if settled else f"a test of {name}",
        kind=Kind.FAULT if name in FAULTS else Kind.PATTERN,
    )


def leg(side: Side = Side.LEFT, **states: str) -> list[Finding]:
    """Findings of one leg; nothing is known of those that are not named."""
    names = {"dorsiflexion": DORSIFLEXION, "pronation": PRONATION, "instability": INSTABILITY}
    names |= {"kneecap": KNEECAP, "medial": MEDIAL, "band": BAND}
    return [found(name, states.get(short, OPEN), side) for short, name in names.items()]


CARRIED = {"dorsiflexion": THERE, "pronation": NOT, "instability": NOT, "kneecap": THERE}
ALL_WELL = {"dorsiflexion": NOT, "pronation": NOT, "instability": NOT}


@pytest.mark.parametrize(
    ("states", "outcome", "certainty"),
    [
        (CARRIED, Outcome.IN_PART, Certainty.LIKELY),
        ({**CARRIED, "medial": THERE}, Outcome.IN_PART, Certainty.LIKELY),
        ({**CARRIED, "dorsiflexion": MAYBE}, Outcome.IN_PART, Certainty.POSSIBLE),
        ({**CARRIED, "kneecap": MAYBE}, Outcome.IN_PART, Certainty.POSSIBLE),
        ({"pronation": THERE, "band": MAYBE}, Outcome.IN_PART, Certainty.POSSIBLE),
        (ALL_WELL, Outcome.LITTLE, Certainty.LIKELY),
        ({**ALL_WELL, "kneecap": THERE}, Outcome.LITTLE, Certainty.LIKELY),
        ({**ALL_WELL, "pronation": UNLIKELY}, Outcome.LITTLE, Certainty.POSSIBLE),
        ({**ALL_WELL, "instability": THERE}, Outcome.LITTLE, Certainty.LIKELY),
        ({**ALL_WELL, "dorsiflexion": THERE, "kneecap": NOT}, Outcome.LITTLE, Certainty.LIKELY),
        ({**ALL_WELL, "dorsiflexion": THERE, "kneecap": UNLIKELY}, Outcome.LITTLE, Certainty.POSSIBLE),
        (
            {"pronation": THERE, "dorsiflexion": NOT, "kneecap": NOT, "band": UNLIKELY},
            Outcome.LITTLE,
            Certainty.POSSIBLE,
        ),
        ({"pronation": THERE, "dorsiflexion": NOT, "medial": THERE}, Outcome.OPEN, Certainty.CANNOT_TELL),
        ({"dorsiflexion": THERE}, Outcome.OPEN, Certainty.CANNOT_TELL),
        ({"kneecap": THERE}, Outcome.OPEN, Certainty.CANNOT_TELL),
        ({**ALL_WELL, "pronation": OPEN}, Outcome.OPEN, Certainty.CANNOT_TELL),
        ({}, Outcome.OPEN, Certainty.CANNOT_TELL),
    ],
)  # fmt: skip
def test_every_branch_of_a_leg(states: dict[str, str], outcome: Outcome, certainty: Certainty) -> None:
    told = answer_leg(leg(**states))
    assert (told.outcome, told.certainty) == (outcome, certainty)


def _answer(left: dict[str, str], right: dict[str, str], side: str | None = None) -> Answer:
    intake = screened(complaint={"side": side} if side else {})
    return answer([*leg(Side.LEFT, **left), *leg(Side.RIGHT, **right)], intake)


def test_the_sentence_names_fault_and_load_of_the_painful_leg() -> None:
    told = _answer(CARRIED, ALL_WELL, "left")
    assert told.sentence == (
        "The left knee's load probably comes in part from the ankle and foot: limited dorsiflexion meets "
        "raised patellofemoral load."
    )
    assert told.sides == (Side.LEFT,)
    assert {one.side: one.outcome for one in told.legs} == {
        Side.LEFT: Outcome.IN_PART,
        Side.RIGHT: Outcome.LITTLE,
    }


def test_a_mirrored_person_gets_the_mirrored_sentence() -> None:
    left, right = _answer(CARRIED, ALL_WELL, "left"), _answer(ALL_WELL, CARRIED, "right")
    assert right.sentence == left.sentence.replace("left", "right")
    assert [r.text for r in right.reasons_for] == [r.text for r in left.reasons_for]
    assert {r.side for r in right.reasons_for} == {Side.RIGHT}


def test_legs_that_agree_are_told_together_and_others_side_by_side() -> None:
    both = _answer(ALL_WELL, ALL_WELL)
    assert both.sentence == (
        "The ankle and foot probably explain little of either knee's load: no fault of ankle or foot was "
        "found."
    )
    mixed = _answer(CARRIED, {})
    assert mixed.sentence.startswith("The left knee's load probably comes in part")
    assert "; whether the right knee's load comes from the ankle and foot can't be told" in mixed.sentence
    assert mixed.sentence.count(".") == 1
    assert mixed.certainty is Certainty.CANNOT_TELL
    assert mixed.sure == "left likely, right can't tell"
    assert both.sure == "likely"


def test_what_only_leans_is_told_with_possibly() -> None:
    told = _answer({**CARRIED, "pronation": MAYBE, "kneecap": MAYBE}, {}, "left")
    assert "limited dorsiflexion and possibly overpronation meet possibly raised" in told.sentence
    assert "may come in part" in told.sentence


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ({"dorsiflexion": THERE}, "limited dorsiflexion, but patellofemoral load could not be judged"),
        ({"kneecap": THERE}, "there is raised patellofemoral load, but ankle and foot were not fully tested"),
        ({}, "too little was tested and measured"),
        ({**ALL_WELL, "kneecap": THERE}, "no fault of ankle or foot was found that meets the raised"),
        ({**ALL_WELL, "instability": THERE}, "ankle instability alone is not known to load the knee more"),
        ({**ALL_WELL, "pronation": OPEN, "kneecap": NOT, "band": UNLIKELY}, "load look as usual"),
        ({**ALL_WELL, "dorsiflexion": THERE, "kneecap": NOT}, "but patellofemoral load is as usual"),
    ],
)  # fmt: skip
def test_the_sentence_says_why(states: dict[str, str], words: str) -> None:
    assert words in _answer(states, {}, "left").sentence


def test_what_would_change_the_answer_is_missing_and_nothing_else() -> None:
    assert _answer(CARRIED, {}, "left").missing == ()
    assert _answer({"dorsiflexion": THERE, "pronation": NOT}, {}, "left").missing == (f"test of {KNEECAP}",)
    doubtful = _answer({**ALL_WELL, "pronation": UNLIKELY}, {}, "left").missing
    assert doubtful[0] == f"test of {PRONATION}"


def test_at_most_three_reasons_those_that_decide_first_then_the_furthest() -> None:
    near, far = row("B05.limited"), row("B20.screen")
    arguments = [
        Argument("supports, far", 2.0, far, True, Weight.SUPPORTING),
        Argument("decides, near", 29.0, near, True, Weight.DECISIVE),
        Argument("decides, far", 20.0, near, True, Weight.DECISIVE),
        Argument("supports, no ruler", 9.0, row("B10.pronated"), True, Weight.SUPPORTING),
    ]
    findings = leg(**{**CARRIED, "kneecap": OPEN})
    findings[0] = replace(findings[0], arguments=tuple(arguments))
    told = answer(findings, screened(complaint={"side": "left"}))
    assert [reason.text for reason in told.reasons_for] == ["Decides, far", "Decides, near", "Supports, far"]
    assert told.reasons_for[0].distance == pytest.approx(10.0 / 4.6)  # B03: 4.6 degrees detectable
    assert told.reasons_for[2].distance == pytest.approx(23.0 / 3.08)  # B21: 3.08 points detectable


def test_more_eversion_with_a_raised_medial_load_speaks_against() -> None:
    told = answer_leg(leg(pronation=THERE, medial=THERE))
    assert any("less load on the inner knee" in reason.text for reason in told.reasons_against)
    assert all("medial" not in reason.text for reason in told.reasons_for)


def test_a_load_that_no_fault_is_known_to_raise_is_no_reason_either_way() -> None:
    for state in (THERE, NOT):
        told = answer_leg(leg(medial=state))
        assert (told.reasons_for, told.reasons_against) == ((), ())


def test_instability_speaks_against_since_no_way_leads_from_it() -> None:
    told = answer_leg(leg(instability=THERE))
    assert any("(C26)" in reason.source for reason in told.reasons_against)
    assert told.reasons_for == ()


@pytest.mark.parametrize(
    ("intake", "words"),
    [
        (None, "red flags are not screened"),
        (Intake(), "red flags are not screened"),
        (Intake(red_flags={"visible_deformity": False}), "red-flag rules wait for an answer"),
        (screened(red_flags={**CLEAR, "visible_deformity": True}), "a red flag comes first (visible"),
    ],
)  # fmt: skip
def test_it_is_withheld_behind_red_flags_and_says_why(intake: Intake | None, words: str) -> None:
    told = answer([*leg(**CARRIED), *leg(Side.RIGHT, **ALL_WELL)], intake)
    assert told.withheld
    assert words in told.sentence
    assert (told.legs, told.reasons_for, told.reasons_against, told.missing) == ((), (), (), ())


def test_without_findings_it_cannot_be_told() -> None:
    told = answer([], screened())
    assert told.certainty is Certainty.CANNOT_TELL
    assert "nothing was judged" in told.sentence


def test_the_site_of_pain_changes_no_outcome() -> None:
    """Mechanics and pain are told apart: the sides asked about change, the legs' answers never."""
    sites = [
        screened(complaint={"side": "left", "sites": [site]}) for site in ("inner knee", "around the kneecap")
    ]
    findings = [*leg(**CARRIED), *leg(Side.RIGHT, **ALL_WELL)]
    first, second = (answer(findings, intake) for intake in sites)
    assert first == second
