"""Gradient and Hessian of the marker fit, as the mass matrix of a tree whose masses are the marker weights.

With markers as point masses the Gauss-Newton Hessian is the tree's mass matrix: composite bodies are summed
from the leaves to the root and meet each slot's twist once; no Jacobian is formed (Featherstone 2008, ch. 6).
The residuals' own curvature has the same shape: the exact Hessian costs one small matrix per body more.
"""

from typing import Any

from groundup.mechanics.compiler import inner
from groundup.mechanics.kernels.curves import follow


@inner()
def gather(body_int: Any, markers: Any, target: Any, weight: Any, composite: Any) -> None:
    """Sum the markers each body carries: weight, first and second moments, force and its moments.

    `composite` (B, 22): w | w p (3) | w p p (xx yy zz xy xz yz) | w r (3) | w p r (9, row p), r the model's
    minus the measured position.
    """
    c = composite
    bodies = body_int.shape[0]
    for b in range(bodies):
        for i in range(22):
            c[b, i] = 0.0
    for b in range(bodies - 1, -1, -1):
        for m in range(body_int[b, 3], body_int[b, 4]):
            w = weight[m]
            if w > 0.0:
                x, y, z = markers[m, 0], markers[m, 1], markers[m, 2]
                rx, ry, rz = w * (x - target[m, 0]), w * (y - target[m, 1]), w * (z - target[m, 2])
                c[b, 0] += w
                c[b, 1] += w * x
                c[b, 2] += w * y
                c[b, 3] += w * z
                c[b, 4] += w * x * x
                c[b, 5] += w * y * y
                c[b, 6] += w * z * z
                c[b, 7] += w * x * y
                c[b, 8] += w * x * z
                c[b, 9] += w * y * z
                c[b, 10] += rx
                c[b, 11] += ry
                c[b, 12] += rz
                c[b, 13] += x * rx
                c[b, 14] += x * ry
                c[b, 15] += x * rz
                c[b, 16] += y * rx
                c[b, 17] += y * ry
                c[b, 18] += y * rz
                c[b, 19] += z * rx
                c[b, 20] += z * ry
                c[b, 21] += z * rz
        parent = body_int[b, 0]
        if parent >= 0:
            for i in range(22):
                c[parent, i] += c[b, i]


@inner()
def assemble(
    tables: Any,
    curves: Any,
    paths: Any,
    priors: Any,
    q: Any,
    slots: Any,
    composite: Any,
    full: float,
    hessian: Any,
    gradient: Any,
) -> None:
    """Fill gradient (N,) and the lower triangle of the Hessian (N, N); `full` 1: exact, 0: Gauss-Newton."""
    body_int, _, slot_int, _, _ = tables
    path_start, path = paths
    prior_int, prior = priors
    c = composite
    for i in range(gradient.shape[0]):
        gradient[i] = 0.0
        for k in range(i + 1):
            hessian[i, k] = 0.0
    for b in range(body_int.shape[0]):
        moment = c[b, 4] + c[b, 5] + c[b, 6]
        twist = full * (c[b, 13] + c[b, 17] + c[b, 21])
        nx, ny, nz = c[b, 18] - c[b, 20], c[b, 19] - c[b, 15], c[b, 14] - c[b, 16]
        for s in range(body_int[b, 1], body_int[b, 2]):
            own = slot_int[s, 4]
            if own < 0:
                continue
            wx, wy, wz, vx, vy, vz = (
                slots[s, 0],
                slots[s, 1],
                slots[s, 2],
                slots[s, 3],
                slots[s, 4],
                slots[s, 5],
            )
            slope = slots[s, 6]
            pull = wx * nx + wy * ny + wz * nz + vx * c[b, 10] + vy * c[b, 11] + vz * c[b, 12]
            gradient[own] += slope * pull
            fx = slope * (wy * c[b, 3] - wz * c[b, 2] + c[b, 0] * vx)
            fy = slope * (wz * c[b, 1] - wx * c[b, 3] + c[b, 0] * vy)
            fz = slope * (wx * c[b, 2] - wy * c[b, 1] + c[b, 0] * vz)
            spare = moment - twist
            tx = spare * wx - c[b, 4] * wx - c[b, 7] * wy - c[b, 8] * wz + c[b, 2] * vz - c[b, 3] * vy
            ty = spare * wy - c[b, 7] * wx - c[b, 5] * wy - c[b, 9] * wz + c[b, 3] * vx - c[b, 1] * vz
            tz = spare * wz - c[b, 8] * wx - c[b, 9] * wy - c[b, 6] * wz + c[b, 1] * vy - c[b, 2] * vx
            if full > 0.0:
                tx += c[b, 13] * wx + c[b, 14] * wy + c[b, 15] * wz + vy * c[b, 12] - vz * c[b, 11]
                ty += c[b, 16] * wx + c[b, 17] * wy + c[b, 18] * wz + vz * c[b, 10] - vx * c[b, 12]
                tz += c[b, 19] * wx + c[b, 20] * wy + c[b, 21] * wz + vx * c[b, 11] - vy * c[b, 10]
                hessian[own, own] += slots[s, 7] * pull
            tx *= slope
            ty *= slope
            tz *= slope
            for i in range(path_start[s], path_start[s + 1]):
                j = path[i]
                value = slots[j, 6] * (
                    slots[j, 0] * tx
                    + slots[j, 1] * ty
                    + slots[j, 2] * tz
                    + slots[j, 3] * fx
                    + slots[j, 4] * fy
                    + slots[j, 5] * fz
                )
                other = slot_int[j, 4]
                if other < own:
                    hessian[own, other] += value
                elif other > own:
                    hessian[other, own] += value
                elif j == s:
                    hessian[own, own] += value
                else:
                    hessian[own, own] += 2.0 * value
    for i in range(prior_int.shape[0]):
        own = prior_int[i, 3]
        if own >= 0:
            led, rate, bend = follow(curves, prior_int[i, 2], q[prior_int[i, 1]])
            away = prior[i, 0] * (led - prior[i, 1])
            gradient[own] += away * rate
            hessian[own, own] += prior[i, 0] * rate * rate + full * away * bend
