"use strict";
// A cursor that follows the pointer over a chart and reads the bold curves out.
(() => {
  const MINUS = "\u2212";
  const points = (path) => {
    const out = [];
    let x = 0, y = 0;
    for (const [, kind, numbers] of path.getAttribute("d").matchAll(/([Ml])([^Ml]*)/g)) {
      const [a, b] = numbers.match(/-?[\d.]+/g).map(Number);
      [x, y] = kind === "M" ? [a, b] : [x + a, y + b];
      out.push([x, y]);
    }
    return out;
  };
  for (const chart of document.querySelectorAll("svg.chart")) {
    const cell = chart.closest("figure"), output = cell.querySelector("output"), rest = output.innerHTML;
    const cursor = chart.querySelector(".cursor");
    const [x0, x1, y0, y1] = ["x0", "x1", "y0", "y1"].map((k) => Number(chart.dataset[k]));
    const [LEFT, RIGHT, TOP, LOW] = chart.dataset.box.split(" ").map(Number);
    const width = chart.viewBox.baseVal.width;
    cursor.setAttribute("y1", TOP); cursor.setAttribute("y2", LOW);
    let curves = null;
    const clear = () => { output.innerHTML = rest; cursor.classList.remove("on"); };
    chart.addEventListener("pointerleave", clear);
    chart.addEventListener("pointermove", (event) => {
      curves ??= [...chart.querySelectorAll(".mean")].map((p) => [p.classList[1], points(p)]);
      const box = chart.getBoundingClientRect();
      const x = (event.clientX - box.left) / box.width * width;
      if (x < LEFT || x > RIGHT) { clear(); return; }
      cursor.setAttribute("x1", x); cursor.setAttribute("x2", x); cursor.classList.add("on");
      const at = x0 + (x - LEFT) / (RIGHT - LEFT) * (x1 - x0);
      output.textContent = "";
      const say = (side, text) => {
        const span = document.createElement("span");
        span.className = side; span.textContent = text; output.append(span);
      };
      say("both", chart.dataset.unit === "%" ? `${at.toFixed(0)} %` : `${at.toFixed(2)} s`);
      for (const [side, line] of curves) {
        const near = line.reduce((a, b) => Math.abs(b[0] - x) < Math.abs(a[0] - x) ? b : a, [-999, 0]);
        if (Math.abs(near[0] - x) > 3) continue;
        const value = y1 - (near[1] - TOP) / (LOW - TOP) * (y1 - y0);
        const letter = side === "both" ? "" : side[0].toUpperCase() + " ";
        say(side, letter + value.toFixed(Number(chart.dataset.decimals)).replace("-", MINUS) + chart.dataset.yUnit);
      }
    });
  }
  const all = document.querySelectorAll("details");
  addEventListener("beforeprint", () => all.forEach((d) => { d.dataset.was = d.open; d.open = true; }));
  addEventListener("afterprint", () => all.forEach((d) => { d.open = d.dataset.was === "true"; }));
})();
