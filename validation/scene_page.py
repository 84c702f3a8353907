"""The 3-D view of the report in a browser without a graphics card: speed, size, silence, and its links."""

import json
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

import numpy as np

from groundup.analyze import analyze
from groundup.assessment import Analysis
from groundup.quantities import GroundupError
from groundup.report.browser import find_browser
from groundup.report.page import render
from groundup.report.scene.section import scene_section
from groundup.synthetic.demo import write_demo
from validation.browser import Browser, Page, running
from validation.line import SHARED, Line
from validation.people import analysed
from validation.quiet import wait_for_quiet
from validation.sabotage import wrapped

FASTEST_FRAME_MS, LARGEST_PAGE, LARGEST_TRIAL, SLOWEST_S = 1000.0 / 30.0, 8_000_000, 1_000_000, 0.2
_LAB = "opencap_lab_subject4_squat_dropjump_gait"
_TRIALS = ("walking1", "squats1", "DJ1")
_SECTION = "groundup.report.scene.section"

_PLAYED = """new Promise((done) => {
  const find = (name) => document.querySelector(`[data-scene="${name}"]`), speed = find("speed");
  document.getElementById("scene").scrollIntoView({behavior: "instant"});
  speed.value = "1"; speed.dispatchEvent(new Event("change"));
  find("play").click();
  const times = [];
  const tick = (now) => {
    times.push(now);
    if (now - times[0] < 6000) requestAnimationFrame(tick); else { find("play").click(); done(times); }
  };
  requestAnimationFrame(tick);
})"""
_CLICKED = """new Promise((done) => {
  const cells = [...document.querySelectorAll("figure.cell")];
  const figure = cells.find((f) => f.textContent.includes("Knee flexion"));
  const svg = figure.querySelector("svg"), box = svg.getBoundingClientRect();
  const [left, right, top] = svg.dataset.box.split(" ").map(Number), view = svg.viewBox.baseVal;
  const x = box.left + (left + 0.40 * (right - left)) / view.width * box.width;
  svg.dispatchEvent(new MouseEvent("click", {clientX: x, clientY: box.top + top + 4, bubbles: true}));
  svg.scrollIntoView({behavior: "instant"});
  setTimeout(() => {
    const percent = (line) => (line.getAttribute("x1") - left) / (right - left) * 100;
    const lines = [...svg.querySelectorAll(".scene-cursor.on")].map(percent);
    done([document.querySelector('[data-scene="instant"]').textContent, lines]);
  }, 700);
})"""
_STATE = "document.getElementById('scene').dataset.state"
_SHOWN = """(() => {
  const style = (q) => getComputedStyle(document.querySelector(q));
  const shown = (q) => style(q).display !== "none" && style(q).visibility === "visible";
  return [shown("#scene .scene-still"), shown("#scene canvas"), shown("#scene .scene-controls")]; })()"""

SABOTAGES = {
    "3-D view, frames": lambda: _with_script(
        "const t = performance.now(); while (performance.now() - t < 60);", "  draw(ratio) {"
    ),
    "3-D view, drawn": lambda: _with_script("gl_Place", "gl_Position"),
    "3-D view, complaints": lambda: _with_script("console.error('a complaint');"),
    "3-D view, requests": lambda: _with_script("new Image().src = 'https://example.org/picture.png';"),
    "3-D view, a click": lambda: _with_script("return;", "function fromChart(player, chart, event) {"),
    "3-D view, a drawing": lambda: wrapped(
        _SECTION, "asset", lambda text: text.replace(".scene-still {", ".scene-still { visibility: hidden;")
    ),
    "report with 3-D": lambda: wrapped(
        "groundup.report.page", "render", lambda page: page + " " * LARGEST_PAGE
    ),
    "3-D view, data": lambda: wrapped(_SECTION, "scene_json", lambda text: text + " " * LARGEST_TRIAL),
    "3-D view, time": lambda: wrapped("groundup.report.scene.scene", "scene_of", _slowly),
}


def lines() -> Iterator[Line]:
    """Cost, then what a browser makes of the demo's page, then sizes."""
    person = _demo()
    load = wait_for_quiet()
    took = min(_took(person) for _ in range(5))
    yield Line(
        "3-D view, time added to analyze, 4 s walk",
        f"{took:.2f} s ({load})",
        f"<= {SLOWEST_S} s",
        took <= SLOWEST_S,
    )
    yield from _sizes(person)
    try:
        browser = find_browser()
    except GroundupError:
        yield Line("3-D view in a browser", "no browser installed", "", None)
        return
    with tempfile.TemporaryDirectory() as folder, running(browser) as open_browser:
        yield from _in_browser(open_browser, Path(folder), person)


