"""Effects in the report: every leg and range is there, once; a page without a place for them is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from groundup.exchange.outputs import EFFECTS
from groundup.motion.task import Task
from groundup.quantities import BadInputError, Side
from groundup.report.effects_section import effect_table, show_effects
from groundup.report.page import render
from groundup.whatif.change import FootChange, change_of
from groundup.whatif.effect import Effect, Effects, Told
from groundup.whatif.effect_file import SavedEffects, effects_json, read_all_effects
from groundup.whatif.outcomes import OUTCOMES
from tests.house.test_claims import broken
from tests.report import fakes


@pytest.fixture
def result(tmp_path: Path) -> Path:
    effects = (
        Effect(OUTCOMES[0], Side.LEFT, 90.0, 8.0, 5.0, 12.0, 1.0),
        Effect(OUTCOMES[0], Side.RIGHT, 90.0, -0.3, -2.0, 1.5, 0.4),
    )
    change = change_of(FootChange(heel_lift=0.025), "left")
    down = Told("heel down", 2.0, 28, effects)
    found = Effects(change, Task.SQUAT, "at the lowest point", 30, 0, down, Told("heel up", 9.0, 0, ()), "f")
    (tmp_path / EFFECTS).mkdir()
    (tmp_path / EFFECTS / "a.json").write_text(effects_json(SavedEffects("one", 1, found)), encoding="utf-8")
    (tmp_path / "report.html").write_text(render(fakes.analysis()), encoding="utf-8")
    return tmp_path


def test_effects_are_shown_once_however_often_asked(result: Path) -> None:
    show_effects(result)
    page = show_effects(result).read_text(encoding="utf-8")
    assert page.count('<section id="effects">') == 1
    assert page.count('href="#effects"') == 1
    assert "Heel lift 25 mm, left foot" in page
    assert "+8.0 (+5.0 to +12.0)" in page
    assert "<b>more bent</b>" in page
    assert page.count("not determined</span>") == 1
    assert "heel up, is no posture of its own" in page
    assert broken(page[page.index('<section id="effects">') :].partition("</section>")[0]) == []


def test_what_is_of_the_whole_body_is_told_once_and_what_is_open_last(result: Path) -> None:
    trunk, knee = (next(o for o in OUTCOMES if o.name == name) for name in ("trunk_lean", "knee_rotation"))
    effects = (
        *(Effect(trunk, side, 40.0, 9.0, 6.0, 12.0, 1.0) for side in Side),
        *(Effect(knee, side, 5.0, 0.1, -2.0, 1.5, 0.5) for side in Side),
    )
    saved = read_all_effects(result)[0]
    found = replace(saved.effects, assumed=replace(saved.effects.assumed, effects=effects))
    table = effect_table(SavedEffects("one", 1, found))
    assert [(row.label, len(row.legs), row.certain) for row in table.rows] == [
        ("Trunk [deg]", 1, True),
        ("Knee rotation [deg]", 2, False),
    ]


def test_a_report_without_a_place_for_them_is_refused_and_left_alone(result: Path) -> None:
    (result / "report.html").write_text("<p>old</p>", encoding="utf-8")
    with pytest.raises(BadInputError, match="another version"):
        show_effects(result)
    assert (result / "report.html").read_text(encoding="utf-8") == "<p>old</p>"
