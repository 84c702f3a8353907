"""Report and patient's page in a real browser: readable by everyone, at both widths, by themselves."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundup.findings.answer import answer
from groundup.findings.findings import find
from groundup.quantities import GroundupError, Side
from groundup.report.browser import find_browser
from groundup.report.page import render, render_patient
from groundup.report.printer import PAPERS, find_printer
from groundup.screening.intake import Intake
from tests.findings.made import made
from tests.report import fakes
from tests.screened import CLEAR, screened
from validation.browser import Browser, Page, running

AXE = importlib.util.find_spec("axe_playwright_python")
WIDTHS = (1280, 390)
PAGES = ("clear", "raised", "unscreened", "trials", "patient")
LUNGES = {
    "complaint": {"side": "left", "onset": "gradual"},
    "tests_left": {"lunge_deg": [24.0], "foot_posture_items": [0] * 6},
    "tests_right": {"lunge_deg": [40.0], "foot_posture_items": [0] * 6},
}
VIOLATIONS = """axe.run(document, {resultTypes: ["violations"]}).then((found) =>
  found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`)))"""


def _browser() -> Path | None:
    try:
        return find_browser()
    except GroundupError:
        return None


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(_browser() is None, reason="no browser of the Chromium family on this machine"),
]


def _render(name: str) -> str:
    if name == "unscreened":
        return render(fakes.analysis())
    if name == "trials":
        return render(fakes.analysis(fakes.walking(), fakes.squat(), synthetic=True))
    flags = {**CLEAR, "cannot_bear_weight": True} if name == "raised" else CLEAR
    intake = Intake.model_validate({**screened(**LUNGES).model_dump(exclude_unset=True), "red_flags": flags})
    values = ((Side.LEFT, 2.4), (Side.RIGHT, 0.9))
    measures = tuple(made("patellofemoral_force_peak", value, side, margin=0.01) for side, value in values)
    found = find(measures, intake)
    whole = fakes.analysis(intake=intake, measures=measures, findings=found, answer=answer(found, intake))
    page = render_patient(whole) if name == "patient" else render(whole)
    assert page is not None
    return page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running(_browser()) as started:
        yield started


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name in PAGES:
        (folder / f"{name}.html").write_text(_render(name), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in PAGES}


@pytest.fixture(
    params=[(name, width) for name in PAGES for width in WIDTHS], ids=lambda p: f"{p[0]} at {p[1]}"
)
def page(request: pytest.FixtureRequest, browser: Browser, files: dict[str, Path]) -> Page:
    name, width = request.param
    opened = browser.page()
    opened.open(files[name], width)
    return opened


def test_nothing_overflows_complains_or_asks_the_network(page: Page) -> None:
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0
    assert page.complaints == []
    assert page.requests
    assert page.foreign == []


@pytest.mark.skipif(AXE is None, reason="axe-playwright-python, which holds axe-core, is not installed")
def test_the_accessibility_checker_is_clean(page: Page) -> None:
    script = Path(AXE.submodule_search_locations[0]) / "axe.min.js"
    page.evaluate(script.read_text(encoding="utf-8") + ";0")
    assert page.evaluate(VIOLATIONS) == []


def test_every_drawing_has_words_or_is_hidden_from_readers(page: Page) -> None:
    silent = """[...document.querySelectorAll("svg, canvas")].filter((s) => {
      const ids = (s.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
      const said = ids.map((i) => document.getElementById(i)?.textContent ?? "").join(" ");
      const words = s.getAttribute("aria-label") || said;
      return !s.closest("[aria-hidden=true]") && !(s.getAttribute("role") === "img" && words.length > 10);
    }).map((s) => s.outerHTML.slice(0, 90))"""
    assert page.evaluate(silent) == []


def test_every_table_has_a_caption_and_heads(page: Page) -> None:
    bare = """[...document.querySelectorAll("table")].filter((t) =>
      !(t.caption || t.getAttribute("aria-label")) || !t.querySelector("th[scope=col]")
      || !t.querySelector("th[scope=row]")).map((t) => t.outerHTML.slice(0, 90))"""
    assert page.evaluate(bare) == []


def test_the_keyboard_reaches_the_answer_and_the_contents(browser: Browser, files: dict[str, Path]) -> None:
    page = browser.page()
    page.open(files["clear"], 1280)
    page.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0, (
        "a focused skip link is seen"
    )
    page.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _ in range(60):
        page.press("Tab")
        seen.add(page.evaluate("document.activeElement.closest('nav, section, footer')?.id ?? ''"))
        style = "const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.outlineWidth"
        assert page.evaluate(f"(() => {{ {style} }})()") != "none0px", "what has the focus shows it"
    assert {"contents", "curves-1"} <= seen


def test_arrow_keys_read_a_curve(browser: Browser, files: dict[str, Path]) -> None:
    page = browser.page()
    page.open(files["clear"], 1280)
    page.evaluate("document.querySelector('#curves-1 svg.chart').focus()")
    before = page.evaluate("document.activeElement.closest('figure').querySelector('output').textContent")
    page.press("ArrowRight")
    page.press("ArrowRight")
    after = page.evaluate("document.activeElement.closest('figure').querySelector('output').textContent")
    assert before != after
    assert after.startswith("1 %")
    page.press("ArrowDown")
    charts = "[...document.querySelectorAll('#curves-1 svg.chart')].indexOf(document.activeElement)"
    assert page.evaluate(charts) == 1


@pytest.mark.parametrize("paper", PAPERS)
def test_it_prints_with_head_and_foot(files: dict[str, Path], paper: str) -> None:
    pdf = find_printer(paper).print_page(files["trials"].read_text(encoding="utf-8"))
    box = {"a4": b"594.9", "letter": b"612"}[paper]
    assert b"/MediaBox [0 0 " + box in pdf
    assert pdf.count(b"/Type /Page\n") >= 4
    assert b"/StructTreeRoot" in pdf, "a reader of the screen finds its way"
