"""People who squat by another model than groundup's: its own joints, stiffness law and solver.

A valgus is built in from below (the foot at rest is pronated), from above (the hip at rest is adducted and
turned in) or both, on one leg; the closed chain then settles. Nothing here reads groundup's chain or kernels.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.body.anthropometry import (
    MIDTARSAL_FROM_ANKLE,
    SUBTALAR_BELOW_ANKLE,
    Sizes,
    foot_scale,
    lumbar_joint,
    typical_sizes,
)
from groundup.quantities import Side
from groundup.synthetic.marker_set import Marker, marker_set

Array = NDArray[np.float64]
_LEG = (
    "hip_adduction", "hip_flexion", "hip_rotation", "knee_flexion", "knee_adduction", "knee_rotation",
    "ankle", "inversion", "midfoot_oblique", "midfoot_long",
)  # fmt: skip
_TRUNK = ("lumbar_flexion", "lumbar_bending", "lumbar_rotation")
_PELVIS = ("x", "y", "z", "heading", "tilt", "list")
NAMES = (*_PELVIS, *_TRUNK, *(f"{side}_{name}" for side in Side for name in _LEG))
_AT = {name: k for k, name in enumerate(NAMES)}
# How readily a joint gives way near its rest [deg]: an assumption of this model, drawn anew for each person.
_GIVES = {
    "heading": 4.0, "tilt": 6.0, "list": 4.0, "lumbar_flexion": 5.0, "lumbar_bending": 5.0,
    "lumbar_rotation": 5.0, "hip_adduction": 3.5, "hip_flexion": 6.0, "hip_rotation": 4.0,
    "knee_flexion": 6.0, "knee_adduction": 1.5, "knee_rotation": 4.0, "ankle": 6.0, "inversion": 6.0,
    "midfoot_oblique": 3.0, "midfoot_long": 4.0,
}  # fmt: skip
_SQUAT = {"tilt": -20.0, "lumbar_flexion": 8.0, "hip_flexion": 70.0, "knee_flexion": 78.0, "ankle": 26.0}
_DROP = 0.24  # of the length of the leg, from standing to the lowest point
# Sole, right foot, flat, from the ankle centre of the foot table [m]: heel, then ball.
_HEEL = ((-0.060, -0.075, 0.0), (-0.035, -0.075, -0.024), (-0.035, -0.075, 0.024))
_BALL = ((0.120, -0.075, -0.038), (0.115, -0.075, 0.005), (0.095, -0.075, 0.050), (0.045, -0.075, 0.042))
_MASS = {"pelvis": 0.142, "trunk": 0.536, "thigh": 0.100, "shank": 0.0465, "foot": 0.0145}
_ROUNDS, _STEP, _LONGEST, _STILL = 40, 1e-5, 0.2, 2e-5  # the last three in rad and m


@dataclass(frozen=True)
class Squatter:
    """One person: sizes, own axes (unit vectors, right side) and what each joint's stiffness is."""

    sizes: Sizes
    axes: dict[str, Array]
    gives: Array
    stance: float
    toe_out: float
    markers: tuple[Marker, ...]


class Fault(NamedTuple):
    """Rest of one leg away from natural [rad]: pronation `below`, adduction with a turn inward `above`."""

    side: Side
    below: float
    above: float


class Placed(NamedTuple):
    """Rotation (R, 3, 3) and origin (R, 3) of every segment in the lab [m]."""

    rotation: dict[str, Array]
    origin: dict[str, Array]


