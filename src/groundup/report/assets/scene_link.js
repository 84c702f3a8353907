// The scene and the curves share one cursor: the scene moves a line in them, a click on a curve moves the scene.
const SVG = "http://www.w3.org/2000/svg";

function linkCharts(player) {
  const charts = [];
  for (const section of document.querySelectorAll("[data-trials]")) {
    const trials = section.dataset.trials.split(" ").map(Number);
    for (const svg of section.querySelectorAll("svg.chart")) {
      const [left, right, top, low] = svg.dataset.box.split(" ").map(Number);
      const loads = section.dataset.over === "spans";
      const chart = { loads, svg, trials, left, right, top, low, x0: Number(svg.dataset.x0), x1: Number(svg.dataset.x1), cyclic: svg.dataset.unit === "%", lines: {} };
      for (const side of [...SIDES, "both"]) {
        const line = document.createElementNS(SVG, "line");
        line.setAttribute("class", `scene-cursor ${side}`); line.setAttribute("y1", top); line.setAttribute("y2", low);
        svg.append(line); chart.lines[side] = line;
      }
      svg.addEventListener("click", (event) => fromChart(player, chart, event));
      charts.push(chart);
    }
  }
  const seen = new Set(), watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
    show(player, charts, seen);
  });
  charts.forEach(({ svg }) => watcher.observe(svg));
  player.watch(() => show(player, charts, seen));
}

function show(player, charts, seen) {
  const { trial, time } = player;
  for (const chart of charts) {
    if (!seen.has(chart.svg)) continue;
    const own = chart.trials.includes(trial.place), at = {};
    if (own && !chart.cyclic) at.both = time;
    if (own && chart.cyclic) {
      const parts = chart.loads ? trial.spans : trial.cycles, shared = parts.length && parts.every(([side]) => side === null);
      for (const side of shared ? ["both"] : SIDES) at[side] = trial.percent(time, side, parts);
    }
    for (const [side, line] of Object.entries(chart.lines)) {
      const value = at[side], inside = value !== undefined && value !== null && value >= chart.x0 && value <= chart.x1;
      line.classList.toggle("on", inside);
      if (!inside) continue;
      const x = chart.left + (value - chart.x0) / (chart.x1 - chart.x0) * (chart.right - chart.left);
      line.setAttribute("x1", x); line.setAttribute("x2", x);
    }
  }
}

function fromChart(player, chart, event) {
  const box = chart.svg.getBoundingClientRect(), view = chart.svg.viewBox.baseVal;
  const x = (event.clientX - box.left) / box.width * view.width, y = (event.clientY - box.top) / box.height * view.height;
  if (x < chart.left || x > chart.right) return;
  const value = chart.x0 + (x - chart.left) / (chart.right - chart.left) * (chart.x1 - chart.x0);
  if (!chart.trials.includes(player.trial.place)) {
    const other = player.trials.findIndex((trial) => chart.trials.includes(trial.place));
    if (other < 0) return;
    player.choose(other);
  }
  const time = chart.cyclic ? player.trial.instant(value, nearestSide(chart.svg, x, y), player.time, chart.loads ? player.trial.spans : player.trial.cycles) : value;
  if (time === null) return;
  player.pause(); player.go(time); dock(player);
}

// Side of the bold curve that passes nearest to a point of the chart.
function nearestSide(svg, x, y) {
  let best = ["both", Infinity];
  for (const path of svg.querySelectorAll(".mean")) {
    let px = 0, py = 0, near = Infinity, height = 0;
    for (const [, kind, numbers] of path.getAttribute("d").matchAll(/([Ml])([^Ml]*)/g)) {
      const [a, b] = numbers.match(/-?[\d.]+/g).map(Number);
      [px, py] = kind === "M" ? [a, b] : [px + a, py + b];
      if (Math.abs(px - x) < near) { near = Math.abs(px - x); height = py; }
    }
    if (Math.abs(height - y) < best[1]) best = [path.classList[1], Math.abs(height - y)];
  }
  return best[0];
}

// Where the stage is out of sight, a small one in the corner shows what a curve was asked for.
function dock(player) {
  const box = player.find("place").getBoundingClientRect();
  if (box.bottom < 80 || box.top > innerHeight - 80) player.stage.classList.add("scene-docked");
  player.redraw();
}

function undockInSight(player) {
  const leave = () => { player.stage.classList.remove("scene-docked"); player.redraw(); };
  new IntersectionObserver(([entry]) => { if (entry.isIntersecting) leave(); }, { threshold: 0.2 }).observe(player.find("place"));
  player.find("undock").addEventListener("click", leave);
}
