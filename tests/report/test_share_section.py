"""Shares on the page: pictures of what deviates, a sentence for what does not, never a percentage."""

import re
from dataclasses import replace

import numpy as np
import pytest

from groundup.findings.share.share import Reference, Share
from groundup.quantities import MeasurementError, Side
from groundup.report.page import render
from groundup.report.share_picture import share_picture
from groundup.report.share_section import first_sentences, share_sections
from groundup.report.share_words import amount, sentence
from tests.findings.made_leg import repetition, shares
from tests.report import fakes


def held(heading: float = 0.2) -> tuple[Share, ...]:
    return shares(Side.LEFT, [repetition(heading=heading)], [repetition()])


def blurred(found: tuple[Share, ...], sd: float) -> tuple[Share, ...]:
    """The same with a large measurement error of every part."""
    return tuple(
        s.with_errors(
            {name: MeasurementError(sd, p.value - sd, p.value + sd, 100) for name, p in s.parts().items()}
        )
        for s in found
    )


def test_what_deviates_is_drawn_and_told_in_words_without_percent() -> None:
    analysis = fakes.analysis(shares=held())
    (leg,) = share_sections(analysis)
    rotation = next(p for p in leg.panels if "rotation" in p.title and "moment" not in p.title)
    assert re.search(
        r"\d° inward against the natural trial \(from .* to .*\): .* from below", rotation.sentence
    )
    assert "Foot and ankle" in rotation.drawing
    assert not any("%" in p.sentence for p in leg.panels)
    assert any("zero by definition" in p.drawing for p in leg.panels if "moment" in p.title)


def test_what_error_may_explain_is_not_taken_apart() -> None:
    (leg,) = share_sections(fakes.analysis(shares=blurred(held(), 1e3)))
    assert leg.panels == ()
    assert "knee rotation" in leg.quiet
    assert leg.links == ()
    assert sentence(blurred(held(), 1e3)[0]) == "No deviation from the natural trial to explain."


def test_page_one_tells_the_strongest_of_each_leg_against_natural_only() -> None:
    own = first_sentences(fakes.analysis(shares=held()))
    assert [leg for leg, _ in own] == ["Left"]
    other = tuple(replace(s, reference=Reference.OTHER_LEG) for s in held())
    assert first_sentences(fakes.analysis(shares=other)) == ()


def test_natural_trials_stand_open_before_the_other_leg() -> None:
    other = tuple(replace(s, reference=Reference.OTHER_LEG, closure=4.0) for s in held())
    legs = share_sections(fakes.analysis(shares=(*held(), *other)))
    assert [leg.first for leg in legs] == [True, False]
    assert any("4 mm" in note for note in legs[1].notes)


@pytest.mark.parametrize("found", [held(), blurred(held(), 1e3), ()])
def test_the_page_holds_the_section_where_there_are_shares(found: tuple[Share, ...]) -> None:
    page = render(fakes.analysis(shares=found))
    assert ('id="share"' in page) == bool(found)
    assert ('href="#share"' in page) == bool(found)


def test_cancellation_is_said_where_groups_work_against_each_other() -> None:
    one = next(s for s in held() if s.quantity.name == "knee_rotation")
    against = {
        name: replace(p, value=sign * 10.0)
        for (name, p), sign in zip(one.groups.items(), (1, -0.8), strict=True)
    }
    both = replace(one, groups=against, deviation=replace(one.deviation, value=2.0, timing=0.1))
    assert "work against each other" in sentence(both)
    assert both.cancellation == pytest.approx(9.0)
    assert np.isfinite(both.spread)


def test_a_part_whose_interval_holds_zero_is_pale_and_not_told_as_sure() -> None:
    one = next(s for s in held() if s.quantity.name == "knee_rotation" and s.explains)
    errors = {
        "deviation": MeasurementError(0.1, 5.0, 15.0, 100),
        "below": MeasurementError(0.1, 5.0, 15.0, 100),
    }
    told = one.with_errors({**errors, "above": MeasurementError(0.1, -2.0, 3.0, 100)})
    above = replace(told.groups["above"], value=1.0)
    told = replace(told, groups={**told.groups, "above": above})
    assert "What comes from above (hip and pelvis) may be none." in sentence(told)
    assert share_picture(told).count("unsure") == 1
    assert "push above unsure" in share_picture(told)
    none = told.with_errors({name: MeasurementError(0.1, -2.0, 3.0, 100) for name in ("below", "above")})
    assert "no part of it is sure by itself" in sentence(none)


def test_what_rounds_to_nothing_is_called_so() -> None:
    one = next(s for s in held() if s.quantity.name == "knee_rotation")
    assert amount(one, 0.04) == "nothing"
    assert amount(one, -0.06) == "0.1° outward"
