"""What a camera system would see of a virtual person: markers with their errors, each of which can be off."""

from dataclasses import dataclass, replace

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import place_markers
from groundup.mechanics.tree import FloatArray
from groundup.synthetic.marker_set import Marker

# Spread of a landmark's identification per axis [m]: EVIDENCE A64 (iliac spines 15-20 mm in all, about 9 mm
# per axis) and A65 (epicondyles and malleoli 4-6 mm; an assumption there); feet are small and bony.
_PLACEMENT = {"pelvis": 0.009, "trunk": 0.009, "thigh": 0.006, "shank": 0.005, "foot": 0.003}
# Size of the skin's slow motion over the bone [m]: EVIDENCE A62-A63 (thigh up to 18 mm, shank up to 17 mm in
# swing; 13 mm at the knee when walking), taken as peak of which half is typical.
_SKIN = {"pelvis": 0.005, "trunk": 0.004, "thigh": 0.009, "shank": 0.006, "foot": 0.0015}
_GAP_FRAMES = (4, 18)


@dataclass(frozen=True)
class MarkerErrors:
    """What goes wrong with markers.

    `placement` and `soft_tissue` scale the published sizes (0: none, 1: typical); `noise` is the standard
    deviation of white noise per axis [m]; `gaps` how many times a marker is lost from sight; `seed` makes it
    repeatable.
    """

    placement: float = 1.0
    soft_tissue: float = 1.0
    noise: float = 0.0004
    gaps: int = 8
    seed: int = 20

    def only_noise(self) -> "MarkerErrors":
        """White noise alone."""
        return replace(self, placement=0.0, soft_tissue=0.0, gaps=0)


NO_ERRORS = MarkerErrors(placement=0.0, soft_tissue=0.0, noise=0.0, gaps=0)


def _kind(segment: str) -> str:
    part = segment.partition("_")[2] or segment
    return part if part in _SKIN else "foot"


def place(markers: tuple[Marker, ...], errors: MarkerErrors) -> tuple[Marker, ...]:
    """Stick the markers on: each a little off its landmark, for the whole session."""
    chance = np.random.default_rng([errors.seed, 1])
    off = [chance.normal(size=3) * errors.placement * _PLACEMENT[_kind(m.segment)] for m in markers]
    return tuple(replace(m, position=m.position + d) for m, d in zip(markers, off, strict=True))


def wearing(chain: Chain, markers: tuple[Marker, ...]) -> Chain:
    """Put the markers on the chain."""
    body = np.array([chain.body(m.segment) for m in markers], dtype=np.int64)
    position = np.array([m.position for m in markers])
    return replace(
        chain,
        markers=tuple(m.label for m in markers),
        topology=chain.topology._replace(marker_body=body),
        parameters=chain.parameters._replace(marker_position=position),
    )


def observe(
    worn: Chain, rotation: FloatArray, position: FloatArray, coordinates: FloatArray, phase: FloatArray,
    errors: MarkerErrors,
) -> FloatArray:  # fmt: skip
    """Marker positions (T, M, 3) in the lab [m] with skin motion, noise and gaps (NaN).

    Parameters
    ----------
    worn : Chain with markers, as placed.
    rotation, position : of its bodies in the lab, (T, B, 3, 3) and (T, B, 3) [m].
    coordinates : (T, C) [rad, m], which drive the skin.
    phase : (T,) of the gait cycle.
    """
    chance = np.random.default_rng([errors.seed, 2])
    seen = place_markers(worn.topology, worn.parameters, rotation, position)
    for m, body in enumerate(worn.topology.marker_body):
        slide = _skin(worn, int(body), coordinates, phase, chance) * errors.soft_tissue
        seen[:, m] += (rotation[:, body] @ slide[..., None])[..., 0]
    seen += chance.normal(size=seen.shape) * errors.noise
    for _ in range(errors.gaps):
        lost, start = chance.integers(seen.shape[1]), chance.integers(len(seen))
        seen[start : start + chance.integers(*_GAP_FRAMES), lost] = np.nan
    return seen


def _skin(
    worn: Chain, body: int, coordinates: FloatArray, phase: FloatArray, chance: np.random.Generator
) -> FloatArray:
    """(T, 3) slide of one marker over the bone, in the segment's frame [m]: with the knee and with time."""
    name = worn.bodies[body]
    side = name.partition("_")[0]
    driver = f"knee_flexion_{side}" if side in ("left", "right") else "pelvis_rotation"
    with_joint, with_time = chance.normal(size=3), chance.normal(size=3)
    shift = chance.uniform()
    angle = coordinates[:, worn.coordinate(driver)]
    bent = angle / np.deg2rad(60.0) if side in ("left", "right") else angle / np.deg2rad(10.0)
    wave = 0.5 * np.sin(2.0 * np.pi * (phase - shift))
    size = _SKIN[_kind(name)] / np.sqrt(3.0)
    return np.asarray(size * (bent[:, None] * with_joint + wave[:, None] * with_time))
