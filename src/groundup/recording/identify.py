"""Which marker is which landmark: the protocol a recording follows, and what is left over."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundup.quantities import BadInputError, Operation, Side
from groundup.recording.coincident import coincident_markers
from groundup.recording.labels import normalise, shared_prefix, split_subject
from groundup.recording.landmarks import segment_of
from groundup.recording.protocol import Meaning, Protocol, protocols
from groundup.recording.recording import ProtocolMatch, Recording
from groundup.recording.rigidity import attach_by_rigidity

# Weights of the score: a landmark says more than a cluster marker, and an expected landmark that is not
# there speaks a little against the protocol (it decides between a set and its supersets).
_TECHNICAL_WEIGHT, _MISSING_WEIGHT, _KNOWN_WEIGHT = 0.5, 0.15, 0.02
_TIE = 0.01
_LEG_SEGMENTS = ("shank", "hindfoot", "forefoot", "toes")


@dataclass(frozen=True)
class _Candidate:
    """One subject's labels read with one protocol's words."""

    protocol: Protocol
    landmarks: dict[str, str]
    technical: dict[str, str]
    virtual: tuple[str, ...]
    known_unused: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def score(self) -> float:
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


def identify(recording: Recording, protocol: str | None = None) -> Recording:
    """Translate the marker labels of a recording into landmarks.

    Names are compared without subject prefix, case and separators. Every protocol is scored and the best
    one taken; labels it does not know get the meaning all other protocols agree on, or go to the segment
    in which they are most rigid (:func:`groundup.recording.rigidity.attach_by_rigidity`). A marker that is
    never seen in the trial does not count.

    Parameters
    ----------
    recording : Recording
        As read, in any frame.
    protocol : str, optional
        Name of the protocol to use; found from the labels where not given.

    Returns
    -------
    Recording
        With `match` set, and notes on what was guessed, dropped or tied.

    Raises
    ------
    BadInputError
        Where not even the pelvis and one shank or foot can be found.
    """
    seen = _seen_labels(recording)
    choices = _chosen_protocols(recording, protocol)
    people = _people(seen)
    ranked = sorted(
        (_read_with(choice, labels) for labels in people for choice in choices),
        key=lambda candidate: -candidate.score,
    )
    best = next((candidate for candidate in ranked if candidate.usable), None)
    if best is None:
        # No single set explains the labels; the best of them may do with words from the others.
        if not ranked or not _adopt_agreed(ranked[0])[0].usable:
            raise _nothing_usable(recording, ranked, seen)
        best = ranked[0]
    notes = [*_tie_note(best, ranked), *_people_note(best, people)]
    known = {*best.landmarks.values(), *best.technical}
    best, guess_notes = _adopt_agreed(best)
    guessed = [label for label in (*best.landmarks.values(), *best.technical) if label not in known]
    notes += guess_notes
    best, duplicates, duplicate_notes = _drop_coincident(recording, best)
    notes += duplicate_notes
    attached = attach_by_rigidity(recording.markers, _segments(best), best.unknown)
    others = (
        set(seen) - set(best.landmarks.values()) - set(best.technical) - set(best.virtual) - set(attached)
    )
    never = [label for label in recording.labels if label not in set(seen)]
    match = ProtocolMatch(
        protocol=best.protocol.name,
        title=best.protocol.title,
        landmarks=best.landmarks,
        technical={**best.technical, **attached},
        attached=tuple(attached),
        virtual=best.virtual,
        unused=tuple(label for label in recording.labels if label in others or label in never),
        guessed=tuple(guessed),
    )
    notes += _summary_notes(attached, never, duplicates)
    operation = Operation(
        "identify",
        {"protocol": match.protocol, "landmarks": len(match.landmarks), "technical": len(match.technical)},
    )
    return dataclasses.replace(
        recording,
        match=match,
        notes=(*recording.notes, *notes),
        operations=(*recording.operations, operation),
    )


def _seen_labels(recording: Recording) -> tuple[str, ...]:
    finite = np.isfinite(recording.markers.transpose("marker", "time", "axis").values).all(axis=2).any(axis=1)
    return tuple(label for label, any_frame in zip(recording.labels, finite, strict=True) if any_frame)


def _chosen_protocols(recording: Recording, name: str | None) -> tuple[Protocol, ...]:
    known = tuple(p for p in protocols() if p.landmarks)
    if name is None:
        return known
    chosen = tuple(p for p in known if p.name == name)
    if not chosen:
        raise BadInputError(
            recording.name,
            "option protocol",
            "one of " + ", ".join(p.name for p in known),
            repr(name),
            "choose one of these or leave the option out",
        )
    return chosen


def _people(labels: Sequence[str]) -> list[dict[str, str]]:
    """Label -> comparable name, one mapping per subject prefix; unprefixed labels belong to everyone."""
    common = shared_prefix(labels)
    by_subject: dict[str, dict[str, str]] = {}
    for label in labels:
        subject, name = split_subject(label.removeprefix(common) if common else label)
        by_subject.setdefault(subject, {})[label] = normalise(name)
    bare = by_subject.pop("", {})
    return [{**bare, **own} for own in by_subject.values()] or [bare]


def _read_with(protocol: Protocol, names: Mapping[str, str]) -> _Candidate:
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
    return _Candidate(
        protocol,
        {landmark: label for landmark, (_, label) in landmarks.items()},
        technical,
        tuple(rest["virtual"]),
        tuple(rest["unused"]),
        tuple(rest["unknown"]),
    )


def _adopt_agreed(best: _Candidate) -> tuple[_Candidate, list[str]]:
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
    candidate = _Candidate(best.protocol, landmarks, technical, tuple(virtual), tuple(unused), tuple(unknown))
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


def _drop_coincident(
    recording: Recording, candidate: _Candidate
) -> tuple[_Candidate, tuple[str, ...], list[str]]:
    """Of labels on one and the same trajectory keep the one that means most."""
    used = [*candidate.landmarks.values(), *candidate.technical, *candidate.unknown]
    copies = coincident_markers(recording.markers, used)
    if not copies:
        return candidate, (), []
    landmarks = {landmark: label for landmark, label in candidate.landmarks.items() if label not in copies}
    technical = {label: segment for label, segment in candidate.technical.items() if label not in copies}
    unknown = tuple(label for label in candidate.unknown if label not in copies)
    note = "the same trajectory under two names, used once: " + ", ".join(
        f"{copy} = {original}" for copy, original in copies.items()
    )
    kept = dataclasses.replace(candidate, landmarks=landmarks, technical=technical, unknown=unknown)
    return kept, tuple(copies), [note]


def _segments(candidate: _Candidate) -> dict[str, str]:
    """Marker label -> segment, for every identified marker."""
    return {
        **{label: segment_of(landmark) for landmark, label in candidate.landmarks.items()},
        **candidate.technical,
    }


def _tie_note(best: _Candidate, ranked: Sequence[_Candidate]) -> list[str]:
    rivals = [
        c.protocol.title
        for c in ranked
        if c is not best
        and c.usable
        and abs(c.score - best.score) < _TIE
        and (c.landmarks, c.technical) != (best.landmarks, best.technical)
    ]
    if not rivals:
        return []
    return [f"the labels fit {best.protocol.title} and {', '.join(rivals)} equally well; read as the first"]


def _people_note(best: _Candidate, people: Sequence[Mapping[str, str]]) -> list[str]:
    if len(people) < 2:
        return []
    subject = next(
        (split_subject(label)[0] for label in best.landmarks.values() if split_subject(label)[0]), "the first"
    )
    return [f"the file holds {len(people)} subjects; {subject} is analysed, the others are left out"]


def _summary_notes(attached: Mapping[str, str], never: Sequence[str], duplicates: Sequence[str]) -> list[str]:
    notes = []
    if attached:
        notes.append(
            "attached to the segment in which they are most rigid: "
            + ", ".join(f"{label} ({segment.replace('_', ' ')})" for label, segment in attached.items())
        )
    gone = [label for label in never if label not in duplicates]
    if gone:
        notes.append("named in the file and never seen: " + ", ".join(gone))
    return notes


def _nothing_usable(recording: Recording, ranked: Sequence[_Candidate], seen: Sequence[str]) -> BadInputError:
    if not seen:
        return BadInputError(
            recording.name,
            "markers",
            "markers of the pelvis and of at least one leg",
            "no marker that is seen in any frame",
            "export the trial with its labelled trajectories",
        )
    nearest = ranked[0]
    read = sorted(landmark.replace("_", " ") for landmark in nearest.landmarks)
    found = f"{len(seen)} labels ({', '.join(seen[:12])}{', ...' if len(seen) > 12 else ''})"
    return BadInputError(
        recording.name,
        "marker labels",
        "markers of the pelvis and of at least one shank or foot with its side",
        f"{found}, of which the nearest set, {nearest.protocol.title}, explains "
        + (", ".join(read) if read else "none"),
        "rename the markers to a set listed by 'groundup protocols' or add a protocol file",
    )
