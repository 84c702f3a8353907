"""Bones of the leg, pelvis and trunk as plain solids: tapered shafts with condyles, for the eye alone.

Nothing is computed from these shapes. They are laid out in the segment frames of a right side of middling
size (X forward, Y up, Z to the right, origin at the segment's proximal joint) and stretched to the person's
joints.
"""

import numpy as np

from groundup.report.scene.solid import Solid, ellipsoid, hoop, join, tube

THIGH, SHANK = 0.42, 0.41
"""Lengths for which the widths below are meant [m]."""
SOLE = 0.075
"""From the ankle down to the floor in a foot as laid out [m]."""
TOE_JOINT = 0.122
"""From the ankle forward to the toe joints in a foot as laid out [m]."""
HIP = np.array([-0.054, -0.0815, 0.0897])
"""Right hip centre in the pelvis as laid out [m]."""
SACRUM = np.array([-0.098, 0.046, 0.0])
"""Top of the sacrum in the pelvis as laid out [m]."""


def femur(length: float) -> Solid:
    """Make a right thigh bone from the hip centre down to the knee centre, `length` [m] below."""
    w, y = length / THIGH, -length
    shaft = [
        (-0.008 * w, 0.02 * y, 0.058 * w, 0.019 * w, 0.016 * w),
        (-0.004 * w, 0.09 * y, 0.054 * w, 0.019 * w, 0.020 * w),
        (0.005 * w, 0.20 * y, 0.045 * w, 0.015 * w, 0.015 * w),
        (0.011 * w, 0.45 * y, 0.029 * w, 0.0135 * w, 0.0135 * w),
        (0.008 * w, 0.70 * y, 0.013 * w, 0.0145 * w, 0.0165 * w),
        (0.003 * w, 0.86 * y, 0.005 * w, 0.018 * w, 0.027 * w),
        (0.002 * w, 0.95 * y, 0.001 * w, 0.022 * w, 0.038 * w),
        (0.000, 1.00 * y, 0.000, 0.019 * w, 0.037 * w),
    ]
    neck = [
        (0.0, 0.0, 0.0, 0.016 * w, 0.016 * w),
        (-0.002 * w, -0.012 * w, 0.024 * w, 0.014 * w, 0.015 * w),
        (-0.005 * w, -0.028 * w, 0.050 * w, 0.018 * w, 0.018 * w),
    ]
    return join(
        [
            ellipsoid((0.0, 0.0, 0.0), (0.0235 * w,) * 3),
            tube(neck, 8),
            tube(shaft, 10),
            ellipsoid((-0.012 * w, -0.004 * w, 0.062 * w), (0.020 * w, 0.025 * w, 0.014 * w)),
            ellipsoid((-0.006 * w, y, -0.0225 * w), (0.030 * w, 0.0245 * w, 0.0160 * w)),
            ellipsoid((-0.006 * w, y, 0.0225 * w), (0.030 * w, 0.0245 * w, 0.0160 * w)),
        ]
    )


