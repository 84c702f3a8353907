"""Every published figure that this report rests on, and the short account of how it was made."""

from collections.abc import Iterator
from dataclasses import dataclass

from groundup.assessment import Analysis
from groundup.evidence.table import Confidence, Row, row
from groundup.findings.bedside import propose
from groundup.findings.links import links
from groundup.findings.next_steps import next_steps
from groundup.report.words import number

CHECKED = {
    Confidence.SEEN: "seen at the source",
    Confidence.DATA: "read from a data file",
    Confidence.SECONDARY: "seen in a secondary source",
    Confidence.COMPUTED: "computed",
    Confidence.MEMORY: "from memory",
}
"""How a figure was checked."""

METHODS = (
    (
        "Body",
        "Pelvis, trunk, and in each leg hip, knee, talocrural, subtalar, midtarsal and toe joints; sizes, "
        "marker places, joint axes and poses are found together by least squares.",
    ),
    (
        "Movement",
        "Markers are low-passed by a fourth-order Butterworth filter forward and back; each pose is the most "
        "probable one under marker errors and weak priors.",
    ),
    (
        "Angles",
        "ISB and Grood and Suntay with clinical signs: flexion, adduction, internal rotation, dorsiflexion, "
        "inversion and toe-in are positive on both legs.",
    ),
    (
        "Events",
        "From force plates and from the markers of the feet, reconciled; cycles run from contact to contact.",
    ),
    (
        "Loads",
        "Where a foot stands alone on its plates: inverse dynamics from the foot up, knee loads from moments "
        "and lever arms. Muscles that pull against each other are left out.",
    ),
    (
        "Comparison",
        "Published mean and spread of a stated population, task and speed; what does not fit this person is "
        "shown and judges nothing, nor do fewer than three repetitions.",
    ),
    (
        "Answer",
        "A way from a fault of the foot to a load of the knee counts where it is published and both ends are "
        "found in the same leg; where one end of every way is found not to be there, the ankle and foot "
        "explain little.",
    ),
)
"""How the report was made, in short; the manual says it in full."""


@dataclass(frozen=True)
class Citation:
    """One figure as shown."""

    number: str
    quantity: str
    value: str
    population: str
    source: str
    checked: str


def citations(analysis: Analysis) -> list[Citation]:
    """List the figures behind thresholds, references, reasons, tests and steps, by number."""
    found = {one.id: one for one in _rows(analysis)}
    return [_citation(found[name]) for name in sorted(found)]


def _rows(analysis: Analysis) -> Iterator[Row]:
    for measure in analysis.measures:
        if measure.n and measure.comparison is not None:
            yield measure.comparison.reference.evidence
        if measure.n and measure.definition.detectable:
            yield row(measure.definition.detectable)
    if analysis.intake is not None and analysis.intake.triage().raised:
        return
    for finding in analysis.findings:
        yield from (argument.threshold for argument in finding.arguments)
    for link in links() if analysis.answer.legs else ():
        yield link.evidence
        if link.but_evidence is not None:
            yield link.but_evidence
    for proposal in propose(analysis.findings, analysis.intake):
        yield from (*proposal.test.evidence, *proposal.test.price_evidence)
    for step in next_steps(analysis.answer, analysis.findings, analysis.intake):
        yield from step.evidence
    planned = analysis.plan
    for test in planned.tests:
        yield from test.evidence
    for offer in planned.offers:
        yield from offer.option.rows
    for target in planned.targets:
        yield from (*target.evidence, target.weeks)


def _citation(evidence: Row) -> Citation:
    decimals = 0 if float(evidence.value).is_integer() else 2
    unit = "" if evidence.unit == "1" else "°" if evidence.unit == "deg" else f" {evidence.unit}"
    around = "" if evidence.spread is None else f" ± {number(evidence.spread, 2)}"
    doi = f", doi:{evidence.doi}" if evidence.doi else ""
    return Citation(
        evidence.id.partition(".")[0],
        evidence.quantity[0].upper() + evidence.quantity[1:],
        f"{number(evidence.value, decimals)}{around}{unit}",
        evidence.population,
        f"{evidence.citation}{doi}",
        CHECKED[evidence.confidence],
    )
