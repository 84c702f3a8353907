"""The faults of ankle and foot, as rules that anybody can read.

Each rule says which observation decides and which only supports. Gait alone decides none of them: a static
posture is a weak proxy of gait (B12), a peak of eversion depends on its zero (A39), and instability is told
by its history.
"""