def tibia(length: float) -> Solid:
    """Make a right shin bone, fibula and kneecap, from the knee centre to the ankle, `length` [m] below."""
    w, y = length / SHANK, -length
    shaft = [
        (-0.004 * w, -0.028 * w, 0.0, 0.025 * w, 0.037 * w),
        (-0.003 * w, -0.038 * w, 0.0, 0.026 * w, 0.038 * w),
        (0.003 * w, -0.062 * w, 0.0, 0.024 * w, 0.027 * w),
        (0.007 * w, -0.100 * w, -0.002 * w, 0.019 * w, 0.018 * w),
        (0.006 * w, 0.38 * y, -0.004 * w, 0.0145 * w, 0.0130 * w),
        (0.003 * w, 0.65 * y, -0.005 * w, 0.0120 * w, 0.0115 * w),
        (0.000, 0.86 * y, -0.004 * w, 0.0130 * w, 0.0140 * w),
        (0.000, 0.955 * y, -0.002 * w, 0.0170 * w, 0.0210 * w),
        (0.000, 0.985 * y, -0.001 * w, 0.0165 * w, 0.0215 * w),
    ]
    fibula = [
        (-0.020 * w, -0.050 * w, 0.037 * w, 0.0090 * w, 0.0090 * w),
        (-0.017 * w, -0.085 * w, 0.038 * w, 0.0060 * w, 0.0060 * w),
        (-0.012 * w, 0.50 * y, 0.033 * w, 0.0055 * w, 0.0055 * w),
        (-0.010 * w, 0.88 * y, 0.028 * w, 0.0060 * w, 0.0060 * w),
        (-0.009 * w, y - 0.004 * w, 0.029 * w, 0.0090 * w, 0.0075 * w),
        (-0.009 * w, y - 0.020 * w, 0.027 * w, 0.0055 * w, 0.0045 * w),
    ]
    tendon = [
        (0.032 * w, -0.006 * w, 0.0, 0.004 * w, 0.009 * w),
        (0.027 * w, -0.064 * w, 0.0, 0.004 * w, 0.007 * w),
    ]
    return join(
        [
            tube(shaft, 10),
            tube(fibula, 6),
            tube(tendon, 6),
            ellipsoid((0.003 * w, y - 0.004 * w, -0.024 * w), (0.012 * w, 0.018 * w, 0.007 * w), 10, 5),
            ellipsoid((0.033 * w, 0.012 * w, 0.0), (0.0095 * w, 0.021 * w, 0.019 * w), 10, 5),
        ]
    )


def talus() -> Solid:
    """Make a right talus about the ankle centre, as laid out."""
    return join(
        [
            ellipsoid((-0.002, -0.012, 0.0), (0.025, 0.014, 0.0185), 10, 5),
            ellipsoid((0.022, -0.020, -0.006), (0.015, 0.012, 0.014), 10, 5),
        ]
    )


def hindfoot() -> Solid:
    """Make a right heel bone and navicular, from the ankle centre, as laid out."""
    heel = [
        (-0.060, -0.045, 0.000, 0.014, 0.012),
        (-0.052, -0.048, 0.000, 0.023, 0.018),
        (-0.032, -0.046, 0.001, 0.022, 0.017),
        (-0.008, -0.041, 0.003, 0.019, 0.018),
        (0.014, -0.041, 0.008, 0.017, 0.017),
        (0.034, -0.044, 0.013, 0.015, 0.013),
    ]
    navicular = [
        (0.030, -0.026, -0.008, 0.017, 0.020),
        (0.044, -0.029, -0.007, 0.016, 0.021),
    ]
    return join([tube(heel, 10), tube(navicular, 8)])


# Per ray: base y, base z, head x, head y, head z, shaft, head.
_RAYS = (
    (-0.034, -0.021, 0.117, -0.060, -0.033, 0.0085, 0.0125),
    (-0.030, -0.009, 0.124, -0.060, -0.013, 0.0060, 0.0095),
    (-0.032, 0.003, 0.119, -0.061, 0.005, 0.0058, 0.0090),
    (-0.038, 0.015, 0.110, -0.062, 0.021, 0.0058, 0.0088),
    (-0.047, 0.027, 0.099, -0.063, 0.037, 0.0060, 0.0090),
)


def forefoot() -> Solid:
    """Make right cuneiforms, cuboid and metatarsals, from the ankle centre, as laid out."""
    wedges = [
        (0.046, -0.030, -0.007, 0.015, 0.020),
        (0.064, -0.034, -0.006, 0.013, 0.021),
    ]
    cuboid = [
        (0.036, -0.047, 0.016, 0.013, 0.013),
        (0.058, -0.047, 0.020, 0.011, 0.013),
    ]
    rays = [
        tube(
            [
                (0.058, y, z, 1.15 * shaft, 1.15 * shaft),
                (
                    0.7 * 0.058 + 0.3 * hx,
                    0.68 * y + 0.32 * hy + 0.003,
                    0.7 * z + 0.3 * hz,
                    0.9 * shaft,
                    0.9 * shaft,
                ),
                (0.2 * 0.058 + 0.8 * hx, 0.22 * y + 0.78 * hy + 0.001, 0.2 * z + 0.8 * hz, shaft, shaft),
                (hx - 0.004, hy, hz, head, 0.95 * head),
                (hx + 0.003, hy, hz, 0.9 * head, 0.85 * head),
            ],
            6,
        )
        for y, z, hx, hy, hz, shaft, head in _RAYS
    ]
    return join([tube(wedges, 8), tube(cuboid, 8), *rays])


