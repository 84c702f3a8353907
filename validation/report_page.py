"""The report page in a browser: how large, how soon it can be read, and that it stands by itself."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from groundup.analyze import analyze
from groundup.quantities import GroundupError
from groundup.report import page
from groundup.report.browser import find_browser
from groundup.report.printer import Printer
from validation.browser import Browser, running
from validation.line import SHARED, Line
from validation.quiet import wait_for_quiet
from validation.sabotage import wrapped

LARGEST_MB, LATEST_S = 6.0, 2.0
WIDTHS = (1280, 390)
_LAB = "opencap_lab_subject4_squat_dropjump_gait/MarkerData"
_RECORDINGS = {
    "long treadmill walk": (("gaitalytics_pig_cgm2_gait/treadmill_events.c3d",), None),
    "squat and landing": ((f"{_LAB}/squats1.trc", f"{_LAB}/DJ1.trc"), f"{_LAB}/static1.trc"),
}
_BESIDE = "() => { const r = document.documentElement; return r.scrollWidth - r.clientWidth; }"
_READ = "performance.getEntriesByType('navigation')[0].loadEventEnd / 1000"


def lines() -> Iterator[Line]:
    """Size, then what a browser says of it; reported, not judged, where there is no browser."""
    try:
        browser = find_browser()
    except GroundupError as problem:
        yield Line("report page in a browser", str(problem), "a browser", None)
        return
    with TemporaryDirectory() as folder, running(browser) as started:
        for name, (trials, static) in _RECORDINGS.items():
            still = None if static is None else SHARED / static
            html = page.render(analyze([SHARED / trial for trial in trials], static=still, mass=70.0))
            path = Path(folder) / "report.html"
            path.write_text(html, encoding="utf-8")
            yield from _size(name, path)
            yield from _opened(name, path, started)
        yield _printed(Printer(browser), html)


def _size(name: str, path: Path) -> Iterator[Line]:
    megabytes = path.stat().st_size / 1e6
    yield Line(f"report size, {name}", f"{megabytes:.2f} MB", f"< {LARGEST_MB:g} MB", megabytes < LARGEST_MB)


def _opened(name: str, path: Path, browser: Browser) -> Iterator[Line]:
    """Open it at both widths; the time counts at the wider, with the browser already running."""
    browser.page().open(path, WIDTHS[0])  # the first page of a browser pays for the browser
    load = wait_for_quiet()
    beside, complaints, foreign = 0, list[str](), list[str]()
    seconds = 0.0
    for width in WIDTHS:
        tab = browser.page()
        tab.open(path, width)
        seconds = max(seconds, float(tab.evaluate(_READ)))
        beside = max(beside, int(tab.evaluate(f"({_BESIDE})()")))
        complaints += tab.complaints
        foreign += tab.foreign
    yield Line(f"report opens, {name}", f"{seconds:.2f} s ({load})", f"< {LATEST_S:g} s", seconds < LATEST_S)
    widths = " and ".join(map(str, WIDTHS))
    yield Line(f"report fits {widths} px, {name}", f"{beside} px beside the screen", "0 px", beside <= 0)
    said = complaints[0][:80] if complaints else "none"
    yield Line(f"report complaints, {name}", said, "none", not complaints)
    yield Line(
        f"report asks the network, {name}", foreign[0] if foreign else "nothing", "nothing", not foreign
    )


def _printed(printer: Printer, html: str) -> Line:
    pages = printer.print_page(html).count(b"/Type /Page\n")
    return Line("report printed", f"{pages} pages", ">= 3 pages", pages >= 3)


def _with(more: str, html: str) -> str:
    """Put something in front of the page's end."""
    return html.replace("</body>", f"{more}</body>")


def _marred(more: str) -> Callable[[], AbstractContextManager[None]]:
    return lambda: wrapped("groundup.report.page", "render", partial(_with, more))


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "report size": _marred(f"<!--{'x' * 7_000_000}-->"),
    "report opens": _marred("<script>for (const t = Date.now(); Date.now() - t < 2500;);</script>"),
    "report fits": _marred('<div style="width:3000px">wide</div>'),
    "report complaints": _marred("<script>console.error('out of order')</script>"),
    "report asks the network": _marred('<img alt="" src="http://example.org/pixel.png">'),
    "report printed": lambda: wrapped("groundup.report.page", "render", lambda _: "<body>empty</body>"),
}
