"""Skin that slides and turns over the bone, with the joint's angle and with time."""

from collections.abc import Mapping

import numpy as np

from groundup.body.chain import Chain
from groundup.evidence.table import row
from groundup.mechanics.rotation import skew
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.uncertainty.error_sizes import ErrorSizes, published

WAVES = "skin_waves"
"""What skin does with time, as a source: not among the draws, as its numbers are as many as the trials."""

_IMPACTS = (Task.RUNNING, Task.LANDING)
# Angle that moves the skin of a segment by one third of its variance when it is this large [deg].
_DRIVERS = {
    "pelvis": (("hip_flexion_left", 40.0), ("hip_flexion_right", 40.0)),
    "thigh": (("knee_flexion", 60.0), ("hip_flexion", 40.0)),
    "shank": (("knee_flexion", 60.0), ("ankle_dorsiflexion", 25.0)),
    "hindfoot": (("ankle_dorsiflexion", 25.0), ("knee_flexion", 60.0)),
    "forefoot": (("ankle_dorsiflexion", 25.0), ("knee_flexion", 60.0)),
}
_SOURCE = {
    "pelvis": "skin_pelvis",
    "thigh": "skin_thigh",
    "shank": "skin_shank",
    "hindfoot": "skin_foot",
    "forefoot": "skin_foot",
}
_ANGLES = 2
# Waves that make the rest up: as many, and as fast, as a movement forgets itself in about 0.2 s.
_WAVES = 4
_MEMORY_S = 0.2
_QUANTILES = np.array([0.1573, 0.4888, 0.8871, 1.5341])  # of the size of a standard normal number
_WAYS = 6


def skin_sizes(chain: Chain) -> dict[str, int]:
    """Source -> how many standard normal numbers it takes for a member, those of time apart."""
    found: dict[str, int] = {}
    for body in _bodies(chain):
        source = _SOURCE[_part(chain.bodies[body])]
        found[source] = found.get(source, 0) + _WAYS * _ANGLES
    return found


def draw_waves(chain: Chain, members: int, seed: int, trial: int) -> FloatArray:
    """(N, bodies, 2 waves, 6) standard normal numbers of what skin does with time in one trial."""
    random = np.random.default_rng([seed, 1 + trial])
    return random.standard_normal((members, len(_bodies(chain)), 2 * _WAVES, _WAYS))


def skin_motion(
    chain: Chain,
    coordinates: FloatArray,
    time: FloatArray,
    task: Task,
    draws: Mapping[str, FloatArray],
    waves: FloatArray,
    errors: ErrorSizes | None = None,
) -> FloatArray:
    """How far every marker is from where it would be on the bone.

    Parameters
    ----------
    chain : Chain
        As fitted.
    coordinates : (F, C) poses that the skin follows [rad, m].
    time : (F,) [s].
    task : Task
        Impacts shake skin more than walking does (EVIDENCE A62, cutting to walking).
    draws : source -> (E, k) standard normal numbers, as many as in :func:`skin_sizes`.
    waves : (E, bodies, 2 waves, 6) those of :func:`draw_waves`.
    errors : ErrorSizes, optional
        The published ones where not given.

    Returns
    -------
    (E, F, M, 3) in the axes of the body that carries the marker [m].
    """
    members, markers = len(waves), len(chain.topology.marker_body)
    found = np.zeros((members, len(time), markers, 3))
    speed = _QUANTILES / _MEMORY_S
    phases = time[:, None] * speed
    wave = np.sqrt(1.0 / _WAVES) * np.concatenate([np.cos(phases), np.sin(phases)], axis=1)
    used: dict[str, int] = {}
    for number, body in enumerate(_bodies(chain)):
        part = _part(chain.bodies[body])
        source, first = _SOURCE[part], used.get(_SOURCE[part], 0)
        used[source] = first + _WAYS * _ANGLES
        if source not in draws:
            continue
        own = draws[source][:, first : first + _WAYS * _ANGLES].reshape(members, _ANGLES, _WAYS)
        angles = _angles(chain, chain.bodies[body], coordinates)
        amount = (angles @ own + wave @ waves[:, number]) / np.sqrt(_ANGLES + 1.0)
        amount = amount * _sizes(errors or published(), source, task)
        carried = np.flatnonzero(chain.topology.marker_body == body)
        place = chain.parameters.marker_position[carried]
        arm = place - place.mean(axis=0)
        turned = skew(amount[:, :, None, 3:]) @ arm[:, :, None]
        found[:, :, carried] = amount[:, :, None, :3] + turned[..., 0]
    return found


def _sizes(errors: ErrorSizes, source: str, task: Task) -> FloatArray:
    """(6,) shifts [m] and turns [rad]."""
    more = np.ones(2)
    if task in _IMPACTS:
        more = np.array(
            [
                row(f"A62.{word}_cutting").value / row(f"A62.{word}_walking").value
                for word in ("translation", "rotation")
            ]
        )
    return np.repeat(np.array([errors.of(source, "shift"), errors.of(source, "turn")]) * more, 3)


def _angles(chain: Chain, body: str, coordinates: FloatArray) -> FloatArray:
    """(F, 2) the angles that move a segment's skin, over the size at which they do so most."""
    side, _, part = body.partition("_")
    drivers = _DRIVERS[part or body]
    columns = []
    for name, full in drivers:
        whole = name if name.endswith(tuple(Side)) else f"{name}_{side}"
        columns.append(np.nan_to_num(coordinates[:, chain.coordinate(whole)]) / np.deg2rad(full))
    return np.stack(columns, axis=1)


def _bodies(chain: Chain) -> list[int]:
    """Bodies whose skin carries markers."""
    carrying = set(chain.topology.marker_body.tolist())
    return [b for b, name in enumerate(chain.bodies) if b in carrying and _part(name) in _SOURCE]


def _part(body: str) -> str:
    side, _, part = body.partition("_")
    return part if side in tuple(Side) else body
