"""Names that stand for something in an intake: muscles, passive ranges, medicines that change triage."""

MUSCLES = {
    "hip_abductors": "hip abductors",
    "hip_adductors": "hip adductors",
    "hip_external_rotators": "hip external rotators",
    "hip_internal_rotators": "hip internal rotators",
    "hip_extensors": "hip extensors",
    "hip_flexors": "hip flexors",
    "knee_extensors": "knee extensors",
    "knee_flexors": "knee flexors",
    "ankle_dorsiflexors": "ankle dorsiflexors",
    "ankle_plantarflexors": "ankle plantarflexors",
    "ankle_invertors": "ankle invertors",
    "ankle_evertors": "ankle evertors",
}
"""Muscle groups whose strength is asked, by entry."""

RANGES = {
    "ankle_dorsiflexion_knee_straight": "ankle dorsiflexion, knee straight",
    "ankle_dorsiflexion_knee_bent": "ankle dorsiflexion, knee bent",
    "ankle_plantarflexion": "ankle plantarflexion",
    "ankle_inversion": "ankle inversion",
    "ankle_eversion": "ankle eversion",
    "first_toe_dorsiflexion": "dorsiflexion of the first toe",
    "knee_flexion": "knee flexion",
    "knee_extension": "knee extension (negative: it cannot be straightened)",
    "hip_flexion": "hip flexion",
    "hip_extension": "hip extension",
    "hip_internal_rotation": "hip internal rotation",
    "hip_external_rotation": "hip external rotation",
}
"""Passive ranges that are asked, by entry."""

ANTICOAGULANTS = (
    "acenocoumarol",
    "apixaban",
    "dabigatran",
    "dalteparin",
    "edoxaban",
    "enoxaparin",
    "fondaparinux",
    "heparin",
    "phenprocoumon",
    "rivaroxaban",
    "tinzaparin",
    "warfarin",
    "anticoagulant",
    "blood thinner",
)
IMMUNOSUPPRESSANTS = (
    "adalimumab",
    "azathioprine",
    "ciclosporin",
    "cyclosporine",
    "dexamethasone",
    "etanercept",
    "infliximab",
    "methotrexate",
    "methylprednisolone",
    "mycophenolate",
    "prednisolone",
    "prednisone",
    "rituximab",
    "tacrolimus",
    "tocilizumab",
    "chemotherapy",
    "immunosuppress",
)


def told_by_medications(medications: list[str] | None) -> dict[str, bool]:
    """Red-flag answers that a list of medicines gives; only a yes: a list may be short of one."""
    said = " ".join(medications or ()).lower()
    groups = {"anticoagulants": ANTICOAGULANTS, "immunosuppressed": IMMUNOSUPPRESSANTS}
    return {question: True for question, names in groups.items() if any(name in said for name in names)}
