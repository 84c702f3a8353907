"""An intake file to mutate: what was asked of a person."""

INTAKE = """\
[about]
age_years = 34
sex = "female"
height_m = 1.68
mass_kg = 61.5
footwear = "barefoot"
medications = ["ibuprofen"]

[complaint]
side = "right"
onset = "gradual"
weeks = 14
sites = ["around the kneecap", "arch"]
pain_now = 3
pain_usual = 4
pain_worst = 7.5

[ankle_right]
sprains = 2
giving_way_in_six_months = 3

[tests_left]
lunge_cm = [10.5, 11.0, 10.8]
foot_posture_items = [0, 1, 1, 0, -1, 0]

[tests_right]
lunge_cm = [7.5, 8.0, 7.9]
calf_raises = 14
single_leg_squat = "fair"
strength_newton = { hip_abduction = [120.0, 131.5] }

[questionnaires]
koos_pf = [1, 2, 1, 0, 3, 2, 1, 1, 2, 0, 1]
"""
