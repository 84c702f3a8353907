"""A joint that may be infected."""

from groundup.screening.condition import AllOf, yes
from groundup.screening.rule import Rule, Urgency

_HOT = yes("hot_red_swollen_joint")

RULES = (
    Rule(
        "unwell_with_joint",
        "unwell with fever or chills and a hot joint",
        AllOf(yes("fever_or_chills"), _HOT),
        Urgency.EMERGENCY,
        "sepsis from a joint destroys it within days and endangers life",
        "Send to hospital now.",
        "E06",
        "NHS Gloucestershire knee pathway 58; Couderc 2015 CJEM",
    ),
    Rule(
        "fever_with_knee_pain",
        "fever or chills with knee pain",
        yes("fever_or_chills"),
        Urgency.SAME_DAY,
        "an infection of joint or bone need not look hot; white cells alone do not exclude it",
        "Have it examined today.",
        "E06",
        "NHS Gloucestershire knee pathway 58; Margaretten 2007 JAMA 297:1478",
    ),
    Rule(
        "hot_joint_at_risk",
        "hot joint with a prosthesis, weak defences, a skin infection or recent joint surgery",
        AllOf(
            _HOT,
            yes("joint_prosthesis", "immunosuppressed", "skin_infection_or_wound", "recent_joint_surgery"),
        ),
        Urgency.EMERGENCY,
        "infection is many times likelier then (prosthesis with skin infection: likelihood ratio 15)",
        "Send to hospital now; no antibiotics before the joint has been aspirated unless septic.",
        "E15",
        "Margaretten 2007 JAMA 297:1478 (joint surgery: source pending)",
        source_pending=True,
    ),
)
