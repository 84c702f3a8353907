"""Everything that follows from the measures and the clinical tests."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from groundup.findings.faults.instability import instability
from groundup.findings.faults.limited_dorsiflexion import limited_dorsiflexion
from groundup.findings.faults.overpronation import overpronation
from groundup.findings.finding import Finding
from groundup.findings.leg import leg
from groundup.findings.measure import Measure
from groundup.findings.patterns.iliotibial_band import iliotibial_band_load
from groundup.findings.patterns.medial import medial_load
from groundup.findings.patterns.patellofemoral import patellofemoral_load
from groundup.quantities import Side

if TYPE_CHECKING:
    from groundup.screening.intake import Intake

RULES = (
    limited_dorsiflexion,
    overpronation,
    instability,
    patellofemoral_load,
    medial_load,
    iliotibial_band_load,
)
"""The faults from the ground up, then the load patterns of the knee they meet."""


def find(measures: Sequence[Measure], intake: "Intake | None") -> tuple[Finding, ...]:
    """Apply every rule to both legs.

    Parameters
    ----------
    measures : sequence of Measure
    intake : Intake, optional
        Clinical tests and history; without them little can be told, and what is missing is named.
    """
    legs = [leg(side, measures, intake) for side in Side]
    return tuple(rule(one) for rule in RULES for one in legs)
