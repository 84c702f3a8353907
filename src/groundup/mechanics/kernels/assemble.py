"""Gradient and Hessian of the marker fit, as the mass matrix of a tree whose masses are the marker weights.

With markers as point masses the Gauss-Newton Hessian is the tree's mass matrix: composite bodies are summed
from the leaves to the root and meet each slot's twist once; no Jacobian is formed (Featherstone 2008, ch. 6).
The residuals' own curvature has the same shape: the exact Hessian costs one small matrix per body more.
"""

from typing import Any

from groundup.mechanics.cache import inner
from groundup.mechanics.kernels.curves import follow


@inner()
def gather(body_int: Any, markers: Any, target: Any, weight: Any, composite: Any) -> None:
    """Sum the markers each body carries: weight, first and second moments, force and its moments.

    `composite` (B, 22): w | w p (3) | w p p (xx yy zz xy xz yz) | w r (3) | w p r (9, row p), r the model's
    minus the measured position.
    """
    composite[:] = 0.0
    for b in range(body_int.shape[0] - 1, -1, -1):
        c = composite[b]
        for m in range(body_int[b, 3], body_int[b, 4]):
            w = weight[m]
            if w > 0.0:
                x, y, z = markers[m, 0], markers[m, 1], markers[m, 2]
                rx, ry, rz = w * (x - target[m, 0]), w * (y - target[m, 1]), w * (z - target[m, 2])
                c[0] += w
                c[1] += w * x
                c[2] += w * y
                c[3] += w * z
                c[4] += w * x * x
                c[5] += w * y * y
                c[6] += w * z * z
                c[7] += w * x * y
                c[8] += w * x * z
                c[9] += w * y * z
                c[10] += rx
                c[11] += ry
                c[12] += rz
                c[13] += x * rx
                c[14] += x * ry
                c[15] += x * rz
                c[16] += y * rx
                c[17] += y * ry
                c[18] += y * rz
                c[19] += z * rx
                c[20] += z * ry
                c[21] += z * rz
        parent = body_int[b, 0]
        if parent >= 0:
            for i in range(22):
                composite[parent, i] += c[i]


@inner()
def assemble(
    tables: Any,
    curves: Any,
    paths: Any,
    priors: Any,
    q: Any,
    slots: Any,
    composite: Any,
    exact: bool,
    hessian: Any,
    gradient: Any,
) -> None:
    """Fill gradient (N,) and the lower triangle of the Hessian (N, N); exact, or Gauss-Newton."""
    body_int, _, slot_int, _, _ = tables
    path_start, path = paths
    prior_int, prior = priors
    hessian[:] = 0.0
    gradient[:] = 0.0
    full = 1.0 if exact else 0.0
    for b in range(body_int.shape[0]):
        c = composite[b]
        moment = c[4] + c[5] + c[6]
        twist = full * (c[13] + c[17] + c[21])
        nx, ny, nz = c[18] - c[20], c[19] - c[15], c[14] - c[16]
        for s in range(body_int[b, 1], body_int[b, 2]):
            own = slot_int[s, 4]
            if own < 0:
                continue
            row = slots[s]
            wx, wy, wz, vx, vy, vz = row[0], row[1], row[2], row[3], row[4], row[5]
            slope = row[6]
            pull = wx * nx + wy * ny + wz * nz + vx * c[10] + vy * c[11] + vz * c[12]
            gradient[own] += slope * pull
            fx = slope * (wy * c[3] - wz * c[2] + c[0] * vx)
            fy = slope * (wz * c[1] - wx * c[3] + c[0] * vy)
            fz = slope * (wx * c[2] - wy * c[1] + c[0] * vz)
            spare = moment - twist
            tx = spare * wx - c[4] * wx - c[7] * wy - c[8] * wz + c[2] * vz - c[3] * vy
            ty = spare * wy - c[7] * wx - c[5] * wy - c[9] * wz + c[3] * vx - c[1] * vz
            tz = spare * wz - c[8] * wx - c[9] * wy - c[6] * wz + c[1] * vy - c[2] * vx
            if exact:
                tx += c[13] * wx + c[14] * wy + c[15] * wz + vy * c[12] - vz * c[11]
                ty += c[16] * wx + c[17] * wy + c[18] * wz + vz * c[10] - vx * c[12]
                tz += c[19] * wx + c[20] * wy + c[21] * wz + vx * c[11] - vy * c[10]
                hessian[own, own] += row[7] * pull
            tx *= slope
            ty *= slope
            tz *= slope
            for i in range(path_start[s], path_start[s + 1]):
                j = path[i]
                a = slots[j]
                value = a[6] * (a[0] * tx + a[1] * ty + a[2] * tz + a[3] * fx + a[4] * fy + a[5] * fz)
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
