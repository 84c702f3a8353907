"""The page in a real browser: it fits at desk and phone width, and its cursor reads the curve."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from groundup.report.page import render
from tests.report import fakes

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=2000",
    "--allow-file-access-from-files", "--window-size=1400,2200",
)  # fmt: skip
PROBE = """<meta charset="utf-8"><body><script>
addEventListener("load", () => {
  const frame = document.createElement("iframe");
  frame.style.cssText = "width:%dpx;height:2000px;border:0";
  frame.src = "page.html";
  frame.onload = () => {
    const d = frame.contentDocument, root = d.documentElement;
    const chart = [...d.querySelectorAll("figure")].find((f) => f.textContent.includes("Knee flexion"));
    const svg = chart.querySelector("svg"), box = svg.getBoundingClientRect();
    const [left, right] = svg.dataset.box.split(" ").map(Number);
    const x = box.left + (left + 0.73 * (right - left)) / svg.viewBox.baseVal.width * box.width;
    const at = {clientX: x, clientY: box.top + 20};
    svg.dispatchEvent(new frame.contentWindow.PointerEvent("pointermove", at));
    const out = {overflow: root.scrollWidth - root.clientWidth, columns: d.defaultView.getComputedStyle(
      d.querySelector(".row")).display, readout: chart.querySelector("output").textContent,
      charts: d.querySelectorAll("svg.chart").length, height: box.height};
    document.body.textContent = "RESULT" + JSON.stringify(out) + "END";
  };
  document.body.append(frame);
});
</script>
"""


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")
@pytest.mark.parametrize(("width", "display"), [(1280, "grid"), (390, "block")])
def test_the_page_fits_and_its_cursor_reads_the_curve(tmp_path: Path, width: int, display: str) -> None:
    trial = fakes.walking()
    (tmp_path / "page.html").write_text(render(fakes.analysis(trial)), encoding="utf-8")
    (tmp_path / "probe.html").write_text(PROBE % width, encoding="utf-8")
    command = (str(BROWSER), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}")
    page = (tmp_path / "probe.html").as_uri()
    done = subprocess.run(
        (*command, "--dump-dom", page), capture_output=True, text=True, timeout=120, check=False
    )
    found = re.search(r"RESULT(\{.*?\})END", done.stdout)
    assert found, done.stderr[-500:]
    result = json.loads(found.group(1))
    assert result["overflow"] <= 0, "nothing may push the page wider than the screen"
    assert result["columns"] == display
    assert result["charts"] == 17
    assert result["height"] > 120
    left = trial.movement.cycle_curves.sel(angle="knee_flexion_left", percent=73).values[:3].mean()
    value = float(re.search(r"L (-?[\d.]+)°", result["readout"].replace("−", "-")).group(1))
    assert result["readout"].startswith("73 %")
    assert value == pytest.approx(left * 57.29578, abs=0.5)