_TIPS = ((0.176, -0.033), (0.176, -0.012), (0.168, 0.008), (0.156, 0.026), (0.141, 0.043))


def toes() -> Solid:
    """Make the five right toes, from the ankle centre, as laid out."""
    out = []
    for (_, _, hx, hy, hz, _, head), (x, z) in zip(_RAYS, _TIPS, strict=True):
        start, thick = hx + 0.012, 0.72 * head
        knuckle = start + 0.52 * (x - start)
        middle = hz + 0.52 * (z - hz)
        joint_y = -SOLE + 1.25 * thick + 0.002
        out.append(
            tube(
                [
                    (start, hy + 0.001, hz, thick, thick),
                    (
                        0.5 * (start + knuckle),
                        0.5 * (hy + joint_y),
                        0.5 * (hz + middle),
                        0.72 * thick,
                        0.72 * thick,
                    ),
                    (knuckle, joint_y, middle, 0.95 * thick, 0.95 * thick),
                    (
                        0.4 * knuckle + 0.6 * x,
                        -SOLE + thick,
                        0.4 * middle + 0.6 * z,
                        0.70 * thick,
                        0.75 * thick,
                    ),
                    (x, -SOLE + 0.8 * thick, z, 0.75 * thick, 0.95 * thick),
                ],
                6,
            )
        )
    return join(out)


def pelvis() -> Solid:
    """Make a pelvis with sacrum, from the middle between the front spines, as laid out."""
    half = join([_ilium(), *_below_the_socket()])
    sacrum = [
        (*SACRUM, 0.024, 0.050),
        (-0.122, 0.018, 0.0, 0.021, 0.046),
        (-0.142, -0.020, 0.0, 0.015, 0.034),
        (-0.146, -0.060, 0.0, 0.010, 0.020),
        (-0.130, -0.092, 0.0, 0.006, 0.009),
    ]
    return join([half, half.scaled(np.array([1.0, 1.0, -1.0])), tube(sacrum, 10)])


def _ilium() -> Solid:
    """Make the wing of the hip bone: a thin curved plate under a thicker crest."""
    crest = np.array(
        [
            (0.000, -0.004, 0.112),
            (-0.016, 0.030, 0.128),
            (-0.048, 0.056, 0.136),
            (-0.085, 0.058, 0.116),
            (-0.118, 0.040, 0.082),
            (-0.142, 0.004, 0.046),
        ]
    )
    foot = np.array(
        [
            (-0.026, -0.052, 0.104),
            (-0.040, -0.056, 0.104),
            (-0.058, -0.052, 0.098),
            (-0.080, -0.042, 0.086),
            (-0.102, -0.036, 0.066),
            (-0.122, -0.030, 0.048),
        ]
    )
    rounded = tube([(*point, 0.0085, 0.0085) for point in crest], 8)
    return join([rounded, _plate(crest, foot, 0.004)])


def _plate(upper: np.ndarray, lower: np.ndarray, half: float) -> Solid:
    """Make a plate between two lines of (N, 3) points, `half` thick to either side."""
    fine = np.linspace(0.0, len(upper) - 1.0, 2 * len(upper) - 1)
    at = np.arange(len(upper))
    a, b = (np.stack([np.interp(fine, at, line[:, k]) for k in range(3)], axis=1) for line in (upper, lower))
    along = np.gradient(a + b, axis=0)
    out = np.cross(along, a - b)
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    middle = 0.5 * (a + b) - 0.012 * np.array([0.3, 0.0, 1.0])  # the inner side is hollow
    rings = np.stack(
        [
            a + half * out,
            middle + half * out,
            b + half * out,
            b - half * out,
            middle - half * out,
            a - half * out,
        ],
        axis=1,
    )
    rows, sides = rings.shape[:2]
    grid = np.arange(rows * sides).reshape(rows, sides)
    own, beside = grid[:-1], np.roll(grid, -1, axis=1)[:-1]
    next_own, next_beside = grid[1:], np.roll(grid, -1, axis=1)[1:]
    faces = np.concatenate(
        [
            np.stack([own, beside, next_beside], axis=-1).reshape(-1, 3),
            np.stack([own, next_beside, next_own], axis=-1).reshape(-1, 3),
        ]
    )
    ends = [np.array([[ring[0], ring[k + 1], ring[k]] for k in range(1, sides - 1)]) for ring in (grid[0],)]
    ends += [np.array([[ring[0], ring[k], ring[k + 1]] for k in range(1, sides - 1)]) for ring in (grid[-1],)]
    return Solid(rings.reshape(-1, 3), np.vstack([faces, *ends]))


