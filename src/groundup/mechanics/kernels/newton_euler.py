"""Recursive Newton-Euler: velocities and accelerations outwards, forces and moments inwards.

Everything is told in lab axes about one point near the body, so that a slot's twist is the same vector for
motion and for force and nothing is carried from frame to frame (Featherstone 2008, ch. 5, in absolute axes).
"""

from typing import Any

from groundup.mechanics.compiler import entry, inner
from groundup.mechanics.kernels.place import place

_TABLES = "i8[:,::1], f8[:,::1], i8[:,::1], f8[:,::1], f8[:,::1]"
_CURVES = "i8[::1], i8[::1], f8[::1], f8[:,::1]"
_DATA = "f8[:,::1], f8[::1], i8[::1], f8[:,::1], f8[:,::1], f8[:,::1], f8[:,:,::1]"
_OUTPUT = "f8[:,::1], f8[:,:,::1], f8[:,:,::1]"
_SPACE = "f8[:,::1], f8[:,::1], f8[:,::1], f8[:,::1], f8[:,::1], f8[:,::1], f8[::1]"


@inner()
def cross(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> tuple[float, float, float]:
    """Vector product."""
    return ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx


@inner()
def move(tables: Any, u: Any, a: Any, slots: Any, origin: Any, motion: Any) -> None:
    """Fill spatial velocities and accelerations (B, 12) about `origin`: each angular, then linear.

    Slot rows come in about the lab's origin and are left about `origin`.
    """
    body_int, _, slot_int, _, _ = tables
    ox, oy, oz = origin
    for b in range(body_int.shape[0]):
        parent = body_int[b, 0]
        for i in range(12):
            motion[b, i] = motion[parent, i] if parent >= 0 else 0.0
        vx, vy, vz = motion[b, 3], motion[b, 4], motion[b, 5]
        wx, wy, wz = motion[b, 0], motion[b, 1], motion[b, 2]
        for s in range(body_int[b, 1], body_int[b, 2]):
            c = slot_int[s, 1]
            if c < 0:
                continue
            rate = slots[s, 6] * u[c]
            push = slots[s, 6] * a[c] + slots[s, 7] * u[c] * u[c]
            sx, sy, sz = slots[s, 0], slots[s, 1], slots[s, 2]
            tx, ty, tz = cross(sx, sy, sz, ox, oy, oz)
            tx, ty, tz = slots[s, 3] + tx, slots[s, 4] + ty, slots[s, 5] + tz
            slots[s, 3], slots[s, 4], slots[s, 5] = tx, ty, tz
            # A slot's twist stands still in the frame that carries it, and turns and travels with that frame.
            x, y, z = cross(wx, wy, wz, sx, sy, sz)
            motion[b, 6] += sx * push + x * rate
            motion[b, 7] += sy * push + y * rate
            motion[b, 8] += sz * push + z * rate
            x, y, z = cross(wx, wy, wz, tx, ty, tz)
            hx, hy, hz = cross(vx, vy, vz, sx, sy, sz)
            motion[b, 9] += tx * push + (x + hx) * rate
            motion[b, 10] += ty * push + (y + hy) * rate
            motion[b, 11] += tz * push + (z + hz) * rate
            wx, wy, wz = wx + sx * rate, wy + sy * rate, wz + sz * rate
            vx, vy, vz = vx + tx * rate, vy + ty * rate, vz + tz * rate
        motion[b, 0], motion[b, 1], motion[b, 2] = wx, wy, wz
        motion[b, 3], motion[b, 4], motion[b, 5] = vx, vy, vz


@inner()
def need(
    inertial: Any, gravity: Any, rotation: Any, position: Any, origin: Any, motion: Any, load: Any
) -> None:
    """Fill the moment about `origin` and the force (B, 6) that each body's motion needs beside its weight.

    `inertial` (B, 10) mass | centre of mass (3) | inertia about it (xx yy zz xy xz yz), in the body.
    """
    ox, oy, oz = origin
    i, m, r = inertial, motion, rotation
    for b in range(inertial.shape[0]):
        r0, r1, r2, r3, r4, r5 = r[b, 0], r[b, 1], r[b, 2], r[b, 3], r[b, 4], r[b, 5]
        r6, r7, r8 = r[b, 6], r[b, 7], r[b, 8]
        wx, wy, wz = m[b, 0], m[b, 1], m[b, 2]
        dx, dy, dz = m[b, 6], m[b, 7], m[b, 8]
        cx = position[b, 0] - ox + r0 * i[b, 1] + r1 * i[b, 2] + r2 * i[b, 3]
        cy = position[b, 1] - oy + r3 * i[b, 1] + r4 * i[b, 2] + r5 * i[b, 3]
        cz = position[b, 2] - oz + r6 * i[b, 1] + r7 * i[b, 2] + r8 * i[b, 3]
        x, y, z = cross(wx, wy, wz, cx, cy, cz)
        x, y, z = cross(wx, wy, wz, m[b, 3] + x, m[b, 4] + y, m[b, 5] + z)
        ax, ay, az = cross(dx, dy, dz, cx, cy, cz)
        fx = i[b, 0] * (m[b, 9] + ax + x - gravity[0])
        fy = i[b, 0] * (m[b, 10] + ay + y - gravity[1])
        fz = i[b, 0] * (m[b, 11] + az + z - gravity[2])
        wx, wy, wz = r0 * wx + r3 * wy + r6 * wz, r1 * wx + r4 * wy + r7 * wz, r2 * wx + r5 * wy + r8 * wz
        dx, dy, dz = r0 * dx + r3 * dy + r6 * dz, r1 * dx + r4 * dy + r7 * dz, r2 * dx + r5 * dy + r8 * dz
        x, y, z = cross(
            wx,
            wy,
            wz,
            i[b, 4] * wx + i[b, 7] * wy + i[b, 8] * wz,
            i[b, 7] * wx + i[b, 5] * wy + i[b, 9] * wz,
            i[b, 8] * wx + i[b, 9] * wy + i[b, 6] * wz,
        )
        x += i[b, 4] * dx + i[b, 7] * dy + i[b, 8] * dz
        y += i[b, 7] * dx + i[b, 5] * dy + i[b, 9] * dz
        z += i[b, 8] * dx + i[b, 9] * dy + i[b, 6] * dz
        ax, ay, az = cross(cx, cy, cz, fx, fy, fz)
        load[b, 0] = ax + r0 * x + r1 * y + r2 * z
        load[b, 1] = ay + r3 * x + r4 * y + r5 * z
        load[b, 2] = az + r6 * x + r7 * y + r8 * z
        load[b, 3], load[b, 4], load[b, 5] = fx, fy, fz


@inner()
def lighten(wrench_body: Any, wrenches: Any, frame: int, origin: Any, load: Any) -> None:
    """Take off what acts from outside: `wrenches` (F, W, 9) force, the point it acts at, torque."""
    w = wrenches
    for k in range(wrench_body.shape[0]):
        b = wrench_body[k]
        fx, fy, fz = w[frame, k, 0], w[frame, k, 1], w[frame, k, 2]
        x, y, z = 0.0, 0.0, 0.0
        # A force of nought acts nowhere: its point may be missing.
        if fx != 0.0 or fy != 0.0 or fz != 0.0:
            x, y, z = w[frame, k, 3] - origin[0], w[frame, k, 4] - origin[1], w[frame, k, 5] - origin[2]
            x, y, z = cross(x, y, z, fx, fy, fz)
        load[b, 0] -= w[frame, k, 6] + x
        load[b, 1] -= w[frame, k, 7] + y
        load[b, 2] -= w[frame, k, 8] + z
        load[b, 3] -= fx
        load[b, 4] -= fy
        load[b, 5] -= fz


@inner()
def hand_on(
    tables: Any,
    slots: Any,
    rotation: Any,
    position: Any,
    origin: Any,
    load: Any,
    frame: int,
    forces: Any,
    joint_force: Any,
    joint_moment: Any,
) -> None:
    """Hand each body's load to its coordinates and its parent, from the leaves to the root."""
    body_int, j, slot_int, _, _ = tables
    r = rotation
    for c in range(forces.shape[1]):
        forces[frame, c] = 0.0
    for b in range(body_int.shape[0] - 1, -1, -1):
        nx, ny, nz, fx, fy, fz = load[b, 0], load[b, 1], load[b, 2], load[b, 3], load[b, 4], load[b, 5]
        for s in range(body_int[b, 1], body_int[b, 2]):
            c = slot_int[s, 1]
            if c >= 0:
                turning = slots[s, 0] * nx + slots[s, 1] * ny + slots[s, 2] * nz
                pushing = slots[s, 3] * fx + slots[s, 4] * fy + slots[s, 5] * fz
                forces[frame, c] += slots[s, 6] * (turning + pushing)
        parent = body_int[b, 0]
        if parent >= 0:
            for i in range(6):
                load[parent, i] += load[b, i]
        x, y, z = cross(
            position[b, 0] - origin[0] + r[b, 0] * j[b, 21] + r[b, 1] * j[b, 22] + r[b, 2] * j[b, 23],
            position[b, 1] - origin[1] + r[b, 3] * j[b, 21] + r[b, 4] * j[b, 22] + r[b, 5] * j[b, 23],
            position[b, 2] - origin[2] + r[b, 6] * j[b, 21] + r[b, 7] * j[b, 22] + r[b, 8] * j[b, 23],
            fx,
            fy,
            fz,
        )
        joint_force[frame, b, 0], joint_force[frame, b, 1], joint_force[frame, b, 2] = fx, fy, fz
        joint_moment[frame, b, 0] = nx - x
        joint_moment[frame, b, 1] = ny - y
        joint_moment[frame, b, 2] = nz - z


@entry(f"void({_TABLES}, {_CURVES}, {_DATA}, {_OUTPUT}, {_SPACE})")
def balance_frames(
    body_int: Any,
    body_float: Any,
    slot_int: Any,
    slot_float: Any,
    marker_position: Any,
    piece_start: Any,
    piece_count: Any,
    breaks: Any,
    coefficients: Any,
    inertial: Any,
    gravity: Any,
    wrench_body: Any,
    coordinates: Any,
    rates: Any,
    accelerations: Any,
    wrenches: Any,
    forces: Any,
    joint_force: Any,
    joint_moment: Any,
    rotation: Any,
    position: Any,
    slots: Any,
    markers: Any,
    motion: Any,
    load: Any,
    zero: Any,
) -> None:
    """Generalised forces (F, C) and what each body's parent does to it at its joint's centre, (F, B, 3).

    `wrenches` (F, W, 9), force, its point and torque, act on `wrench_body` (W,). Scratch of one
    frame and a point at zero come last.
    """
    tables = (body_int, body_float, slot_int, slot_float, marker_position)
    curves = (piece_start, piece_count, breaks, coefficients)
    for n in range(coordinates.shape[0]):
        place(tables, curves, coordinates[n], zero, rotation, position, slots, markers)
        # Short arms, however far from the lab's origin the body has gone.
        origin = position[0, 0], position[0, 1], position[0, 2]
        move(tables, rates[n], accelerations[n], slots, origin, motion)
        need(inertial, gravity, rotation, position, origin, motion, load)
        lighten(wrench_body, wrenches, n, origin, load)
        hand_on(tables, slots, rotation, position, origin, load, n, forces, joint_force, joint_moment)
