"use strict";
// A cursor that follows the pointer or the arrow keys over a chart and reads the bold curves out.
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
    let place = null;
    const show = (x) => {
      curves ??= [...chart.querySelectorAll(".mean")].map((p) => [p.classList[1], points(p)]);
      if (x < LEFT || x > RIGHT) { clear(); return; }
      place = x;
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
    };
    chart.addEventListener("pointermove", (event) => {
      const box = chart.getBoundingClientRect();
      show((event.clientX - box.left) / box.width * width);
    });
    chart.addEventListener("blur", clear);
    chart.addEventListener("keydown", (event) => {
      const step = (RIGHT - LEFT) / (event.shiftKey ? 10 : 100), now = place ?? LEFT;
      const to = {ArrowRight: place === null ? LEFT : now + step, ArrowLeft: now - step, Home: LEFT, End: RIGHT}[event.key];
      if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      show(Math.min(RIGHT, Math.max(LEFT, to)));
    });
  }
  // One stop of the Tab key a group of charts; up and down go from chart to chart within it.
  for (const group of document.querySelectorAll(".grid, .loadcharts, .forces")) {
    const charts = [...group.querySelectorAll("svg.chart")];
    charts.forEach((chart, number) => {
      chart.setAttribute("tabindex", number ? -1 : 0);
      chart.addEventListener("keydown", (event) => {
        const next = charts[number + ({ArrowDown: 1, ArrowUp: -1}[event.key] ?? NaN)];
        if (!next) return;
        event.preventDefault();
        charts.forEach((c) => c.setAttribute("tabindex", c === next ? 0 : -1));
        next.focus();
      });
    });
  }
  // What does not scroll needs no stop of the Tab key.
  const stops = () => document.querySelectorAll(".scroll").forEach((box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute("tabindex");
  });
  addEventListener("resize", stops); addEventListener("toggle", stops, true); stops();
  // The contents tell which section is read.
  const links = new Map([...document.querySelectorAll(".toc a")].map((a) => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver((changes) => {
    for (const {target, isIntersecting} of changes) {
      if (isIntersecting) links.get(target.id).setAttribute("aria-current", "location");
      else links.get(target.id).removeAttribute("aria-current");
    }
  }, {rootMargin: "-20% 0px -75% 0px"});
  for (const id of links.keys()) { const at = document.getElementById(id); if (at) seen.observe(at); }
  const all = document.querySelectorAll("details");
  addEventListener("beforeprint", () => all.forEach((d) => { d.dataset.was = d.open; d.open = true; }));
  addEventListener("afterprint", () => all.forEach((d) => { d.open = d.dataset.was === "true"; }));
})();
