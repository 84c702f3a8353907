"""The words everything is said in: sides, angles with their signs, events, errors, provenance."""

from groundup.quantities.angles import ANGLES, Angle, Plane
from groundup.quantities.errors import BadInputError, GroundupError
from groundup.quantities.measurement_error import MeasurementError, chance_of
from groundup.quantities.provenance import Operation, SourceFile
from groundup.quantities.side import Side

__all__ = [
    "ANGLES",
    "Angle",
    "BadInputError",
    "GroundupError",
    "MeasurementError",
    "Operation",
    "Plane",
    "Side",
    "SourceFile",
    "chance_of",
]
