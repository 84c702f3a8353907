"""Units of a subject's sizes: lengths in m, and the angles that set its axes in rad."""

_ANGLES = ("inclination", "deviation", "torsion", "version", "angle")


def size_unit(name: str) -> str:
    """Tell the unit of a size in :attr:`groundup.body.subject.Subject.sizes`: ``m`` or ``rad``."""
    return "rad" if any(word in name.lower() for word in _ANGLES) else "m"
