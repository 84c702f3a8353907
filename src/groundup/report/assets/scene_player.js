// What the reader does with the scene: play, scrub, look around, choose what is shown.
const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");
const ANGLES = 3;
// Pixels drawn for one of the page's while something moves, from slow machines to fast ones, and at rest.
const PACES = [0.4, 0.5, 0.66, 0.8, 1, 1.5, 2], FINEST = 2, REST_MS = 180, PICTURE_WIDTH = 1600;
const number = (value, digits = 0) => (isFinite(value) ? value.toFixed(digits).replace(/^-(0(\.0*)?)$/, "$1").replace("-", "\u2212") : "\u2013");

class Player {
  constructor(section, told) {
    this.section = section; this.told = told;
    this.find = (name) => section.querySelector(`[data-scene="${name}"]`);
    this.canvas = this.find("canvas");
    this.stage = this.find("stage");
    this.renderer = new Renderer(this.canvas, told.mesh, told.camera);
    this.trials = told.trials.map((trial) => new Trial(trial, told.mesh.parts));
    this.listeners = [];
    this.colours = told.colours.map(rgb); this.levels = told.levels.map(rgb);
    this.sides = { left: rgb(told.sides.left), right: rgb(told.sides.right) };
    this.options = { speed: 0.25, side: "both", stick: false, forces: true, ghosts: true, follow: true, colours: "instant" };
    this.camera = { azimuth: 0, elevation: 0, distance: told.camera.distance, target: [0, 0, 0] };
    this.playing = false;
    this.pace = 4; this.topPace = PACES.length - 1; this.intervals = [];
    this.readouts = Object.fromEntries(SIDES.map((side) => [side, [...Array(ANGLES).keys()].map((a) => this.find(`angle-${side}-${a}`)).concat(this.find(`force-${side}`))]));
    this.labels = new Map();
    this.choose(0);
    this.preset("oblique", false);
    this.controls(); this.gestures(); this.keys();
    new ResizeObserver(() => this.redraw()).observe(this.canvas);
    this.canvas.addEventListener("webglcontextlost", (event) => { event.preventDefault(); this.pause(); section.dataset.state = "still"; });
  }

  // A function that is called with every new instant.
  watch(listener) { this.listeners.push(listener); }

  choose(index, time) {
    this.trial = this.trials[index]; this.index = index;
    const slider = this.find("time"), { count, step, start } = this.trial;
    slider.max = count - 1; slider.step = 1;
    this.go(time ?? start + this.trial.still * step);
    this.bars();
    const select = this.find("trial");
    if (select) select.value = index;
    const note = this.find("note");
    note.textContent = this.trial.noForce ? `No force arrows: ${this.trial.noForce}.` : ""; note.hidden = !this.trial.noForce;
    this.find("ghosts").closest("label").hidden = !this.trial.ghostTurn;
  }

  go(time) {
    this.time = Math.min(Math.max(time, this.trial.start), this.trial.end);
    this.redraw();
  }

