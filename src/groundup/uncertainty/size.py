"""How many members an ensemble has where nobody says."""

MEMBERS = 240
"""The ends of a 90 % interval then move by less than a tenth of its half width from one seed to the next."""