def _took(person: Analysis) -> float:
    start = time.perf_counter()
    scene_section(person)
    return time.perf_counter() - start


def _sizes(person: Analysis) -> Iterator[Line]:
    pages = {"demo": person}
    if (SHARED / _LAB).is_dir():
        pages["walk, squats and drop jump"] = analysed(
            tuple(f"{_LAB}/MarkerData/{name}.trc" for name in _TRIALS), f"{_LAB}/MarkerData/static1.trc"
        )
    for name, one in pages.items():
        size = len(render(one).encode())
        yield Line(f"report with 3-D, {name}", f"{size / 1e6:.2f} MB", "< 8 MB", size < LARGEST_PAGE)
        section = scene_section(one)
        if section is not None:
            told = json.loads(section.data)
            longest = max(len(json.dumps(t)) / (t["count"] * t["step"]) * 10.0 for t in told["trials"])
            size = max(len(section.data), int(longest))
            yield Line(
                f"3-D view, data, {name}", f"{len(section.data) / 1e6:.2f} MB, ten seconds of a trial "
                f"{longest / 1e6:.2f} MB", "< 1 MB", size < LARGEST_TRIAL,
            )  # fmt: skip


def _in_browser(browser: Browser, folder: Path, person: Analysis) -> Iterator[Line]:
    file = folder / "report.html"
    file.write_text(render(person), encoding="utf-8")
    page = browser.page()
    page.open(file, 1280, 720)
    state = page.evaluate(_STATE)
    yield Line("3-D view, drawn by WebGL in software", state, "live", state == "live")
    if state == "live":
        load = wait_for_quiet()
        times = np.array(page.evaluate(_PLAYED))
        # The first second adapts how finely is drawn to the machine.
        settled = np.diff(times[times > times[0] + 1500.0])
        usual = float(np.mean(settled)) if len(settled) else float("inf")
        yield Line(
            "3-D view, frames a second while it plays, 1280 x 720", f"{1000.0 / usual:.0f} ({load})",
            ">= 30", usual <= FASTEST_FRAME_MS,
        )  # fmt: skip
        yield _linked(page)
    complaints, requests = list(dict.fromkeys(page.complaints)), page.foreign
    yield Line(
        "3-D view, complaints of the console", "; ".join(complaints)[:80] or "none", "none", not complaints
    )
    yield Line("3-D view, requests beyond the file", ", ".join(requests)[:80] or "none", "none", not requests)
    page.call("Emulation.setEmulatedMedia", media="print")
    printed = page.evaluate(_SHOWN)
    blind = browser.page()
    blind.call(
        "Page.addScriptToEvaluateOnNewDocument",
        source="HTMLCanvasElement.prototype.getContext = () => null;",
    )
    blind.open(file, 1280, 720)
    without = blind.evaluate(_SHOWN)
    still = [True, False, False]
    yield Line(
        "3-D view, a drawing stands in on paper and without WebGL",
        f"{'drawing' if printed == still else printed} and {'drawing' if without == still else without}",
        "drawing and drawing", printed == still and without == still,
    )  # fmt: skip


def _linked(page: Page) -> Line:
    """Click at 40 % of a curve: the view goes there, and its lines stand there in the curve."""
    words, cursors = page.evaluate(_CLICKED)
    told = [float(p) for p in re.findall(r"cycle (\d+) %", words)]
    met = any(abs(p - 40.0) <= 1.0 for p in told) and any(abs(float(c) - 40.0) <= 1.0 for c in cursors)
    return Line("3-D view, a click at 40 % of a curve", words, "cycle 40 %, in view and curve", met)


@cache
def _demo() -> Analysis:
    with tempfile.TemporaryDirectory() as folder:
        made = write_demo(Path(folder))
        return analyze(list(made.trials), static=made.static)


def _with_script(words: str, after: str = "") -> AbstractContextManager[None]:
    """Put words into the section's script, after a mark or in the mark's place where it is a name."""

    def change(text: str) -> str:
        if after == "gl_Position":
            return text.replace(after, words)
        return text.replace(after, f"{after} {words}") if after else f"{words}{text}"

    return wrapped(_SECTION, "script", change)


def _slowly(scene: object) -> object:
    time.sleep(0.3)
    return scene