def squatter(seed: int) -> Squatter:
    """Draw a person."""
    rng = np.random.default_rng([seed, 77])
    sizes = typical_sizes(float(rng.uniform(1.55, 1.92)))
    sizes = sizes.scaled(**{n: getattr(sizes, n) * rng.normal(1.0, 0.04) for n in ("thigh", "shank", "foot")})
    axes = {
        "knee": _unit(0.0, rng.normal(0.04, 0.03), 1.0) * -1.0,
        "ankle": _unit(rng.normal(0.12, 0.06), rng.normal(-0.14, 0.05), 1.0),
        "inversion": _oblique(rng.normal(42.0, 7.0), rng.normal(20.0, 8.0)),
        "midfoot_oblique": _oblique(rng.normal(52.0, 5.0), rng.normal(57.0, 6.0)),
        "midfoot_long": _oblique(rng.normal(15.0, 3.0), rng.normal(9.0, 3.0)),
    }
    gives = np.full(len(NAMES), np.inf)
    for name, k in _AT.items():
        stem = name.split("_", 1)[1] if name.startswith(("left_", "right_")) else name
        if stem in _GIVES:
            gives[k] = np.deg2rad(_GIVES[stem])
    for stem in _GIVES:
        gives[[k for name, k in _AT.items() if name.endswith(stem)]] *= np.exp(rng.normal(0.0, 0.3))
    worn = tuple(
        Marker(m.label, m.segment, m.position + rng.normal(0.0, 0.003, 3)) for m in marker_set(sizes)
    )
    return Squatter(
        sizes, axes, gives, float(rng.uniform(0.9, 1.3)), float(np.deg2rad(rng.uniform(3.0, 14.0))), worn
    )


def settle(person: Squatter, depth: Array, faults: list[Fault]) -> Array:
    """(R, C) coordinates of squats, each to its depth (0 standing, 1 lowest) with its fault.

    Least squares of a stiffening law about the rest, soles that stick to the floor, the pelvis's height and
    the centre of mass over the feet; Levenberg and Marquardt's method, slopes by differences.
    """
    wish = np.zeros((len(depth), len(NAMES)))
    for k, name in enumerate(NAMES):
        stem = name.split("_", 1)[1] if name.startswith(("left_", "right_")) else name
        wish[:, k] = np.deg2rad(_SQUAT.get(stem, 0.0)) * depth
    rolled = np.zeros((len(depth), len(Side)))
    for r, fault in enumerate(faults):
        share = depth[r]
        rolled[r, int(fault.side is Side.RIGHT)] = fault.below * share
        for stem, part in (
            ("inversion", -fault.below), ("midfoot_long", fault.below),
            ("hip_adduction", fault.above), ("hip_rotation", fault.above),
        ):  # fmt: skip
            wish[r, _AT[f"{fault.side}_{stem}"]] += part * share
    # Feet stand apart: the hips abduct to them, in the rest too.
    hip = person.sizes.hip_centre[2]
    leg = person.sizes.thigh + person.sizes.shank
    apart = (person.stance - 1.0) * hip / leg
    for side in Side:
        wish[:, _AT[f"{side}_hip_adduction"]] -= apart
        wish[:, _AT[f"{side}_hip_rotation"]] -= 0.5 * person.toe_out
    at, damping = np.array(wish), np.full(len(depth), 1e-2)
    at[:, _AT["y"]] = _height(person) - depth * _DROP * leg
    missed = _missed(person, at, wish, depth, rolled)
    for _ in range(_ROUNDS):
        slope = np.stack(
            [
                (_missed(person, at + _STEP * e, wish, depth, rolled) - missed) / _STEP
                for e in np.eye(len(NAMES))
            ],
            axis=2,
        )
        turned = np.swapaxes(slope, 1, 2)
        square = turned @ slope
        diagonal = np.einsum("rcc->rc", square)[:, None] * np.eye(len(NAMES)) + 1e-9 * np.eye(len(NAMES))
        step = -np.linalg.solve(square + damping[:, None, None] * diagonal, turned @ missed[..., None])[
            ..., 0
        ]
        step *= np.minimum(1.0, _LONGEST / np.abs(step).max(axis=1))[:, None]
        new = _missed(person, at + step, wish, depth, rolled)
        better = (new**2).sum(axis=1) <= (missed**2).sum(axis=1)
        at, missed = np.where(better[:, None], at + step, at), np.where(better[:, None], new, missed)
        damping = np.where(better, np.maximum(damping / 6.0, 1e-8), damping * 6.0)
        if np.abs(step).max() < _STILL:
            break
    return at


