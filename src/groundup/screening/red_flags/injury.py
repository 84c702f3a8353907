"""Fractures and torn tendons after an injury."""

from groundup.screening.condition import AllOf, Between, any_of, yes
from groundup.screening.rule import Rule, Urgency

_FRESH = AllOf(yes("recent_injury"), Between("days_since_injury", below=7.0))

RULES = (
    Rule(
        "ottawa_knee",
        "Ottawa knee rule positive",
        AllOf(
            _FRESH,
            any_of(
                Between("age_years", least=55.0),
                yes(
                    "isolated_patellar_tenderness",
                    "fibular_head_tenderness",
                    "cannot_flex_knee_90",
                    "cannot_take_four_steps",
                ),
            ),
        ),
        Urgency.SAME_DAY,
        "a fracture of the knee cannot be excluded without an X-ray (sensitivity 98.5 %)",
        "X-ray of the knee today.",
        "E11",
        "Stiell 1995; Bachmann 2004 Ann Intern Med 140:121",
    ),
    Rule(
        "ottawa_ankle",
        "Ottawa ankle rule positive",
        AllOf(
            _FRESH,
            yes("pain_at_malleoli"),
            yes("malleolar_bone_tenderness", "cannot_take_four_steps"),
        ),
        Urgency.SAME_DAY,
        "a fracture of the ankle cannot be excluded without an X-ray (under 1.4 % missed by the rule)",
        "X-ray of the ankle today.",
        "E12",
        "Bachmann 2003 BMJ 326:417",
    ),
    Rule(
        "ottawa_midfoot",
        "Ottawa foot rule positive",
        AllOf(
            _FRESH,
            yes("pain_in_midfoot"),
            yes("fifth_metatarsal_base_tenderness", "navicular_tenderness", "cannot_take_four_steps"),
        ),
        Urgency.SAME_DAY,
        "a fracture of the midfoot cannot be excluded without an X-ray",
        "X-ray of the foot today.",
        "E12",
        "Bachmann 2003 BMJ 326:417",
    ),
    Rule(
        "extensor_mechanism",
        "cannot raise the straight leg or straighten the knee",
        yes("cannot_raise_straight_leg"),
        Urgency.EMERGENCY,
        "rupture of the quadriceps or patellar tendon until excluded; it may be painless",
        "Emergency department or urgent orthopaedics; repair is best within days.",
        "E09",
        "NHS Lothian RefHelp (quadriceps and patellar tendon rupture); NSW Health knee injury criteria",
    ),
    Rule(
        "achilles_rupture",
        "blow or snap at the heel, no movement on calf squeeze, or a gap in the tendon",
        yes("snap_at_back_of_heel", "calf_squeeze_does_not_move_foot", "gap_in_achilles_tendon"),
        Urgency.SAME_DAY,
        "the Achilles tendon may be torn, even where the person walks and rises on the toes",
        "Have the calf-squeeze test, angle of declination and tendon examined today.",
        "",
        "Singh 2015 BMJ 351:h4722; Boyd 2015 Br J Gen Pract 65:668",
    ),
    Rule(
        "syndesmosis",
        "high ankle sprain suspected",
        AllOf(
            yes("recent_injury"),
            yes("squeeze_test_painful", "dorsiflexion_external_rotation_painful", "syndesmosis_tender"),
        ),
        Urgency.URGENT,
        "a torn syndesmosis needs imaging and other treatment than a lateral sprain",
        "Refer for imaging; no single test decides.",
        "",
        "Sman 2015 Br J Sports Med 49:323",
    ),
)
