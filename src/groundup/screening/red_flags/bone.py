"""Tumour, a child's hip, and bone under too much load."""

from groundup.screening.condition import AllOf, Between, yes
from groundup.screening.rule import Rule, Urgency

_CHILD = Between("age_years", below=25.0)

RULES = (
    Rule(
        "tumour",
        "continuous pain at night and at rest, weight loss, or a history of cancer",
        yes("continuous_night_and_rest_pain", "unexplained_weight_loss", "cancer_history"),
        Urgency.URGENT,
        "pain of a tumour does not depend on movement",
        "Refer by the suspected-cancer route.",
        "E07",
        "NHS Gloucestershire knee pathway; NHS bone two-week-wait pathway",
    ),
    Rule(
        "young_bone_pain",
        "unexplained bone pain or swelling in a child or young person",
        AllOf(_CHILD, yes("unexplained_bone_pain_or_swelling")),
        Urgency.URGENT,
        "sarcoma and leukaemia appear at this age",
        "Very urgent X-ray, within 48 hours.",
        "E07",
        "NICE urgent cancer referral guidance as on NHS bone two-week-wait pathway",
    ),
    Rule(
        "slipped_epiphysis",
        "child of 8 to 16 with a limp or lost hip rotation",
        AllOf(
            Between("age_years", least=8.0, below=17.0),
            yes("child_limps", "hip_internal_rotation_lost", "hip_turns_out_when_flexed"),
        ),
        Urgency.EMERGENCY,
        "a slipped upper femoral epiphysis hurts at the knee and loses the hip",
        "No weight on the leg; emergency department now.",
        "E10",
        "Royal Children's Hospital Melbourne; Peck 2017 Am Fam Physician 95:779",
    ),
    Rule(
        "perthes",
        "child of 4 to 12 with a limp",
        AllOf(Between("age_years", least=4.0, below=13.0), yes("child_limps")),
        Urgency.URGENT,
        "Perthes disease of the hip hurts at the knee",
        "Have the hip examined and X-rayed.",
        "E10",
        "devonformularyguidance; primarycarenotebook (knee or thigh pain in a quarter); ages from memory",
        source_pending=True,
    ),
    Rule(
        "femoral_neck_stress",
        "groin pain on loading in a person who runs or marches",
        AllOf(yes("groin_pain_on_loading"), yes("high_or_raised_training_load", "low_bone_health")),
        Urgency.SAME_DAY,
        "a stress fracture of the femoral neck can displace",
        "No weight on the leg until imaged; a normal X-ray does not exclude it (MRI).",
        "",
        "Robertson and Wood 2017 Sports Med Int Open 1:E58",
    ),
    Rule(
        "bone_stress",
        "pain at one spot of bone that grows with load",
        AllOf(yes("focal_bone_tenderness"), yes("high_or_raised_training_load", "low_bone_health")),
        Urgency.URGENT,
        "a bone stress injury becomes a fracture if loading goes on",
        "Stop running and jumping; refer for imaging.",
        "",
        "review of bone stress injuries in runners (PMC7049623)",
    ),
)
