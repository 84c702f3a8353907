"""One reading of a recording's labels: which landmark each is in the words of one protocol."""

from collections.abc import Mapping
from dataclasses import dataclass

from groundup.quantities import Side
from groundup.recording.labels import normalise, split_subject
from groundup.recording.landmarks import segment_of
from groundup.recording.protocol import Meaning, Protocol, protocols

# Weights of the score: a landmark says more than a cluster marker, and an expected landmark that is not
# there speaks a little against the protocol (it decides between a set and its supersets).
_TECHNICAL_WEIGHT, _MISSING_WEIGHT, _KNOWN_WEIGHT = 0.5, 0.15, 0.02
_LEG_SEGMENTS = ("shank", "hindfoot", "forefoot", "toes")


@dataclass(frozen=True)
class Candidate:
    """One subject's labels read with one protocol's words."""

    protocol: Protocol
    landmarks: dict[str, str]
    technical: dict[str, str]
    virtual: tuple[str, ...]
    known_unused: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def score(self) -> float:
        """How well the protocol explains the labels; comparable between protocols."""
        missing = sum(landmark not in self.landmarks for landmark in self.protocol.landmarks)
        return (
            len(self.landmarks)
            + _TECHNICAL_WEIGHT * len(self.technical)
            + _KNOWN_WEIGHT * (len(self.virtual) + len(self.known_unused))
            - _MISSING_WEIGHT * missing
        )

    @property
    def usable(self) -> bool:
        """Whether the pelvis and at least one shank or foot are there."""
        segments = {segment_of(landmark) for landmark in self.landmarks} | set(self.technical.values())
        pelvis = "pelvis" in segments or all(f"{side}_hip_centre" in self.landmarks for side in Side)
        return pelvis and any(f"{side}_{part}" in segments for side in Side for part in _LEG_SEGMENTS)


def read_with(protocol: Protocol, names: Mapping[str, str]) -> Candidate:
    """Read labels (label -> comparable name) with one protocol's words."""
    landmarks: dict[str, tuple[int, str]] = {}
    technical: dict[str, str] = {}
    rest: dict[str, list[str]] = {"virtual": [], "unused": [], "unknown": []}
    for label, name in names.items():
        meaning = protocol.meaning(name)
        if meaning is None:
            rest["unknown"].append(label)
        elif meaning.kind == "landmark":
            held = landmarks.get(meaning.target)
            if held is None or meaning.rank < held[0]:
                landmarks[meaning.target] = (meaning.rank, label)
                if held is not None:
                    rest["unused"].append(held[1])
            else:
                rest["unused"].append(label)
        elif meaning.kind == "technical":
            technical[label] = meaning.target
        else:
            rest[meaning.kind].append(label)
    return Candidate(
        protocol,
        {landmark: label for landmark, (_, label) in landmarks.items()},
        technical,
        tuple(rest["virtual"]),
        tuple(rest["unused"]),
        tuple(rest["unknown"]),
    )


def adopt_agreed(best: Candidate) -> tuple[Candidate, list[str]]:
    """Give a label unknown to the protocol the meaning on which all protocols that know it agree."""
    landmarks, technical = dict(best.landmarks), dict(best.technical)
    virtual, unused, unknown = list(best.virtual), list(best.known_unused), []
    guessed = []
    for label in best.unknown:
        meaning = _agreed_meaning(label, best.protocol)
        if meaning is None or (meaning.kind == "landmark" and meaning.target in landmarks):
            unknown.append(label)
        elif meaning.kind == "landmark":
            landmarks[meaning.target] = label
            guessed.append(f"{label} as {meaning.target.replace('_', ' ')}")
        elif meaning.kind == "technical":
            technical[label] = meaning.target
            guessed.append(f"{label} as a marker on the {meaning.target.replace('_', ' ')}")
        else:
            (virtual if meaning.kind == "virtual" else unused).append(label)
    candidate = Candidate(best.protocol, landmarks, technical, tuple(virtual), tuple(unused), tuple(unknown))
    if not guessed:
        return candidate, []
    return candidate, [
        f"not in the {best.protocol.title} set, read as other marker sets use the name: " + ", ".join(guessed)
    ]


def _agreed_meaning(label: str, but: Protocol) -> Meaning | None:
    name = normalise(split_subject(label)[1])
    meanings = [m for p in protocols() if p is not but and (m := p.meaning(name)) is not None]
    targets = {(m.kind, m.target) for m in meanings}
    return meanings[0] if len(targets) == 1 else None
