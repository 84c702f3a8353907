"""An effect laid out as text."""

from groundup.evidence.table import row
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.whatif.effect import Effect, Effects
from groundup.whatif.words import change_in_words

LIMITS = (
    "What mechanics would do, to be tested the same day; it tells nothing of pain.",
    "Range: 5th to 95th percentile over what is not known; an effect whose sign is open in it is not"
    " determined.",
)

_MORE = (
    "More dorsiflexion: at most this much, as if the ankle alone stopped the squat and uses all that it"
    " gains; a recording does not tell whether it did."
)


def told(trial: str, found: Effects) -> str:
    """Lay an effect out as text: one line for each quantity and leg, or the body."""
    head = f"{trial} ({found.task}, {found.moment}): {change_in_words(found.change)}"
    width = max((len(effect.outcome.label) for effect in found.effects), default=0)
    lines = [
        _line(effect, width)
        for effect in found.effects
        if not effect.outcome.of_body or effect.side is Side.LEFT
    ]
    nothing = ["no effect is told: too few sets of assumptions came to rest."] if not lines else []
    return "\n".join([head, *branch_lines(found), "", *lines, *nothing, "", *LIMITS])


def branch_lines(found: Effects) -> list[str]:
    """Say which branch of the heel is assumed, what the other costs, what is in the range, and the forces."""
    assumed, other = found.assumed, found.other
    said = [f"Assumed: {assumed.heel} (cost {assumed.cost:.1f})."]
    if other is not None and other.heel == assumed.heel:
        said.append("It comes up of itself: no posture with that heel down was found.")
    elif other is not None:
        said.append(
            f"The other way, {other.heel}, is a posture of its own: cost {other.cost:.1f}."
            if other.effects
            else f"The other way, {other.heel}, is no posture of its own here."
        )
    members = (
        f"{found.measured_members} of the {found.draws} take another possible version of the person"
        if found.measured_members
        else "no measurement error of angles: the result was analysed without an ensemble"
    )
    worn = []
    if found.task is Task.WALKING and any(found.change.of(side).posting for side in Side):
        slope = row("D05.slope").value
        worn = [f"In a shoe expect less: posts changed eversion by {slope:g} deg per degree there (D05)."]
    more = any(found.change.of(side).dorsiflexion > 0.0 for side in Side)
    return [
        " ".join(said),
        *([_MORE] if more else []),
        f"{assumed.settled} of {found.draws} sets of assumptions came to rest; {members}.",
        f"Ground: {found.force}.",
        *worn,
        *_kneecap(assumed.kneecap_untold),
    ]


def _kneecap(untold: tuple[Side, ...]) -> list[str]:
    if not untold:
        return []
    legs = " and ".join(untold)
    return [f"Force on the kneecap, {legs}: not told, the knee bends beyond the 90 deg of published figures."]


def _line(effect: Effect, width: int) -> str:
    digits, side = effect.outcome.decimals, "" if effect.outcome.of_body else str(effect.side)
    value, low, high = (f"{v:+.{digits}f}" for v in (effect.value, effect.low, effect.high))
    return (
        f"  {effect.outcome.label:<{width}}  {side:<5}  {value:>7} ({low} to {high})"
        f" {effect.outcome.unit}, {effect.word}"
    )
