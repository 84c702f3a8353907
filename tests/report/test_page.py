"""The page: self-contained, complete, honest about what is missing, and safe against hostile names."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from groundup.assessment import Analysis
from groundup.motion.motion import Contact
from groundup.quantities import ANGLES, Side
from groundup.report.page import render
from tests.report import fakes

VOID = {"meta", "br", "hr", "img", "input", "link"}


class Checker(HTMLParser):
    """Collects text, attributes and unbalanced tags."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.text: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, k, v or "") for k, v in attrs]
        self.ids += [v or "" for k, v in attrs if k == "id"]
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, k, v or "") for k, v in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.stack or self.stack[-1] not in ("style", "script"):
            self.text.append(data)


def parse(html: str) -> Checker:
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert checker.stack == []
    return checker


def words(html: str) -> str:
    return " ".join(" ".join(parse(html).text).split())


def cell(html: str, title: str) -> str:
    """The (first) figure with a title."""
    figures = re.findall(r"<figure.*?</figure>", html, flags=re.S)
    return next(f for f in figures if re.search(rf"<b title[^>]*>{re.escape(title)}</b>", f))


EVERY_KIND: dict[str, Analysis] = {
    "walking": fakes.analysis(),
    "several": fakes.analysis(fakes.walking(), fakes.walking("b", seed=4), fakes.squat(), fakes.standing()),
    "one side": fakes.analysis(fakes.walking(sides=(Side.LEFT,))),
    "blank": fakes.analysis(fakes.walking(blank=True)),
    "no plates": fakes.analysis(fakes.walking(plates=False)),
    "many markers": fakes.analysis(fakes.walking(markers=tuple(f"M{k:03d}" for k in range(150)))),
    "standing": fakes.analysis(fakes.standing()),
    "squat": fakes.analysis(fakes.squat()),
}


@pytest.mark.parametrize("analysis", EVERY_KIND.values(), ids=EVERY_KIND)
def test_every_kind_of_analysis_gives_a_whole_page(analysis: Analysis) -> None:
    html = render(analysis)
    page = parse(html)
    assert len(page.ids) == len(set(page.ids))
    targets = {v[1:] for tag, k, v in page.attributes if (tag, k) == ("a", "href")}
    assert targets <= set(page.ids)
    text = words(html)
    for bad in ("nan", "None", "Undefined", "inf "):
        assert not re.search(rf"\b{bad}\b", text), bad
    assert "NaN" not in html.split("<script>")[0]


@pytest.mark.parametrize("analysis", EVERY_KIND.values(), ids=EVERY_KIND)
def test_nothing_is_fetched_from_elsewhere(analysis: Analysis) -> None:
    html = render(analysis)
    page = parse(html)
    assert not {tag for tag, *_ in page.attributes} & {"link", "img", "iframe", "object", "embed", "base"}
    assert not [a for a in page.attributes if a[1] in ("src", "srcset", "action", "xlink:href", "data")]
    assert all(v.startswith("#") or v == "patient.html" for _, k, v in page.attributes if k == "href")
    assert not re.search(r"url\((?!#)|@import|https?:|fetch\(|XMLHttp|import\(", html)


def test_ten_seconds_of_walking_stay_far_below_the_limit() -> None:
    assert len(render(fakes.analysis(fakes.walking(strides=9))).encode()) < 1_000_000


def test_a_long_treadmill_trial_is_drawn_as_a_band_and_stays_small() -> None:
    html = render(fakes.analysis(fakes.walking(strides=120)))
    assert len(html.encode()) < 6_000_000
    assert 'class="band left"' in cell(html, "Knee flexion")
    assert 'class="single left"' not in cell(html, "Knee flexion")


def test_the_same_analysis_gives_the_same_page() -> None:
    assert render(fakes.analysis()) == render(fakes.analysis())


def test_every_measured_angle_has_its_sign_words_unit_and_sides() -> None:
    html = render(fakes.analysis())
    for angle in ANGLES:
        if angle.name.startswith("midtarsal"):
            continue
        figure = cell(html, angle.label)
        assert f"{angle.positive} →</text>" in figure
        assert f"← {angle.negative}</text>" in figure
        assert 'class="mean left"' in figure
        assert 'class="mean right"' in figure
        assert "% of gait cycle" in figure
        assert "degrees" in figure
        assert angle.zero in html.replace("&#39;", "'")


def test_single_cycles_are_thin_and_each_is_drawn() -> None:
    figure = cell(render(fakes.analysis(fakes.walking(strides=4))), "Hip flexion")
    assert figure.count('class="single left"') == figure.count('class="single right"') == 4
    assert figure.count('class="mean left"') == 1


