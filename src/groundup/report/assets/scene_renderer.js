// Draws solids, a floor with their shadow, lines on it, and translucent ghosts, with WebGL 2 alone.
const SOLID_VERTEX = `#version 300 es
in vec3 position; in vec3 normal; uniform mat4 place, see; uniform float stretch; out vec3 n, at;
void main() {
  vec3 p = position; if (stretch > 0.0) p.z = p.z < 0.5 ? p.z * 2.0 * (stretch - 0.075) : stretch - 0.15 * (1.0 - p.z);
  vec4 w = place * vec4(p, 1.0); at = w.xyz; n = mat3(place) * normal; gl_Position = see * w;
}`;
const SOLID_FRAGMENT = `#version 300 es
precision mediump float; in vec3 n, at; uniform vec3 colour, eye, key; uniform float alpha, glassy; out vec4 o;
void main() {
  vec3 m = normalize(n), v = normalize(eye - at);
  float facing = max(dot(m, v), 0.0), light = clamp(0.28 + 0.72 * dot(m, key), 0.0, 1.0);
  float sky = 0.5 + 0.5 * m.y, shine = pow(max(dot(m, normalize(key + v)), 0.0), 28.0);
  vec3 lit = colour * colour * (0.30 + 0.17 * sky + 0.74 * light) + 0.06 * shine;
  lit *= mix(0.72, 1.0, smoothstep(0.0, 0.45, facing));
  float a = alpha * mix(1.0, 0.16 + 0.84 * pow(1.0 - facing, 1.6), glassy);
  o = vec4(sqrt(lit) * a, a);
}`;
const SHADOW_VERTEX = `#version 300 es
in vec3 position; uniform mat4 place; uniform vec3 light; uniform vec3 area; out float up;
void main() {
  vec3 w = (place * vec4(position, 1.0)).xyz; up = w.y;
  vec2 fallen = w.xz - light.xz * w.y / light.y;
  gl_Position = vec4((fallen - area.xy) / area.z, 0.0, 1.0);
}`;
const SHADOW_FRAGMENT = `#version 300 es
precision mediump float; in float up; out vec4 o;
void main() { o = vec4(clamp(1.0 - up * 0.95, 0.0, 1.0)); }`;
const BLUR_VERTEX = `#version 300 es
in vec2 corner; out vec2 at; void main() { at = corner * 0.5 + 0.5; gl_Position = vec4(corner, 0.0, 1.0); }`;
const BLUR_FRAGMENT = `#version 300 es
precision mediump float; in vec2 at; uniform sampler2D image; uniform vec2 step; out vec4 o;
void main() {
  // Between two texels the texture itself takes the mean: five looks weigh nine texels.
  o = vec4(0.227 * texture(image, at).r + 0.316 * (texture(image, at + 1.385 * step).r + texture(image, at - 1.385 * step).r)
    + 0.070 * (texture(image, at + 3.231 * step).r + texture(image, at - 3.231 * step).r));
}`;
const FLOOR_VERTEX = `#version 300 es
in vec2 corner; uniform mat4 see; uniform vec3 middle; uniform float reach; out vec2 at;
void main() { at = middle.xz + corner * reach; gl_Position = see * vec4(at.x, 0.0, at.y, 1.0); }`;
const FLOOR_FRAGMENT = `#version 300 es
precision highp float; in vec2 at; uniform vec3 middle, area; uniform float reach; uniform sampler2D shadow; out vec4 o;
void main() {
  vec2 d = (at - middle.xz) / reach, w = fwidth(at), g = abs(fract(at * 2.0 - 0.5) - 0.5) * 0.5;
  // Lines half a metre apart, one pixel wide, fainter where many fall on few pixels.
  vec2 l = clamp(1.3 - g / w, 0.0, 1.0) * clamp(0.07 / w, 0.0, 1.0);
  float fade = clamp(1.1 - 1.25 * dot(d, d), 0.0, 1.0);
  float a = 0.34 * max(l.x, l.y) * fade, s = 0.42 * texture(shadow, (at - area.xy) / area.z * 0.5 + 0.5).r;
  o = vec4(vec3(0.50, 0.56, 0.63) * a * (1.0 - s) + vec3(0.11, 0.14, 0.19) * s, a + s * (1.0 - a));
}`;
const SKY_VERTEX = `#version 300 es
in vec2 corner; out vec3 c;
void main() { c = mix(vec3(0.902, 0.922, 0.941), vec3(0.988, 0.992, 0.996), corner.y * 0.5 + 0.5); gl_Position = vec4(corner, 0.0, 1.0); }`;
const SKY_FRAGMENT = `#version 300 es
precision mediump float; in vec3 c; out vec4 o; void main() { o = vec4(c, 1.0); }`;
const LINE_VERTEX = `#version 300 es
in vec3 position; uniform mat4 see; void main() { gl_Position = see * vec4(position, 1.0); }`;
const LINE_FRAGMENT = `#version 300 es
precision mediump float; uniform vec4 paint; out vec4 o; void main() { o = vec4(paint.rgb * paint.a, paint.a); }`;

