"""What is asked for the red flags: one row a question, in words anybody understands."""

from dataclasses import dataclass
from enum import StrEnum


class AskedOf(StrEnum):
    """Who can answer."""

    PERSON = "person"
    EXAMINER = "examiner"


@dataclass(frozen=True)
class Question:
    """One question; `numeric` ones are answered with a number in `unit`, the others with yes or no."""

    name: str
    text: str
    asked_of: AskedOf = AskedOf.PERSON
    numeric: bool = False
    unit: str = ""


def _person(name: str, text: str) -> Question:
    return Question(name, text)


def _examiner(name: str, text: str) -> Question:
    return Question(name, text, AskedOf.EXAMINER)


QUESTIONS = (
    Question("age_years", "How old is the person?", numeric=True, unit="years"),
    _person("sudden_severe_onset", "Did severe pain come on suddenly?"),
    _person("visible_deformity", "Has the knee or leg visibly changed its shape?"),
    _person("cannot_bear_weight", "Is it impossible to put weight on the leg?"),
    _person("hot_red_swollen_joint", "Is the joint swollen, and warm or red as well?"),
    _person("knee_locks", "Does the knee get stuck, so that it cannot be straightened?"),
    _person("knee_buckles", "Does the knee give way under the person?"),
    _person("knee_swollen", "Is the knee swollen?"),
    _person("fever_or_chills", "Fever, chills, or feeling generally ill?"),
    _person("joint_prosthesis", "Is there an artificial joint in that leg?"),
    _person("immunosuppressed", "Weak defences: diabetes, steroids, chemotherapy, other immune suppression?"),
    _person("skin_infection_or_wound", "An infected skin, wound or ulcer on that leg?"),
    _person("recent_joint_surgery", "Surgery or an injection in that joint in the last three months?"),
    _person("foot_cold_pale_or_numb", "Is the foot cold, pale or numb, or can it not be moved?"),
    _person("breathless_or_chest_pain", "Newly breathless, chest pain, coughing blood, or a collapse?"),
    _person("leg_or_calf_swollen_or_tender", "Is the calf or the whole leg newly swollen or tender?"),
    _person("anticoagulants", "Does the person take blood thinners?"),
    _person("recent_injury", "Did it begin with an injury?"),
    Question("days_since_injury", "How many days ago was the injury?", numeric=True, unit="days"),
    _person("cannot_take_four_steps", "Could four steps not be taken, right after the injury and now?"),
    _person("pain_at_malleoli", "Pain at the inner or outer ankle bone?"),
    _person("pain_in_midfoot", "Pain in the middle of the foot?"),
    _person("cannot_raise_straight_leg", "Is it impossible to lift the straight leg off the couch?"),
    _person("snap_at_back_of_heel", "A snap, or a feeling of being hit, at the back of the heel?"),
    _person("pain_during_exertion_in_calf_or_shin", "Tight pain in calf or shin that exertion brings on?"),
    _person("pain_out_of_proportion", "Is the pain in the lower leg far worse than the injury explains?"),
    _person("pins_and_needles_below_knee", "Pins and needles below the knee?"),
    _person("continuous_night_and_rest_pain", "Pain that goes on at night and at rest in any position?"),
    _person("unexplained_weight_loss", "Weight loss without a reason?"),
    _person("cancer_history", "Has the person had cancer?"),
    _person("unexplained_bone_pain_or_swelling", "Bone pain or a swelling without an explanation?"),
    _person("child_limps", "Does the child limp?"),
    _person("groin_pain_on_loading", "Pain in the groin when the leg is loaded?"),
    _person("high_or_raised_training_load", "Much running or marching, or clearly more than before?"),
    _person("low_bone_health", "Low bone density, missed periods, low body weight or steroid treatment?"),
    _person(
        "saddle_numbness_or_bladder_bowel_change",
        "Numb between the legs, or new bladder or bowel trouble?",
    ),
    _person("hip_movement_brings_on_pain", "Does moving the hip bring on the knee pain?"),
    _person("back_movement_brings_on_pain", "Does moving the back bring on the knee pain?"),
    _person("pain_runs_down_leg", "Does the pain run down the leg below the knee?"),
    _person("active_cancer", "Cancer treated in the last six months, or palliative?"),
    _person("leg_paralysed_or_in_plaster", "Is the leg paralysed, or was it lately in plaster?"),
    _person("bedridden_or_major_surgery", "In bed for 3 days, or major surgery in the last 12 weeks?"),
    _person("previous_deep_vein_thrombosis", "An earlier deep-vein thrombosis?"),
    _examiner("deep_vein_tenderness", "Tender along the deep veins?"),
    _examiner("whole_leg_swollen", "Is the entire leg swollen?"),
    _examiner("calf_over_3_cm_bigger", "Calf over 3 cm bigger, 10 cm below the tibial tuberosity?"),
    _examiner("pitting_oedema", "Pitting oedema of that leg only?"),
    _examiner("collateral_veins", "Superficial collateral veins (not varicose)?"),
    _examiner("other_diagnosis_as_likely", "Is another diagnosis at least as likely as a thrombosis?"),
    _examiner("isolated_patellar_tenderness", "Tender at the patella and nowhere else on the knee?"),
    _examiner("fibular_head_tenderness", "Tender at the head of the fibula?"),
    _examiner("cannot_flex_knee_90", "Can the knee not be bent to 90 degrees?"),
    _examiner("malleolar_bone_tenderness", "Bone tender at the tip or lower 6 cm rear edge of a malleolus?"),
    _examiner("fifth_metatarsal_base_tenderness", "Tender at the base of the fifth metatarsal?"),
    _examiner("navicular_tenderness", "Tender at the navicular?"),
    _examiner("calf_squeeze_does_not_move_foot", "Does squeezing the calf fail to move the foot?"),
    _examiner("gap_in_achilles_tendon", "A gap in the Achilles tendon?"),
    _examiner("squeeze_test_painful", "Pain at the ankle when the calf bones are squeezed together?"),
    _examiner("dorsiflexion_external_rotation_painful", "Pain when the dorsiflexed foot is turned outward?"),
    _examiner("syndesmosis_tender", "Tender over the syndesmosis?"),
    _examiner("pain_on_passive_stretch", "Severe pain when the toes or ankle are moved for the person?"),
    _examiner("weakness_below_knee", "Weakness below the knee?"),
    _examiner("hip_internal_rotation_lost", "Has the hip lost internal rotation?"),
    _examiner("hip_turns_out_when_flexed", "Does the hip turn out by itself when it is flexed?"),
    _examiner("focal_bone_tenderness", "Tender at one spot of bone?"),
    _person("pain_persists_despite_treatment", "Does it stay after weeks of treating the place that hurts?"),
)

BY_NAME = {question.name: question for question in QUESTIONS}
