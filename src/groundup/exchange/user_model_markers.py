"""Which label of the recordings is which marker of the user's model."""

from collections.abc import Sequence

from groundup.exchange.osim.model import OsimModel
from groundup.quantities import BadInputError
from groundup.recording.labels import normalise, shared_prefix, split_subject
from groundup.recording.recording import Recording

_FEWEST_MARKERS = 6
_MOST_NAMED = 6


def matched_labels(
    model: OsimModel, recordings: Sequence[Recording]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Match markers by name: the same name first, then the same but for case, separators and prefix.

    Returns
    -------
    model's marker -> recordings' label, in the model's order; and the labels that no marker took, computed
    points left out.

    Raises
    ------
    BadInputError
        If too few match for any pose.
    """
    known: dict[str, None] = {}
    computed: set[str] = set()
    comparable: dict[str, str] = {}
    for recording in recordings:
        match = recording.match
        computed |= set(match.virtual) if match else set()
        named = {*match.landmarks.values(), *match.technical} if match else set()
        # Of two subjects in one file, the one that was identified.
        labels = sorted(recording.labels, key=lambda label: label not in named)
        known |= dict.fromkeys(recording.labels)
        for label in labels:
            comparable.setdefault(_comparable(label, recording.labels), label)
    usable = [label for label in known if label not in computed]
    comparable = {name: label for name, label in comparable.items() if label not in computed}
    found: dict[str, str] = {}
    for marker in model.chain.markers:
        near = comparable.get(_comparable(marker, model.chain.markers), "")
        label = marker if marker in usable else near
        if label and label not in found.values():
            found[marker] = label
    if len(found) < _FEWEST_MARKERS:
        raise _too_few(model, usable, len(found))
    taken = set(found.values())
    return found, tuple(label for label in usable if label not in taken)


def _comparable(label: str, among: Sequence[str]) -> str:
    common = shared_prefix(among)
    return normalise(split_subject(label.removeprefix(common) if common else label)[1])


def _too_few(model: OsimModel, labels: Sequence[str], count: int) -> BadInputError:
    markers = model.chain.markers

    def some(names: Sequence[str]) -> str:
        return ", ".join(names[:_MOST_NAMED]) + (", ..." if len(names) > _MOST_NAMED else "")

    own = f"its {len(markers)} ({some(markers)})" if markers else "its none"
    return BadInputError(
        model.file,
        "MarkerSet",
        f"at least {_FEWEST_MARKERS} markers named as in the recordings, which have {len(labels)} labels "
        f"({some(labels)})",
        f"{count} among {own}",
        "give the model its marker set under the recordings' names, or leave --model out",
    )
