"""Blood supply, clots, bleeding and pressure in the leg."""

from groundup.screening.condition import AllOf, AtLeast, Yes, yes
from groundup.screening.rule import Rule, Urgency

WELLS = AtLeast(
    2.0,
    (
        (1.0, Yes("active_cancer")),
        (1.0, Yes("leg_paralysed_or_in_plaster")),
        (1.0, Yes("bedridden_or_major_surgery")),
        (1.0, Yes("deep_vein_tenderness")),
        (1.0, Yes("whole_leg_swollen")),
        (1.0, Yes("calf_over_3_cm_bigger")),
        (1.0, Yes("pitting_oedema")),
        (1.0, Yes("collateral_veins")),
        (1.0, Yes("previous_deep_vein_thrombosis")),
        (-2.0, Yes("other_diagnosis_as_likely")),
    ),
)
"""Two-level Wells score: two points or more make a deep-vein thrombosis likely (E13)."""

RULES = (
    Rule(
        "limb_circulation_or_nerves",
        "cold, pale or numb foot, or a foot that cannot be moved",
        yes("foot_cold_pale_or_numb"),
        Urgency.EMERGENCY,
        "the leg's circulation or nerves may be cut off",
        "Call an ambulance.",
        "E08",
        "NHS Gloucestershire knee pathway",
    ),
    Rule(
        "pulmonary_embolism",
        "breathless, chest pain, coughing blood or collapse",
        yes("breathless_or_chest_pain"),
        Urgency.EMERGENCY,
        "a clot from the leg may have reached the lungs",
        "Call an ambulance.",
        "",
        "NHS Lothian RefHelp, pulmonary embolism - suspected",
    ),
    Rule(
        "deep_vein_thrombosis",
        "deep-vein thrombosis likely (Wells score 2 or more)",
        AllOf(yes("leg_or_calf_swollen_or_tender"), WELLS),
        Urgency.SAME_DAY,
        "a clot in the leg is likely",
        "Ultrasound of the proximal veins within 4 hours.",
        "E13",
        "Wells 2003 N Engl J Med 349:1227",
    ),
    Rule(
        "deep_vein_thrombosis_unlikely",
        "swollen or tender calf, Wells score below 2",
        AllOf(
            yes("leg_or_calf_swollen_or_tender"),
            AtLeast(-1.0, tuple((-worth, part) for worth, part in WELLS.parts)),
        ),
        Urgency.SAME_DAY,
        "a clot is unlikely, not excluded",
        "D-dimer test.",
        "E13",
        "Wells 2003 N Engl J Med 349:1227",
    ),
    Rule(
        "anticoagulant_and_swelling",
        "swelling or injury while taking anticoagulants",
        AllOf(yes("anticoagulants"), yes("knee_swollen", "recent_injury")),
        Urgency.SAME_DAY,
        "the joint may be bleeding",
        "Have it examined today; no exercise, no manual treatment before.",
        "",
        "acute knee haemarthrosis under anticoagulants, case report with advice to physical therapists (PMID "
        "21043045); NHS advice on bleeding into the joint",
    ),
    Rule(
        "compartment_syndrome",
        "pain out of proportion, on passive stretch, with weakness or pins and needles",
        AllOf(
            yes("recent_injury", "pain_during_exertion_in_calf_or_shin"),
            yes(
                "pain_out_of_proportion",
                "pain_on_passive_stretch",
                "weakness_below_knee",
                "pins_and_needles_below_knee",
            ),
        ),
        Urgency.EMERGENCY,
        "rising pressure kills muscle within hours; one sign makes it about 1 in 4, the absence of signs "
        "excludes nothing",
        "Send to hospital now; no elevation, no bandage.",
        "E16",
        "Ulmer 2002 J Orthop Trauma 16:572",
    ),
)