const SHADOW_SIZE = 160, SHADOW_REACH = 1.45, FLOOR_REACH = 4.5;

class Renderer {
  constructor(canvas, mesh, view) {
    const gl = canvas.getContext("webgl2", { antialias: false, alpha: false });
    if (!gl) throw new Error("no WebGL 2");
    this.canvas = canvas; this.gl = gl; this.view = view;
    this.solid = this.program(SOLID_VERTEX, SOLID_FRAGMENT);
    this.fallen = this.program(SHADOW_VERTEX, SHADOW_FRAGMENT);
    this.blur = this.program(BLUR_VERTEX, BLUR_FRAGMENT);
    this.floor = this.program(FLOOR_VERTEX, FLOOR_FRAGMENT);
    this.sky = this.program(SKY_VERTEX, SKY_FRAGMENT);
    this.line = this.program(LINE_VERTEX, LINE_FRAGMENT);
    this.body = this.mesh(unpack(mesh.vertices, mesh.step), unpack(mesh.normals, 1 / 32000), new Uint16Array(bytes(mesh.faces)));
    this.arrow = this.mesh(...arrowMesh());
    this.square = gl.createVertexArray();
    gl.bindVertexArray(this.square);
    this.buffer(new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), 0, 2);
    this.strip = gl.createVertexArray(); this.stripBuffer = gl.createBuffer();
    gl.bindVertexArray(this.strip); gl.bindBuffer(gl.ARRAY_BUFFER, this.stripBuffer);
    gl.enableVertexAttribArray(0); gl.vertexAttribPointer(0, 3, gl.FLOAT, false, 0, 0);
    gl.bindVertexArray(null);
    this.targets = [this.target(), this.target()];
  }

  program(vertex, fragment) {
    const gl = this.gl, program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, source); gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
      gl.attachShader(program, shader);
    }
    ["position", "normal"].forEach((name, k) => gl.bindAttribLocation(program, k, name));
    if (vertex.includes("in vec2 corner")) gl.bindAttribLocation(program, 0, "corner");
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
    const at = {};
    for (let k = 0; k < gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS); k++) {
      const { name } = gl.getActiveUniform(program, k);
      at[name] = gl.getUniformLocation(program, name);
    }
    return { program, at };
  }

  buffer(numbers, slot, size) {
    const gl = this.gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, numbers, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(slot); gl.vertexAttribPointer(slot, size, gl.FLOAT, false, 0, 0);
  }

  mesh(vertices, normals, faces) {
    const gl = this.gl, array = gl.createVertexArray();
    gl.bindVertexArray(array);
    this.buffer(vertices, 0, 3); this.buffer(normals, 1, 3);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, faces, gl.STATIC_DRAW);
    gl.bindVertexArray(null);
    return { array, count: faces.length };
  }

  target() {
    const gl = this.gl, image = gl.createTexture(), frame = gl.createFramebuffer();
    gl.bindTexture(gl.TEXTURE_2D, image);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, SHADOW_SIZE, SHADOW_SIZE, 0, gl.RED, gl.UNSIGNED_BYTE, null);
    for (const [name, value] of [[gl.TEXTURE_MIN_FILTER, gl.LINEAR], [gl.TEXTURE_MAG_FILTER, gl.LINEAR], [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE], [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE]]) gl.texParameteri(gl.TEXTURE_2D, name, value);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, image, 0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    return { image, frame };
  }

  // Pixels drawn for one of the page's.
  resize(ratio) {
    const { canvas } = this;
    const [w, h] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
    if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
  }

  // items: {range: [first, count], place, colour, alpha, glassy}; arrows: {place, length, colour};
  // lines: {points, paint}, triangle strips on the floor.
  draw({ items, arrows, lines, ghosts, camera, middle, hasty }) {
    const gl = this.gl, axes = cameraAxes(camera), aspect = this.canvas.width / this.canvas.height;
    const near = Math.max(0.1, camera.distance - 4);
    const see = multiply(perspective(this.view.field, aspect, near, camera.distance + 8), viewMatrix(axes));
    // In motion nobody sees a shadow that is one frame late.
    const fresh = !hasty || !(this.late = !this.late) || !this.area;
    if (fresh) this.area = [middle[0], middle[2], SHADOW_REACH];
    const { area } = this;
    this.see = see;
    if (fresh) this.castShadow(items.filter((item) => item.alpha === 1), area);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clear(gl.DEPTH_BUFFER_BIT);
    gl.disable(gl.BLEND); gl.disable(gl.DEPTH_TEST); gl.disable(gl.CULL_FACE);
    gl.useProgram(this.sky.program); gl.bindVertexArray(this.square); gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    gl.enable(gl.BLEND); gl.blendEquation(gl.FUNC_ADD); gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.drawLines(lines, see);
    this.drawFloor(see, camera.target, area);
    gl.enable(gl.CULL_FACE); gl.cullFace(gl.BACK);
    gl.useProgram(this.solid.program);
    const { at } = this.solid, key = unit(this.view.key.reduce((sum, k, i) => add(sum, [axes.right, axes.up, axes.back][i], k), [0, 0, 0]));
    gl.uniformMatrix4fv(at.see, false, see); gl.uniform3fv(at.eye, axes.eye); gl.uniform3fv(at.key, key);
    const whole = items.filter((item) => item.alpha === 1), faint = items.filter((item) => item.alpha < 1);
    gl.uniform1f(at.stretch, 0);
    gl.bindVertexArray(this.body.array);
    // Behind the bones: what shows of the ghosts is how far they reach beyond the best estimate.
    ghosts.forEach((item) => this.drawSolid(item, at));
    gl.disable(gl.BLEND); gl.enable(gl.DEPTH_TEST);
    whole.forEach((item) => this.drawSolid(item, at));
    gl.bindVertexArray(this.arrow.array);
    for (const arrow of arrows) {
      gl.uniform1f(at.stretch, arrow.length);
      this.drawSolid({ ...arrow, range: [0, this.arrow.count], alpha: 1, glassy: 0 }, at);
    }
    gl.uniform1f(at.stretch, 0);
    gl.bindVertexArray(this.body.array); gl.depthMask(false); gl.enable(gl.BLEND);
    faint.forEach((item) => this.drawSolid(item, at));
    gl.depthMask(true); gl.bindVertexArray(null);
  }

  drawSolid({ range, place, colour, alpha, glassy }, at) {
    const gl = this.gl;
    gl.uniformMatrix4fv(at.place, false, place); gl.uniform3fv(at.colour, colour);
    gl.uniform1f(at.alpha, alpha); gl.uniform1f(at.glassy, glassy);
    gl.drawElements(gl.TRIANGLES, range[1], gl.UNSIGNED_SHORT, 2 * range[0]);
  }

  castShadow(items, area) {
    const gl = this.gl, [first, second] = this.targets;
    gl.viewport(0, 0, SHADOW_SIZE, SHADOW_SIZE);
    gl.disable(gl.DEPTH_TEST); gl.disable(gl.CULL_FACE);
    gl.bindFramebuffer(gl.FRAMEBUFFER, first.frame);
    gl.clearColor(0, 0, 0, 0); gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND); gl.blendEquation(gl.MAX);
    gl.useProgram(this.fallen.program); gl.bindVertexArray(this.body.array);
    gl.uniform3fv(this.fallen.at.light, this.view.shadow); gl.uniform3fv(this.fallen.at.area, area);
    for (const { range, place } of items) {
      gl.uniformMatrix4fv(this.fallen.at.place, false, place);
      gl.drawElements(gl.TRIANGLES, range[1], gl.UNSIGNED_SHORT, 2 * range[0]);
    }
    gl.disable(gl.BLEND); gl.useProgram(this.blur.program); gl.bindVertexArray(this.square);
    for (const [from, to, step] of [[first, second, [1 / SHADOW_SIZE, 0]], [second, first, [0, 1 / SHADOW_SIZE]]]) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, to.frame); gl.bindTexture(gl.TEXTURE_2D, from.image);
      gl.uniform2fv(this.blur.at.step, step); gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    }
  }

  drawFloor(see, middle, area) {
    const gl = this.gl, { program, at } = this.floor;
    gl.useProgram(program); gl.bindVertexArray(this.square); gl.bindTexture(gl.TEXTURE_2D, this.targets[0].image);
    gl.uniformMatrix4fv(at.see, false, see); gl.uniform3fv(at.middle, middle);
    gl.uniform3fv(at.area, area); gl.uniform1f(at.reach, FLOOR_REACH);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  drawLines(lines, see) {
    const gl = this.gl, { program, at } = this.line;
    gl.useProgram(program); gl.bindVertexArray(this.strip); gl.bindBuffer(gl.ARRAY_BUFFER, this.stripBuffer);
    gl.uniformMatrix4fv(at.see, false, see);
    for (const { points, paint } of lines) {
      gl.uniform4fv(at.paint, paint); gl.bufferData(gl.ARRAY_BUFFER, points, gl.DYNAMIC_DRAW);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, points.length / 3);
    }
  }

  // Where a point is seen, in CSS pixels of the canvas; null behind the camera.
  toPage(point) {
    const s = this.see, w = s[3] * point[0] + s[7] * point[1] + s[11] * point[2] + s[15];
    if (w <= 0) return null;
    const x = (s[0] * point[0] + s[4] * point[1] + s[8] * point[2] + s[12]) / w;
    const y = (s[1] * point[0] + s[5] * point[1] + s[9] * point[2] + s[13]) / w;
    return [(x + 1) / 2 * this.canvas.clientWidth, (1 - y) / 2 * this.canvas.clientHeight];
  }
}