def test_toe_off_lines_stand_where_the_feet_leave() -> None:
    figure = cell(render(fakes.analysis()), "Knee flexion")
    at = {s: float(x) for s, x in re.findall(r'class="event (left|right)" x1="([\d.]+)"', figure)}
    left, right, *_ = (float(v) for v in re.search(r'data-box="([^"]+)"', figure).group(1).split())
    for side, percent in (("left", 61.0), ("right", 63.0)):
        assert at[side] == pytest.approx(left + percent / 100 * (right - left), abs=0.06)


def test_the_drawn_mean_is_the_mean_of_the_cycles() -> None:
    trial = fakes.walking(strides=3)
    figure = cell(render(fakes.analysis(trial)), "Knee flexion")
    low, high = (float(re.search(rf'data-{k}="([^"]+)"', figure).group(1)) for k in ("y0", "y1"))
    _, _, top, bottom = (float(v) for v in re.search(r'data-box="([^"]+)"', figure).group(1).split())
    steps = re.search(r'class="mean left" d="M([\d.]+) ([\d.]+)([^"]+)"', figure)
    drops = [float(b) for _, b in re.findall(r"l(-?[\d.]+) ?(-?[\d.]+)", steps.group(3))]
    drawn = float(steps.group(2)) + np.concatenate(([0.0], np.cumsum(drops)))
    degrees = high - (drawn - top) / (bottom - top) * (high - low)
    expected = np.degrees(trial.movement.cycle_curves.sel(angle="knee_flexion_left").values[:3].mean(axis=0))
    np.testing.assert_allclose(degrees, expected, atol=0.06 * (high - low) / (bottom - top) * 2)


def test_what_is_not_measurable_says_why_instead_of_a_curve() -> None:
    figure = cell(render(fakes.analysis()), "Midfoot dorsiflexion")
    assert "<svg" not in figure
    assert "One marker in front of the ankle cannot show the midfoot" in figure
    assert "Left:" not in figure, "a reason that holds for both sides is said once"


def test_withheld_knee_angles_show_the_gap_and_say_why() -> None:
    html = render(fakes.analysis())
    figure = cell(html, "Knee rotation")
    assert re.search(r'class="mean right" d="M[^"M]*M[^"M]*"', figure), "two strokes with a gap between"
    assert re.search(r'class="mean left" d="M[^"M]*"', figure), "no gap on the other side"
    assert "Right: withheld where the knee is bent beyond about 30°" in figure
    assert '<p class="reason">Left' not in figure
    assert "right knee flexion axis was not found from motion" in words(html)


def test_one_cycle_only_is_said() -> None:
    html = render(fakes.analysis(fakes.walking(strides=1)))
    assert "Left: 1 gait cycle · Right: 1 gait cycle" in words(html)
    assert words(html).count("no spread can be shown") == 2
    assert 'class="single left"' not in cell(html, "Knee flexion")


def test_a_side_without_cycles_is_said() -> None:
    html = render(fakes.analysis(fakes.walking(sides=(Side.LEFT,))))
    assert "Right: no complete gait cycle" in words(html)
    assert 'class="mean right"' not in cell(html, "Knee flexion")
    assert "Right: no complete right gait cycle" in cell(html, "Knee flexion")


def test_trials_of_one_task_are_pooled() -> None:
    html = render(fakes.analysis(fakes.walking("a"), fakes.walking("b", seed=8)))
    assert "Left: 6 gait cycles · Right: 6 gait cycles, pooled from 2 trials" in words(html)
    assert cell(html, "Knee flexion").count('class="single left"') == 6


def test_squats_draw_the_pelvis_once_and_mark_the_deepest_point() -> None:
    html = render(fakes.analysis(fakes.squat()))
    pelvis = cell(html, "Pelvic obliquity")
    assert "right side up →</text>" in pelvis
    assert 'class="mean both"' in pelvis
    assert 'class="mean left"' in cell(html, "Knee flexion")
    assert "deepest point" in cell(html, "Knee flexion")
    assert "% of repetition" in pelvis


def test_standing_angles_are_told_in_sign_words() -> None:
    trial = fakes.standing()
    angles = trial.motion.angles.copy()
    angles.loc[{"angle": "knee_flexion_left"}] = np.radians(-4.25)
    angles.loc[{"angle": "pelvis_obliquity"}] = np.radians(2.0)
    text = words(render(fakes.analysis(replace(trial, motion=replace(trial.motion, angles=angles)))))
    assert "4.2° extension" in text
    assert "2.0° right side up" in text


def test_quality_page_comes_before_the_curves_and_names_everything() -> None:
    html = render(fakes.analysis())
    text = words(html)
    assert html.index('id="quality"') < html.index('id="curves-1"') < html.index('id="parameters"')
    for phrase in (
        "Plug-in Gait", "LTHI", "LKJC", "Wand", "left ASIS", "plate normals point along +z",
        "walking direction",
        "0.4, 2.1, −0.3", "720", "Markers minus plates: median 6 ms, from −4 to 11 ms over 3 events",
        "4 filled from the other markers of the segment", "first frame 13",
        "Gaps too long to fill remain in LASI",
        "4 contacts beside the plates",
    ):  # fmt: skip
        assert phrase in text, phrase


