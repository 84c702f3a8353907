"""What intervals rest on, as plain values for files that programs read."""

from groundup.uncertainty.ensemble import Ensemble
from groundup.uncertainty.interval import LEVEL

BROUGHT = "the body is a model that was brought, and what its maker may have got wrong is not known"
NOT_ASKED = "no versions of the person were asked for (--ensemble 0)"


def why_none(ensemble: Ensemble | None, *, brought: bool) -> str:
    """Say why no number has an interval; empty where an ensemble tells them."""
    if ensemble is not None:
        return ""
    return BROUGHT if brought else NOT_ASKED


def ensemble_summary(ensemble: Ensemble | None, *, brought: bool) -> dict[str, object]:
    """Tell how many versions of the person, and every size of an error that is not the published one.

    Parameters
    ----------
    ensemble : Ensemble or None
    brought : bool
        The body is a model that the user brought.
    """
    errors = None if ensemble is None else ensemble.errors
    return {
        "members": 0 if ensemble is None else ensemble.members,
        "seed": None if ensemble is None else ensemble.seed,
        "interval_percent": round(100 * LEVEL),
        "why_none": why_none(ensemble, brought=brought) or None,
        "changed_errors": [
            {
                "error": own.error,
                "part": own.part,
                "value": own.value,
                "unit": own.unit,
                "source": own.source,
                "published_value": known.value,
                "published_source": known.source or None,
            }
            for own, known in (() if errors is None else errors.changes)
        ],
    }
