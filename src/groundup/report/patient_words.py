"""What a patient reads: short sentences, everyday words, one idea each."""

from groundup.motion.task import Task
from groundup.report.deviation import Level

DONE = {
    Task.WALKING: "walked",
    Task.RUNNING: "ran",
    Task.SQUAT: "squatted",
    Task.SINGLE_LEG_SQUAT: "squatted on one leg",
    Task.LANDING: "jumped and landed",
    Task.STANDING: "stood",
}
"""What was done in each task; another task is told as a movement."""

FOUND = {
    "limited dorsiflexion": "your {side} ankle bends less than usual when your knee moves over your toes",
    "overpronation": "your {side} foot rolls in more than usual",
    "ankle instability": "your {side} ankle is less steady than usual",
    "patellofemoral load": "more force than usual presses behind your {side} kneecap",
    "medial load": "more load than usual rests on the inner side of your {side} knee",
    "iliotibial band load": "the band at the outer side of your {side} knee may be stretched more than usual",
}
"""A finding that is there."""

NOT_FOUND = {
    "limited dorsiflexion": "your {side} ankle bends far enough",
    "overpronation": "your {side} foot does not roll in too much",
    "ankle instability": "your {side} ankle is steady",
    "patellofemoral load": "the force behind your {side} kneecap is as usual",
    "medial load": "the load on the inner side of your {side} knee is as usual",
    "iliotibial band load": "the outer side of your {side} knee is stretched as usual",
}
"""A finding that is not there."""

FOUND_BOTH = {
    "limited dorsiflexion": "both your ankles bend less than usual when your knees move over your toes",
    "overpronation": "both your feet roll in more than usual",
    "ankle instability": "both your ankles are less steady than usual",
    "patellofemoral load": "more force than usual presses behind both your kneecaps",
    "medial load": "more load than usual rests on the inner side of both your knees",
    "iliotibial band load": "the band at the outer side of both your knees may be stretched more than usual",
}
NOT_FOUND_BOTH = {
    "limited dorsiflexion": "both your ankles bend far enough",
    "overpronation": "your feet do not roll in too much",
    "ankle instability": "both your ankles are steady",
    "patellofemoral load": "the force behind both your kneecaps is as usual",
    "medial load": "the load on the inner side of both your knees is as usual",
    "iliotibial band load": "the outer side of both your knees is stretched as usual",
}
"""The same of both legs."""

TOPICS = {
    "limited dorsiflexion": "how far your ankles bend",
    "overpronation": "how your feet roll",
    "ankle instability": "how steady your ankles are",
    "patellofemoral load": "the force behind your kneecaps",
    "medial load": "the load on the inner side of your knees",
    "iliotibial band load": "the stretch at the outer side of your knees",
}
"""A finding that nothing could be said of."""

TRY = {
    "heel_lift": "Squat with and without a lift under your heels. Look if your knee moves in another way.",
    "arch_tape": "Walk with and without tape under your arch. Look if your shin turns less.",
    "balance": "Stand on one leg and reach forward. Keep a hand near a table.",
    "lunge": "Test how far your knee can go over your toes with the heel on the floor.",
    "foot_posture": "Let your therapist look at how your feet stand.",
    "cait": "Answer nine questions on how steady each ankle feels.",
    "above": "Squat on one leg while your therapist watches your trunk, hip, knee and foot.",
}
"""What to try, by the name of the bedside test."""

OPTIONS = {
    "hip_and_knee_strength": "Train your hip and knee. In studies, pain at the kneecap was less then.",
    "calf_stretching": "Stretch your calf. It takes weeks until your ankle bends more.",
    "ankle_mobilisation": "Have your ankle moved by hand. This lasts for a short time.",
    "heel_lift": "Wear a shoe with a higher heel.",
    "medial_orthosis": "Talk about insoles. They can raise the load on the inner side of your knee.",
    "foot_exercise": "Train the muscles of your feet.",
    "footwear": "Talk about other shoes, or tape.",
    "gait_retraining": "Learn to run with your toes a bit more inward.",
    "balance_training": "Train your balance. It takes 4 to 6 weeks.",
    "lateral_wedge": "Talk about a wedge under the outer foot. In studies it did not change the pain.",
}
"""What to talk over, by the name of the option of the plan."""

WARNINGS = {
    "visible_deformity": "your knee or leg changes its shape",
    "hot_red_swollen_joint": "the joint is swollen, and hot or red",
    "limb_circulation_or_nerves": "your foot is cold, pale or numb",
    "pulmonary_embolism": "you are short of breath or have chest pain",
    "sudden_severe_onset": "bad pain comes on all at once",
    "cannot_bear_weight": "you cannot put weight on the leg",
    "deep_vein_thrombosis": "your calf or leg swells or hurts when touched",
    "locking_or_buckling": "your knee gets stuck or gives way",
    "tumour": "the pain goes on at night and at rest",
}
"""Warning signs by the red-flag rule they come from, which says how soon a doctor must see them."""

COLOURS = {
    Level.USUAL: "Blue: as usual.",
    Level.OUTSIDE: "Orange: not as usual.",
    Level.FAR: "Dark: far from usual.",
    Level.DIFFERS: "Dots: one leg is not like the other.",
    Level.UNKNOWN: "Grey stripes: not known.",
}
"""What the fills of the drawing say."""
