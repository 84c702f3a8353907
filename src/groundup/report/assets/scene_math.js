// Vectors as arrays of three, matrices as sixteen numbers by columns, quaternions as x, y, z, w.
const add = (a, b, k = 1) => [a[0] + k * b[0], a[1] + k * b[1], a[2] + k * b[2]];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const length = (a) => Math.hypot(a[0], a[1], a[2]);
const unit = (a) => { const n = length(a) || 1; return [a[0] / n, a[1] / n, a[2] / n]; };
const mix = (a, b, u) => a + (b - a) * u;

// Rigid placement from a quaternion and an origin.
function placement(q, o, out = new Float32Array(16)) {
  const [x, y, z, w] = q;
  out[0] = 1 - 2 * (y * y + z * z); out[1] = 2 * (x * y + z * w); out[2] = 2 * (x * z - y * w); out[3] = 0;
  out[4] = 2 * (x * y - z * w); out[5] = 1 - 2 * (x * x + z * z); out[6] = 2 * (y * z + x * w); out[7] = 0;
  out[8] = 2 * (x * z + y * w); out[9] = 2 * (y * z - x * w); out[10] = 1 - 2 * (x * x + y * y); out[11] = 0;
  out[12] = o[0]; out[13] = o[1]; out[14] = o[2]; out[15] = 1;
  return out;
}

// A turn about the lab by a rotation vector, put before a quaternion.
function turned(vector, q) {
  const angle = length(vector), s = angle > 1e-9 ? Math.sin(angle / 2) / angle : 0.5, c = Math.cos(angle / 2);
  const [a, b, d] = [vector[0] * s, vector[1] * s, vector[2] * s], [x, y, z, w] = q;
  return [c * x + a * w + b * z - d * y, c * y - a * z + b * w + d * x, c * z + a * y - b * x + d * w, c * w - a * x - b * y - d * z];
}

// What brings the view's own Z, scaled by size, to lie along a vector from a point: for arrows.
function alongside(start, vector) {
  const w = unit(vector), u = unit(cross(Math.abs(w[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0], w)), v = cross(w, u);
  return new Float32Array([...u, 0, ...v, 0, ...w, 0, ...start, 1]);
}

function multiply(a, b) {
  const out = new Float32Array(16);
  for (let c = 0; c < 4; c++) for (let r = 0; r < 4; r++) {
    let sum = 0;
    for (let k = 0; k < 4; k++) sum += a[4 * k + r] * b[4 * c + k];
    out[4 * c + r] = sum;
  }
  return out;
}

function perspective(degrees, aspect, near, far) {
  const f = 1 / Math.tan(degrees * Math.PI / 360), d = 1 / (near - far);
  return new Float32Array([f / aspect, 0, 0, 0, 0, f, 0, 0, 0, 0, (far + near) * d, -1, 0, 0, 2 * far * near * d, 0]);
}

// Right, up and back of a camera on a sphere, and where it stands.
function cameraAxes(camera) {
  const { azimuth, elevation, target, distance } = camera;
  const back = [Math.cos(elevation) * Math.cos(azimuth), Math.sin(elevation), Math.cos(elevation) * Math.sin(azimuth)];
  const right = unit(cross([0, 1, 0], back)), up = cross(back, right);
  return { right, up, back, eye: add(target, back, distance) };
}

function viewMatrix({ right, up, back, eye }) {
  return new Float32Array([
    right[0], up[0], back[0], 0, right[1], up[1], back[1], 0, right[2], up[2], back[2], 0,
    -dot(right, eye), -dot(up, eye), -dot(back, eye), 1]);
}

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
const MISSING = -32768;
// Whole steps back to numbers; what was missing is NaN.
const unpack = (text, step) => Float32Array.from(new Int16Array(bytes(text)), (v) => (v === MISSING ? NaN : v * step));
const rgb = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16) / 255);
