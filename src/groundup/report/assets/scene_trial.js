// One trial of the page's data: numbers unpacked once, poses between frames on request.
const SIDES = ["left", "right"];

class Trial {
  constructor(told, parts) {
    Object.assign(this, told);
    this.parts = parts.length;
    this.turns = unpack(told.turns, 1 / 32000);
    this.places = unpack(told.places, told.placeStep);
    this.angles = unpack(told.angles, 0.01);
    if (told.force) {
      this.force = unpack(told.force, 0.2);
      this.pressure = unpack(told.pressure, told.pressureStep);
    }
    if (told.ghosts) {
      this.ghostTurn = unpack(told.ghosts.turn, told.ghosts.turnStep);
      this.ghostShift = unpack(told.ghosts.shift, told.ghosts.shiftStep);
    }
    this.end = this.start + (this.count - 1) * this.step;
    this.path = this.smoothPath();
    this.travels = Math.hypot(this.path.at(-1)[0] - this.path[0][0], this.path.at(-1)[1] - this.path[0][1]) > 1;
    this.traces = told.force ? SIDES.map((side, s) => this.pressureWays(s)) : [[], []];
  }

  at(time) {
    const f = Math.min(Math.max((time - this.start) / this.step, 0), this.count - 1), k = Math.min(Math.floor(f), this.count - 2);
    return [k, f - k];
  }

  // Quaternions and origins of every part; null where the frame was not tracked.
  pose(time) {
    const [k, u] = this.at(time), out = [];
    for (let b = 0; b < this.parts; b++) {
      const one = 4 * (k * this.parts + b), two = one + 4 * this.parts, from = 3 * (k * this.parts + b), to = from + 3 * this.parts;
      let q = [0, 1, 2, 3].map((i) => mix(this.turns[one + i], this.turns[two + i], u));
      const n = Math.hypot(...q);
      q = q.map((v) => v / n);
      const o = [0, 1, 2].map((i) => mix(this.places[from + i], this.places[to + i], u));
      if (!isFinite(n + o[0])) return null;
      out.push({ q, o });
    }
    return out;
  }

  // Members of the ensemble about a pose.
  ghostPoses(time, pose) {
    if (!this.ghostTurn || !pose) return [];
    const [k, u] = this.at(time), { instants, members } = this.ghosts, count = instants.length;
    let g = instants.findIndex((i) => i > k);
    g = g < 1 ? (g === 0 ? 0 : count - 2) : g - 1;
    const v = Math.min(Math.max((k + u - instants[g]) / (instants[g + 1] - instants[g]), 0), 1), out = [];
    for (let m = 0; m < members; m++) {
      const row = [];
      for (let b = 0; b < this.parts; b++) {
        const one = 3 * ((m * count + g) * this.parts + b), two = one + 3 * this.parts;
        const between = (table) => [0, 1, 2].map((i) => mix(table[one + i], table[two + i], v));
        row.push({ q: turned(between(this.ghostTurn), pose[b].q), o: add(pose[b].o, between(this.ghostShift)) });
      }
      out.push(row);
    }
    return out;
  }

  // Force on a foot and where it acts, or null.
  ground(time, s) {
    if (!this.force) return null;
    const [k, u] = this.at(time), one = 3 * (2 * k + s), two = one + 6;
    const between = (table) => [0, 1, 2].map((i) => mix(table[one + i], table[two + i], u));
    const force = between(this.force), place = between(this.pressure);
    return isFinite(force[0] + place[0]) && force[1] > 15 ? { force, place } : null;
  }

  nearest(time) {
    const [k, u] = this.at(time);
    return u > 0.5 ? k + 1 : k;
  }

  angle(time, s, a) {
    return this.angles[3 * (2 * this.nearest(time) + s) + a];
  }

  headingAt(time) {
    const [k] = this.at(time);
    return this.heading.reduce((found, [from, value]) => (from <= k ? value : found), 0);
  }

  // Percent of the repetition of a side, or of its stance, that holds an instant; null between them.
  percent(time, side, parts = this.cycles) {
    const own = parts.find(([s, a, b]) => (s === side || s === null) && time >= a && time < b);
    return own ? 100 * (time - own[1]) / (own[2] - own[1]) : null;
  }

  // Instant of a percentage of a side's repetition: the one that is being looked at, else the nearest.
  instant(percent, side, now, parts = this.cycles) {
    const own = parts.filter(([s, a, b]) => (s === side || s === null || side === "both") && b > this.start && a < this.end);
    if (!own.length) return null;
    const away = ([, a, b]) => (now < a ? a - now : now > b ? now - b : 0);
    const [, a, b] = own.reduce((best, c) => (away(c) < away(best) ? c : best));
    return Math.min(Math.max(a + percent / 100 * (b - a), this.start), this.end);
  }

  // The pelvis' way over the ground with the steps smoothed out of it, for the camera to follow.
  smoothPath() {
    const half = Math.max(1, Math.round(0.3 / this.step)), raw = [];
    for (let k = 0; k < this.count; k++) raw.push([0, 2].map((i) => this.places[3 * k * this.parts + i]));
    let last = raw.find((p) => isFinite(p[0])) || [0, 0];
    const filled = raw.map((p) => (isFinite(p[0]) ? (last = p) : last));
    return filled.map((_, k) => {
      const reach = Math.min(half, k, this.count - 1 - k), around = filled.slice(k - reach, k + reach + 1);
      return [0, 1].map((i) => around.reduce((sum, p) => sum + p[i], 0) / around.length);
    });
  }

  middle(time) {
    const [k, u] = this.at(time), [a, b] = [this.path[k], this.path[k + 1]];
    return [mix(a[0], b[0], u), mix(a[1], b[1], u)];
  }

  // Ways of the pressure under one foot, one for each stretch without a break.
  pressureWays(s) {
    const ways = [];
    let way = null;
    for (let k = 0; k < this.count; k++) {
      const i = 3 * (2 * k + s), loaded = isFinite(this.pressure[i]) && this.force[i + 1] > 40;
      if (loaded && !way) { ways.push(way = []); way.from = this.start + k * this.step; }
      if (!loaded) way = null; else { way.push([this.pressure[i], this.pressure[i + 2]]); way.to = this.start + k * this.step; }
    }
    return ways.filter((one) => one.length > 2);
  }
}
