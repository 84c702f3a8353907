"""What a recording lets us measure, and why not the rest: from the markers each segment carries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from groundup.quantities import Side
from groundup.recording.landmarks import segment_of
from groundup.recording.recording import ProtocolMatch, Recording


@dataclass(frozen=True)
class Measurable:
    """One thing to measure: whether this recording shows it on each side, and the reason where not.

    `missing` maps a side (or "" for things without side) to the reason; empty where all is measurable.
    """

    what: str
    missing: Mapping[str, str]

    @property
    def possible(self) -> bool:
        """Whether at least one side shows it."""
        return "" not in self.missing and len(self.missing) < len(Side)


def measurable(recording: Recording, match: ProtocolMatch) -> tuple[Measurable, ...]:
    """Tell what can be measured from a recording with these markers.

    Parameters
    ----------
    recording : Recording
    match : ProtocolMatch
        Its identified markers; only those count that are seen in the trial.
    """
    on = _markers_by_segment(match)
    return (
        *_whole_body(recording, on),
        *(_sided(what, {side: rule(side, on) for side in Side}) for what, rule in _RULES.items()),
    )


def _markers_by_segment(match: ProtocolMatch) -> dict[str, list[str]]:
    on: dict[str, list[str]] = {}
    for landmark in match.landmarks:
        on.setdefault(segment_of(landmark), []).append(landmark)
    for label, segment in match.technical.items():
        on.setdefault(segment, []).append(label)
    return on


def _whole_body(recording: Recording, on: Mapping[str, list[str]]) -> Iterator[Measurable]:
    pelvis = ""
    if len(on.get("pelvis", ())) < 3:
        pelvis = "fewer than three pelvis markers"
    yield Measurable("pelvic tilt, obliquity and rotation", {"": pelvis} if pelvis else {})
    trunk = "fewer than three trunk markers" if len(on.get("trunk", ())) < 3 else ""
    yield Measurable("trunk lean", {"": trunk} if trunk else {})
    plates = "" if recording.plates else "no force plates in the recording"
    yield Measurable("ground forces, and foot contacts from them", {"": plates} if plates else {})


def _sided(what: str, reasons: Mapping[Side, str]) -> Measurable:
    return Measurable(what, {str(side): reason for side, reason in reasons.items() if reason})


_Segments = Mapping[str, list[str]]


def _hip(side: Side, on: _Segments) -> str:
    return "" if on.get(f"{side}_thigh") else "no marker on the thigh"


def _knee_flexion(side: Side, on: _Segments) -> str:
    if not on.get(f"{side}_shank"):
        return "no marker on the shank"
    return _hip(side, on)


def _knee_planes(side: Side, on: _Segments) -> str:
    for part in ("thigh", "shank"):
        markers = on.get(f"{side}_{part}", [])
        off_axis = [m for m in markers if not m.endswith("_centre")]
        if len(off_axis) < 2:
            return f"fewer than two markers off the long axis of the {part}"
    return _knee_flexion(side, on)


def _ankle(side: Side, on: _Segments) -> str:
    if not on.get(f"{side}_shank"):
        return "no marker on the shank"
    return "" if len(_foot(side, on)) >= 2 else "fewer than two markers on the foot"


def _subtalar(side: Side, on: _Segments) -> str:
    if len(_foot(side, on)) < 3:
        return "fewer than three markers on the foot"
    return _ankle(side, on)


def _rearfoot(side: Side, on: _Segments) -> str:
    if len(on.get(f"{side}_hindfoot", ())) < 3:
        return "fewer than three rearfoot markers"
    return _ankle(side, on)


def _midfoot(side: Side, on: _Segments) -> str:
    if len(on.get(f"{side}_hindfoot", ())) < 2 or len(on.get(f"{side}_forefoot", ())) < 2:
        return "fewer than two markers on the rearfoot or on the forefoot"
    return _ankle(side, on)


def _progression(side: Side, on: _Segments) -> str:
    return "" if len(_foot(side, on)) >= 2 else "fewer than two markers on the foot"


def _foot(side: Side, on: _Segments) -> list[str]:
    return [*on.get(f"{side}_hindfoot", ()), *on.get(f"{side}_forefoot", ())]


_RULES = {
    "hip angles": _hip,
    "knee flexion": _knee_flexion,
    "knee adduction and rotation": _knee_planes,
    "ankle dorsiflexion": _ankle,
    "subtalar inversion (through the foot as a whole)": _subtalar,
    "rearfoot inversion and rotation (rearfoot alone)": _rearfoot,
    "midfoot dorsiflexion (the arch)": _midfoot,
    "foot progression": _progression,
}
