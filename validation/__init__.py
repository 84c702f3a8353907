"""Figures against recordings and published values: ``python -m validation``."""
