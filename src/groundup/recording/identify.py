"""Which marker is which landmark: the protocol a recording follows, and what is left over."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from groundup.quantities import BadInputError, Operation
from groundup.recording.candidate import Candidate, adopt_agreed, read_with
from groundup.recording.coincident import coincident_markers
from groundup.recording.labels import normalise, shared_prefix, split_subject
from groundup.recording.landmarks import segment_of
from groundup.recording.protocol import Protocol, protocols
from groundup.recording.recording import ProtocolMatch, Recording
from groundup.recording.rigidity import attach_by_rigidity

_TIE = 0.01


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
    people = _people(seen)
    best, notes = _best(recording, people, _chosen_protocols(recording, protocol), seen)
    known = {*best.landmarks.values(), *best.technical}
    best, guess_notes = adopt_agreed(best)
    guessed = tuple(label for label in (*best.landmarks.values(), *best.technical) if label not in known)
    best, duplicates, duplicate_notes = _drop_coincident(recording, best)
    attached = attach_by_rigidity(recording.markers, _segments(best), best.unknown)
    match = _match(recording, best, attached, guessed)
    never = [label for label in recording.labels if label not in set(seen)]
    notes += [*guess_notes, *duplicate_notes, *_summary_notes(attached, never, duplicates)]
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


def _best(
    recording: Recording,
    people: Sequence[Mapping[str, str]],
    choices: Sequence[Protocol],
    seen: Sequence[str],
) -> tuple[Candidate, list[str]]:
    """Best reading of the labels, and notes on ties and on other people in the file."""
    ranked = sorted(
        (read_with(choice, labels) for labels in people for choice in choices),
        key=lambda candidate: -candidate.score,
    )
    best = next((candidate for candidate in ranked if candidate.usable), None)
    if best is None:
        # No single set explains the labels; the best of them may do with words from the others.
        if not ranked or not adopt_agreed(ranked[0])[0].usable:
            raise _nothing_usable(recording, ranked, seen)
        best = ranked[0]
    return best, [*_tie_note(best, ranked), *_people_note(best, people)]


def _match(
    recording: Recording, best: Candidate, attached: Mapping[str, str], guessed: tuple[str, ...]
) -> ProtocolMatch:
    used = {*best.landmarks.values(), *best.technical, *best.virtual, *attached}
    return ProtocolMatch(
        protocol=best.protocol.name,
        title=best.protocol.title,
        landmarks=best.landmarks,
        technical={**best.technical, **attached},
        attached=tuple(attached),
        virtual=best.virtual,
        unused=tuple(label for label in recording.labels if label not in used),
        guessed=guessed,
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


def _drop_coincident(
    recording: Recording, candidate: Candidate
) -> tuple[Candidate, tuple[str, ...], list[str]]:
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


def _segments(candidate: Candidate) -> dict[str, str]:
    """Marker label -> segment, for every identified marker."""
    return {
        **{label: segment_of(landmark) for landmark, label in candidate.landmarks.items()},
        **candidate.technical,
    }


def _tie_note(best: Candidate, ranked: Sequence[Candidate]) -> list[str]:
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


def _people_note(best: Candidate, people: Sequence[Mapping[str, str]]) -> list[str]:
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


def _nothing_usable(recording: Recording, ranked: Sequence[Candidate], seen: Sequence[str]) -> BadInputError:
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
