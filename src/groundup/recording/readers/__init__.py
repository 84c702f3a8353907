"""File formats: how each is recognised, read and refused."""