  redraw() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame((now) => { this.waiting = 0; this.frame(now); });
  }

  play() { this.playing = true; this.last = this.before = null; this.intervals = []; this.marked(); this.redraw(); }
  pause() { this.playing = false; this.marked(); this.redraw(); }
  marked() {
    const button = this.find("play");
    button.setAttribute("aria-pressed", this.playing); button.querySelector("span").textContent = this.playing ? "Pause" : "Play";
    this.section.classList.toggle("scene-playing", this.playing);
  }

  frame(now) {
    if (this.playing) {
      const passed = this.last === null ? 0 : Math.min((now - this.last) / 1000, 0.1);
      this.last = now; this.time += passed * this.options.speed;
      if (this.time > this.trial.end) this.time = this.trial.start;
    }
    if (this.turn) this.ease(now);
    const moving = this.playing || this.turn || this.held;
    if (this.playing) this.keepPace(now);
    this.draw(moving ? PACES[this.pace] : PACES[Math.min(this.pace, 4)]);
    // Figures that change faster than they can be read only cost time.
    if (!this.playing || !(now - this.announced < 110)) { this.announce(); this.announced = now; }
    this.listeners.forEach((listener) => listener(this));
    clearTimeout(this.rest);
    if (this.playing || this.turn) this.redraw();
    else if (!this.held) this.rest = setTimeout(() => this.draw(FINEST), REST_MS);
  }

  draw(ratio) {
    this.renderer.resize(Math.min(ratio * (devicePixelRatio || 1), Math.max(FINEST, devicePixelRatio || 1)));
    if (this.canvas.width && this.canvas.height) this.render();
  }

  // Fewer pixels where frames come late, more where there is time to spare.
  keepPace(now) {
    if (this.before) this.intervals.push(now - this.before);
    this.before = now;
    if (this.intervals.length < 8) return;
    const usual = this.intervals.slice().sort((a, b) => a - b)[this.intervals.length >> 1];
    if (usual > 27 && this.pace > 0) { this.topPace = this.pace -= 1; this.intervals = []; }
    else if (this.intervals.length > 40) { if (usual < 18 && this.pace < this.topPace) this.pace += 1; this.intervals = []; }
  }

  render() {
    const { trial, time, options } = this, pose = trial.pose(time), parts = this.told.mesh.parts, [x, z] = trial.middle(time);
    const height = this.told.camera.height, whole = [0.5 * (trial.path[0][0] + trial.path.at(-1)[0]), 0.5 * (trial.path[0][1] + trial.path.at(-1)[1])];
    const [tx, tz] = options.follow ? [x, z] : whole;
    this.camera.target = [tx, 0.47 * height, tz];
    const items = [], ghosts = [], arrows = [], shown = (side) => side === null || options.side === "both" || side === options.side;
    const put = (row, alpha, into, glassy, tint) => parts.forEach((part, b) => {
      if (tint && (part.segment === "trunk" || !shown(part.side))) return;
      const strength = shown(part.side) ? alpha : 0.22 * alpha, place = placement(row[b].q, row[b].o);
      const own = { place, alpha: strength, glassy: strength < 1 ? 1 : glassy };
      const pale = part.segment === "trunk" ? [0.90, 0.89, 0.86] : this.colour(b);
      into.push({ ...own, range: options.stick ? part.stick : part.bone, colour: tint || pale });
      if (options.stick && !tint) into.push({ ...own, range: part.joint, colour: part.side ? this.sides[part.side] : [0.35, 0.4, 0.46] });
    });
    if (pose) put(pose, 1, items, 0, null);
    // Ghosts belong to an instant that is looked at; in motion only what draws them without effort does.
    if (options.ghosts && (!this.playing || this.pace > 4)) trial.ghostPoses(time, pose).forEach((row) => put(row, 0.16, ghosts, 0.6, [0.24, 0.34, 0.66]));
    const lines = this.floorLines(), labels = [];
    if (pose) this.sideLabels(pose, labels, shown);
    SIDES.forEach((side, s) => {
      const ground = options.forces && trial.ground(time, s);
      if (!ground || !shown(side)) return;
      const along = ground.force.map((v) => v * trial.metresPerNewton), size = length(along);
      if (size < 0.09) return;
      arrows.push({ place: alongside(ground.place, along), length: size, colour: this.sides[side] });
      labels.push({ key: `force-${side}`, side, text: `${number(length(ground.force))} N`, at: add(ground.place, along), lift: 14 });
    });
    this.renderer.draw({ items, arrows, lines, ghosts, camera: this.fitted(), middle: [x, 0, z], hasty: this.playing });
    this.label(labels);
    this.shownLabels = labels;
  }

  // Of a bone: how far it is from the usual at this instant where that is told, else in all of the recording.
  colour(b) {
    const own = this.options.colours === "instant" && this.trial.levels && this.trial.levels[b];
    return own ? this.levels[own[this.trial.nearest(this.time)]] : this.colours[b];
  }

  // From further away where the picture is narrow, or where all of the way is shown.
  fitted() {
    const aspect = this.canvas.width / this.canvas.height, height = this.told.camera.height;
    const way = this.options.follow ? 0 : Math.hypot(this.trial.path.at(-1)[0] - this.trial.path[0][0], this.trial.path.at(-1)[1] - this.trial.path[0][1]);
    const factor = Math.max(1, 0.80 / aspect, (way + 1.2) / (1.22 * height * aspect));
    return { ...this.camera, distance: this.camera.distance * factor };
  }

  floorLines() {
    const { trial, time, options } = this, lines = [];
    for (const corners of trial.plates) {
      const [a, b, c, d] = corners, fill = new Float32Array([a, b, d, c].flatMap(([x, z]) => [x, 0, z]));
      lines.push({ points: fill, paint: [1, 1, 1, 0.85] }, { points: strip([a, b, c, d, a], 0.008), paint: [0.55, 0.61, 0.68, 1] });
    }
    if (!options.forces) return lines;
    // On the spot one step's way would lie on another's: those of about now are shown.
    const near = (way) => trial.travels || (time > way.from - 0.8 && time < way.to + 0.8);
    trial.traces.forEach((ways, s) => ways.filter(near).forEach((way) => lines.push({ points: strip(way, 0.007), paint: [...this.sides[SIDES[s]], 0.55] })));
    return lines;
  }

  sideLabels(pose, labels, shown) {
    this.told.mesh.parts.forEach((part, b) => {
      if (!part.segment.endsWith("_shank") || !shown(part.side)) return;
      labels.push({ key: `side-${part.side}`, side: part.side, text: part.side[0].toUpperCase(), at: pose[b].o, aside: part.side === "right" ? 1 : -1, strong: true });
    });
  }

  label(labels) {
    const holder = this.find("labels"), used = new Set();
    for (const { key, side, text, at, lift = 0, aside = 0, strong } of labels) {
      const place = this.renderer.toPage(at);
      if (!place) continue;
      let element = this.labels.get(key);
      if (!element) {
        element = document.createElement("span"); element.className = `${side}${strong ? " scene-leg" : ""}`;
        holder.append(element); this.labels.set(key, element);
      }
      if (element.textContent !== text) element.textContent = text;
      // The side's letter stands outside the knee, as the camera sees it.
      const way = Math.cos(this.camera.azimuth + this.trial.headingAt(this.time)) >= 0 ? -aside : aside;
      element.style.transform = `translate(-50%,-50%) translate(${place[0] + 26 * way}px,${place[1] - lift}px)`;
      element.hidden = false; used.add(key);
    }
    for (const [key, element] of this.labels) if (!used.has(key)) element.hidden = true;
  }

  announce() {
    const { trial, time } = this, parts = [`${number(time, 2)} s`];
    const both = trial.cycles.length && trial.cycles.every(([side]) => side === null);
    for (const side of both ? ["both"] : SIDES) {
      const percent = trial.percent(time, side);
      if (percent !== null) parts.push(both ? `repetition ${number(percent)} %` : `${side} cycle ${number(percent)} %`);
    }
    const text = parts.join(" \u00b7 ");
    this.find("time").value = Math.round((time - trial.start) / trial.step);
    this.find("instant").textContent = text;
    this.find("time").setAttribute("aria-valuetext", text);
    const write = (element, words) => { if (element.textContent !== words) element.textContent = words; };
    SIDES.forEach((side, s) => {
      const own = this.readouts[side], ground = trial.ground(time, s);
      for (let a = 0; a < ANGLES; a++) {
        const value = trial.angle(time, s, a);
        write(own[a], isFinite(value) ? `${number(value)}\u00b0` : "\u2013");
      }
      write(own[ANGLES], ground && trial.weight ? number(length(ground.force) / trial.weight, 2) : "\u2013");
    });
  }

  // Contacts of each foot over the trial, above the slider.
  bars() {
    const { trial } = this, span = trial.end - trial.start, percent = (t) => 100 * Math.min(Math.max((t - trial.start) / span, 0), 1);
    const holder = this.find("bars");
    holder.textContent = "";
    for (const [side, a, b] of trial.contacts) {
      if (b < trial.start || a > trial.end) continue;
      const bar = document.createElement("i");
      bar.className = side; bar.style.left = `${percent(a)}%`; bar.style.width = `${Math.max(0.4, percent(b) - percent(a))}%`;
      holder.append(bar);
    }
  }

  controls() {
    const on = (name, kind, act) => { const e = this.find(name); if (e) e.addEventListener(kind, act); };
    on("play", "click", () => (this.playing ? this.pause() : this.play()));
    on("time", "input", (event) => { this.pause(); this.go(this.trial.start + event.target.value * this.trial.step); });
    on("trial", "change", (event) => { this.choose(Number(event.target.value)); this.preset(this.viewing, false); });
    on("speed", "change", (event) => { this.options.speed = Number(event.target.value); });
    on("side", "change", (event) => { this.options.side = event.target.value; if (this.viewing === "side") this.preset("side"); this.redraw(); });
    on("colours", "change", (event) => { this.options.colours = event.target.value; this.redraw(); });
    for (const name of ["stick", "forces", "ghosts", "follow"]) on(name, "change", (event) => { this.options[name] = event.target.checked; this.redraw(); });
    for (const button of this.section.querySelectorAll("[data-view]")) button.addEventListener("click", () => this.preset(button.dataset.view));
    on("picture", "click", () => this.picture());
  }

  preset(name, eased = true) {
    const found = this.told.camera.presets.find(([n]) => n === name) || this.told.camera.presets[0];
    this.viewing = found[0];
    const left = this.options.side === "left" && found[0] === "side" ? -1 : 1;
    const goal = { azimuth: left * found[1] * Math.PI / 180 - this.trial.headingAt(this.time), elevation: found[2] * Math.PI / 180, distance: this.told.camera.distance };
    for (const button of this.section.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", button.dataset.view === found[0]);
    if (!eased || REDUCED.matches) { Object.assign(this.camera, goal); this.turn = null; } else {
      const round = 2 * Math.PI;
      goal.azimuth = this.camera.azimuth + ((goal.azimuth - this.camera.azimuth + 9 * Math.PI) % round - Math.PI);
      this.turn = { from: { ...this.camera }, goal, start: null };
    }
    this.redraw();
  }

  ease(now) {
    this.turn.start ??= now;
    const u = Math.min((now - this.turn.start) / 450, 1), s = u * u * (3 - 2 * u);
    for (const key of ["azimuth", "elevation", "distance"]) this.camera[key] = mix(this.turn.from[key], this.turn.goal[key], s);
    if (u === 1) this.turn = null;
  }

  orbit(dx, dy) {
    this.turn = null; this.viewing = "";
    for (const button of this.section.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", false);
    this.camera.azimuth += dx; this.camera.elevation = Math.min(Math.max(this.camera.elevation + dy, -0.05), 1.45);
    this.redraw();
  }

  zoom(factor) {
    this.turn = null;
    this.camera.distance = Math.min(Math.max(this.camera.distance * factor, 0.3 * this.told.camera.distance), 2.5 * this.told.camera.distance);
    this.redraw();
  }

  // One finger sideways or a mouse turns, two fingers zoom; a finger up and down still scrolls the page.
  gestures() {
    const held = new Map(), { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => { held.set(event.pointerId, [event.clientX, event.clientY]); this.held = true; canvas.setPointerCapture(event.pointerId); });
    const lift = (event) => { held.delete(event.pointerId); this.held = held.size > 0; this.redraw(); };
    canvas.addEventListener("pointerup", lift); canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("pointermove", (event) => {
      const before = held.get(event.pointerId);
      if (!before) return;
      const now = [event.clientX, event.clientY], others = [...held].filter(([id]) => id !== event.pointerId);
      if (others.length === 1) {
        const [, o] = others[0], apart = (p) => Math.hypot(p[0] - o[0], p[1] - o[1]);
        this.zoom(apart(before) / Math.max(apart(now), 1));
      } else if (!others.length) this.orbit((now[0] - before[0]) * 0.008, event.pointerType === "touch" ? 0 : (now[1] - before[1]) * 0.006);
      held.set(event.pointerId, now);
    });
    canvas.addEventListener("wheel", (event) => {
      // Without a key held the wheel belongs to the page.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault(); this.zoom(Math.exp(event.deltaY * 0.002));
    }, { passive: false });
  }

  keys() {
    this.canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { step } = this.trial, shift = event.shiftKey, jump = () => { this.pause(); };
      const acts = {
        " ": () => (this.playing ? this.pause() : this.play()),
        ArrowLeft: () => (shift ? this.orbit(-0.12, 0) : (jump(), this.go(this.time - step))),
        ArrowRight: () => (shift ? this.orbit(0.12, 0) : (jump(), this.go(this.time + step))),
        ArrowUp: () => shift && this.orbit(0, 0.08), ArrowDown: () => shift && this.orbit(0, -0.08),
        Home: () => (jump(), this.go(this.trial.start)), End: () => (jump(), this.go(this.trial.end)),
        "+": () => this.zoom(0.9), "=": () => this.zoom(0.9), "-": () => this.zoom(1.1),
        1: () => this.preset("oblique"), 2: () => this.preset("front"), 3: () => this.preset("side"), 4: () => this.preset("behind"),
        s: () => this.find("stick").click(), f: () => this.find("forces").click(), g: () => this.find("ghosts").click(),
      };
      const act = acts[event.key];
      if (act && act() !== false) event.preventDefault();
    });
  }

  // What is on the stage with its labels and a caption, as a PNG file.
  picture() {
    this.renderer.resize(Math.max(FINEST, PICTURE_WIDTH / this.canvas.clientWidth));
    this.render();
    const { canvas, trial, told } = this, ratio = canvas.width / canvas.clientWidth, line = 30 * ratio;
    const sheet = document.createElement("canvas"), pen = sheet.getContext("2d");
    sheet.width = canvas.width; sheet.height = canvas.height + line;
    pen.fillStyle = "#f5f7f9"; pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(canvas, 0, 0);
    pen.textAlign = "center"; pen.lineJoin = "round"; pen.strokeStyle = "#fff"; pen.lineWidth = 3 * ratio; pen.font = `600 ${13 * ratio}px sans-serif`;
    for (const [key, element] of this.labels) {
      if (element.hidden) continue;
      const box = element.getBoundingClientRect(), own = canvas.getBoundingClientRect();
      const [x, y] = [(box.x + box.width / 2 - own.x) * ratio, (box.y + box.height / 2 - own.y + 5) * ratio];
      pen.fillStyle = told.sides[key.endsWith("left") ? "left" : "right"];
      pen.strokeText(element.textContent, x, y); pen.fillText(element.textContent, x, y);
    }
    pen.textAlign = "left"; pen.fillStyle = "#1c2430"; pen.font = `${12 * ratio}px sans-serif`;
    const words = `${trial.name}, ${this.find("instant").textContent}${told.synthetic ? " \u00b7 SYNTHETIC DATA, no person" : ""} \u00b7 groundup ${told.version}`;
    pen.fillText(words, 10 * ratio, sheet.height - 10 * ratio, sheet.width - 20 * ratio);
    sheet.toBlob((blob) => {
      const link = document.createElement("a"), address = URL.createObjectURL(blob);
      link.href = address; link.download = `${trial.name} ${this.time.toFixed(2)} s.png`; link.click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    }, "image/png");
    this.redraw();
  }
}
