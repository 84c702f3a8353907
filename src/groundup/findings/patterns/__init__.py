"""The load patterns of the knee, as rules that anybody can read.

A load is judged against published values that fit the person, with its known error allowed for; the other leg
is a reference where the legs differ by more than can be told from error. Otherwise it cannot be told. Load
and pain are told apart: no verdict rests on where it hurts.
"""
