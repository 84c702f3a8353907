"""How far off a share may be: the same for every member of an ensemble."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from groundup.findings.definition import Phase
from groundup.findings.share.alignment import Repetition
from groundup.findings.share.compare import legs_of, stacked
from groundup.findings.share.comparison import Comparison, Pair
from groundup.findings.share.leg_links import LegLinks
from groundup.findings.share.owen import Division
from groundup.findings.share.quantity import Quantity
from groundup.findings.share.sampled import sampled
from groundup.findings.share.share import DEVIATION, Reference
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import Side

# Enough of a mean over a phase, where it is taken hundreds of times.
_POINTS = 7
ShareKey = tuple[Reference, Task, Side, Phase, str]
"""Reference, task, leg, phase and name of the quantity."""
PairedLegs = Mapping[Phase, tuple[LegLinks, LegLinks]]
"""Phase -> both legs (E, P, ...) of each member, at the instants of the pair of repetitions it looks at."""
MemberLegs = Callable[[Repetition], tuple[FloatArray, LegLinks]]
"""Repetition -> (G,) instants [s] and its leg (E, G, ...) for each member."""


def member_legs(comparison: Comparison, legs: MemberLegs, shifts: FloatArray, first: int = 0) -> PairedLegs:
    """Look up both legs of each member at the instants that are compared.

    Parameters
    ----------
    comparison : Comparison
    legs : MemberLegs
    shifts : (E,) by how much the phases of each are out of step, as a part of the reference's repetition.
    first : int
        Number of the first member: each looks at one pair of repetitions, by turns.
    """
    found = {}
    for phase in comparison.phases:
        pairs = comparison.pairs(phase, _POINTS)
        if pairs:
            found[phase] = _members(pairs, legs, shifts, _turn(len(pairs), first, len(shifts)))
    return found


def joined(parts: Sequence[PairedLegs]) -> PairedLegs:
    """Legs of members found one after the other, together."""
    return {
        phase: (_together([part[phase][0] for part in parts]), _together([part[phase][1] for part in parts]))
        for phase in parts[0]
    }


def member_errors(
    comparison: Comparison, paired: PairedLegs, first: int = 0
) -> dict[ShareKey, dict[str, FloatArray]]:
    """Find by how much each member tells another deviation, and other parts of it.

    Parameters
    ----------
    comparison : Comparison
    paired : PairedLegs
    first : int
        Number of the first member, as for :func:`member_legs`.

    Returns
    -------
    key -> `DEVIATION`, group or link -> (E,)
        Against the same pair of the person as measured: how repetitions differ is not in it.
    """
    found: dict[ShareKey, dict[str, FloatArray]] = {}
    for phase, (own, usual) in paired.items():
        pairs = comparison.pairs(phase, _POINTS)
        turn = _turn(len(pairs), first, len(own.heading))
        still = [legs_of(pair, 0.0) for pair in pairs]
        measured = [stacked([pair[k] for pair in still]) for k in (0, 1)]
        for kind, quantities in comparison.kinds():
            many = comparison.divided(kind, own, usual)
            one = comparison.divided(kind, measured[0], measured[1])
            for quantity in quantities:
                of, told = _columns(many, quantity), _columns(one, quantity)
                key = (comparison.reference, comparison.task, comparison.side, phase, quantity.name)
                found[key] = {name: of[name] - told[name][turn] for name in of}
    return found


def _turn(pairs: int, first: int, members: int) -> NDArray[np.intp]:
    """(E,) number of the pair that each member looks at."""
    return (first + np.arange(members)) % pairs


def _together(legs: Sequence[LegLinks]) -> LegLinks:
    return LegLinks(*(np.concatenate(fields) for fields in zip(*legs, strict=True)))


def _members(
    pairs: Sequence[Pair], legs: MemberLegs, shifts: FloatArray, turn: NDArray[np.intp]
) -> tuple[LegLinks, LegLinks]:
    """Both legs (E, P, ...) of every member at the instants of the pair whose turn it is."""
    looked = [pairs[k] for k in turn]
    late = [pair.then + shift * pair.usual.length for pair, shift in zip(looked, shifts, strict=True)]
    own = _legs_at([pair.own for pair in looked], np.array([pair.at for pair in looked]), legs)
    return own, _legs_at([pair.usual for pair in looked], np.array(late), legs)


def _legs_at(repetitions: Sequence[Repetition], instants: FloatArray, legs: MemberLegs) -> LegLinks:
    """(E, P, ...) leg of each member at instants (E, P) of its repetition; those of one recording at once."""
    together: dict[object, list[int]] = {}
    for row, one in enumerate(repetitions):
        together.setdefault(id(one) if one.fixed else (one.trial, one.side), []).append(row)
    made = []
    for rows in together.values():
        time, leg = legs(repetitions[rows[0]])
        made.append(sampled(LegLinks(*(part[rows] for part in leg)), time, instants[rows]))
    back = np.argsort(np.concatenate(list(together.values())))
    return LegLinks(*(field[back] for field in _together(made)))


def _columns(found: Division, quantity: Quantity) -> dict[str, FloatArray]:
    every = {DEVIATION: found.difference, **found.groups, **found.links}
    return {name: values[:, quantity.plane] for name, values in every.items()}
