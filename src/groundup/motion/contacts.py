"""Contacts of each foot with the ground, and which plates saw them."""

from collections.abc import Mapping, Sequence

from groundup.motion.feet import BodyPoints
from groundup.motion.motion import OTHER, PARTIAL, SHARED, SPLIT, VALID, Contact
from groundup.motion.plate_feet import PlateStep
from groundup.motion.reconcile import SAME
from groundup.motion.stances import Stance, stances_of
from groundup.quantities import Side
from groundup.recording.recording import Event, EventKind

NO_PLATE = "no plate under it"
_GRAVITY_OF_STATE = (SHARED, OTHER, PARTIAL, VALID)
_ON_PLATE = 0.05  # s: a foot that carries a plate alone for longer was on it
_UNLOADED = 0.06  # s: a plate that is loaded this much later or shorter than its foot stands missed a part


def plate_contacts(
    steps: Sequence[PlateStep],
    events: Sequence[Event],
    differences: Sequence[tuple[Event, float]],
    points: BodyPoints,
) -> tuple[Contact, ...]:
    """Every contact that plates or events show, on a plate or not.

    Parameters
    ----------
    steps : sequence of PlateStep
    events : sequence of Event
        Reconciled.
    differences : sequence of (Event, float)
        Marker minus plate [ms].
    points : BodyPoints
        A contact that began before its foot is seen, or lasts longer, is cut where it is first or last seen.
    """
    found = []
    stances = {side: stances_of([e for e in events if e.side is side], points, side) for side in Side}
    for side in Side:
        own = [step for step in steps if side in step.feet]
        taken: set[int] = set()
        for group in _groups(own):
            found += _on_plates(side, group, stances, taken, differences)
        for number, (start, end, cut) in enumerate(stances[side]):
            if number not in taken:
                found.append(Contact(side, start, end, (), OTHER, "; ".join(filter(None, (NO_PLATE, cut)))))
    return tuple(sorted(found, key=lambda contact: (contact.start, contact.side)))


def _groups(steps: Sequence[PlateStep]) -> list[list[PlateStep]]:
    """Put loadings that overlap in time together: they are one stance of the foot."""
    groups: list[list[PlateStep]] = []
    for step in sorted(steps, key=lambda s: s.loading.start):
        if groups and step.loading.start < max(s.loading.end for s in groups[-1]):
            groups[-1].append(step)
        else:
            groups.append([step])
    return groups


def _on_plates(
    side: Side,
    group: Sequence[PlateStep],
    stances: Mapping[Side, Sequence[Stance]],
    taken: set[int],
    differences: Sequence[tuple[Event, float]],
) -> list[Contact]:
    """Match a group of loadings with stances; the loadings stand for themselves where no event fits."""
    first, last = min(s.loading.start for s in group), max(s.loading.end for s in group)
    hit = [
        k for k, (start, end, _) in enumerate(stances[side]) if min(end, last) - max(start, first) > _ON_PLATE
    ]
    if not hit:
        # A foot without any event stood through the loading.
        if stances[side] and all(step.state == SHARED for step in group):
            return []
        return [Contact(side, first, last, _names(group), _state(group, ()), _reasons(group))]
    found = []
    for number in hit:
        if number in taken:
            continue
        start, end, cut = stances[side][number]
        if cut and len(hit) == 1:
            # The plates saw the foot longer than the cameras did.
            start, end = min(start, first), max(end, last) if "last" in cut else end
        own = [s for s in group if _carries(s, (start, end), stances[side.other])]
        if not own:
            continue
        taken.add(number)
        difference = _difference(side, start, differences)
        apart = tuple(s for s in own if not _shares(s, (start, end), stances[side.other]))
        state, reason = _state(own, apart), _reasons([s for s in own if s not in apart or s.state != SHARED])
        if state in (VALID, SPLIT):
            missed = _missed(own, start, end) or _met_before(difference)
            state, reason = (
                (PARTIAL, "; ".join(filter(None, (missed, reason)))) if missed else (state, reason)
            )
        found.append(
            Contact(
                side,
                start,
                end,
                _names(own),
                state,
                "; ".join(filter(None, (reason, cut))),
                difference,
            )
        )
    return found


def _carries(step: PlateStep, stance: tuple[float, float], others: Sequence[Stance]) -> bool:
    """Whether a foot loads a plate during a stance: of a shared plate, while the other foot is in the air."""
    inside = _overlap(stance, (step.loading.start, step.loading.end))
    if inside is None or inside[1] - inside[0] <= _ON_PLATE:
        return False
    if step.state != SHARED or not others:
        return True
    beside = [(start, end) for start, end, _ in others if _overlap(stance, (start, end)) is not None]
    if not beside or _longest_alone(stance, beside) <= _ON_PLATE:
        return True
    return _longest_alone(inside, beside) > _ON_PLATE


def _shares(step: PlateStep, stance: tuple[float, float], others: Sequence[Stance]) -> bool:
    """Whether the other foot is on the same plate while this one stands on it."""
    if step.state != SHARED:
        return False
    if not others:
        return True
    own = [(stance[0], stance[1], "")]
    return any(
        _overlap(stance, (start, end)) is not None and _carries(step, (start, end), own)
        for start, end, _ in others
    )


def _overlap(one: tuple[float, float], two: tuple[float, float]) -> tuple[float, float] | None:
    start, end = max(one[0], two[0]), min(one[1], two[1])
    return (start, end) if end > start else None


def _longest_alone(span: tuple[float, float], others: Sequence[tuple[float, float]]) -> float:
    """Longest stretch of a span in which none of the others is [s]."""
    longest, at = 0.0, span[0]
    for start, end in [*sorted(others), (span[1], span[1])]:
        longest, at = max(longest, min(start, span[1]) - at), max(at, end)
    return longest


def _missed(group: Sequence[PlateStep], start: float, end: float) -> str:
    """Say in which part of a stance the plates were not loaded."""
    late = min(s.loading.start for s in group) - start
    short = end - max(s.loading.end for s in group)
    parts = [("first", late), ("last", short)]
    said = [f"{word} {1e3 * lack:.0f} ms" for word, lack in parts if lack > _UNLOADED]
    return f"the plate is not loaded in the {' and the '.join(said)} of the contact" if said else ""


def _met_before(difference_ms: float) -> str:
    """Say by how much the markers see the foot down before the plate does, where that is no mere error."""
    if not difference_ms < -1e3 * _UNLOADED:
        return ""
    return f"the markers see the foot down {-difference_ms:.0f} ms before the plate is loaded"


def _reasons(group: Sequence[PlateStep]) -> str:
    return "; ".join(dict.fromkeys(s.reason for s in group if s.reason))


def _names(group: Sequence[PlateStep]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.plate for step in group))


def _state(group: Sequence[PlateStep], apart: Sequence[PlateStep]) -> str:
    """State of a contact; `apart` are loadings of shared plates that this contact does not share."""
    states = {VALID if step in apart and step.state == SHARED else step.state for step in group}
    if states <= {VALID, PARTIAL} and len(_names(group)) > 1:
        return SPLIT
    return next((state for state in _GRAVITY_OF_STATE if state in states), VALID)


def _difference(side: Side, start: float, differences: Sequence[tuple[Event, float]]) -> float:
    near = [
        (abs(event.time - start), ms)
        for event, ms in differences
        if event.side is side and event.kind is EventKind.CONTACT and abs(event.time - start) < SAME
    ]
    return min(near)[1] if near else float("nan")