def _below_the_socket() -> list[Solid]:
    x, y, z = HIP
    pubis = [
        (x + 0.012, y - 0.006, z - 0.012, 0.015, 0.015),
        (-0.020, -0.094, 0.048, 0.010, 0.010),
        (-0.010, -0.108, 0.012, 0.016, 0.010),
    ]
    ischium = [
        (x - 0.016, y - 0.010, z - 0.008, 0.020, 0.017),
        (-0.084, -0.130, 0.066, 0.016, 0.014),
        (-0.074, -0.164, 0.052, 0.013, 0.012),
        (-0.046, -0.160, 0.034, 0.008, 0.008),
        (-0.016, -0.122, 0.012, 0.009, 0.008),
    ]
    socket = ellipsoid((x - 0.002, y + 0.004, z - 0.008), (0.033, 0.032, 0.026))
    return [socket, tube(pubis, 7), tube(ischium, 7)]


def trunk() -> Solid:
    """Make spine, ribs, breastbone and collarbones, from the lumbosacral joint, as laid out."""
    height = np.array([0.00, 0.06, 0.12, 0.18, 0.25, 0.32, 0.38, 0.44])
    forward = np.array([0.000, 0.010, 0.006, -0.012, -0.036, -0.050, -0.046, -0.034])
    rings = []
    for k, y in enumerate(np.linspace(0.0, 0.44, 31)):
        thick = (0.020 if k % 2 else 0.0155) * (1.0 - 0.75 * y)
        rings.append((float(np.interp(y, height, forward)), float(y), 0.0, thick, 1.2 * thick))
    spine = tube(rings, 8, 1)
    sternum = [
        (0.056, 0.352, 0.0, 0.006, 0.017),
        (0.071, 0.305, 0.0, 0.005, 0.011),
        (0.088, 0.245, 0.0, 0.005, 0.012),
        (0.092, 0.212, 0.0, 0.003, 0.006),
    ]
    parts = [spine, tube(sternum, 8)]
    for y, front, deep, wide in _RIBS:
        back = float(np.interp(y + 0.02, height, forward)) - 0.004
        turn = 2.0 * np.pi * np.arange(18) / 18
        fore = 0.5 * (1.0 + np.cos(turn))
        path = np.stack([back + fore * (front - back), y + 0.02 - deep * fore, wide * np.sin(turn)], axis=1)
        parts.append(hoop(path, 0.0048))
    for way in (1.0, -1.0):
        bone = [
            (0.058, 0.352, 0.012 * way, 0.007, 0.007),
            (0.046, 0.366, 0.075 * way, 0.005, 0.005),
            (0.004, 0.384, 0.135 * way, 0.006, 0.006),
            (-0.008, 0.380, 0.162 * way, 0.008, 0.008),
        ]
        parts += [tube(bone, 6), ellipsoid((-0.009, 0.374, 0.165 * way), (0.013, 0.011, 0.013), 8, 4)]
    return join(parts)


# Per rib: height of its middle, how far forward it reaches, how much its front lies lower, half width.
_RIBS = (
    (0.372, 0.052, 0.036, 0.062),
    (0.345, 0.066, 0.044, 0.092),
    (0.316, 0.078, 0.050, 0.112),
    (0.286, 0.088, 0.054, 0.126),
    (0.255, 0.094, 0.056, 0.134),
    (0.222, 0.094, 0.050, 0.137),
    (0.190, 0.088, 0.040, 0.134),
)
