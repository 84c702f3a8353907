"""Where in a repetition each phase lies, from its marked instants."""

from groundup.findings.definition import Phase
from groundup.motion.motion import Cycle


def window(cycle: Cycle, phase: Phase, *, running: bool = False) -> tuple[float, float] | None:
    """First and last percent of a phase in a repetition; None where an instant that bounds it is missing.

    Parameters
    ----------
    cycle : Cycle
    phase : Phase
    running : bool
        Running has no double support: its loading response is the first half of stance and its push-off the
        second.
    """
    percent = {name: 100.0 * (t - cycle.start) / (cycle.end - cycle.start) for name, t in cycle.marks.items()}
    if running and "off" in percent:
        percent |= {"opposite_off": 0.5 * percent["off"], "opposite_contact": 0.5 * percent["off"]}
    if "off" in percent:
        percent["half"] = 0.5 * percent["off"]
    percent |= {"start": 0.0, "end": 100.0}
    bounds = {
        Phase.CONTACT: ("start", "start"),
        Phase.LOADING: ("start", "opposite_off"),
        Phase.SINGLE_SUPPORT: ("opposite_off", "opposite_contact"),
        Phase.PUSH_OFF: ("opposite_contact", "off"),
        Phase.FIRST_HALF: ("start", "half"),
        Phase.SECOND_HALF: ("half", "off"),
        Phase.WEIGHT_BEARING: ("start", "opposite_contact"),
        Phase.STANCE: ("start", "off"),
        Phase.SWING: ("off", "end"),
        Phase.WHOLE: ("start", "end"),
        Phase.DOWN: ("start", "bottom"),
        Phase.BOTTOM: ("bottom", "bottom"),
    }[phase]
    if any(name not in percent for name in bounds):
        return None
    first, last = (percent[name] for name in bounds)
    return (first, last) if first <= last else None