// An arrow along Z: its shaft lies below half, its head above; the vertex shader stretches the shaft alone.
function arrowMesh() {
  const rings = [[0, 0.009, -1], [0, 0.009, 0], [0.5, 0.009, 0], [0.5, 0.024, -1], [0.5, 0.024, 0.3], [1, 0, 0.3]], sides = 12;
  const vertices = [], normals = [], faces = [];
  for (const [z, r, lean] of rings) for (let k = 0; k < sides; k++) {
    const t = 2 * Math.PI * k / sides, out = lean < 0 ? 0 : Math.sqrt(1 - lean * lean);
    vertices.push(r * Math.cos(t), r * Math.sin(t), z); normals.push(out * Math.cos(t), out * Math.sin(t), lean < 0 ? -1 : lean);
  }
  for (const [low, high] of [[1, 2], [2, 3], [4, 5]]) for (let k = 0; k < sides; k++) {
    const [a, b, c, d] = [low * sides + k, low * sides + (k + 1) % sides, high * sides + k, high * sides + (k + 1) % sides];
    faces.push(a, b, d, a, d, c);
  }
  for (let k = 1; k < sides - 1; k++) faces.push(0, k + 1, k);
  return [new Float32Array(vertices), new Float32Array(normals), new Uint16Array(faces)];
}

// A strip of some width [m] along a line of [x, z] on the floor.
function strip(line, width, up = 0) {
  const out = [];
  line.forEach(([x, z], k) => {
    const [ax, az] = line[Math.max(0, k - 1)], [bx, bz] = line[Math.min(line.length - 1, k + 1)];
    const n = Math.hypot(bx - ax, bz - az) || 1, ox = -(bz - az) / n * width / 2, oz = (bx - ax) / n * width / 2;
    out.push(x + ox, up, z + oz, x - ox, up, z - oz);
  });
  return new Float32Array(out);
}