def knee_over_foot(person: Squatter, at: Array, side: Side) -> Array:
    """(R,) the knee's centre inward of the ball, square to the foot [m]."""
    found = place(person, at)
    out = 1.0 if side is Side.RIGHT else -1.0
    ball = found.origin[f"{side}_sole"][:, 3:6].mean(axis=1)
    heel = found.origin[f"{side}_sole"][:, :3].mean(axis=1)
    ahead = (ball - heel) * [1.0, 0.0, 1.0]
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    outward = np.stack([-ahead[:, 2], 0.0 * ahead[:, 0], ahead[:, 0]], axis=1) * out
    return np.asarray(-np.sum((found.origin[f"{side}_shank"] - ball) * outward, axis=1))


def seen(person: Squatter, at: Array, seed: int) -> Array:
    """(R, M, 3) markers as cameras see them [m]."""
    found = place(person, at)
    points = [found.origin[m.segment] + found.rotation[m.segment] @ m.position for m in person.markers]
    noise = np.random.default_rng([seed, 78]).normal(0.0, 0.0005, (len(at), len(points), 3))
    return np.asarray(np.stack(points, axis=1) + noise)


def place(person: Squatter, at: Array) -> Placed:
    """Place every segment, and the points of both soles."""
    q = {name: at[:, k] for name, k in _AT.items()}
    sizes, found = person.sizes, Placed({}, {})
    turn = _turn((0, 1, 0), q["heading"]) @ _turn((0, 0, 1), q["tilt"]) @ _turn((1, 0, 0), q["list"])
    found.rotation["pelvis"], found.origin["pelvis"] = turn, at[:, :3]
    bend = (
        _turn((0, 0, 1), -q["lumbar_flexion"])
        @ _turn((1, 0, 0), q["lumbar_bending"])
        @ _turn((0, 1, 0), q["lumbar_rotation"])
    )
    found.rotation["trunk"] = turn @ bend
    found.origin["trunk"] = at[:, :3] + turn @ lumbar_joint(sizes)
    for side in Side:
        _place_leg(person, q, side, found)
    return found


def _place_leg(person: Squatter, q: dict[str, Array], side: Side, found: Placed) -> None:
    out = 1.0 if side is Side.RIGHT else -1.0
    sizes, scale, mirror = person.sizes, foot_scale(person.sizes), np.array([1.0, 1.0, out])
    axis = {name: np.asarray(a) * [out, out, 1.0] for name, a in person.axes.items()}
    own = {name: q[f"{side}_{name}"] for name in _LEG}

    def hang(name: str, above: str, where: Array, *turns: Array) -> None:
        parent = found.rotation[above]
        found.origin[name] = found.origin[above] + parent @ (where * mirror)
        for one in turns:
            parent = parent @ one
        found.rotation[name] = parent

    hip = np.array(sizes.hip_centre)
    hang(f"{side}_thigh", "pelvis", hip, _turn((out, 0, 0), own["hip_adduction"]),
         _turn((0, 0, 1), own["hip_flexion"]), _turn((0, out, 0), own["hip_rotation"]))  # fmt: skip
    bend = own["knee_flexion"]
    screw = np.deg2rad(8.0) * np.sin(np.minimum(bend, 0.5 * np.pi))
    hang(f"{side}_shank", f"{side}_thigh", np.array([0.0, -sizes.thigh, 0.0]),
         _turn(axis["knee"], bend), _turn((out, 0, 0), own["knee_adduction"]),
         _turn((0, out, 0), own["knee_rotation"] + screw))  # fmt: skip
    hang(
        f"{side}_talus",
        f"{side}_shank",
        np.array([0.0, -sizes.shank, 0.0]),
        _turn(axis["ankle"], own["ankle"]),
    )
    hang(f"{side}_hindfoot", f"{side}_talus", SUBTALAR_BELOW_ANKLE * scale,
         _turn(axis["inversion"], own["inversion"]))  # fmt: skip
    fore = MIDTARSAL_FROM_ANKLE - SUBTALAR_BELOW_ANKLE
    hang(f"{side}_forefoot", f"{side}_hindfoot", fore * scale,
         _turn(axis["midfoot_oblique"], own["midfoot_oblique"]),
         _turn(axis["midfoot_long"], own["midfoot_long"]))  # fmt: skip
    toe = np.array([0.122, -0.055, 0.006]) - MIDTARSAL_FROM_ANKLE
    hang(f"{side}_toes", f"{side}_forefoot", toe * scale)
    points = [
        found.origin[f"{side}_{part}"]
        + found.rotation[f"{side}_{part}"] @ ((np.array(p) - start) * scale * mirror)
        for part, start, own_points in (
            ("hindfoot", SUBTALAR_BELOW_ANKLE, _HEEL), ("forefoot", MIDTARSAL_FROM_ANKLE, _BALL),
        )
        for p in own_points
    ]  # fmt: skip
    found.origin[f"{side}_sole"] = np.stack(points, axis=1)


