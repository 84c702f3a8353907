"""Figures from the literature: each a row with its citation, population and confidence."""

from groundup.evidence.table import Confidence, Row, UnprovenError, row, rows

__all__ = ["Confidence", "Row", "UnprovenError", "row", "rows"]