def test_marker_residuals_are_in_millimetres() -> None:
    trial = fakes.walking()
    residual = trial.motion.residual * 0 + 0.0042
    html = render(fakes.analysis(replace(trial, motion=replace(trial.motion, residual=residual))))
    assert "4.2 mm" in words(html)
    assert re.search(r'<th scope="row">LASI</th>.*?<td class="num">4.2</td>', html, flags=re.S)


def test_a_long_marker_list_is_set_in_two_columns_and_tells_gaps() -> None:
    html = render(fakes.analysis())
    assert html.count('class="markers"') == 2
    row = re.search(r'<th scope="row">LASI</th>(.*?)</tr>', html, flags=re.S).group(1)
    assert "left ASIS" in row
    assert '<td class="num">98</td><td class="num">7 (4 + 0), 7</td>' in row
    assert "on the left thigh, by rigidity" in words(html)


def test_a_trial_without_cycles_shows_its_events_as_lines_over_time() -> None:
    trial = fakes.walking()
    movement = replace(trial.movement, cycles=(), cycle_curves=trial.movement.cycle_curves[:0])
    html = render(fakes.analysis(replace(trial, movement=movement)))
    figure = cell(html, "Knee flexion")
    assert figure.count('class="event solid left"') == figure.count('class="event left"') == 3
    assert "time (s)" in figure
    assert "No complete repetition was found in this walking trial" in words(html)
    assert "foot contact" in words(html)


def test_angle_noise_is_told_in_degrees() -> None:
    trial = fakes.walking()
    sd = trial.motion.angle_sd * 0 + np.radians(0.5)
    sd.loc[{"angle": "hip_rotation_left"}] = np.radians(2.0)
    text = words(render(fakes.analysis(replace(trial, motion=replace(trial.motion, angle_sd=sd)))))
    assert "typically 0.5°, largest 2.0° (hip rotation)" in text


def test_contacts_that_cannot_be_used_are_called_out() -> None:
    trial = fakes.walking()
    shared = Contact(Side.LEFT, 0.2, 0.9, ("Plate 1",), "two feet on one plate", "the other heel is inside")
    movement = replace(trial.movement, contacts=(shared,))
    text = words(render(fakes.analysis(replace(trial, movement=movement))))
    assert "1 plate contact cannot be used for forces (two feet on one plate)" in text
    assert "the other heel is inside" in text


def test_spatiotemporal_table_has_mean_spread_count_unit_and_definition() -> None:
    text = words(render(fakes.analysis()))
    assert "Stride time s 1.10 ± 0.02 (3) 1.10 ± 0.02 (3) –" in text
    assert "Cadence steps/min – – 109 (1)" in text, "no spread is invented for one value"


def test_provenance_lists_files_operations_and_settings() -> None:
    text = words(render(fakes.analysis()))
    for phrase in ("ab" * 32, "walk 01.c3d", "cutoff hz 6, order 4", "Butterworth, 6 Hz", "groundup 0.1.0"):
        assert phrase in text, phrase


def test_sizes_are_lengths_in_millimetres_and_axis_angles_in_degrees() -> None:
    text = words(render(fakes.analysis()))
    assert "Left thigh 420 mm" in text
    assert "Subtalar inclination left 42.0°" in text


def test_synthetic_data_is_said_at_the_top_and_only_then() -> None:
    assert "Synthetic data" not in render(fakes.analysis())
    html = render(fakes.analysis(synthetic=True))
    assert html.index("Synthetic data") < html.index("<h1>")


def test_hostile_names_stay_text() -> None:
    bad = "<script>alert(1)</script>\"'&<svg onload=x>"
    trial = fakes.walking(bad, markers=(bad, *fakes.MARKERS[1:]))
    recording = replace(
        trial.recording, notes=(bad,), match=replace(trial.recording.match, title=bad, unused=(bad,))
    )
    motion = replace(trial.motion, not_measurable={"midtarsal_dorsiflexion_left": bad})
    movement = replace(trial.movement, task_reason=bad)
    html = render(
        fakes.analysis(
            replace(trial, recording=recording, motion=motion, movement=movement),
            notes=(bad,),
            settings={bad: bad},
        )
    )
    assert html.count("<script>") == 1
    assert "<svg onload" not in html
    assert "<script>alert(1)</script>" in "".join(parse(html).text)


def test_a_date_that_is_no_date_is_shown_as_it_is() -> None:
    assert "some day" in words(render(fakes.analysis(created="some day")))
