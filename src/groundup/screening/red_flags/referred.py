"""Knee pain that comes from hip or back."""

from groundup.screening.condition import yes
from groundup.screening.rule import Rule, Urgency

RULES = (
    Rule(
        "cauda_equina",
        "numb saddle, or bladder or bowel out of control, with back or leg pain",
        yes("saddle_numbness_or_bladder_bowel_change"),
        Urgency.EMERGENCY,
        "the nerves at the end of the spinal cord may be pressed on",
        "Emergency department now.",
        "",
        "BMJ Best Practice 3000164, cauda equina syndrome; warning card of Greenhalgh, Mercer, Finucane",
    ),
    Rule(
        "referred_from_hip",
        "hip movement brings on the knee pain",
        yes("hip_movement_brings_on_pain"),
        Urgency.URGENT,
        "disease of the hip is felt at the knee",
        "Examine the hip before the knee is treated.",
        "E10",
        "devonformularyguidance (adults); NHS Bristol knee pain pathway",
    ),
    Rule(
        "referred_from_back",
        "back movement brings on the knee pain, or it runs down the leg",
        yes("back_movement_brings_on_pain", "pain_runs_down_leg"),
        Urgency.URGENT,
        "a nerve root is felt at the knee",
        "Examine the back and the nerves before the knee is treated.",
        "",
        "NHS Bristol, North Somerset and South Gloucestershire, knee pain pathway (spinal referred pain)",
    ),
)