def _missed(person: Squatter, at: Array, wish: Array, depth: Array, rolled: Array) -> Array:
    """(R, K) residuals: joints (stiffer the further), soles, height and balance."""
    found = place(person, at)
    bent = np.where(np.isfinite(person.gives), (at - wish) / person.gives, 0.0)
    law = bent + bent**3 / 24.0
    feet = [
        (
            (found.origin[f"{side}_sole"] - _stand(person, side, rolled[:, k])) / [0.002, 0.0015, 0.002]
        ).reshape(len(at), -1)
        for k, side in enumerate(Side)
    ]
    middle = np.mean([found.origin[f"{side}_sole"].mean(axis=1) for side in Side], axis=0)
    over = (_mass_centre(person, found) - middle)[:, [0, 2]] / [0.015, 0.02]
    leg = person.sizes.thigh + person.sizes.shank
    height = (at[:, _AT["y"]] - _height(person) + depth * _DROP * leg) / 0.01
    return np.column_stack([law, *feet, over, height])


def _stand(person: Squatter, side: Side, rolled: Array) -> Array:
    """(R, 7, 3) where the points of a sole stand, the heel rolled inward [rad]."""
    out = 1.0 if side is Side.RIGHT else -1.0
    flat = np.array(_HEEL + _BALL) * foot_scale(person.sizes) * [1.0, 1.0, out]
    rise = np.tan(rolled)[:, None] * np.where(np.arange(len(flat)) < len(_HEEL), out * flat[:, 2], 0.0)
    turned = _turn((0, -out, 0), np.array([person.toe_out]))[0]
    flat = flat @ turned.T
    flat[:, 2] += out * person.stance * person.sizes.hip_centre[2]
    flat[:, 1] = 0.0
    return np.asarray(flat + rise[..., None] * [0.0, 1.0, 0.0])


def _height(person: Squatter) -> float:
    sizes = person.sizes
    return 0.995 * (sizes.thigh + sizes.shank) + sizes.ankle_height - sizes.hip_centre[1]


def _mass_centre(person: Squatter, found: Placed) -> Array:
    sizes = person.sizes
    parts = [
        (_MASS["pelvis"], "pelvis", np.array([-0.08, 0.0, 0.0])),
        (_MASS["trunk"], "trunk", np.array([0.0, 0.55 * sizes.trunk, 0.0])),
    ]
    for side in Side:
        parts += [
            (_MASS["thigh"], f"{side}_thigh", np.array([0.0, -0.43 * sizes.thigh, 0.0])),
            (_MASS["shank"], f"{side}_shank", np.array([0.0, -0.43 * sizes.shank, 0.0])),
            (_MASS["foot"], f"{side}_hindfoot", np.array([0.03, -0.03, 0.0])),
        ]
    total = sum(mass for mass, _, _ in parts)
    return np.asarray(sum(m * (found.origin[b] + found.rotation[b] @ p) for m, b, p in parts) / total)


def _turn(axis: object, angle: Array) -> Array:
    """(R, 3, 3) turns about a unit axis."""
    x, y, z = np.asarray(axis, np.float64)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(
        np.eye(3)
        + np.sin(angle)[:, None, None] * cross
        + (1.0 - np.cos(angle))[:, None, None] * cross @ cross
    )


def _oblique(inclined: float, inward: float) -> Array:
    """Unit vector forward, up by the one angle and inward by the other, right side."""
    up, across = np.deg2rad([inclined, inward])
    return np.array([np.cos(up) * np.cos(across), np.sin(up), -np.cos(up) * np.sin(across)])


def _unit(*vector: float) -> Array:
    return np.asarray(np.array(vector) / np.linalg.norm(vector))
