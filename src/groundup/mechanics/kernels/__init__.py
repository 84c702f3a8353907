"""Compiled loops. Importing any module below starts numba; :mod:`groundup.mechanics` imports them late."""
