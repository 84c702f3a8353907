"""Questionnaires: published examples, ends of the scales, items left out."""

import pytest

from groundup.quantities import BadInputError
from groundup.screening.scores import AKPS, CAIT, KOOS_PF, LEFS, NPRS, QUESTIONNAIRES, score

# A patient's answers at four times and the published totals (BMJ Case Reports, table 1 of highwire 238681).
LEFS_ITEMS = (
    "1322 2333 4444 4444 4444 1434 2122 3443 1112 4444 4444 1342 4443 3332 3444 3102 0002 3002 1412 2333"
)
LEFS_TOTALS = (50, 58, 54, 58)


def test_lefs_agrees_with_a_published_patient() -> None:
    for time, total in enumerate(LEFS_TOTALS):
        items = [float(row[time]) for row in LEFS_ITEMS.split()]
        assert score(LEFS, items).total == total


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda q: q.name)
def test_the_ends_of_each_scale(questionnaire) -> None:  # type: ignore[no-untyped-def]
    top = {"akps": 100, "koos_pf": 100, "lefs": 80, "cait": 30, "nprs": 10}[questionnaire.name]
    best = [min(p) if questionnaire.scaled else max(p) for p in questionnaire.points]
    worst = [max(p) if questionnaire.scaled else min(p) for p in questionnaire.points]
    assert score(questionnaire, best).total == top
    assert score(questionnaire, worst).total == 0


def test_koos_takes_the_mean_of_what_is_answered() -> None:
    """KOOS Scoring 2012: mean over 4, turned round; half of the items must be there."""
    assert score(KOOS_PF, [1.0] * 11).total == 75.0
    assert score(KOOS_PF, [2.0] * 6 + [None] * 5).total == 50.0
    few = score(KOOS_PF, [2.0] * 5 + [None] * 6)
    assert few.total is None
    assert "5 of 11" in few.reason


def test_a_sum_is_not_made_of_a_part() -> None:
    assert score(CAIT, [3.0, *[None] * 8]).total is None
    assert score(AKPS, [None] * 13).total is None


def test_points_not_on_the_form_are_refused() -> None:
    with pytest.raises(BadInputError, match="item 1: expected one of 0, 3, 5, found 4"):
        score(AKPS, [4.0, *[0.0] * 12])
    with pytest.raises(BadInputError, match="expected 9 items, found 8"):
        score(CAIT, [0.0] * 8)
    with pytest.raises(BadInputError, match="item 1"):
        score(NPRS, [10.5])
