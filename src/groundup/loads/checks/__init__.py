"""Sanity gates: what a trial's forces must fulfil before anything is built on them."""
