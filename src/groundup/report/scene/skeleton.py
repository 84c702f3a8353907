"""The bones of one person: the solids stretched to where the fitted chain has its joints."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.report.scene import bones
from groundup.report.scene.poses import SegmentPoses
from groundup.report.scene.solid import Solid, ellipsoid, join, tube

_MIRROR = np.array([1.0, 1.0, -1.0])
_FEWEST_TRUNK_MARKERS = 3
_STICK, _BALL = 0.0075, 0.0155
_FOOT_PIECES = ("talus", "hindfoot", "forefoot", "toes")


@dataclass(frozen=True)
class Part:
    """What is drawn of one segment, in its own frame [m].

    Attributes
    ----------
    segment : str
    side : Side or None
    bone : Solid
    stick : Solid
        The plain view: lines between joints.
    joint : Solid
        A ball about the segment's proximal joint, for the plain view.
    """

    segment: str
    side: Side | None
    bone: Solid
    stick: Solid
    joint: Solid


def skeleton(poses: SegmentPoses, soles: dict[Side, float], trunk_markers: int) -> tuple[Part, ...]:
    """Make the bones of the segments a chain has.

    Parameters
    ----------
    poses : SegmentPoses
        Any trial of the person: where each joint lies in the segment above it is read off it.
    soles : side -> height of the ankle over the sole [m]; nothing where it is not known.
    trunk_markers : how many markers the trunk bears; one that is not seen is not drawn.
    """
    found: list[Part] = []
    hips = {side: poses.offset("pelvis", f"{side}_thigh") for side in Side}
    legs = {side: _leg_lengths(poses, side) for side in Side}
    known = [sum(lengths) for lengths in legs.values() if lengths is not None]
    size = float(np.mean(known)) / (bones.THIGH + bones.SHANK) if known else 1.0
    lumbar = poses.offset("pelvis", "trunk")
    if all(hip is not None for hip in hips.values()):
        found.append(_pelvis(hips, lumbar if trunk_markers >= _FEWEST_TRUNK_MARKERS else None, size))
    if lumbar is not None and trunk_markers >= _FEWEST_TRUNK_MARKERS:
        found.append(_trunk(size))
    for side in Side:
        found += _leg(poses, side, soles.get(side, size * bones.SOLE), size)
    return tuple(found)


def foot_offsets(poses: SegmentPoses, side: Side) -> dict[str, FloatArray]:
    """Segment of the foot -> (3,) its origin from the ankle centre in a flat foot [m], as on a right side."""
    mirror = _MIRROR if side is Side.LEFT else np.ones(3)
    found: dict[str, FloatArray] = {}
    above, place = f"{side}_shank", np.zeros(3)
    for piece in _FOOT_PIECES:
        step = poses.offset(above, f"{side}_{piece}")
        if step is None:
            continue
        place = place + step * mirror if found else place
        found[piece], above = place, f"{side}_{piece}"
    return found


def _leg_lengths(poses: SegmentPoses, side: Side) -> tuple[float, float] | None:
    ankle = next(
        (o for p in _FOOT_PIECES if (o := poses.offset(f"{side}_shank", f"{side}_{p}")) is not None), None
    )
    knee = poses.offset(f"{side}_thigh", f"{side}_shank")
    return None if knee is None or ankle is None else (float(-knee[1]), float(-ankle[1]))


def _leg(poses: SegmentPoses, side: Side, sole: float, size: float) -> list[Part]:
    mirror = _MIRROR if side is Side.LEFT else np.ones(3)
    found = []
    ankle = next(
        (o for p in _FOOT_PIECES if (o := poses.offset(f"{side}_shank", f"{side}_{p}")) is not None), None
    )
    knee = poses.offset(f"{side}_thigh", f"{side}_shank")
    for segment, end, make in (("thigh", knee, bones.femur), ("shank", ankle, bones.tibia)):
        if end is not None and end[1] < 0.0:
            found.append(_long(f"{side}_{segment}", side, end * mirror, make))
    places = foot_offsets(poses, side)
    if places:
        along = places["toes"][0] / bones.TOE_JOINT if "toes" in places else size
        stretch = np.array([along, sole / bones.SOLE, along])
        for piece, solids in _foot_pieces(set(places)).items():
            whole = join(solids).scaled(stretch).moved(-places[piece])
            stick = _foot_stick(piece, places, stretch)
            found.append(_sided(f"{side}_{piece}", side, whole, stick))
    return found


def _long(segment: str, side: Side, end: FloatArray, make: Callable[[float], Solid]) -> Part:
    """Make a long bone whose far joint lies at `end` (3,), as on a right side."""
    length = float(-end[1])
    solid = make(length)
    # The far joint need not lie straight below the near one.
    lean = np.outer(-solid.vertices[:, 1] / length, np.array([end[0], 0.0, end[2]]))
    return _sided(segment, side, Solid(solid.vertices + lean, solid.faces), _rod(np.zeros(3), end))


def _foot_pieces(known: set[str]) -> dict[str, list[Solid]]:
    """Segment -> its bones; those of a segment the chain lacks go to the one before it."""
    made = {
        "talus": bones.talus,
        "hindfoot": bones.hindfoot,
        "forefoot": bones.forefoot,
        "toes": bones.toes,
    }
    found: dict[str, list[Solid]] = {}
    owner = next(piece for piece in _FOOT_PIECES if piece in known)
    for piece in _FOOT_PIECES:
        owner = piece if piece in known else owner
        found.setdefault(owner, []).append(made[piece]())
    return found


def _foot_stick(piece: str, places: dict[str, FloatArray], stretch: FloatArray) -> Solid:
    """Lines of one foot segment: from the ankle to the heel and along the joints to the tip of the toes."""
    heel, ball, tip = np.array([(-0.05, -0.066, 0.0), (0.12, -0.062, 0.005), (0.172, -0.068, 0.0)]) * stretch
    own = places[piece]
    joints = [place for name, place in places.items() if name in ("forefoot", "toes")]
    chain = [np.zeros(3), *joints, *([] if "toes" in places else [ball]), tip]
    first = {"talus": 0, "hindfoot": 0, "forefoot": 1, "toes": len(chain) - 2}[piece]
    following = [name for name in ("forefoot", "toes") if name in places and name != piece]
    last = first + 1 if following and piece != "toes" else len(chain) - 1
    lines = list(pairwise(chain[first : last + 1])) if piece != "talus" else []
    if piece == "hindfoot":
        lines = [(np.zeros(3), heel), (heel, chain[1]), *lines]
    if not lines:
        lines = [(np.zeros(3), places.get("hindfoot", heel))]
    return join([_rod(a - own, b - own) for a, b in lines if np.linalg.norm(b - a) > 1e-3])


def _pelvis(hips: dict[Side, FloatArray | None], lumbar: FloatArray | None, size: float) -> Part:
    left, right = (np.asarray(hips[side]) for side in Side)
    wide = float(right[2] - left[2]) / (2.0 * bones.HIP[2])
    tall = 0.5 * (wide + size)
    middle = 0.5 * (left + right) - np.array([tall * bones.HIP[0], tall * bones.HIP[1], 0.0])
    bone = bones.pelvis().scaled(np.array([tall, tall, wide])).moved(middle)
    lines = [_rod(left, right)]
    if lumbar is not None:
        bone = join([bone, *_lowest_back(bones.SACRUM * tall + middle, lumbar, size)])
        lines += [_rod(left, lumbar), _rod(right, lumbar)]
    return Part("pelvis", None, bone, join(lines), join([_ball(left), _ball(right)]))


def _lowest_back(sacrum: FloatArray, lumbar: FloatArray, size: float) -> list[Solid]:
    """Bridge from the sacrum to where the chain bends, which models put at different heights."""
    if np.linalg.norm(lumbar - sacrum) < _STICK:
        return []
    thick = 0.019 * size
    ends = [(*sacrum, thick, 1.5 * thick), (*(0.5 * (sacrum + lumbar)), 0.8 * thick, thick)]
    return [tube([*ends, (*lumbar, thick, 1.2 * thick)], 8)]


def _trunk(size: float) -> Part:
    bone = bones.trunk().scaled(np.full(3, size))
    neck, shoulder = size * np.array([-0.034, 0.40, 0.0]), size * np.array([-0.008, 0.37, 0.165])
    lines = [_rod(np.zeros(3), neck), _rod(shoulder, neck), _rod(shoulder * _MIRROR, neck)]
    return Part("trunk", None, bone, join(lines), _ball(np.zeros(3)))


def _sided(segment: str, side: Side, bone: Solid, stick: Solid) -> Part:
    if side is Side.LEFT:
        bone, stick = bone.scaled(_MIRROR), stick.scaled(_MIRROR)
    size = 0.65 if segment.endswith(_FOOT_PIECES[1:]) else 1.0
    return Part(segment, side, bone, stick, _ball(np.zeros(3), size))


def _rod(start: FloatArray, end: FloatArray) -> Solid:
    return tube([(*start, _STICK, _STICK), (*end, _STICK, _STICK)], 6, 1)


def _ball(centre: FloatArray, size: float = 1.0) -> Solid:
    return ellipsoid(tuple(float(c) for c in centre), (size * _BALL,) * 3, 8, 5)
