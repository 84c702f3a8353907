"""The one sentence of the first page."""

from collections.abc import Sequence

from groundup.findings.leg_answer import Certainty, LegAnswer, Outcome
from groundup.findings.links import Influence, links
from groundup.quantities import Side


def sentence(legs: Sequence[LegAnswer]) -> str:
    """Say the answer for one leg, or for both: together where it is the same, side by side where not."""
    if not legs:
        return "Whether the knee's load comes from the ankle and foot can't be told: nothing was judged."
    said = [_clause(leg, f"the {leg.side} knee") for leg in legs]
    both = {_clause(leg, "either knee") for leg in legs}
    if len(legs) == len(Side) and len(both) == 1:
        return f"{_capital(both.pop())}."
    return f"{_capital('; '.join(said))}."


def _clause(leg: LegAnswer, knee: str) -> str:
    likely = leg.certainty is Certainty.LIKELY
    if leg.outcome is Outcome.IN_PART:
        verb = "probably comes" if likely else "may come"
        return f"{knee}'s load {verb} in part from the ankle and foot: {_met(leg)}"
    if leg.outcome is Outcome.LITTLE:
        verb = "probably explain" if likely else "seem to explain"
        return f"the ankle and foot {verb} little of {knee}'s load: {_closed(leg)}"
    return f"whether {knee}'s load comes from the ankle and foot can't be told: {_open(leg)}"


def _met(leg: LegAnswer) -> str:
    faults = list(dict.fromkeys(link.fault for link in leg.carried))
    patterns = list(dict.fromkeys(link.pattern for link in leg.carried))
    verb = "meet" if len(faults) > 1 else "meets"
    return f"{_found(leg, faults)} {verb} {_raised(leg, patterns)}"


def _closed(leg: LegAnswer) -> str:
    """Say where the ways end: at the foot, at the knee, or at each for a part."""
    leading = [name for name in leg.faults if _leads(name)]
    if leg.usual:
        firm, one = not set(leg.usual) & set(leg.unsettled), len(leg.usual) == 1
        verb = ("is" if one else "are") if firm else ("looks" if one else "look")
        there = f"there is {_found(leg, leading)}, but " if leading else ""
        return f"{there}{_listed(leg.usual)} {verb} as usual"
    if leg.faults:
        return f"{_found(leg, leg.faults)} alone is not known to load the knee more"
    none = "no fault of ankle or foot was found"
    return f"{none} that meets the {_raised(leg, leg.patterns)}" if leg.patterns else none


def _open(leg: LegAnswer) -> str:
    faults, loads = [n for n in leg.faults if _leads(n)], [n for n in leg.patterns if _leads(n)]
    if faults:
        unjudged = _listed(leg.unjudged) or "the load that goes with it"
        return f"there is {_found(leg, faults)}, but {unjudged} could not be judged"
    if loads:
        return f"there is {_raised(leg, loads)}, but ankle and foot were not fully tested"
    return "too little was tested and measured"


def _found(leg: LegAnswer, faults: Sequence[str]) -> str:
    return _listed([f"possibly {name}" if name in leg.unsettled else name for name in faults])


def _raised(leg: LegAnswer, patterns: Sequence[str]) -> str:
    firm = [f"raised {name}" for name in patterns if name not in leg.unsettled]
    return _listed([*firm, *(f"possibly raised {name}" for name in patterns if name in leg.unsettled)])


def _leads(name: str) -> bool:
    return any(name in (way.fault, way.pattern) for way in links() if way.effect is Influence.RAISES)


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
