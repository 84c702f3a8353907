"""All red-flag rules."""

from groundup.screening.red_flags import bone, circulation, infection, injury, mission, referred

RULES = (
    *mission.RULES,
    *infection.RULES,
    *circulation.RULES,
    *injury.RULES,
    *bone.RULES,
    *referred.RULES,
)
