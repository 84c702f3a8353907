"""Forward pass: bodies, joint axes and markers for given coordinates, and the objective there."""

import math
from typing import Any

from groundup.mechanics.cache import inner
from groundup.mechanics.kernels.curves import follow


@inner()
def slot_value(curves: Any, slot: Any, numbers: Any, q: Any) -> tuple[float, float, float]:
    """Value of a slot, and its first and second derivative by the coordinate that leads it."""
    if slot[1] < 0:
        return numbers[4], 0.0, 0.0
    led, rate, rate_bend = follow(curves, slot[2], q[slot[1]])
    value, slope, bend = follow(curves, slot[3], led)
    scale = numbers[3]
    return (
        numbers[4] + scale * value,
        scale * slope * rate,
        scale * (bend * rate * rate + slope * rate_bend),
    )


@inner()
def place(
    tables: Any, curves: Any, q: Any, origin: Any, rotation: Any, position: Any, slots: Any, markers: Any
) -> None:
    """Fill body poses (B, 9), (B, 3), slot rows (S, 8) and marker positions (M, 3), relative to `origin`.

    A slot row is its unit twist (turning axis, velocity at `origin`), slope and bend.
    """
    body_int, body_float, slot_int, slot_float, marker_position = tables
    for b in range(body_int.shape[0]):
        parent = body_int[b, 0]
        k = body_float[b]
        if parent < 0:
            r0, r1, r2, r3, r4, r5, r6, r7, r8 = k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7], k[8]
            x, y, z = k[9] - origin[0], k[10] - origin[1], k[11] - origin[2]
        else:
            p = rotation[parent]
            o = position[parent]
            x = o[0] + p[0] * k[9] + p[1] * k[10] + p[2] * k[11]
            y = o[1] + p[3] * k[9] + p[4] * k[10] + p[5] * k[11]
            z = o[2] + p[6] * k[9] + p[7] * k[10] + p[8] * k[11]
            if body_int[b, 5] == 0:
                r0, r1, r2, r3, r4, r5, r6, r7, r8 = p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8]
            else:
                r0 = p[0] * k[0] + p[1] * k[3] + p[2] * k[6]
                r1 = p[0] * k[1] + p[1] * k[4] + p[2] * k[7]
                r2 = p[0] * k[2] + p[1] * k[5] + p[2] * k[8]
                r3 = p[3] * k[0] + p[4] * k[3] + p[5] * k[6]
                r4 = p[3] * k[1] + p[4] * k[4] + p[5] * k[7]
                r5 = p[3] * k[2] + p[4] * k[5] + p[5] * k[8]
                r6 = p[6] * k[0] + p[7] * k[3] + p[8] * k[6]
                r7 = p[6] * k[1] + p[7] * k[4] + p[8] * k[7]
                r8 = p[6] * k[2] + p[7] * k[5] + p[8] * k[8]
        for s in range(body_int[b, 1], body_int[b, 2]):
            a0, a1, a2 = slot_float[s, 0], slot_float[s, 1], slot_float[s, 2]
            value, slope, bend = slot_value(curves, slot_int[s], slot_float[s], q)
            lx = r0 * a0 + r1 * a1 + r2 * a2
            ly = r3 * a0 + r4 * a1 + r5 * a2
            lz = r6 * a0 + r7 * a1 + r8 * a2
            row = slots[s]
            row[6] = slope
            row[7] = bend
            if slot_int[s, 0] == 0:
                row[0], row[1], row[2] = 0.0, 0.0, 0.0
                row[3], row[4], row[5] = lx, ly, lz
                x += lx * value
                y += ly * value
                z += lz * value
            else:
                row[0], row[1], row[2] = lx, ly, lz
                row[3], row[4], row[5] = y * lz - z * ly, z * lx - x * lz, x * ly - y * lx
                sine = math.sin(value)
                cosine = math.cos(value)
                u = 1.0 - cosine
                e0, e1, e2 = cosine + u * a0 * a0, u * a0 * a1 - sine * a2, u * a0 * a2 + sine * a1
                e3, e4, e5 = u * a0 * a1 + sine * a2, cosine + u * a1 * a1, u * a1 * a2 - sine * a0
                e6, e7, e8 = u * a0 * a2 - sine * a1, u * a1 * a2 + sine * a0, cosine + u * a2 * a2
                r0, r1, r2 = (
                    r0 * e0 + r1 * e3 + r2 * e6,
                    r0 * e1 + r1 * e4 + r2 * e7,
                    r0 * e2 + r1 * e5 + r2 * e8,
                )
                r3, r4, r5 = (
                    r3 * e0 + r4 * e3 + r5 * e6,
                    r3 * e1 + r4 * e4 + r5 * e7,
                    r3 * e2 + r4 * e5 + r5 * e8,
                )
                r6, r7, r8 = (
                    r6 * e0 + r7 * e3 + r8 * e6,
                    r6 * e1 + r7 * e4 + r8 * e7,
                    r6 * e2 + r7 * e5 + r8 * e8,
                )
        if body_int[b, 6] != 0:
            r0, r1, r2 = (
                r0 * k[12] + r1 * k[13] + r2 * k[14],
                r0 * k[15] + r1 * k[16] + r2 * k[17],
                r0 * k[18] + r1 * k[19] + r2 * k[20],
            )
            r3, r4, r5 = (
                r3 * k[12] + r4 * k[13] + r5 * k[14],
                r3 * k[15] + r4 * k[16] + r5 * k[17],
                r3 * k[18] + r4 * k[19] + r5 * k[20],
            )
            r6, r7, r8 = (
                r6 * k[12] + r7 * k[13] + r8 * k[14],
                r6 * k[15] + r7 * k[16] + r8 * k[17],
                r6 * k[18] + r7 * k[19] + r8 * k[20],
            )
        x -= r0 * k[21] + r1 * k[22] + r2 * k[23]
        y -= r3 * k[21] + r4 * k[22] + r5 * k[23]
        z -= r6 * k[21] + r7 * k[22] + r8 * k[23]
        out = rotation[b]
        out[0], out[1], out[2], out[3], out[4], out[5], out[6], out[7], out[8] = (
            r0,
            r1,
            r2,
            r3,
            r4,
            r5,
            r6,
            r7,
            r8,
        )
        position[b, 0], position[b, 1], position[b, 2] = x, y, z
        for m in range(body_int[b, 3], body_int[b, 4]):
            c = marker_position[m]
            markers[m, 0] = x + r0 * c[0] + r1 * c[1] + r2 * c[2]
            markers[m, 1] = y + r3 * c[0] + r4 * c[1] + r5 * c[2]
            markers[m, 2] = z + r6 * c[0] + r7 * c[1] + r8 * c[2]


@inner()
def measure(curves: Any, prior_int: Any, prior: Any, q: Any, markers: Any, target: Any, weight: Any) -> float:
    """Half the weighted squares of marker distances and of distances from the prior means."""
    total = 0.0
    for m in range(markers.shape[0]):
        if weight[m] > 0.0:
            x = markers[m, 0] - target[m, 0]
            y = markers[m, 1] - target[m, 1]
            z = markers[m, 2] - target[m, 2]
            total += weight[m] * (x * x + y * y + z * z)
    for i in range(prior_int.shape[0]):
        led, _, _ = follow(curves, prior_int[i, 2], q[prior_int[i, 1]])
        total += prior[i, 0] * (led - prior[i, 1]) ** 2
    return 0.5 * total
