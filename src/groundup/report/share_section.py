"""Where a knee's deviation sits: per leg and reference, pictures of what deviates and every number."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from groundup.assessment import Analysis
from groundup.findings.share.quantity import ABOVE, BELOW, GROUND, SHAPE, Kind
from groundup.findings.share.share import Part, Reference, Share
from groundup.report.share_picture import share_picture
from groundup.report.share_words import GROUPS, USUAL, ZERO, decimals, sentence, strength, title
from groundup.report.words import number, plural

_MOST = 6
_OWN = (Reference.NATURAL, Reference.EARLIER)
_UNKNOWN = (
    "no ensemble: measurement error is not known, so every deviation beyond repetitions and timing is told"
)
_UNPLACED = (
    "no ensemble: errors of where markers sit are not known, and against an earlier session nothing is then "
    "called a deviation"
)


@dataclass(frozen=True)
class Panel:
    """One quantity that deviates: its title, drawing and sentence."""

    title: str
    drawing: Markup
    sentence: str


@dataclass(frozen=True)
class LegShares:
    """One leg against one reference.

    Attributes
    ----------
    side, title : str
    held : what against, and how many repetitions.
    panels : of quantities that deviate, each in the phase where it does most.
    quiet : quantities without a deviation to explain.
    rows : every quantity and phase: label, deviation, below, above, ground, geometry, cancellation.
    links : of those that deviate: label, link, value, interval.
    notes : what a reader must know.
    nothing : what is said where there are no panels.
    first : whether it stands open on the page.
    """

    side: str
    title: str
    held: str
    panels: tuple[Panel, ...]
    quiet: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    nothing: str
    first: bool


def share_sections(analysis: Analysis) -> tuple[LegShares, ...]:
    """Every leg against every reference; natural trials come before the other leg."""
    best = min((s.reference for s in analysis.shares), key=list(Reference).index, default=None)
    return tuple(
        _leg(list(shares), first=reference is best)
        for (reference, _, _), shares in groupby(analysis.shares, key=lambda s: (s.reference, s.task, s.side))
    )


def first_sentences(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    """Say for page 1, for each leg, where its strongest deviation from the person's own motion sits.

    Of the natural trial where there is one, else of an earlier session. An angle where one deviates: a moment
    far beyond its error may still be next to nothing.
    """
    own = [s for s in analysis.shares if s.reference in _OWN and s.explains]
    strongest: dict[str, Share] = {}
    for share in sorted(
        own, key=lambda s: (_OWN.index(s.reference), s.quantity.kind is not Kind.ANGLE, -strength(s))
    ):
        strongest.setdefault(str(share.side), share)
    return tuple((side.capitalize(), f"{title(s)}. {sentence(s)}") for side, s in strongest.items())


def _leg(shares: Sequence[Share], *, first: bool) -> LegShares:
    one = shares[0]
    strongest = _strongest(shares)
    told = [s for s in strongest if s.explains]
    quiet = [s.quantity.label for s in strongest if s.weighed and not s.explains]
    trials = ", ".join(one.trials)
    of = f" {trials}" if one.reference in _OWN else ""
    return LegShares(
        side=str(one.side),
        title=f"{str(one.side).capitalize()} knee, {one.task}, against {USUAL[one.reference]}",
        held=f"Held against {USUAL[one.reference]}{of}: {plural(one.repetitions, 'repetition')} here, "
        f"{one.usual_repetitions} there",
        panels=tuple(Panel(title(s), share_picture(s), sentence(s)) for s in told[:_MOST]),
        quiet=tuple(quiet),
        rows=tuple(_row(s) for s in shares),
        links=tuple(row for s in shares if s.explains for row in _link_rows(s)),
        notes=tuple(_notes(one)),
        nothing="No deviation to explain." if one.weighed else "Whether anything deviates is not determined.",
        first=first,
    )


def _strongest(shares: Sequence[Share]) -> list[Share]:
    """Each quantity in the phase in which it deviates most."""
    found: dict[str, Share] = {}
    for share in shares:
        kept = found.get(share.quantity.name)
        if kept is None or strength(share) > strength(kept):
            found[share.quantity.name] = share
    return list(found.values())


def _row(share: Share) -> tuple[str, ...]:
    unit = share.quantity.unit
    cells = [_cell(share, share.deviation)]
    for group in (BELOW, ABOVE, GROUND, SHAPE):
        part = share.groups.get(group)
        cells.append((ZERO if group == ABOVE else "") if part is None else _cell(share, part, orders=True))
    quiet = "nothing to explain" if share.weighed else "not determined"
    cancellation = number(share.cancellation, 1) if share.explains else quiet
    return f"{title(share)} [{unit}]", *cells, cancellation


def _link_rows(share: Share) -> list[tuple[str, ...]]:
    return [
        (title(share), GROUPS[group], link, _cell(share, share.links[link]))
        for group, links in share.structure.items()
        for link in links
        if len(links) > 1
    ]


def _cell(share: Share, part: Part, *, orders: bool = False) -> str:
    places = decimals(share)
    text = number(part.value, places)
    if part.error is not None:
        text += f" ({number(part.error.low, places)} to {number(part.error.high, places)})"
    if orders and number(part.lowest, places) != number(part.highest, places):
        text += f", by order {number(part.lowest, places)} to {number(part.highest, places)}"
    return text


def _notes(share: Share) -> list[str]:
    notes = [] if share.deviation.error is not None else [_UNKNOWN if share.weighed else _UNPLACED]
    if share.reference is Reference.NATURAL:
        notes.append("the same markers in both, so that errors of where they sit largely cancel")
    if share.reference is Reference.EARLIER:
        notes.append(
            "markers were placed anew since, and a body was fitted to each session: errors of both placements"
            f" are in the intervals, and bones found anew bring the hip {number(share.closure, 0)} mm from"
            " where it was"
        )
    if share.reference is Reference.OTHER_LEG:
        notes.append(
            "the legs are built differently: the other leg's joints on this leg's bones bring the hip "
            f"{number(share.closure, 0)} mm from where it was"
        )
    if share.reference is Reference.CURVES:
        notes.append(
            f"curves of {', '.join(share.trials)}, put onto this body with the feet where they stood; they "
            "tell nothing of forces, and how far people lie apart is in the limit"
        )
    if share.repetitions == 1 or share.usual_repetitions == 1:
        notes.append(
            "with one repetition only, how much repetitions differ is not known and not in the limit"
        )
    return notes
