"""The five flags everyone is asked: onset, shape, weight, heat, locking."""

from groundup.screening.condition import yes
from groundup.screening.rule import Rule, Urgency

RULES = (
    Rule(
        "sudden_severe_onset",
        "sudden severe onset",
        yes("sudden_severe_onset"),
        Urgency.SAME_DAY,
        "fracture, tendon rupture, bleeding into the joint, infection, gout or a clot can begin so",
        "Have it examined today.",
        "E01",
        "the mission of this project (founding document)",
    ),
    Rule(
        "visible_deformity",
        "visible deformity",
        yes("visible_deformity"),
        Urgency.EMERGENCY,
        "a dislocation or fracture can cut off the leg's circulation",
        "Do not move the joint; check that the foot is warm and has feeling.",
        "E02",
        "founding document; NHS Gloucestershire knee pathway",
    ),
    Rule(
        "cannot_bear_weight",
        "cannot bear weight at all",
        yes("cannot_bear_weight"),
        Urgency.SAME_DAY,
        "a fracture, a torn tendon or an infected joint has to be ruled out first",
        "Have it examined today; after an injury, by the Ottawa rules.",
        "E03",
        "founding document; NHS Gloucestershire knee pathway",
    ),
    Rule(
        "hot_red_swollen_joint",
        "swollen, warm and red joint",
        yes("hot_red_swollen_joint"),
        Urgency.EMERGENCY,
        "a joint infection until it is excluded; the absence of fever does not reassure",
        "Have the joint assessed, and aspirated where that is decided, before anything else.",
        "E04",
        "founding document; NHS Gloucestershire knee pathway; Margaretten 2007 JAMA 297:1478",
    ),
    Rule(
        "locking_or_buckling",
        "the knee locks or buckles",
        yes("knee_locks", "knee_buckles"),
        Urgency.URGENT,
        "a torn meniscus or ligament, or a loose body, may be the cause; a true lock cannot be straightened",
        "Refer to an acute knee clinic.",
        "E05",
        "founding document; NHS Gloucestershire knee pathway",
    ),
)
