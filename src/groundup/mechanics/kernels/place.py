"""Forward pass: bodies, joint axes and markers for given coordinates, and the objective there."""

import math
from typing import Any

from groundup.mechanics.compiler import inner
from groundup.mechanics.kernels.curves import follow


# fmt: off
@inner()
def turn(
    r0: float, r1: float, r2: float, r3: float, r4: float, r5: float, r6: float, r7: float, r8: float,
    e0: float, e1: float, e2: float, e3: float, e4: float, e5: float, e6: float, e7: float, e8: float,
) -> tuple[float, float, float, float, float, float, float, float, float]:
    """Product of two 3 x 3 matrices kept in registers."""
    return (
        r0 * e0 + r1 * e3 + r2 * e6, r0 * e1 + r1 * e4 + r2 * e7, r0 * e2 + r1 * e5 + r2 * e8,
        r3 * e0 + r4 * e3 + r5 * e6, r3 * e1 + r4 * e4 + r5 * e7, r3 * e2 + r4 * e5 + r5 * e8,
        r6 * e0 + r7 * e3 + r8 * e6, r6 * e1 + r7 * e4 + r8 * e7, r6 * e2 + r7 * e5 + r8 * e8,
    )
# fmt: on


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
        j = body_float
        x, y, z = j[b, 9], j[b, 10], j[b, 11]
        if parent < 0:
            r0, r1, r2, r3, r4, r5 = j[b, 0], j[b, 1], j[b, 2], j[b, 3], j[b, 4], j[b, 5]
            r6, r7, r8 = j[b, 6], j[b, 7], j[b, 8]
            x, y, z = x - origin[0], y - origin[1], z - origin[2]
        else:
            r0, r1, r2 = rotation[parent, 0], rotation[parent, 1], rotation[parent, 2]
            r3, r4, r5 = rotation[parent, 3], rotation[parent, 4], rotation[parent, 5]
            r6, r7, r8 = rotation[parent, 6], rotation[parent, 7], rotation[parent, 8]
            x, y, z = (
                position[parent, 0] + r0 * x + r1 * y + r2 * z,
                position[parent, 1] + r3 * x + r4 * y + r5 * z,
                position[parent, 2] + r6 * x + r7 * y + r8 * z,
            )
            if body_int[b, 5] != 0:
                r0, r1, r2, r3, r4, r5, r6, r7, r8 = turn(
                    r0, r1, r2, r3, r4, r5, r6, r7, r8,
                    j[b, 0], j[b, 1], j[b, 2], j[b, 3], j[b, 4], j[b, 5], j[b, 6], j[b, 7], j[b, 8],
                )  # fmt: skip
        for s in range(body_int[b, 1], body_int[b, 2]):
            a0, a1, a2 = slot_float[s, 0], slot_float[s, 1], slot_float[s, 2]
            scale, value = slot_float[s, 3], slot_float[s, 4]
            slope, bend = 0.0, 0.0
            if slot_int[s, 1] >= 0:
                led, rate, rate_bend = follow(curves, slot_int[s, 2], q[slot_int[s, 1]])
                height, steep, bent = follow(curves, slot_int[s, 3], led)
                value += scale * height
                slope = scale * steep * rate
                bend = scale * (bent * rate * rate + steep * rate_bend)
            lx = r0 * a0 + r1 * a1 + r2 * a2
            ly = r3 * a0 + r4 * a1 + r5 * a2
            lz = r6 * a0 + r7 * a1 + r8 * a2
            slots[s, 6] = slope
            slots[s, 7] = bend
            if slot_int[s, 0] == 0:
                slots[s, 0], slots[s, 1], slots[s, 2] = 0.0, 0.0, 0.0
                slots[s, 3], slots[s, 4], slots[s, 5] = lx, ly, lz
                x += lx * value
                y += ly * value
                z += lz * value
            else:
                slots[s, 0], slots[s, 1], slots[s, 2] = lx, ly, lz
                slots[s, 3], slots[s, 4], slots[s, 5] = y * lz - z * ly, z * lx - x * lz, x * ly - y * lx
                sine = math.sin(value)
                cosine = math.cos(value)
                u = 1.0 - cosine
                r0, r1, r2, r3, r4, r5, r6, r7, r8 = turn(
                    r0, r1, r2, r3, r4, r5, r6, r7, r8,
                    cosine + u * a0 * a0, u * a0 * a1 - sine * a2, u * a0 * a2 + sine * a1,
                    u * a0 * a1 + sine * a2, cosine + u * a1 * a1, u * a1 * a2 - sine * a0,
                    u * a0 * a2 - sine * a1, u * a1 * a2 + sine * a0, cosine + u * a2 * a2,
                )  # fmt: skip
        if body_int[b, 6] != 0:
            r0, r1, r2, r3, r4, r5, r6, r7, r8 = turn(
                r0, r1, r2, r3, r4, r5, r6, r7, r8,
                j[b, 12], j[b, 15], j[b, 18], j[b, 13], j[b, 16], j[b, 19], j[b, 14], j[b, 17], j[b, 20],
            )  # fmt: skip
        x -= r0 * j[b, 21] + r1 * j[b, 22] + r2 * j[b, 23]
        y -= r3 * j[b, 21] + r4 * j[b, 22] + r5 * j[b, 23]
        z -= r6 * j[b, 21] + r7 * j[b, 22] + r8 * j[b, 23]
        rotation[b, 0], rotation[b, 1], rotation[b, 2] = r0, r1, r2
        rotation[b, 3], rotation[b, 4], rotation[b, 5] = r3, r4, r5
        rotation[b, 6], rotation[b, 7], rotation[b, 8] = r6, r7, r8
        position[b, 0], position[b, 1], position[b, 2] = x, y, z
        for m in range(body_int[b, 3], body_int[b, 4]):
            c0, c1, c2 = marker_position[m, 0], marker_position[m, 1], marker_position[m, 2]
            markers[m, 0] = x + r0 * c0 + r1 * c1 + r2 * c2
            markers[m, 1] = y + r3 * c0 + r4 * c1 + r5 * c2
            markers[m, 2] = z + r6 * c0 + r7 * c1 + r8 * c2


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
