"""Are virtual patients' faults found, and nobody else's? ``python -m validation.virtual_patients --all``.

Beside the other validation a part of every stratum goes through the analysis; all 840 take half an hour.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from math import sqrt

from groundup.findings.finding import Verdict
from groundup.synthetic.patient import Fault, Severity
from groundup.synthetic.patients import population
from validation._patients import PROCESSES, Outcome, outcomes, told_alone
from validation.line import Line
from validation.sabotage import angle_sign, wrapped

_SENSITIVE, _SPECIFIC = 0.90, 0.95
_95_PERCENT = 1.959964


@dataclass(frozen=True)
class Plan:
    """How many patients go through the analysis, in how many processes."""

    per_severity: Mapping[Severity, int]
    healthy: int
    processes: int
    everybody: bool = True


def lines() -> Iterator[Line]:
    """Sensitivity by severity and specificity of each fault, for a part of every stratum."""
    plan = planned()
    patients = list(population(plan.per_severity, plan.healthy))
    yield from judged(outcomes(patients, plan.processes))
    if plan.everybody:
        yield from _by_tests([told_alone(patient) for patient in population()])


def _by_tests(found: Sequence[Outcome]) -> Iterator[Line]:
    """Lines of the faults that no walk decides, for everybody: their tests and history are cheap to judge."""
    for fault in (Fault.STIFF_ANKLE, Fault.UNSTABLE_ANKLE):
        for line in (*_sensitivity(fault, found), *_specificity(fault, found)):
            yield replace(line, what=line.what.replace("virtual patients", "all 840 by their tests", 1))


def planned() -> Plan:
    """Most of those that are judged: some minutes on two cores."""
    sizes = {Severity.MILD: 5, Severity.MODERATE: 5, Severity.MARKED: 20}
    return Plan(sizes, healthy=60, processes=PROCESSES)


def judged(found: Sequence[Outcome]) -> Iterator[Line]:
    """Lines of the outcomes of some patients."""
    for fault in Fault:
        yield from _sensitivity(fault, found)
        yield from _specificity(fault, found)
    for fault in Fault:
        yield from _gait_alone(fault, found)
    yield _instability_from_gait(found)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % confidence interval of a proportion (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    share, z2 = hits / of, _95_PERCENT**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _95_PERCENT / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def _sensitivity(fault: Fault, found: Sequence[Outcome]) -> Iterator[Line]:
    for severity in Severity:
        those = [o for o in found if o.fault is fault and o.severity is severity]
        hits = [o.found(fault) for o in those]
        suspected = sum(o.suspected(fault) for o in those)
        marked = severity is Severity.MARKED
        yield Line(
            f"virtual patients, sensitivity to {severity} {fault}",
            f"{_share(hits)}; {suspected} with 'consistent with'",
            f">= {_SENSITIVE:.2f}" if marked else "reported",
            bool(hits) and sum(hits) >= _SENSITIVE * len(hits) if marked else None,
        )


def _specificity(fault: Fault, found: Sequence[Outcome]) -> Iterator[Line]:
    groups = (
        ("healthy people", [o for o in found if o.fault is None]),
        ("the other faults", [o for o in found if o.fault not in (None, fault)]),
    )
    for who, those in groups:
        clean = [not o.found(fault) for o in those]
        unsuspected = sum(not o.suspected(fault) for o in those)
        yield Line(
            f"virtual patients, specificity for {fault} on {who}",
            f"{_share(clean)}; {unsuspected} with 'consistent with' as wrong",
            f">= {_SPECIFIC:.2f}",
            bool(clean) and sum(clean) >= _SPECIFIC * len(clean),
        )


def _gait_alone(fault: Fault, found: Sequence[Outcome]) -> Iterator[Line]:
    marked = [o for o in found if o.fault is fault and o.severity is Severity.MARKED]
    others = [o for o in found if o.fault is not fault]
    hits = [o.suspected(fault, gait=True) for o in marked]
    clean = [not o.suspected(fault, gait=True) for o in others]
    yield Line(
        f"virtual patients, gait alone: 'consistent with' {fault}",
        f"marked {_share(hits)}; not of anyone else {_share(clean)}",
        "reported: gait alone decides none of the faults",
        None,
    )


def _instability_from_gait(found: Sequence[Outcome]) -> Line:
    said = [o.found(fault, gait=True) for o in found for fault in (Fault.UNSTABLE_ANKLE,)]
    return Line(
        "virtual patients, instability from gait alone is never more than 'consistent with'",
        f"{sum(said)} of {len(said)} called present",
        "0",
        not any(said),
    )


def _share(hits: Sequence[bool]) -> str:
    low, high = wilson(sum(hits), len(hits))
    share = sum(hits) / len(hits) if hits else float("nan")
    return f"{share:.3f} ({sum(hits)} of {len(hits)}; 95 % {low:.3f} to {high:.3f})"


@contextmanager
def _injected(*errors: AbstractContextManager[None]) -> Iterator[None]:
    """Put errors in; a few patients in this process, where the errors are, show what they do."""
    few = Plan({Severity.MARKED: 2}, healthy=2, processes=1, everybody=False)
    with ExitStack() as stack:
        stack.enter_context(wrapped("validation.virtual_patients", "planned", lambda _: few))
        for error in errors:
            stack.enter_context(error)
        yield


@contextmanager
def _told_wrong(**wrong: object) -> Iterator[None]:
    """Misread every leg of everybody, and let nobody walk."""
    nobody = Plan({}, healthy=0, processes=1)
    with wrapped("validation.virtual_patients", "planned", lambda _: nobody), _misread(**wrong):
        yield


def _misread(**wrong: object) -> AbstractContextManager[None]:
    return wrapped("groundup.findings.leg", "leg", lambda leg: replace(leg, **wrong))


def _everything_present() -> AbstractContextManager[None]:
    return wrapped(
        "groundup.findings.findings",
        "find",
        lambda found: tuple(replace(f, verdict=Verdict.PRESENT) for f in found),
    )


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "virtual patients, sensitivity to marked overpronation": lambda: _injected(
        angle_sign("rearfoot_inversion")
    ),
    "virtual patients, sensitivity to marked limited": lambda: _injected(_misread(lunge_deg=40.0)),
    "virtual patients, sensitivity to marked ankle": lambda: _injected(_misread(gives_way=0)),
    "all 840 by their tests, sensitivity to marked limited": lambda: _told_wrong(lunge_deg=40.0),
    "all 840 by their tests, sensitivity to marked ankle": lambda: _told_wrong(gives_way=0),
    "all 840 by their tests, specificity": lambda: _told_wrong(
        lunge_deg=20.0, stability=9.0, sprains=2, gives_way=9
    ),
    "virtual patients, specificity": lambda: _injected(_everything_present()),
    "virtual patients, instability from gait": lambda: _injected(_everything_present()),
}


def _all() -> int:
    lines_of_all = list(judged(outcomes(list(population()))))
    for line in lines_of_all:
        verdict = {True: "ok", False: "SHORT", None: "-"}[line.passed]
        print(f"  {verdict:<5}  {line.what}: {line.reached} (must reach {line.required})")
    return 1 if any(line.passed is False for line in lines_of_all) else 0


if __name__ == "__main__":
    if sys.argv[1:] != ["--all"]:
        sys.exit("usage: python -m validation.virtual_patients --all")
    sys.exit(_all())
